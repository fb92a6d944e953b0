import { isComplex } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { normalizeAxes, type Shape, shapeString, tryBroadcastShapes } from '../../array/shape.ts';
import { shown } from '../../util/errors.ts';
import { range } from '../../util/range.ts';
import { promoteOperands } from '../convert.ts';
import { mul } from '../elementwise/arithmetic.ts';
import { conj } from '../elementwise/complex.ts';
import { broadcastInDim } from '../shape/broadcast.ts';
import { reshape } from '../shape/reshape.ts';
import { invertPermutation, transpose } from '../shape/transpose.ts';
import { axesWithout, contract } from './dot-general.ts';

/** The products that `numpy` calls by these names, each one contraction. */

const pair = (what: string, a: ArrayLike, b: ArrayLike): [NDArray, NDArray] =>
  promoteOperands(what, [a, b]) as [NDArray, NDArray];

const refuse = (what: string, a: NDArray, b: NDArray, why: string): never => {
  throw new RangeError(`${what}: shapes ${shapeString(a.shape)} and ${shapeString(b.shape)} do not fit: ${why}`);
};

const checkExtents = (what: string, a: NDArray, b: NDArray, axis: number, otherAxis: number): void => {
  const [m, n] = [a.shape[axis], b.shape[otherAxis]];
  if (m !== n)
    refuse(
      what,
      a,
      b,
      `extent ${m} of axis ${axis} of the first must equal extent ${n} of axis ${otherAxis} of the second`,
    );
};

/** The axis that a product sums over in its second operand: the last but one, or the only one. */
const innerAxis = (b: NDArray): number => Math.max(0, b.ndim - 2);

/**
 * The matrix product (`numpy.matmul`): last axis of a with the last but one of b, axes before them broadcast.
 *
 * A 1-D operand is a row on the left, a column on the right. Throws RangeError where shapes do not fit or an operand is
 * 0-d.
 *
 * @example
 * ```ts
 * const a = array([[1, 2], [3, 4]]);
 * console.log(String(np.matmul(a, array([1, -1])))); // => [-1. -1.]
 * ```
 */
export const matmul = (a: ArrayLike, b: ArrayLike): NDArray => matrixProduct('matmul', a, b);

/** The same; `what` names the caller in errors. */
export const matrixProduct = (what: string, a: ArrayLike, b: ArrayLike): NDArray => {
  const [x, y] = pair(what, a, b);
  if (x.ndim === 0 || y.ndim === 0) {
    refuse(what, x, y, 'both operands must have at least one axis; multiply by scalars with mul');
  }
  checkExtents(what, x, y, x.ndim - 1, innerAxis(y));
  const stackX = x.shape.slice(0, Math.max(0, x.ndim - 2));
  const stackY = y.shape.slice(0, Math.max(0, y.ndim - 2));
  const stack =
    tryBroadcastShapes([stackX, stackY]) ??
    refuse(
      what,
      x,
      y,
      `the axes before the last two, ${shapeString(stackX)} and ${shapeString(stackY)}, must broadcast`,
    );
  return stackedProduct(withoutUnitAxes(x, stackX, stack), withoutUnitAxes(y, stackY, stack), stack);
};

/** An operand without the stacking axes along which it is the same; `places` says where the others stand in the stack. */
type Stacked = { readonly array: NDArray; readonly places: readonly number[] };

const withoutUnitAxes = (x: NDArray, own: Shape, stack: Shape): Stacked => {
  const offset = stack.length - own.length;
  const kept = range(own.length).filter(axis => own[axis] === stack[offset + axis]);
  const shape = [...kept.map(axis => own[axis]!), ...x.shape.slice(own.length)];
  return { array: reshape(x, shape), places: kept.map(axis => offset + axis) };
};

/** An operand is never repeated for the sake of broadcasting: axes that only one of them has are free axes of it. */
const stackedProduct = (x: Stacked, y: Stacked, stack: Shape): NDArray => {
  const shared = x.places.filter(place => y.places.includes(place));
  const onlyX = x.places.filter(place => !shared.includes(place));
  const onlyY = y.places.filter(place => !shared.includes(place));
  const result = contract(
    x.array,
    y.array,
    [[x.array.ndim - 1], [y.places.length]],
    [shared.map(place => x.places.indexOf(place)), shared.map(place => y.places.indexOf(place))],
  );
  // axes of the result: shared, onlyX, the row of x if it has one, onlyY, the column of y if it has one
  const row = x.array.ndim - 1 > x.places.length ? [stack.length] : [];
  const column = y.array.ndim - 1 > y.places.length ? [stack.length + row.length] : [];
  // a stack axis that neither operand has cannot be: its extent comes from one of them
  return transpose(result, invertPermutation([...shared, ...onlyX, ...row, ...onlyY, ...column]));
};

/**
 * `numpy.dot`: the inner product of vectors, the product of matrices, and in general the last axis of a with the last
 * but one of b, all other axes of a before those of b; a product of numbers where an operand is 0-d.
 *
 * Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * console.log(np.dot(array([1, 2, 3]), array([4, 5, 6])).item()); // => 32
 * ```
 */
export const dot = (a: ArrayLike, b: ArrayLike): NDArray => {
  const [x, y] = pair('dot', a, b);
  if (x.ndim === 0 || y.ndim === 0) return mul(x, y);
  checkExtents('dot', x, y, x.ndim - 1, innerAxis(y));
  return contract(x, y, [[x.ndim - 1], [innerAxis(y)]]);
};

/**
 * `numpy.inner`: sums over the last axes of both operands; a product of numbers where an operand is 0-d.
 *
 * Throws RangeError where the last extents differ.
 */
export const inner = (a: ArrayLike, b: ArrayLike): NDArray => {
  const [x, y] = pair('inner', a, b);
  if (x.ndim === 0 || y.ndim === 0) return mul(x, y);
  checkExtents('inner', x, y, x.ndim - 1, y.ndim - 1);
  return contract(x, y, [[x.ndim - 1], [y.ndim - 1]]);
};

/** `numpy.vdot`: the inner product of the elements of both operands laid end to end, the first ones conjugated. */
export const vdot = (a: ArrayLike, b: ArrayLike): NDArray => {
  const [x, y] = pair('vdot', a, b);
  if (x.size !== y.size) refuse('vdot', x, y, `they have ${x.size} and ${y.size} elements, which must be as many`);
  const left = reshape(isComplex(x.dtype) ? conj(x) : x, [x.size]);
  return contract(left, reshape(y, [y.size]), [[0], [0]]);
};

/** `numpy.outer`: the product of each element of a with each element of b, shape (a.size, b.size). */
export const outer = (a: ArrayLike, b: ArrayLike): NDArray => {
  const [x, y] = pair('outer', a, b);
  const shape = [x.size, y.size];
  return mul(broadcastInDim(reshape(x, [x.size]), shape, [0]), broadcastInDim(reshape(y, [y.size]), shape, [1]));
};

/** How many axes `tensordot` sums over, or which of each operand. */
export type TensordotAxes = number | readonly [number | readonly number[], number | readonly number[]];

/**
 * `numpy.tensordot`: sums over the last axes of a and the first of b, as many as `axes` says (2 by default), or over the
 * pairs of axes that it lists. The other axes of a come before those of b.
 *
 * Throws RangeError where axes or extents do not fit.
 *
 * @example
 * ```ts
 * const a = np.reshape(np.arange(6), [2, 3]);
 * console.log(np.tensordot(a, a).item()); // => 55
 * ```
 */
export const tensordot = (a: ArrayLike, b: ArrayLike, axes: TensordotAxes = 2): NDArray => {
  const [x, y] = pair('tensordot', a, b);
  const contracting = tensordotPairs(x, y, axes);
  if (contracting[0].length !== contracting[1].length) {
    refuse(
      'tensordot',
      x,
      y,
      `axes lists ${contracting[0].length} axes of the first and ${contracting[1].length} of the second`,
    );
  }
  for (const [i, axis] of contracting[0].entries()) checkExtents('tensordot', x, y, axis, contracting[1][i]!);
  return contract(x, y, contracting);
};

const isCount = (axes: unknown): axes is number => Number.isInteger(axes) && Number(axes) >= 0;

const tensordotPairs = (x: NDArray, y: NDArray, axes: TensordotAxes): readonly [number[], number[]] => {
  if (Array.isArray(axes) && axes.length === 2) {
    return [
      normalizeAxes('tensordot: first operand', axes[0], x.ndim),
      normalizeAxes('tensordot: second operand', axes[1], y.ndim),
    ];
  }
  if (!isCount(axes)) throw new RangeError(`tensordot: axes must be a count or two lists of axes, got ${shown(axes)}`);
  if (axes > Math.min(x.ndim, y.ndim)) refuse('tensordot', x, y, `both must have at least ${axes} axes to sum over`);
  const axesOfX = axesWithout(x.ndim);
  return [axesOfX.slice(x.ndim - axes), axesWithout(y.ndim).slice(0, axes)];
};
