import type { CompressedMatrix, CompressedPattern } from '../pattern/compress.ts';
import { minimumDegreeOrder } from '../pattern/minimum-degree.ts';

/** A symmetric matrix as P A Pᵀ = L D Lᵀ. */
export type Factor = {
  /** x with A x = b. */
  readonly solve: (b: Float64Array) => Float64Array;
  /** How many pivots are negative, and how many are 0: then nothing can be solved. */
  readonly negative: number;
  readonly zero: number;
  /** The least absolute value of a pivot. */
  readonly leastPivot: number;
  /** The logarithm of the absolute value of the determinant. */
  readonly logDeterminant: number;
};

/** What only the pattern decides, for any values. */
export type Analysis = {
  readonly order: Int32Array;
  /** The place of each variable in the order. */
  readonly place: Int32Array;
  readonly parent: Int32Array;
  readonly columns: Int32Array;
};

/** Order, elimination tree and column counts of the factor (Liu, 1990; Davis, 2005). */
export const analyse = (matrix: CompressedPattern): Analysis => {
  const { shape, indptr, indices } = matrix;
  const n = shape[0];
  const order = minimumDegreeOrder(matrix);
  const place = new Int32Array(n);
  order.forEach((variable, k) => {
    place[variable] = k;
  });
  const parent = new Int32Array(n).fill(-1);
  const flag = new Int32Array(n).fill(-1);
  const counts = new Int32Array(n);
  for (let k = 0; k < n; k++) {
    flag[k] = k;
    const row = order[k]!;
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      for (let i = place[indices[at]!]!; i < k && flag[i] !== k; i = parent[i]!) {
        if (parent[i] === -1) parent[i] = k;
        counts[i]!++;
        flag[i] = k;
      }
    }
  }
  const columns = new Int32Array(n + 1);
  for (let k = 0; k < n; k++) columns[k + 1] = columns[k]! + counts[k]!;
  return { order, place, parent, columns };
};

/**
 * The factor of A + shift·I with pivots in the order of the analysis, row by row (Davis, Algorithm 849); undefined where
 * a pivot is 0 or the factor outgrows `mostGrowth`, so that it would need other pivots to be accurate.
 *
 * The rounding errors of L D Lᵀ are small multiples of |L| |D| |L|ᵀ, which is nowhere greater than on its diagonal.
 */
export const factorise = (
  { shape, indptr, indices, data }: CompressedMatrix,
  analysis: Analysis,
  shift: number,
  mostGrowth: number,
): Factor | undefined => {
  const n = shape[0];
  const { order, place, parent, columns } = analysis;
  const rows = new Int32Array(columns[n]!);
  const values = new Float64Array(columns[n]!);
  const pivots = new Float64Array(n);
  const filled = new Int32Array(n);
  const flag = new Int32Array(n).fill(-1);
  const pattern = new Int32Array(n);
  const y = new Float64Array(n);
  let negative = 0;
  let leastPivot = Number.POSITIVE_INFINITY;
  let logDeterminant = 0;
  for (let k = 0; k < n; k++) {
    let top = n;
    flag[k] = k;
    y[k] = shift;
    const row = order[k]!;
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      const column = place[indices[at]!]!;
      if (column > k) continue;
      y[column]! += data[at]!;
      let length = 0;
      for (let i = column; flag[i] !== k; i = parent[i]!) {
        pattern[length++] = i;
        flag[i] = k;
      }
      while (length > 0) pattern[--top] = pattern[--length]!;
    }
    let pivot = y[k]!;
    let growth = 0;
    y[k] = 0;
    for (; top < n; top++) {
      const i = pattern[top]!;
      const value = y[i]!;
      y[i] = 0;
      const end = columns[i]! + filled[i]!;
      for (let at = columns[i]!; at < end; at++) y[rows[at]!]! -= values[at]! * value;
      const ratio = value / pivots[i]!;
      const part = ratio * value;
      pivot -= part;
      growth += Math.abs(part);
      rows[end] = k;
      values[end] = ratio;
      filled[i]!++;
    }
    const size = Math.abs(pivot);
    // also where it is no number
    if (!(size > 0 && growth + size <= mostGrowth)) return undefined;
    if (pivot < 0) negative++;
    if (size < leastPivot) leastPivot = size;
    logDeterminant += Math.log(size);
    pivots[k] = pivot;
  }
  return {
    solve: b =>
      solveFactored(order, columns, rows, values, b, x => {
        for (let k = 0; k < x.length; k++) x[k]! /= pivots[k]!;
      }),
    negative,
    zero: 0,
    leastPivot,
    logDeterminant,
  };
};

/** Solves with the columns of L, which name rows in the order of elimination, and what divides by D. */
export const solveFactored = (
  order: Int32Array,
  columns: Int32Array,
  rows: Int32Array,
  values: Float64Array,
  b: Float64Array,
  divide: (x: Float64Array) => void,
): Float64Array => {
  const n = order.length;
  const x = Float64Array.from(order, variable => b[variable]!);
  for (let k = 0; k < n; k++) {
    const value = x[k]!;
    for (let at = columns[k]!; at < columns[k + 1]!; at++) x[rows[at]!]! -= values[at]! * value;
  }
  divide(x);
  for (let k = n - 1; k >= 0; k--) {
    let value = x[k]!;
    for (let at = columns[k]!; at < columns[k + 1]!; at++) value -= values[at]! * x[rows[at]!]!;
    x[k] = value;
  }
  const result = new Float64Array(n);
  order.forEach((variable, k) => {
    result[variable] = x[k]!;
  });
  return result;
};
