import { makeReflector, reflectRows } from './householder.ts';
import {
  allFinite,
  checkMatrix,
  identity,
  type Lanes,
  nanArray,
  scaledToOne,
  timesPowerOfTwo,
  transpose,
} from './matrix.ts';
import { diagonalize, type Tridiagonal } from './tridiagonal.ts';

export type Eigh = {
  /** Ascending. */
  readonly values: Float64Array;
  /** n × n; column j belongs to values[j]. */
  readonly vectors: Float64Array;
};

/** The whole matrix from its lower triangle. */
const mirrored = (a: Float64Array, n: number): Float64Array => {
  const s = a.slice();
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) s[j * n + i] = s[i * n + j]!;
  return s;
};

/** A = Q T Qᵀ with T tridiagonal; the rows of `vectors` are the columns of Q. Overwrites `s`, the whole matrix. */
const tridiagonalize = (s: Float64Array, n: number): Tridiagonal => {
  const offDiagonal = new Float64Array(Math.max(0, n - 1));
  const reflectors: { v: Float64Array; tau: number }[] = [];
  for (let k = 0; k < n - 1; k++) {
    const first = k + 1;
    const v = new Float64Array(n - first);
    for (let i = first; i < n; i++) v[i - first] = s[i * n + k]!;
    const { beta, tau } = makeReflector(v);
    offDiagonal[k] = beta;
    reflectors.push({ v, tau });
    if (tau === 0) continue;
    // H S H = S - v wᵀ - w vᵀ with w = x - (τ/2)(xᵀv) v and x = τ S v.
    const w = new Float64Array(v.length);
    let inner = 0;
    for (let i = 0; i < v.length; i++) {
      const row = (first + i) * n + first;
      let sum = 0;
      for (let j = 0; j < v.length; j++) sum += s[row + j]! * v[j]!;
      w[i] = tau * sum;
      inner += w[i]! * v[i]!;
    }
    for (let i = 0; i < v.length; i++) w[i]! -= (tau / 2) * inner * v[i]!;
    for (let i = 0; i < v.length; i++) {
      const row = (first + i) * n + first;
      for (let j = 0; j < v.length; j++) s[row + j]! -= v[i]! * w[j]! + w[i]! * v[j]!;
    }
  }
  const q = identity(n, n);
  for (let k = n - 2; k >= 0; k--) {
    const { v, tau } = reflectors[k]!;
    reflectRows(v, tau, q, n, k + 1, k + 1, n);
  }
  const diagonal = Float64Array.from({ length: n }, (_, i) => s[i * n + i]!);
  return { diagonal, offDiagonal, vectors: transpose(q, n, n), width: n };
};

/** The eigenvalues in ascending order and their vectors as columns; NaN throughout if the steps did not converge. */
export const sortedEigh = (t: Tridiagonal, exponent: number, lanes: Lanes): Eigh => {
  const n = t.diagonal.length;
  if (!diagonalize(t)) return { values: nanArray(n), vectors: nanArray(lanes * n * n) };
  const order = Array.from(t.diagonal.keys()).sort((i, j) => t.diagonal[i]! - t.diagonal[j]!);
  const vectors = new Float64Array(lanes * n * n);
  order.forEach((from, j) => {
    for (let i = 0; i < n; i++) {
      for (let lane = 0; lane < lanes; lane++) {
        vectors[lanes * (i * n + j) + lane] = t.vectors[from * t.width + lanes * i + lane]!;
      }
    }
  });
  return { values: Float64Array.from(order, i => timesPowerOfTwo(t.diagonal[i]!, exponent)), vectors };
};

/**
 * All eigenvalues and orthonormal eigenvectors of a real symmetric n × n matrix; only the lower triangle of `a` is read.
 * The sign of each vector is the one that falls out of the method; for n ≤ 25 it is usually LAPACK's (syevd; beyond
 * that size LAPACK divides and conquers). Not-finite entries give NaN throughout. Throws a RangeError if
 * `a` does not hold n × n numbers.
 * Source: Householder tridiagonalisation, Golub & Van Loan, Matrix Computations, 8.3.1, and implicit QL.
 */
export const eighSymmetric = (a: Float64Array, n: number): Eigh => {
  checkMatrix('eighSymmetric', 'a', a, n, n);
  const whole = mirrored(a, n);
  if (!allFinite(whole)) return { values: nanArray(n), vectors: nanArray(n * n) };
  const { scaled, exponent } = scaledToOne(whole);
  return sortedEigh(tridiagonalize(scaled, n), exponent, 1);
};
