import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { ownLists } from '../array/options.ts';
import { asArray } from '../numpy/convert.ts';
import { wired } from '../numpy/methods.ts';
import { neg as negative } from '../primitives/elementwise/arithmetic.ts';
import * as gathering from '../primitives/indexing/gather.ts';
import * as scattering from '../primitives/indexing/scatter.ts';
import * as extremal from '../primitives/indexing/scatter-extremal.ts';
import * as dynamicInDim from '../primitives/shape/dynamic-in-dim.ts';
import * as dynamic from '../primitives/shape/dynamic-slice.ts';
import * as slicing from '../primitives/shape/slice.ts';

/** Slices, gathers and scatters. */

/**
 * The elements from `start` up to but without `limit` along each axis, every `strides`-th of them.
 *
 * Throws RangeError unless `0 <= start <= limit <= extent` along each axis; nothing is clipped.
 *
 * @example
 * ```ts
 * console.log(String(lax.slice(array([0, 1, 2, 3, 4]), [1], [5], [2]))); // => [1. 3.]
 * ```
 */
export const slice = (
  x: ArrayLike,
  start: readonly number[],
  limit: readonly number[],
  strides?: readonly number[],
): NDArray => slicing.slice(asArray('slice', x), ownLists(start), ownLists(limit), ownLists(strides));

/** A slice along one axis. */
export const sliceInDim = wired(slicing.sliceInDim);

/** One element of an axis. */
export const indexInDim = wired(slicing.indexInDim);

/** A slice of fixed size that starts where traced indices say. */
export const dynamicSlice = wired(dynamic.dynamicSlice);

/** An array with a slice replaced where traced indices say. */
export const dynamicUpdateSlice = wired(dynamic.dynamicUpdateSlice);

/** `dynamicSlice` along one axis. */
export const dynamicSliceInDim = wired(dynamicInDim.dynamicSliceInDim);

/** One element of an axis, where a traced index says. */
export const dynamicIndexInDim = wired(dynamicInDim.dynamicIndexInDim);

/** `dynamicUpdateSlice` along one axis. */
export const dynamicUpdateSliceInDim = wired(dynamicInDim.dynamicUpdateSliceInDim);

/** One element of an axis replaced, where a traced index says. */
export const dynamicUpdateIndexInDim = wired(dynamicInDim.dynamicUpdateIndexInDim);

/** Slices of an array from the places that indices name. */
export const gather = wired(gathering.gather);

/** An array with slices replaced at the places that indices name. */
export const scatter = wired(scattering.scatter);

/** An array with slices added at the places that indices name. */
export const scatterAdd = wired(gathering.scatterAdd);

/**
 * An array with slices subtracted at the places that indices name, as `scatterAdd` adds them.
 *
 * @example
 * ```ts
 * const indices = array([[1], [1]], { dtype: 'int32' });
 * const numbers = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
 * console.log(String(lax.scatterSub(np.zeros(3), indices, array([1, 2]), numbers))); // => [ 0. -3.  0.]
 * ```
 */
export const scatterSub = (...args: Parameters<typeof gathering.scatterAdd>): NDArray => {
  const [operand, indices, updates, ...rest] = args;
  return scatterAdd(operand, indices, negative(asArray('scatterSub', updates)), ...rest);
};

/** An array multiplied by slices at the places that indices name. */
export const scatterMul = wired(scattering.scatterMul);

/** An array lowered to slices at the places that indices name. */
export const scatterMin = wired(extremal.scatterMin);

/** An array raised to slices at the places that indices name. */
export const scatterMax = wired(extremal.scatterMax);
