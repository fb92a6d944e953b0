import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { add, div, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { gt, le, lt } from '../primitives/elementwise/comparison.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { betainc } from '../primitives/elementwise/incomplete.ts';
import { bitwiseAnd, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { clamp } from '../primitives/elementwise/select.ts';
import { xlog1py, xlogy } from '../special/entropy.ts';
import { betaln } from '../special/gamma.ts';
import { type LocScale, readScaled } from './arguments.ts';
import { logOfProbability } from './complement.ts';

/** The beta distribution with parameters `a` and `b` (`jax.scipy.stats.beta`). */

/**
 * The logarithm of the density of the beta distribution; -∞ outside, NaN for parameters that are not positive.
 *
 * @example
 * ```ts
 * console.log(String(stats.beta.logpdf([0.5, 2], 1, 1))); // => [  0. -inf]
 * ```
 */
export const logpdf = (
  x: ArrayLike,
  a: ArrayLike,
  b: ArrayLike,
  loc: ArrayLike | LocScale = 0,
  scale: ArrayLike = 1,
): NDArray => {
  const [value, p, q, place, width] = readScaled('beta.logpdf', [x, a, b], loc, scale);
  const y = div(sub(value, place), width);
  const linear = add(xlogy(sub(p, 1), y), xlog1py(sub(q, 1), neg(y)));
  const density = sub(sub(linear, betaln(p, q)), log(width));
  const isOutside = bitwiseOr(gt(value, add(place, width)), lt(value, place));
  const isWrong = bitwiseOr(bitwiseOr(le(p, 0), le(q, 0)), le(width, 0));
  return where(isWrong, Number.NaN, where(isOutside, Number.NEGATIVE_INFINITY, density));
};

/**
 * The density of the beta distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.beta.pdf([0.5, 2], 2, 2))); // => [1.5 0. ]
 * ```
 */
export const pdf = (
  x: ArrayLike,
  a: ArrayLike,
  b: ArrayLike,
  loc: ArrayLike | LocScale = 0,
  scale: ArrayLike = 1,
): NDArray => exp(logpdf(x, a, b, loc, scale));

/** The variable between 0 and 1, after the parameters. */
const readProportion = (
  what: string,
  values: readonly [x: ArrayLike, a: ArrayLike, b: ArrayLike],
  loc: ArrayLike | LocScale,
  scale: ArrayLike,
): [a: NDArray, b: NDArray, y: NDArray] => {
  const [value, p, q, place, width] = readScaled(what, values, loc, scale);
  return [p, q, clamp(0, div(sub(value, place), width), 1)];
};

/** The probability of values above y. */
const above = (p: NDArray, q: NDArray, y: NDArray): NDArray => {
  // 1 - y has lost what is below the last place of 1, and one less the probability below y what is above it.
  const step = y.dtype === 'float32' ? 2 ** -24 : 2 ** -53;
  const isSmall = lt(y, step ** (1 / 3));
  const below = betainc(p, q, where(isSmall, y, 0.5));
  const isComplement = bitwiseAnd(isSmall, bitwiseOr(le(below, 0.5), lt(y, 10 * step)));
  return where(isComplement, sub(1, below), betainc(q, p, sub(1, where(isComplement, 0.5, y))));
};

/**
 * The distribution function of the beta distribution.
 *
 * It has no derivatives with respect to a and b: asking for them throws TypeError.
 *
 * @example
 * ```ts
 * console.log(stats.beta.cdf(0.5, 1, 2).item()); // => 0.75
 * ```
 */
export const cdf = (
  x: ArrayLike,
  a: ArrayLike,
  b: ArrayLike,
  loc: ArrayLike | LocScale = 0,
  scale: ArrayLike = 1,
): NDArray => betainc(...readProportion('beta.cdf', [x, a, b], loc, scale));

/**
 * The logarithm of the distribution function of the beta distribution.
 *
 * @example
 * ```ts
 * console.log(stats.beta.logcdf(1, 2, 3).item()); // => 0
 * ```
 */
export const logcdf = (
  x: ArrayLike,
  a: ArrayLike,
  b: ArrayLike,
  loc: ArrayLike | LocScale = 0,
  scale: ArrayLike = 1,
): NDArray => logOfProbability(betainc, readProportion('beta.logcdf', [x, a, b], loc, scale));

/**
 * The probability of values above x under the beta distribution.
 *
 * @example
 * ```ts
 * console.log(stats.beta.sf(0.5, 1, 2).item()); // => 0.25
 * ```
 */
export const sf = (
  x: ArrayLike,
  a: ArrayLike,
  b: ArrayLike,
  loc: ArrayLike | LocScale = 0,
  scale: ArrayLike = 1,
): NDArray => above(...readProportion('beta.sf', [x, a, b], loc, scale));

/**
 * The logarithm of the probability of values above x under the beta distribution.
 *
 * @example
 * ```ts
 * console.log(stats.beta.logsf(0, 2, 3).item()); // => 0
 * ```
 */
export const logsf = (
  x: ArrayLike,
  a: ArrayLike,
  b: ArrayLike,
  loc: ArrayLike | LocScale = 0,
  scale: ArrayLike = 1,
): NDArray => logOfProbability(above, readProportion('beta.logsf', [x, a, b], loc, scale));
