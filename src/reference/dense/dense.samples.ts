// Matrices and measures for the tests of this folder. Complex matrices are told by `lanes` = 2.
import { conjugateTranspose, type Lanes, transpose } from './matrix.ts';

/** Numbers between -1 and 1, the same for the same seed. Source: mulberry32 (Tommy Ettinger, 2017). */
export const randomNumbers = (seed: number, length: number): Float64Array => {
  let state = seed | 0;
  return Float64Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
};

export const randomMatrix = (seed: number, m: number, n: number, lanes: Lanes = 1): Float64Array =>
  randomNumbers(seed, lanes * m * n);

export const adjoint = (a: Float64Array, m: number, n: number, lanes: Lanes): Float64Array =>
  lanes === 2 ? conjugateTranspose(a, m, n) : transpose(a, m, n);

/** The m × n product of an m × k and a k × n matrix. */
export const product = (
  a: Float64Array,
  b: Float64Array,
  [m, k, n]: readonly [number, number, number],
  lanes: Lanes,
): Float64Array => {
  const result = new Float64Array(lanes * m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      for (let l = 0; l < k; l++) {
        const x = lanes * (i * k + l);
        const y = lanes * (l * n + j);
        const at = lanes * (i * n + j);
        if (lanes === 1) result[at]! += a[x]! * b[y]!;
        else {
          result[at]! += a[x]! * b[y]! - a[x + 1]! * b[y + 1]!;
          result[at + 1]! += a[x]! * b[y + 1]! + a[x + 1]! * b[y]!;
        }
      }
    }
  }
  return result;
};

/** The largest difference of two entries; NaN if anything is NaN; infinite if lengths differ. */
export const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i] === b[i] ? 0 : Math.abs(a[i]! - b[i]!);
    largest = Math.max(largest, difference);
  }
  return largest;
};

export const largestEntry = (a: ArrayLike<number>): number => largestDifference(a, new Float64Array(a.length));

/** A square or rectangular matrix with these numbers on its diagonal. */
export const diagonalMatrix = (values: ArrayLike<number>, m: number, n: number, lanes: Lanes): Float64Array => {
  const result = new Float64Array(lanes * m * n);
  for (let i = 0; i < values.length; i++) result[lanes * (i * n + i)] = values[i]!;
  return result;
};

/** How far the columns of an m × n matrix are from orthonormal. */
export const orthogonalityError = (q: Float64Array, m: number, n: number, lanes: Lanes): number =>
  largestDifference(
    product(adjoint(q, m, n, lanes), q, [n, m, n], lanes),
    diagonalMatrix(new Float64Array(n).fill(1), n, n, lanes),
  );

/** A symmetric or Hermitian matrix. */
export const randomHermitian = (seed: number, n: number, lanes: Lanes): Float64Array => {
  const a = randomMatrix(seed, n, n, lanes);
  const b = adjoint(a, n, n, lanes);
  return a.map((x, i) => x + b[i]!);
};

/** Q D Qᴴ with a random unitary Q, Hermitian to the last bit. */
export const withEigenvalues = (seed: number, values: readonly number[], lanes: Lanes): Float64Array => {
  const n = values.length;
  const q = randomUnitary(seed, n, lanes);
  const a = product(
    product(q, diagonalMatrix(values, n, n, lanes), [n, n, n], lanes),
    adjoint(q, n, n, lanes),
    [n, n, n],
    lanes,
  );
  const b = adjoint(a, n, n, lanes);
  return a.map((x, i) => (x + b[i]!) / 2);
};

/** A unitary matrix by Gram–Schmidt, applied twice: independent of the code under test. */
export const randomUnitary = (seed: number, n: number, lanes: Lanes): Float64Array => {
  const rows = randomMatrix(seed, n, n, lanes);
  const width = lanes * n;
  for (let i = 0; i < n; i++) {
    const row = rows.subarray(i * width, (i + 1) * width);
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const other = rows.subarray(j * width, (j + 1) * width);
        const inner = product(row, adjoint(other, 1, n, lanes), [1, n, 1], lanes);
        const along = product(inner, other, [1, 1, n], lanes);
        for (let k = 0; k < width; k++) row[k]! -= along[k]!;
      }
      const length = Math.hypot(...row);
      for (let k = 0; k < width; k++) row[k]! /= length;
    }
  }
  return rows;
};

/** Rows and columns scaled by powers of `step`, 1 in the upper left corner. */
export const graded = (a: Float64Array, n: number, step: number, lanes: Lanes): Float64Array =>
  a.map((x, at) => {
    const i = Math.floor(at / lanes / n);
    const j = Math.floor(at / lanes) % n;
    return x * step ** (i + j);
  });
