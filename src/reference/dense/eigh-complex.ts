import { type Eigh, sortedEigh } from './eigh.ts';
import { makeReflectorComplex, reflectRowsComplex } from './householder.ts';
import { allFinite, checkMatrix, conjugateTranspose, identity, nanArray, scaledToOne } from './matrix.ts';
import type { Tridiagonal } from './tridiagonal.ts';

/** The whole matrix from its lower triangle and the real parts of its diagonal. */
const mirrored = (a: Float64Array, n: number): Float64Array => {
  const s = a.slice();
  for (let i = 0; i < n; i++) {
    s[2 * (i * n + i) + 1] = 0;
    for (let j = 0; j < i; j++) {
      s[2 * (j * n + i)] = s[2 * (i * n + j)]!;
      s[2 * (j * n + i) + 1] = -s[2 * (i * n + j) + 1]!;
    }
  }
  return s;
};

/** w = x - (τ/2)(xᴴv) v with x = τ S v, S the block of `s` from `first` on: then Hᴴ S H = S - v wᴴ - w vᴴ. */
const updateVector = (
  s: Float64Array,
  n: number,
  first: number,
  v: Float64Array,
  [tauRe, tauIm]: readonly [number, number],
): Float64Array => {
  const w = new Float64Array(v.length);
  let innerRe = 0;
  let innerIm = 0;
  for (let i = 0; i < v.length; i += 2) {
    const row = 2 * (first * n + first) + i * n;
    let re = 0;
    let im = 0;
    for (let j = 0; j < v.length; j += 2) {
      re += s[row + j]! * v[j]! - s[row + j + 1]! * v[j + 1]!;
      im += s[row + j]! * v[j + 1]! + s[row + j + 1]! * v[j]!;
    }
    w[i] = tauRe * re - tauIm * im;
    w[i + 1] = tauRe * im + tauIm * re;
    innerRe += w[i]! * v[i]! + w[i + 1]! * v[i + 1]!;
    innerIm += w[i]! * v[i + 1]! - w[i + 1]! * v[i]!;
  }
  const factorRe = (tauRe * innerRe - tauIm * innerIm) / 2;
  const factorIm = (tauRe * innerIm + tauIm * innerRe) / 2;
  for (let i = 0; i < v.length; i += 2) {
    w[i]! -= factorRe * v[i]! - factorIm * v[i + 1]!;
    w[i + 1]! -= factorRe * v[i + 1]! + factorIm * v[i]!;
  }
  return w;
};

/** A = Q T Qᴴ with T tridiagonal and real; the rows of `vectors` are the columns of Q. Overwrites `s`. */
const tridiagonalize = (s: Float64Array, n: number): Tridiagonal => {
  const offDiagonal = new Float64Array(Math.max(0, n - 1));
  const reflectors: { v: Float64Array; tau: readonly [number, number] }[] = [];
  for (let k = 0; k < n - 1; k++) {
    const first = k + 1;
    const v = new Float64Array(2 * (n - first));
    for (let i = first; i < n; i++) {
      v[2 * (i - first)] = s[2 * (i * n + k)]!;
      v[2 * (i - first) + 1] = s[2 * (i * n + k) + 1]!;
    }
    const { beta, tau } = makeReflectorComplex(v);
    offDiagonal[k] = beta;
    reflectors.push({ v, tau });
    if (tau[0] === 0 && tau[1] === 0) continue;
    const w = updateVector(s, n, first, v, tau);
    for (let i = 0; i < v.length; i += 2) {
      const row = 2 * (first * n + first) + i * n;
      for (let j = 0; j < v.length; j += 2) {
        s[row + j]! -= v[i]! * w[j]! + v[i + 1]! * w[j + 1]! + w[i]! * v[j]! + w[i + 1]! * v[j + 1]!;
        s[row + j + 1]! -= v[i + 1]! * w[j]! - v[i]! * w[j + 1]! + w[i + 1]! * v[j]! - w[i]! * v[j + 1]!;
      }
    }
  }
  const q = identity(n, n, 2);
  for (let k = n - 2; k >= 0; k--) {
    const { v, tau } = reflectors[k]!;
    reflectRowsComplex(v, tau, q, n, k + 1, k + 1, n);
  }
  const diagonal = Float64Array.from({ length: n }, (_, i) => s[2 * (i * n + i)]!);
  const vectors = conjugateTranspose(q, n, n).map((x, i) => (i % 2 === 0 ? x : -x));
  return { diagonal, offDiagonal, vectors, width: 2 * n };
};

/**
 * All (real) eigenvalues and orthonormal eigenvectors of a complex Hermitian n × n matrix; only the lower triangle and
 * the real parts of the diagonal of `a` are read. The phase of each vector is the one that falls out of the method; for
 * n ≤ 25 it is usually LAPACK's (heevd). Not-finite entries give NaN throughout. Throws a RangeError
 * if `a` does not hold n × n complex numbers.
 * Source: Householder tridiagonalisation, Golub & Van Loan, Matrix Computations, 8.3.1, with reflections that leave a
 * real off-diagonal as LAPACK's hetrd does, and implicit QL.
 */
export const eighHermitian = (a: Float64Array, n: number): Eigh => {
  checkMatrix('eighHermitian', 'a', a, n, n, 2);
  const whole = mirrored(a, n);
  if (!allFinite(whole)) return { values: nanArray(n), vectors: nanArray(2 * n * n) };
  const { scaled, exponent } = scaledToOne(whole);
  return sortedEigh(tridiagonalize(scaled, n), exponent, 2);
};
