import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { power } from '../numpy/methods/arithmetic.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { lt } from '../primitives/elementwise/comparison.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { lgamma } from '../primitives/elementwise/gamma.ts';
import { igammac } from '../primitives/elementwise/incomplete.ts';
import { select } from '../primitives/elementwise/select.ts';
import { readFloats } from './arguments.ts';

/** The generalised normal distribution, with density proportional to exp(-|x|^beta) (`jax.scipy.stats.gennorm`). */

/**
 * The logarithm of the density of the generalised normal distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.gennorm.logpdf([0, 2], 1))); // => [-0.6931472 -2.6931472]
 * ```
 */
export const logpdf = (x: ArrayLike, beta: ArrayLike): NDArray => {
  const [value, exponent] = readFloats('gennorm.logpdf', [x, beta]);
  return sub(sub(log(mul(exponent, 0.5)), lgamma(div(1, exponent))), power(abs(value), exponent));
};

/**
 * The density of the generalised normal distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.gennorm.pdf([0, 2], 1))); // => [0.5        0.06766764]
 * ```
 */
export const pdf = (x: ArrayLike, beta: ArrayLike): NDArray => exp(logpdf(x, beta));

/**
 * The distribution function of the generalised normal distribution.
 *
 * @example
 * ```ts
 * console.log(stats.gennorm.cdf(0, 3).item()); // => 0.5
 * ```
 */
export const cdf = (x: ArrayLike, beta: ArrayLike): NDArray => {
  const [value, exponent] = readFloats('gennorm.cdf', [x, beta]);
  const outside = mul(igammac(div(1, exponent), power(abs(value), exponent)), 0.5);
  return select(lt(value, 0), outside, sub(1, outside));
};
