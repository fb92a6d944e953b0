import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { gt, lt } from '../primitives/elementwise/comparison.ts';
import { exp, log, log1p } from '../primitives/elementwise/exponential.ts';
import { bitwiseAnd } from '../primitives/elementwise/logical.ts';
import { type LocScale, readScaled } from './arguments.ts';
import { expMinusExp, gumbelDensity, logOneMinusExpExp } from './complement.ts';

/** The Gumbel distribution of smallest values (`jax.scipy.stats.gumbel_l`); NaN for scales that are not positive. */

/** A function of (x - loc) / scale and the scale. */
const withScaled = (
  what: string,
  x: ArrayLike,
  loc: ArrayLike | LocScale,
  scale: ArrayLike,
  f: (z: NDArray, width: NDArray) => NDArray,
): NDArray => {
  const [value, place, width] = readScaled(what, [x], loc, scale);
  return where(gt(width, 0), f(div(sub(value, place), width), width), Number.NaN);
};

/**
 * The logarithm of the density of the Gumbel distribution of smallest values.
 *
 * @example
 * ```ts
 * console.log(stats.gumbelL.logpdf(0).item()); // => -1
 * ```
 */
export const logpdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  withScaled('gumbelL.logpdf', x, loc, scale, (z, width) => sub(sub(z, exp(z)), log(width)));

/**
 * The density of the Gumbel distribution of smallest values.
 *
 * @example
 * ```ts
 * console.log(String(stats.gumbelL.pdf([0]))); // => [0.36787945]
 * ```
 */
export const pdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  withScaled('gumbelL.pdf', x, loc, scale, gumbelDensity);

/**
 * The logarithm of the distribution function of the Gumbel distribution of smallest values.
 *
 * @example
 * ```ts
 * console.log(String(stats.gumbelL.logcdf([0]))); // => [-0.45867515]
 * ```
 */
export const logcdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  withScaled('gumbelL.logcdf', x, loc, scale, logOneMinusExpExp);

/**
 * The distribution function of the Gumbel distribution of smallest values.
 *
 * @example
 * ```ts
 * console.log(String(stats.gumbelL.cdf([0]))); // => [0.63212055]
 * ```
 */
export const cdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  exp(logcdf(x, loc, scale));

/**
 * The logarithm of the probability of values above x under the Gumbel distribution of smallest values.
 *
 * @example
 * ```ts
 * console.log(String(stats.gumbelL.logsf([0]))); // => [-1.]
 * ```
 */
export const logsf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  withScaled('gumbelL.logsf', x, loc, scale, z => neg(exp(z)));

/**
 * The probability of values above x under the Gumbel distribution of smallest values.
 *
 * @example
 * ```ts
 * console.log(String(stats.gumbelL.sf([0]))); // => [0.36787945]
 * ```
 */
export const sf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  withScaled('gumbelL.sf', x, loc, scale, expMinusExp);

/**
 * The quantiles of the Gumbel distribution of smallest values: the inverse of `cdf`; NaN outside of 0 … 1.
 *
 * @example
 * ```ts
 * console.log(String(stats.gumbelL.ppf([2]))); // => [nan]
 * ```
 */
export const ppf = (q: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [probability, place, width] = readScaled('gumbelL.ppf', [q], loc, scale);
  const isInside = bitwiseAnd(gt(probability, 0), lt(probability, 1));
  const value = add(place, mul(width, log(neg(log1p(neg(probability))))));
  return where(isInside, value, Number.NaN);
};
