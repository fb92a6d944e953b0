import * as bessel from '../../reference/scalar/bessel.ts';
import type { Expression } from '../expression.ts';
import { exp } from './exponential.ts';
import type { FloatOperations } from './operations.ts';

/** Scaled Bessel functions in double precision, by the methods of reference/scalar/bessel.ts. */

const scaled =
  (order: 0 | 1, smallTerms: readonly number[], largeTerms: readonly number[]) =>
  (f: FloatOperations, x: Expression): Expression => {
    const size = f.abs(x);
    const isLarge = f.less(bessel.LIMIT, size);
    const quarter = f.mul(0.25, f.mul(x, x));
    const series = f.add(1, f.mul(quarter, f.polynomial(quarter, smallTerms)));
    const small = f.mul(exp(f, f.neg(size)), order === 0 ? series : f.mul(f.mul(0.5, x), series));
    const value = f.div(f.polynomial(f.sub(f.div(16, size), 1), largeTerms), f.sqrt(size));
    const large = order === 0 ? value : f.select(f.less(x, 0), f.neg(value), value);
    return f.either(isLarge, large, small);
  };

export const i0e = scaled(0, bessel.I0_SMALL, bessel.I0_LARGE);
export const i1e = scaled(1, bessel.I1_SMALL, bessel.I1_LARGE);
