// The singular value decomposition of a real upper bidiagonal matrix by implicit QR steps, with zero shifts where a
// shift would spoil small singular values. Directions of sweeps, shifts and tests are LAPACK's (bdsqr), so that the
// signs of vectors come out as LAPACK's wherever rounding does not decide them.
import { EPSILON, SAFE_MINIMUM } from './matrix.ts';
import { rotateRows, rotationOf, smallerSingularValue, triangleSVD, withSign } from './rotation.ts';

const UNIT_ROUNDOFF = EPSILON / 2;
const TOLERANCE = Math.min(100, UNIT_ROUNDOFF ** (-1 / 8)) * UNIT_ROUNDOFF;
const SWEEPS = 6;

/**
 * A = Σ left[i] B[i][j] right[j]: diagonal[i] and, between columns i and i+1, offDiagonal[i] of B; row i of `left` is
 * column i of U, row j of `right` is row j of Vᴴ.
 */
export type Bidiagonal = {
  readonly diagonal: Float64Array;
  readonly offDiagonal: Float64Array;
  readonly left: Float64Array;
  readonly leftWidth: number;
  readonly right: Float64Array;
  readonly rightWidth: number;
};

/** Turns a lower bidiagonal matrix (offDiagonal[i] below diagonal[i]) into an upper one by rotations from the left. */
export const lowerToUpper = ({ diagonal: d, offDiagonal: e, left, leftWidth }: Bidiagonal): void => {
  for (let i = 0; i < e.length; i++) {
    const rotation = rotationOf(d[i]!, e[i]!);
    d[i] = rotation.r;
    e[i] = rotation.s * d[i + 1]!;
    d[i + 1]! *= rotation.c;
    rotateRows(left, leftWidth, i, i + 1, rotation);
  }
};

/**
 * A block that a sweep walks through, from `from` to `to`. Walking up instead of down is the same sweep on the
 * transpose, so left and right change places.
 */
type Sweep = { readonly from: number; readonly to: number; readonly step: 1 | -1 };

/** The index of the off-diagonal entry between p and its successor. */
const between = (p: number, step: 1 | -1): number => (step === 1 ? p : p - 1);

type Rotate = (p: number, rotation: { readonly c: number; readonly s: number }) => void;

const rotatorsOf = (b: Bidiagonal, step: 1 | -1): { before: Rotate; after: Rotate } => {
  const left: Rotate = (p, rotation) => rotateRows(b.left, b.leftWidth, p, p + step, rotation);
  const right: Rotate = (p, rotation) => rotateRows(b.right, b.rightWidth, p, p + step, rotation);
  return step === 1 ? { before: right, after: left } : { before: left, after: right };
};

/** A QR sweep without a shift: every result is computed without subtractions. */
const zeroShiftSweep = (b: Bidiagonal, { from, to, step }: Sweep): void => {
  const { diagonal: d, offDiagonal: e } = b;
  const { before, after } = rotatorsOf(b, step);
  let c = 1;
  let old = { c: 1, s: 0, r: 0 };
  for (let p = from; p !== to; p += step) {
    const first = rotationOf(d[p]! * c, e[between(p, step)]!);
    if (p !== from) e[between(p - step, step)] = old.s * first.r;
    old = rotationOf(old.c * first.r, d[p + step]! * first.s);
    d[p] = old.r;
    c = first.c;
    before(p, first);
    after(p, old);
  }
  const last = d[to]! * c;
  d[to] = last * old.c;
  e[between(to - step, step)] = last * old.s;
};

const shiftedSweep = (b: Bidiagonal, { from, to, step }: Sweep, shift: number): void => {
  const { diagonal: d, offDiagonal: e } = b;
  const { before, after } = rotatorsOf(b, step);
  let f = (Math.abs(d[from]!) - shift) * (withSign(1, d[from]!) + shift / d[from]!);
  let g = e[between(from, step)]!;
  for (let p = from; p !== to; p += step) {
    const i = between(p, step);
    const first = rotationOf(f, g);
    if (p !== from) e[between(p - step, step)] = first.r;
    f = first.c * d[p]! + first.s * e[i]!;
    e[i] = first.c * e[i]! - first.s * d[p]!;
    g = first.s * d[p + step]!;
    d[p + step]! *= first.c;
    const second = rotationOf(f, g);
    d[p] = second.r;
    f = second.c * e[i]! + second.s * d[p + step]!;
    d[p + step] = second.c * d[p + step]! - second.s * e[i]!;
    if (p + step !== to) {
      const next = between(p + step, step);
      g = second.s * e[next]!;
      e[next]! *= second.c;
    }
    before(p, first);
    after(p, second);
  }
  e[between(to - step, step)] = f;
};

/** Off-diagonal entries below this cannot change a singular value noticeably, relative to the smallest one. */
const thresholdOf = ({ diagonal: d, offDiagonal: e }: Bidiagonal): number => {
  const n = d.length;
  let mu = Math.abs(d[0]!);
  let smallest = mu;
  for (let i = 1; i < n && smallest > 0; i++) {
    mu = Math.abs(d[i]!) * (mu / (mu + Math.abs(e[i - 1]!)));
    smallest = Math.min(smallest, mu);
  }
  return Math.max((TOLERANCE * smallest) / Math.sqrt(n), SWEEPS * n * n * SAFE_MINIMUM);
};

/**
 * Sets an off-diagonal entry of the block to zero that is negligible even relative to the smallest singular value, and
 * returns undefined; or returns a lower estimate of that value.
 */
const deflate = ({ diagonal: d, offDiagonal: e }: Bidiagonal, { from, to, step }: Sweep): number | undefined => {
  const last = between(to - step, step);
  if (Math.abs(e[last]!) <= TOLERANCE * Math.abs(d[to]!)) {
    e[last] = 0;
    return undefined;
  }
  let mu = Math.abs(d[from]!);
  let smallest = mu;
  for (let p = from; p !== to; p += step) {
    const i = between(p, step);
    if (Math.abs(e[i]!) <= TOLERANCE * mu) {
      e[i] = 0;
      return undefined;
    }
    mu = Math.abs(d[p + step]!) * (mu / (mu + Math.abs(e[i]!)));
    smallest = Math.min(smallest, mu);
  }
  return smallest;
};

const shiftOf = ({ diagonal: d, offDiagonal: e }: Bidiagonal, sweep: Sweep, smallest: number, largest: number) => {
  if (d.length * TOLERANCE * (smallest / largest) <= Math.max(UNIT_ROUNDOFF, 0.01 * TOLERANCE)) return 0;
  const { from, to, step } = sweep;
  const corner = Math.min(to, to - step);
  const shift = smallerSingularValue(d[corner]!, e[corner]!, d[corner + 1]!);
  const start = Math.abs(d[from]!);
  return start > 0 && (shift / start) ** 2 < UNIT_ROUNDOFF ? 0 : shift;
};

/**
 * Overwrites the diagonal with the singular values (≥ 0, in no order) and rotates the rows of `left` and `right` along;
 * false if the sweeps did not converge. Expects finite entries.
 * Source: Golub & Kahan (1965); Demmel & Kahan, Accurate singular values of bidiagonal matrices (1990).
 */
export const diagonalizeBidiagonal = (b: Bidiagonal): boolean => {
  const { diagonal: d, offDiagonal: e } = b;
  const n = d.length;
  if (n === 0) return true;
  const threshold = thresholdOf(b);
  let budget = SWEEPS * n * n;
  let previous = { top: -1, bottom: -1, step: 1 as 1 | -1 };
  for (let bottom = n - 1; bottom > 0; ) {
    // The block from `top` to `bottom` has no zero between.
    let top = bottom;
    let largest = Math.abs(d[bottom]!);
    while (top > 0 && Math.abs(e[top - 1]!) > threshold) {
      top--;
      largest = Math.max(largest, Math.abs(d[top]!), Math.abs(e[top]!));
    }
    if (top > 0) e[top - 1] = 0;
    if (top === bottom) {
      bottom--;
      continue;
    }
    if (top === bottom - 1) {
      const { larger, smaller, left, right } = triangleSVD(d[top]!, e[top]!, d[bottom]!);
      d[top] = larger;
      d[bottom] = smaller;
      e[top] = 0;
      rotateRows(b.right, b.rightWidth, top, bottom, right);
      rotateRows(b.left, b.leftWidth, top, bottom, left);
      bottom -= 2;
      continue;
    }
    // Go on in the same direction as long as it is (part of) the same block; else from the larger end to the smaller.
    const sameBlock = top <= previous.bottom && bottom >= previous.top;
    const step = sameBlock ? previous.step : Math.abs(d[top]!) >= Math.abs(d[bottom]!) ? 1 : -1;
    const sweep: Sweep = step === 1 ? { from: top, to: bottom, step } : { from: bottom, to: top, step };
    const smallest = deflate(b, sweep);
    previous = smallest === undefined ? { ...previous, step } : { top, bottom, step };
    if (smallest === undefined) continue;
    if (budget <= 0) return false;
    budget -= bottom - top;
    const shift = shiftOf(b, sweep, smallest, largest);
    if (shift === 0) zeroShiftSweep(b, sweep);
    else shiftedSweep(b, sweep, shift);
    const last = between(sweep.to - step, step);
    if (Math.abs(e[last]!) <= threshold) e[last] = 0;
  }
  // A single vector gets its sign on the left, as with LAPACK.
  const [rows, width] = n === 1 ? [b.left, b.leftWidth] : [b.right, b.rightWidth];
  for (let i = 0; i < n; i++) {
    if (d[i]! >= 0) continue;
    d[i] = -d[i]!;
    for (let j = i * width; j < (i + 1) * width; j++) rows[j] = -rows[j]!;
  }
  return true;
};
