import * as complexScalar from '../../reference/scalar/complex.ts';
import { add, div, neg, reciprocal, sub } from './arithmetic.ts';
import { constantLike } from './constant.ts';
import { binary } from './nary.ts';
import { rsqrt, square } from './power.ts';
import { unary } from './unary.ts';

/**
 * The sine, element by element (`lax.sin`). Takes floats and complex numbers; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.sin([0, 1]))); // => [0.         0.84147096]
 * ```
 */
export const sin = unary({
  name: 'sin',
  value: { float: Math.sin, complex: complexScalar.sin },
  derivative: x => cos(x!),
});

/**
 * The cosine, element by element (`lax.cos`). Takes floats and complex numbers; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.cos([0, 1]))); // => [1.        0.5403023]
 * ```
 */
export const cos = unary({
  name: 'cos',
  value: { float: Math.cos, complex: complexScalar.cos },
  derivative: x => neg(sin(x!)),
});

/**
 * The tangent, element by element (`lax.tan`). Takes floats and complex numbers; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.tan([0, 1]))); // => [0.        1.5574077]
 * ```
 */
export const tan = unary({
  name: 'tan',
  value: { float: Math.tan, complex: complexScalar.tan },
  derivative: (x, y) => add(constantLike(x!, 1), square(y!)),
});

/**
 * The inverse sine, element by element (`lax.asin`): NaN for floats outside -1 … 1. Takes floats and complex numbers;
 * ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.asin([0, 1]))); // => [0.        1.5707964]
 * ```
 */
export const asin = unary({
  name: 'asin',
  value: { float: Math.asin, complex: complexScalar.asin },
  derivative: x => rsqrt(sub(constantLike(x!, 1), square(x!))),
});

/**
 * The inverse cosine, element by element (`lax.acos`): NaN for floats outside -1 … 1. Takes floats and complex numbers;
 * ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.acos([0, 1]))); // => [1.5707964 0.       ]
 * ```
 */
export const acos = unary({
  name: 'acos',
  value: { float: Math.acos, complex: complexScalar.acos },
  derivative: x => neg(rsqrt(sub(constantLike(x!, 1), square(x!)))),
});

/**
 * The inverse tangent, element by element (`lax.atan`). Takes floats and complex numbers; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.atan([0, 1]))); // => [0.        0.7853982]
 * ```
 */
export const atan = unary({
  name: 'atan',
  value: { float: Math.atan, complex: complexScalar.atan },
  derivative: x => reciprocal(add(constantLike(x!, 1), square(x!))),
});

/**
 * The angle of the point (x, y), element by element (`lax.atan2`), in -π … π.
 *
 * Operands are promoted, ints lifted to float, and broadcast. Throws TypeError for complex operands, RangeError where
 * shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.atan2([0, 1], [-1, 0]))); // => [3.1415927 1.5707964]
 * ```
 */
export const atan2 = binary({
  name: 'atan2',
  value: { float: Math.atan2 },
  lift: 'inexact',
  derivatives: [(y, x) => div(x!, add(square(y!), square(x!))), (y, x) => div(neg(y!), add(square(y!), square(x!)))],
});
