/**
 * The uniform asymptotic expansion of the incomplete gamma and beta functions, Temme (1987), "On the computation of
 * the incomplete gamma functions for large values of the parameters" (DLMF 8.12).
 *
 * Let f(θ) = Σ dₙθⁿ, d₀ = 1, and let P(θ) increase from 0 to 1 with P′ = √(α/2π)·exp(-αθ²/2)·f(θ)/Γ*. Then
 * P = ½·erfc(-θ√(α/2)) - exp(-αθ²/2)·S(θ)/√(2πα), where S′ - αθ·S = α·(1 - f/Γ*). Comparing powers of θ gives
 * S = Σ bₙθⁿ/Γ* with bₙ = dₙ₊₁ + (n+2)/α·bₙ₊₂, which is stable downwards, and Γ* = 1 + b₁/α.
 */

/** η/(λ-1) in powers of η, where η²/2 = λ - 1 - log λ. Coefficients: scripts/scalar-coefficients.py. */
export const GAMMA_SERIES: readonly number[] = [
  1, -0.3333333333333333, 0.08333333333333333, -0.014814814814814815, 0.0011574074074074073, 0.0003527336860670194,
  -0.0001787551440329218, 3.919263178522438e-5, -2.185448510679992e-6, -1.85406221071516e-6, 8.296711340953087e-7,
  -1.7665952736826078e-7, 6.707853543401498e-9, 1.0261809784240309e-8, -4.382036018453353e-9, 9.14769958223679e-10,
  -2.5514193994946248e-11, -5.830772132550426e-11, 2.4361948020667415e-11, -5.0276692801141755e-12,
  1.1004392031956135e-13, 3.371763262400985e-13, -1.392388722418162e-13, 2.8534893807047445e-14, -5.139111834242572e-16,
  -1.9752288294349442e-15, 8.099521156704561e-16, -1.6522531216398162e-16,
];

/** Γ* of the latest call. */
export let normalisation = 1;
/** ∂S/∂α and ∂S/∂θ of the latest call of `uniformGradient`. */
export let slopeAlpha = 0;
export let slopeTheta = 0;

/** S(α, θ) for the coefficients d; leaves Γ* in `normalisation`. */
export function uniform(coefficients: ArrayLike<number>, alpha: number, theta: number): number {
  let above = 0;
  let current = 0;
  let total = 0;
  for (let n = coefficients.length - 2; n >= 0; n--) {
    const value = coefficients[n + 1]! + ((n + 2) / alpha) * above;
    above = current;
    current = value;
    total = total * theta + value;
  }
  normalisation = 1 + above / alpha;
  return total / normalisation;
}

/** S as `uniform`, with its partial derivatives left in `slopeAlpha` and `slopeTheta`. */
export function uniformGradient(coefficients: ArrayLike<number>, alpha: number, theta: number): number {
  let above = 0;
  let current = 0;
  let total = 0;
  let aboveSlope = 0;
  let currentSlope = 0;
  let totalSlope = 0;
  let byTheta = 0;
  for (let n = coefficients.length - 2; n >= 0; n--) {
    const ratio = (n + 2) / alpha;
    const value = coefficients[n + 1]! + ratio * above;
    const slope = ratio * (aboveSlope - above / alpha);
    above = current;
    current = value;
    aboveSlope = currentSlope;
    currentSlope = slope;
    byTheta = byTheta * theta + total;
    total = total * theta + value;
    totalSlope = totalSlope * theta + slope;
  }
  normalisation = 1 + above / alpha;
  const normalisationSlope = (aboveSlope - above / alpha) / alpha;
  slopeTheta = byTheta / normalisation;
  slopeAlpha = (totalSlope - (total * normalisationSlope) / normalisation) / normalisation;
  return total / normalisation;
}
