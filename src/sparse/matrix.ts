import { type ArrayLike as ArrayInput, ConcreteArray, type NDArray } from '../array/ndarray.ts';
import { isConcrete } from '../core/tracer.ts';
import { colourPattern, recoverElements } from '../pattern/colouring.ts';
import { type CompressedMatrix, type CompressedPattern, compressRows } from '../pattern/compress.ts';
import { toArray } from '../primitives/convert.ts';
import { type Analysis, analyse, type Factor, factorise, type Inertia, largestOf, solveFactored } from './ldlt.ts';
import { readMarket, writeMarket } from './market.ts';

/** How often a solution is refined; each time gains the digits that the factor has. */
const refinements = 10;

/** Analyses by pattern: matrices of one pattern, as Newton's method meets them, share theirs. */
const analyses = new WeakMap<Int32Array, Analysis>();

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
  private factored: Factor | undefined;

  constructor({ shape, indptr, indices, data }: CompressedMatrix) {
    if (indptr.length !== shape[0] + 1 || indices.length !== data.length || indptr[shape[0]] !== data.length) {
      throw new RangeError(
        `SparseMatrix: indptr needs ${shape[0] + 1} entries, of which the last is the number of elements, indices as many as data has; got ${indptr.length}, ${indices.length} and ${data.length}`,
      );
    }
    this.shape = shape;
    this.indptr = indptr;
    this.indices = indices;
    this.data = data;
  }

  /** A matrix from the text of a Matrix Market file of real coordinates; throws SyntaxError where it is none. */
  static fromMatrixMarket(text: string): SparseMatrix {
    return new SparseMatrix(readMarket(text));
  }

  /**
   * A symmetric matrix of known pattern from its products with vectors, of which it takes as many as an acyclic colouring of the
   * pattern has colours: for operators that are not written in nabla.
   *
   * The pattern must be symmetric and hold the diagonal's elements that are not zero. Throws RangeError for products of
   * another length.
   *
   * @example
   * ```ts
   * const H = sparseHessian((x: NDArray) => np.sum(np.square(x.at('1:').sub(x.at(':-1')))))(np.zeros(100));
   * let products = 0;
   * const again = SparseMatrix.fromProducts(H, v => {
   *   products++;
   *   return H.matvec(v).toTypedArray();
   * });
   * console.log(products, again.data.every((value, i) => value === H.data[i])); // => 2 true
   * ```
   */
  static fromProducts(pattern: CompressedPattern, product: (v: Float64Array) => ArrayLike<number>): SparseMatrix {
    const [n] = pattern.shape;
    const colouring = colourPattern(pattern, 'acyclic');
    const products = Array.from({ length: colouring.count }, (_, colour) => {
      const result = product(Float64Array.from(colouring.colours, own => Number(own === colour)));
      if (result.length === n) return result;
      throw new RangeError(`SparseMatrix.fromProducts: a product has length ${result.length}, not ${n}`);
    });
    const { shape, indptr, indices } = pattern;
    return new SparseMatrix({ shape, indptr, indices, data: recoverElements(pattern, colouring, products) });
  }

  /** The text of a Matrix Market file; of symmetric matrices only the lower triangle is written. */
  toMatrixMarket(): string {
    return writeMarket(this, this.isSymmetric());
  }

  /** How many elements are stored. */
  get nnz(): number {
    return this.data.length;
  }

  private arrayOf(shape: readonly number[], values: Float32Array | Float64Array): NDArray {
    return new ConcreteArray(shape, this.data instanceof Float32Array ? 'float32' : 'float64', values);
  }

  private zeros(count: number): Float32Array | Float64Array {
    return this.data instanceof Float32Array ? new Float32Array(count) : new Float64Array(count);
  }

  private vector(what: string, value: ArrayInput, length: number): ConcreteArray {
    const array = toArray(what, value);
    if (!isConcrete(array)) {
      throw new TypeError(`${what}: a sparse matrix holds numbers: use hvp inside of jit and other transformations`);
    }
    if (array.ndim !== 1 || array.shape[0] !== length) {
      throw new RangeError(`${what}: expected a vector of length ${length}, got shape (${array.shape.join(', ')})`);
    }
    return array;
  }

  /** The matrix as an array. */
  toDense(): NDArray {
    const [rows, columns] = this.shape;
    const dense = this.zeros(rows * columns);
    for (let row = 0; row < rows; row++) {
      for (let at = this.indptr[row]!; at < this.indptr[row + 1]!; at++) {
        dense[row * columns + this.indices[at]!]! += this.data[at]!;
      }
    }
    return this.arrayOf(this.shape, dense);
  }

  /** The product with a vector; throws RangeError for other lengths. */
  matvec(v: ArrayInput): NDArray {
    const { data } = this.vector('SparseMatrix.matvec', v, this.shape[1]);
    const result = this.zeros(this.shape[0]);
    multiply(this, data, result);
    return this.arrayOf([this.shape[0]], result);
  }

  transpose(): SparseMatrix {
    const [rows, columns] = this.shape;
    const ownRows = new Int32Array(this.nnz);
    for (let row = 0; row < rows; row++) ownRows.fill(row, this.indptr[row], this.indptr[row + 1]);
    const { pattern, places } = compressRows(this.indices, ownRows, [columns, rows]);
    const data = this.zeros(this.nnz);
    places.forEach((place, at) => {
      data[place] = this.data[at]!;
    });
    return new SparseMatrix({ ...pattern, data });
  }

  /** The elements on the diagonal, 0 where none is stored. */
  diagonal(): NDArray {
    const count = Math.min(...this.shape);
    const result = this.zeros(count);
    for (let row = 0; row < count; row++) {
      for (let at = this.indptr[row]!; at < this.indptr[row + 1]!; at++) {
        if (this.indices[at] === row) result[row]! += this.data[at]!;
      }
    }
    return this.arrayOf([count], result);
  }

  /** Whether the matrix equals its transpose. */
  isSymmetric(): boolean {
    if (this.shape[0] !== this.shape[1]) return false;
    const { indices, data } = this.transpose();
    return (
      indices.every((column, at) => column === this.indices[at]) && data.every((value, at) => value === this.data[at])
    );
  }

  private factor(what: string): Factor {
    if (this.factored !== undefined) return this.factored;
    if (!this.data.every(Number.isFinite)) {
      throw new RangeError(`${what}: the matrix has elements that are not finite`);
    }
    if (!this.isSymmetric()) {
      throw new TypeError(
        `${what}: the matrix of shape (${this.shape.join(', ')}) is not symmetric: use linalg.solve with toDense()`,
      );
    }
    let analysis = analyses.get(this.indices);
    if (analysis === undefined) {
      analysis = analyse(this);
      analyses.set(this.indices, analysis);
    }
    this.factored = factorise(this, analysis);
    return this.factored;
  }

  /**
   * How many eigenvalues of a symmetric matrix are positive, negative and zero, to rounding: at a minimum of a function its
   * Hessian has only positive ones.
   *
   * Throws TypeError for matrices that are not symmetric.
   */
  inertia(): Inertia {
    const { pivots, moved } = this.factor('SparseMatrix.inertia');
    let negative = 0;
    for (const pivot of pivots) if (pivot < 0) negative++;
    if (moved === 0) return { positive: pivots.length - negative, negative, zero: 0 };
    // pivots that were moved say nothing: shifts to both sides tell how many eigenvalues are in between
    const scale = largestOf(this.data) || 1;
    const below = shiftedNegatives(this, scale * 2 ** -30);
    const above = shiftedNegatives(this, -scale * 2 ** -30);
    return { positive: pivots.length - above, negative: below, zero: above - below };
  }

  /**
   * x with A x = b, for symmetric matrices, definite or not: by a sparse LDLᵀ factor in an order of approximate minimum degree,
   * which the matrix remembers, and refinement.
   *
   * Throws TypeError for matrices that are not symmetric, RangeError where b has another length, Error where the matrix is
   * singular to rounding.
   */
  solve(b: ArrayInput): NDArray {
    const what = 'SparseMatrix.solve';
    const n = this.shape[0];
    const { data: right } = this.vector(what, b, n);
    const factor = this.factor(what);
    const x = solveFactored(factor, right);
    const norm = largestOf(right);
    const residual = new Float64Array(n);
    let last = Number.POSITIVE_INFINITY;
    for (let round = 0; round < refinements; round++) {
      multiply(this, x, residual);
      let largest = 0;
      for (let i = 0; i < n; i++) {
        residual[i] = right[i]! - residual[i]!;
        largest = Math.max(largest, Math.abs(residual[i]!));
      }
      if (!(largest < last / 2)) break;
      last = largest;
      if (largest === 0) break;
      const change = solveFactored(factor, residual);
      for (let i = 0; i < n; i++) x[i]! += change[i]!;
    }
    const size = largestOf(x);
    const scale = largestOf(this.data);
    if (!(last <= 1e-8 * (norm + scale * size)) || (factor.moved > 0 && !(last <= 1e-10 * norm))) {
      throw new Error(
        `${what}: the matrix is singular to rounding (${factor.moved} of ${n} pivots vanish): add a multiple of the identity, or use linalg.lstsq with toDense()`,
      );
    }
    const result = this.zeros(n);
    result.set(x);
    return this.arrayOf([n], result);
  }
}

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

/** How many eigenvalues of A + shift·I are negative. */
const shiftedNegatives = (matrix: SparseMatrix, shift: number): number => {
  const [n] = matrix.shape;
  const rows = new Int32Array(matrix.nnz + n);
  for (let row = 0; row < n; row++) rows.fill(row, matrix.indptr[row], matrix.indptr[row + 1]);
  const columns = new Int32Array(matrix.nnz + n);
  columns.set(matrix.indices);
  for (let i = 0; i < n; i++) rows[matrix.nnz + i] = columns[matrix.nnz + i] = i;
  const { pattern, places } = compressRows(rows, columns, [n, n]);
  const data = new Float64Array(pattern.indices.length);
  places.forEach((place, at) => {
    data[place]! += at < matrix.nnz ? matrix.data[at]! : shift;
  });
  const shifted = { ...pattern, data };
  let negative = 0;
  for (const pivot of factorise(shifted, analyse(shifted)).pivots) if (pivot < 0) negative++;
  return negative;
};
