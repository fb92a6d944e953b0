import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { stack } from '../numpy/joining.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import * as integrals from '../primitives/elementwise/integrals.ts';
import { shown } from '../util/errors.ts';
import { realOperand, realOperands } from './arguments.ts';

/**
 * The exponential integral Eₙ(x) = ∫₁^∞ e^(-xt) t⁻ⁿ dt, element by element, for integers n (in JAX those from 0 on) and x ≥ 0.
 *
 * NaN for other n and x. There is no derivative with respect to n: asking for it throws TypeError, as complex numbers do.
 *
 * @example
 * ```ts
 * console.log(special.expn(2, 0).item()); // => 1
 * ```
 */
export const expn = (n: ArrayLike, x: ArrayLike): NDArray => integrals.expn(...realOperands('expn', [n, x]));

/**
 * The exponential integral E₁(x) = ∫ₓ^∞ e⁻ᵗ/t dt, element by element, for x ≥ 0; NaN elsewhere.
 *
 * Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(special.exp1(1))); // => 0.21938394
 * ```
 */
export const exp1 = (x: ArrayLike): NDArray => {
  const operand = realOperand('exp1', x);
  return integrals.expn(constantLike(operand, 1), operand);
};

/**
 * The exponential integral Ei(x) = ∫ eᵗ/t dt from -∞ to x (its principal value), element by element; -∞ at 0.
 *
 * Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(special.expi(1))); // => 1.8951178
 * ```
 */
export const expi = (x: ArrayLike): NDArray => integrals.expi(realOperands('expi', [x])[0]);

/**
 * Spence's function ∫₁ˣ log(t)/(1 - t) dt, the dilogarithm of 1 - x, element by element; NaN for negative x.
 *
 * Differentiable at 1 and around it too, where JAX 0.10 gives NaN. Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(special.spence(0).item() - np.pi ** 2 / 6 < 1e-6); // => true
 * ```
 */
export const spence = (x: ArrayLike): NDArray => integrals.spence(realOperands('spence', [x])[0]);

/**
 * Dawson's integral e^(-x²) ∫₀ˣ e^(t²) dt, element by element.
 *
 * Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(special.dawsn(1))); // => 0.5380795
 * ```
 */
export const dawsn = (x: ArrayLike): NDArray => integrals.dawsn(realOperands('dawsn', [x])[0]);

/**
 * The scaled complementary error function e^(x²)·erfc(x), element by element: it neither vanishes nor overflows for
 * large x.
 *
 * Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(special.erfcx(0).item()); // => 1
 * ```
 */
export const erfcx = (x: ArrayLike): NDArray => integrals.erfcx(realOperands('erfcx', [x])[0]);

/**
 * The sine and cosine integrals `[∫₀ˣ sin(t)/t dt, γ + log|x| + ∫₀ˣ (cos(t) - 1)/t dt]`, element by element.
 *
 * Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(special.sici(Infinity).map(Number)); // => [ 1.5707963705062866, 0 ]
 * ```
 */
export const sici = (x: ArrayLike): [si: NDArray, ci: NDArray] => {
  const operand = realOperand('sici', x);
  return [integrals.sinIntegral(operand), integrals.cosIntegral(operand)];
};

/**
 * The Fresnel integrals `[∫₀ˣ sin(πt²/2) dt, ∫₀ˣ cos(πt²/2) dt]`, element by element.
 *
 * Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(special.fresnel(Infinity).map(Number)); // => [ 0.5, 0.5 ]
 * ```
 */
export const fresnel = (x: ArrayLike): [s: NDArray, c: NDArray] => {
  const operand = realOperand('fresnel', x);
  return [integrals.fresnelS(operand), integrals.fresnelC(operand)];
};

/**
 * Owen's function 1/2π ∫₀ᵃ e^(-h²(1+x²)/2)/(1+x²) dx, element by element: the probability that X > h and 0 < Y < aX for
 * independent standard normal X and Y.
 *
 * Throws TypeError for complex numbers, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(special.owensT(0, 1).item()); // => 0.125
 * ```
 */
export const owensT = (h: ArrayLike, a: ArrayLike): NDArray => integrals.owensT(...realOperands('owensT', [h, a]));

/**
 * The Bessel functions of the first kind J₀(z), J₁(z), … Jᵥ(z) of orders up to v, along a new first axis.
 *
 * Throws TypeError for complex numbers and unless v is a non-negative integer.
 *
 * @example
 * ```ts
 * console.log(String(special.besselJn(1, { v: 2 }))); // => [0.7651977  0.44005057 0.11490349]
 * ```
 */
export const besselJn = (z: ArrayLike, options: { readonly v: number }): NDArray => {
  const operand = realOperand('besselJn', z);
  const v = options?.v;
  if (!Number.isInteger(v) || v < 0)
    throw new TypeError(`besselJn: the order v must be a non-negative integer, got ${shown(v)}`);
  return stack(Array.from({ length: v + 1 }, (_, order) => integrals.besselJ(constantLike(operand, order), operand)));
};
