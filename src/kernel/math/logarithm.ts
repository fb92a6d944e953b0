import type { Expression } from '../expression.ts';
import type { FloatOperations } from './operations.ts';

/**
 * Logarithms: x = 2ᵉ · (1 + f) with 1 + f between √½ and √2, and log(1 + f) by a polynomial in (f / (2 + f))², whose
 * coefficients are those of fdlibm (Sun Microsystems, 1993) and of its single-precision version.
 */
const coefficients: { readonly [T in 'f32' | 'f64']: readonly number[] } = {
  f32: [0.66666662693, 0.40000972152, 0.28498786688, 0.24279078841],
  f64: [
    6.66666666666673513e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1,
    1.818357216161805012e-1, 1.531383769920937332e-1, 1.479819860511658591e-1,
  ],
};

/** In two parts, products of the first of which with exponents are exact. */
export const log2 = {
  f32: [0.693115234375, 3.194618329871446e-5],
  f64: [0.6931471803691238, 1.9082149292705877e-10],
} as const;

/** x = 2ᵉ · m with m from 1 to 2, for positive finite x; subnormal numbers are scaled first. */
export const split = (
  f: FloatOperations,
  x: Expression,
): { readonly mantissa: Expression; readonly exponent: Expression } => {
  const [least, scale] = f.type === 'f64' ? [2 ** -1022, 54] : [2 ** -126, 25];
  const subnormal = f.less(x, least);
  const normal = f.select(subnormal, f.mul(x, 2 ** scale), x);
  const lowered = f.select(subnormal, -scale, 0);
  return { mantissa: f.mantissa(normal), exponent: f.add(f.exponent(normal), lowered) };
};

/** log x + correction, for positive finite x. */
const positiveLog = (f: FloatOperations, x: Expression, correction: Expression | undefined): Expression => {
  const { mantissa, exponent } = split(f, x);
  const upper = f.less(Math.SQRT2, mantissa);
  const fraction = f.sub(f.select(upper, f.mul(mantissa, 0.5), mantissa), 1);
  const e = f.add(exponent, f.select(upper, 1, 0));
  const s = f.div(fraction, f.add(2, fraction));
  const z = f.mul(s, s);
  const series = f.mul(z, f.polynomial(z, coefficients[f.type]));
  const halfSquare = f.mul(0.5, f.mul(fraction, fraction));
  const [high, low] = log2[f.type];
  const small = f.mul(e, low);
  const rest = f.add(f.mul(s, f.add(halfSquare, series)), correction === undefined ? small : f.add(small, correction));
  return f.sub(f.mul(e, high), f.sub(f.sub(halfSquare, rest), fraction));
};

/** Values at 0, infinity, NaN and below 0. */
const withLimits = (f: FloatOperations, x: Expression, value: Expression): Expression => {
  const [infinity, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
  const inside = f.select(f.less(0, x), f.select(f.less(x, infinity), value, infinity), nan);
  return f.select(f.equal(x, 0), Number.NEGATIVE_INFINITY, inside);
};

export const log = (f: FloatOperations, x: Expression): Expression => withLimits(f, x, positiveLog(f, x, undefined));

/** log(1 + x), corrected for what 1 + x rounds off. */
export const log1p = (f: FloatOperations, x: Expression): Expression => {
  const sum = f.add(1, x);
  const lost = f.div(f.sub(x, f.sub(sum, 1)), sum);
  const value = withLimits(f, sum, positiveLog(f, sum, lost));
  return f.select(f.less(f.abs(x), f.type === 'f64' ? 2 ** -54 : 2 ** -25), x, value);
};
