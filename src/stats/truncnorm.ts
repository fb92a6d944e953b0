import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, ge, gt, le, lt } from '../primitives/elementwise/comparison.ts';
import { exp, expm1, log, log1p } from '../primitives/elementwise/exponential.ts';
import { bitwiseNot, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { logNdtr, ndtr } from '../special/normal.ts';
import { type LocScale, readScaled } from './arguments.ts';
import { logpdf as normalLogpdf } from './norm.ts';

/**
 * The normal distribution with mean `loc` and standard deviation `scale`, cut off at loc + a·scale and loc + b·scale
 * (`jax.scipy.stats.truncnorm`); NaN where a is not below b.
 */

/**
 * log(Φ(b) - Φ(a)), computed in the tail that a and b are in.
 *
 * What is not chosen is computed at harmless places, whose derivatives are finite; those at infinite bounds are 0.
 */
const logMass = (a: NDArray, b: NDArray): NDArray => {
  const isRight = gt(a, 0);
  const isTail = bitwiseOr(isRight, le(b, 0));
  const [less, more] = [where(isRight, neg(b), a), where(isRight, neg(a), b)];
  const isOpen = eq(less, Number.NEGATIVE_INFINITY);
  const high = where(isTail, more, 0);
  const low = where(bitwiseOr(isOpen, bitwiseNot(isTail)), sub(high, 1), less);
  const logHigh = logNdtr(high);
  const missing = log(abs(expm1(sub(logNdtr(low), logHigh))));
  const tail = add(logHigh, where(isOpen, 0, missing));
  // Φ(-40) is 0 in double precision
  const from = where(isTail, -1, where(eq(a, Number.NEGATIVE_INFINITY), -40, a));
  const to = where(isTail, 1, where(eq(b, Number.POSITIVE_INFINITY), 40, b));
  return where(isTail, tail, log1p(sub(neg(ndtr(from)), ndtr(neg(to)))));
};

/** The logarithm of the distribution function at sign · x. */
const logProbability = (
  what: string,
  x: ArrayLike,
  bounds: readonly [a: ArrayLike, b: ArrayLike],
  loc: ArrayLike | LocScale,
  scale: ArrayLike,
  sign: 1 | -1,
): NDArray => {
  const [value, lower, upper, place, width] = readScaled(what, [x, ...bounds], loc, scale);
  const [a, b] = sign === 1 ? [lower, upper] : [neg(upper), neg(lower)];
  const y = div(sign === 1 ? sub(value, place) : sub(place, value), width);
  const [isNone, isAbove, isBelow] = [ge(a, b), ge(y, b), le(y, a)];
  const isOutside = bitwiseOr(isNone, bitwiseOr(isAbove, isBelow));
  const [from, at, to] = [where(isOutside, -1, a), where(isOutside, 0, y), where(isOutside, 1, b)];
  const mass = logMass(from, to);
  const below = sub(logMass(from, at), mass);
  // near the upper end what is missing is known better
  const isNear = gt(below, -0.1);
  const above = sub(logMass(where(isNear, at, 0), where(isNear, to, 1)), where(isNear, mass, 0));
  const inside = where(isNear, log1p(neg(exp(above))), below);
  const bounded = where(isAbove, 0, where(isBelow, Number.NEGATIVE_INFINITY, inside));
  return where(isNone, Number.NaN, bounded);
};

/**
 * The logarithm of the density of the truncated normal distribution; -∞ outside of its bounds.
 *
 * @example
 * ```ts
 * console.log(String(stats.truncnorm.logpdf([-2, 0.5], 0, 1))); // => [      -inf 0.03092384]
 * ```
 */
export const logpdf = (
  x: ArrayLike,
  a: ArrayLike,
  b: ArrayLike,
  loc: ArrayLike | LocScale = 0,
  scale: ArrayLike = 1,
): NDArray => {
  const [value, lower, upper, place, width] = readScaled('truncnorm.logpdf', [x, a, b], loc, scale);
  const y = div(sub(value, place), width);
  const isNone = ge(lower, upper);
  const isOutside = bitwiseOr(lt(y, lower), gt(y, upper));
  const inside = sub(normalLogpdf(value, place, width), logMass(where(isNone, -1, lower), where(isNone, 1, upper)));
  return where(isNone, Number.NaN, where(isOutside, Number.NEGATIVE_INFINITY, inside));
};

/**
 * The density of the truncated normal distribution.
 *
 * @example
 * ```ts
 * console.log(stats.truncnorm.pdf(-2, 0, 1).item()); // => 0
 * ```
 */
export const pdf = (
  x: ArrayLike,
  a: ArrayLike,
  b: ArrayLike,
  loc: ArrayLike | LocScale = 0,
  scale: ArrayLike = 1,
): NDArray => exp(logpdf(x, a, b, loc, scale));

/**
 * The logarithm of the distribution function of the truncated normal distribution.
 *
 * @example
 * ```ts
 * console.log(stats.truncnorm.logcdf(2, 0, 1).item()); // => 0
 * ```
 */
export const logcdf = (
  x: ArrayLike,
  a: ArrayLike,
  b: ArrayLike,
  loc: ArrayLike | LocScale = 0,
  scale: ArrayLike = 1,
): NDArray => logProbability('truncnorm.logcdf', x, [a, b], loc, scale, 1);

/**
 * The distribution function of the truncated normal distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.truncnorm.cdf([-2, 2], -1, 1))); // => [0. 1.]
 * ```
 */
export const cdf = (
  x: ArrayLike,
  a: ArrayLike,
  b: ArrayLike,
  loc: ArrayLike | LocScale = 0,
  scale: ArrayLike = 1,
): NDArray => exp(logcdf(x, a, b, loc, scale));

/**
 * The logarithm of the probability of values above x under the truncated normal distribution.
 *
 * @example
 * ```ts
 * console.log(stats.truncnorm.logsf(-2, -1, 1).item()); // => 0
 * ```
 */
export const logsf = (
  x: ArrayLike,
  a: ArrayLike,
  b: ArrayLike,
  loc: ArrayLike | LocScale = 0,
  scale: ArrayLike = 1,
): NDArray => logProbability('truncnorm.logsf', x, [a, b], loc, scale, -1);

/**
 * The probability of values above x under the truncated normal distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.truncnorm.sf([-2, 2], -1, 1))); // => [1. 0.]
 * ```
 */
export const sf = (
  x: ArrayLike,
  a: ArrayLike,
  b: ArrayLike,
  loc: ArrayLike | LocScale = 0,
  scale: ArrayLike = 1,
): NDArray => exp(logsf(x, a, b, loc, scale));
