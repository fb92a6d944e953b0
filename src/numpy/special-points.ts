import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { exactJvp } from '../control/custom-jvp.ts';
import { lazily } from '../control/custom-rule.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { besselI0e, besselI1e, besselRatioSeries } from '../primitives/elementwise/bessel.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { exp } from '../primitives/elementwise/exponential.ts';
import { bySeriesNearZero } from '../primitives/elementwise/near-zero.ts';
import { square } from '../primitives/elementwise/power.ts';
import { sin } from '../primitives/elementwise/trigonometric.ts';
import { asPromoted } from './convert.ts';
import { refuseComplex } from './methods/read.ts';

/** Smooth functions whose formulas have a point where they say nothing about derivatives. */

/** sin(x)/x near 0, as a series in x²: what divides by x has derivatives that lose all digits there. */
const sincSeries = (x: NDArray): NDArray => {
  const squared = square(x);
  const one = constantLike(x, 1);
  // coefficients of Σ (-x²)ᵏ / (2k + 1)!, by Horner's rule
  let sum = one;
  for (let k = 10; k > 0; k--) sum = add(one, mul(mul(squared, constantLike(x, -1 / (2 * k * (2 * k + 1)))), sum));
  return sum;
};

/**
 * sin(πx) / (πx), and 1 at 0, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.sinc([0, 0.5]))); // => [1.         0.63661975]
 * ```
 */
export const sinc = (x: ArrayLike): NDArray => {
  const [operand] = asPromoted('sinc', [x], promoteTypesInexact);
  const angle = mul(constantLike(operand, Math.PI), operand);
  return bySeriesNearZero(angle, 1, sincSeries, large => div(sin(large), large));
};

/** I₁(x)/x, with all its derivatives at 0 too. */
const besselRatio = (x: NDArray): NDArray =>
  bySeriesNearZero(x, 0.5, besselRatioSeries, large => div(besselI1(large), large));

const growth = (x: NDArray): NDArray => exp(abs(x));

/** I₀' = I₁ and I₁' = I₀ - I₁/x; the product with e^|x| would have a kink at 0. */
const besselRules = lazily(() => ({
  i0: exactJvp((x: NDArray): NDArray => mul(growth(x), besselI0e(x))).defjvp(([x], [tangent]) => [
    besselI0(x),
    mul(tangent, besselI1(x)),
  ]),
  i1: exactJvp((x: NDArray): NDArray => mul(growth(x), besselI1e(x))).defjvp(([x], [tangent]) => [
    besselI1(x),
    mul(tangent, sub(besselI0(x), besselRatio(x))),
  ]),
}));

/** The modified Bessel functions of the first kind of orders 0 and 1, of arrays of floats. */
export const besselI0 = (x: NDArray): NDArray => besselRules().i0(x);
export const besselI1 = (x: NDArray): NDArray => besselRules().i1(x);

/**
 * The modified Bessel function of the first kind of order 0.
 *
 * Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(np.i0([0, 1]))); // => [1.        1.2660658]
 * ```
 */
export const i0 = (x: ArrayLike): NDArray => {
  const [operand] = asPromoted('i0', [x], promoteTypesInexact);
  refuseComplex('i0', operand);
  return besselI0(operand);
};
