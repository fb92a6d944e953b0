import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { add, div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { ge, gt, le, lt } from '../primitives/elementwise/comparison.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { bitwiseAnd } from '../primitives/elementwise/logical.ts';
import { square } from '../primitives/elementwise/power.ts';
import { sin } from '../primitives/elementwise/trigonometric.ts';
import { readFloats } from './arguments.ts';

/** The Cauchy distribution wrapped round the circle, of angles from 0 to 2π (`jax.scipy.stats.wrapcauchy`). */

/**
 * The logarithm of the density of the wrapped Cauchy distribution; -∞ outside of 0 … 2π, NaN for a c outside of 0 … 1.
 *
 * @example
 * ```ts
 * console.log(String(stats.wrapcauchy.logpdf([-1, 1], [0.5, 2]))); // => [-inf  nan]
 * ```
 */
export const logpdf = (x: ArrayLike, c: ArrayLike): NDArray => {
  const [angle, parameter] = readFloats('wrapcauchy.logpdf', [x, c]);
  const rest = sub(1, parameter);
  // 1 + c² - 2 c cos(x), of which nothing is left near the mode for c near 1
  const spread = log(add(square(rest), mul(mul(parameter, 4), square(sin(div(angle, 2))))));
  const value = sub(sub(log(mul(rest, add(parameter, 1))), Math.log(2 * Math.PI)), spread);
  const isInside = bitwiseAnd(ge(angle, 0), le(angle, 2 * Math.PI));
  const isRight = bitwiseAnd(gt(parameter, 0), lt(parameter, 1));
  return where(isRight, where(isInside, value, Number.NEGATIVE_INFINITY), Number.NaN);
};

/**
 * The density of the wrapped Cauchy distribution.
 *
 * @example
 * ```ts
 * console.log(stats.wrapcauchy.pdf(-1, 0.5).item()); // => 0
 * ```
 */
export const pdf = (x: ArrayLike, c: ArrayLike): NDArray => exp(logpdf(x, c));
