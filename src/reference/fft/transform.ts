import { factorsOf, rootsOfUnity } from './roots.ts';
import { runStage, type Stage } from './stages.ts';

/** Stages for factors of the length, one after the other. */
export type MixedRadix = {
  readonly kind: 'mixed radix';
  readonly length: number;
  readonly factors: readonly number[];
  readonly roots: Float64Array;
};

/**
 * Any length, as a convolution (Bluestein): jk = (j² + k² - (j - k)²) / 2, so that X[j] is w[j]·Σ (x[k]·w[k])·w̄[j - k]
 * with w[k] = e^(-πik²/n), the chirp, and that sum is a product of transforms of a length which is a power of two; the kernel is
 * the transform of w̄ over that length.
 */
export type Bluestein = {
  readonly kind: 'convolution';
  readonly length: number;
  readonly chirp: Float64Array;
  readonly kernel: Float64Array;
  readonly inner: MixedRadix;
};

/** How a length is transformed, with the numbers that this takes. */
export type FftPlan = MixedRadix | Bluestein;

/** Greater prime factors are dearer by themselves than a convolution of twice the length. */
const greatestRadix = 50;

const mixedRadix = (length: number, factors: readonly number[]): MixedRadix => ({
  kind: 'mixed radix',
  length,
  factors,
  roots: rootsOfUnity(length),
});

const bluestein = (n: number): Bluestein => {
  const halves = rootsOfUnity(2 * n);
  const chirp = new Float64Array(2 * n);
  for (let k = 0, square = 0; k < n; k++) {
    chirp[2 * k] = halves[2 * square]!;
    chirp[2 * k + 1] = halves[2 * square + 1]!;
    square = (square + 2 * k + 1) % (2 * n);
  }
  const length = 2 ** Math.ceil(Math.log2(2 * n - 1));
  const inner = mixedRadix(length, factorsOf(length));
  const kernel = new Float64Array(2 * length);
  for (let k = 0; k < n; k++) {
    for (const at of k === 0 ? [0] : [k, length - k]) {
      kernel[2 * at] = chirp[2 * k]! / length;
      kernel[2 * at + 1] = -chirp[2 * k + 1]! / length;
    }
  }
  transformBy(inner)(kernel);
  return { kind: 'convolution', length: n, chirp, kernel, inner };
};

export const planFft = (n: number): FftPlan => {
  const factors = factorsOf(n);
  return (factors.at(-1) ?? 1) > greatestRadix ? bluestein(n) : mixedRadix(n, factors);
};

/** Transforms a line of interleaved complex numbers in place: X[j] = Σ x[k]·e^(-2πijk/n). */
type Transform = (line: Float64Array) => void;

const transformBy = (plan: FftPlan): Transform => (plan.kind === 'mixed radix' ? byStages(plan) : byConvolution(plan));

const byStages = ({ length: n, factors, roots }: MixedRadix): Transform => {
  const stages: Stage[] = [];
  let lines = 1;
  for (const radix of factors) {
    stages.push({ radix, rest: n / lines / radix, lines, roots, step: lines });
    lines *= radix;
  }
  const scratch = new Float64Array(2 * n);
  return line => {
    let from = line;
    let to: Float64Array = scratch;
    for (const stage of stages) {
      runStage(stage, from, to);
      [from, to] = [to, from];
    }
    if (from !== line) line.set(from);
  };
};

const byConvolution = ({ length: n, chirp, kernel, inner }: Bluestein): Transform => {
  const transform = byStages(inner);
  const work = new Float64Array(kernel.length);
  return line => {
    work.fill(0);
    multiplyInto(work, line, chirp, 2 * n);
    transform(work);
    multiplyInto(work, work, kernel, work.length);
    conjugate(work);
    transform(work);
    conjugate(work);
    multiplyInto(line, work, chirp, 2 * n);
  };
};

/** The first `count` entries of the products of interleaved complex numbers. */
const multiplyInto = (target: Float64Array, x: Float64Array, y: Float64Array, count: number): void => {
  for (let i = 0; i < count; i += 2) {
    const [a, b, c, d] = [x[i]!, x[i + 1]!, y[i]!, y[i + 1]!];
    target[i] = a * c - b * d;
    target[i + 1] = a * d + b * c;
  }
};

const conjugate = (line: Float64Array): void => {
  for (let i = 1; i < line.length; i += 2) line[i] = -line[i]!;
};

const mostKept = 8;

/** What is made for lengths, the last few kept. */
const keptByLength = <T>(make: (n: number) => T): ((n: number) => T) => {
  /** The one used last is last. */
  const made = new Map<number, T>();
  return n => {
    const kept = made.get(n) ?? make(n);
    made.delete(n);
    made.set(n, kept);
    if (made.size > mostKept) made.delete(made.keys().next().value!);
    return kept;
  };
};

const transformOf = keptByLength(n => transformBy(planFft(n)));
/** For transforms of real numbers. */
const rootsOf = keptByLength(rootsOfUnity);

/**
 * Transforms interleaved complex numbers in place along an axis of extent n, of elements `stride` apart; the inverse
 * without its factor 1/n.
 */
export const transformLines = (data: Float64Array, n: number, stride: number, inverse: boolean): void => {
  if (n < 2 || data.length === 0) return;
  const transform = transformOf(n);
  const line = new Float64Array(2 * n);
  // the inverse is the transform with real and imaginary parts exchanged, before and after
  const [first, second] = inverse ? [1, 0] : [0, 1];
  const lines = data.length / (2 * n);
  for (let number = 0; number < lines; number++) {
    const start = 2 * ((number % stride) + Math.floor(number / stride) * stride * n);
    for (let k = 0; k < n; k++) {
      line[2 * k] = data[start + 2 * k * stride + first]!;
      line[2 * k + 1] = data[start + 2 * k * stride + second]!;
    }
    transform(line);
    for (let k = 0; k < n; k++) {
      data[start + 2 * k * stride + first] = line[2 * k]!;
      data[start + 2 * k * stride + second] = line[2 * k + 1]!;
    }
  }
};

/**
 * Rows of n real numbers to rows of the first n/2 + 1 numbers of their transforms, for even n: neighbours are taken for real and
 * imaginary part of complex numbers, whose transform a is told apart by its symmetry (Press et al., Numerical Recipes, 12.3).
 */
export const transformReal = (data: Float64Array, n: number): Float64Array => {
  const half = n / 2;
  transformLines(data, half, 1, false);
  const roots = rootsOf(n);
  const rows = data.length / n;
  const result = new Float64Array(2 * rows * (half + 1));
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k <= half; k++) {
      const a = row * n + 2 * (k % half);
      const b = row * n + 2 * ((half - k) % half);
      const [c, s] = [roots[2 * k]!, roots[2 * k + 1]!];
      // minus i times the difference of a and the conjugate of b
      const re = data[a + 1]! + data[b + 1]!;
      const im = data[b]! - data[a]!;
      const at = 2 * (row * (half + 1) + k);
      result[at] = (data[a]! + data[b]! + (re * c - im * s)) * 0.5;
      result[at + 1] = (data[a + 1]! - data[b + 1]! + (re * s + im * c)) * 0.5;
    }
  }
  return result;
};

/** The inverse of `transformReal` without its factor 1/n; imaginary parts of the first and the last number of a row count as 0. */
export const inverseToReal = (data: Float64Array, n: number): Float64Array => {
  const half = n / 2;
  const roots = rootsOf(n);
  const rows = data.length / (n + 2);
  const result = new Float64Array(rows * n);
  for (let row = 0; row < rows; row++) {
    const start = row * (n + 2);
    data[start + 1] = 0;
    data[start + n + 1] = 0;
    for (let k = 0; k < half; k++) {
      const a = start + 2 * k;
      const b = start + 2 * (half - k);
      const [c, s] = [roots[2 * k]!, -roots[2 * k + 1]!];
      const re = data[a]! - data[b]!;
      const im = data[a + 1]! + data[b + 1]!;
      const at = row * n + 2 * k;
      result[at] = data[a]! + data[b]! - (re * s + im * c);
      result[at + 1] = data[a + 1]! - data[b + 1]! + (re * c - im * s);
    }
  }
  transformLines(result, half, 1, true);
  return result;
};
