import { digamma, lgamma } from './gamma.ts';

const eulerGamma = 0.5772156649015329;

/** Terms from the 0th, each made of the one before, until they no longer count. */
const sumSeries = (first: number, next: (term: number, k: number) => number, start = 0): number => {
  let sum = start + first;
  let term = first;
  for (let k = 1; k < 500; k++) {
    term = next(term, k);
    if (Math.abs(term) <= 1e-17 * Math.abs(sum)) break;
    sum += term;
  }
  return sum;
};

/** e^x times Eₙ(x) for x > 1, by the continued fraction of Lentz's method (Abramowitz and Stegun 5.1.22, contracted). */
const scaledFraction = (n: number, x: number): number => {
  let b = x + n;
  let c = 1e300;
  let d = 1 / b;
  let result = d;
  for (let k = 1; k < 1000; k++) {
    const a = -k * (n - 1 + k);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    const factor = c * d;
    result *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return result;
};

/** Abramowitz and Stegun 5.1.12, for 0 < x ≤ 1 and n ≥ 1. */
const powerSeries = (n: number, x: number): number => {
  const order = n - 1;
  let sum = order === 0 ? 0 : 1 / order;
  let power = 1;
  for (let k = 1; k < 100; k++) {
    power *= -x / k;
    if (k !== order) sum -= power / (k - order);
    if (Math.abs(power) < 1e-18 * Math.abs(sum)) break;
  }
  const size = Math.exp(order * Math.log(x) - lgamma(n));
  return sum + (order % 2 === 0 ? size : -size) * (digamma(n) - Math.log(x));
};

/** E₋ₙ(x) = e⁻ˣ n!/xⁿ⁺¹ Σ xᵏ/k! over k ≤ n. */
const ofNegativeOrder = (n: number, x: number): number => {
  let term = Math.exp(-x) / x;
  let sum = term;
  for (let k = n; k > 0; k--) {
    term *= k / x;
    sum += term;
  }
  return sum;
};

/** The exponential integral Eₙ(x) = ∫₁^∞ e^(-xt) t⁻ⁿ dt for integers n and x ≥ 0; NaN elsewhere. */
export const expn = (n: number, x: number): number => {
  if (!(x >= 0) || !Number.isInteger(n)) return Number.NaN;
  if (x === 0) return n < 2 ? Number.POSITIVE_INFINITY : 1 / (n - 1);
  if (n <= 0) return ofNegativeOrder(-n, x);
  return x > 1 ? Math.exp(-x) * scaledFraction(n, x) : powerSeries(n, x);
};

/** The exponential integral Ei(x), the principal value of ∫ e^t/t dt from -∞ to x. */
export const expi = (x: number): number => {
  if (x < 0) return -expn(1, -x);
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!(x < 40)) {
    if (x === Number.POSITIVE_INFINITY) return x;
    // the terms of the asymptotic series shrink until k is x
    const half = Math.exp(x / 2);
    return (half / x) * sumSeries(1, (term, k) => (k < x ? (term * k) / x : 0)) * half;
  }
  let power = 1;
  const sum = sumSeries(x, (_, k) => {
    power *= x / k;
    return (power * x) / (k + 1) ** 2;
  });
  return eulerGamma + Math.log(x) + sum;
};
