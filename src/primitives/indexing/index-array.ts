import type { ArrayLike, Index, NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import { makeAval } from '../../core/aval.ts';
import { bindOne } from '../../core/tracer.ts';
import { toArray } from '../convert.ts';
import { zerosLike } from '../linear.ts';
import { dynamicSliceAt } from '../shape/dynamic-slice.ts';
import { reshape } from '../shape/reshape.ts';
import { slice } from '../shape/slice.ts';
import { squeeze } from '../shape/squeeze.ts';
import { gatherPrimitive } from './gather.ts';
import { readRegion } from './region.ts';
import { readMode, type SelectedWindows, type Selection, selectionOf } from './selection.ts';

/** The part of x that plain indices cut out, before arrays of indices choose from it. */
export const viewOf = (x: NDArray, selection: Selection): NDArray => {
  const region = readRegion(reshape(x, selection.expandedShape), selection.region);
  return reshape(region, selection.viewShape);
};

/** One window at a place that is computed: a dynamic slice. */
const readOne = (view: NDArray, { indices, dims, sliceSizes }: SelectedWindows): NDArray => {
  const zero = zerosLike(makeAval([], indices.dtype));
  const starts = sliceSizes.map((_, axis) => {
    const k = dims.indexMap.indexOf(axis);
    return k < 0 ? zero : reshape(slice(indices, [k], [k + 1]), []);
  });
  return squeeze(dynamicSliceAt(view, starts, sliceSizes), dims.collapsedDims);
};

const readWindows = (view: NDArray, windows: SelectedWindows): NDArray =>
  windows.indices.ndim === 1
    ? readOne(view, windows)
    : bindOne(gatherPrimitive, [view, windows.indices], {
        dims: windows.dims,
        sliceSizes: windows.sliceSizes,
        mode: readMode(windows),
        fillValue: null,
        uniqueIndices: windows.unique,
        indicesAreSorted: false,
      });

/**
 * The elements that indices choose, by NumPy's rules of basic and advanced indexing: `x.at(…)`.
 *
 * Plain integers that lie outside throw RangeError; elements of index arrays that do read the nearest element, as in
 * JAX. Slices are clipped. Throws TypeError for what is no index and for masks whose values are not known, RangeError
 * for too many indices, masks of another shape and index arrays that do not broadcast.
 *
 * @example
 * ```ts
 * const x = array([[1, 2, 3], [4, 5, 6]]);
 * console.log(String(x.at(-1, '::-1')), String(x.at('...', [0, 2])));
 * // => [6. 5. 4.] [[1. 3.]
 * //     [4. 6.]]
 * ```
 */
export const indexArray = (x: ArrayLike, indices: readonly Index[], what = 'at'): NDArray => {
  const operand = toArray(what, x);
  const selection = selectionOf(what, operand.shape, indices);
  if (sizeOf(selection.shape) === 0) return zerosLike(makeAval(selection.shape, operand.dtype, operand.weakType));
  const view = viewOf(operand, selection);
  return reshape(selection.windows === null ? view : readWindows(view, selection.windows), selection.shape);
};
