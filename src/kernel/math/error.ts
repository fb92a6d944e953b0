import * as error from '../../reference/scalar/error.ts';
import type { Expression } from '../expression.ts';
import { exp } from './exponential.ts';
import { log } from './logarithm.ts';
import type { FloatOperations } from './operations.ts';

/** Error functions in double precision, by the methods of reference/scalar/error.ts. */

/** erf x for |x| < 1 */
const centre = (f: FloatOperations, x: Expression): Expression => {
  return f.mul(x, f.quotient(f.mul(x, x), error.ERF_NUMERATOR, error.ERF_DENOMINATOR));
};

/** erfc x for x > 0 */
const complement = (f: FloatOperations, x: Expression, isLarge: Expression): Expression => {
  // the square of x in two parts, the first of which is exact
  const high = f.head(x);
  const gaussian = exp(f, f.neg(f.mul(high, high)), f.neg(f.mul(f.sub(x, high), f.add(x, high))));
  const inverse = f.div(1, f.mul(x, x));
  const ratio = f.quotient(inverse, error.ERFCX_TAIL_NUMERATOR, error.ERFCX_TAIL_DENOMINATOR);
  const tail = f.div(ratio, f.mul(error.SQRT_PI, x));
  const middle = f.quotient(x, error.ERFCX_NUMERATOR, error.ERFCX_DENOMINATOR);
  return f.mul(gaussian, f.either(isLarge, tail, middle));
};

export const erf = (f: FloatOperations, x: Expression): Expression => {
  const size = f.abs(x);
  // beyond 6 it rounds to 1
  const limited = f.min(size, 6);
  const far = f.sub(1, complement(f, limited, f.less(4, limited)));
  const signed = f.select(f.less(x, 0), f.neg(far), far);
  return f.either(f.less(size, 1), centre(f, x), signed);
};

export const erfc = (f: FloatOperations, x: Expression): Expression => {
  const isCentral = f.and(f.less(-1, x), f.less(x, 0.25));
  // beyond 28 it rounds to 0
  const size = f.min(f.abs(x), 28);
  const upper = complement(f, size, f.less(4, size));
  const far = f.select(f.less(x, 0), f.sub(2, upper), upper);
  return f.either(isCentral, f.sub(1, centre(f, x)), far);
};

export const erfInv = (f: FloatOperations, x: Expression): Expression => {
  const size = f.abs(x);
  const rest = f.sub(0.64, f.mul(x, x));
  const central = f.mul(x, f.quotient(rest, error.ERF_INV_NUMERATOR, error.ERF_INV_DENOMINATOR));
  const root = f.sqrt(f.neg(log(f, f.sub(1, size))));
  const far = f.branch(
    f.less(2.75, root),
    f.quotient(f.sub(root, 2.75), error.ERF_INV_TAIL_NUMERATOR, error.ERF_INV_TAIL_DENOMINATOR),
    f.quotient(f.sub(root, 1.265), error.ERF_INV_MIDDLE_NUMERATOR, error.ERF_INV_MIDDLE_DENOMINATOR),
  );
  const finite = f.select(f.equal(size, 1), Number.POSITIVE_INFINITY, far);
  return f.either(f.less(size, 0.8), central, f.select(f.less(x, 0), f.neg(finite), finite));
};
