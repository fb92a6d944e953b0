// The real Schur form by Francis's implicit double-shift QR steps.
import { makeReflector, reflectColumns, reflectRows } from './householder.ts';
import { EPSILON, SAFE_MINIMUM } from './matrix.ts';
import { rotateRows } from './rotation.ts';
import { standardForm } from './standard-form.ts';

const STEPS_PER_EIGENVALUE = 30;

/** H = Zᵀ A Z while it becomes quasi-triangular; rows and columns outside low … high are triangular already. */
export type HessenbergMatrix = {
  readonly h: Float64Array;
  readonly z: Float64Array;
  readonly n: number;
  readonly low: number;
  readonly high: number;
};

/** Whether h[k][k-1] is negligible beside its neighbours. Source: Ahues & Tisseur, LAPACK Working Note 122 (1997). */
const negligible = ({ h, n, low, high }: HessenbergMatrix, k: number): boolean => {
  const at = (i: number, j: number): number => Math.abs(h[i * n + j]!);
  const below = at(k, k - 1);
  if (below <= (SAFE_MINIMUM * n) / EPSILON) return true;
  let around = at(k - 1, k - 1) + at(k, k);
  if (around === 0) around = (k - 2 >= low ? at(k - 1, k - 2) : 0) + (k + 1 <= high ? at(k + 1, k) : 0);
  if (below > EPSILON * around) return false;
  const above = at(k - 1, k);
  const difference = Math.abs(h[(k - 1) * n + k - 1]! - h[k * n + k]!);
  const larger = Math.max(at(k, k), difference);
  const smaller = Math.min(at(k, k), difference);
  const sum = larger + Math.max(below, above);
  const product = Math.min(below, above) * (Math.max(below, above) / sum);
  return product <= Math.max((SAFE_MINIMUM * n) / EPSILON, EPSILON * (smaller * (larger / sum)));
};

type Shifts = { readonly firstRe: number; readonly secondRe: number; readonly im: number };

/** The eigenvalues of the 2 × 2 block as shifts; of two real ones, twice the one nearer to d. */
const shiftsOf = (a: number, b: number, c: number, d: number): Shifts => {
  const size = Math.abs(a) + Math.abs(b) + Math.abs(c) + Math.abs(d);
  if (size === 0) return { firstRe: 0, secondRe: 0, im: 0 };
  const mean = (a / size + d / size) / 2;
  const determinant = (a / size - mean) * (d / size - mean) - (b / size) * (c / size);
  const root = Math.sqrt(Math.abs(determinant));
  if (determinant >= 0) return { firstRe: mean * size, secondRe: mean * size, im: root * size };
  const [plus, minus] = [mean + root, mean - root];
  const nearer = size * (Math.abs(plus - d / size) <= Math.abs(minus - d / size) ? plus : minus);
  return { firstRe: nearer, secondRe: nearer, im: 0 };
};

/** The shifts for the block start … end: as a rule those of its last 2 × 2 block, others where the steps go in circles. */
const chooseShifts = ({ h, n }: HessenbergMatrix, start: number, end: number, steps: number): Shifts => {
  const at = (i: number, j: number): number => h[i * n + j]!;
  const exceptional = (corner: number, size: number): Shifts => {
    const diagonal = 0.75 * size + corner;
    return shiftsOf(diagonal, -0.4375 * size, size, diagonal);
  };
  if (steps > 0 && steps % 20 === 0) {
    return exceptional(at(end, end), Math.abs(at(end, end - 1)) + Math.abs(at(end - 1, end - 2)));
  }
  if (steps > 0 && steps % 10 === 0) {
    return exceptional(at(start, start), Math.abs(at(start + 1, start)) + Math.abs(at(start + 2, start + 1)));
  }
  return shiftsOf(at(end - 1, end - 1), at(end - 1, end), at(end, end - 1), at(end, end));
};

/** The first column of (H - s₁)(H - s₂), up to a factor, for the block that begins at m. */
const firstColumn = (h: Float64Array, n: number, m: number, { firstRe, secondRe, im }: Shifts): Float64Array => {
  const corner = h[m * n + m]!;
  const below = h[(m + 1) * n + m]!;
  const next = h[(m + 1) * n + m + 1]!;
  const size = Math.abs(corner - secondRe) + Math.abs(im) + Math.abs(below);
  const factor = below / size;
  const x = factor * h[m * n + m + 1]! + (corner - firstRe) * ((corner - secondRe) / size) + im * (im / size);
  const y = factor * (corner + next - firstRe - secondRe);
  const z = factor * h[(m + 2) * n + m + 1]!;
  const sum = Math.abs(x) + Math.abs(y) + Math.abs(z);
  return Float64Array.of(x / sum, y / sum, z / sum);
};

/** One double-shift step: a bulge is made at `start` (or further down, behind two small subdiagonals) and chased out. */
const francisStep = ({ h, z, n }: HessenbergMatrix, start: number, end: number, shifts: Shifts): void => {
  const at = (i: number, j: number): number => Math.abs(h[i * n + j]!);
  let begin = end - 2;
  let column = firstColumn(h, n, begin, shifts);
  while (begin > start) {
    const coupling = at(begin, begin - 1) * (Math.abs(column[1]!) + Math.abs(column[2]!));
    const around = at(begin - 1, begin - 1) + at(begin, begin) + at(begin + 1, begin + 1);
    if (coupling <= EPSILON * Math.abs(column[0]!) * around) break;
    begin--;
    column = firstColumn(h, n, begin, shifts);
  }
  for (let k = begin; k < end; k++) {
    const size = Math.min(3, end - k + 1);
    const v = k === begin ? column.slice() : new Float64Array(size);
    if (k > begin) for (let i = 0; i < size; i++) v[i] = h[(k + i) * n + k - 1]!;
    const { beta, tau } = makeReflector(v);
    if (k > begin) {
      h[k * n + k - 1] = beta;
      for (let i = 1; i < size; i++) h[(k + i) * n + k - 1] = 0;
    } else if (begin > start) h[k * n + k - 1]! *= 1 - tau;
    reflectRows(v, tau, h, n, k, k, n);
    reflectColumns(v, tau, h, n, 0, Math.min(k + 3, end) + 1, k);
    reflectColumns(v, tau, z, n, 0, n, k);
  }
};

/** Columns k and k+1 become c x + s y and c y - s x in the first `rows` rows. */
const rotateColumns = (
  matrix: Float64Array,
  n: number,
  rows: number,
  k: number,
  { c, s }: { readonly c: number; readonly s: number },
): void => {
  for (let i = 0; i < rows; i++) {
    const x = matrix[i * n + k]!;
    const y = matrix[i * n + k + 1]!;
    matrix[i * n + k] = c * x + s * y;
    matrix[i * n + k + 1] = c * y - s * x;
  }
};

/** Brings the block of rows k and k+1 into standard form, and the rest of H and Z along. */
const standardize = ({ h, z, n }: HessenbergMatrix, k: number): void => {
  const top = k * n + k;
  const bottom = top + n;
  const { block, rotation } = standardForm(h[top]!, h[top + 1]!, h[bottom]!, h[bottom + 1]!);
  if (rotation.s !== 0) {
    rotateRows(h, n, k, k + 1, rotation);
    rotateColumns(h, n, k, k, rotation);
    rotateColumns(z, n, n, k, rotation);
  }
  h.set([block.a, block.b], top);
  h.set([block.c, block.d], bottom);
};

/**
 * Overwrites H with its real Schur form T (2 × 2 blocks in standard form where eigenvalues are complex) and multiplies
 * the rotations into Z; false if the steps did not converge. Expects finite entries.
 * Source: Golub & Van Loan, Matrix Computations, 7.5; shifts and tests are those of LAPACK's lahqr.
 */
export const realSchur = (matrix: HessenbergMatrix): boolean => {
  const { h, n, low, high } = matrix;
  for (let end = high; end >= low; ) {
    let start = low;
    for (let steps = 0; ; steps++) {
      start = end;
      while (start > low && !negligible(matrix, start)) start--;
      if (start > low) h[start * n + start - 1] = 0;
      if (start >= end - 1) break;
      if (steps === STEPS_PER_EIGENVALUE * Math.max(10, n)) return false;
      francisStep(matrix, start, end, chooseShifts(matrix, start, end, steps));
    }
    if (start < end) standardize(matrix, start);
    end = start - 1;
  }
  return true;
};
