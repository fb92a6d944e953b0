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

/** The keys at work, two words each, where they stand: a sample takes some ten of them, too many to make objects of. */
const keys = new Uint32Array(10);
const place = { own: 0, attempt: 2, proposal: 4, number: 6, bits: 8 } as const;

/** Puts the i-th of the keys that a key is split into at another place, or its own. */
const split = (from: number, i: number, to: number): void => threefry(keys[from]!, keys[from + 1]!, 0, i, keys, to);

const uniform = ({ fraction }: Arithmetic, key: number): number => {
  split(key, 0, place.bits);
  return fraction(keys[place.bits]!, keys[place.bits + 1]!);
};

const normal = (arithmetic: Arithmetic, key: number): number => {
  const { round, erfInv, lowest } = arithmetic;
  const between = Math.max(lowest, round(uniform(arithmetic, key) * 2 + lowest));
  return round(round(Math.SQRT2) * erfInv(between));
};

/** A normal number x for which 1 + c·x, the cube root of a gamma-distributed one but for a factor, is positive. */
const proposal = (arithmetic: Arithmetic, c: number): number => {
  for (;;) {
    split(place.proposal, 1, place.number);
    const x = normal(arithmetic, place.number);
    if (!(arithmetic.fused(x, c, 1) <= 0)) return x;
    split(place.proposal, 0, place.proposal);
  }
};

/** V of the method of Marsaglia and Tsang (ACM TOMS 26, 2000): d·V is gamma distributed with shape d + 1/3. */
const acceptedCube = (arithmetic: Arithmetic, d: number, c: number): number => {
  const { round, fused, log } = arithmetic;
  for (;;) {
    split(place.attempt, 1, place.proposal);
    const x = proposal(arithmetic, c);
    const v = fused(x, c, 1);
    split(place.attempt, 2, place.number);
    const u = uniform(arithmetic, place.number);
    const square = round(x * x);
    const cube = round(round(v * v) * v);
    if (u < fused(round(-0.0331), round(square * square), 1)) return cube;
    if (!(log(u) >= fused(square, 0.5, round(d * round(round(1 - cube) + log(cube)))))) return cube;
    split(place.attempt, 0, place.attempt);
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
export const gammaSample = (
  arithmetic: Arithmetic,
  key: readonly [number, number],
  a: number,
  isLogarithm: boolean,
): number => {
  const { round, log, log1p } = arithmetic;
  const isBoosted = !(a >= 1);
  const d = round((isBoosted ? round(a + 1) : a) - round(1 / 3));
  const c = round(round(1 / 3) * round(1 / Math.sqrt(d)));
  if (!(c > 0)) return a === Number.POSITIVE_INFINITY ? a : Number.NaN;
  keys.set(key);
  split(place.own, 0, place.attempt);
  const cube = acceptedCube(arithmetic, d, c);
  const value = isLogarithm ? round(log(d) + log(cube)) : round(d * cube);
  if (!isBoosted) return value;
  split(place.own, 1, place.number);
  const u = uniform(arithmetic, place.number);
  if (!isLogarithm) return round(value * round((1 - u) ** round(1 / a)));
  const logarithm = log1p(-u);
  return logarithm === 0 ? value : round(value + round(logarithm * round(1 / a)));
};
