import { digamma, polygamma } from '../gamma.ts';
import { EPSILON, isUniform, randomGammaGrad } from './gamma.ts';

/** (∂P/∂a)·Γ(a+1)·exp(x)/xᵃ, and its derivative with respect to a. */
type Pair = readonly [gradient: number, slope: number];

/** From the series of P, DLMF 8.7.1: tₙ = xⁿ/((a+1)…(a+n)) has the derivative -tₙ hₙ, and hₙ = Σ 1/(a+k) is -Σ 1/(a+k)². */
const bySeries = (a: number, x: number): Pair => {
  const logarithm = Math.log(x) - digamma(1 + a);
  let [term, total, first, second] = [1, 1, 0, 0];
  let [harmonic, squares] = [0, 0];
  for (let n = 1; ; n++) {
    const inverse = 1 / (a + n);
    term *= x * inverse;
    harmonic += inverse;
    squares += inverse * inverse;
    const [slope, curvature] = [term * harmonic, term * (harmonic * harmonic + squares)];
    total += term;
    first += slope;
    second += curvature;
    if (term <= EPSILON * total && slope <= EPSILON * first && curvature <= EPSILON * second) break;
  }
  return [logarithm * total - first, second - polygamma(1, 1 + a) * total - logarithm * first];
};

/** From Legendre's continued fraction for Q, DLMF 8.9.2, summed as a series and differentiated twice, term by term. */
const byFraction = (a: number, x: number): Pair => {
  let denominator = x + 1 - a;
  let inverse = 1 / denominator;
  let inverse1 = inverse * inverse;
  let inverse2 = 2 * inverse * inverse1;
  let [term, term1, term2] = [inverse, inverse1, inverse2];
  let [total, total1, total2] = [term, term1, term2];
  const isSmall = (part: number, sum: number): boolean => Math.abs(part) <= EPSILON * Math.abs(sum);
  for (let n = 1; !(isSmall(term, total) && isSmall(term1, total1) && isSmall(term2, total2)) && n < 5000; n++) {
    const numerator = n * (a - n);
    denominator += 2;
    const next = 1 / (denominator + numerator * inverse);
    // the denominators -1 + n·inverse + numerator·inverse′ and so on, where numerator′ = n
    const change1 = 1 - n * inverse - numerator * inverse1;
    const next1 = next * next * change1;
    const next2 = 2 * next * next1 * change1 - next * next * (2 * n * inverse1 + numerator * inverse2);
    const [product, product1] = [inverse * next, inverse1 * next + inverse * next1];
    const product2 = inverse2 * next + 2 * inverse1 * next1 + inverse * next2;
    const ratio = -numerator * product;
    const ratio1 = -n * product - numerator * product1;
    const ratio2 = -2 * n * product1 - numerator * product2;
    term2 = ratio2 * term + 2 * ratio1 * term1 + ratio * term2;
    term1 = ratio1 * term + ratio * term1;
    term *= ratio;
    [inverse, inverse1, inverse2] = [next, next1, next2];
    total += term;
    total1 += term1;
    total2 += term2;
  }
  const logarithm = Math.log(x) - digamma(1 + a);
  const scale = a * logarithm + 1;
  const scaleSlope = logarithm - a * polygamma(1, 1 + a);
  return [-(total * scale + a * total1), -(total1 * (scale + 1) + total * scaleSlope + a * total2)];
};

/** Weights of f(a + kh) - f(a - kh), k = 1 … 4, in the derivative of f times h, to order 8. */
const differences = [4 / 5, -1 / 5, 4 / 105, -1 / 280] as const;

/**
 * The derivative of `randomGammaGrad` with respect to its first argument.
 *
 * 0 at x = 0; nan for a = 0, negative, nan and infinite arguments. The expressions of `igammaGradA` differentiated once more;
 * where those are an asymptotic expansion, for a from 20 on around x = a, central differences of order 8, whose steps of a/100
 * are small for a function that varies with x/a.
 *
 * @example
 * ```ts
 * import { randomGammaGradA } from '/src/reference/scalar/incomplete.ts';
 * randomGammaGradA(2, 3).toPrecision(6); // => -0.362323
 * ```
 */
export function randomGammaGradA(a: number, x: number): number {
  if (x === 0 && a > 0) return 0;
  if (!(a > 0 && x > 0 && x < Number.POSITIVE_INFINITY && a < Number.POSITIVE_INFINITY)) return Number.NaN;
  if (isUniform(a, x)) {
    const step = a / 100;
    const sum = differences.reduce((total, weight, i) => {
      const distance = (i + 1) * step;
      return total + weight * (randomGammaGrad(a + distance, x) - randomGammaGrad(a - distance, x));
    }, 0);
    return sum / step;
  }
  const [gradient, slope] = x < Math.max(a, 1) ? bySeries(a, x) : byFraction(a, x);
  return (x / a) * (gradient / a - slope);
}
