/** B₂ₖ / (2k + 1)! for k = 1, 2, …. */
const coefficients = [
  1 / 36,
  -1 / 3600,
  1 / 211680,
  -1 / 10886400,
  1 / 526901760,
  -691 / 16999766784000,
  1 / 1120863744000,
  -3617 / 181400588328960000,
  43867 / 97072790126247936000,
];

/** Spence's function ∫₁ˣ log(t)/(1 - t) dt, the dilogarithm of 1 - x; NaN for negative x. */
export const spence = (x: number): number => {
  if (!(x >= 0)) return Number.NaN;
  if (x === 0) return Math.PI ** 2 / 6;
  if (x > 2) return x === Number.POSITIVE_INFINITY ? -x : -(Math.log(x) ** 2) / 2 - spence(1 / x);
  if (x < 0.5) return Math.PI ** 2 / 6 - Math.log(x) * Math.log1p(-x) - spence(1 - x);
  // Debye's series in the logarithm (Lewin, Polylogarithms and Associated Functions, 1.4)
  const u = -Math.log(x);
  const square = u * u;
  const sum = coefficients.reduceRight((rest, coefficient) => rest * square + coefficient, 0);
  return u - square / 4 + u * square * sum;
};
