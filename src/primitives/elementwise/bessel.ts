import type { NDArray } from '../../array/ndarray.ts';
import { i0e, i1e } from '../../reference/scalar/bessel.ts';
import { abs, sign } from './absolute.ts';
import { add, div, mul, neg, reciprocal, sub } from './arithmetic.ts';
import { gt } from './comparison.ts';
import { constantLike } from './constant.ts';
import { exp } from './exponential.ts';
import { bySeriesNearZero } from './near-zero.ts';
import { sqrt, square } from './power.ts';
import { select } from './select.ts';
import { unary } from './unary.ts';

/**
 * A slope of e^-|x| · Iₙ(x), far out by the asymptotic series: as the difference of Bessel functions that it is, it loses 2|x|
 * roundings, and the next one the square of that.
 */
const bySeriesFarOut = (x: NDArray, order: 0 | 1, near: NDArray): NDArray => {
  const start = constantLike(x, x.dtype === 'float32' ? 10 : 100);
  const isFar = gt(abs(x), start);
  const size = select(isFar, abs(x), start);
  const inverse = reciprocal(size);
  const coefficients = [1];
  for (let k = 1; k < 10; k++) coefficients.push((coefficients[k - 1]! * ((2 * k - 1) ** 2 - 4 * order)) / (8 * k));
  // of Σ aₖ |x|^(-k - 1/2)
  const sum = coefficients.reduceRight(
    (rest, coefficient, k) => add(mul(rest, inverse), constantLike(x, coefficient * (1 + 2 * k))),
    constantLike(x, 0),
  );
  const slope = mul(div(mul(sum, inverse), sqrt(size)), constantLike(x, -0.5 / Math.sqrt(2 * Math.PI)));
  return select(isFar, order === 0 ? mul(slope, sign(x)) : slope, near);
};

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
  derivative: (x, y) => bySeriesFarOut(x!, 0, sub(besselI1e(x!), mul(sign(x!), y!))),
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
    return bySeriesFarOut(x!, 1, sub(sub(besselI0e(x!), mul(y!, slope)), ratio));
  },
});
