import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { add, div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { gt, le, lt } from '../primitives/elementwise/comparison.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { lgamma } from '../primitives/elementwise/gamma.ts';
import { igammac } from '../primitives/elementwise/incomplete.ts';
import { xlogy } from '../special/entropy.ts';
import { type LocScale, readScaled } from './arguments.ts';
import { logOfProbability } from './complement.ts';
import { cumulativeGamma } from './cumulative-gamma.ts';

/** The χ² distribution with `df` degrees of freedom (`jax.scipy.stats.chi2`). */

/**
 * The logarithm of the density of the χ² distribution; -∞ below `loc`.
 *
 * @example
 * ```ts
 * console.log(String(stats.chi2.logpdf([-1, 2], 2))); // => [      -inf -1.6931472]
 * ```
 */
export const logpdf = (x: ArrayLike, df: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [value, freedom, place, width] = readScaled('chi2.logpdf', [x, df], loc, scale);
  const isBelow = lt(value, place);
  const y = where(isBelow, 1, div(sub(value, place), width));
  const half = div(freedom, 2);
  const kernel = sub(xlogy(sub(half, 1), y), div(y, 2));
  const normalizer = add(add(lgamma(half), mul(half, Math.LN2)), log(width));
  return where(isBelow, Number.NEGATIVE_INFINITY, sub(kernel, normalizer));
};

/**
 * The density of the χ² distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.chi2.pdf([-1, 2], 2))); // => [0.         0.18393973]
 * ```
 */
export const pdf = (x: ArrayLike, df: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  exp(logpdf(x, df, loc, scale));

/** Half of the degrees of freedom, and half of the variable. */
const halves = (
  what: string,
  x: ArrayLike,
  df: ArrayLike,
  loc: ArrayLike | LocScale,
  scale: ArrayLike,
): [a: NDArray, y: NDArray] => {
  const [value, freedom, place, width] = readScaled(what, [x, df], loc, scale);
  return [div(freedom, 2), div(sub(value, place), mul(width, 2))];
};

/** The probability of values above y. */
const above = (a: NDArray, y: NDArray): NDArray => {
  const isBelow = le(y, 0);
  return where(isBelow, where(gt(a, 0), 1, Number.NaN), igammac(a, where(isBelow, 1, y)));
};

/**
 * The distribution function of the χ² distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.chi2.cdf([-1, 2], 2))); // => [0.         0.63212055]
 * ```
 */
export const cdf = (x: ArrayLike, df: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  cumulativeGamma(...halves('chi2.cdf', x, df, loc, scale));

/**
 * The logarithm of the distribution function of the χ² distribution.
 *
 * @example
 * ```ts
 * console.log(stats.chi2.logcdf(0, 2).item()); // => -Infinity
 * ```
 */
export const logcdf = (x: ArrayLike, df: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  logOfProbability(cumulativeGamma, halves('chi2.logcdf', x, df, loc, scale));

/**
 * The probability of values above x under the χ² distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.chi2.sf([-1, 2], 2))); // => [1.         0.36787945]
 * ```
 */
export const sf = (x: ArrayLike, df: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  above(...halves('chi2.sf', x, df, loc, scale));

/**
 * The logarithm of the probability of values above x under the χ² distribution.
 *
 * @example
 * ```ts
 * console.log(stats.chi2.logsf(4, 2).item()); // => -2
 * ```
 */
export const logsf = (x: ArrayLike, df: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  logOfProbability(above, halves('chi2.logsf', x, df, loc, scale));
