import type { CompressedMatrix } from '../pattern/compress.ts';
import { minimumDegreeOrder } from '../pattern/minimum-degree.ts';

/** How many eigenvalues of a symmetric matrix are positive, negative and zero (Sylvester's law). */
export type Inertia = { readonly positive: number; readonly negative: number; readonly zero: number };

/** P A Pᵀ = L D Lᵀ, L with ones on its diagonal, by columns without them. */
export type Factor = {
  readonly order: Int32Array;
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
  readonly pivots: Float64Array;
  /** Pivots that were too small to divide by and were moved away from 0. */
  readonly moved: number;
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
export const analyse = (matrix: CompressedMatrix): Analysis => {
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

/** The greatest absolute value. */
export const largestOf = (values: ArrayLike<number>): number => {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  return largest;
};

/** The numbers of the factor, row by row (Davis, Algorithm 849). */
export const factorise = ({ shape, indptr, indices, data }: CompressedMatrix, analysis: Analysis): Factor => {
  const n = shape[0];
  const { order, place, parent, columns } = analysis;
  const rows = new Int32Array(columns[n]!);
  const values = new Float64Array(columns[n]!);
  const pivots = new Float64Array(n);
  const filled = new Int32Array(n);
  const flag = new Int32Array(n).fill(-1);
  const pattern = new Int32Array(n);
  const y = new Float64Array(n);
  const scale = largestOf(data);
  // as in static pivoting (Li and Demmel, 1998); refinement makes up for it
  const least = scale * 2 ** -40;
  let moved = 0;
  for (let k = 0; k < n; k++) {
    let top = n;
    flag[k] = k;
    y[k] = 0;
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
    y[k] = 0;
    for (; top < n; top++) {
      const i = pattern[top]!;
      const value = y[i]!;
      y[i] = 0;
      const end = columns[i]! + filled[i]!;
      for (let at = columns[i]!; at < end; at++) y[rows[at]!]! -= values[at]! * value;
      const ratio = value / pivots[i]!;
      pivot -= ratio * value;
      rows[end] = k;
      values[end] = ratio;
      filled[i]!++;
    }
    if (Math.abs(pivot) < least) {
      pivot = pivot < 0 ? -least : least;
      moved++;
    }
    pivots[k] = pivot;
  }
  return { order, columns, rows, values, pivots, moved };
};

export const solveFactored = ({ order, columns, rows, values, pivots }: Factor, b: ArrayLike<number>): Float64Array => {
  const n = order.length;
  const x = Float64Array.from(order, variable => b[variable]!);
  for (let k = 0; k < n; k++) {
    const value = x[k]!;
    for (let at = columns[k]!; at < columns[k + 1]!; at++) x[rows[at]!]! -= values[at]! * value;
  }
  for (let k = 0; k < n; k++) x[k]! /= pivots[k]!;
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
