import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { type CustomJvp, exactJvp } from '../control/custom-jvp.ts';
import { lazily } from '../control/custom-rule.ts';
import { add, div, mul, neg, reciprocal, sub } from '../primitives/elementwise/arithmetic.ts';
import { plus, times } from '../primitives/elementwise/beside-number.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { zeta as laxZeta } from '../primitives/elementwise/gamma.ts';
import { pow } from '../primitives/elementwise/power.ts';
import { jvp } from '../transforms/forward.ts';
import { realOperands } from './arguments.ts';

/** B₂ₖ / (2k)!, the coefficients of the Euler–Maclaurin formula. */
const bernoulliTerms = [
  1 / 12,
  -1 / 720,
  1 / 30240,
  -1 / 1209600,
  1 / 47900160,
  -691 / 1307674368000,
  1 / 74724249600,
  -3617 / 10670622842880000,
];

/** ζ(s, a) by the Euler–Maclaurin formula: differentiable in both arguments (Johansson, Numer. Algorithms 69, 2015). */
const eulerMaclaurin = (s: NDArray, a: NDArray): NDArray => {
  const count = 12;
  const shifted = (k: number): NDArray => plus(a, k);
  let sum = pow(a, neg(s));
  for (let k = 1; k < count; k++) sum = add(sum, pow(shifted(k), neg(s)));
  const end = shifted(count);
  // a power of 1 - s: near s = 1, nothing is left of the derivative of a product with 1 / (s - 1)
  const above = pow(end, sub(constantLike(s, 1), s));
  const power = div(above, end);
  const tail = add(div(above, plus(s, -1)), times(power, 0.5));
  const inverse = reciprocal(end);
  const inverseSquare = mul(inverse, inverse);
  // s (s+1) … (s+2k) / end²ᵏ⁺¹
  let factor = mul(s, inverse);
  let corrections: NDArray = constantLike(s, 0);
  bernoulliTerms.forEach((coefficient, k) => {
    corrections = add(corrections, times(factor, coefficient));
    const next = mul(plus(s, 2 * k + 1), plus(s, 2 * k + 2));
    factor = mul(mul(factor, next), inverseSquare);
  });
  return add(sum, add(tail, mul(power, corrections)));
};

const zetaRule: () => CustomJvp<[s: NDArray, a: NDArray], NDArray> = lazily(() =>
  exactJvp((s: NDArray, a: NDArray): NDArray => laxZeta(s, a)).defjvp((primals, tangents) => [
    zetaRule()(...primals),
    jvp(eulerMaclaurin, primals, tangents)[1],
  ]),
);

/**
 * The Hurwitz zeta function ζ(x, q) = Σ 1/(q + k)ˣ, element by element, for x > 1 and q > 0.
 *
 * Differentiable in both arguments. Throws TypeError for complex numbers, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(special.zeta(2, 1).item() - np.pi ** 2 / 6 < 1e-6); // => true
 * ```
 */
export const zeta = (x: ArrayLike, q: ArrayLike): NDArray => {
  const [s, a] = realOperands('zeta', [x, q]);
  return zetaRule()(s, a);
};
