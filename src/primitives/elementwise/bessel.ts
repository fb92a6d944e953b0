import type { DType } from '../../array/dtype.ts';
import { i0e, i1e } from '../../reference/scalar/bessel.ts';
import { abs, sign } from './absolute.ts';
import { add, mul, reciprocal, sub } from './arithmetic.ts';
import { gt } from './comparison.ts';
import { constantLike } from './constant.ts';
import { select } from './select.ts';
import { unary } from './unary.ts';

/**
 * e^-|x| · I₀(x) with the modified Bessel function of order 0, element by element (`lax.bessel_i0e`).
 *
 * Ints are lifted to float. Throws TypeError for complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.besselI0e([0, 1]))); // => [1.        0.4657596]
 * ```
 */
export const besselI0e = unary({
  name: 'bessel_i0e',
  value: { float: i0e },
  derivative: (x, y) => sub(besselI1e(x!), mul(sign(x!), y!)),
});

const epsilonOf = (dtype: DType): number => (dtype === 'float64' ? 2 ** -52 : 2 ** -23);

/**
 * e^-|x| · I₁(x) with the modified Bessel function of order 1, element by element (`lax.bessel_i1e`).
 *
 * Ints are lifted to float. Throws TypeError for complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.besselI1e([0, 1]))); // => [0.         0.20791042]
 * ```
 */
export const besselI1e = unary({
  name: 'bessel_i1e',
  value: { float: i1e },
  // I₁'(x) = I₀(x) - I₁(x)/x; at 0 the quotient's limit 1/2 is put in
  derivative: (x, y) => {
    const epsilon = constantLike(x!, epsilonOf(x!.dtype));
    const regular = gt(abs(x!), epsilon);
    const safe = select(regular, x!, epsilon);
    const slope = sub(besselI0e(safe), mul(y!, add(sign(safe), reciprocal(safe))));
    return select(regular, slope, constantLike(x!, 0.5));
  },
});
