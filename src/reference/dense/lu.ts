import { divide, taxicab } from './complex.ts';
import { checkMatrix } from './matrix.ts';

export type LU = {
  /** m × n: U in the upper triangle, L below the diagonal; L's diagonal is ones. */
  readonly lu: Float64Array;
  /** Row i was exchanged with row pivots[i], in the order i = 0, 1, …, min(m, n)-1. */
  readonly pivots: Int32Array;
  /** The exchanges as one permutation of the m rows: row i of L U is row permutation[i] of A. */
  readonly permutation: Int32Array;
};

const permutationOf = (pivots: Int32Array, m: number): Int32Array => {
  const permutation = Int32Array.from({ length: m }, (_, i) => i);
  pivots.forEach((pivot, i) => {
    const row = permutation[i]!;
    permutation[i] = permutation[pivot]!;
    permutation[pivot] = row;
  });
  return permutation;
};

/** Exchanges two rows of `width` numbers. */
const exchangeRows = (a: Float64Array, width: number, i: number, j: number): void => {
  if (i === j) return;
  const row = a.slice(i * width, (i + 1) * width);
  a.copyWithin(i * width, j * width, (j + 1) * width);
  a.set(row, j * width);
};

/**
 * P A = L U of an m × n matrix with partial pivoting; of equally large pivots the first is taken, and a column without
 * a nonzero pivot is left as it is, so that pivots are LAPACK's (getrf). Throws a RangeError if `a` does not hold m × n
 * numbers. Source: Golub & Van Loan, Matrix Computations, 3.4.
 */
export const lu = (a: Float64Array, m: number, n: number): LU => {
  checkMatrix('lu', 'a', a, m, n);
  const f = a.slice();
  const pivots = new Int32Array(Math.min(m, n));
  for (let k = 0; k < pivots.length; k++) {
    let row = k;
    for (let i = k + 1; i < m; i++) if (Math.abs(f[i * n + k]!) > Math.abs(f[row * n + k]!)) row = i;
    pivots[k] = row;
    exchangeRows(f, n, k, row);
    const pivot = f[k * n + k]!;
    if (pivot === 0) continue;
    for (let i = k + 1; i < m; i++) {
      const factor = (f[i * n + k]! /= pivot);
      for (let j = k + 1; j < n; j++) f[i * n + j]! -= factor * f[k * n + j]!;
    }
  }
  return { lu: f, pivots, permutation: permutationOf(pivots, m) };
};

/**
 * P A = L U of an m × n complex matrix with partial pivoting by |re| + |im|; of equally large pivots the first is
 * taken, and a column without a nonzero pivot is left as it is, so that pivots are LAPACK's (getrf). Throws a
 * RangeError if `a` does not hold m × n complex numbers. Source: Golub & Van Loan, Matrix Computations, 3.4.
 */
export const luComplex = (a: Float64Array, m: number, n: number): LU => {
  checkMatrix('luComplex', 'a', a, m, n, 2);
  const f = a.slice();
  const size = (i: number, j: number): number => taxicab(f[2 * (i * n + j)]!, f[2 * (i * n + j) + 1]!);
  const pivots = new Int32Array(Math.min(m, n));
  for (let k = 0; k < pivots.length; k++) {
    let row = k;
    for (let i = k + 1; i < m; i++) if (size(i, k) > size(row, k)) row = i;
    pivots[k] = row;
    exchangeRows(f, 2 * n, k, row);
    const at = 2 * (k * n + k);
    const pivotRe = f[at]!;
    const pivotIm = f[at + 1]!;
    if (pivotRe === 0 && pivotIm === 0) continue;
    for (let i = k + 1; i < m; i++) {
      const factor = divide(f[2 * (i * n + k)]!, f[2 * (i * n + k) + 1]!, pivotRe, pivotIm);
      f.set(factor, 2 * (i * n + k));
      const [re, im] = factor;
      for (let j = k + 1; j < n; j++) {
        const to = 2 * (i * n + j);
        const from = 2 * (k * n + j);
        f[to]! -= re * f[from]! - im * f[from + 1]!;
        f[to + 1]! -= re * f[from + 1]! + im * f[from]!;
      }
    }
  }
  return { lu: f, pivots, permutation: permutationOf(pivots, m) };
};
