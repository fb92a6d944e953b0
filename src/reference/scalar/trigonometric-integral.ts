import { type Complex, divide, multiply } from '../dense/complex.ts';

const eulerGamma = 0.5772156649015329;

/** Σ (-1)ᵏ of terms, each from the one before. */
const alternating = (first: number, ratio: (k: number) => number, weight: (k: number) => number): number => {
  let term = first;
  let sum = term * weight(0);
  for (let k = 1; k < 200; k++) {
    term *= -ratio(k);
    const part = term * weight(k);
    if (Math.abs(part) <= 1e-18 * Math.abs(sum)) break;
    sum += part;
  }
  return sum;
};

/** 1/(b₀ + a₁/(b₁ + a₂/(b₂ + …))) with bₖ = b₀ + k·step, by the modified method of Lentz. */
const fraction = (b0: Complex, step: number, a: (k: number) => number): Complex => {
  let b = b0;
  let c: Complex = [1e300, 0];
  let d = divide(1, 0, ...b);
  let result = d;
  for (let k = 1; k < 500; k++) {
    b = [b[0] + step, b[1]];
    const numerator = a(k);
    d = divide(1, 0, numerator * d[0] + b[0], numerator * d[1] + b[1]);
    const quotient = divide(numerator, 0, ...c);
    c = [b[0] + quotient[0], b[1] + quotient[1]];
    const factor = multiply(c, d);
    result = multiply(result, factor);
    if (Math.abs(factor[0] - 1) + Math.abs(factor[1]) < 1e-16) break;
  }
  return result;
};

/** E₁(ix) for x > 2: real part -Ci(x), imaginary part Si(x) - π/2 (Abramowitz and Stegun 5.1.22). */
const imaginaryExponentialIntegral = (x: number): Complex =>
  multiply(
    [Math.cos(x), -Math.sin(x)],
    fraction([1, x], 2, k => -k * k),
  );

/** The sine integral ∫₀ˣ sin(t)/t dt. */
export const sinIntegral = (x: number): number => {
  const size = Math.abs(x);
  if (size === Number.POSITIVE_INFINITY) return Math.sign(x) * (Math.PI / 2);
  if (!(size > 3)) {
    return alternating(
      x,
      k => (x * x) / (2 * k * (2 * k + 1)),
      k => 1 / (2 * k + 1),
    );
  }
  return Math.sign(x) * (Math.PI / 2 + imaginaryExponentialIntegral(size)[1]);
};

/** The cosine integral γ + log|x| + ∫₀ˣ (cos(t) - 1)/t dt; NaN at -∞. */
export const cosIntegral = (x: number): number => {
  const size = Math.abs(x);
  if (size === Number.POSITIVE_INFINITY) return x > 0 ? 0 : Number.NaN;
  if (!(size > 3)) {
    const sum = alternating(
      (-x * x) / 2,
      k => (x * x) / ((2 * k + 1) * (2 * k + 2)),
      k => 1 / (2 * k + 2),
    );
    return eulerGamma + Math.log(size) + sum;
  }
  return -imaginaryExponentialIntegral(size)[0];
};

/** cos and sin of πx²/2, with the integer part of x²/4 taken away. */
const halfSquare = (x: number): Complex => {
  const turns = (x * x) % 4;
  return [Math.cos((Math.PI / 2) * turns), Math.sin((Math.PI / 2) * turns)];
};

/** ½(1 + i)(1 - erfc-like tail): C + iS for x ≥ 1.6, from the continued fraction of erfc on the diagonal. */
const fresnelTail = (x: number): Complex => {
  const square = Math.PI * x * x;
  const tail = fraction([1, -square], 4, k => -(2 * k - 1) * (2 * k));
  const scaled = multiply([x, -x], tail);
  const rotated = multiply(halfSquare(x), scaled);
  const rest: Complex = [1 - rotated[0], -rotated[1]];
  return multiply([0.5, 0.5], rest);
};

const fresnel = (x: number, part: 0 | 1): number => {
  const size = Math.abs(x);
  // beyond, the oscillation is smaller than the last digit
  if (size > 1e16) return 0.5 * Math.sign(x);
  if (size > 1.6) return Math.sign(x) * fresnelTail(size)[part];
  const square = (Math.PI / 2) * x * x;
  return alternating(
    part === 0 ? x : x * square,
    k => (square * square) / ((2 * k + part) * (2 * k + part - 1)),
    k => 1 / (4 * k + 2 * part + 1),
  );
};

/** The Fresnel integral ∫₀ˣ cos(πt²/2) dt. */
export const fresnelC = (x: number): number => fresnel(x, 0);

/** The Fresnel integral ∫₀ˣ sin(πt²/2) dt. */
export const fresnelS = (x: number): number => fresnel(x, 1);
