import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { normalizeAxis } from '../../array/shape.ts';
import { toArray } from '../convert.ts';
import { dynamicSlice, dynamicUpdateSlice } from './dynamic-slice.ts';
import { expandDims } from './reshape.ts';
import { squeeze } from './squeeze.ts';
import { valueLike } from './value-like.ts';

const startsAlong = (x: NDArray, axis: number, start: ArrayLike): ArrayLike[] =>
  x.shape.map((_, k) => (k === axis ? start : 0));

/**
 * `lax.dynamic_slice_in_dim`: `size` elements along one axis, from a start index that may be computed.
 *
 * Negative start indices count from the end; a window that is not wholly inside is moved inside.
 *
 * @example
 * ```ts
 * console.log(String(lax.dynamicSliceInDim(array([0, 1, 2, 3]), 1, 2))); // => [1. 2.]
 * ```
 */
export const dynamicSliceInDim = (x: ArrayLike, startIndex: ArrayLike, size: number, axis = 0): NDArray => {
  const operand = toArray('dynamicSliceInDim', x);
  const along = normalizeAxis('dynamicSliceInDim', axis, operand.ndim);
  return dynamicSlice(
    operand,
    startsAlong(operand, along, startIndex),
    operand.shape.map((extent, k) => (k === along ? size : extent)),
  );
};

/**
 * `lax.dynamic_index_in_dim`: what stands at an index, which may be computed, of an axis; the axis stays with extent 1
 * unless `keepdims` is false.
 *
 * Negative indices count from the end; an index outside is moved inside.
 *
 * @example
 * ```ts
 * console.log(String(lax.dynamicIndexInDim(array([[1, 2], [3, 4]]), 1, 0, false))); // => [3. 4.]
 * ```
 */
export const dynamicIndexInDim = (x: ArrayLike, index: ArrayLike, axis = 0, keepdims = true): NDArray => {
  const result = dynamicSliceInDim(x, index, 1, axis);
  return keepdims ? result : squeeze(result, [axis]);
};

/**
 * `lax.dynamic_update_slice_in_dim`: x with the elements from a start index along one axis replaced by `update`.
 *
 * Negative start indices count from the end; a window that is not wholly inside is moved inside.
 *
 * @example
 * ```ts
 * console.log(String(lax.dynamicUpdateSliceInDim(np.zeros(4), array([1, 2]), 2, 0))); // => [0. 0. 1. 2.]
 * ```
 */
export const dynamicUpdateSliceInDim = (
  x: ArrayLike,
  update: ArrayLike,
  startIndex: ArrayLike,
  axis: number,
): NDArray => {
  const operand = toArray('dynamicUpdateSliceInDim', x);
  const along = normalizeAxis('dynamicUpdateSliceInDim', axis, operand.ndim);
  return dynamicUpdateSlice(operand, update, startsAlong(operand, along, startIndex));
};

/**
 * `lax.dynamic_update_index_in_dim`: x with what stands at an index of an axis replaced by `update`, which has that axis
 * with extent 1 or lacks it.
 *
 * Negative indices count from the end; an index outside is moved inside.
 *
 * @example
 * ```ts
 * console.log(String(lax.dynamicUpdateIndexInDim(np.zeros(3), 7, 1, 0))); // => [0. 7. 0.]
 * ```
 */
export const dynamicUpdateIndexInDim = (x: ArrayLike, update: ArrayLike, index: ArrayLike, axis: number): NDArray => {
  const operand = toArray('dynamicUpdateIndexInDim', x);
  const along = normalizeAxis('dynamicUpdateIndexInDim', axis, operand.ndim);
  const value = valueLike('dynamicUpdateIndexInDim', update, operand);
  const placed = value.ndim === operand.ndim ? value : expandDims(value, [along]);
  return dynamicUpdateSliceInDim(operand, placed, index, along);
};
