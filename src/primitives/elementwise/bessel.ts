import type { NDArray } from '../../array/ndarray.ts';
import { i0e, i1e } from '../../reference/scalar/bessel.ts';
import { sign } from './absolute.ts';
import { add, div, mul, neg, sub } from './arithmetic.ts';
import { constantLike } from './constant.ts';
import { exp } from './exponential.ts';
import { bySeriesNearZero } from './near-zero.ts';
import { square } from './power.ts';
import { unary } from './unary.ts';

/**
 * e^-|x| · I₀(x) with the modified Bessel function of order 0, element by element (`lax.bessel_i0e`).
 *
 * Ints are lifted to float. Throws TypeError for complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.besselI0e([0, 1]))); // => [1.        0.4657596]
 * ```
 */
export const besselI0e = unary({
  name: 'bessel_i0e',
  value: { float: i0e },
  derivative: (x, y) => sub(besselI1e(x!), mul(sign(x!), y!)),
});

/** I₁(x)/x near 0, as a series in x². */
export const besselRatioSeries = (x: NDArray): NDArray => {
  const quarter = mul(square(x), constantLike(x, 0.25));
  const terms = 9;
  let sum = constantLike(x, 0);
  for (let k = terms; k >= 0; k--) {
    // coefficients of Σ (x²/4)ᵏ / (2 k! (k+1)!), by Horner's rule
    sum = add(constantLike(x, 1), mul(mul(quarter, constantLike(x, 1 / ((k + 1) * (k + 2)))), sum));
  }
  return mul(constantLike(x, 0.5), sum);
};

/**
 * e^-|x| · I₁(x) with the modified Bessel function of order 1, element by element (`lax.bessel_i1e`).
 *
 * Ints are lifted to float. Throws TypeError for complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.besselI1e([0, 1]))); // => [0.         0.20791042]
 * ```
 */
export const besselI1e = unary({
  name: 'bessel_i1e',
  value: { float: i1e },
  // I₁'(x) = I₀(x) - I₁(x)/x, a quotient that loses its derivatives near 0
  derivative: (x, y) => {
    const slope = sign(x!);
    const ratio = bySeriesNearZero(
      x!,
      0.5,
      small => mul(exp(neg(mul(small, slope))), besselRatioSeries(small)),
      large => div(y!, large),
    );
    return sub(sub(besselI0e(x!), mul(y!, slope)), ratio);
  },
});
