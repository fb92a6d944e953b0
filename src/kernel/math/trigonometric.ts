import type { Expression } from '../expression.ts';
import type { FloatOperations } from './operations.ts';

/**
 * Sine and cosine: x = n · π/2 + r with π/2 in three parts, r kept in two; polynomials of fdlibm (Sun Microsystems, 1993)
 * and, in single precision, of Cephes (Moshier).
 */
type Parameters = {
  /** Products of the first two parts with the integers that occur are exact. */
  readonly halfPi: readonly [number, number, number];
  /** Larger arguments take another way. */
  readonly limit: number;
  readonly sine: readonly number[];
  readonly cosine: readonly number[];
};

const parameters: { readonly [T in 'f32' | 'f64']: Parameters } = {
  f32: {
    halfPi: [1.570770263671875, 2.6063062250614166e-5, 6.07710062827671e-11],
    limit: 400,
    sine: [-1.6666654611e-1, 8.3321608736e-3, -1.9515295891e-4],
    cosine: [4.166664568298827e-2, -1.388731625493765e-3, 2.443315711809948e-5],
  },
  f64: {
    halfPi: [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21],
    limit: 2 ** 20,
    sine: [
      -1.66666666666666324348e-1, 8.33333333332248946124e-3, -1.98412698298579493134e-4, 2.75573137070700676789e-6,
      -2.50507602534068634195e-8, 1.58969099521155010221e-10,
    ],
    cosine: [
      4.16666666666666019037e-2, -1.38888888888741095749e-3, 2.48015872894767294178e-5, -2.75573143513906633035e-7,
      2.0875723212981748279e-9, -1.13596475577881948265e-11,
    ],
  },
};

type Turned = {
  readonly isOdd: Expression;
  readonly quarter: Expression;
  readonly sine: Expression;
  readonly cosine: Expression;
};

/** Sine and cosine of x less n quarters of a turn, and n + quarters, modulo 4, for |x| below the limit. */
const turned = (f: FloatOperations, x: Expression, quarters: number): Turned => {
  const { halfPi, sine, cosine } = parameters[f.type];
  const n = f.nearest(f.mul(x, 2 / Math.PI));
  const [first, second, third] = halfPi.map(part => f.mul(n, part)) as [Expression, Expression, Expression];
  const exact = f.sub(x, first);
  const once = f.sub(exact, second);
  const lost = f.sub(f.sub(exact, once), second);
  const high = f.sub(once, third);
  const low = f.add(f.sub(f.sub(once, high), third), lost);
  const z = f.mul(high, high);
  const half = f.mul(0.5, z);

  // high + (low·(1 - z/2) + high·z·(S₁ + z·…))
  const sineTail = f.mul(f.mul(high, z), f.polynomial(z, sine));
  const sineValue = f.add(high, f.add(f.sub(low, f.mul(low, half)), sineTail));
  // 1 - z/2 with what that rounds off, minus high·low
  const leading = f.sub(1, half);
  const roundedOff = f.sub(f.sub(1, leading), half);
  const cosineTail = f.sub(f.mul(f.mul(z, z), f.polynomial(z, cosine)), f.mul(high, low));
  const cosineValue = f.add(leading, f.add(roundedOff, cosineTail));

  const turns = quarters === 0 ? n : f.add(n, quarters);
  const quarter = f.sub(turns, f.mul(4, f.floor(f.mul(turns, 0.25))));
  const isOdd = f.or(f.equal(quarter, 1), f.equal(quarter, 3));
  return { isOdd, quarter, sine: sineValue, cosine: cosineValue };
};

/** sin(x + quarters · π/2) for |x| below the limit. */
const shiftedSine = (f: FloatOperations, x: Expression, quarters: number): Expression => {
  const { isOdd, quarter, sine, cosine } = turned(f, x, quarters);
  const value = f.select(isOdd, cosine, sine);
  return f.select(f.less(1.5, quarter), f.neg(value), value);
};

/** Arguments for which the functions here are not made; NaN is not among them. */
export const isLarge = (f: FloatOperations, x: Expression): Expression => f.less(parameters[f.type].limit, f.abs(x));

export const sin = (f: FloatOperations, x: Expression): Expression => f.select(f.equal(x, 0), x, shiftedSine(f, x, 0));

export const tan = (f: FloatOperations, x: Expression): Expression => {
  const { isOdd, sine, cosine } = turned(f, x, 0);
  const value = f.div(f.select(isOdd, f.neg(cosine), sine), f.select(isOdd, sine, cosine));
  return f.select(f.equal(x, 0), x, value);
};

export const cos = (f: FloatOperations, x: Expression): Expression => shiftedSine(f, x, 1);
