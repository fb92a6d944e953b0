import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { besselI0e } from '../primitives/elementwise/bessel.ts';
import { gt } from '../primitives/elementwise/comparison.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { cos } from '../primitives/elementwise/trigonometric.ts';
import { readFloats } from './arguments.ts';

/** The von Mises distribution of angles, with concentration `kappa` around 0 (`jax.scipy.stats.vonmises`). */

/**
 * The logarithm of the density of the von Mises distribution; NaN for a kappa that is not positive.
 *
 * @example
 * ```ts
 * console.log(stats.vonmises.logpdf(0, -1).item()); // => NaN
 * ```
 */
export const logpdf = (x: ArrayLike, kappa: ArrayLike): NDArray => {
  const [angle, concentration] = readFloats('vonmises.logpdf', [x, kappa]);
  const height = mul(concentration, sub(cos(angle), 1));
  const value = sub(height, log(mul(besselI0e(concentration), 2 * Math.PI)));
  return where(gt(concentration, 0), value, Number.NaN);
};

/**
 * The density of the von Mises distribution.
 *
 * @example
 * ```ts
 * console.log(stats.vonmises.pdf(0, 2).item() > stats.vonmises.pdf(1, 2).item()); // => true
 * ```
 */
export const pdf = (x: ArrayLike, kappa: ArrayLike): NDArray => exp(logpdf(x, kappa));
