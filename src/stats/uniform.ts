import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { ge, gt, le, lt } from '../primitives/elementwise/comparison.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { bitwiseAnd, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { isNoProbability, type LocScale, readScaled } from './arguments.ts';

/** The uniform distribution from `loc` to `loc + scale` (`jax.scipy.stats.uniform`). */

/**
 * The logarithm of the density of the uniform distribution; -∞ outside.
 *
 * @example
 * ```ts
 * console.log(String(stats.uniform.logpdf([-1, 0.5]))); // => [-inf  -0.]
 * ```
 */
export const logpdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [value, place, width] = readScaled('uniform.logpdf', [x], loc, scale);
  const isOutside = bitwiseOr(gt(value, add(place, width)), lt(value, place));
  return where(isOutside, Number.NEGATIVE_INFINITY, neg(log(width)));
};

/**
 * The density of the uniform distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.uniform.pdf([-1, 0.5], { scale: 4 }))); // => [0.   0.25]
 * ```
 */
export const pdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  exp(logpdf(x, loc, scale));

/**
 * The distribution function of the uniform distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.uniform.cdf([-1, 0.25, 3]))); // => [0.   0.25 1.  ]
 * ```
 */
export const cdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [value, place, width] = readScaled('uniform.cdf', [x], loc, scale);
  const end = add(place, width);
  const isInside = bitwiseAnd(ge(value, place), le(value, end));
  const inside = where(isInside, div(sub(value, place), width), 0);
  return where(lt(value, place), 0, where(gt(value, end), 1, inside));
};

/**
 * The quantiles of the uniform distribution: the inverse of `cdf`; NaN outside of 0 … 1.
 *
 * @example
 * ```ts
 * console.log(String(stats.uniform.ppf([0.25, 2], 1, 4))); // => [ 2. nan]
 * ```
 */
export const ppf = (q: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [probability, place, width] = readScaled('uniform.ppf', [q], loc, scale);
  return where(isNoProbability(probability), Number.NaN, add(place, mul(width, probability)));
};
