import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { le } from '../primitives/elementwise/comparison.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { select } from '../primitives/elementwise/select.ts';
import { type LocScale, readScaled } from './arguments.ts';

/** The Laplace distribution around `loc` (`jax.scipy.stats.laplace`). */

/**
 * The logarithm of the density of the Laplace distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.laplace.logpdf([0, 2], { scale: 0.5 }))); // => [-0. -4.]
 * ```
 */
export const logpdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [value, place, width] = readScaled('laplace.logpdf', [x], loc, scale);
  return neg(add(div(abs(sub(value, place)), width), log(mul(width, 2))));
};

/**
 * The density of the Laplace distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.laplace.pdf([0, 2]))); // => [0.5        0.06766764]
 * ```
 */
export const pdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  exp(logpdf(x, loc, scale));

/**
 * The distribution function of the Laplace distribution.
 *
 * @example
 * ```ts
 * console.log(stats.laplace.cdf(3, 3).item()); // => 0.5
 * ```
 */
export const cdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [value, place, width] = readScaled('laplace.cdf', [x], loc, scale);
  const distance = div(sub(value, place), width);
  const isBelow = le(distance, 0);
  const outside = mul(exp(select(isBelow, distance, neg(distance))), 0.5);
  return select(isBelow, outside, sub(1, outside));
};
