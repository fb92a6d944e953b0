import {
  erfInvDouble,
  erfInvSingle,
  fusedDouble,
  log1pDouble,
  log1pSingle,
  logSingle,
} from '../../reference/scalar/sampling.ts';
import { add, div, mul } from '../elementwise/arithmetic.ts';
import { constantLike } from '../elementwise/constant.ts';
import { exp } from '../elementwise/exponential.ts';
import { ternary } from '../elementwise/nary.ts';
import { square } from '../elementwise/power.ts';
import { unary } from '../elementwise/unary.ts';

/**
 * Functions that turn uniform numbers into samples: `log`, `log1p` and `erfInv` with the roundings of JAX on a CPU, where
 * those have less rounding errors. Samples are differences of their results, so that a last bit can become many.
 */

/** The natural logarithm, of samples. */
export const logOfSample = unary({
  name: 'log_of_sample',
  value: dtype => ({ float: dtype === 'float32' ? logSingle : Math.log }),
  derivative: { tangent: (tangent, x) => div(tangent, x!) },
});

/** log(1 + x), of samples. */
export const log1pOfSample = unary({
  name: 'log1p_of_sample',
  value: dtype => ({ float: dtype === 'float32' ? log1pSingle : log1pDouble }),
  derivative: { tangent: (tangent, x) => div(tangent, add(x!, constantLike(x!, 1))) },
});

/** The inverse of the error function, of samples. */
export const erfInvOfSample = unary({
  name: 'erf_inv_of_sample',
  value: dtype => ({ float: dtype === 'float32' ? erfInvSingle : erfInvDouble }),
  derivative: (x, y) => mul(constantLike(x!, Math.sqrt(Math.PI) / 2), exp(square(y!))),
});

/** x·y + z, rounded once, of samples: in double precision products of single precision are exact. */
export const multiplyAddOfSample = ternary({
  name: 'multiply_add_of_sample',
  value: dtype => ({ float: dtype === 'float32' ? (x, y, z) => x * y + z : fusedDouble }),
  derivatives: [(_x, y) => y!, x => x!, { tangent: tangent => tangent }],
});
