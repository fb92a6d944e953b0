import { type Bidiagonal, lowerToUpper } from './bidiagonal.ts';
import { columnBelow, makeReflectorComplex, reflectColumnsComplex, reflectRowsComplex } from './householder.ts';
import { allFinite, checkMatrix, conjugateTranspose, identity, scaledToOne, upperTriangle } from './matrix.ts';
import type { PackedQR } from './qr.ts';
import { geqrfComplex } from './qr-complex.ts';
import { nanSVD, type SVD, sortedSVD } from './svd.ts';

type Bidiagonalization = {
  readonly diagonal: Float64Array;
  readonly offDiagonal: Float64Array;
  /** m × columns, complex. */
  readonly q: Float64Array;
  /** n × n, complex. */
  readonly p: Float64Array;
};

type Reflection = { readonly v: Float64Array; readonly tau: readonly [number, number] };

/** A = Q B Pᴴ with B upper bidiagonal and real, for m ≥ n. Overwrites `a`. */
const bidiagonalizeDirectly = (a: Float64Array, m: number, n: number, columns: number): Bidiagonalization => {
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(Math.max(0, n - 1));
  const lefts: Reflection[] = [];
  const rights: Reflection[] = [];
  for (let k = 0; k < n; k++) {
    const column = columnBelow(a, n, k, m, k, 2);
    const left = makeReflectorComplex(column);
    diagonal[k] = left.beta;
    reflectRowsComplex(column, [left.tau[0], -left.tau[1]], a, n, k, k + 1, n);
    lefts.push({ v: column, tau: left.tau });
    if (k === n - 1) break;
    const row = a.slice(2 * (k * n + k + 1), 2 * (k + 1) * n);
    for (let i = 1; i < row.length; i += 2) row[i] = -row[i]!;
    const right = makeReflectorComplex(row);
    offDiagonal[k] = right.beta;
    reflectColumnsComplex(row, right.tau, a, n, k + 1, m, k + 1);
    rights.push({ v: row, tau: right.tau });
  }
  const q = identity(m, columns, 2);
  for (let k = n - 1; k >= 0; k--) reflectRowsComplex(lefts[k]!.v, lefts[k]!.tau, q, columns, k, k, columns);
  const p = identity(n, n, 2);
  for (let k = n - 2; k >= 0; k--) reflectRowsComplex(rights[k]!.v, rights[k]!.tau, p, n, k + 1, k + 1, n);
  return { diagonal, offDiagonal, q, p };
};

/** Q₀ · [[inner, 0], [0, I]], m × columns, with the Q₀ of a packed QR factorisation of an m × n matrix. */
const timesInner = (packed: PackedQR, m: number, n: number, inner: Float64Array, columns: number): Float64Array => {
  const q = identity(m, columns, 2);
  for (let i = 0; i < n; i++) q.set(inner.subarray(2 * i * n, 2 * (i + 1) * n), 2 * i * columns);
  for (let k = n - 1; k >= 0; k--) {
    const v = columnBelow(packed.a, n, k, m, k, 2);
    v[0] = 1;
    v[1] = 0;
    reflectRowsComplex(v, [packed.taus[2 * k]!, packed.taus[2 * k + 1]!], q, columns, k, 0, columns);
  }
  return q;
};

/** The columns of a complex matrix as rows, not conjugated. */
const columnsAsRows = (a: Float64Array, rows: number, columns: number): Float64Array =>
  conjugateTranspose(a, rows, columns).map((x, i) => (i % 2 === 0 ? x : -x));

/** As LAPACK's gesdd does it: of Aᴴ where A is wide, and by way of QR where A is much longer than wide. */
const bidiagonalize = (a: Float64Array, m: number, n: number, full: boolean): Bidiagonal => {
  const tall = m >= n;
  const [long, short] = tall ? [m, n] : [n, m];
  const columns = full ? long : short;
  const upright = tall ? a : conjugateTranspose(a, m, n);
  const widths = { leftWidth: 2 * m, rightWidth: 2 * n };
  if (long >= Math.floor((short * 17) / 9)) {
    const packed = geqrfComplex(upright, long, short);
    const r = upperTriangle(packed.a, short, short, 2);
    const inner = bidiagonalizeDirectly(tall ? r : conjugateTranspose(r, short, short), short, short, short);
    const lifted = timesInner(packed, long, short, tall ? inner.q : inner.p, columns);
    const { diagonal, offDiagonal } = inner;
    const [q, p] = tall ? [lifted, inner.p] : [inner.q, lifted];
    const left = columnsAsRows(q, m, tall ? columns : m);
    const right = conjugateTranspose(p, n, tall ? n : columns);
    return { diagonal, offDiagonal, ...widths, left, right };
  }
  const { diagonal, offDiagonal, q, p } = bidiagonalizeDirectly(upright, long, short, columns);
  if (tall) {
    const left = columnsAsRows(q, m, columns);
    return { diagonal, offDiagonal, ...widths, left, right: conjugateTranspose(p, n, n) };
  }
  // Aᴴ = Q B Pᴴ, so A = P Bᵀ Qᴴ.
  const left = columnsAsRows(p, m, m);
  const lower: Bidiagonal = { diagonal, offDiagonal, ...widths, left, right: conjugateTranspose(q, n, columns) };
  lowerToUpper(lower);
  return lower;
};

/**
 * The singular value decomposition A = U diag(s) Vᴴ of an m × n complex matrix. The phases of the vectors are those that
 * fall out of the method, and for min(m, n) ≤ 25 they are usually LAPACK's (gesdd). Not-finite entries give NaN
 * throughout. Throws a RangeError if `a` does not hold m × n complex numbers.
 * Source: Golub & Van Loan, Matrix Computations, 5.4.8 and 8.6, with reflections that leave a real bidiagonal matrix
 * as LAPACK's gebrd does.
 */
export const svdComplex = (a: Float64Array, m: number, n: number, full: boolean): SVD => {
  checkMatrix('svdComplex', 'a', a, m, n, 2);
  if (!allFinite(a)) return nanSVD(m, n, full, 2);
  const { scaled, exponent } = scaledToOne(a);
  return sortedSVD(bidiagonalize(scaled, m, n, full), exponent, 2);
};
