import { columnBelow, makeReflectorComplex, reflectRowsComplex, storeReflector } from './householder.ts';
import { checkMatrix, identity, upperTriangle, withColumns } from './matrix.ts';
import type { PackedQR, QR } from './qr.ts';

/**
 * The Householder form of the QR factorisation of an m × n complex matrix, with LAPACK's signs (geqrf): min(m, n)
 * reflections I - tau v vᴴ; R has a real diagonal. Throws a RangeError if `a` does not hold m × n complex numbers.
 * Source: Golub & Van Loan, Matrix Computations, 5.2.2 and 5.2.10.
 */
export const geqrfComplex = (a: Float64Array, m: number, n: number): PackedQR => {
  checkMatrix('geqrfComplex', 'a', a, m, n, 2);
  const f = a.slice();
  const count = Math.min(m, n);
  const taus = new Float64Array(2 * count);
  for (let k = 0; k < count; k++) {
    const v = columnBelow(f, n, k, m, k, 2);
    const { beta, tau } = makeReflectorComplex(v);
    storeReflector(f, n, k, k, beta, v, 2);
    reflectRowsComplex(v, [tau[0], -tau[1]], f, n, k, k + 1, n);
    taus.set(tau, 2 * k);
  }
  return { a: f, taus };
};

/**
 * The first n columns of the product of the reflections that `geqrfComplex` packed into the m × n matrix `a` (LAPACK's
 * ungqr, JAX's householder_product). Throws a RangeError unless there are at most n ≤ m taus and `a` holds m × n
 * complex numbers. Source: Golub & Van Loan, Matrix Computations, 5.1.6 (backward accumulation).
 */
export const orgqrComplex = (a: Float64Array, m: number, n: number, taus: Float64Array): Float64Array => {
  checkMatrix('orgqrComplex', 'a', a, m, n, 2);
  const count = taus.length / 2;
  if (n > m || count > n || !Number.isInteger(count)) {
    throw new RangeError(`orgqrComplex: needs at most n ≤ m taus, got ${count} taus, m = ${m}, n = ${n}`);
  }
  const q = identity(m, n, 2);
  for (let k = count - 1; k >= 0; k--) {
    const v = columnBelow(a, n, k, m, k, 2);
    v[0] = 1;
    v[1] = 0;
    reflectRowsComplex(v, [taus[2 * k]!, taus[2 * k + 1]!], q, n, k, k, n);
  }
  return q;
};

/**
 * A = Q R of an m × n complex matrix, equal to jax.lax.linalg.qr up to rounding (the diagonal of R is real and may be
 * negative). Q is m × k and R is k × n; k = m if `full`, else min(m, n). Throws a RangeError if `a` does not hold
 * m × n complex numbers. Source: Golub & Van Loan, Matrix Computations, 5.2.2 and 5.2.10.
 */
export const qrComplex = (a: Float64Array, m: number, n: number, full: boolean): QR => {
  checkMatrix('qrComplex', 'a', a, m, n, 2);
  const k = full ? m : Math.min(m, n);
  const packed = geqrfComplex(a, m, n);
  return {
    q: orgqrComplex(withColumns(packed.a, m, n, k, 2), m, k, packed.taus),
    r: upperTriangle(packed.a, k, n, 2),
  };
};
