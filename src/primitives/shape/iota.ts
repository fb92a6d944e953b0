import { checkDType } from '../../array/create.ts';
import { allocate, type DType, lanesOf } from '../../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { checkShape, normalizeAxis } from '../../array/shape.ts';
import { broadcastInDim } from './broadcast.ts';

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
  const line = allocate(dtype, extents[axis]!);
  for (let i = 0; i < extents[axis]!; i++) line[i * lanes] = i;
  // programs have the line, and repeat it where it is used
  return broadcastInDim(new ConcreteArray([extents[axis]!], dtype, line), extents, [axis]);
};
