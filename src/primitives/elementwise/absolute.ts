import { isComplex, realOf } from '../../array/dtype.ts';
import * as complexScalar from '../../reference/scalar/complex.ts';
import { convertElementType } from '../convert.ts';
import { div, mul } from './arithmetic.ts';
import { ge } from './comparison.ts';
import { conj, real } from './complex.ts';
import { constantLike } from './constant.ts';
import { replaceZero, select } from './select.ts';
import { unary } from './unary.ts';

/**
 * The absolute value, element by element (`lax.abs`); of complex numbers their distance from 0, as a real array.
 *
 * The derivative at 0 is 1 (0 for complex operands), as in JAX. int32's lowest number stays as it is. Throws TypeError
 * for bools.
 *
 * @example
 * ```ts
 * console.log(String(lax.abs([-1, 2]))); // => [1. 2.]
 * ```
 */
export const abs = unary({
  name: 'abs',
  value: { float: Math.abs, int: Math.abs, complexToReal: complexScalar.abs },
  lift: 'keep',
  output: realOf,
  derivative: {
    tangent: (tangent, x, y) => {
      if (!isComplex(x!.dtype)) {
        return mul(tangent, select(ge(x!, constantLike(x!, 0)), constantLike(x!, 1), constantLike(x!, -1)));
      }
      const length = convertElementType(y!, x!.dtype, x!.weakType);
      return real(mul(tangent, div(conj(x!), replaceZero(length))));
    },
  },
});

/**
 * The sign, element by element (`lax.sign`): -1, 0 or 1; x / |x| for complex numbers.
 *
 * The dtype stays, -0 and NaN too. Throws TypeError for bools.
 *
 * @example
 * ```ts
 * console.log(String(lax.sign([-3, 0, 2]))); // => [-1.  0.  1.]
 * ```
 */
export const sign = unary({
  name: 'sign',
  value: {
    float: Math.sign,
    int: Math.sign,
    complex: complexScalar.sign,
  },
  lift: 'keep',
  derivative: 'zero',
});
