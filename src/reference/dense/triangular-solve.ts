import { divide } from './complex.ts';
import { checkMatrix, type Lanes } from './matrix.ts';

export type TriangularSolveOptions = {
  /** Whether A is lower triangular; its other triangle is never read. */
  readonly lower: boolean;
  /** op(A) = A, Aᵀ or Aᴴ. */
  readonly transposeA: 'none' | 'transpose' | 'conjugate';
  /** Take the diagonal of A as ones; it is then never read. */
  readonly unitDiagonal: boolean;
  /** Solve op(A) X = B with B n × m; else X op(A) = B with B m × n. */
  readonly leftSide: boolean;
};

/**
 * How to walk through A and B so that every case is T Y = C with rows of Y solved one after the other: from the right,
 * X op(A) = B is op(A)ᵀ Xᵀ = Bᵀ.
 */
const walk = (n: number, m: number, { lower, transposeA, leftSide }: TriangularSolveOptions) => {
  const transposed = (transposeA !== 'none') === leftSide;
  return {
    rowOfT: transposed ? 1 : n,
    columnOfT: transposed ? n : 1,
    forward: lower !== transposed,
    rowOfY: leftSide ? m : 1,
    columnOfY: leftSide ? 1 : n,
  };
};

const check = (what: string, a: Float64Array, n: number, b: Float64Array, m: number, left: boolean, lanes: Lanes) => {
  checkMatrix(what, 'a', a, n, n, lanes);
  checkMatrix(what, 'b', b, left ? n : m, left ? m : n, lanes);
};

/**
 * X with op(A) X = B (B and X are n × m) or X op(A) = B (m × n), A a triangular n × n matrix. A zero on the diagonal
 * gives infinities or NaN. Throws a RangeError if a length does not fit.
 * Source: substitution, Golub & Van Loan, Matrix Computations, 3.1.
 */
export const triangularSolve = (
  a: Float64Array,
  n: number,
  b: Float64Array,
  m: number,
  options: TriangularSolveOptions,
): Float64Array => {
  check('triangularSolve', a, n, b, m, options.leftSide, 1);
  const { rowOfT, columnOfT, forward, rowOfY, columnOfY } = walk(n, m, options);
  const y = b.slice();
  for (let step = 0; step < n; step++) {
    const i = forward ? step : n - 1 - step;
    for (let earlier = 0; earlier < step; earlier++) {
      const k = forward ? earlier : n - 1 - earlier;
      const t = a[i * rowOfT + k * columnOfT]!;
      for (let j = 0; j < m; j++) y[i * rowOfY + j * columnOfY]! -= t * y[k * rowOfY + j * columnOfY]!;
    }
    if (options.unitDiagonal) continue;
    const pivot = a[i * n + i]!;
    for (let j = 0; j < m; j++) y[i * rowOfY + j * columnOfY]! /= pivot;
  }
  return y;
};

/**
 * X with op(A) X = B (B and X are n × m) or X op(A) = B (m × n), A a triangular n × n complex matrix. A zero on the
 * diagonal gives NaN. Throws a RangeError if a length does not fit.
 * Source: substitution, Golub & Van Loan, Matrix Computations, 3.1.
 */
export const triangularSolveComplex = (
  a: Float64Array,
  n: number,
  b: Float64Array,
  m: number,
  options: TriangularSolveOptions,
): Float64Array => {
  check('triangularSolveComplex', a, n, b, m, options.leftSide, 2);
  const { rowOfT, columnOfT, forward, rowOfY, columnOfY } = walk(n, m, options);
  const sign = options.transposeA === 'conjugate' ? -1 : 1;
  const y = b.slice();
  for (let step = 0; step < n; step++) {
    const i = forward ? step : n - 1 - step;
    for (let earlier = 0; earlier < step; earlier++) {
      const k = forward ? earlier : n - 1 - earlier;
      const tRe = a[2 * (i * rowOfT + k * columnOfT)]!;
      const tIm = sign * a[2 * (i * rowOfT + k * columnOfT) + 1]!;
      for (let j = 0; j < m; j++) {
        const at = 2 * (i * rowOfY + j * columnOfY);
        const from = 2 * (k * rowOfY + j * columnOfY);
        y[at]! -= tRe * y[from]! - tIm * y[from + 1]!;
        y[at + 1]! -= tRe * y[from + 1]! + tIm * y[from]!;
      }
    }
    if (options.unitDiagonal) continue;
    const pivotRe = a[2 * (i * n + i)]!;
    const pivotIm = sign * a[2 * (i * n + i) + 1]!;
    for (let j = 0; j < m; j++) {
      const at = 2 * (i * rowOfY + j * columnOfY);
      y.set(divide(y[at]!, y[at + 1]!, pivotRe, pivotIm), at);
    }
  }
  return y;
};
