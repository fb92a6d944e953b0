import { checkDType } from '../array/create.ts';
import type { DType } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkList, ownLists } from '../array/options.ts';
import { checkShape, normalizeAxes, type Shape, shapeString, sizeOf } from '../array/shape.ts';
import { asArray } from '../numpy/convert.ts';
import { type LikeOptions, full as numpyFull, fullLike as numpyFullLike } from '../numpy/creation.ts';
import { unstack as numpyUnstack } from '../numpy/joining.ts';
import { wired } from '../numpy/methods.ts';
import { broadcastTo } from '../numpy/shape.ts';
import { convertElementType as convert } from '../primitives/convert.ts';
import * as broadcasting from '../primitives/shape/broadcast.ts';
import * as joining from '../primitives/shape/concatenate.ts';
import * as counting from '../primitives/shape/iota.ts';
import * as reshaping from '../primitives/shape/reshape.ts';
import * as reversing from '../primitives/shape/rev.ts';
import type { PaddingConfig } from '../primitives/shape/slice.ts';
import * as slicing from '../primitives/shape/slice.ts';
import * as squeezing from '../primitives/shape/squeeze.ts';
import * as tiling from '../primitives/shape/tile.ts';
import * as transposing from '../primitives/shape/transpose.ts';
import { shown } from '../util/errors.ts';

/** Primitives that lay elements out anew, and the sum, which is the transpose of one of them. */

export { broadcastShapes } from '../numpy/shape.ts';

/** Arrays joined along an axis: `concatenate(operands, dimension)`. */
export const concatenate = wired(joining.concatenate);

/** Arrays of one shape joined along a new axis. */
export const stack = wired(joining.stack);

/** An array cut along an axis into parts of the given sizes. */
export const split = wired(joining.split);

/**
 * x with elements put before, after and between its own.
 *
 * `config` has `[low, high, interior]` for each axis; negative low and high cut off. The padding value is a scalar of
 * x's dtype. Throws RangeError where more is cut off than there is.
 *
 * @example
 * ```ts
 * console.log(String(lax.pad(array([1, 2, 3]), 0, [[1, -1, 1]]))); // => [0. 1. 0. 2. 0.]
 * ```
 */
export const pad = (x: ArrayLike, paddingValue: ArrayLike, config: PaddingConfig): NDArray =>
  slicing.pad(asArray('pad', x), paddingValue, ownLists(config));

/** The elements in reverse order along the given axes. */
export const rev = wired(reversing.rev);

/** An array without the given axes, each of extent 1. */
export const squeeze = wired(squeezing.squeeze);

/** An array repeated as a whole along each axis. */
export const tile = wired(tiling.tile);

/** 0, 1, 2, … along one axis: `iota(dtype, shape, dimension)`. */
export const iota = wired(counting.iota);

/** 0, 1, 2, … along one axis: another name of `iota`. */
export const broadcastedIota = iota;

/**
 * The same elements in row-major order under another shape, read in the order that `dimensions` brings the axes into. Throws
 * RangeError where the sizes differ and for anything but a permutation of the axes.
 *
 * @example
 * ```ts
 * console.log(lax.reshape([1, 2, 3, 4], [2, 2]).shape); // => [ 2, 2 ]
 * ```
 */
export const reshape = (x: ArrayLike, shape: Shape, dimensions: readonly number[] | null = null): NDArray => {
  const operand = dimensions === null ? asArray('reshape', x) : transposed('reshape', x, dimensions);
  return reshaping.reshape(operand, checkShape('reshape', shape));
};

const transposed = (what: string, x: ArrayLike, permutation: readonly number[]): NDArray => {
  checkList(what, 'the permutation', permutation);
  return transposing.transpose(asArray(what, x), [...permutation]);
};

/**
 * Axis i of the result is axis `permutation[i]` of x. Throws RangeError for anything but a permutation of the axes.
 *
 * @example
 * ```ts
 * console.log(lax.transpose(np.zeros([2, 3]), [1, 0]).shape); // => [ 3, 2 ]
 * ```
 */
export const transpose = (x: ArrayLike, permutation: readonly number[]): NDArray =>
  transposed('transpose', x, permutation);

/**
 * An array of the given shape; axis i of x becomes axis `dimensions[i]`, the others repeat.
 *
 * Throws RangeError where x does not fit.
 *
 * @example
 * ```ts
 * console.log(String(lax.broadcastInDim([1, 2], [2, 2], [0])));
 * // => [[1. 1.]
 * //     [2. 2.]]
 * ```
 */
export const broadcastInDim = (x: ArrayLike, shape: Shape, dimensions: readonly number[]): NDArray => {
  checkList('broadcastInDim', 'the dimensions', dimensions);
  return broadcasting.broadcastInDim(asArray('broadcastInDim', x), checkShape('broadcastInDim', shape), [
    ...dimensions,
  ]);
};

/**
 * x repeated along new leading axes of the given extents.
 *
 * @example
 * ```ts
 * console.log(lax.broadcast([1, 2], [3]).shape); // => [ 3, 2 ]
 * ```
 */
export const broadcast = (x: ArrayLike, sizes: readonly number[]): NDArray => {
  const operand = asArray('broadcast', x);
  const shape = [...checkShape('broadcast', sizes), ...operand.shape];
  return broadcasting.broadcastInDim(
    operand,
    shape,
    operand.shape.map((_, axis) => sizes.length + axis),
  );
};

/**
 * x with leading axes of extent 1, so many that it has `rank` axes. Throws RangeError where it has more.
 *
 * @example
 * ```ts
 * console.log(lax.broadcastToRank([1, 2], 3).shape); // => [ 1, 1, 2 ]
 * ```
 */
export const broadcastToRank = (x: ArrayLike, rank: number): NDArray => {
  const operand = asArray('broadcastToRank', x);
  if (!Number.isInteger(rank) || rank < operand.ndim)
    throw new RangeError(`broadcastToRank: rank must be an integer ≥ ${operand.ndim}, got ${rank}`);
  return broadcast(operand, new Array<number>(rank - operand.ndim).fill(1));
};

/**
 * x repeated to the shape of another array. Throws RangeError where x does not broadcast to it.
 *
 * @example
 * ```ts
 * console.log(lax.broadcastLike([1, 2], np.zeros([3, 2])).shape); // => [ 3, 2 ]
 * ```
 */
export const broadcastLike = (x: ArrayLike, like: ArrayLike): NDArray =>
  broadcastTo(x, asArray('broadcastLike', like).shape);

/**
 * x with the axes from `start` up to `stop`, the last by default, made one. Throws RangeError where `stop` comes before
 * `start`.
 *
 * @example
 * ```ts
 * console.log(lax.collapse(np.zeros([2, 3, 4]), 0, 2).shape); // => [ 6, 4 ]
 * ```
 */
export const collapse = (x: ArrayLike, start: number, stop?: number): NDArray => {
  const operand = asArray('collapse', x);
  const { shape, ndim } = operand;
  const clip = (axis: number): number => {
    if (!Number.isInteger(axis)) throw new TypeError(`collapse: start and stop must be integers, got ${shown(axis)}`);
    return Math.min(Math.max(axis < 0 ? axis + ndim : axis, 0), ndim);
  };
  const [from, to] = [clip(start), clip(stop ?? ndim)];
  if (to < from) throw new RangeError(`collapse: no axes from ${start} to ${stop} in shape ${shapeString(shape)}`);
  return reshaping.reshape(operand, [...shape.slice(0, from), sizeOf(shape.slice(from, to)), ...shape.slice(to)]);
};

/**
 * The slices of x along an axis, which disappears. Throws RangeError for an axis that x does not have.
 *
 * @example
 * ```ts
 * console.log(lax.unstack([[1, 2], [3, 4]], 1).map(String)); // => [ '[1. 3.]', '[2. 4.]' ]
 * ```
 */
export const unstack = (x: ArrayLike, axis = 0): NDArray[] => numpyUnstack(x, { axis });

/**
 * x with new axes of extent 1 at the given places of the result.
 *
 * @example
 * ```ts
 * console.log(lax.expandDims([1, 2], [0]).shape); // => [ 1, 2 ]
 * ```
 */
export const expandDims = (x: ArrayLike, dimensions: readonly number[]): NDArray => {
  const operand = asArray('expandDims', x);
  checkList('expandDims', 'the dimensions', dimensions);
  return reshaping.expandDims(operand, normalizeAxes('expandDims', dimensions, operand.ndim + dimensions.length));
};

/**
 * The sum over the given axes, which disappear. Throws RangeError for axes that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(lax.reduceSum([[1, 2], [3, 4]], [0]))); // => [4. 6.]
 * ```
 */
export const reduceSum = (x: ArrayLike, axes: readonly number[]): NDArray => {
  const operand = asArray('reduceSum', x);
  return broadcasting.reduceSum(
    operand,
    normalizeAxes('reduceSum', axes, operand.ndim).sort((a, b) => a - b),
  );
};

/**
 * x with another dtype. Throws TypeError for an unknown one.
 *
 * @example
 * ```ts
 * console.log(lax.convertElementType([1.5, 2.5], 'int32').tolist()); // => [ 1, 2 ]
 * ```
 */
export const convertElementType = (x: ArrayLike, dtype: DType): NDArray =>
  convert(asArray('convertElementType', x), checkDType('convertElementType', dtype));

/**
 * An array of one value.
 *
 * @example
 * ```ts
 * console.log(String(lax.full([2], 7))); // => [7. 7.]
 * ```
 */
export const full = (shape: Shape, fillValue: ArrayLike, dtype?: DType): NDArray =>
  numpyFull(shape, fillValue, dtype === undefined ? {} : { dtype });

/**
 * An array of zeros, for those that will be overwritten.
 *
 * @example
 * ```ts
 * console.log(lax.empty([2], 'int32').shape); // => [ 2 ]
 * ```
 */
export const empty = (shape: Shape, dtype?: DType): NDArray => full(shape, 0, dtype);

/**
 * An array of one value with the shape and dtype of x, unless others are asked for.
 *
 * @example
 * ```ts
 * console.log(String(lax.fullLike([1, 2], 7))); // => [7. 7.]
 * ```
 */
export const fullLike = (x: ArrayLike, fillValue: ArrayLike, options: LikeOptions = {}): NDArray =>
  numpyFullLike(x, fillValue, options);
