import { erfInvDouble, erfInvSingle, fusedDouble, log1pDouble, log1pSingle, logSingle } from './sampling.ts';
import { threefry } from './threefry.ts';

/** Samples of the gamma distribution, in the arithmetic of a precision: as JAX draws them, one key a sample. */

type Arithmetic = {
  /** To the nearest number of the precision. */
  readonly round: (x: number) => number;
  readonly fused: (a: number, b: number, c: number) => number;
  readonly log: (x: number) => number;
  readonly log1p: (x: number) => number;
  readonly erfInv: (x: number) => number;
  /** The fraction in [0, 1) that 64 random bits stand for. */
  readonly fraction: (high: number, low: number) => number;
  readonly lowest: number;
};

export const single: Arithmetic = {
  round: Math.fround,
  fused: (a, b, c) => Math.fround(a * b + c),
  log: logSingle,
  log1p: log1pSingle,
  erfInv: erfInvSingle,
  fraction: (high, low) => ((high ^ low) >>> 9) * 2 ** -23,
  lowest: 2 ** -24 - 1,
};

export const double: Arithmetic = {
  round: x => x,
  fused: fusedDouble,
  log: Math.log,
  log1p: log1pDouble,
  erfInv: erfInvDouble,
  fraction: (high, low) => high * 2 ** -32 + (low >>> 12) * 2 ** -52,
  lowest: 2 ** -53 - 1,
};

/** Two words of a key. */
type Key = readonly [number, number];

const pair = new Uint32Array(2);

/** The i-th of the keys that a key is split into. */
const splitOff = ([first, second]: Key, i: number): Key => {
  threefry(first, second, 0, i, pair, 0);
  return [pair[0]!, pair[1]!];
};

const uniform = ({ fraction }: Arithmetic, key: Key): number => fraction(...splitOff(key, 0));

const normal = (arithmetic: Arithmetic, key: Key): number => {
  const { round, erfInv, lowest } = arithmetic;
  const between = Math.max(lowest, round(uniform(arithmetic, key) * 2 + lowest));
  return round(round(Math.SQRT2) * erfInv(between));
};

/** A normal number x for which 1 + c·x, the cube root of a gamma-distributed one but for a factor, is positive. */
const proposal = (arithmetic: Arithmetic, start: Key, c: number): [x: number, v: number] => {
  let key = start;
  for (;;) {
    const x = normal(arithmetic, splitOff(key, 1));
    const v = arithmetic.fused(x, c, 1);
    if (!(v <= 0)) return [x, v];
    key = splitOff(key, 0);
  }
};

/** V of the method of Marsaglia and Tsang (ACM TOMS 26, 2000): d·V is gamma distributed with shape d + 1/3. */
const acceptedCube = (arithmetic: Arithmetic, start: Key, d: number, c: number): number => {
  const { round, fused, log } = arithmetic;
  const squeeze = round(0.0331);
  for (let key = start; ; key = splitOff(key, 0)) {
    const [x, v] = proposal(arithmetic, splitOff(key, 1), c);
    const u = uniform(arithmetic, splitOff(key, 2));
    const square = round(x * x);
    const cube = round(round(v * v) * v);
    const isInside = u < fused(-squeeze, round(square * square), 1);
    const limit = fused(square, 0.5, round(d * round(round(1 - cube) + log(cube))));
    if (isInside || !(log(u) >= limit)) return cube;
  }
};

/**
 * A gamma-distributed number with shape a, or its logarithm, from a key.
 *
 * Below shape 1 it is one of shape a + 1 times a power of a uniform number. NaN for shapes that are not numbers.
 *
 * @example
 * ```ts
 * import { double, gammaSample } from '/src/reference/scalar/gamma-sample.ts';
 * gammaSample(double, [0, 1], 2, false) > 0; // => true
 * ```
 */
export const gammaSample = (arithmetic: Arithmetic, key: Key, a: number, isLogarithm: boolean): number => {
  const { round, log, log1p } = arithmetic;
  const isBoosted = !(a >= 1);
  const d = round((isBoosted ? round(a + 1) : a) - round(1 / 3));
  const c = round(round(1 / 3) * round(1 / Math.sqrt(d)));
  if (!(c > 0)) return a === Number.POSITIVE_INFINITY ? a : Number.NaN;
  const cube = acceptedCube(arithmetic, splitOff(key, 0), d, c);
  const u = uniform(arithmetic, splitOff(key, 1));
  if (isLogarithm) {
    const logarithm = log1p(-u);
    const sum = round(log(d) + log(cube));
    return isBoosted && logarithm !== 0 ? round(sum + round(logarithm * round(1 / a))) : sum;
  }
  const value = round(d * cube);
  return isBoosted ? round(value * round((1 - u) ** round(1 / a))) : value;
};
