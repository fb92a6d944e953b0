import { type Bidiagonal, diagonalizeBidiagonal, lowerToUpper } from './bidiagonal.ts';
import { columnBelow, makeReflector, reflectColumns, reflectRows } from './householder.ts';
import {
  allFinite,
  checkMatrix,
  identity,
  type Lanes,
  nanArray,
  scaledToOne,
  timesPowerOfTwo,
  transpose,
  upperTriangle,
} from './matrix.ts';
import { geqrf, type PackedQR } from './qr.ts';

export type SVD = {
  /** m × m if full, else m × min(m, n). */
  readonly u: Float64Array;
  /** min(m, n) values, descending. */
  readonly s: Float64Array;
  /** n × n if full, else min(m, n) × n; Vᵀ of a real matrix, Vᴴ of a complex one. */
  readonly vt: Float64Array;
};

type Bidiagonalization = {
  readonly diagonal: Float64Array;
  readonly offDiagonal: Float64Array;
  /** m × columns. */
  readonly q: Float64Array;
  /** n × n. */
  readonly p: Float64Array;
};

/** A = Q B Pᵀ with B upper bidiagonal, for m ≥ n. Overwrites `a`. */
const bidiagonalizeDirectly = (a: Float64Array, m: number, n: number, columns: number): Bidiagonalization => {
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(Math.max(0, n - 1));
  const lefts: { v: Float64Array; tau: number }[] = [];
  const rights: { v: Float64Array; tau: number }[] = [];
  for (let k = 0; k < n; k++) {
    const column = columnBelow(a, n, k, m, k);
    const left = makeReflector(column);
    diagonal[k] = left.beta;
    reflectRows(column, left.tau, a, n, k, k + 1, n);
    lefts.push({ v: column, tau: left.tau });
    if (k === n - 1) break;
    const row = a.slice(k * n + k + 1, (k + 1) * n);
    const right = makeReflector(row);
    offDiagonal[k] = right.beta;
    reflectColumns(row, right.tau, a, n, k + 1, m, k + 1);
    rights.push({ v: row, tau: right.tau });
  }
  const q = identity(m, columns);
  for (let k = n - 1; k >= 0; k--) reflectRows(lefts[k]!.v, lefts[k]!.tau, q, columns, k, k, columns);
  const p = identity(n, n);
  for (let k = n - 2; k >= 0; k--) reflectRows(rights[k]!.v, rights[k]!.tau, p, n, k + 1, k + 1, n);
  return { diagonal, offDiagonal, q, p };
};

/** Q₀ · [[inner, 0], [0, I]], m × columns, with the Q₀ of a packed QR factorisation of an m × n matrix. */
const timesInner = (packed: PackedQR, m: number, n: number, inner: Float64Array, columns: number): Float64Array => {
  const q = identity(m, columns);
  for (let i = 0; i < n; i++) q.set(inner.subarray(i * n, (i + 1) * n), i * columns);
  for (let k = n - 1; k >= 0; k--) {
    const v = columnBelow(packed.a, n, k, m, k);
    v[0] = 1;
    reflectRows(v, packed.taus[k]!, q, columns, k, 0, columns);
  }
  return q;
};

/** As LAPACK's gesdd does it: of the transpose where A is wide, and by way of QR where A is much longer than wide. */
const bidiagonalize = (a: Float64Array, m: number, n: number, full: boolean): Bidiagonal => {
  const tall = m >= n;
  const [long, short] = tall ? [m, n] : [n, m];
  const columns = full ? long : short;
  const upright = tall ? a : transpose(a, m, n);
  const widths = { leftWidth: m, rightWidth: n };
  if (long >= Math.floor((short * 11) / 6)) {
    const packed = geqrf(upright, long, short);
    const r = upperTriangle(packed.a, short, short);
    const inner = bidiagonalizeDirectly(tall ? r : transpose(r, short, short), short, short, short);
    const lifted = transpose(timesInner(packed, long, short, tall ? inner.q : inner.p, columns), long, columns);
    const { diagonal, offDiagonal } = inner;
    return tall
      ? { diagonal, offDiagonal, ...widths, left: lifted, right: transpose(inner.p, n, n) }
      : { diagonal, offDiagonal, ...widths, left: transpose(inner.q, m, m), right: lifted };
  }
  const { diagonal, offDiagonal, q, p } = bidiagonalizeDirectly(upright, long, short, columns);
  const qRows = transpose(q, long, columns);
  const pRows = transpose(p, short, short);
  if (tall) return { diagonal, offDiagonal, ...widths, left: qRows, right: pRows };
  // Aᵀ = Q B Pᵀ, so A = P Bᵀ Qᵀ.
  const lower: Bidiagonal = { diagonal, offDiagonal, ...widths, left: pRows, right: qRows };
  lowerToUpper(lower);
  return lower;
};

/** Rows of `a` in the order of `order`, then the others as they are. */
const permuteRows = (a: Float64Array, width: number, order: readonly number[]): Float64Array => {
  const result = a.slice();
  for (const [to, from] of order.entries()) result.set(a.subarray(from * width, (from + 1) * width), to * width);
  return result;
};

/** U, s and Vᴴ, sorted, from a bidiagonal matrix; NaN throughout if the sweeps did not converge. */
export const sortedSVD = (b: Bidiagonal, exponent: number, lanes: Lanes): SVD => {
  const { diagonal, left, leftWidth, right, rightWidth } = b;
  if (!diagonalizeBidiagonal(b)) {
    return { u: nanArray(left.length), s: nanArray(diagonal.length), vt: nanArray(right.length) };
  }
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[j]! - diagonal[i]!);
  const rows = leftWidth / lanes;
  const columns = left.length / Math.max(1, leftWidth);
  const sorted = permuteRows(left, leftWidth, order);
  const u = new Float64Array(left.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (let lane = 0; lane < lanes; lane++) {
        u[lanes * (i * columns + j) + lane] = sorted[j * leftWidth + lanes * i + lane]!;
      }
    }
  }
  return {
    u,
    s: Float64Array.from(order, i => timesPowerOfTwo(diagonal[i]!, exponent)),
    vt: permuteRows(right, rightWidth, order),
  };
};

/** NaN in all results, in the shapes they would have. */
export const nanSVD = (m: number, n: number, full: boolean, lanes: Lanes): SVD => {
  const k = Math.min(m, n);
  return {
    u: nanArray(lanes * m * (full ? m : k)),
    s: nanArray(k),
    vt: nanArray(lanes * (full ? n : k) * n),
  };
};

/**
 * The singular value decomposition A = U diag(s) Vᵀ of an m × n matrix. The signs of the vectors are those that fall
 * out of the method, and for min(m, n) ≤ 25 they are usually LAPACK's (gesdd). Not-finite entries give NaN throughout.
 * Throws a RangeError if `a` does not hold m × n numbers.
 * Source: Golub & Van Loan, Matrix Computations, 5.4.8 (bidiagonalisation) and 8.6 (Golub & Kahan's QR steps).
 */
export const svd = (a: Float64Array, m: number, n: number, full: boolean): SVD => {
  checkMatrix('svd', 'a', a, m, n);
  if (!allFinite(a)) return nanSVD(m, n, full, 1);
  const { scaled, exponent } = scaledToOne(a);
  return sortedSVD(bidiagonalize(scaled, m, n, full), exponent, 1);
};
