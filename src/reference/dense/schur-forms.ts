// Schur forms of whole matrices, and what is computed with them: Sylvester's equation and square roots.
import { type Complex, divide, squareRoot } from './complex.ts';
import { gehrd, gehrdComplex, unpackHessenberg } from './hessenberg.ts';
import { allFinite, checkMatrix, conjugateTranspose, type Lanes, nanArray } from './matrix.ts';
import { realSchur } from './schur.ts';
import { complexSchur } from './schur-complex.ts';

/** a = z t zᴴ with z unitary and t triangular: quasi-triangular, with 2 × 2 blocks, of a real matrix. */
export type SchurForms = { readonly t: Float64Array; readonly z: Float64Array };

/**
 * The Schur form of an n × n matrix, complex if `lanes` is 2. Not-finite entries give NaN throughout. Throws a RangeError
 * if `a` does not hold n × n numbers. Source: Golub & Van Loan, Matrix Computations, 7.4 and 7.5.
 */
export const schur = (a: Float64Array, n: number, lanes: Lanes): SchurForms => {
  checkMatrix('schur', 'a', a, n, n, lanes);
  const failed = (): SchurForms => ({ t: nanArray(lanes * n * n), z: nanArray(lanes * n * n) });
  if (!allFinite(a)) return failed();
  const { h, q } = unpackHessenberg(lanes === 1 ? gehrd(a, n) : gehrdComplex(a, n), n, lanes);
  const matrix = { h, z: q, n, low: 0, high: n - 1 };
  return (lanes === 1 ? realSchur(matrix) : complexSchur(matrix)) ? { t: h, z: q } : failed();
};

/** a b for complex a (m × k) and b (k × n). */
const multiply = (a: Float64Array, b: Float64Array, m: number, k: number, n: number): Float64Array => {
  const result = new Float64Array(2 * m * n);
  for (let i = 0; i < m; i++) {
    for (let l = 0; l < k; l++) {
      const [re, im] = [a[2 * (i * k + l)]!, a[2 * (i * k + l) + 1]!];
      for (let j = 0; j < n; j++) {
        const at = 2 * (l * n + j);
        result[2 * (i * n + j)]! += re * b[at]! - im * b[at + 1]!;
        result[2 * (i * n + j) + 1]! += re * b[at + 1]! + im * b[at]!;
      }
    }
  }
  return result;
};

/** One number less the sum of x[i, k]·y[k, j] over from ≤ k < to. */
const lessProducts = (
  start: Complex,
  x: Float64Array,
  rowOfX: number,
  y: Float64Array,
  width: number,
  column: number,
  from: number,
  to: number,
): Complex => {
  let [re, im] = start;
  for (let k = from; k < to; k++) {
    const [a, b] = [x[2 * (rowOfX + k)]!, x[2 * (rowOfX + k) + 1]!];
    const at = 2 * (k * width + column);
    re -= a * y[at]! - b * y[at + 1]!;
    im -= a * y[at + 1]! + b * y[at]!;
  }
  return [re, im];
};

/**
 * The x with a x + x b = c for complex a (m × m), b (n × n) and c (m × n). Not finite where an eigenvalue of a is that of
 * -b. Source: Bartels & Stewart, Solution of the matrix equation AX + XB = C, CACM 15 (1972).
 */
export const sylvester = (a: Float64Array, b: Float64Array, c: Float64Array, m: number, n: number): Float64Array => {
  const [left, right] = [schur(a, m, 2), schur(b, n, 2)];
  const leftAdjoint = conjugateTranspose(left.z, m, m);
  const f = multiply(multiply(leftAdjoint, c, m, m, n), right.z, m, n, n);
  const y = new Float64Array(2 * m * n);
  for (let j = 0; j < n; j++) {
    for (let i = m - 1; i >= 0; i--) {
      const at = 2 * (i * n + j);
      const start = lessProducts([f[at]!, f[at + 1]!], y, i * n, right.t, n, j, 0, j);
      const [re, im] = lessProducts(start, left.t, i * m, y, n, j, i + 1, m);
      const [p, q] = [2 * (i * m + i), 2 * (j * n + j)];
      y.set(divide(re, im, left.t[p]! + right.t[q]!, left.t[p + 1]! + right.t[q + 1]!), at);
    }
  }
  return multiply(multiply(left.z, y, m, m, n), conjugateTranspose(right.z, n, n), m, n, n);
};

/**
 * The principal square root of a complex n × n matrix. Not finite where there is none.
 * Source: Björck & Hammarling, A Schur method for the square root of a matrix, Linear Algebra Appl. 52 (1983).
 */
export const squareRootOfMatrix = (a: Float64Array, n: number): Float64Array => {
  const { t, z } = schur(a, n, 2);
  const u = new Float64Array(2 * n * n);
  for (let j = 0; j < n; j++) {
    const diagonal = 2 * (j * n + j);
    u.set(squareRoot(t[diagonal]!, t[diagonal + 1]!), diagonal);
    for (let i = j - 1; i >= 0; i--) {
      const at = 2 * (i * n + j);
      const [re, im] = lessProducts([t[at]!, t[at + 1]!], u, i * n, u, n, j, i + 1, j);
      if (re === 0 && im === 0) continue;
      const own = 2 * (i * n + i);
      u.set(divide(re, im, u[own]! + u[diagonal]!, u[own + 1]! + u[diagonal + 1]!), at);
    }
  }
  return multiply(multiply(z, u, n, n, n), conjugateTranspose(z, n, n), n, n, n);
};
