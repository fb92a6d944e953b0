import type { CompressedMatrix } from '../pattern/compress.ts';
import { type Elimination, factoriseInOrder } from './elimination.ts';
import { equilibrate, scaledMatrix } from './equilibrate.ts';
import type { Factor } from './ldlt.ts';
import { factorisePivoted } from './pivoted.ts';

/** How many eigenvalues of a symmetric matrix are positive, negative and zero (Sylvester's law). */
export type Inertia = { readonly positive: number; readonly negative: number; readonly zero: number };

/** Relative to the scaled matrix, whose greatest elements are near 1: what pivots in a fixed order may grow to. */
const mostGrowth = 2 ** 10;
/** Pivots below may be what rounding has left of zero, or of the other sign. */
const doubtfulPivot = 2 ** -20;
/** How many roundings away from a singular matrix counts as singular. */
const roundings = 64;
/** How often a solution is refined; each time gains the digits that the factor has. */
const mostRefinements = 10;
/** The componentwise backward error of a solution must not be greater. */
const mostBackwardError = 2 ** -40;

const epsilon = 2 ** -52;

/** What solving found: the solution, or why there is none. */
export type Solved =
  | { readonly x: Float64Array }
  | { readonly reason: 'singular' | 'inaccurate'; readonly value: number };

/**
 * A symmetric matrix, scaled and factored: by pivots in the order that keeps the factor sparse, or where that would not be
 * accurate by pivots chosen on the way.
 */
export class SymmetricSystem {
  private readonly scales: Float64Array;
  private readonly scaled: CompressedMatrix;
  private readonly analysis: Elimination;
  private readonly norm: number;
  private factor: Factor;
  private isPivoted = false;
  private rcond: number | undefined;

  constructor(matrix: CompressedMatrix, analysis: Elimination) {
    this.analysis = analysis;
    this.scales = equilibrate(matrix);
    this.scaled = scaledMatrix(matrix, this.scales);
    this.norm = rowNorm(this.scaled);
    const factor = factoriseInOrder(this.scaled, analysis, 0, mostGrowth);
    this.factor = factor ?? this.choosingPivots();
  }

  private choosingPivots(): Factor {
    this.isPivoted = true;
    this.rcond = undefined;
    return factorisePivoted(this.scaled, this.analysis, 0);
  }

  /** The signs of the eigenvalues; those within rounding of zero, for numbers of this precision, count as zero. */
  inertia(precision: number): Inertia {
    const n = this.scaled.shape[0];
    const { negative, zero, leastPivot } = this.factor;
    if (zero === 0 && leastPivot >= doubtfulPivot) return { positive: n - negative, negative, zero: 0 };
    // shifts to both sides tell how many eigenvalues are in between
    const shift = roundings * precision * this.norm;
    if (shift === 0) return { positive: 0, negative: 0, zero: n };
    const negatives = (by: number): number =>
      (factoriseInOrder(this.scaled, this.analysis, by, mostGrowth) ?? factorisePivoted(this.scaled, this.analysis, by))
        .negative;
    const [below, above] = [negatives(shift), negatives(-shift)];
    return { positive: n - above, negative: below, zero: above - below };
  }

  /** Sign of the determinant, and the logarithm of its absolute value. */
  slogdet(): [sign: number, logabsdet: number] {
    const { negative, zero, logDeterminant } = this.factor;
    const sign = zero > 0 ? 0 : negative % 2 === 0 ? 1 : -1;
    return [sign, this.scales.reduce((sum, scale) => sum - 2 * Math.log(scale), logDeterminant)];
  }

  /** The reciprocal of the scaled matrix's condition number in the 1-norm, estimated (Hager, 1984; Higham, 1988). */
  private reciprocalCondition(): number {
    if (this.factor.zero > 0) return 0;
    this.rcond ??= 1 / (this.norm * inverseNorm(this.factor, this.scaled.shape[0]));
    return this.rcond;
  }

  /** x with A x = b, to a backward error of a few roundings in each component. */
  solve(b: ArrayLike<number>): Solved {
    const n = this.scaled.shape[0];
    // as large as they are, so that small numbers beside great ones are kept, unless the great ones overflow
    const scaledBy = (size: number): Float64Array =>
      Float64Array.from({ length: n }, (_, i) => (b[i]! / size) * this.scales[i]!);
    const plain = scaledBy(1);
    const size = largestOf(plain) < 2 ** 900 ? 1 : 2 ** 500;
    const right = size === 1 ? plain : scaledBy(size);
    const attempt = (): { x: Float64Array; error: number } | { rcond: number } => {
      if (this.factor.zero > 0) return { rcond: 0 };
      const found = refined(this.scaled, this.factor, right);
      const isDoubtful = this.factor.leastPivot < doubtfulPivot || found.error > mostBackwardError;
      return isDoubtful && this.reciprocalCondition() < roundings * epsilon
        ? { rcond: this.reciprocalCondition() }
        : found;
    };
    let result = attempt();
    if (!this.isPivoted && !('error' in result && result.error <= mostBackwardError)) {
      this.factor = this.choosingPivots();
      result = attempt();
    }
    if ('rcond' in result) return { reason: 'singular', value: result.rcond };
    if (!(result.error <= mostBackwardError)) return { reason: 'inaccurate', value: result.error };
    return { x: result.x.map((value, i) => value * this.scales[i]! * size) };
  }
}

/** The greatest absolute value. */
export const largestOf = (values: ArrayLike<number>): number => {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  return largest;
};

/** The greatest sum of absolute values in a row. */
const rowNorm = ({ shape, indptr, data }: CompressedMatrix): number => {
  let norm = 0;
  for (let row = 0; row < shape[0]; row++) {
    let sum = 0;
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) sum += Math.abs(data[at]!);
    if (sum > norm) norm = sum;
  }
  return norm;
};

/** The 1-norm of the inverse of a symmetric matrix, from below and mostly exact. */
const inverseNorm = (factor: Factor, n: number): number => {
  let x = new Float64Array(n).fill(1 / n);
  let estimate = 0;
  for (let round = 0; round < 5; round++) {
    const y = factor.solve(x);
    const sum = y.reduce((total, value) => total + Math.abs(value), 0);
    if (!(sum > estimate)) break;
    estimate = sum;
    const z = factor.solve(y.map(value => (value < 0 ? -1 : 1)));
    let best = 0;
    for (let i = 1; i < n; i++) if (Math.abs(z[i]!) > Math.abs(z[best]!)) best = i;
    const reached = z.reduce((total, value, i) => total + value * x[i]!, 0);
    if (round > 0 && Math.abs(z[best]!) <= reached) break;
    x = new Float64Array(n);
    x[best] = 1;
  }
  return estimate;
};

/** A solution, refined until its componentwise backward error stops falling (Arioli, Demmel and Duff, 1989). */
const refined = (
  matrix: CompressedMatrix,
  factor: Factor,
  b: Float64Array,
): { readonly x: Float64Array; readonly error: number } => {
  let x = factor.solve(b);
  let [residual, error] = backwardError(matrix, x, b);
  for (let round = 0; round < mostRefinements && error > 2 * epsilon; round++) {
    const change = factor.solve(residual);
    const next = x.map((value, i) => value + change[i]!);
    const [nextResidual, nextError] = backwardError(matrix, next, b);
    if (!(nextError < error)) break;
    const slow = nextError > error / 2;
    [x, residual, error] = [next, nextResidual, nextError];
    if (slow) break;
  }
  return { x, error };
};

/** b - A x, and how far, relative to each of them, elements of A and b are from those for which it is 0. */
const backwardError = (
  { shape, indptr, indices, data }: CompressedMatrix,
  x: Float64Array,
  b: Float64Array,
): [residual: Float64Array, error: number] => {
  const n = shape[0];
  const residual = new Float64Array(n);
  const largest = largestOf(x);
  let error = 0;
  for (let row = 0; row < n; row++) {
    let sum = b[row]!;
    let size = Math.abs(sum);
    let norm = 0;
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      const product = data[at]! * x[indices[at]!]!;
      sum -= product;
      size += Math.abs(product);
      norm += Math.abs(data[at]!);
    }
    residual[row] = sum;
    if (sum === 0) continue;
    // where x is 0 almost everywhere that the row looks, rounding elsewhere counts
    const whole = norm * largest;
    if (size < 1000 * n * epsilon * (whole + Math.abs(b[row]!))) size += whole;
    const own = Math.abs(sum) / size;
    if (!(own <= error)) error = own;
  }
  return [residual, error];
};
