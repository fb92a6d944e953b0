// Householder reflections H = I - tau v vᴴ with v[0] = 1, with LAPACK's signs (larfg): Hᴴ x = beta e₁ where beta is
// real and has the sign opposite to that of x[0]; H = I (tau = 0) where x is a multiple of e₁ already.
// Source: Golub & Van Loan, Matrix Computations, 5.1.
import { type Complex, divide } from './complex.ts';
import { norm } from './matrix.ts';

export type Reflector = { readonly beta: number; readonly tau: number };
export type ComplexReflector = { readonly beta: number; readonly tau: Complex };

const oppositeSign = (magnitude: number, of: number): number => (of < 0 || Object.is(of, -0) ? magnitude : -magnitude);

/** The reflection that takes `x` to beta e₁; `x` is overwritten with its v. */
export const makeReflector = (x: Float64Array): Reflector => {
  const alpha = x[0]!;
  const tail = norm(x, 1);
  x[0] = 1;
  if (tail === 0) return { beta: alpha, tau: 0 };
  const beta = oppositeSign(Math.hypot(alpha, tail), alpha);
  for (let i = 1; i < x.length; i++) x[i]! /= alpha - beta;
  return { beta, tau: (beta - alpha) / beta };
};

/** C := H C for the rows from `row` and the columns `column` ≤ j < `columnEnd` of a matrix with `width` columns. */
export const reflectRows = (
  v: Float64Array,
  tau: number,
  c: Float64Array,
  width: number,
  row: number,
  column: number,
  columnEnd: number,
): void => {
  if (tau === 0) return;
  const sums = new Float64Array(columnEnd - column);
  for (let i = 0; i < v.length; i++) {
    const base = (row + i) * width + column;
    for (let j = 0; j < sums.length; j++) sums[j]! += v[i]! * c[base + j]!;
  }
  for (let i = 0; i < v.length; i++) {
    const base = (row + i) * width + column;
    const factor = tau * v[i]!;
    for (let j = 0; j < sums.length; j++) c[base + j]! -= factor * sums[j]!;
  }
};

/** C := C H for the rows `row` ≤ i < `rowEnd` and the columns from `column` of a matrix with `width` columns. */
export const reflectColumns = (
  v: Float64Array,
  tau: number,
  c: Float64Array,
  width: number,
  row: number,
  rowEnd: number,
  column: number,
): void => {
  if (tau === 0) return;
  for (let i = row; i < rowEnd; i++) {
    const base = i * width + column;
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += c[base + j]! * v[j]!;
    sum *= tau;
    for (let j = 0; j < v.length; j++) c[base + j]! -= sum * v[j]!;
  }
};

/** The reflection whose Hᴴ takes the complex `x` to beta e₁, beta real; `x` is overwritten with its v. */
export const makeReflectorComplex = (x: Float64Array): ComplexReflector => {
  const alphaRe = x[0]!;
  const alphaIm = x[1]!;
  const tail = norm(x, 2);
  x[0] = 1;
  x[1] = 0;
  if (tail === 0 && alphaIm === 0) return { beta: alphaRe, tau: [0, 0] };
  const beta = oppositeSign(Math.hypot(alphaRe, alphaIm, tail), alphaRe);
  for (let i = 2; i < x.length; i += 2) x.set(divide(x[i]!, x[i + 1]!, alphaRe - beta, alphaIm), i);
  return { beta, tau: [(beta - alphaRe) / beta, -alphaIm / beta] };
};

/** C := H C, as `reflectRows`, for complex matrices. For Hᴴ C give the conjugate of tau. */
export const reflectRowsComplex = (
  v: Float64Array,
  [tauRe, tauIm]: Complex,
  c: Float64Array,
  width: number,
  row: number,
  column: number,
  columnEnd: number,
): void => {
  if (tauRe === 0 && tauIm === 0) return;
  const sums = new Float64Array(2 * (columnEnd - column));
  for (let i = 0; i < v.length; i += 2) {
    const base = 2 * (row * width + column) + i * width;
    const re = v[i]!;
    const im = v[i + 1]!;
    for (let j = 0; j < sums.length; j += 2) {
      sums[j]! += re * c[base + j]! + im * c[base + j + 1]!;
      sums[j + 1]! += re * c[base + j + 1]! - im * c[base + j]!;
    }
  }
  for (let i = 0; i < v.length; i += 2) {
    const base = 2 * (row * width + column) + i * width;
    const re = tauRe * v[i]! - tauIm * v[i + 1]!;
    const im = tauRe * v[i + 1]! + tauIm * v[i]!;
    for (let j = 0; j < sums.length; j += 2) {
      c[base + j]! -= re * sums[j]! - im * sums[j + 1]!;
      c[base + j + 1]! -= re * sums[j + 1]! + im * sums[j]!;
    }
  }
};

/** C := C H, as `reflectColumns`, for complex matrices. */
export const reflectColumnsComplex = (
  v: Float64Array,
  [tauRe, tauIm]: Complex,
  c: Float64Array,
  width: number,
  row: number,
  rowEnd: number,
  column: number,
): void => {
  if (tauRe === 0 && tauIm === 0) return;
  for (let i = row; i < rowEnd; i++) {
    const base = 2 * (i * width + column);
    let sumRe = 0;
    let sumIm = 0;
    for (let j = 0; j < v.length; j += 2) {
      sumRe += c[base + j]! * v[j]! - c[base + j + 1]! * v[j + 1]!;
      sumIm += c[base + j]! * v[j + 1]! + c[base + j + 1]! * v[j]!;
    }
    const re = tauRe * sumRe - tauIm * sumIm;
    const im = tauRe * sumIm + tauIm * sumRe;
    for (let j = 0; j < v.length; j += 2) {
      c[base + j]! -= re * v[j]! + im * v[j + 1]!;
      c[base + j + 1]! -= im * v[j]! - re * v[j + 1]!;
    }
  }
};

/** The entries from `row` down of one column of a matrix with `width` columns. */
export const columnBelow = (
  a: Float64Array,
  width: number,
  row: number,
  rowEnd: number,
  column: number,
  lanes: 1 | 2 = 1,
): Float64Array => {
  const result = new Float64Array(lanes * (rowEnd - row));
  for (let i = row; i < rowEnd; i++) {
    for (let lane = 0; lane < lanes; lane++) {
      result[lanes * (i - row) + lane] = a[lanes * (i * width + column) + lane]!;
    }
  }
  return result;
};

/** Writes (beta, v[1], v[2], …) into a column, the packed form of LAPACK; v[0] = 1 is understood. */
export const storeReflector = (
  a: Float64Array,
  width: number,
  row: number,
  column: number,
  beta: number,
  v: Float64Array,
  lanes: 1 | 2 = 1,
): void => {
  for (let i = 0; i < v.length; i++) {
    const lane = i % lanes;
    a[lanes * ((row + (i - lane) / lanes) * width + column) + lane] = i < lanes ? (i === 0 ? beta : 0) : v[i]!;
  }
};
