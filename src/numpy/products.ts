import { isComplex } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { normalizeAxis, shapeString, tryBroadcastShapes } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import {
  dot as laxDot,
  inner as laxInner,
  matmul as laxMatmul,
  outer as laxOuter,
  tensordot as laxTensordot,
  vdot as laxVdot,
  matrixProduct,
  type TensordotAxes,
} from '../primitives/contraction/matmul.ts';
import { mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { conj } from '../primitives/elementwise/complex.ts';
import { zerosLike } from '../primitives/linear.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { indexInDim } from '../primitives/shape/slice.ts';
import { moveAxis } from '../primitives/shape/transpose.ts';
import { asArray, asOperands, asPromoted } from './convert.ts';
import { stack } from './joining.ts';
import * as methods from './methods/diagonal.ts';
import { wired } from './methods.ts';

/**
 * The matrix product: last axis of x with the last but one of y, axes before them broadcast.
 *
 * A vector is a row on the left, a column on the right. Throws RangeError where shapes do not fit or an operand is 0-d.
 *
 * @example
 * ```ts
 * console.log(String(np.matmul([[1, 2], [3, 4]], [1, -1]))); // => [-1. -1.]
 * ```
 */
export const matmul = (x: ArrayLike, y: ArrayLike): NDArray => laxMatmul(asArray('matmul', x), asArray('matmul', y));

/**
 * The inner product of vectors, the product of matrices, and in general the last axis of x with the last but one of y.
 *
 * Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * console.log(np.dot([1, 2, 3], [4, 5, 6]).item()); // => 32
 * ```
 */
export const dot = (x: ArrayLike, y: ArrayLike): NDArray => laxDot(...asOperands('dot', [x, y]));

/**
 * Sums of products over the last axes of both operands. Throws RangeError where their extents differ.
 *
 * @example
 * ```ts
 * console.log(np.inner([1, 2], [3, 4]).item()); // => 11
 * ```
 */
export const inner = (x: ArrayLike, y: ArrayLike): NDArray => laxInner(...asOperands('inner', [x, y]));

/**
 * The inner product of the elements of both operands laid end to end, the first ones conjugated.
 *
 * Throws RangeError where the sizes differ.
 *
 * @example
 * ```ts
 * console.log(np.vdot([[1, 2]], [[3], [4]]).item()); // => 11
 * ```
 */
export const vdot = (x: ArrayLike, y: ArrayLike): NDArray => laxVdot(...asOperands('vdot', [x, y]));

/**
 * The product of each element of x with each element of y: a matrix.
 *
 * @example
 * ```ts
 * console.log(String(np.outer([1, 2], [3, 4])));
 * // => [[3. 4.]
 * //     [6. 8.]]
 * ```
 */
export const outer = (x: ArrayLike, y: ArrayLike): NDArray => laxOuter(...asOperands('outer', [x, y]));

export type TensordotOptions = {
  /** How many axes are summed over, the last of x and the first of y, or which of each; 2 by default. */
  readonly axes?: TensordotAxes;
};

/**
 * Sums of products over pairs of axes; the other axes of x come before those of y.
 *
 * Throws RangeError where axes or extents do not fit.
 *
 * @example
 * ```ts
 * console.log(np.tensordot(np.ones([2, 3]), np.ones([3, 4]), { axes: 1 }).shape); // => [ 2, 4 ]
 * ```
 */
export const tensordot = (x: ArrayLike, y: ArrayLike, options: TensordotOptions = {}): NDArray => {
  checkOptions('tensordot', options, ['axes']);
  const { axes = 2 } = options;
  return laxTensordot(...asOperands('tensordot', [x, y]), axes);
};

const conjugated = (x: NDArray): NDArray => (isComplex(x.dtype) ? conj(x) : x);

const checkAxes = (what: string, x: NDArray, count: number): void => {
  if (x.ndim < count)
    throw new RangeError(
      `${what}: at least ${count === 1 ? 'one axis is' : 'two axes are'} needed, got ${avalString(x)}`,
    );
};

/**
 * The inner products of vectors along an axis (the last by default), the first ones conjugated; other axes broadcast.
 *
 * Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * console.log(String(np.vecdot([[1, 2], [3, 4]], [1, 1]))); // => [3. 7.]
 * ```
 */
export const vecdot = (x: ArrayLike, y: ArrayLike, options: { readonly axis?: number } = {}): NDArray => {
  checkOptions('vecdot', options, ['axis']);
  const { axis = -1 } = options;
  const [a, b] = asPromoted('vecdot', [x, y]);
  checkAxes('vecdot', a, 1);
  checkAxes('vecdot', b, 1);
  const rows = expandDims(moveAxis(conjugated(a), normalizeAxis('vecdot', axis, a.ndim), a.ndim - 1), [a.ndim - 1]);
  const columns = expandDims(moveAxis(b, normalizeAxis('vecdot', axis, b.ndim), b.ndim - 1), [b.ndim]);
  const product = matrixProduct('vecdot', rows, columns);
  return reshape(product, product.shape.slice(0, -2));
};

/**
 * The products of matrices (…, m, n) with vectors (…, n). Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * console.log(String(np.matvec([[1, 2], [3, 4]], [1, 1]))); // => [3. 7.]
 * ```
 */
export const matvec = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asPromoted('matvec', [x, y]);
  checkAxes('matvec', a, 2);
  checkAxes('matvec', b, 1);
  const product = matrixProduct('matvec', a, expandDims(b, [b.ndim]));
  return reshape(product, product.shape.slice(0, -1));
};

/**
 * The products of vectors (…, m), conjugated, with matrices (…, m, n). Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * console.log(String(np.vecmat([1, 1], [[1, 2], [3, 4]]))); // => [4. 6.]
 * ```
 */
export const vecmat = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asPromoted('vecmat', [x, y]);
  checkAxes('vecmat', a, 1);
  checkAxes('vecmat', b, 2);
  const product = matrixProduct('vecmat', expandDims(conjugated(a), [a.ndim - 1]), b);
  return reshape(product, [...product.shape.slice(0, -2), product.shape.at(-1)!]);
};

/**
 * The Kronecker product: each element of x times all of y.
 *
 * @example
 * ```ts
 * console.log(String(np.kron([1, 10], [1, 2]))); // => [ 1.  2. 10. 20.]
 * ```
 */
export const kron = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asPromoted('kron', [x, y]);
  const rank = Math.max(a.ndim, b.ndim);
  const full = (z: NDArray): number[] => [...new Array<number>(rank - z.ndim).fill(1), ...z.shape];
  const [left, right] = [full(a), full(b)];
  const shape = left.flatMap((extent, axis) => [extent, right[axis]!]);
  const blocks = reshape(
    a,
    left.flatMap(extent => [extent, 1]),
  );
  const inside = reshape(
    b,
    right.flatMap(extent => [1, extent]),
  );
  return reshape(
    mul(broadcastTo(blocks, shape), broadcastTo(inside, shape)),
    left.map((extent, axis) => extent * right[axis]!),
  );
};

export type CrossOptions = {
  /** The axis of the vectors, in both arguments and the result; the last by default. */
  readonly axis?: number;
  /** The axis of the vectors in the first argument, in the second, and in the result, where `axis` is not given. */
  readonly axisa?: number;
  readonly axisb?: number;
  readonly axisc?: number;
};

/**
 * The vector product of vectors with two or three components; other axes broadcast.
 *
 * Of two vectors in a plane the component perpendicular to it. Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * console.log(String(np.cross([1, 0, 0], [0, 1, 0]))); // => [0. 0. 1.]
 * ```
 */
export const cross = (x: ArrayLike, y: ArrayLike, options: CrossOptions = {}): NDArray => {
  checkOptions('cross', options, ['axis', 'axisa', 'axisb', 'axisc']);
  const { axis, axisa = -1, axisb = -1, axisc = -1 } = options;
  const [a, b] = asPromoted('cross', [x, y]).map((z, i) =>
    moveAxis(z, normalizeAxis('cross', axis ?? (i === 0 ? axisa : axisb), z.ndim), z.ndim - 1),
  ) as [NDArray, NDArray];
  const counts = [a, b].map(z => z.shape.at(-1)!);
  if (counts.some(count => count !== 2 && count !== 3)) {
    throw new RangeError(`cross: vectors have two or three components, got ${counts.join(' and ')}`);
  }
  const shape = tryBroadcastShapes([a.shape.slice(0, -1), b.shape.slice(0, -1)]);
  if (shape === undefined) {
    throw new RangeError(
      `cross: shapes ${shapeString(a.shape)} and ${shapeString(b.shape)} do not broadcast before the vectors' axis`,
    );
  }
  const part = (z: NDArray, i: number): NDArray => {
    const known = indexInDim(z, Math.min(i, z.shape.at(-1)! - 1), z.ndim - 1, false);
    return broadcastTo(i < z.shape.at(-1)! ? known : zerosLike(known), shape);
  };
  const component = (i: number, k: number): NDArray => sub(mul(part(a, i), part(b, k)), mul(part(a, k), part(b, i)));
  if (counts[0] === 2 && counts[1] === 2) return component(0, 1);
  const rank = shape.length + 1;
  const target = normalizeAxis('cross', axis ?? axisc, rank);
  return stack([component(1, 2), component(2, 0), component(0, 1)], { axis: target });
};

/**
 * The elements of a diagonal of matrices, listed along a new last axis.
 *
 * Throws RangeError for arrays with fewer than two axes.
 *
 * @example
 * ```ts
 * console.log(String(np.diagonal([[1, 2], [3, 4]]))); // => [1. 4.]
 * ```
 */
export const diagonal = wired(methods.diagonal);

/**
 * The sum of the elements of a diagonal of matrices.
 *
 * Throws RangeError for arrays with fewer than two axes.
 *
 * @example
 * ```ts
 * console.log(np.trace([[1, 2], [3, 4]]).item()); // => 5
 * ```
 */
export const trace = wired(methods.trace);
