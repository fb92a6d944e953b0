import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { logaddexp } from '../numpy/exponential.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { exp, logistic as expit, log } from '../primitives/elementwise/exponential.ts';
import { logit } from '../special/entropy.ts';
import { type LocScale, readScaled } from './arguments.ts';

/** The logistic distribution around `loc` (`jax.scipy.stats.logistic`). */

/** (x - loc) / scale, and the scale. */
const standardised = (
  what: string,
  x: ArrayLike,
  loc: ArrayLike | LocScale,
  scale: ArrayLike,
): [y: NDArray, width: NDArray] => {
  const [value, place, width] = readScaled(what, [x], loc, scale);
  return [div(sub(value, place), width), width];
};

/**
 * The logarithm of the density of the logistic distribution.
 *
 * @example
 * ```ts
 * console.log(stats.logistic.logpdf(0).item()); // => -1.3862943649291992
 * ```
 */
export const logpdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [y, width] = standardised('logistic.logpdf', x, loc, scale);
  const half = div(y, 2);
  return sub(mul(logaddexp(half, neg(half)), -2), log(width));
};

/**
 * The density of the logistic distribution.
 *
 * @example
 * ```ts
 * console.log(stats.logistic.pdf(0).item()); // => 0.25
 * ```
 */
export const pdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  exp(logpdf(x, loc, scale));

/**
 * The distribution function of the logistic distribution.
 *
 * @example
 * ```ts
 * console.log(stats.logistic.cdf(3, 3, 2).item()); // => 0.5
 * ```
 */
export const cdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  expit(standardised('logistic.cdf', x, loc, scale)[0]);

/**
 * The probability of values above x under the logistic distribution.
 *
 * @example
 * ```ts
 * console.log(stats.logistic.sf(3, 3, 2).item()); // => 0.5
 * ```
 */
export const sf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  expit(neg(standardised('logistic.sf', x, loc, scale)[0]));

/**
 * The quantiles of the logistic distribution: the inverse of `cdf`.
 *
 * @example
 * ```ts
 * console.log(stats.logistic.ppf(0.5, 3, 2).item()); // => 3
 * ```
 */
export const ppf = (q: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [probability, place, width] = readScaled('logistic.ppf', [q], loc, scale);
  return add(mul(logit(probability), width), place);
};

/**
 * The inverse of `sf` under the logistic distribution.
 *
 * @example
 * ```ts
 * console.log(stats.logistic.isf(0.5, 3, 2).item()); // => 3
 * ```
 */
export const isf = (q: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [probability, place, width] = readScaled('logistic.isf', [q], loc, scale);
  return sub(place, mul(logit(probability), width));
};
