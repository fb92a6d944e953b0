import type { NDArray } from '../../array/ndarray.ts';
import { reshape } from '../shape/reshape.ts';
import { slice } from '../shape/slice.ts';
import { transpose } from '../shape/transpose.ts';
import { axesWithout } from './dot-general.ts';

/**
 * The elements of x that have the same index along two axes of equal extent, listed along a new last axis.
 *
 * In row-major order these stand extent + 1 elements apart, so that a reshape and a strided slice fetch them.
 */
export const diagonalOf = (x: NDArray, axis1: number, axis2: number): NDArray => {
  const extent = x.shape[axis1]!;
  const others = axesWithout(x.ndim, [axis1, axis2]);
  const stack = others.map(axis => x.shape[axis]!);
  const flat = reshape(transpose(x, [...others, axis1, axis2]), [...stack, extent * extent]);
  return slice(flat, [...stack.map(() => 0), 0], [...stack, extent * extent], [...stack.map(() => 1), extent + 1]);
};
