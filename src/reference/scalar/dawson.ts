/** Where the sum over a grid is too coarse for relative accuracy: x Σ (-2x²)ᵏ / (2k+1)!!. */
const series = (x: number): number => {
  let term = x;
  let sum = x;
  for (let k = 1; k < 30; k++) {
    term *= (-2 * x * x) / (2 * k + 1);
    sum += term;
  }
  return sum;
};

/** 1/(2x) Σ (2k-1)!! / (2x²)ᵏ, for x > 8. */
const tail = (x: number): number => {
  const ratio = 0.5 / x / x;
  let term = 0.5 / x;
  let sum = term;
  for (let k = 1; k < 24; k++) {
    term *= (2 * k - 1) * ratio;
    sum += term;
  }
  return sum;
};

/**
 * Dawson's integral e^(-x²) ∫₀ˣ e^(t²) dt.
 * Source: Rybicki, Dawson's integral and the sampling theorem, Computers in Physics 3 (1989), with step 1/4.
 */
export const dawsn = (x: number): number => {
  const size = Math.abs(x);
  if (!(size > 0.5)) return series(x);
  if (size > 8) return Math.sign(x) * tail(size);
  const step = 0.25;
  const middle = 2 * Math.round(size / step / 2) + 1;
  let sum = 0;
  for (let n = middle - 26; n <= middle + 26; n += 2) sum += Math.exp(-((size - n * step) ** 2)) / n;
  return (Math.sign(x) * sum) / Math.sqrt(Math.PI);
};
