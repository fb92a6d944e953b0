import { describe } from '../array/create.ts';
import { isComplex } from '../array/dtype.ts';
import { type ArrayLike as ArrayInput, ConcreteArray, type NDArray } from '../array/ndarray.ts';
import { shapeString } from '../array/shape.ts';
import { isConcrete } from '../core/tracer.ts';
import { acyclicColouring } from '../pattern/acyclic-colouring.ts';
import { recoverElements } from '../pattern/colouring.ts';
import {
  type CompressedMatrix,
  type CompressedPattern,
  compressRows,
  copyPattern,
  mirrorPlaces,
} from '../pattern/compress.ts';
import { toArray } from '../primitives/convert.ts';
import { checkCallable } from '../transforms/arguments.ts';
import { type Elimination, planElimination } from './elimination.ts';
import { readMarket, writeMarket } from './market.ts';
import { type Inertia, largestOf, SymmetricSystem } from './system.ts';
import { checkExtents, checkMatrix, checkPattern } from './validate.ts';

/** What is known of a pattern, and a copy of it, to see when somebody writes to its arrays. */
type Analysed = { readonly pattern: CompressedPattern; readonly plan: Elimination };

/** Analyses by pattern: matrices of one pattern, as Newton's method meets them, share theirs. */
const analyses = new WeakMap<Int32Array, Analysed>();

const isSame = (a: CompressedMatrix['data'] | Int32Array, b: CompressedMatrix['data'] | Int32Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

const hasPattern = ({ indptr, indices }: CompressedPattern, { pattern }: Analysed): boolean =>
  isSame(pattern.indptr, indptr) && isSame(pattern.indices, indices);

/** The analysis of a pattern, from before if the arrays still hold what they did: known by those that it was copied from. */
const analysisOf = (matrix: CompressedPattern, origin: Int32Array): Analysed => {
  const known = analyses.get(origin);
  if (known !== undefined && hasPattern(matrix, known)) return known;
  const pattern = copyPattern(matrix);
  const analysed = { pattern, plan: planElimination(pattern) };
  analyses.set(origin, analysed);
  return analysed;
};

/** Arrays that other matrices may have too: a matrix that is asked for one, which may be written into, has a copy from then on. */
type SharedArrays = { readonly shared: CompressedMatrix; readonly now: CompressedMatrix };

/** Throws unless a value is like a list. */
const checkNumbers = (what: string, name: string, list: ArrayLike<number> | undefined): void => {
  if (typeof list?.length !== 'number') throw new TypeError(`${what}: ${name} must be a list, got ${describe(list)}`);
};

/**
 * A sparse matrix of numbers in compressed rows, such as `sparseHessian` gives.
 *
 * @example
 * ```ts
 * const H = sparseHessian((x: NDArray) => np.sum(np.square(x.at('1:').sub(x.at(':-1')))))(array([1, 2, 4]));
 * console.log(String(H.toDense()));
 * // => [[ 2. -2.  0.]
 * //     [-2.  4. -2.]
 * //     [ 0. -2.  2.]]
 * ```
 */
export class SparseMatrix {
  readonly shape: readonly [rows: number, columns: number];
  /** The stored elements of row i are those from `indptr[i]` up to but without `indptr[i + 1]`. */
  readonly indptr: Int32Array;
  /** Their columns, ascending in each row. */
  readonly indices: Int32Array;
  readonly data: Float32Array | Float64Array;
  private readonly arrays?: SharedArrays;
  private system:
    | { readonly data: CompressedMatrix['data']; readonly analysed: Analysed; readonly solver: SymmetricSystem }
    | undefined;

  /**
   * A matrix of these arrays, which it keeps without copying them. Throws RangeError where columns do not ascend in each row
   * or lie outside of the shape, or where numbers of elements do not fit, TypeError for other kinds of arrays.
   */
  constructor(matrix: CompressedMatrix) {
    const { shape, indptr, indices, data } = matrix ?? {};
    checkMatrix('SparseMatrix', { shape, indptr, indices, data });
    this.shape = shape;
    this.indptr = indptr;
    this.indices = indices;
    this.data = data;
  }

  /**
   * A matrix from elements in any order, given by their rows, columns and values; those of the same place are added up.
   *
   * Throws RangeError for places outside of the shape and for lists of different lengths.
   *
   * @example
   * ```ts
   * const A = SparseMatrix.fromEntries([2, 2], [1, 0, 1], [1, 0, 1], [3, 1, 4]);
   * console.log(A.nnz, String(A.diagonal())); // => 2 [1. 7.]
   * ```
   */
  static fromEntries(
    shape: readonly [rows: number, columns: number],
    rows: ArrayLike<number>,
    columns: ArrayLike<number>,
    values: ArrayLike<number>,
  ): SparseMatrix {
    const what = 'SparseMatrix.fromEntries';
    checkExtents(what, shape);
    for (const [name, list] of Object.entries({ rows, columns, values })) checkNumbers(what, name, list);
    if (rows.length !== columns.length || rows.length !== values.length) {
      throw new RangeError(
        `${what}: rows, columns and values must have the same length, got ${rows.length}, ${columns.length} and ${values.length}`,
      );
    }
    for (let i = 0; i < rows.length; i++) {
      const [row, column] = [rows[i]!, columns[i]!];
      const isInside = Number.isInteger(row) && row >= 0 && row < shape[0];
      if (isInside && Number.isInteger(column) && column >= 0 && column < shape[1]) continue;
      throw new RangeError(`${what}: entry ${i} stands at (${row}, ${column}), outside of ${shape[0]} × ${shape[1]}`);
    }
    const { pattern, places } = compressRows(Int32Array.from(rows), Int32Array.from(columns), shape);
    const count = pattern.indices.length;
    const data = values instanceof Float32Array ? new Float32Array(count) : new Float64Array(count);
    places.forEach((place, i) => {
      data[place]! += values[i]!;
    });
    return matrixFrom({ ...pattern, data });
  }

  /** A matrix from the text of a Matrix Market file of real coordinates; throws SyntaxError where it is none. */
  static fromMatrixMarket(text: string): SparseMatrix {
    return matrixFrom(readMarket(text));
  }

  /**
   * A symmetric matrix of known pattern from its products with vectors, of which it takes as many as an acyclic colouring of the
   * pattern has colours, and one to check: for operators that are not written in nabla.
   *
   * The pattern must be symmetric and hold all elements that are not zero, those of the diagonal too. Throws RangeError for
   * patterns that are no symmetric ones and products of another length, Error where products have what the pattern has not.
   *
   * @example
   * ```ts
   * const H = sparseHessian((x: NDArray) => np.sum(np.square(x.at('1:').sub(x.at(':-1')))))(np.zeros(100));
   * let products = 0;
   * const again = SparseMatrix.fromProducts(H, v => {
   *   products++;
   *   return H.matvec(v).toTypedArray();
   * });
   * console.log(products, again.data.every((value, i) => value === H.data[i])); // => 3 true
   * ```
   */
  static fromProducts(pattern: CompressedPattern, product: (v: Float64Array) => ArrayLike<number>): SparseMatrix {
    const what = 'SparseMatrix.fromProducts';
    const { shape, indptr, indices } = pattern ?? {};
    checkPattern(what, { shape, indptr, indices });
    checkCallable(what, product);
    const [n] = shape;
    const colouring = acyclicColouring(pattern);
    const multiplied = (v: Float64Array): ArrayLike<number> => {
      const result = product(v);
      checkNumbers(what, 'a product', result);
      if (result.length === n) return result;
      throw new RangeError(`${what}: a product has length ${result.length}, not ${n}`);
    };
    const products = Array.from({ length: colouring.count }, (_, colour) =>
      multiplied(Float64Array.from(colouring.colours, own => Number(own === colour))),
    );
    const matrix = matrixFrom({ shape, indptr, indices, data: recoverElements(pattern, colouring, products) });
    const v = Float64Array.from({ length: n }, (_, i) => 1 + ((i * 0.618033988749895) % 1));
    const [seen, expected] = [multiplied(v.slice()), new Float64Array(n)];
    multiply(matrix.compressed(), v, expected);
    const largest = products.reduce((most, list) => Math.max(most, largestOf(list)), largestOf(seen));
    for (let row = 0; row < n; row++) {
      if (Math.abs(seen[row]! - expected[row]!) <= leastSurprise * largest) continue;
      throw new Error(
        `${what}: a product has ${seen[row]} in row ${row} where a matrix of this pattern has ${expected[row]}: the pattern lacks elements, or the operator is not linear and symmetric`,
      );
    }
    return matrix;
  }

  /** What the matrix is made of, to be read only: without copies of what it shares. */
  private compressed(): CompressedMatrix {
    return this.arrays?.now ?? this;
  }

  private isSingle(): boolean {
    return this.compressed().data instanceof Float32Array;
  }

  /** The text of a Matrix Market file; of symmetric matrices only the lower triangle is written. */
  toMatrixMarket(): string {
    return writeMarket(this.compressed(), this.isSymmetric());
  }

  /**
   * What it is, without its elements.
   *
   * @example
   * ```ts
   * console.log(String(SparseMatrix.fromEntries([2, 2], [0], [1], [3]))); // => SparseMatrix(float64[2, 2], nnz=1)
   * ```
   */
  toString(): string {
    const dtype = this.isSingle() ? 'float32' : 'float64';
    return `SparseMatrix(${dtype}[${this.shape.join(', ')}], nnz=${this.nnz})`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  /** How many elements are stored. */
  get nnz(): number {
    return this.compressed().data.length;
  }

  private arrayOf(shape: readonly number[], values: Float32Array | Float64Array): NDArray {
    return new ConcreteArray(shape, this.isSingle() ? 'float32' : 'float64', values);
  }

  private zeros(count: number): Float32Array | Float64Array {
    return this.isSingle() ? new Float32Array(count) : new Float64Array(count);
  }

  private numbers(what: string, value: ArrayInput, length: number, ranks: readonly number[] = [1]): ConcreteArray {
    const array = toArray(what, value, true); // numbers as they are, whatever the default dtype
    if (!isConcrete(array)) {
      throw new TypeError(`${what}: a sparse matrix holds numbers: use hvp inside of jit and other transformations`);
    }
    if (isComplex(array.dtype)) {
      throw new TypeError(`${what}: expected real numbers, got ${array.dtype}: take real and imag parts one by one`);
    }
    if (!ranks.includes(array.ndim) || array.shape[0] !== length) {
      const expected = `a vector of length ${length}${ranks.includes(2) ? ` or a matrix of ${length} rows` : ''}`;
      throw new RangeError(`${what}: expected ${expected}, got shape ${shapeString(array.shape)}`);
    }
    return array;
  }

  /** The matrix as an array. */
  toDense(): NDArray {
    const { shape, indptr, indices, data } = this.compressed();
    const [rows, columns] = shape;
    const dense = this.zeros(rows * columns);
    for (let row = 0; row < rows; row++) {
      for (let at = indptr[row]!; at < indptr[row + 1]!; at++) dense[row * columns + indices[at]!]! += data[at]!;
    }
    return this.arrayOf(this.shape, dense);
  }

  /** The product with a vector; throws RangeError for other lengths. */
  matvec(v: ArrayInput): NDArray {
    const { data } = this.numbers('SparseMatrix.matvec', v, this.shape[1]);
    const result = this.zeros(this.shape[0]);
    multiply(this.compressed(), data, result);
    return this.arrayOf([this.shape[0]], result);
  }

  transpose(): SparseMatrix {
    const { shape, indptr, indices, data } = this.compressed();
    const [rows, columns] = shape;
    const ownRows = new Int32Array(this.nnz);
    for (let row = 0; row < rows; row++) ownRows.fill(row, indptr[row], indptr[row + 1]);
    const { pattern, places } = compressRows(indices, ownRows, [columns, rows]);
    const result = this.zeros(this.nnz);
    places.forEach((place, at) => {
      result[place] = data[at]!;
    });
    return matrixFrom({ ...pattern, data: result });
  }

  /** The elements on the diagonal, 0 where none is stored. */
  diagonal(): NDArray {
    const { shape, indptr, indices, data } = this.compressed();
    const count = Math.min(...shape);
    const result = this.zeros(count);
    for (let row = 0; row < count; row++) {
      for (let at = indptr[row]!; at < indptr[row + 1]!; at++) if (indices[at] === row) result[row]! += data[at]!;
    }
    return this.arrayOf([count], result);
  }

  /** Whether the matrix equals its transpose, as to which elements are stored too. */
  isSymmetric(): boolean {
    const matrix = this.compressed();
    const { data } = matrix;
    const mirrors = mirrorPlaces(matrix);
    return mirrors?.every((mirror, at) => data[mirror] === data[at]) ?? false;
  }

  private symmetricSystem(what: string): SymmetricSystem {
    const { system } = this;
    const matrix = this.compressed();
    const { data } = matrix;
    if (system !== undefined && isSame(system.data, data) && hasPattern(matrix, system.analysed)) return system.solver;
    if (!data.every(Number.isFinite)) throw new RangeError(`${what}: the matrix has elements that are not finite`);
    if (!this.isSymmetric()) {
      throw new TypeError(
        `${what}: the matrix of shape ${shapeString(this.shape)} is not symmetric: use linalg.solve with toDense()`,
      );
    }
    const analysed = analysisOf(matrix, (this.arrays?.shared ?? matrix).indices);
    const solver = new SymmetricSystem(matrix, analysed.plan);
    // a copy, to see when somebody writes to the elements
    this.system = { data: data.slice(), analysed, solver };
    return solver;
  }

  /**
   * How many eigenvalues of a symmetric matrix are positive, negative and zero: at a minimum of a function its Hessian has only
   * positive ones. Rows and columns are scaled alike first; eigenvalues that rounding of the elements could turn count as zero.
   *
   * Throws TypeError for matrices that are not symmetric, RangeError for elements that are not finite.
   *
   * @example
   * ```ts
   * const A = SparseMatrix.fromEntries([3, 3], [0, 1, 2], [0, 1, 2], [1e13, 1, -1]);
   * console.log(A.inertia()); // => { positive: 2, negative: 1, zero: 0 }
   * ```
   */
  inertia(): Inertia {
    return this.symmetricSystem('SparseMatrix.inertia').inertia(this.isSingle() ? 2 ** -23 : 2 ** -52);
  }

  /**
   * Sign and logarithm of the absolute value of a symmetric matrix's determinant, as `linalg.slogdet` gives them: what Laplace
   * approximations need. Computes in double precision.
   *
   * Throws TypeError for matrices that are not symmetric, RangeError for elements that are not finite.
   *
   * @example
   * ```ts
   * const A = SparseMatrix.fromEntries([3, 3], [0, 1, 2], [0, 1, 2], [1e200, 1e200, -1]);
   * const [sign, logabsdet] = A.slogdet();
   * console.log(+sign, logabsdet.item().toFixed(3)); // => -1 921.034
   * ```
   */
  slogdet(): [sign: NDArray, logabsdet: NDArray] {
    const scalar = (value: number): NDArray => this.arrayOf([], this.zeros(1).fill(value));
    const [sign, logabsdet] = this.symmetricSystem('SparseMatrix.slogdet').slogdet();
    return [scalar(sign), scalar(logabsdet)];
  }

  /**
   * x with A x = b, for symmetric matrices, definite or not, to a backward error of a few roundings in each component; the
   * columns of a matrix b are right-hand sides of their own.
   *
   * Rows and columns are scaled alike, then factored as LDLᵀ in an order of approximate minimum degree, which the matrix
   * remembers; where that order has no good pivots, others are chosen. Computes in double precision and refines the solution.
   * Throws TypeError for matrices that are not symmetric, RangeError where b has another length or something is not finite,
   * Error where the matrix is singular to rounding.
   */
  solve(b: ArrayInput): NDArray {
    const what = 'SparseMatrix.solve';
    const n = this.shape[0];
    const { data: right, shape } = this.numbers(what, b, n, [1, 2]);
    const system = this.symmetricSystem(what);
    if (!right.every(Number.isFinite))
      throw new RangeError(`${what}: the right-hand side has elements that are not finite`);
    const columns = shape[1] ?? 1;
    const result = this.zeros(n * columns);
    for (let column = 0; column < columns; column++) {
      const solved = system.solve(Float64Array.from({ length: n }, (_, row) => right[row * columns + column]!));
      if (!('x' in solved)) {
        throw new Error(
          solved.reason === 'singular'
            ? `${what}: the matrix is singular to rounding (reciprocal condition ${solved.value.toExponential(1)}): add a multiple of the identity, or use linalg.lstsq with toDense()`
            : `${what}: no solution to rounding was found (backward error ${solved.value.toExponential(1)}): use linalg.solve with toDense()`,
        );
      }
      for (let row = 0; row < n; row++) result[row * columns + column] = solved.x[row]!;
    }
    return this.arrayOf(shape, result);
  }
}

/** A matrix from arrays that are known to be right, without looking at them. */
const matrixFrom = (matrix: CompressedMatrix): SparseMatrix =>
  Object.assign(Object.create(SparseMatrix.prototype) as SparseMatrix, matrix);

/** A matrix from such arrays that others may have too. */
export const sharingMatrix = (shared: CompressedMatrix): SparseMatrix => {
  const now = { ...shared };
  const own = <Name extends 'indptr' | 'indices' | 'data'>(name: Name): CompressedMatrix[Name] => {
    if (now[name] === shared[name]) now[name] = shared[name].slice() as CompressedMatrix[Name];
    return now[name];
  };
  // properties of its own, as of one that was constructed, so that it can be spread
  const matrix = {
    __proto__: SparseMatrix.prototype,
    shape: [...shared.shape],
    get indptr() {
      return own('indptr');
    },
    get indices() {
      return own('indices');
    },
    get data() {
      return own('data');
    },
  };
  return Object.defineProperty(matrix as unknown as SparseMatrix, 'arrays', { value: { shared, now } });
};

/** A check product must not be further from what the recovered matrix gives, relative to the greatest element of a product. */
const leastSurprise = 1e-3;

const multiply = (
  { shape, indptr, indices, data }: CompressedMatrix,
  v: ArrayLike<number>,
  result: Float32Array | Float64Array,
): void => {
  for (let row = 0; row < shape[0]; row++) {
    let sum = 0;
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) sum += data[at]! * v[indices[at]!]!;
    result[row] = sum;
  }
};
