import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkList } from '../../array/options.ts';
import { avalString } from '../../core/aval.ts';
import { toArray } from '../convert.ts';
import { broadcastInDim } from './broadcast.ts';
import { reshape } from './reshape.ts';

/**
 * `lax.tile`: x repeated `reps[i]` times along axis i.
 *
 * Throws RangeError unless there is one non-negative count for each axis.
 *
 * @example
 * ```ts
 * console.log(String(lax.tile(array([1, 2]), [2]))); // => [1. 2. 1. 2.]
 * ```
 */
export const tile = (x: ArrayLike, reps: readonly number[]): NDArray => {
  const operand = toArray('tile', x);
  checkList('tile', 'the numbers of repeats', reps);
  if (reps.length !== operand.ndim || !reps.every(count => Number.isInteger(count) && count >= 0)) {
    throw new RangeError(
      `tile: one non-negative integer is needed for each axis of ${avalString(operand)}, got (${reps.join(', ')})`,
    );
  }
  const repeated = operand.shape.flatMap((extent, axis) => [reps[axis]!, extent]);
  const own = operand.shape.map((_, axis) => 2 * axis + 1);
  return reshape(
    broadcastInDim(operand, repeated, own),
    operand.shape.map((extent, axis) => extent * reps[axis]!),
  );
};
