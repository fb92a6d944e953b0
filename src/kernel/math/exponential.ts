import type { Expression } from '../expression.ts';
import type { FloatOperations } from './operations.ts';

/**
 * Exponentials. x = n · log 2 + r with an integer n and |r| ≤ log 2 / 2, reduced in two parts (Cody and Waite, 1980); eʳ by
 * its Taylor series.
 */
type Parameters = {
  /** log 2 in two parts: products of the first with integers up to 2¹¹ are exact. */
  readonly log2: readonly [high: number, low: number];
  /** Beyond these eˣ is 0 or infinite. */
  readonly limits: readonly [low: number, high: number];
  /** Terms of the series. */
  readonly terms: number;
};

const parameters: { readonly [T in 'f32' | 'f64']: Parameters } = {
  f32: { log2: [0.693115234375, 3.194618329871446e-5], limits: [-104, 89], terms: 8 },
  f64: { log2: [0.6931471803691238, 1.9082149292705877e-10], limits: [-746, 710], terms: 14 },
};

/** Below this eˣ - 1 and tanh x are x. */
const tiny = { f32: 2 ** -25, f64: 2 ** -54 } as const;

const factorials = [1];
for (let n = 1; n < 15; n++) factorials.push(factorials[n - 1]! * n);

/** eʳ - 1 */
const expm1OfSmall = (f: FloatOperations, r: Expression): Expression => {
  const series = factorials.slice(2, parameters[f.type].terms).map(factorial => 1 / factorial);
  return f.add(r, f.mul(f.mul(r, r), f.polynomial(r, series)));
};

/** n and eʳ - 1, of x + rest. */
const reduced = (
  f: FloatOperations,
  x: Expression,
  [low, high]: readonly [number, number],
  rest?: Expression,
): { readonly n: Expression; readonly expm1: Expression } => {
  const { log2 } = parameters[f.type];
  const limited = f.min(f.max(x, low), high);
  const n = f.nearest(f.mul(limited, Math.LOG2E));
  const r = f.sub(f.sub(limited, f.mul(n, log2[0])), f.mul(n, log2[1]));
  return { n, expm1: expm1OfSmall(f, rest === undefined ? r : f.add(r, rest)) };
};

/** (1 + x) · 2ⁿ */
const scaled = (f: FloatOperations, x: Expression, n: Expression): Expression => {
  // in two steps, since 2ⁿ itself may be beyond the range of numbers
  const half = f.floor(f.mul(n, 0.5));
  return f.mul(f.mul(f.add(1, x), f.pow2(half)), f.pow2(f.sub(n, half)));
};

/** e to the power of x, or x + rest. */
export const exp = (f: FloatOperations, x: Expression, rest?: Expression): Expression => {
  const { n, expm1 } = reduced(f, x, parameters[f.type].limits, rest);
  return scaled(f, expm1, n);
};

export const exp2 = (f: FloatOperations, x: Expression): Expression => {
  const [low, high] = parameters[f.type].limits;
  const limited = f.min(f.max(x, low * 1.5), high * 1.5);
  const n = f.nearest(limited);
  const r = f.mul(f.sub(limited, n), Math.LN2);
  return scaled(f, expm1OfSmall(f, r), n);
};

/** eˣ - 1 from the parts that `reduced` finds. */
const joined = (f: FloatOperations, n: Expression, rest: Expression): Expression => {
  const half = f.pow2(f.sub(n, 1));
  return f.mul(2, f.add(f.mul(half, rest), f.sub(half, 0.5)));
};

export const expm1 = (f: FloatOperations, x: Expression): Expression => {
  const { n, expm1: rest } = reduced(f, x, [-60, parameters[f.type].limits[1]]);
  // also keeps -0
  return f.select(f.less(f.abs(x), tiny[f.type]), x, joined(f, n, rest));
};

/** 1 / (1 + e⁻ˣ), to full relative accuracy on both sides. */
export const logistic = (f: FloatOperations, x: Expression): Expression => {
  const small = exp(f, f.neg(f.abs(x)));
  return f.div(f.select(f.less(x, 0), small, 1), f.add(1, small));
};

/** Of |x|: its parts, half its exponential, and half that of -|x|. */
const halves = (f: FloatOperations, x: Expression) => {
  const { n, expm1: rest } = reduced(f, f.abs(x), [0, parameters[f.type].limits[1] + 2]);
  const large = scaled(f, rest, f.sub(n, 1));
  return { n, rest, large, small: f.div(0.25, large) };
};

export const sinh = (f: FloatOperations, x: Expression): Expression => {
  const { n, rest, large, small } = halves(f, x);
  const t = joined(f, n, rest);
  const near = f.mul(0.5, f.add(t, f.div(t, f.add(t, 1))));
  const value = f.select(f.less(f.abs(x), 1), near, f.sub(large, small));
  return f.select(f.less(x, 0), f.neg(value), f.select(f.equal(x, 0), x, value));
};

export const cosh = (f: FloatOperations, x: Expression): Expression => {
  const { large, small } = halves(f, x);
  return f.add(large, small);
};

/** Of float32 below 0.625 (Moshier, Cephes): (tanh x - x) / x³ as a polynomial in x². */
const nearZero = [-3.33332819422e-1, 1.33314422036e-1, -5.37397155531e-2, 2.06390887954e-2, -5.70498872745e-3];

/** t / (t + 2) with the sign of x, where t = e²ˣ - 1 for |x|. */
export const tanh = (f: FloatOperations, x: Expression): Expression => {
  const size = f.abs(x);
  // it is 1 beyond
  const { n, expm1: rest } = reduced(f, f.add(size, size), [-1, f.type === 'f64' ? 44 : 20]);
  const t = joined(f, n, rest);
  const value = f.div(t, f.add(t, 2));
  const signed = f.select(f.less(x, 0), f.neg(value), value);
  // both also keep -0
  if (f.type === 'f64') return f.select(f.less(size, tiny.f64), x, signed);
  const square = f.mul(x, x);
  const near = f.fma(f.mul(x, square), f.polynomial(square, nearZero), x);
  return f.select(f.less(size, 0.625), f.select(f.equal(x, 0), x, near), signed);
};
