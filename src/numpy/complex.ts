import { isComplex, isInexact } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { toDType } from '../primitives/convert.ts';
import { mul } from '../primitives/elementwise/arithmetic.ts';
import { eq, ne } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { atan2 } from '../primitives/elementwise/trigonometric.ts';
import { asArray } from './convert.ts';
import * as methods from './methods/rounding.ts';
import { wired } from './methods.ts';

/**
 * The real part, element by element; real arrays stay as they are.
 *
 * @example
 * ```ts
 * console.log(np.real(array([{ re: 1, im: 2 }])).tolist()); // => [ 1 ]
 * ```
 */
export const real = wired(methods.real);

/**
 * The imaginary part, element by element; zeros for real arrays.
 *
 * @example
 * ```ts
 * console.log(np.imag(array([{ re: 1, im: 2 }])).tolist()); // => [ 2 ]
 * ```
 */
export const imag = wired(methods.imag);

/**
 * The complex conjugate, element by element; real arrays stay as they are.
 *
 * @example
 * ```ts
 * console.log(String(np.conj(array({ re: 1, im: 2 })))); // => (1-2j)
 * ```
 */
export const conj = wired(methods.conj);

export type AngleOptions = {
  /** Whether the result is in degrees. */
  readonly deg?: boolean;
};

/**
 * The angle of complex numbers with the positive real axis, in (-π, π].
 *
 * @example
 * ```ts
 * console.log(np.angle({ re: 0, im: 1 }, { deg: true }).item()); // => 90
 * ```
 */
export const angle = (x: ArrayLike, options: AngleOptions = {}): NDArray => {
  checkOptions('angle', options, ['deg']);
  const { deg = false } = options;
  const operand = asArray('angle', x);
  const inexact = isInexact(operand.dtype) ? operand : toDType(operand, promoteTypesInexact([operand]));
  const result = atan2(methods.imag(inexact), methods.real(inexact));
  return deg ? mul(result, constantLike(result, 180 / Math.PI)) : result;
};

/**
 * Whether the imaginary part is 0, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.isreal(array([{ re: 1, im: 0 }, { re: 1, im: 2 }])))); // => [ True False]
 * ```
 */
export const isreal = (x: ArrayLike): NDArray => {
  const part = methods.imag(asArray('isreal', x));
  return eq(part, constantLike(part, 0));
};

/**
 * Whether the imaginary part is not 0, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.iscomplex(array([{ re: 1, im: 0 }, { re: 1, im: 2 }])))); // => [False  True]
 * ```
 */
export const iscomplex = (x: ArrayLike): NDArray => {
  const part = methods.imag(asArray('iscomplex', x));
  return ne(part, constantLike(part, 0));
};

/**
 * Whether an array has a complex dtype.
 *
 * @example
 * ```ts
 * console.log(np.iscomplexobj(array([1, 2]))); // => false
 * ```
 */
export const iscomplexobj = (x: ArrayLike): boolean => isComplex(asArray('iscomplexobj', x).dtype);

/**
 * Whether an array has a real dtype.
 *
 * @example
 * ```ts
 * console.log(np.isrealobj(array([1, 2]))); // => true
 * ```
 */
export const isrealobj = (x: ArrayLike): boolean => !iscomplexobj(x);

export { conj as conjugate };
