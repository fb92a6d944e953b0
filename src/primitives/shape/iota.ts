import { checkDType } from '../../array/create.ts';
import { allocate, type DType, lanesOf } from '../../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { checkShape, normalizeAxis, sizeOf, stridesOf } from '../../array/shape.ts';

/**
 * `lax.iota` and `lax.broadcasted_iota`: 0, 1, 2, … along one axis, repeated along the others.
 *
 * A number as shape stands for one axis. Throws TypeError for dtype bool.
 *
 * @example
 * ```ts
 * console.log(String(lax.iota('int32', [2, 3], 1)));
 * // => [[0 1 2]
 * //     [0 1 2]]
 * ```
 */
export const iota = (dtype: DType, shape: number | readonly number[], dimension = 0): NDArray => {
  if (checkDType('iota', dtype) === 'bool') throw new TypeError('iota: does not accept dtype bool');
  const extents = checkShape('iota', shape);
  const axis = normalizeAxis('iota', dimension, extents.length);
  const lanes = lanesOf(dtype);
  const data = allocate(dtype, sizeOf(extents));
  const stride = stridesOf(extents)[axis]!;
  const extent = extents[axis]!;
  for (let i = 0; i < data.length / lanes; i++) data[i * lanes] = Math.floor(i / stride) % extent;
  return new ConcreteArray(extents, dtype, data);
};
