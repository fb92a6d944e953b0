import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { lt } from '../primitives/elementwise/comparison.ts';
import { exp, expm1, log, log1p } from '../primitives/elementwise/exponential.ts';
import { isNoProbability, type LocScale, readScaled } from './arguments.ts';
import { logOneMinusExp } from './complement.ts';

/** The exponential distribution with mean `scale`, from `loc` on (`jax.scipy.stats.expon`). */

/**
 * The logarithm of the density of the exponential distribution; -∞ below `loc`.
 *
 * @example
 * ```ts
 * console.log(String(stats.expon.logpdf([-1, 2]))); // => [-inf  -2.]
 * ```
 */
export const logpdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [value, place, width] = readScaled('expon.logpdf', [x], loc, scale);
  const density = neg(add(div(sub(value, place), width), log(width)));
  return where(lt(value, place), Number.NEGATIVE_INFINITY, density);
};

/**
 * The density of the exponential distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.expon.pdf([0, 1]))); // => [1.         0.36787945]
 * ```
 */
export const pdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  exp(logpdf(x, loc, scale));

/** Whether x is below loc, and (x - loc) / scale where it is not. */
const distance = (
  what: string,
  x: ArrayLike,
  loc: ArrayLike | LocScale,
  scale: ArrayLike,
): [isBelow: NDArray, z: NDArray] => {
  const [value, place, width] = readScaled(what, [x], loc, scale);
  const isBelow = lt(value, place);
  return [isBelow, where(isBelow, 1, div(sub(value, place), width))];
};

/**
 * The distribution function of the exponential distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.expon.cdf([-1, 1]))); // => [0.         0.63212055]
 * ```
 */
export const cdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [isBelow, z] = distance('expon.cdf', x, loc, scale);
  return where(isBelow, 0, neg(expm1(neg(z))));
};

/**
 * The logarithm of the distribution function of the exponential distribution.
 *
 * @example
 * ```ts
 * console.log(stats.expon.logcdf(-1).item()); // => -Infinity
 * ```
 */
export const logcdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [isBelow, z] = distance('expon.logcdf', x, loc, scale);
  return where(isBelow, Number.NEGATIVE_INFINITY, logOneMinusExp(z));
};

/**
 * The logarithm of the probability of values above x under the exponential distribution.
 *
 * @example
 * ```ts
 * console.log(stats.expon.logsf(6, { scale: 2 }).item()); // => -3
 * ```
 */
export const logsf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [value, place, width] = readScaled('expon.logsf', [x], loc, scale);
  return where(lt(value, place), 0, div(sub(place, value), width));
};

/**
 * The probability of values above x under the exponential distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.expon.sf([-1, 1]))); // => [1.         0.36787945]
 * ```
 */
export const sf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  exp(logsf(x, loc, scale));

/**
 * The quantiles of the exponential distribution: the inverse of `cdf`; NaN outside of 0 … 1.
 *
 * @example
 * ```ts
 * console.log(String(stats.expon.ppf([0, 1, 2]))); // => [ 0. inf nan]
 * ```
 */
export const ppf = (q: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [probability, place, width] = readScaled('expon.ppf', [q], loc, scale);
  return where(isNoProbability(probability), Number.NaN, sub(place, mul(width, log1p(neg(probability)))));
};
