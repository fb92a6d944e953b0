import { checkDType } from '../array/create.ts';
import { type DType, kindOf, realOf } from '../array/dtype.ts';
import type { ArrayLike } from '../array/ndarray.ts';
import { promoteTypes } from '../array/promotion.ts';
import { asArray, asOperands } from './convert.ts';
import * as methods from './methods/shape.ts';
import { wired } from './methods.ts';

/**
 * x converted to another dtype; complex numbers lose their imaginary part on the way to real ones.
 *
 * Floats are truncated to ints. Throws TypeError for an unknown dtype.
 *
 * @example
 * ```ts
 * console.log(String(np.astype([1.7, -1.7], 'int32'))); // => [ 1 -1]
 * ```
 */
export const astype = /* @__PURE__ */ wired(methods.astype);

/**
 * The dtype that operands have in common; JS numbers give way to arrays.
 *
 * @example
 * ```ts
 * console.log(np.resultType(new Int32Array(1), array([1], { dtype: 'float64' }), 2)); // => float64
 * ```
 */
export const resultType = (...operands: readonly ArrayLike[]): DType =>
  promoteTypes(asOperands('resultType', operands)).dtype;

/**
 * The dtype that two dtypes have in common.
 *
 * @example
 * ```ts
 * console.log(np.promoteTypes('int32', 'float32')); // => float32
 * ```
 */
const promoteDTypes = (first: DType, second: DType): DType =>
  promoteTypes([first, second].map(dtype => ({ dtype: checkDType('promoteTypes', dtype), weakType: false }))).dtype;

export { promoteDTypes as promoteTypes };

export type FloatInfo = {
  readonly dtype: DType;
  readonly bits: number;
  /** The distance from 1 to the next number. */
  readonly eps: number;
  readonly max: number;
  readonly min: number;
  /** The smallest positive number of full precision. */
  readonly tiny: number;
  /** The smallest positive number. */
  readonly smallestSubnormal: number;
};

const floats: Readonly<Record<'float32' | 'float64', Omit<FloatInfo, 'dtype'>>> = {
  float32: {
    bits: 32,
    eps: 2 ** -23,
    max: (2 - 2 ** -23) * 2 ** 127,
    min: -(2 - 2 ** -23) * 2 ** 127,
    tiny: 2 ** -126,
    smallestSubnormal: 2 ** -149,
  },
  float64: {
    bits: 64,
    eps: Number.EPSILON,
    max: Number.MAX_VALUE,
    min: -Number.MAX_VALUE,
    tiny: 2 ** -1022,
    smallestSubnormal: Number.MIN_VALUE,
  },
};

/**
 * What numbers a float dtype holds; for a complex one those of its parts. Throws TypeError for other dtypes.
 *
 * @example
 * ```ts
 * console.log(np.finfo('float32').eps); // => 1.1920928955078125e-7
 * ```
 */
export const finfo = (dtype: DType): FloatInfo => {
  const real = realOf(checkDType('finfo', dtype));
  if (real !== 'float32' && real !== 'float64') throw new TypeError(`finfo: ${dtype} is not a float dtype: use iinfo`);
  return { dtype: real, ...floats[real] };
};

export type IntegerInfo = { readonly dtype: DType; readonly bits: number; readonly max: number; readonly min: number };

/**
 * What numbers an integer dtype holds. Throws TypeError for other dtypes.
 *
 * @example
 * ```ts
 * console.log(np.iinfo('int32').max); // => 2147483647
 * ```
 */
export const iinfo = (dtype: DType): IntegerInfo => {
  if (kindOf(checkDType('iinfo', dtype)) !== 'int')
    throw new TypeError(`iinfo: ${dtype} is not an integer dtype: use finfo`);
  return dtype === 'int32'
    ? { dtype, bits: 32, max: 2147483647, min: -2147483648 }
    : { dtype, bits: 32, max: 4294967295, min: 0 };
};

/**
 * The shape of what can be read as an array.
 *
 * @example
 * ```ts
 * console.log(np.shape([[1, 2, 3]])); // => [ 1, 3 ]
 * ```
 */
export const shape = (x: ArrayLike): readonly number[] => asArray('shape', x).shape;

/**
 * The number of axes of what can be read as an array.
 *
 * @example
 * ```ts
 * console.log(np.ndim([[1, 2, 3]])); // => 2
 * ```
 */
export const ndim = (x: ArrayLike): number => asArray('ndim', x).ndim;

/**
 * The number of elements of what can be read as an array.
 *
 * @example
 * ```ts
 * console.log(np.size([[1, 2, 3]])); // => 3
 * ```
 */
export const size = (x: ArrayLike): number => asArray('size', x).size;
