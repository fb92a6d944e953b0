import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { power } from '../numpy/methods/arithmetic.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, lt } from '../primitives/elementwise/comparison.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { lgamma } from '../primitives/elementwise/gamma.ts';
import { igammac } from '../primitives/elementwise/incomplete.ts';
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
  const distance = abs(value);
  const isZero = eq(distance, 0);
  const y = where(isZero, 0, power(where(isZero, 1, distance), exponent));
  // the beginning of the series in x: y may underflow there, and has no slope at 0
  const isNear = lt(y, 1e-8);
  const shape = div(1, exponent);
  const slope = mul(exp(neg(lgamma(add(shape, 1)))), 0.5);
  const near = add(mul(mul(value, slope), sub(1, div(y, add(exponent, 1)))), 0.5);
  const outside = mul(igammac(shape, where(isNear, 1, y)), 0.5);
  return where(isNear, near, where(lt(value, 0), outside, sub(1, outside)));
};
