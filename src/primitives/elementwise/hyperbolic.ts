import * as complexScalar from '../../reference/scalar/complex.ts';
import { add, mul, reciprocal, sub } from './arithmetic.ts';
import { constantLike } from './constant.ts';
import { rsqrt, square } from './power.ts';
import { unary } from './unary.ts';

/**
 * The hyperbolic sine, element by element (`lax.sinh`). Takes floats and complex numbers; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.sinh([0, 1]))); // => [0.        1.1752012]
 * ```
 */
export const sinh = unary({
  name: 'sinh',
  value: { float: Math.sinh, complex: complexScalar.sinh },
  derivative: x => cosh(x!),
});

/**
 * The hyperbolic cosine, element by element (`lax.cosh`). Takes floats and complex numbers; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.cosh([0, 1]))); // => [1.        1.5430807]
 * ```
 */
export const cosh = unary({
  name: 'cosh',
  value: { float: Math.cosh, complex: complexScalar.cosh },
  derivative: x => sinh(x!),
});

/**
 * The hyperbolic tangent, element by element (`lax.tanh`). Takes floats and complex numbers; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.tanh([0, 1]))); // => [0.        0.7615942]
 * ```
 */
export const tanh = unary({
  name: 'tanh',
  value: { float: Math.tanh, complex: complexScalar.tanh },
  // (1 + y)(1 - y) keeps the digits of 1 - y² near |y| = 1
  derivative: (x, y) => mul(add(constantLike(x!, 1), y!), sub(constantLike(x!, 1), y!)),
});

/**
 * The inverse hyperbolic sine, element by element (`lax.asinh`). Takes floats and complex numbers; ints are lifted to
 * float.
 *
 * @example
 * ```ts
 * console.log(String(lax.asinh([0, 1]))); // => [0.        0.8813736]
 * ```
 */
export const asinh = unary({
  name: 'asinh',
  value: { float: Math.asinh, complex: complexScalar.asinh },
  derivative: x => rsqrt(add(square(x!), constantLike(x!, 1))),
});

/**
 * The inverse hyperbolic cosine, element by element (`lax.acosh`): NaN for floats below 1. Takes floats and complex
 * numbers; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.acosh([1, 2]))); // => [0.       1.316958]
 * ```
 */
export const acosh = unary({
  name: 'acosh',
  value: { float: Math.acosh, complex: complexScalar.acosh },
  derivative: x => rsqrt(sub(square(x!), constantLike(x!, 1))),
});

/**
 * The inverse hyperbolic tangent, element by element (`lax.atanh`): NaN for floats outside -1 … 1. Takes floats and
 * complex numbers; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.atanh([0, 0.5]))); // => [0.         0.54930615]
 * ```
 */
export const atanh = unary({
  name: 'atanh',
  value: { float: Math.atanh, complex: complexScalar.atanh },
  derivative: x => mul(reciprocal(add(constantLike(x!, 1), x!)), reciprocal(sub(constantLike(x!, 1), x!))),
});
