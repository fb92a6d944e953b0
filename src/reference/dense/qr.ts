import { columnBelow, makeReflector, reflectRows, storeReflector } from './householder.ts';
import { checkMatrix, identity, upperTriangle, withColumns } from './matrix.ts';

/** R in the upper triangle of `a`, the vectors v of the reflections below it (v's own 1 left out), one tau each. */
export type PackedQR = { readonly a: Float64Array; readonly taus: Float64Array };

export type QR = { readonly q: Float64Array; readonly r: Float64Array };

/**
 * The Householder form of the QR factorisation of an m × n matrix, with LAPACK's signs (geqrf): min(m, n) reflections
 * I - tau v vᵀ. Throws a RangeError if `a` does not hold m × n numbers.
 * Source: Golub & Van Loan, Matrix Computations, 5.2.2.
 */
export const geqrf = (a: Float64Array, m: number, n: number): PackedQR => {
  checkMatrix('geqrf', 'a', a, m, n);
  const f = a.slice();
  const taus = new Float64Array(Math.min(m, n));
  for (let k = 0; k < taus.length; k++) {
    const v = columnBelow(f, n, k, m, k);
    const { beta, tau } = makeReflector(v);
    storeReflector(f, n, k, k, beta, v);
    reflectRows(v, tau, f, n, k, k + 1, n);
    taus[k] = tau;
  }
  return { a: f, taus };
};

/**
 * The first n columns of the product of the reflections that `geqrf` packed into the m × n matrix `a` (LAPACK's orgqr,
 * JAX's householder_product). Throws a RangeError unless taus.length ≤ n ≤ m and `a` holds m × n numbers.
 * Source: Golub & Van Loan, Matrix Computations, 5.1.6 (backward accumulation).
 */
export const orgqr = (a: Float64Array, m: number, n: number, taus: Float64Array): Float64Array => {
  checkMatrix('orgqr', 'a', a, m, n);
  if (n > m || taus.length > n) {
    throw new RangeError(`orgqr: needs taus.length ≤ n ≤ m, got ${taus.length} taus, m = ${m}, n = ${n}`);
  }
  const q = identity(m, n);
  for (let k = taus.length - 1; k >= 0; k--) {
    const v = columnBelow(a, n, k, m, k);
    v[0] = 1;
    // Rows from k on are still zero left of column k.
    reflectRows(v, taus[k]!, q, n, k, k, n);
  }
  return q;
};

/**
 * A = Q R of an m × n matrix, equal to jax.lax.linalg.qr up to rounding (the diagonal of R may be negative). Q is
 * m × k and R is k × n; k = m if `full`, else min(m, n). Throws a RangeError if `a` does not hold m × n numbers.
 * Source: Golub & Van Loan, Matrix Computations, 5.2.2.
 */
export const qr = (a: Float64Array, m: number, n: number, full: boolean): QR => {
  checkMatrix('qr', 'a', a, m, n);
  const k = full ? m : Math.min(m, n);
  const packed = geqrf(a, m, n);
  return {
    q: orgqr(withColumns(packed.a, m, n, k), m, k, packed.taus),
    r: upperTriangle(packed.a, k, n),
  };
};
