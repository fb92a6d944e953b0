import { allocate, type DType, isComplex, lanesOf } from '../../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { range } from '../../util/range.ts';
import { diagonalOf } from '../contraction/diagonal.ts';
import { matmul } from '../contraction/matmul.ts';
import { convertElementType } from '../convert.ts';
import { add, div } from '../elementwise/arithmetic.ts';
import { conj, real } from '../elementwise/complex.ts';
import { constantLike } from '../elementwise/constant.ts';
import { select } from '../elementwise/select.ts';
import { broadcastInDim } from '../shape/broadcast.ts';
import { reshape } from '../shape/reshape.ts';
import { slice } from '../shape/slice.ts';
import { moveAxis } from '../shape/transpose.ts';
import { matrixExtents, stackOf } from './stacked.ts';

/** What the rules of linear algebra are written with; all functions take stacks of matrices. */

/** The transposed matrices. */
export const matrixTranspose = (x: NDArray): NDArray => moveAxis(x, x.ndim - 1, x.ndim - 2);

/** Complex conjugates; real arrays stay what they are. */
export const conjugate = (x: NDArray): NDArray => (isComplex(x.dtype) ? conj(x) : x);

/** Real parts; real arrays stay what they are. */
export const realPart = (x: NDArray): NDArray => (isComplex(x.dtype) ? real(x) : x);

/** The conjugate transposes xᴴ. */
export const adjoint = (x: NDArray): NDArray => conjugate(matrixTranspose(x));

/** Products of stacks of equal shape, or of a stack and a single matrix. */
export const product = matmul;

/** (x + xᴴ) / 2, Hermitian whatever x is (`jax.lax.linalg.symmetrize`). */
export const symmetrize = (x: NDArray): NDArray => div(add(x, adjoint(x)), constantLike(x, 2));

/** Bools, one a place of a matrix. */
export const matrixMask = (
  rows: number,
  columns: number,
  holds: (row: number, column: number) => boolean,
): ConcreteArray => {
  const data = new Uint8Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[i * columns + j] = Number(holds(i, j));
  return new ConcreteArray([rows, columns], 'bool', data);
};

const keepWhere = (x: NDArray, holds: (row: number, column: number) => boolean): NDArray => {
  const [rows, columns] = matrixExtents(x);
  return select(matrixMask(rows, columns, holds), x, constantLike(x, 0));
};

/** The elements on and below the k-th diagonal, zeros above it. */
export const lowerTriangle = (x: NDArray, k = 0): NDArray => keepWhere(x, (row, column) => column <= row + k);

/** The elements on and above the k-th diagonal, zeros below it. */
export const upperTriangle = (x: NDArray, k = 0): NDArray => keepWhere(x, (row, column) => column >= row + k);

/** The n × n identity. */
export const identity = (n: number, dtype: DType): ConcreteArray => {
  const data = allocate(dtype, n * n);
  for (let i = 0; i < n; i++) data[i * (n + 1) * lanesOf(dtype)] = 1;
  return new ConcreteArray([n, n], dtype, data);
};

/** Identities in the stack of another array. */
export const identities = (like: NDArray, n: number): NDArray => {
  const stack = stackOf(like);
  return broadcastInDim(identity(n, like.dtype), [...stack, n, n], [stack.length, stack.length + 1]);
};

/** The diagonals, one vector a square matrix. */
export const diagonalOfMatrix = (x: NDArray): NDArray => diagonalOf(x, x.ndim - 2, x.ndim - 1);

/** Vectors repeated as the rows of square matrices, (…, n) to (…, n, n). */
export const asRows = (x: NDArray): NDArray => {
  const n = x.shape.at(-1)!;
  const stack = x.shape.slice(0, -1);
  return broadcastInDim(x, [...stack, n, n], [...range(stack.length), stack.length + 1]);
};

/** Vectors repeated as the columns of square matrices. */
export const asColumns = (x: NDArray): NDArray => {
  const n = x.shape.at(-1)!;
  return broadcastInDim(x, [...x.shape, n], range(x.shape.length));
};

/** One element of each matrix. */
export const elementOf = (x: NDArray, row: number, column: number): NDArray =>
  reshape(columnRange(rowRange(x, row, row + 1), column, column + 1), stackOf(x));

/** One number for each matrix, repeated over all elements of it. */
export const spreadOver = (x: NDArray, matrices: NDArray): NDArray =>
  broadcastInDim(
    x,
    matrices.shape,
    stackOf(matrices).map((_, axis) => axis),
  );

/** Matrices divided by one number each. */
export const overMatrix = (x: NDArray, divisor: NDArray): NDArray => div(x, spreadOver(divisor, x));

/** The dtype of another array, complex from real; the real part where it is the other way round. */
export const likeDType = (x: NDArray, like: { readonly dtype: DType }): NDArray =>
  x.dtype === like.dtype ? x : convertElementType(isComplex(like.dtype) ? x : realPart(x), like.dtype);

/** Rows `from` up to but without `to` of each matrix. */
export const rowRange = (x: NDArray, from: number, to: number): NDArray => between(x, x.ndim - 2, from, to);

/** Columns `from` up to but without `to` of each matrix. */
export const columnRange = (x: NDArray, from: number, to: number): NDArray => between(x, x.ndim - 1, from, to);

const between = (x: NDArray, axis: number, from: number, to: number): NDArray =>
  slice(
    x,
    x.shape.map((_, k) => (k === axis ? from : 0)),
    x.shape.map((extent, k) => (k === axis ? to : extent)),
  );
