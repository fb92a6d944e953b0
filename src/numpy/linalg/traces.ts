import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { asArray } from '../convert.ts';
import * as methods from '../methods/diagonal.ts';
import type { DTypeOption } from '../methods/reductions.ts';

export type OffsetOptions = {
  /** How far above the main diagonal; below it where negative. */
  readonly offset?: number;
};

/**
 * The diagonals of the matrices in the last two axes.
 *
 * @example
 * ```ts
 * console.log(np.linalg.diagonal(np.ones([5, 2, 3])).shape); // => [ 5, 2 ]
 * ```
 */
export const diagonal = (x: ArrayLike, options: OffsetOptions = {}): NDArray => {
  checkOptions('diagonal', options, ['offset']);
  return methods.diagonal(asArray('diagonal', x), { ...options, axis1: -2, axis2: -1 });
};

/**
 * The traces of the matrices in the last two axes.
 *
 * @example
 * ```ts
 * console.log(String(np.linalg.trace(np.ones([2, 3, 3])))); // => [3. 3.]
 * ```
 */
export const trace = (x: ArrayLike, options: OffsetOptions & DTypeOption = {}): NDArray => {
  checkOptions('trace', options, ['offset', 'dtype']);
  return methods.trace(asArray('trace', x), { ...options, axis1: -2, axis2: -1 });
};
