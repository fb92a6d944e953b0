import { checkDType, filled } from '../array/create.ts';
import { isInteger } from '../array/dtype.ts';
import { type ArrayLike, type NDArray, scalar } from '../array/ndarray.ts';
import type { Shape } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { asArray } from '../numpy/convert.ts';
import { convertElementType } from '../primitives/convert.ts';
import { add, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { shiftRightLogical } from '../primitives/elementwise/bits.ts';
import { gt, le } from '../primitives/elementwise/comparison.ts';
import { max, min } from '../primitives/elementwise/extrema.ts';
import { bitwiseAnd } from '../primitives/elementwise/logical.ts';
import { rem } from '../primitives/elementwise/remainder.ts';
import { select } from '../primitives/elementwise/select.ts';
import { multiplyAddOfSample } from '../primitives/random/sampling.ts';
import {
  asKey,
  type FloatDType,
  optionsOf,
  readCall,
  type SampleOptions,
  type SampleShape,
  sampleShape,
} from './arguments.ts';
import { keysOf, randomBits, randomWords } from './key.ts';
import { asProgram } from './large.ts';

/** The least normal number, the distance from 1 to the next number above and below. */
export const limits = {
  float32: { tiny: 2 ** -126, epsilon: 2 ** -23, epsilonBelow: 2 ** -24 },
  float64: { tiny: 2 ** -1022, epsilon: 2 ** -52, epsilonBelow: 2 ** -53 },
} as const;

/** Multiples of 2⁻²³ or 2⁻⁵² in [0, 1), each as likely. */
const fractions = (key: NDArray, shape: Shape, dtype: FloatDType): NDArray => {
  const uint = (value: number): NDArray => filled([], 'uint32', value);
  const times = (x: NDArray, factor: number): NDArray => mul(x, filled([], dtype, factor));
  if (dtype === 'float32') {
    return times(convertElementType(shiftRightLogical(randomBits(key, shape), uint(9)), dtype), 2 ** -23);
  }
  const [high, low] = randomWords(key, shape);
  const upper = times(convertElementType(high, dtype), 2 ** -32);
  return add(upper, times(convertElementType(shiftRightLogical(low, uint(12)), dtype), 2 ** -52));
};

/** Uniform numbers in [low, high), of the dtype of both. */
export const uniformBetween = (key: NDArray, shape: Shape, low: NDArray, high: NDArray): NDArray =>
  max(low, multiplyAddOfSample(fractions(key, shape, low.dtype as FloatDType), sub(high, low), low));

/** Uniform numbers between JS numbers. */
export const standardUniform = (key: NDArray, shape: Shape, dtype: FloatDType, low = 0, high = 1): NDArray =>
  low === 0 && high === 1
    ? fractions(key, shape, dtype)
    : uniformBetween(key, shape, scalar(low, dtype), scalar(high, dtype));

export type UniformOptions = SampleOptions & {
  /** The least value; 0 by default. */
  readonly minval?: ArrayLike;
  /** The end of the values, itself not one of them; 1 by default. */
  readonly maxval?: ArrayLike;
};

/**
 * Uniform random floats in [minval, maxval), of the given shape.
 *
 * The bounds broadcast to the shape and can be differentiated. Throws TypeError for a dtype that is no float, RangeError for
 * bounds that do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(random.uniform(random.key(0), [3]))); // => [0.947667   0.9785799  0.33229148]
 * ```
 */
export const uniform = (
  key: ArrayLike,
  shape?: SampleShape | UniformOptions,
  options: UniformOptions = {},
): NDArray => {
  const given = optionsOf('uniform', shape, options, ['dtype', 'minval', 'maxval']);
  const { minval = 0, maxval = 1 } = given;
  const bounds = minval === 0 && maxval === 1 ? [] : [minval, maxval];
  const call = readCall('uniform', key, bounds, { ...given, shape: given.shape ?? [] }, {}, [
    'dtype',
    'minval',
    'maxval',
  ]);
  const [low, high] = call.parameters;
  const { key: own, shape: extents, dtype } = call;
  if (low === undefined || high === undefined) {
    return asProgram(traced => standardUniform(traced, extents, dtype), extents, own);
  }
  return asProgram((traced, from, to) => uniformBetween(traced, extents, from!, to!), extents, own, low, high);
};

export type IntegerOption = {
  /** int32 (the default) or uint32. */
  readonly dtype?: 'int32' | 'uint32';
};

const ranges = { int32: [-(2 ** 31), 2 ** 31 - 1], uint32: [0, 2 ** 32 - 1] } as const;

/** A bound as an integer array of the dtype, and whether it lies beyond the greatest number of the dtype. */
const asBound = (value: ArrayLike, dtype: 'int32' | 'uint32'): { bound: NDArray; isBeyond: NDArray } => {
  const [least, greatest] = ranges[dtype];
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) throw new TypeError(`randint: bounds must be integers, got ${value}`);
    const clipped = Math.min(Math.max(value, least), greatest);
    return { bound: scalar(clipped, dtype), isBeyond: scalar(value > greatest, 'bool') };
  }
  const read = asArray('randint', value, true);
  if (!isInteger(read.dtype) && !Array.isArray(value)) {
    throw new TypeError(`randint: bounds must be integers, got ${avalString(read)}`);
  }
  if (read.dtype === dtype || read.dtype === 'bool') {
    return { bound: convertElementType(read, dtype), isBeyond: filled([], 'bool', 0) };
  }
  // int32, uint32 and lists of JS numbers are exact in float64
  const wide = convertElementType(read, 'float64');
  const clipped = max(min(wide, scalar(greatest, 'float64')), scalar(least, 'float64'));
  return { bound: convertElementType(clipped, dtype), isBeyond: gt(wide, scalar(greatest, 'float64')) };
};

/**
 * Uniform random integers in [minval, maxval), of the given shape; minval where that is empty.
 *
 * The bounds broadcast to the shape; a maxval one above the greatest number of the dtype takes that in. Throws TypeError for
 * bounds that are no integers and for a dtype other than int32 and uint32, RangeError for bounds that do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(random.randint(random.key(0), [5], 0, 10))); // => [9 0 2 3 1]
 * ```
 */
export const randint = (
  key: ArrayLike,
  shape: SampleShape,
  minval: ArrayLike,
  maxval: ArrayLike,
  options: IntegerOption = {},
): NDArray => {
  const checked = asKey('randint', key);
  const dtype = checkDType('randint', options.dtype ?? 'int32');
  if (dtype !== 'int32' && dtype !== 'uint32') {
    throw new TypeError(`randint: the dtype must be int32 or uint32, got ${dtype}`);
  }
  const { bound: low } = asBound(minval, dtype);
  const { bound: high, isBeyond } = asBound(maxval, dtype);
  const extents = sampleShape('randint', shape, low.shape, high.shape);
  return add(low, convertElementType(offsets(checked, extents, low, high, isBeyond), dtype));
};

/** Uniform random numbers below high - low, as uint32: 64 random bits modulo the span, so that few spans are uneven. */
const offsets = (key: NDArray, shape: Shape, low: NDArray, high: NDArray, isBeyond: NDArray): NDArray => {
  const uint = (value: number): NDArray => filled([], 'uint32', value);
  const [upperKey, lowerKey] = keysOf(key, 2) as [NDArray, NDArray];
  const upper = randomBits(upperKey, shape);
  const lower = randomBits(lowerKey, shape);
  const isEmpty = le(high, low);
  const distance = convertElementType(sub(high, low), 'uint32');
  const inside = select(isEmpty, uint(1), distance);
  // wraps to 0 for all numbers of the dtype, and a remainder by 0 leaves the bits as they are
  const span = select(bitwiseAnd(isBeyond, gt(high, low)), add(inside, uint(1)), inside);
  const half = rem(uint(2 ** 16), span);
  const multiplier = rem(mul(half, half), span);
  return rem(add(mul(rem(upper, span), multiplier), rem(lower, span)), span);
};
