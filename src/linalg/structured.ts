import { isComplex } from '../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { broadcastShapes } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { asArray, asPromoted } from '../numpy/convert.ts';
import { concatenate } from '../numpy/joining.ts';
import { expandDims } from '../numpy/shape.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { div, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { conj } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { take } from '../primitives/indexing/take.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { pad, sliceInDim } from '../primitives/shape/slice.ts';
import { shown } from '../util/errors.ts';

/** A matrix whose elements are those of a vector (…, n), each at the place that a function names. */
const arrange = (
  x: NDArray,
  rows: number,
  columns: number,
  place: (row: number, column: number) => number,
): NDArray => {
  const places = Int32Array.from({ length: rows * columns }, (_, at) => place(Math.floor(at / columns), at % columns));
  return take(x, new ConcreteArray([rows, columns], 'int32', places), { axis: -1, mode: 'clip' });
};

const vectorOf = (what: string, x: ArrayLike): NDArray => {
  const operand = asArray(what, x);
  return operand.ndim === 0 ? expandDims(operand, 0) : operand;
};

/** Two vectors of one dtype with common leading axes. */
const vectors = (what: string, x: ArrayLike, y: ArrayLike): [NDArray, NDArray] => {
  const operands = asPromoted(what, [vectorOf(what, x), vectorOf(what, y)]);
  const stack = broadcastShapes(
    what,
    operands.map(operand => operand.shape.slice(0, -1)),
  );
  return operands.map(operand => broadcastTo(operand, [...stack, operand.shape.at(-1)!])) as [NDArray, NDArray];
};

const join = (...parts: NDArray[]): NDArray => concatenate(parts, { axis: -1 });
const rest = (x: NDArray, from: number): NDArray => sliceInDim(x, from, x.shape.at(-1)!, 1, x.ndim - 1);
/** One number for each vector of a stack. */
const constantBeside = (x: NDArray, value: number): NDArray =>
  broadcastTo(constantLike(x, value), [...x.shape.slice(0, -1), 1]);

const checkLength = (what: string, x: NDArray, least: number): void => {
  if (x.shape.at(-1)! < least)
    throw new RangeError(`${what}: at least ${least} elements are needed, got ${avalString(x)}`);
};

/**
 * Matrices side by side on the diagonal of one matrix, zeros elsewhere; numbers and vectors count as one row.
 *
 * Throws RangeError for arrays of more than two axes.
 *
 * @example
 * ```ts
 * console.log(String(linalg.blockDiag([[1, 2]], 3)));
 * // => [[1. 2. 0.]
 * //     [0. 0. 3.]]
 * ```
 */
export const blockDiag = (...arrays: readonly ArrayLike[]): NDArray => {
  const operands = asPromoted('blockDiag', arrays.length === 0 ? [[[]]] : arrays) as readonly NDArray[];
  const blocks = operands.map(x => {
    if (x.ndim > 2) throw new RangeError(`blockDiag: matrices are needed, got ${avalString(x)}`);
    return x.ndim === 2 ? x : x.reshape([1, x.size]);
  });
  const columns = blocks.reduce((sum, x) => sum + x.shape[1]!, 0);
  let before = 0;
  const rows = blocks.map(x => {
    const width = x.shape[1]!;
    const row = pad(x, constantLike(x, 0), [
      [0, 0, 0],
      [before, columns - before - width, 0],
    ]);
    before += width;
    return row;
  });
  return concatenate(rows);
};

/**
 * The matrix that is constant along its diagonals, with first column c and first row r (the conjugate of c by default;
 * its first element does not count). Leading axes broadcast.
 *
 * @example
 * ```ts
 * console.log(String(linalg.toeplitz([1, 2, 3], [0, 4])));
 * // => [[1. 4.]
 * //     [2. 1.]
 * //     [3. 2.]]
 * ```
 */
export const toeplitz = (c: ArrayLike, r?: ArrayLike): NDArray => {
  const first = vectorOf('toeplitz', c);
  const [column, row] = vectors('toeplitz', first, r ?? (isComplex(first.dtype) ? conj(first) : first));
  const [m, n] = [column.shape.at(-1)!, row.shape.at(-1)!];
  const elements = n === 0 ? column : join(column, rest(row, 1));
  return arrange(elements, m, n, (i, j) => (i >= j ? i - j : m + j - i - 1));
};

/**
 * The matrix that is constant along its antidiagonals, with first column c and last row r (zeros by default; its first
 * element does not count). Leading axes broadcast.
 *
 * @example
 * ```ts
 * console.log(String(linalg.hankel([1, 2], [0, 3, 4])));
 * // => [[1. 2. 3.]
 * //     [2. 3. 4.]]
 * ```
 */
export const hankel = (c: ArrayLike, r?: ArrayLike): NDArray => {
  const first = vectorOf('hankel', c);
  const [column, row] = vectors('hankel', first, r ?? sub(first, first));
  const [m, n] = [column.shape.at(-1)!, row.shape.at(-1)!];
  return arrange(n === 0 ? column : join(column, rest(row, 1)), m, n, (i, j) => i + j);
};

/**
 * The matrix whose columns are c and what it becomes when its elements go round; c is (…, n), the result (…, n, n).
 *
 * @example
 * ```ts
 * console.log(String(linalg.circulant([1, 2, 3])));
 * // => [[1. 3. 2.]
 * //     [2. 1. 3.]
 * //     [3. 2. 1.]]
 * ```
 */
export const circulant = (c: ArrayLike): NDArray => {
  const column = vectorOf('circulant', c);
  const n = column.shape.at(-1)!;
  return arrange(column, n, n, (i, j) => (i - j + n) % n);
};

/**
 * The companion matrix (…, n - 1, n - 1) of the polynomial with coefficients a (…, n), highest power first: its
 * eigenvalues are the roots.
 *
 * Throws RangeError for fewer than two coefficients.
 *
 * @example
 * ```ts
 * console.log(String(linalg.companion([1, -3, 2])));
 * // => [[ 3. -2.]
 * //     [ 1.  0.]]
 * ```
 */
export const companion = (a: ArrayLike): NDArray => {
  const [given] = asPromoted('companion', [a], promoteTypesInexact);
  checkLength('companion', given, 2);
  const n = given.shape.at(-1)! - 1;
  const leading = sliceInDim(given, 0, 1, 1, given.ndim - 1);
  const row = neg(div(rest(given, 1), broadcastTo(leading, [...given.shape.slice(0, -1), n])));
  const elements = join(row, constantBeside(row, 0), constantBeside(row, 1));
  return arrange(elements, n, n, (i, j) => (i === 0 ? j : i === j + 1 ? n + 1 : n));
};

/**
 * The Leslie matrix (…, n, n) of a population: fecundities f (…, n) in the first row, survival rates s (…, n - 1) below
 * the diagonal.
 *
 * Throws RangeError where lengths do not fit.
 *
 * @example
 * ```ts
 * console.log(String(linalg.leslie([0, 2], [0.5])));
 * // => [[0.  2. ]
 * //     [0.5 0. ]]
 * ```
 */
export const leslie = (f: ArrayLike, s: ArrayLike): NDArray => {
  const [births, survival] = vectors('leslie', f, s);
  const n = births.shape.at(-1)!;
  if (n < 2 || survival.shape.at(-1) !== n - 1) {
    throw new RangeError(
      `leslie: f must have at least 2 elements and s one fewer, got ${avalString(births)} and ${avalString(survival)}`,
    );
  }
  const elements = join(births, survival, constantBeside(births, 0));
  return arrange(elements, n, n, (i, j) => (i === 0 ? j : i === j + 1 ? n + j : 2 * n - 1));
};

/**
 * The matrix of |aᵢ - aⱼ|; a is (…, n), the result (…, n, n).
 *
 * @example
 * ```ts
 * console.log(String(linalg.fiedler([1, 4])));
 * // => [[0. 3.]
 * //     [3. 0.]]
 * ```
 */
export const fiedler = (a: ArrayLike): NDArray => {
  const operand = vectorOf('fiedler', a);
  const shape = [...operand.shape, operand.shape.at(-1)!];
  return abs(sub(broadcastTo(expandDims(operand, -1), shape), broadcastTo(expandDims(operand, -2), shape)));
};

export type ConvolutionMode = 'full' | 'same' | 'valid';

/**
 * The matrix with convolutionMatrix(a, n) v = convolve(a, v) for vectors v of n elements.
 *
 * Throws RangeError for an empty a or unless n is a positive integer, TypeError for an unknown mode.
 *
 * @example
 * ```ts
 * console.log(String(linalg.convolutionMatrix([1, 2], 2)));
 * // => [[1. 0.]
 * //     [2. 1.]
 * //     [0. 2.]]
 * ```
 */
export const convolutionMatrix = (
  a: ArrayLike,
  n: number,
  options: { readonly mode?: ConvolutionMode } = {},
): NDArray => {
  checkOptions('convolutionMatrix', options, ['mode']);
  const { mode = 'full' } = options;
  const operand = vectorOf('convolutionMatrix', a);
  checkLength('convolutionMatrix', operand, 1);
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`convolutionMatrix: n must be a positive integer, got ${shown(n)}`);
  if (mode !== 'full' && mode !== 'same' && mode !== 'valid')
    throw new TypeError(`convolutionMatrix: mode must be 'full', 'same' or 'valid', got ${JSON.stringify(mode)}`);
  const m = operand.shape.at(-1)!;
  const extra = mode === 'full' ? 0 : Math.min(n, m) - 1;
  const top = mode === 'same' ? Math.floor(extra / 2) : extra;
  const bottom = mode === 'same' ? extra - top : extra;
  const elements = join(operand, constantBeside(operand, 0));
  return arrange(elements, m + n - 1 - top - bottom, n, (i, j) => {
    const place = i + top - j;
    return place >= 0 && place < m ? place : m;
  });
};
