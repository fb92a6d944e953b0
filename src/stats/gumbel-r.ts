import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { gt, lt } from '../primitives/elementwise/comparison.ts';
import { exp, expm1, log } from '../primitives/elementwise/exponential.ts';
import { bitwiseAnd } from '../primitives/elementwise/logical.ts';
import { type LocScale, readScaled } from './arguments.ts';
import { capped, expMinusExp, gumbelDensity, logOneMinusExpExp } from './complement.ts';

/** The Gumbel distribution of largest values (`jax.scipy.stats.gumbel_r`); NaN for scales that are not positive. */

/** A function of -(x - loc) / scale and the scale. */
const withScaled = (
  what: string,
  x: ArrayLike,
  loc: ArrayLike | LocScale,
  scale: ArrayLike,
  f: (z: NDArray, width: NDArray) => NDArray,
): NDArray => {
  const [value, place, width] = readScaled(what, [x], loc, scale);
  return where(gt(width, 0), f(div(sub(place, value), width), width), Number.NaN);
};

/**
 * The logarithm of the density of the Gumbel distribution of largest values.
 *
 * @example
 * ```ts
 * console.log(stats.gumbelR.logpdf(0).item()); // => -1
 * ```
 */
export const logpdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  withScaled('gumbelR.logpdf', x, loc, scale, (z, width) => sub(sub(z, exp(z)), log(width)));

/**
 * The density of the Gumbel distribution of largest values.
 *
 * @example
 * ```ts
 * console.log(String(stats.gumbelR.pdf([0]))); // => [0.36787945]
 * ```
 */
export const pdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  withScaled('gumbelR.pdf', x, loc, scale, gumbelDensity);

/**
 * The logarithm of the distribution function of the Gumbel distribution of largest values.
 *
 * @example
 * ```ts
 * console.log(String(stats.gumbelR.logcdf([0]))); // => [-1.]
 * ```
 */
export const logcdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  withScaled('gumbelR.logcdf', x, loc, scale, z => neg(exp(z)));

/**
 * The distribution function of the Gumbel distribution of largest values.
 *
 * @example
 * ```ts
 * console.log(String(stats.gumbelR.cdf([0]))); // => [0.36787945]
 * ```
 */
export const cdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  withScaled('gumbelR.cdf', x, loc, scale, expMinusExp);

/**
 * The logarithm of the probability of values above x under the Gumbel distribution of largest values.
 *
 * @example
 * ```ts
 * console.log(String(stats.gumbelR.logsf([0]))); // => [-0.45867515]
 * ```
 */
export const logsf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  withScaled('gumbelR.logsf', x, loc, scale, logOneMinusExpExp);

/**
 * The probability of values above x under the Gumbel distribution of largest values.
 *
 * @example
 * ```ts
 * console.log(String(stats.gumbelR.sf([0]))); // => [0.63212055]
 * ```
 */
export const sf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  withScaled('gumbelR.sf', x, loc, scale, z => neg(expm1(neg(exp(capped(z))))));

/**
 * The quantiles of the Gumbel distribution of largest values: the inverse of `cdf`; NaN outside of 0 … 1.
 *
 * @example
 * ```ts
 * console.log(String(stats.gumbelR.ppf([2]))); // => [nan]
 * ```
 */
export const ppf = (q: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [probability, place, width] = readScaled('gumbelR.ppf', [q], loc, scale);
  const isInside = bitwiseAnd(gt(probability, 0), lt(probability, 1));
  const value = sub(place, mul(width, log(neg(log(probability)))));
  return where(isInside, value, Number.NaN);
};
