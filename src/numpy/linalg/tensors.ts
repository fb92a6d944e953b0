import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { promoteTypesInexact } from '../../array/promotion.ts';
import { normalizeAxis, shapeString, shapesEqual, sizeOf } from '../../array/shape.ts';
import { inv, solve } from '../../primitives/linalg/solve.ts';
import { reshape } from '../../primitives/shape/reshape.ts';
import { asPromoted } from '../convert.ts';
import { moveaxis } from '../shape.ts';

export type TensorsolveOptions = {
  /** Axes of a to be moved to the end first; none by default. */
  readonly axes?: readonly number[];
};

/**
 * The x with tensordot(a, x, x.ndim) = b: a linear system whose unknowns and equations are indexed by several axes.
 *
 * a has the shape of b followed by that of x. Throws RangeError where the two shapes do not have the same size.
 *
 * @example
 * ```ts
 * const a = np.eye(4).reshape([2, 2, 4]);
 * console.log(String(np.linalg.tensorsolve(a, [[1, 2], [3, 4]]))); // => [1. 2. 3. 4.]
 * ```
 */
export const tensorsolve = (a: ArrayLike, b: ArrayLike, options: TensorsolveOptions = {}): NDArray => {
  checkOptions('tensorsolve', options, ['axes']);
  const { axes } = options;
  const [given, right] = asPromoted('tensorsolve', [a, b], promoteTypesInexact);
  const moved = axes?.map(axis => normalizeAxis('tensorsolve', axis, given.ndim)) ?? [];
  const matrix =
    moved.length === 0
      ? given
      : moveaxis(
          given,
          moved,
          moved.map((_, k) => given.ndim - moved.length + k),
        );
  const unknown = matrix.shape.slice(right.ndim);
  const fits = shapesEqual(matrix.shape.slice(0, right.ndim), right.shape) || axes !== undefined;
  if (!fits || sizeOf(unknown) !== right.size) {
    throw new RangeError(
      `tensorsolve: a must have the shape of b, then as many unknowns as b has elements, got ` +
        `${shapeString(matrix.shape)} and ${shapeString(right.shape)}`,
    );
  }
  const n = right.size;
  return reshape(solve(reshape(matrix, [n, n]), reshape(right, [n])), unknown);
};

/**
 * The inverse of an array as a linear map of the axes from `ind` (2 by default) on to those before.
 *
 * The result has the last axes first. Throws RangeError unless both groups of axes have the same size, and for an `ind`
 * that is not positive.
 *
 * @example
 * ```ts
 * console.log(np.linalg.tensorinv(np.eye(6).reshape([6, 2, 3]), { ind: 1 }).shape); // => [ 2, 3, 6 ]
 * ```
 */
export const tensorinv = (a: ArrayLike, options: { readonly ind?: number } = {}): NDArray => {
  checkOptions('tensorinv', options, ['ind']);
  const { ind = 2 } = options;
  const [operand] = asPromoted('tensorinv', [a], promoteTypesInexact);
  const [rows, columns] = [operand.shape.slice(0, ind), operand.shape.slice(ind)];
  if (!Number.isInteger(ind) || ind <= 0 || sizeOf(rows) !== sizeOf(columns)) {
    throw new RangeError(
      `tensorinv: the axes before and from ind = ${String(ind)} on must have the same size, got ${shapeString(operand.shape)}`,
    );
  }
  const n = sizeOf(rows);
  return reshape(inv(reshape(operand, [n, n])), [...columns, ...rows]);
};
