// Eigenvalues and eigenvectors of a real symmetric tridiagonal matrix by implicit QL steps. The directions of sweeps,
// the tests for negligible entries and the treatment of 2 × 2 blocks are LAPACK's (steqr), so that the signs of vectors
// come out as LAPACK's wherever rounding does not decide them.
import { EPSILON, SAFE_MINIMUM } from './matrix.ts';
import { rotateRows, rotationOf } from './rotation.ts';

const STEPS_PER_EIGENVALUE = 30;

/** diagonal[i] and, between i and i+1, offDiagonal[i]; row i of `vectors` (`width` numbers) belongs to diagonal[i]. */
export type Tridiagonal = {
  readonly diagonal: Float64Array;
  readonly offDiagonal: Float64Array;
  readonly vectors: Float64Array;
  readonly width: number;
};

/** Turns the block from `start` to `end` around, so that QL steps find the eigenvalues at its other end first. */
const reverseBlock = ({ diagonal, offDiagonal, vectors, width }: Tridiagonal, start: number, end: number): void => {
  diagonal.subarray(start, end + 1).reverse();
  offDiagonal.subarray(start, end).reverse();
  for (let i = start, j = end; i < j; i++, j--) {
    const row = vectors.slice(i * width, (i + 1) * width);
    vectors.copyWithin(i * width, j * width, (j + 1) * width);
    vectors.set(row, j * width);
  }
};

/**
 * The eigenvalues of [[a, b], [b, c]], the one of larger modulus first, and its unit vector (cosine, sine).
 * Source: LAPACK's laev2; the smaller one comes from the determinant, free of cancellation.
 */
const symmetricTwoByTwo = (a: number, b: number, c: number) => {
  const sum = a + c;
  const difference = a - c;
  const root = Math.hypot(difference, 2 * b);
  const [big, small] = Math.abs(a) > Math.abs(c) ? [a, c] : [c, a];
  const first = sum < 0 ? (sum - root) / 2 : sum > 0 ? (sum + root) / 2 : root / 2;
  const second = sum === 0 ? -root / 2 : (big / first) * small - (b / first) * b;
  const flips = sum < 0 === difference < 0;
  const leg = difference < 0 ? difference - root : difference + root;
  let cosine: number;
  let sine: number;
  if (Math.abs(leg) > Math.abs(2 * b)) {
    const cotangent = (-2 * b) / leg;
    sine = 1 / Math.hypot(1, cotangent);
    cosine = cotangent * sine;
  } else if (b === 0) {
    cosine = 1;
    sine = 0;
  } else {
    const tangent = -leg / (2 * b);
    cosine = 1 / Math.hypot(1, tangent);
    sine = tangent * cosine;
  }
  return flips ? { first, second, cosine: -sine, sine: cosine } : { first, second, cosine, sine };
};

/** One implicit QL step with Wilkinson's shift on the block from `start` to `end`. */
const qlStep = (t: Tridiagonal, start: number, end: number): void => {
  const { diagonal: d, offDiagonal: e } = t;
  const ratio = (d[start + 1]! - d[start]!) / (2 * e[start]!);
  const root = Math.hypot(ratio, 1);
  const shift = d[start]! - e[start]! / (ratio + (ratio < 0 ? -root : root));
  let g = d[end]! - shift;
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = end - 1; i >= start; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    const rotation = rotationOf(g, f);
    if (i < end - 1) e[i + 1] = rotation.r;
    c = rotation.c;
    s = rotation.s;
    g = d[i + 1]! - p;
    const q = (d[i]! - g) * s + 2 * c * b;
    p = s * q;
    d[i + 1] = g + p;
    g = c * q - b;
    rotateRows(t.vectors, t.width, i, i + 1, { c, s: -s });
  }
  d[start]! -= p;
  e[start] = g;
};

const negligible = ({ diagonal: d, offDiagonal: e }: Tridiagonal, i: number): boolean =>
  e[i]! * e[i]! <= EPSILON * EPSILON * Math.abs(d[i]!) * Math.abs(d[i + 1]!) + SAFE_MINIMUM;

type Block = { readonly first: number; readonly last: number; readonly reversed: boolean };

const solveBlock = (t: Tridiagonal, { first, last, reversed }: Block, budget: { steps: number }): boolean => {
  for (let start = first; start < last; ) {
    let end = start;
    while (end < last && !negligible(t, end)) end++;
    if (end < last) t.offDiagonal[end] = 0;
    if (end === start) {
      start++;
    } else if (end === start + 1) {
      const { diagonal: d, offDiagonal: e } = t;
      const [upper, lower] = reversed ? [end, start] : [start, end];
      const { first, second, cosine, sine } = symmetricTwoByTwo(d[upper]!, e[start]!, d[lower]!);
      rotateRows(t.vectors, t.width, upper, lower, { c: cosine, s: sine });
      d[upper] = first;
      d[lower] = second;
      e[start] = 0;
      start += 2;
    } else {
      if (budget.steps-- === 0) return false;
      qlStep(t, start, end);
    }
  }
  return true;
};

/**
 * Overwrites the diagonal with the eigenvalues (in no order) and rotates the rows of `vectors` along; false if the steps
 * did not converge. Expects finite entries of modulus about 1 or less.
 * Source: implicit QL, Dubrulle, Martin & Wilkinson (1968), EISPACK imtql2, in the form of LAPACK's steqr.
 */
export const diagonalize = (t: Tridiagonal): boolean => {
  const n = t.diagonal.length;
  const { diagonal: d, offDiagonal: e } = t;
  const budget = { steps: STEPS_PER_EIGENVALUE * n };
  for (let start = 0; start < n; ) {
    let end = start;
    while (
      end < n - 1 &&
      Math.abs(e[end]!) > Math.sqrt(Math.abs(d[end]!)) * Math.sqrt(Math.abs(d[end + 1]!)) * EPSILON
    ) {
      end++;
    }
    if (end < n - 1) e[end] = 0;
    const reversed = Math.abs(d[end]!) < Math.abs(d[start]!);
    if (reversed) reverseBlock(t, start, end);
    if (!solveBlock(t, { first: start, last: end, reversed }, budget)) return false;
    start = end + 1;
  }
  return true;
};
