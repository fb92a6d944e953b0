import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { exp, log, log1p } from '../primitives/elementwise/exponential.ts';
import { square } from '../primitives/elementwise/power.ts';
import { atan, tan } from '../primitives/elementwise/trigonometric.ts';
import { type LocScale, readScaled } from './arguments.ts';

/** The Cauchy distribution around `loc` (`jax.scipy.stats.cauchy`). */

/**
 * The logarithm of the density of the Cauchy distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.cauchy.logpdf([0, 2]))); // => [-1.14473  -2.754168]
 * ```
 */
export const logpdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [value, place, width] = readScaled('cauchy.logpdf', [x], loc, scale);
  return neg(add(log(mul(width, Math.PI)), log1p(square(div(sub(value, place), width)))));
};

/**
 * The density of the Cauchy distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.cauchy.pdf([0, 2]))); // => [0.31830987 0.06366196]
 * ```
 */
export const pdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  exp(logpdf(x, loc, scale));

/** The distribution function, at sign · (x - loc). */
const probability = (
  what: string,
  x: ArrayLike,
  loc: ArrayLike | LocScale,
  scale: ArrayLike,
  sign: 1 | -1,
): NDArray => {
  const [value, place, width] = readScaled(what, [x], loc, scale);
  const distance = sign === 1 ? sub(value, place) : sub(place, value);
  return add(mul(atan(div(distance, width)), 1 / Math.PI), 0.5);
};

/**
 * The distribution function of the Cauchy distribution.
 *
 * @example
 * ```ts
 * console.log(stats.cauchy.cdf(3, 3, 2).item()); // => 0.5
 * ```
 */
export const cdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  probability('cauchy.cdf', x, loc, scale, 1);

/**
 * The logarithm of the distribution function of the Cauchy distribution.
 *
 * @example
 * ```ts
 * console.log(stats.cauchy.logcdf(0).item()); // => -0.6931471824645996
 * ```
 */
export const logcdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  log(probability('cauchy.logcdf', x, loc, scale, 1));

/**
 * The probability of values above x under the Cauchy distribution.
 *
 * @example
 * ```ts
 * console.log(stats.cauchy.sf(3, 3, 2).item()); // => 0.5
 * ```
 */
export const sf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  probability('cauchy.sf', x, loc, scale, -1);

/**
 * The logarithm of the probability of values above x under the Cauchy distribution.
 *
 * @example
 * ```ts
 * console.log(stats.cauchy.logsf(0).item()); // => -0.6931471824645996
 * ```
 */
export const logsf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  log(probability('cauchy.logsf', x, loc, scale, -1));

/**
 * The quantiles of the Cauchy distribution: the inverse of `cdf`.
 *
 * @example
 * ```ts
 * console.log(stats.cauchy.ppf(0.5, 3, 2).item()); // => 3
 * ```
 */
export const ppf = (q: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [p, place, width] = readScaled('cauchy.ppf', [q], loc, scale);
  return add(mul(tan(sub(mul(p, Math.PI), Math.PI / 2)), width), place);
};

/**
 * The inverse of `sf` under the Cauchy distribution.
 *
 * @example
 * ```ts
 * console.log(stats.cauchy.isf(0.5, 3, 2).item()); // => 3
 * ```
 */
export const isf = (q: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [p, place, width] = readScaled('cauchy.isf', [q], loc, scale);
  return add(mul(tan(sub(Math.PI / 2, mul(p, Math.PI))), width), place);
};
