import { isTypedArray } from '../../array/create.ts';
import { kindRank } from '../../array/dtype.ts';
import type { ArrayLike, Index, NDArray } from '../../array/ndarray.ts';
import { type Shape, shapeString, shapesEqual, sizeOf, tryBroadcastShapes } from '../../array/shape.ts';
import { avalString } from '../../core/aval.ts';
import type { Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { convertElementType, toArray, toDType } from '../convert.ts';
import { add, mul } from '../elementwise/arithmetic.ts';
import { max, min } from '../elementwise/extrema.ts';
import { broadcastTo } from '../shape/broadcast-to.ts';
import { reshape } from '../shape/reshape.ts';
import { valueLike } from '../shape/value-like.ts';
import { scatterAddPrimitive } from './gather.ts';
import { viewOf } from './index-array.ts';
import { padRegion, readRegion, regionShape, writeRegion } from './region.ts';
import { scatterMulPrimitive, scatterPrimitive } from './scatter.ts';
import { scatterMaxPrimitive, scatterMinPrimitive } from './scatter-extremal.ts';
import type { ScatterParams } from './scatter-like.ts';
import { type SelectedWindows, type Selection, selectionOf, writeMode } from './selection.ts';

type Update = {
  readonly scatter: Primitive<ScatterParams>;
  /** Into a region, whose elements are all different; there the derivative of the elementwise function is exact. */
  readonly intoRegion: (x: NDArray, selection: Selection, values: NDArray) => NDArray;
};

const combining =
  (combine: (old: NDArray, values: NDArray) => NDArray): Update['intoRegion'] =>
  (x, { region }, values) =>
    writeRegion(x, region, combine(readRegion(x, region), values));

const updates = {
  set: { scatter: scatterPrimitive, intoRegion: (x, { region }, values) => writeRegion(x, region, values) },
  // a sum of padded arrays: the cheapest to differentiate
  addAt: {
    scatter: scatterAddPrimitive,
    intoRegion: (x, { region }, values) => add(x, padRegion(x.shape, region, values)),
  },
  mulAt: { scatter: scatterMulPrimitive, intoRegion: combining(mul) },
  minAt: { scatter: scatterMinPrimitive, intoRegion: combining(min) },
  maxAt: { scatter: scatterMaxPrimitive, intoRegion: combining(max) },
} as const satisfies Record<string, Update>;

/** A JS list is a list of indices for successive axes, unless it holds booleans: then it is a mask. */
const asIndices = (index: Index | readonly Index[]): readonly Index[] => {
  if (!Array.isArray(index) || isTypedArray(index)) return [index as Index];
  const isMask = index.length > 0 && index.every(element => typeof element === 'boolean');
  return isMask ? [index as readonly boolean[]] : (index as readonly Index[]);
};

const readValues = (what: string, x: NDArray, values: ArrayLike): NDArray => {
  const array = valueLike(what, values, x);
  if (kindRank(array.dtype) > kindRank(x.dtype)) {
    throw new TypeError(
      `${what}: values ${avalString(array)} do not fit an array of dtype ${x.dtype}: convert one of them with astype first`,
    );
  }
  return toDType(array, { dtype: x.dtype, weakType: array.weakType });
};

const broadcastValues = (what: string, values: NDArray, shape: Shape): NDArray => {
  const common = tryBroadcastShapes([values.shape, shape]);
  if (common !== undefined && shapesEqual(common, shape)) return broadcastTo(values, shape);
  throw new RangeError(
    `${what}: values of shape ${shapeString(values.shape)} do not broadcast to the shape ${shapeString(shape)} that the index selects`,
  );
};

const scatterInto = (
  view: NDArray,
  windows: SelectedWindows,
  values: NDArray,
  scatter: Primitive<ScatterParams>,
): NDArray =>
  bindOne(scatter, [view, windows.indices, values], {
    dims: windows.dims,
    mode: writeMode(windows),
    uniqueIndices: windows.unique,
    indicesAreSorted: windows.indices.ndim === 1,
  });

const updateArray = (
  what: keyof typeof updates,
  x: ArrayLike,
  index: Index | readonly Index[],
  values: ArrayLike,
): NDArray => {
  const operand = toArray(what, x);
  const { scatter, intoRegion }: Update = updates[what];
  // first: where somebody writes x.at(i).set(v), as in JAX, there are none
  const given = readValues(what, operand, values);
  const selection = selectionOf(what, operand.shape, asIndices(index));
  const fitting = broadcastValues(what, given, selection.shape);
  if (sizeOf(selection.shape) === 0) return operand;
  const gathered = reshape(fitting, selection.gatheredShape);
  const expanded = reshape(operand, selection.expandedShape);
  const inRegion = (view: NDArray): NDArray => reshape(view, regionShape(selection.region));
  const updated =
    selection.windows === null
      ? intoRegion(expanded, selection, inRegion(gathered))
      : writeRegion(
          expanded,
          selection.region,
          inRegion(scatterInto(viewOf(operand, selection), selection.windows, gathered, scatter)),
        );
  return convertElementType(reshape(updated, operand.shape), operand.dtype, operand.weakType);
};

/**
 * x with the elements that an index chooses replaced by values: `x.set(index, values)`.
 *
 * `index` is one index or a list of them for successive axes, as for `indexArray`; a list of plain integers is one index
 * an axis. Values broadcast to the shape that the index selects and take x's dtype; of several values for one element
 * the last stays. Elements of index arrays that lie outside are dropped, as in JAX. Throws as `indexArray` does,
 * RangeError for values that do not broadcast, TypeError for values of a wider kind than x's.
 *
 * @example
 * ```ts
 * console.log(String(np.zeros([2, 3]).set([0, '1:'], [1, 2])));
 * // => [[0. 1. 2.]
 * //     [0. 0. 0.]]
 * ```
 */
export const setAt = (x: ArrayLike, index: Index | readonly Index[], values: ArrayLike): NDArray =>
  updateArray('set', x, index, values);

/**
 * x with values added to the elements that an index chooses: `x.addAt(index, values)`. An element that is chosen twice
 * receives both values. See `setAt` for index, values and errors.
 *
 * @example
 * ```ts
 * console.log(String(np.zeros(3).addAt([[0, 0, 2]], 1))); // => [2. 0. 1.]
 * ```
 */
export const addAt = (x: ArrayLike, index: Index | readonly Index[], values: ArrayLike): NDArray =>
  updateArray('addAt', x, index, values);

/**
 * x with the elements that an index chooses multiplied by values: `x.mulAt(index, values)`. An element that is chosen
 * twice is multiplied by both values; then, as in JAX, there is no derivative with respect to the values. See `setAt`
 * for index, values and errors.
 *
 * @example
 * ```ts
 * console.log(String(np.ones(3).mulAt('1:', [2, 3]))); // => [1. 2. 3.]
 * ```
 */
export const mulAt = (x: ArrayLike, index: Index | readonly Index[], values: ArrayLike): NDArray =>
  updateArray('mulAt', x, index, values);

/**
 * x with the elements that an index chooses lowered to values where those are less: `x.minAt(index, values)`. At ties the
 * derivative is shared evenly. See `setAt` for index, values and errors.
 *
 * @example
 * ```ts
 * console.log(String(np.ones(3).minAt(0, -1))); // => [-1.  1.  1.]
 * ```
 */
export const minAt = (x: ArrayLike, index: Index | readonly Index[], values: ArrayLike): NDArray =>
  updateArray('minAt', x, index, values);

/**
 * x with the elements that an index chooses raised to values where those are greater: `x.maxAt(index, values)`. At ties
 * the derivative is shared evenly. See `setAt` for index, values and errors.
 *
 * @example
 * ```ts
 * console.log(String(np.ones(3).maxAt([[0, 2]], [0, 5]))); // => [1. 1. 5.]
 * ```
 */
export const maxAt = (x: ArrayLike, index: Index | readonly Index[], values: ArrayLike): NDArray =>
  updateArray('maxAt', x, index, values);
