import { complexOf, type DType, isComplex, realOf } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import type { Primitive } from '../../core/primitive.ts';
import { isLinear } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { promoteOperands } from '../convert.ts';
import { add, neg } from './arithmetic.ts';
import { constantLike } from './constant.ts';
import { applyElementwise, elementwise, noParams } from './construct.ts';
import { unary } from './unary.ts';

/** Transposes follow JAX: of the real-linear maps here, with respect to the pairing Re(c·x), without conjugation. */

/**
 * The real part, element by element (`lax.real`), in the real dtype of x's precision.
 *
 * Throws TypeError for operands that are not complex.
 *
 * @example
 * ```ts
 * console.log(String(lax.real([{ re: 1, im: 2 }]))); // => [1.]
 * ```
 */
export const real = unary({
  name: 'real',
  value: { complexToReal: re => re },
  lift: 'keep',
  output: realOf,
  derivative: { transpose: cotangent => complex(cotangent, constantLike(cotangent, 0)) },
});

/**
 * The imaginary part, element by element (`lax.imag`), in the real dtype of x's precision.
 *
 * Throws TypeError for operands that are not complex.
 *
 * @example
 * ```ts
 * console.log(String(lax.imag([{ re: 1, im: 2 }]))); // => [2.]
 * ```
 */
export const imag = unary({
  name: 'imag',
  value: { complexToReal: (_, im) => im },
  lift: 'keep',
  output: realOf,
  derivative: { transpose: cotangent => complex(constantLike(cotangent, 0), neg(cotangent)) },
});

const complexPrimitive: Primitive = elementwise(
  {
    name: 'complex',
    kernels: { floatToComplex: (x, y) => [x, y] },
    output: complexOf,
    jvp: [tangent => complex(tangent, constantLike(tangent, 0)), tangent => complex(constantLike(tangent, 0), tangent)],
    transpose: (cotangent, _, operand) => (operand === 0 ? real(cotangent) : imag(neg(cotangent))),
  },
  add,
);

/**
 * x + i·y of real x and y, element by element (`lax.complex`).
 *
 * float32 gives complex64, float64 complex128; operands are promoted and broadcast. Throws TypeError for complex
 * operands, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.complex([1, 2], 3))); // => [1.+3.j 2.+3.j]
 * ```
 */
export const complex = (x: ArrayLike, y: ArrayLike): NDArray =>
  applyElementwise(complexPrimitive, 'inexact', [x, y], noParams);

type ConjParams = { readonly inputDtype: DType };

const conjPrimitive: Primitive<ConjParams> = elementwise({
  name: 'conj',
  kernels: { complex: (re, im) => [re, -im], floatToComplex: x => [x, 0] },
  output: complexOf,
  jvp: [tangent => conj(tangent)],
  transpose: (cotangent, [input]) =>
    isComplex(isLinear(input!) ? input.aval.dtype : input!.dtype) ? conj(cotangent) : real(cotangent),
  structure: { conjugates: true },
});

/**
 * The complex conjugate, element by element (`lax.conj`); real operands become complex.
 *
 * Throws TypeError for int and bool operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.conj([{ re: 1, im: 2 }]))); // => [1.-2.j]
 * ```
 */
export const conj = (x: ArrayLike): NDArray => {
  const [operand] = promoteOperands('conj', [x]);
  return bindOne(conjPrimitive, [operand!], { inputDtype: operand!.dtype });
};
