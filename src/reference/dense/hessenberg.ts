import {
  columnBelow,
  makeReflector,
  makeReflectorComplex,
  reflectColumns,
  reflectColumnsComplex,
  reflectRows,
  reflectRowsComplex,
  storeReflector,
} from './householder.ts';
import { checkMatrix, identity, type Lanes } from './matrix.ts';
import type { PackedQR } from './qr.ts';

/**
 * The Householder form of A = Q H Qᵀ with H upper Hessenberg, of an n × n matrix, with LAPACK's signs (gehrd): H in the
 * upper triangle and the subdiagonal of `a`, the vectors v of the n-1 reflections I - tau v vᵀ below. Only the block of
 * rows and columns low … high is reduced. Throws a RangeError if `a` does not hold n × n numbers.
 * Source: Golub & Van Loan, Matrix Computations, 7.4.2.
 */
export const gehrd = (a: Float64Array, n: number, low = 0, high = n - 1): PackedQR => {
  checkMatrix('gehrd', 'a', a, n, n);
  const f = a.slice();
  const taus = new Float64Array(Math.max(0, n - 1));
  for (let k = low; k < high; k++) {
    const v = columnBelow(f, n, k + 1, high + 1, k);
    const { beta, tau } = makeReflector(v);
    storeReflector(f, n, k + 1, k, beta, v);
    reflectColumns(v, tau, f, n, 0, high + 1, k + 1);
    reflectRows(v, tau, f, n, k + 1, k + 1, n);
    taus[k] = tau;
  }
  return { a: f, taus };
};

/**
 * The Householder form of A = Q H Qᴴ with H upper Hessenberg, of an n × n complex matrix, with LAPACK's signs (gehrd):
 * as `gehrd`, with reflections I - tau v vᴴ and a real subdiagonal. Throws a RangeError if `a` does not hold n × n
 * complex numbers. Source: Golub & Van Loan, Matrix Computations, 7.4.2.
 */
export const gehrdComplex = (a: Float64Array, n: number, low = 0, high = n - 1): PackedQR => {
  checkMatrix('gehrdComplex', 'a', a, n, n, 2);
  const f = a.slice();
  const taus = new Float64Array(2 * Math.max(0, n - 1));
  for (let k = low; k < high; k++) {
    const v = columnBelow(f, n, k + 1, high + 1, k, 2);
    const { beta, tau } = makeReflectorComplex(v);
    storeReflector(f, n, k + 1, k, beta, v, 2);
    reflectColumnsComplex(v, tau, f, n, 0, high + 1, k + 1);
    reflectRowsComplex(v, [tau[0], -tau[1]], f, n, k + 1, k + 1, n);
    taus.set(tau, 2 * k);
  }
  return { a: f, taus };
};

/** H and Q from their packed form. */
export const unpackHessenberg = (
  { a, taus }: PackedQR,
  n: number,
  lanes: Lanes,
): { h: Float64Array; q: Float64Array } => {
  const h = a.slice();
  const q = identity(n, n, lanes);
  for (let k = n - 2; k >= 0; k--) {
    const v = columnBelow(a, n, k + 1, n, k, lanes);
    v[0] = 1;
    if (lanes === 2) {
      v[1] = 0;
      reflectRowsComplex(v, [taus[2 * k]!, taus[2 * k + 1]!], q, n, k + 1, k + 1, n);
    } else reflectRows(v, taus[k]!, q, n, k + 1, k + 1, n);
    for (let i = k + 2; i < n; i++) h.fill(0, lanes * (i * n + k), lanes * (i * n + k + 1));
  }
  return { h, q };
};
