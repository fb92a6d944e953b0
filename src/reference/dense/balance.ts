// Balancing before an eigenvalue computation: a permutation that isolates eigenvalues which can be read off, and a
// diagonal scaling by powers of two that makes rows and columns alike in size, without any rounding.
import type { Lanes } from './matrix.ts';

export type Balance = {
  /** Only rows and columns low … high are not triangular yet; low > high where none is left. */
  readonly low: number;
  readonly high: number;
  /** For i outside low … high: with which row and column i was exchanged (those above `high` first, downwards). */
  readonly exchanges: Int32Array;
  /** The balanced matrix is D⁻¹ Pᵀ A P D; its D. */
  readonly scales: Float64Array;
};

type Matrix = { readonly a: Float64Array; readonly n: number; readonly lanes: Lanes };

const isZero = ({ a, n, lanes }: Matrix, i: number, j: number): boolean =>
  a[lanes * (i * n + j)] === 0 && (lanes === 1 || a[lanes * (i * n + j) + 1] === 0);

const exchange = ({ a, n, lanes }: Matrix, i: number, j: number): void => {
  if (i === j) return;
  const swap = (x: number, y: number): void => {
    const kept = a[x]!;
    a[x] = a[y]!;
    a[y] = kept;
  };
  for (let k = 0; k < lanes * n; k++) swap(lanes * n * i + k, lanes * n * j + k);
  for (let k = 0; k < n; k++) {
    for (let lane = 0; lane < lanes; lane++) swap(lanes * (k * n + i) + lane, lanes * (k * n + j) + lane);
  }
};

const isolate = (matrix: Matrix, exchanges: Int32Array): { low: number; high: number } => {
  let low = 0;
  let high = matrix.n - 1;
  const alone = (i: number, zero: (other: number) => boolean): boolean => {
    for (let other = low; other <= high; other++) if (other !== i && !zero(other)) return false;
    return true;
  };
  // Rows with nothing off the diagonal go to the end, columns to the beginning.
  for (let found = true; found; ) {
    found = false;
    for (let i = high; i >= 0; i--) {
      if (!alone(i, j => isZero(matrix, i, j))) continue;
      exchanges[high] = i;
      exchange(matrix, i, high);
      high--;
      found = true;
    }
  }
  for (let found = true; found; ) {
    found = false;
    for (let j = low; j <= high; j++) {
      if (!alone(j, i => isZero(matrix, i, j))) continue;
      exchanges[low] = j;
      exchange(matrix, j, low);
      low++;
      found = true;
    }
  }
  return { low, high };
};

/** The 2-norms of row and column i within low … high. */
const normsOf = ({ a, n, lanes }: Matrix, low: number, high: number, i: number): { row: number; column: number } => {
  let row = 0;
  let column = 0;
  for (let k = low; k <= high; k++) {
    for (let lane = 0; lane < lanes; lane++) {
      row += a[lanes * (i * n + k) + lane]! ** 2;
      column += a[lanes * (k * n + i) + lane]! ** 2;
    }
  }
  return { row: Math.sqrt(row), column: Math.sqrt(column) };
};

/** The power of two by which column i grows and row i shrinks. */
const factorFor = (row: number, column: number): number => {
  let factor = 1;
  let [r, c] = [row, column];
  const shrinks = (): boolean => c < r / 2 && factor < 2 ** 400;
  const grows = (): boolean => c / 2 >= r && factor > 2 ** -400;
  while (shrinks()) {
    factor *= 2;
    c *= 2;
    r /= 2;
  }
  while (grows()) {
    factor /= 2;
    c /= 2;
    r *= 2;
  }
  return c + r < 0.95 * (row + column) ? factor : 1;
};

const scaleBlock = (matrix: Matrix, low: number, high: number, scales: Float64Array): void => {
  const { a, n, lanes } = matrix;
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = low; i <= high; i++) {
      const { row, column } = normsOf(matrix, low, high, i);
      if (row === 0 || column === 0) continue;
      const factor = factorFor(row, column);
      const scale = scales[i]! * factor;
      if (factor === 1 || scale > 2 ** 400 || scale < 2 ** -400) continue;
      scales[i] = scale;
      changed = true;
      for (let k = 0; k < lanes * n; k++) a[lanes * n * i + k]! /= factor;
      for (let k = 0; k < n; k++) {
        for (let lane = 0; lane < lanes; lane++) a[lanes * (k * n + i) + lane]! *= factor;
      }
    }
  }
};

/**
 * Balances the n × n matrix `a` in place. As with LAPACK, eigenvectors of matrices whose entries differ by tens of orders
 * of magnitude may lose accuracy by it (Watkins, A case where balancing is harmful, 2006).
 * Source: Parlett & Reinsch (1969) with the 2-norms of James, Langou & Lowery, On matrix balancing and eigenvector
 * computation (2014); the order of exchanges is that of LAPACK's gebal.
 */
export const balance = (a: Float64Array, n: number, lanes: Lanes): Balance => {
  const exchanges = new Int32Array(n);
  const scales = new Float64Array(n).fill(1);
  const matrix = { a, n, lanes };
  const { low, high } = isolate(matrix, exchanges);
  scaleBlock(matrix, low, high, scales);
  return { low, high, exchanges, scales };
};

/** Turns eigenvectors of the balanced matrix (rows of `vectors`, complex) into those of the original one. */
export const undoBalance = (
  { low, high, exchanges, scales }: Balance,
  vectors: Float64Array,
  n: number,
  side: 'right' | 'left',
): void => {
  for (let row = 0; row < vectors.length; row += 2 * n) {
    for (let i = 0; i < n; i++) {
      const scale = side === 'right' ? scales[i]! : 1 / scales[i]!;
      vectors[row + 2 * i]! *= scale;
      vectors[row + 2 * i + 1]! *= scale;
    }
    const swap = (i: number): void => {
      const j = exchanges[i]!;
      for (const lane of [0, 1]) {
        const kept = vectors[row + 2 * i + lane]!;
        vectors[row + 2 * i + lane] = vectors[row + 2 * j + lane]!;
        vectors[row + 2 * j + lane] = kept;
      }
    };
    for (let i = low - 1; i >= 0; i--) swap(i);
    for (let i = Math.max(high + 1, low); i < n; i++) swap(i);
  }
};
