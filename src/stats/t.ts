import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { sqrt, square } from '../primitives/elementwise/power.ts';
import { betaln } from '../special/gamma.ts';
import { type LocScale, readScaled } from './arguments.ts';
import { logOfOneAndSquare } from './far.ts';

/** Student's t distribution with `df` degrees of freedom (`jax.scipy.stats.t`). */

/**
 * The logarithm of the density of Student's t distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.t.logpdf([0, 2], 1))); // => [-1.1447299 -2.7541678]
 * ```
 */
export const logpdf = (x: ArrayLike, df: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray => {
  const [value, freedom, mean, width] = readScaled('t.logpdf', [x, df], loc, scale);
  const half = div(freedom, 2);
  const more = add(half, 0.5);
  const distance = div(div(sub(value, mean), width), sqrt(freedom));
  // Γ(more) / (Γ(half) √π) without the difference of large logarithms
  const normalizer = add(betaln(half, 0.5), div(log(mul(square(width), freedom)), 2));
  return neg(add(normalizer, mul(more, logOfOneAndSquare(distance))));
};

/**
 * The density of Student's t distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.t.pdf([0, 2], 1))); // => [0.3183099  0.06366198]
 * ```
 */
export const pdf = (x: ArrayLike, df: ArrayLike, loc: ArrayLike | LocScale = 0, scale: ArrayLike = 1): NDArray =>
  exp(logpdf(x, df, loc, scale));
