import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { ge, gt, le, lt } from '../primitives/elementwise/comparison.ts';
import { exp, expm1, log, log1p } from '../primitives/elementwise/exponential.ts';
import { bitwiseOr } from '../primitives/elementwise/logical.ts';
import { logNdtr, ndtr } from '../special/normal.ts';
import { type LocScale, readScaled } from './arguments.ts';
import { logpdf as normalLogpdf } from './norm.ts';

/**
 * The normal distribution with mean `loc` and standard deviation `scale`, cut off at loc + a·scale and loc + b·scale
 * (`jax.scipy.stats.truncnorm`); NaN where a is not below b.
 */

/** log(Φ(b) - Φ(a)), computed in the tail that a and b are in. */
const logMass = (a: NDArray, b: NDArray): NDArray => {
  const isRight = gt(a, 0);
  const isTail = bitwiseOr(isRight, le(b, 0));
  const [low, high] = [where(isRight, neg(b), a), where(isRight, neg(a), b)];
  const [less, more] = [logNdtr(low), logNdtr(high)];
  // the size alone, so that places outside the bounds, where a takes the part of b, have finite derivatives
  const tail = add(more, log(abs(expm1(sub(less, more)))));
  return where(isTail, tail, log1p(sub(neg(ndtr(a)), ndtr(neg(b)))));
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
  const mass = logMass(a, b);
  const below = sub(logMass(a, y), mass);
  const above = sub(logMass(y, b), mass);
  // near the upper end what is missing is known better
  const inside = where(gt(below, -0.1), log1p(neg(exp(above))), below);
  const bounded = where(ge(y, b), 0, where(le(y, a), Number.NEGATIVE_INFINITY, inside));
  return where(ge(a, b), Number.NaN, bounded);
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
  const inside = sub(normalLogpdf(value, place, width), logMass(lower, upper));
  const isOutside = bitwiseOr(lt(y, lower), gt(y, upper));
  return where(ge(lower, upper), Number.NaN, where(isOutside, Number.NEGATIVE_INFINITY, inside));
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
