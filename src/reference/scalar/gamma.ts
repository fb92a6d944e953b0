import * as compensated from './compensated.ts';
import { polynomial } from './polynomial.ts';

// Coefficients: scripts/scalar-coefficients.py.

/** log Γ(1+z) = z·(z-1)·(LOG_GAMMA_CENTRE + (z-½)·S), with S in t = z + ½ on [0, 2], relative error 2.4e-16. */
export const LOG_GAMMA_CENTRE = 0.4831289505409809;
export const LOG_GAMMA_NUMERATOR: readonly number[] = [
  -0.2800243066919525, -1.7776302386417135, -4.48042731301831, -5.748528588707484, -4.012118294253778,
  -1.5144312143549938, -0.2905616258484922, -0.024588027173201157, -0.0006511970636215625, -1.0730126554676442e-7,
];
export const LOG_GAMMA_DENOMINATOR: readonly number[] = [
  1.0, 7.429869113633403, 22.555617481444443, 36.18087003353946, 33.18680166447873, 17.654694901781085,
  5.299985973307477, 0.8359324658666496, 0.05992539083002616, 0.0013854705079435524,
];

/** The positive zero of ψ, as the sum of two numbers. */
export const DIGAMMA_ROOT = 1.4616321449683622;
export const DIGAMMA_ROOT_LOW = 9.549995429965697e-17;

/** ψ(x)/(x - root) in x - 1 on [0, 1], relative error 7.9e-20. */
export const DIGAMMA_NUMERATOR: readonly number[] = [
  1.2503801375034054, 1.8675925104074453, 0.9711327526262392, 0.21631407251432455, 0.01996408274151926,
  0.0005811135063985677, 1.0894678528383955e-6,
];
export const DIGAMMA_DENOMINATOR: readonly number[] = [
  1, 2.1771665986671342, 1.6630736963665909, 0.5710455727133128, 0.09111902253303285, 0.006100975692434821,
  0.00012043151172286901,
];

/** B₂ₖ/(2k(2k-1)), k ≥ 1: Stirling's series, DLMF 5.11.1. */
export const STIRLING: readonly number[] = [
  0.08333333333333333, -0.002777777777777778, 0.0007936507936507937, -0.0005952380952380953, 0.0008417508417508417,
  -0.0019175269175269176, 0.00641025641025641, -0.029550653594771242, 0.17964437236883057, -1.3924322169059011,
];

/** B₂ₖ/(2k), k ≥ 1: DLMF 5.11.2. */
export const DIGAMMA_TAIL: readonly number[] = [
  0.08333333333333333, -0.008333333333333333, 0.003968253968253968, -0.004166666666666667, 0.007575757575757576,
  -0.021092796092796094, 0.08333333333333333, -0.4432598039215686, 3.0539543302701198, -26.456212121212122,
];

/** B₂ₖ/(2k)!, k ≥ 1: Euler–Maclaurin, DLMF 2.10.1. */
const BERNOULLI_OVER_FACTORIAL: readonly number[] = [
  0.08333333333333333, -0.001388888888888889, 3.306878306878307e-5, -8.267195767195768e-7, 2.08767569878681e-8,
  -5.284190138687493e-10, 1.3382536530684679e-11, -3.3896802963225827e-13, 8.586062056277845e-15,
  -2.174868698558062e-16, 5.5090028283602295e-18, -1.3954464685812522e-19, 3.534707039629467e-21,
  -8.953517427037546e-23, 2.267952452337683e-24, -5.744790668872202e-26,
];

export const LOG_PI = 1.1447298858494002;
/** (log 2π - 1)/2 */
export const HALF_LOG_TWO_PI_OVER_E = 0.4189385332046727;
const SQRT_TWO_PI = 2.5066282746310007;

/** log Γ(1+z) for -0.5 ≤ z ≤ 1.5, with full relative accuracy at its zeros 0 and 1. */
export function logGammaOnePlus(z: number): number {
  const t = z + 0.5;
  const slope = polynomial(LOG_GAMMA_NUMERATOR, t) / polynomial(LOG_GAMMA_DENOMINATOR, t);
  // Subtracted from 0, so that log Γ(1) is 0 and not -0.
  return 0 - z * ((1 - z) * (LOG_GAMMA_CENTRE + (z - 0.5) * slope));
}

/** Γ(1+a) for 0 ≤ a ≤ 20. */
export function gammaOnePlus(a: number): number {
  const steps = Math.round(a);
  let value = Math.exp(logGammaOnePlus(a - steps));
  for (let i = 0; i < steps; i++) value *= a - i;
  return value;
}

/** The correction log Γ(x) - (x-½)·log x + x - ½·log 2π, for x ≥ 10. */
function stirlingCorrection(x: number): number {
  return x > 1e8 ? 1 / (12 * x) : polynomial(STIRLING, 1 / (x * x)) / x;
}

/** Γ*(a) = Γ(a)·exp(a)·√(a/2π)/aᵃ for a > 0, the factor by which Γ differs from Stirling's formula (DLMF 5.11.3). */
export function stirlingFactor(a: number): number {
  if (a >= 10) return Math.exp(stirlingCorrection(a));
  return (gammaOnePlus(a) * Math.exp(a)) / (SQRT_TWO_PI * Math.sqrt(a) * a ** a);
}

/** sin(πx) for x ≥ 0, exact in its argument. */
function sinPi(x: number): number {
  const fraction = x - Math.floor(x);
  return Math.sin(Math.PI * (fraction > 0.5 ? 1 - fraction : fraction));
}

/**
 * log|Γ(x)|.
 *
 * inf at the poles 0, -1, -2, … and at ±inf (as JAX). Stirling's series (DLMF 5.11.1) from 10 on, recurrence and
 * a rational approximation with the zeros 1 and 2 taken out below, reflection (DLMF 5.5.3) for negative x. Measured error: 2.5 ulp for
 * x > -2; below, where the function has zeros, 5e-16·max(|log Γ(x)|, |log Γ(-x)|, 1) absolute.
 *
 * @example
 * ```ts
 * import { lgamma } from '/src/reference/scalar/gamma.ts';
 * lgamma(0.5).toPrecision(8); // => 0.57236494
 * ```
 */
export function lgamma(x: number): number {
  if (x >= 10) {
    if (x === Number.POSITIVE_INFINITY) return x;
    return (x - 0.5) * (Math.log(x) - 1) + (HALF_LOG_TWO_PI_OVER_E + stirlingCorrection(x));
  }
  if (x >= 2.5) {
    let product = 1;
    let base = x;
    while (base >= 2.5) product *= base -= 1;
    return Math.log(product) + logGammaOnePlus(base - 1);
  }
  if (x >= 0.5) return logGammaOnePlus(x - 1);
  if (x > -0.5) return x === 0 ? Number.POSITIVE_INFINITY : logGammaOnePlus(x) - Math.log(Math.abs(x));
  if (Number.isNaN(x)) return x;
  if (x === Math.floor(x)) return Number.POSITIVE_INFINITY;
  // Γ(x) = -π/(x·sin(πx)·Γ(-x))
  return LOG_PI - Math.log(-x * sinPi(-x)) - lgamma(-x);
}

/**
 * The digamma function ψ(x) = Γ′(x)/Γ(x).
 *
 * nan at the poles 0, -1, -2, … and at -inf (as JAX). A rational approximation from which the positive zero is
 * divided out (after Cody, Strecok & Thacher 1973), recurrence, and the asymptotic series (DLMF 5.11.2) from 10 on;
 * reflection (DLMF 5.5.4) for negative x. Measured error: 3 ulp for x > 0; for x < 0, where each unit interval has
 * a zero, 3e-16·(1 + |log|x|| + π·|cot πx|) absolute.
 *
 * @example
 * ```ts
 * import { digamma } from '/src/reference/scalar/gamma.ts';
 * digamma(1).toPrecision(8); // => -0.57721566
 * ```
 */
export function digamma(x: number): number {
  if (x >= 10) {
    if (x > 1e16) return Math.log(x);
    const s = 1 / (x * x);
    return Math.log(x) - (0.5 / x + s * polynomial(DIGAMMA_TAIL, s));
  }
  if (x >= 1) {
    let harmonic = 0;
    let base = x;
    while (base >= 2) harmonic += 1 / (base -= 1);
    const t = base - 1;
    const slope = polynomial(DIGAMMA_NUMERATOR, t) / polynomial(DIGAMMA_DENOMINATOR, t);
    return harmonic + (base - DIGAMMA_ROOT - DIGAMMA_ROOT_LOW) * slope;
  }
  if (x === Math.floor(x)) return Number.NaN;
  if (x > -0.5) return digamma(1 + x) - 1 / x;
  if (x > -1) return digamma(2 + x) - 1 / (1 + x) - 1 / x;
  if (!(x > Number.NEGATIVE_INFINITY)) return Number.NaN;
  const fraction = -x - Math.floor(-x);
  const cotangent = fraction > 0.5 ? -1 / Math.tan(Math.PI * (1 - fraction)) : 1 / Math.tan(Math.PI * fraction);
  return digamma(-x) + Math.PI * cotangent - 1 / x;
}

/** Σₖ (q/(q+k))ˢ over k ≥ 0, that is ζ(s, q)·qˢ, for s > 1 and q ≥ 1, by Euler–Maclaurin. */
function hurwitzRatio(s: number, q: number): number {
  let total = 0;
  // Term k of the correction at a is about ((s+2k)/2πa)² of the one before it.
  const start = Math.max(12, s);
  let k = 0;
  while (q + k < start) {
    const term = Math.exp(-s * Math.log1p(k / q));
    total += term;
    if (term * (1 + (q + k) / (s - 1)) < 1e-17 * total) return total;
    k++;
  }
  const a = q + k;
  let rising = s / a;
  let tail = 0.5;
  for (let i = 0; i < BERNOULLI_OVER_FACTORIAL.length; i++) {
    const term = BERNOULLI_OVER_FACTORIAL[i]! * rising;
    tail += term;
    if (Math.abs(term) < 1e-17 * (tail + a / (s - 1))) break;
    rising *= ((s + (2 * i + 1)) / a) * ((s + (2 * i + 2)) / a);
  }
  return total + Math.exp(-s * Math.log1p(k / q)) * (a / (s - 1) + tail);
}

function hurwitz(s: number, q: number): number {
  if (q < 1) return q ** -s + hurwitz(s, 1 + q);
  // In two steps, since q⁻ˢ alone may underflow.
  return q ** (1 - s) * (hurwitzRatio(s, q) / q);
}

/** ζ(s, q) for an integer s ≥ 2 and a negative q that is no integer. */
function hurwitzNegative(s: number, q: number): number {
  const sign = s % 2 === 0 ? 1 : -1;
  const count = Math.ceil(-q);
  const fraction = -q - (count - 1);
  // Halfway between two poles the terms on both sides cancel in pairs.
  if (fraction === 0.5 && sign < 0) return hurwitz(s, 1 - q);
  let below = 0;
  if (count <= 40) for (let i = count - 1; i >= 0; i--) below += (-q - i) ** -s;
  else below = hurwitz(s, fraction) - hurwitz(s, 1 - q);
  return hurwitz(s, 1 - fraction) + sign * below;
}

/**
 * The Hurwitz zeta function ζ(x, q) = Σ (q+k)⁻ˣ over k ≥ 0.
 *
 * inf at x = 1 and where q is 0 or a negative integer; nan for x < 1, and for other negative q unless x is an
 * integer (as SciPy). Euler–Maclaurin summation (DLMF 25.11.28, 2.10.1). Measured error: 5 ulp for q > 0; for
 * q < 0 and odd x the terms change sign and the error is 1e-15·Σ|q+k|⁻ˣ.
 *
 * @example
 * ```ts
 * import { zeta } from '/src/reference/scalar/gamma.ts';
 * zeta(2, 1).toPrecision(8); // => 1.6449341
 * ```
 */
export function zeta(x: number, q: number): number {
  if (Number.isNaN(x) || Number.isNaN(q) || x < 1) return Number.NaN;
  if (x === 1) return Number.POSITIVE_INFINITY;
  if (q <= 0) {
    if (q === Math.floor(q)) return Number.POSITIVE_INFINITY;
    return x === Math.floor(x) && x < Number.POSITIVE_INFINITY ? hurwitzNegative(x, q) : Number.NaN;
  }
  if (q === Number.POSITIVE_INFINITY) return 0;
  if (x === Number.POSITIVE_INFINITY) return q > 1 ? 0 : q === 1 ? 1 : x;
  return hurwitz(x, q);
}

/** n! for 0 ≤ n ≤ 170, correctly rounded but for rare ties: the product is carried in two words. */
function factorial(n: number): number {
  // Scaled down, because splitting a product in two needs headroom below the largest number.
  let high = 2 ** -64;
  let low = 0;
  for (let i = 2; i <= n; i++) {
    high = compensated.multiply(high, low, i, 0);
    low = compensated.low;
  }
  return high * 2 ** 64;
}

/**
 * The polygamma function ψ⁽ⁿ⁾(x), the n-th derivative of digamma.
 *
 * `n` must be a non-negative integer (else nan). At the poles 0, -1, -2, … inf for odd n, nan for even n (as JAX).
 * (-1)ⁿ⁺¹·n!·ζ(n+1, x), DLMF 5.15.1 and 25.11.12; where n! or ζ leaves the range of float64, n!/xⁿ comes from
 * Stirling's formula. Measured error: 6.1 ulp for x > 0; for x < 0 as `zeta`, and 1e-12 relative if also n > 170.
 *
 * @example
 * ```ts
 * import { polygamma } from '/src/reference/scalar/gamma.ts';
 * polygamma(1, 1).toPrecision(8); // => 1.6449341
 * ```
 */
export function polygamma(n: number, x: number): number {
  if (n === 0) return digamma(x);
  if (!(n > 0) || n !== Math.floor(n) || n === Number.POSITIVE_INFINITY || Number.isNaN(x)) return Number.NaN;
  const sign = n % 2 === 0 ? -1 : 1;
  if (x === Number.POSITIVE_INFINITY) return sign * 0;
  if (x === Number.NEGATIVE_INFINITY) return Number.NaN;
  if (x <= 0) {
    if (x === Math.floor(x)) return sign === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
    const value = hurwitzNegative(n + 1, x);
    if (n <= 170) return sign * factorial(n) * value;
    return sign * Math.sign(value) * Math.exp(Math.log(Math.abs(value)) + lgamma(n + 1));
  }
  if (x < 1) return sign * (n <= 170 ? factorial(n) * hurwitz(n + 1, x) : Number.POSITIVE_INFINITY);
  const ratio = hurwitzRatio(n + 1, x);
  const power = x ** -n;
  if (n < 10 || (n <= 170 && power > 1e-290 && power < 1e290)) return sign * factorial(n) * power * (ratio / x);
  // n!/xⁿ = √(2πn)·Γ*(n)·exp(n·(log n - log x) - n)
  const logOrder = compensated.logarithm(n, 1 - n);
  const logOrderLow = compensated.low;
  const logPoint = compensated.logarithm(x, 1 - x);
  const logRatio = compensated.add(logOrder, logOrderLow, -logPoint, -compensated.low);
  const scaled = compensated.multiply(n, 0, logRatio, compensated.low);
  const exponent = compensated.add(scaled, compensated.low, -n, 0);
  const scale = Math.exp(exponent) * (1 + compensated.low);
  return sign * scale * SQRT_TWO_PI * Math.sqrt(n) * stirlingFactor(n) * (ratio / x);
}
