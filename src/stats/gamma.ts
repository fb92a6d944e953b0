import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { add, div, sub } from '../primitives/elementwise/arithmetic.ts';
import { ge, lt } from '../primitives/elementwise/comparison.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { lgamma } from '../primitives/elementwise/gamma.ts';
import { igammac } from '../primitives/elementwise/incomplete.ts';
import { xlogy } from '../special/entropy.ts';
import { type LocScale, readScaled } from './arguments.ts';
import { logOfProbability } from './complement.ts';
import { cumulativeGamma } from './cumulative-gamma.ts';

/** The gamma distribution with shape `a` (`jax.scipy.stats.gamma`). */

/**
 * The logarithm of the density of the gamma distribution; -∞ below `loc`.
 *
 * @example
 * ```ts
 * console.log(String(stats.gamma.logpdf([-1, 2], 1))); // => [-inf  -2.]
 * ```
 */
export const logpdf = (x: ArrayLike, a: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [value, shape, place, width] = readScaled('gamma.logpdf', [x, a], loc, scale);
  const isInside = ge(value, place);
  const y = where(isInside, div(sub(value, place), width), 1);
  const density = sub(sub(xlogy(sub(shape, 1), y), y), add(lgamma(shape), log(width)));
  return where(isInside, density, Number.NEGATIVE_INFINITY);
};

/**
 * The density of the gamma distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.gamma.pdf([0, 1], 2))); // => [0.         0.36787945]
 * ```
 */
export const pdf = (x: ArrayLike, a: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  exp(logpdf(x, a, loc, scale));

/** The shape, and (x - loc) / scale. */
const standardised = (
  what: string,
  x: ArrayLike,
  a: ArrayLike,
  loc: ArrayLike | LocScale,
  scale: ArrayLike,
): [shape: NDArray, y: NDArray] => {
  const [value, shape, place, width] = readScaled(what, [x, a], loc, scale);
  return [shape, div(sub(value, place), width)];
};

/** The probability of values above y. */
const above = (shape: NDArray, y: NDArray): NDArray => {
  const isBelow = lt(y, 0);
  return where(isBelow, 1, igammac(shape, where(isBelow, 1, y)));
};

/**
 * The distribution function of the gamma distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.gamma.cdf([-1, 1], 1))); // => [0.         0.63212055]
 * ```
 */
export const cdf = (x: ArrayLike, a: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  cumulativeGamma(...standardised('gamma.cdf', x, a, loc, scale));

/**
 * The logarithm of the distribution function of the gamma distribution.
 *
 * @example
 * ```ts
 * console.log(stats.gamma.logcdf(1, 1).item() - Math.log1p(-Math.exp(-1)) < 1e-6); // => true
 * ```
 */
export const logcdf = (x: ArrayLike, a: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  logOfProbability(cumulativeGamma, standardised('gamma.logcdf', x, a, loc, scale));

/**
 * The probability of values above x under the gamma distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.gamma.sf([-1, 1], 1))); // => [1.         0.36787945]
 * ```
 */
export const sf = (x: ArrayLike, a: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  above(...standardised('gamma.sf', x, a, loc, scale));

/**
 * The logarithm of the probability of values above x under the gamma distribution.
 *
 * @example
 * ```ts
 * console.log(stats.gamma.logsf(2, 1).item()); // => -2
 * ```
 */
export const logsf = (x: ArrayLike, a: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  logOfProbability(above, standardised('gamma.logsf', x, a, loc, scale));
