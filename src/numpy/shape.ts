import type { ArraysOf } from '../array/lists.ts';
import type { ArrayLike, NDArray, OrderOptions } from '../array/ndarray.ts';
import { checkList } from '../array/options.ts';
import {
  checkShape,
  broadcastShapes as commonShape,
  normalizeAxes,
  normalizeAxis,
  shapeString,
  shapesEqual,
  tryBroadcastShapes,
} from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { broadcastTo as laxBroadcastTo } from '../primitives/shape/broadcast-to.ts';
import { expandDims as laxExpandDims, reshape as laxReshape } from '../primitives/shape/reshape.ts';
import { transpose as laxTranspose } from '../primitives/shape/transpose.ts';
import { rangeWithout } from '../util/range.ts';
import { asArray } from './convert.ts';
import * as methods from './methods/shape.ts';
import { wired } from './methods.ts';

/**
 * The same elements in row-major order under another shape; one extent may be -1: what is left. With `order: 'F'` they are read
 * and laid out column by column.
 *
 * Throws RangeError where the sizes differ.
 *
 * @example
 * ```ts
 * console.log(np.reshape(np.arange(6), [2, -1]).shape); // => [ 2, 3 ]
 * ```
 */
export const reshape: (x: ArrayLike, shape: number | readonly number[], options?: OrderOptions) => NDArray = wired(
  methods.reshape,
);

/**
 * The elements in row-major order as a vector, with `order: 'F'` column by column.
 *
 * @example
 * ```ts
 * console.log(String(np.ravel([[1, 2], [3, 4]]))); // => [1. 2. 3. 4.]
 * ```
 */
export const ravel = wired(methods.ravel);

/**
 * x with its axes in another order: reversed, unless an order is given.
 *
 * Throws RangeError where the order is no permutation of the axes.
 *
 * @example
 * ```ts
 * console.log(np.transpose(np.zeros([2, 3, 4]), [1, 0, 2]).shape); // => [ 3, 2, 4 ]
 * ```
 */
export const transpose: (x: ArrayLike, axes?: readonly number[] | null) => NDArray = wired(methods.transpose);

/**
 * x with its last two axes exchanged. Throws RangeError for arrays with fewer.
 *
 * @example
 * ```ts
 * console.log(np.matrixTranspose(np.zeros([5, 2, 3])).shape); // => [ 5, 3, 2 ]
 * ```
 */
export const matrixTranspose = (x: ArrayLike): NDArray => {
  const operand = asArray('matrixTranspose', x);
  if (operand.ndim < 2)
    throw new RangeError(`matrixTranspose: at least two axes are needed, got ${avalString(operand)}`);
  return methods.swapaxes(operand, -1, -2);
};

/**
 * x with two axes exchanged.
 *
 * @example
 * ```ts
 * console.log(np.swapaxes(np.zeros([2, 3, 4]), 0, 2).shape); // => [ 4, 3, 2 ]
 * ```
 */
export const swapaxes = wired(methods.swapaxes);

/**
 * x with axes moved to other places, the rest in order.
 *
 * Throws RangeError for axes that x does not have and for lists of different lengths.
 *
 * @example
 * ```ts
 * console.log(np.moveaxis(np.zeros([2, 3, 4]), 0, -1).shape); // => [ 3, 4, 2 ]
 * ```
 */
export const moveaxis = (
  x: ArrayLike,
  source: number | readonly number[],
  destination: number | readonly number[],
): NDArray => {
  const operand = asArray('moveaxis', x);
  const from = normalizeAxes('moveaxis', source, operand.ndim);
  const to = normalizeAxes('moveaxis', destination, operand.ndim);
  if (from.length !== to.length) throw new RangeError(`moveaxis: ${from.length} axes for ${to.length} places`);
  const order = rangeWithout(operand.shape.length, from);
  const pairs = to.map((place, i) => [place, from[i]!] as const).sort(([a], [b]) => a - b);
  for (const [place, axis] of pairs) order.splice(place, 0, axis);
  return laxTranspose(operand, order);
};

/**
 * x with an axis moved before another one (`start`, 0 by default).
 *
 * @example
 * ```ts
 * console.log(np.rollaxis(np.zeros([2, 3, 4]), 2).shape); // => [ 4, 2, 3 ]
 * ```
 */
export const rollaxis = (x: ArrayLike, axis: number, start = 0): NDArray => {
  const operand = asArray('rollaxis', x);
  const along = normalizeAxis('rollaxis', axis, operand.ndim);
  if (!Number.isInteger(start) || start < -operand.ndim || start > operand.ndim) {
    throw new RangeError(`rollaxis: start ${String(start)} is out of bounds for ${avalString(operand)}`);
  }
  const place = start < 0 ? start + operand.ndim : start;
  return moveaxis(operand, along, place > along ? place - 1 : place);
};

/**
 * x with new axes of extent 1 at the given places of the result.
 *
 * Throws RangeError for places out of range.
 *
 * @example
 * ```ts
 * console.log(np.expandDims([1, 2], 0).shape); // => [ 1, 2 ]
 * ```
 */
export const expandDims = (x: ArrayLike, axis: number | readonly number[]): NDArray => {
  const operand = asArray('expandDims', x);
  if (typeof axis !== 'number') checkList('expandDims', 'axis', axis);
  const count = typeof axis === 'number' ? 1 : axis.length;
  return laxExpandDims(operand, normalizeAxes('expandDims', axis, operand.ndim + count));
};

/**
 * x without its axes of extent 1, or without the given ones.
 *
 * Throws RangeError for an axis of another extent.
 *
 * @example
 * ```ts
 * console.log(np.squeeze(np.zeros([1, 3, 1])).shape); // => [ 3 ]
 * ```
 */
export const squeeze = wired(methods.squeeze);

/**
 * x repeated to a shape that it broadcasts to.
 *
 * Throws RangeError where it does not.
 *
 * @example
 * ```ts
 * console.log(String(np.broadcastTo([1, 2], [2, 2])));
 * // => [[1. 2.]
 * //     [1. 2.]]
 * ```
 */
export const broadcastTo = (x: ArrayLike, shape: number | readonly number[]): NDArray => {
  const operand = asArray('broadcastTo', x);
  const target = checkShape('broadcastTo', shape);
  const common = tryBroadcastShapes([operand.shape, target]);
  if (common === undefined || !shapesEqual(common, target)) {
    throw new RangeError(
      `broadcastTo: shape ${shapeString(operand.shape)} does not broadcast to ${shapeString(target)}`,
    );
  }
  return laxBroadcastTo(operand, target);
};

/**
 * Arrays repeated to their common shape.
 *
 * Throws RangeError where there is none.
 *
 * @example
 * ```ts
 * console.log(np.broadcastArrays([1, 2, 3], [[1], [2]]).map(x => x.shape)); // => [ [ 2, 3 ], [ 2, 3 ] ]
 * ```
 */
export const broadcastArrays = <const Arrays extends readonly ArrayLike[]>(...arrays: Arrays): ArraysOf<Arrays> => {
  const operands = arrays.map(x => asArray('broadcastArrays', x));
  const shape = commonShape(
    'broadcastArrays',
    operands.map(operand => operand.shape),
  );
  return operands.map(operand => laxBroadcastTo(operand, shape)) as ArraysOf<Arrays>;
};

/**
 * The common shape that shapes broadcast to. Throws RangeError where there is none.
 *
 * @example
 * ```ts
 * console.log(np.broadcastShapes([2, 1], [3])); // => [ 2, 3 ]
 * ```
 */
export const broadcastShapes = (...shapes: readonly (number | readonly number[])[]): number[] =>
  commonShape(
    'broadcastShapes',
    shapes.map(shape => checkShape('broadcastShapes', shape)),
  );

/**
 * x with at least one axis.
 *
 * @example
 * ```ts
 * console.log(np.atleast1d(5).shape); // => [ 1 ]
 * ```
 */
export const atleast1d = (x: ArrayLike): NDArray => {
  const operand = asArray('atleast1d', x);
  return operand.ndim === 0 ? laxReshape(operand, [1]) : operand;
};

/**
 * x with at least two axes; a vector becomes a row.
 *
 * @example
 * ```ts
 * console.log(np.atleast2d([1, 2, 3]).shape); // => [ 1, 3 ]
 * ```
 */
export const atleast2d = (x: ArrayLike): NDArray => {
  const operand = asArray('atleast2d', x);
  return operand.ndim < 2 ? laxReshape(operand, [1, operand.size]) : operand;
};

/**
 * x with at least three axes; a vector of n becomes (1, n, 1), a matrix gets a last axis.
 *
 * @example
 * ```ts
 * console.log(np.atleast3d([1, 2, 3]).shape); // => [ 1, 3, 1 ]
 * ```
 */
export const atleast3d = (x: ArrayLike): NDArray => {
  const operand = asArray('atleast3d', x);
  if (operand.ndim >= 3) return operand;
  return laxReshape(operand, operand.ndim === 2 ? [...operand.shape, 1] : [1, operand.size, 1]);
};

/**
 * x with its axes in another order, as `transpose` has it.
 *
 * @example
 * ```ts
 * console.log(np.permuteDims(np.zeros([2, 3, 4]), [1, 0, 2]).shape); // => [ 3, 2, 4 ]
 * ```
 */
export const permuteDims: (x: ArrayLike, axes?: readonly number[] | null) => NDArray = wired(methods.permuteDims);
