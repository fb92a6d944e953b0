import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { convertElementType } from '../primitives/convert.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { gt, lt } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { exp, log, log1p } from '../primitives/elementwise/exponential.ts';
import { bitwiseOr } from '../primitives/elementwise/logical.ts';
import { select } from '../primitives/elementwise/select.ts';
import { atan2, tan } from '../primitives/elementwise/trigonometric.ts';
import { type LocScale, readScaled } from './arguments.ts';
import { logOfOneAndSquare, parted } from './far.ts';

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
  const z = div(sub(value, place), width);
  return neg(add(log(mul(width, Math.PI)), logOfOneAndSquare(z)));
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

/** sign · (x - loc) / scale. */
const distance = (what: string, x: ArrayLike, loc: ArrayLike | LocScale, scale: ArrayLike, sign: 1 | -1): NDArray => {
  const [value, place, width] = readScaled(what, [x], loc, scale);
  return div(sign === 1 ? sub(value, place) : sub(place, value), width);
};

/** The probability of values above z, to its last digits. */
const above = (z: NDArray): NDArray => {
  const { isFar, near, far } = parted(z);
  const end = convertElementType(lt(z, 0), z.dtype);
  return select(isFar, add(div(1 / Math.PI, far), end), mul(atan2(constantLike(z, 1), near), 1 / Math.PI));
};

/** The logarithm of the probability of values up to z. */
const logBelow = (z: NDArray): NDArray => {
  const isHigh = gt(z, 0);
  const distance = select(isHigh, z, neg(z));
  const { isFar, near, far } = parted(distance);
  const high = log1p(neg(above(distance)));
  const low = log(above(select(isHigh, constantLike(z, 1), near)));
  return select(isHigh, high, select(isFar, neg(add(log(far), Math.log(Math.PI))), low));
};

/** The quantile of p, by the distance from the nearer end far out. */
const quantile = (p: NDArray): NDArray => {
  const isLow = lt(p, 0.25);
  const isHigh = gt(p, 0.75);
  const isFar = bitwiseOr(isLow, isHigh);
  const half = constantLike(p, 0.5);
  const middle = tan(mul(sub(select(isFar, half, p), 0.5), Math.PI));
  const far = div(1, tan(mul(select(isLow, p, select(isHigh, sub(1, p), half)), Math.PI)));
  return select(isFar, select(isLow, neg(far), far), middle);
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
  above(distance('cauchy.cdf', x, loc, scale, -1));

/**
 * The logarithm of the distribution function of the Cauchy distribution.
 *
 * @example
 * ```ts
 * console.log(stats.cauchy.logcdf(0).item()); // => -0.6931471824645996
 * ```
 */
export const logcdf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  logBelow(distance('cauchy.logcdf', x, loc, scale, 1));

/**
 * The probability of values above x under the Cauchy distribution.
 *
 * @example
 * ```ts
 * console.log(stats.cauchy.sf(3, 3, 2).item()); // => 0.5
 * ```
 */
export const sf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  above(distance('cauchy.sf', x, loc, scale, 1));

/**
 * The logarithm of the probability of values above x under the Cauchy distribution.
 *
 * @example
 * ```ts
 * console.log(stats.cauchy.logsf(0).item()); // => -0.6931471824645996
 * ```
 */
export const logsf = (x: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  logBelow(distance('cauchy.logsf', x, loc, scale, -1));

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
  return add(mul(quantile(p), width), place);
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
  return sub(place, mul(quantile(p), width));
};
