// The Schur form of a complex matrix by implicit single-shift QR steps.
import { type Complex, divide, multiply, squareRoot, taxicab } from './complex.ts';
import { makeReflectorComplex, reflectColumnsComplex, reflectRowsComplex } from './householder.ts';
import { EPSILON, SAFE_MINIMUM } from './matrix.ts';
import type { HessenbergMatrix } from './schur.ts';

const STEPS_PER_EIGENVALUE = 30;

const entry = ({ h, n }: HessenbergMatrix, i: number, j: number): Complex => [
  h[2 * (i * n + j)]!,
  h[2 * (i * n + j) + 1]!,
];

const sizeAt = ({ h, n }: HessenbergMatrix, i: number, j: number): number =>
  taxicab(h[2 * (i * n + j)]!, h[2 * (i * n + j) + 1]!);

/** Whether h[k][k-1] is negligible beside its neighbours. Source: Ahues & Tisseur, LAPACK Working Note 122 (1997). */
const negligible = (matrix: HessenbergMatrix, k: number): boolean => {
  const { n, low, high } = matrix;
  const tiny = (SAFE_MINIMUM * n) / EPSILON;
  const below = sizeAt(matrix, k, k - 1);
  if (below <= tiny) return true;
  let around = sizeAt(matrix, k - 1, k - 1) + sizeAt(matrix, k, k);
  if (around === 0) {
    around = (k - 2 >= low ? sizeAt(matrix, k - 1, k - 2) : 0) + (k + 1 <= high ? sizeAt(matrix, k + 1, k) : 0);
  }
  if (below > EPSILON * around) return false;
  const above = sizeAt(matrix, k - 1, k);
  const [aboveRe, aboveIm] = entry(matrix, k - 1, k - 1);
  const [re, im] = entry(matrix, k, k);
  const difference = taxicab(aboveRe - re, aboveIm - im);
  const larger = Math.max(taxicab(re, im), difference);
  const smaller = Math.min(taxicab(re, im), difference);
  const sum = larger + Math.max(below, above);
  const product = Math.min(below, above) * (Math.max(below, above) / sum);
  return product <= Math.max(tiny, EPSILON * (smaller * (larger / sum)));
};

/** Wilkinson's shift: the eigenvalue of the last 2 × 2 block that is nearer to its last entry. */
const wilkinsonShift = (matrix: HessenbergMatrix, end: number): Complex => {
  const last = entry(matrix, end, end);
  const u = multiply(squareRoot(...entry(matrix, end - 1, end)), squareRoot(...entry(matrix, end, end - 1)));
  const uSize = taxicab(...u);
  if (uSize === 0) return last;
  const [re, im] = entry(matrix, end - 1, end - 1);
  const x: Complex = [(re - last[0]) / 2, (im - last[1]) / 2];
  const size = Math.max(uSize, taxicab(...x));
  const xScaled: Complex = [x[0] / size, x[1] / size];
  const uScaled: Complex = [u[0] / size, u[1] / size];
  const [xx, uu] = [multiply(xScaled, xScaled), multiply(uScaled, uScaled)];
  const root = squareRoot(xx[0] + uu[0], xx[1] + uu[1]);
  const sign = x[0] * root[0] + x[1] * root[1] < 0 ? -size : size;
  const quotient = divide(u[0], u[1], x[0] + sign * root[0], x[1] + sign * root[1]);
  const [stepRe, stepIm] = multiply(u, quotient);
  return [last[0] - stepRe, last[1] - stepIm];
};

/** The shift for the block start … end: Wilkinson's as a rule, others where the steps go in circles. */
const chooseShift = (matrix: HessenbergMatrix, start: number, end: number, steps: number): Complex => {
  if (steps > 0 && steps % 20 === 0) {
    const [re, im] = entry(matrix, end, end);
    return [re + 0.75 * sizeAt(matrix, end, end - 1), im];
  }
  if (steps > 0 && steps % 10 === 0) {
    const [re, im] = entry(matrix, start, start);
    return [re + 0.75 * sizeAt(matrix, start + 1, start), im];
  }
  return wilkinsonShift(matrix, end);
};

/** The first column of H - s, up to a factor, for the block that begins at m. */
const firstColumn = (matrix: HessenbergMatrix, m: number, [shiftRe, shiftIm]: Complex): Float64Array => {
  const [re, im] = entry(matrix, m, m);
  const [belowRe, belowIm] = entry(matrix, m + 1, m);
  const size = taxicab(re - shiftRe, im - shiftIm) + taxicab(belowRe, belowIm);
  return Float64Array.of((re - shiftRe) / size, (im - shiftIm) / size, belowRe / size, belowIm / size);
};

/** One single-shift step: a bulge is made at `start` (or further down, behind two small subdiagonals), chased out. */
const step = (matrix: HessenbergMatrix, start: number, end: number, shift: Complex): void => {
  const { h, z, n } = matrix;
  let begin = end - 1;
  let column = firstColumn(matrix, begin, shift);
  while (begin > start) {
    const around = sizeAt(matrix, begin, begin) + sizeAt(matrix, begin + 1, begin + 1);
    const coupling = sizeAt(matrix, begin, begin - 1) * taxicab(column[2]!, column[3]!);
    if (coupling <= EPSILON * taxicab(column[0]!, column[1]!) * around) break;
    begin--;
    column = firstColumn(matrix, begin, shift);
  }
  for (let k = begin; k < end; k++) {
    const v = k === begin ? column : Float64Array.of(...entry(matrix, k, k - 1), ...entry(matrix, k + 1, k - 1));
    const { beta, tau } = makeReflectorComplex(v);
    const conjugate: Complex = [tau[0], -tau[1]];
    if (k > begin) {
      h.set([beta, 0], 2 * (k * n + k - 1));
      h.set([0, 0], 2 * ((k + 1) * n + k - 1));
    } else if (begin > start) {
      const at = 2 * (k * n + k - 1);
      h.set(multiply([h[at]!, h[at + 1]!], [1 - conjugate[0], -conjugate[1]]), at);
    }
    reflectRowsComplex(v, conjugate, h, n, k, k, n);
    reflectColumnsComplex(v, tau, h, n, 0, Math.min(k + 2, end) + 1, k);
    reflectColumnsComplex(v, tau, z, n, 0, n, k);
  }
};

/**
 * Overwrites the complex H with its Schur form T and multiplies the rotations into Z; false if the steps did not
 * converge. Expects finite entries.
 * Source: Golub & Van Loan, Matrix Computations, 7.5; shifts and tests are those of LAPACK's lahqr.
 */
export const complexSchur = (matrix: HessenbergMatrix): boolean => {
  const { h, n, low, high } = matrix;
  for (let end = high; end >= low; end--) {
    for (let steps = 0; ; steps++) {
      let start = end;
      while (start > low && !negligible(matrix, start)) start--;
      if (start > low) h.fill(0, 2 * (start * n + start - 1), 2 * (start * n + start));
      if (start === end) break;
      if (steps === STEPS_PER_EIGENVALUE * Math.max(10, n)) return false;
      step(matrix, start, end, chooseShift(matrix, start, end, steps));
    }
  }
  return true;
};
