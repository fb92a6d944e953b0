import type { Expression } from '../expression.ts';
import { split } from './logarithm.ts';
import type { FloatOperations } from './operations.ts';

/** ∛x on [1, 8], relative error 0.005. */
const start: readonly number[] = [
  0.6538962985569791, 0.4121814779629245, -0.06797280035500547, 0.0069891694835587225, -0.0002882199346276574,
];

/** In double precision: |x| = 2³ⁿ · a, and ∛a by two steps of Halley's method, the second from a number whose square is exact. */
export const cbrt = (f: FloatOperations, x: Expression): Expression => {
  const { mantissa, exponent } = split(f, f.abs(x));
  const n = f.floor(f.div(exponent, 3));
  const a = f.mul(mantissa, f.pow2(f.sub(exponent, f.mul(3, n))));
  const rough = f.polynomial(a, start);
  const cube = f.mul(f.mul(rough, rough), rough);
  const near = f.head(f.mul(rough, f.div(f.add(cube, f.add(a, a)), f.add(f.add(cube, cube), a))));
  const quotient = f.div(a, f.mul(near, near));
  const step = f.div(f.sub(quotient, near), f.add(f.mul(2, near), quotient));
  const root = f.mul(f.add(near, f.mul(near, step)), f.pow2(n));
  const isFinite = f.less(f.abs(x), Number.POSITIVE_INFINITY);
  const signed = f.select(f.less(x, 0), f.neg(root), root);
  // infinities, NaN, 0 and -0 are their own roots
  return f.select(isFinite, f.select(f.equal(x, 0), x, signed), x);
};
