import { checkDType } from '../array/create.ts';
import { type DType, isComplex } from '../array/dtype.ts';
import type { ArraysOf, ListOf, StackOf } from '../array/lists.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkList, checkOptions } from '../array/options.ts';
import { checkShape } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { select } from '../primitives/elementwise/select.ts';
import { zerosLike } from '../primitives/linear.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { iota } from '../primitives/shape/iota.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { pad } from '../primitives/shape/slice.ts';
import { checkCallable } from '../transforms/arguments.ts';
import { range } from '../util/range.ts';
import { asArray } from './convert.ts';
import { eye, ones, zeros } from './creation.ts';
import { power } from './methods/arithmetic.ts';
import { diagonal } from './methods/diagonal.ts';
import type { DTypeOption } from './methods/reductions.ts';
import { ravel } from './methods/shape.ts';
import { installMethods } from './methods.ts';
import { nonzero } from './nonzero.ts';
import { isOptions } from './options.ts';
import { rowsOfOnes } from './rows-of-ones.ts';

export type MeshgridOptions = {
  /** Whether axes other than an argument's own have extent 1 instead of repeating it. */
  readonly sparse?: boolean;
  /** Whether the first argument varies along columns (`'xy'`, the default) or along rows (`'ij'`). */
  readonly indexing?: 'xy' | 'ij';
};

/**
 * Coordinate arrays of the grid that vectors of coordinates span: one array for each vector. Options come last.
 *
 * Throws RangeError for arguments that are not 1-D.
 *
 * @example
 * ```ts
 * const [x, y] = np.meshgrid([1, 2, 3], [10, 20]);
 * console.log(String(x));
 * // => [[1. 2. 3.]
 * //     [1. 2. 3.]]
 * console.log(y.shape); // => [ 2, 3 ]
 * ```
 */
export function meshgrid<const Vectors extends readonly ArrayLike[]>(...vectors: Vectors): ArraysOf<Vectors>;
export function meshgrid<const Vectors extends readonly ArrayLike[]>(
  ...args: readonly [...vectors: Vectors, options: MeshgridOptions]
): ArraysOf<Vectors>;
export function meshgrid(...given: readonly (ArrayLike | MeshgridOptions)[]): NDArray[] {
  const options = given.find(isOptions<MeshgridOptions>) ?? {};
  checkOptions('meshgrid', options, ['sparse', 'indexing']);
  const { sparse = false, indexing = 'xy' } = options;
  if (indexing !== 'xy' && indexing !== 'ij')
    throw new TypeError(`meshgrid: indexing must be 'xy' or 'ij', got ${JSON.stringify(indexing)}`);
  const operands = given
    .filter((arg): arg is ArrayLike => !isOptions<MeshgridOptions>(arg))
    .map(vector => asArray('meshgrid', vector));
  for (const operand of operands) {
    if (operand.ndim !== 1) throw new RangeError(`meshgrid: the arguments must be 1-D, got ${avalString(operand)}`);
  }
  const axes = operands.map((_, i) => (indexing === 'xy' && operands.length > 1 && i < 2 ? 1 - i : i));
  const shape = operands.map((_, i) => operands[axes.indexOf(i)]!.shape[0]!);
  return operands.map((operand, i) => {
    const own = expandDims(
      operand,
      range(shape.length).filter(k => k !== axes[i]),
    );
    return sparse ? own : broadcastTo(own, shape);
  });
}

export type IndicesOptions = DTypeOption & {
  /** Whether the arrays keep extent 1 along all axes but their own: a list of arrays that broadcast together. */
  readonly sparse?: boolean;
};

type Indices = {
  <const Extents extends readonly number[]>(
    shape: Extents,
    options?: IndicesOptions & { readonly sparse?: false },
  ): StackOf<Extents['length']>;
  <const Extents extends readonly number[]>(
    shape: Extents,
    options: IndicesOptions & { readonly sparse: true },
  ): ArraysOf<Extents>;
};

/**
 * The indices of the elements of an array of the given shape: one array for each axis, stacked along a new first one.
 *
 * With `sparse`, a list of arrays that broadcast to these. dtype int32 unless another is asked for.
 *
 * @example
 * ```ts
 * console.log(JSON.stringify(np.indices([2, 2]))); // => [[[0,0],[1,1]],[[0,1],[0,1]]]
 * ```
 */
export const indices: Indices = ((shape: readonly number[], options: IndicesOptions = {}): NDArray | NDArray[] => {
  checkOptions('indices', options, ['dtype', 'sparse']);
  checkList('indices', 'the shape', shape);
  const { dtype = 'int32', sparse = false } = options;
  const target = checkDType('indices', dtype);
  if (isComplex(target)) throw new TypeError(`indices: indices cannot have dtype ${target}`);
  installMethods();
  if (sparse) {
    return shape.map((extent, axis) =>
      iota(
        target,
        shape.map((_, i) => (i === axis ? extent : 1)),
        axis,
      ),
    );
  }
  if (shape.length === 0) return zeros([0], { dtype });
  return concatenate(
    shape.map((_, axis) => expandDims(iota(target, shape, axis), [0])),
    0,
  );
}) as Indices;

/**
 * Vectors reshaped so that each lies along an axis of its own: `x.at(...np.ix(rows, columns))` is a submatrix.
 *
 * Throws RangeError for arguments that are not 1-D.
 *
 * @example
 * ```ts
 * const x = np.reshape(np.arange(9), [3, 3]);
 * console.log(String(x.at(...np.ix(new Int32Array([0, 2]), new Int32Array([1, 2])))));
 * // => [[1. 2.]
 * //     [7. 8.]]
 * ```
 */
export const ix = <const Vectors extends readonly ArrayLike[]>(...vectors: Vectors): ArraysOf<Vectors> =>
  vectors.map((vector, i) => {
    const operand = asArray('ix', vector);
    if (operand.ndim !== 1) throw new RangeError(`ix: the arguments must be 1-D, got ${avalString(operand)}`);
    return reshape(
      operand,
      vectors.map((_, k) => (k === i ? operand.size : 1)),
    );
  }) as ArraysOf<Vectors>;

export type TriOptions = DTypeOption & {
  /** The number of columns; as many as rows by default. */
  readonly m?: number;
  /** The last diagonal that is filled: 0 is the main one, negative ones lie below. */
  readonly k?: number;
};

/** Ones on and below a diagonal. */
const lowerOnes = (what: string, n: number, m: number, k: number, dtype: DType, shift = 0): NDArray => {
  if (!Number.isInteger(k)) throw new TypeError(`${what}: k must be an integer, got ${k}`);
  return rowsOfOnes([n, m], dtype, row => [0, row + k + shift + 1]);
};

/**
 * A matrix with ones on and below a diagonal and zeros above.
 *
 * @example
 * ```ts
 * console.log(String(np.tri(2, { dtype: 'int32' })));
 * // => [[1 0]
 * //     [1 1]]
 * ```
 */
export const tri = (n: number, options: TriOptions = {}): NDArray => {
  checkOptions('tri', options, ['m', 'k', 'dtype']);
  const { m = n, k = 0, dtype = 'float32' } = options;
  installMethods();
  checkShape('tri', [n, m]);
  return lowerOnes('tri', n, m, k, checkDType('tri', dtype));
};

export type TriangleOptions = {
  /** The diagonal at which the triangle ends: 0 is the main one, negative ones lie below. */
  readonly k?: number;
};

const matrixOf = (what: string, x: ArrayLike): NDArray => {
  const operand = asArray(what, x);
  if (operand.ndim < 2)
    throw new RangeError(`${what}: an array of at least two dimensions is needed, got ${avalString(operand)}`);
  return operand;
};

const triangleMask = (what: string, x: NDArray, k: number, shift = 0): NDArray =>
  broadcastTo(lowerOnes(what, x.shape.at(-2)!, x.shape.at(-1)!, k, 'bool', shift), x.shape);

/**
 * The lower triangle of a matrix, or of each of a stack of matrices; zeros above.
 *
 * Throws RangeError for arrays with fewer than two dimensions.
 *
 * @example
 * ```ts
 * console.log(String(np.tril(np.ones([2, 2]))));
 * // => [[1. 0.]
 * //     [1. 1.]]
 * ```
 */
export const tril = (x: ArrayLike, options: TriangleOptions = {}): NDArray => {
  checkOptions('tril', options, ['k']);
  const { k = 0 } = options;
  const operand = matrixOf('tril', x);
  return select(triangleMask('tril', operand, k), operand, zerosLike(operand));
};

/**
 * The upper triangle of a matrix, or of each of a stack of matrices; zeros below.
 *
 * Throws RangeError for arrays with fewer than two dimensions.
 *
 * @example
 * ```ts
 * console.log(String(np.triu(np.ones([2, 2]))));
 * // => [[1. 1.]
 * //     [0. 1.]]
 * ```
 */
export const triu = (x: ArrayLike, options: TriangleOptions = {}): NDArray => {
  checkOptions('triu', options, ['k']);
  const { k = 0 } = options;
  const operand = matrixOf('triu', x);
  return select(triangleMask('triu', operand, k, -1), zerosLike(operand), operand);
};

export type DiagOptions = {
  /** How far above the main diagonal; below it where negative. */
  readonly k?: number;
};

/**
 * The matrix with a vector on a diagonal, or the diagonal of a matrix.
 *
 * Throws RangeError for other numbers of dimensions.
 *
 * @example
 * ```ts
 * console.log(String(np.diag([1, 2])));
 * // => [[1. 0.]
 * //     [0. 2.]]
 * console.log(String(np.diag([[1, 2], [3, 4]]))); // => [1. 4.]
 * ```
 */
export const diag = (x: ArrayLike, options: DiagOptions = {}): NDArray => {
  checkOptions('diag', options, ['k']);
  const { k = 0 } = options;
  const operand = asArray('diag', x);
  if (!Number.isInteger(k)) throw new TypeError(`diag: k must be an integer, got ${k}`);
  if (operand.ndim === 2) return diagonal(operand, { offset: k });
  if (operand.ndim !== 1) throw new RangeError(`diag: a vector or a matrix is needed, got ${avalString(operand)}`);
  const n = operand.size + Math.abs(k);
  const zero = constantLike(operand, 0);
  const rows = expandDims(pad(operand, zero, [[Math.max(0, -k), Math.max(0, k), 0]]), [1]);
  return select(eye(n, { k, dtype: 'bool' }), broadcastTo(rows, [n, n]), broadcastTo(zero, [n, n]));
};

/**
 * The matrix with the elements of x, in row-major order, on a diagonal.
 *
 * @example
 * ```ts
 * console.log(String(np.diagflat([[1, 2]])));
 * // => [[1. 0.]
 * //     [0. 2.]]
 * ```
 */
export const diagflat = (x: ArrayLike, options: DiagOptions = {}): NDArray =>
  diag(ravel(asArray('diagflat', x)), options);

export type VanderOptions = {
  /** The number of columns; as many as elements by default. */
  readonly n?: number;
  /** Whether the powers grow from left to right. */
  readonly increasing?: boolean;
};

/**
 * The Vandermonde matrix: the powers of each element in a row.
 *
 * Throws RangeError for arguments that are not 1-D.
 *
 * @example
 * ```ts
 * console.log(String(np.vander([1, 2, 3])));
 * // => [[1. 1. 1.]
 * //     [4. 2. 1.]
 * //     [9. 3. 1.]]
 * ```
 */
export const vander = (x: ArrayLike, options: VanderOptions = {}): NDArray => {
  checkOptions('vander', options, ['n', 'increasing']);
  const { n, increasing = false } = options;
  const operand = asArray('vander', x);
  if (operand.ndim !== 1) throw new RangeError(`vander: a vector is needed, got ${avalString(operand)}`);
  const count = n ?? operand.size;
  const columns = Array.from({ length: count }, (_, i) => power(operand, increasing ? i : count - 1 - i));
  if (count === 0) return zeros([operand.size, 0], { dtype: operand.dtype });
  return concatenate(
    columns.map(column => expandDims(column, [1])),
    1,
  );
};

const indexVector = (list: readonly number[]): NDArray => asArray('indices', Int32Array.from(list));

/**
 * The indices of the diagonal of an n × n array, or of one with more dimensions: one int32 vector for each.
 *
 * @example
 * ```ts
 * console.log(np.diagIndices(2).map(String)); // => [ '[0 1]', '[0 1]' ]
 * ```
 */
export const diagIndices = <const Ndim extends number = 2>(
  n: number,
  options: { readonly ndim?: Ndim } = {},
): ListOf<Ndim> => {
  checkOptions('diagIndices', options, ['ndim']);
  const { ndim = 2 } = options;
  checkShape('diagIndices', [n, ndim]);
  return Array.from({ length: ndim }, () => indexVector(range(n))) as ListOf<Ndim>;
};

const places = (
  what: string,
  n: number,
  m: number,
  wanted: (row: number, column: number) => boolean,
): [rows: NDArray, columns: NDArray] => {
  checkShape(what, [n, m]);
  const pairs = Array.from({ length: n * m }, (_, i) => [Math.floor(i / m), i % m] as const).filter(([row, column]) =>
    wanted(row, column),
  );
  return [indexVector(pairs.map(([row]) => row)), indexVector(pairs.map(([, column]) => column))];
};

export type TriangleIndicesOptions = TriangleOptions & { readonly m?: number };

/**
 * Row and column indices of the lower triangle of an n × n (n × m) matrix, as int32 vectors.
 *
 * @example
 * ```ts
 * console.log(np.trilIndices(2).map(String)); // => [ '[0 1 1]', '[0 0 1]' ]
 * ```
 */
export const trilIndices = (n: number, options: TriangleIndicesOptions = {}): [rows: NDArray, columns: NDArray] => {
  checkOptions('trilIndices', options, ['k', 'm']);
  const { k = 0, m = n } = options;
  return places('trilIndices', n, m, (row, column) => column <= row + k);
};

/**
 * Row and column indices of the upper triangle of an n × n (n × m) matrix, as int32 vectors.
 *
 * @example
 * ```ts
 * console.log(np.triuIndices(2).map(String)); // => [ '[0 0 1]', '[0 1 1]' ]
 * ```
 */
export const triuIndices = (n: number, options: TriangleIndicesOptions = {}): [rows: NDArray, columns: NDArray] => {
  checkOptions('triuIndices', options, ['k', 'm']);
  const { k = 0, m = n } = options;
  return places('triuIndices', n, m, (row, column) => column >= row + k);
};

/**
 * The indices of the main diagonal of an array whose axes have one extent: one int32 vector for each.
 *
 * Throws RangeError for arrays with fewer than two axes or with different extents.
 *
 * @example
 * ```ts
 * console.log(np.diagIndicesFrom(np.ones([2, 2])).map(String)); // => [ '[0 1]', '[0 1]' ]
 * ```
 */
export const diagIndicesFrom = (x: ArrayLike): NDArray[] => {
  const operand = matrixOf('diagIndicesFrom', x);
  if (operand.shape.some(extent => extent !== operand.shape[0]))
    throw new RangeError(`diagIndicesFrom: all axes must have one extent, got ${avalString(operand)}`);
  return diagIndices(operand.shape[0]!, { ndim: operand.ndim });
};

const onlyMatrix = (what: string, x: ArrayLike): readonly [n: number, m: number] => {
  const operand = asArray(what, x);
  if (operand.ndim !== 2) throw new RangeError(`${what}: a matrix is needed, got ${avalString(operand)}`);
  return operand.shape as readonly [number, number];
};

/**
 * Row and column indices of the lower triangle of a matrix, as int32 vectors.
 *
 * Throws RangeError for arrays that are not 2-D.
 *
 * @example
 * ```ts
 * console.log(np.trilIndicesFrom(np.ones([2, 2])).map(String)); // => [ '[0 1 1]', '[0 0 1]' ]
 * ```
 */
export const trilIndicesFrom = (x: ArrayLike, options: TriangleOptions = {}): [rows: NDArray, columns: NDArray] => {
  checkOptions('trilIndicesFrom', options, ['k']);
  const { k = 0 } = options;
  const [n, m] = onlyMatrix('trilIndicesFrom', x);
  return trilIndices(n, { k, m });
};

/**
 * Row and column indices of the upper triangle of a matrix, as int32 vectors.
 *
 * Throws RangeError for arrays that are not 2-D.
 *
 * @example
 * ```ts
 * console.log(np.triuIndicesFrom(np.ones([2, 2])).map(String)); // => [ '[0 0 1]', '[0 1 1]' ]
 * ```
 */
export const triuIndicesFrom = (x: ArrayLike, options: TriangleOptions = {}): [rows: NDArray, columns: NDArray] => {
  checkOptions('triuIndicesFrom', options, ['k']);
  const { k = 0 } = options;
  const [n, m] = onlyMatrix('triuIndicesFrom', x);
  return triuIndices(n, { k, m });
};

/**
 * Row and column indices of what a function such as `np.triu` leaves of an n × n matrix of ones.
 *
 * @example
 * ```ts
 * console.log(np.maskIndices(2, np.triu).map(String)); // => [ '[0 0 1]', '[0 1 1]' ]
 * ```
 */
export const maskIndices = (
  n: number,
  mask: (x: NDArray, options: TriangleOptions) => NDArray,
  options: TriangleOptions = {},
): NDArray[] => {
  checkOptions('maskIndices', options, ['k']);
  const { k = 0 } = options;
  checkCallable('maskIndices', mask);
  return nonzero(mask(ones([n, n]), { k }));
};
