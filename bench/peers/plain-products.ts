// Products and factors of matrices in plain loops, blocked as far as JavaScript rewards it.

/**
 * C += A B, where B (depth × columns) and C (rows × columns) are row-major and A's element (i, k) lies at i * down + k * across:
 * `across` is 1 for a row-major A, and `down` is 1 for the transpose of one. Two rows and four of the depth at a time, so that
 * a number of B is loaded once for two products, and one of C for four.
 */
export const addProduct = (
  C: Float64Array,
  A: Float64Array,
  [down, across]: readonly [number, number],
  B: Float64Array,
  [rows, depth, columns]: readonly [number, number, number],
): void => {
  for (let i = 0; i < rows; i += 2) {
    const both = i + 1 < rows;
    const [c, d] = [i * columns, (both ? i + 1 : i) * columns];
    let k = 0;
    for (; both && k + 3 < depth; k += 4) {
      const at = i * down + k * across;
      const [a0, a1, a2, a3] = [A[at]!, A[at + across]!, A[at + 2 * across]!, A[at + 3 * across]!];
      const next = at + down;
      const [e0, e1, e2, e3] = [A[next]!, A[next + across]!, A[next + 2 * across]!, A[next + 3 * across]!];
      const [p, q, r, s] = [k * columns, (k + 1) * columns, (k + 2) * columns, (k + 3) * columns];
      for (let j = 0; j < columns; j++) {
        const [b0, b1, b2, b3] = [B[p + j]!, B[q + j]!, B[r + j]!, B[s + j]!];
        C[c + j] = C[c + j]! + (a0 * b0 + a1 * b1 + (a2 * b2 + a3 * b3));
        C[d + j] = C[d + j]! + (e0 * b0 + e1 * b1 + (e2 * b2 + e3 * b3));
      }
    }
    for (; k < depth; k++) {
      const at = i * down + k * across;
      const p = k * columns;
      for (let j = 0; j < columns; j++) C[c + j] = C[c + j]! + A[at]! * B[p + j]!;
      if (both) for (let j = 0; j < columns; j++) C[d + j] = C[d + j]! + A[at + down]! * B[p + j]!;
    }
  }
};

/** The transpose of a row-major matrix, tile by tile, so that writes stay within a few cache lines. */
export const transpose = (to: Float64Array, from: Float64Array, rows: number, columns: number): void => {
  const tile = 16;
  for (let top = 0; top < rows; top += tile) {
    for (let left = 0; left < columns; left += tile) {
      const [bottom, right] = [Math.min(rows, top + tile), Math.min(columns, left + tile)];
      for (let i = top; i < bottom; i++) for (let j = left; j < right; j++) to[j * rows + i] = from[i * columns + j]!;
    }
  }
};

/** The Cholesky factor of a symmetric matrix, in place of its lower triangle, row by row. */
export const cholesky = (A: Float64Array, n: number): void => {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = A[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= A[i * n + k]! * A[j * n + k]!;
      A[i * n + j] = i === j ? Math.sqrt(sum) : sum / A[j * n + j]!;
    }
  }
};

/** The inverse of L Lᵀ: that of L, of whose transpose `upper` takes the rows, then the products of these. */
export const inverseOfFactor = (inverse: Float64Array, upper: Float64Array, L: Float64Array, n: number): void => {
  for (let j = 0; j < n; j++) {
    const row = j * n; // column j of the inverse of L
    upper[row + j] = 1 / L[row + j]!;
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum += L[i * n + k]! * upper[row + k]!;
      upper[row + i] = -sum / L[i * n + i]!;
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += upper[i * n + k]! * upper[j * n + k]!;
      inverse[i * n + j] = inverse[j * n + i] = sum;
    }
  }
};
