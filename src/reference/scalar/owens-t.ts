import { erf, erfc } from './error.ts';

/** Nodes and weights of Gauss and Legendre's rule on [-1, 1], by Newton's method on the recurrence of the polynomials. */
const gaussLegendre = (count: number): readonly (readonly [node: number, weight: number])[] =>
  Array.from({ length: count }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= count; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (count * (before - x * value)) / (1 - x * x);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    return [x, 2 / ((1 - x * x) * slope * slope)];
  });

let rule: ReturnType<typeof gaussLegendre> | undefined;

/** The integral itself, for h ≥ 0 and 0 ≤ a ≤ 1; beyond x = 9/h nothing is left of it. */
const integrate = (h: number, a: number): number => {
  rule ??= gaussLegendre(32);
  const half = Math.min(a, 9 / h) / 2;
  let sum = 0;
  for (const [node, weight] of rule) {
    const x = half * (node + 1);
    sum += (weight * Math.exp(-0.5 * h * h * (1 + x * x))) / (1 + x * x);
  }
  return (half * sum) / (2 * Math.PI);
};

/**
 * Owen's function T(h, a) = 1/2π ∫₀ᵃ e^(-h²(1+x²)/2) / (1+x²) dx.
 * Source: Owen, Tables for computing bivariate normal probabilities, Ann. Math. Statist. 27 (1956).
 */
export const owensT = (h: number, a: number): number => {
  if (Number.isNaN(h) || Number.isNaN(a)) return Number.NaN;
  const [height, slope] = [Math.abs(h), Math.abs(a)];
  if (height === Number.POSITIVE_INFINITY) return 0;
  const positive = (): number => {
    if (slope <= 1) return integrate(height, slope);
    const product = height * slope;
    // with Q = 1 - Φ the sums keep their digits in the tails, with erf/2 = Φ - 1/2 near 0
    if (height > 0.67) {
      const tail = (x: number): number => erfc(x * Math.SQRT1_2) / 2;
      const [first, second] = [tail(height), tail(product)];
      return (first + second) / 2 - first * second - (product === Infinity ? 0 : integrate(product, 1 / slope));
    }
    const centre = (x: number): number => erf(x * Math.SQRT1_2) / 2;
    const rest = slope === Infinity ? (height === 0 ? 0 : 0) : integrate(product, 1 / slope);
    const second = slope === Infinity ? (height === 0 ? 0 : 0.5) : centre(product);
    return 0.25 - centre(height) * second - rest;
  };
  return a < 0 ? -positive() : positive();
};
