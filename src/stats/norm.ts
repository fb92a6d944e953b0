import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { square } from '../primitives/elementwise/power.ts';
import { logNdtr, ndtr, ndtri } from '../special/normal.ts';
import { type LocScale, readScaled } from './arguments.ts';

/**
 * The normal distribution with mean `loc` and standard deviation `scale` (`jax.scipy.stats.norm`).
 *
 * Arguments are promoted to one float dtype and broadcast; complex numbers throw TypeError.
 */

/**
 * The logarithm of the density of the normal distribution.
 *
 * @example
 * ```ts
 * console.log(stats.norm.logpdf(0).item() + 0.5 * Math.log(2 * Math.PI) < 1e-6); // => true
 * ```
 */
export const logpdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [value, mean, deviation] = readScaled('norm.logpdf', [x], loc, scale);
  const variance = square(deviation);
  return div(add(log(mul(variance, 2 * Math.PI)), div(square(sub(value, mean)), variance)), -2);
};

/**
 * The density of the normal distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.norm.pdf([0, 1]))); // => [0.3989423  0.24197073]
 * ```
 */
export const pdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  exp(logpdf(x, loc, scale));

/** (x - loc) / scale. */
const standardised = (what: string, x: ArrayLike, loc: ArrayLike | LocScale, scale: ArrayLike): NDArray => {
  const [value, mean, deviation] = readScaled(what, [x], loc, scale);
  return div(sub(value, mean), deviation);
};

/**
 * The distribution function of the normal distribution: the probability of values up to x.
 *
 * @example
 * ```ts
 * console.log(stats.norm.cdf(3, 3, 2).item()); // => 0.5
 * ```
 */
export const cdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  ndtr(standardised('norm.cdf', x, loc, scale));

/**
 * The logarithm of the distribution function of the normal distribution, accurate far to the left too.
 *
 * @example
 * ```ts
 * console.log(stats.norm.logcdf(-20).item()); // => -203.9171600341797
 * ```
 */
export const logcdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  logNdtr(standardised('norm.logcdf', x, loc, scale));

/**
 * The probability of values above x under the normal distribution.
 *
 * @example
 * ```ts
 * console.log(stats.norm.sf(3, { loc: 3, scale: 2 }).item()); // => 0.5
 * ```
 */
export const sf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  ndtr(neg(standardised('norm.sf', x, loc, scale)));

/**
 * The logarithm of the probability of values above x under the normal distribution.
 *
 * @example
 * ```ts
 * console.log(stats.norm.logsf(20).item()); // => -203.9171600341797
 * ```
 */
export const logsf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  logNdtr(neg(standardised('norm.logsf', x, loc, scale)));

/**
 * The quantiles of the normal distribution: the inverse of `cdf`.
 *
 * @example
 * ```ts
 * console.log(stats.norm.ppf(0.5, 3, 2).item()); // => 3
 * ```
 */
export const ppf = (q: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [probability, mean, deviation] = readScaled('norm.ppf', [q], loc, scale);
  return add(mul(ndtri(probability), deviation), mean);
};

/**
 * The inverse of `sf` under the normal distribution.
 *
 * @example
 * ```ts
 * console.log(stats.norm.isf(0.5, 3, 2).item()); // => 3
 * ```
 */
export const isf = (q: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [probability, mean, deviation] = readScaled('norm.isf', [q], loc, scale);
  return sub(mean, mul(ndtri(probability), deviation));
};
