import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { lt } from '../primitives/elementwise/comparison.ts';
import { exp, log, log1p } from '../primitives/elementwise/exponential.ts';
import { pow } from '../primitives/elementwise/power.ts';
import { isNoProbability, type LocScale, readScaled } from './arguments.ts';

/** The Pareto distribution with exponent `b`, from `loc + scale` on (`jax.scipy.stats.pareto`). */

type Read = { readonly y: NDArray; readonly b: NDArray; readonly scale: NDArray; readonly isBelow: NDArray };

/** (x - loc) / scale, and whether that is below 1; 2 there, where logarithms and powers have slopes. */
const read = (what: string, x: ArrayLike, b: ArrayLike, loc: ArrayLike | LocScale, scale: ArrayLike): Read => {
  const [value, exponent, place, width] = readScaled(what, [x, b], loc, scale);
  const isBelow = lt(value, add(place, width));
  return { y: where(isBelow, 2, div(sub(value, place), width)), b: exponent, scale: width, isBelow };
};

/**
 * The logarithm of the density of the Pareto distribution; -∞ below its beginning.
 *
 * @example
 * ```ts
 * console.log(String(stats.pareto.logpdf([0.5, 1], 1))); // => [-inf  -0.]
 * ```
 */
export const logpdf = (x: ArrayLike, b: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const given = read('pareto.logpdf', x, b, loc, scale);
  const value = neg(add(log(div(given.scale, given.b)), mul(add(given.b, 1), log(given.y))));
  return where(given.isBelow, Number.NEGATIVE_INFINITY, value);
};

/**
 * The density of the Pareto distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.pareto.pdf([0.5, 1], 2))); // => [0. 2.]
 * ```
 */
export const pdf = (x: ArrayLike, b: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  exp(logpdf(x, b, loc, scale));

/**
 * The distribution function of the Pareto distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.pareto.cdf([0.5, 2], 1))); // => [0.  0.5]
 * ```
 */
export const cdf = (x: ArrayLike, b: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const given = read('pareto.cdf', x, b, loc, scale);
  return where(given.isBelow, 0, sub(1, pow(given.y, neg(given.b))));
};

/**
 * The logarithm of the distribution function of the Pareto distribution.
 *
 * @example
 * ```ts
 * console.log(stats.pareto.logcdf(0.5, 1).item()); // => -Infinity
 * ```
 */
export const logcdf = (x: ArrayLike, b: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const given = read('pareto.logcdf', x, b, loc, scale);
  return where(given.isBelow, Number.NEGATIVE_INFINITY, log1p(neg(pow(given.y, neg(given.b)))));
};

/**
 * The logarithm of the probability of values above x under the Pareto distribution.
 *
 * @example
 * ```ts
 * console.log(stats.pareto.logsf(0.5, 1).item()); // => 0
 * ```
 */
export const logsf = (x: ArrayLike, b: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const given = read('pareto.logsf', x, b, loc, scale);
  return where(given.isBelow, 0, neg(mul(given.b, log(given.y))));
};

/**
 * The probability of values above x under the Pareto distribution.
 *
 * @example
 * ```ts
 * console.log(stats.pareto.sf(0.5, 1).item()); // => 1
 * ```
 */
export const sf = (x: ArrayLike, b: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  exp(logsf(x, b, loc, scale));

/**
 * The quantiles of the Pareto distribution: the inverse of `cdf`; NaN outside of 0 … 1.
 *
 * @example
 * ```ts
 * console.log(String(stats.pareto.ppf([0.5, 2], 1))); // => [ 2. nan]
 * ```
 */
export const ppf = (q: ArrayLike, b: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [probability, exponent, place, width] = readScaled('pareto.ppf', [q, b], loc, scale);
  const value = add(place, mul(width, pow(sub(1, probability), neg(div(1, exponent)))));
  return where(isNoProbability(probability), Number.NaN, value);
};
