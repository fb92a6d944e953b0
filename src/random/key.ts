import { filled } from '../array/create.ts';
import { isInteger } from '../array/dtype.ts';
import type { StackOf } from '../array/lists.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkShape, type Shape, shapeString, sizeOf } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { asArray } from '../numpy/convert.ts';
import { convertElementType } from '../primitives/convert.ts';
import { bitwiseXor } from '../primitives/elementwise/logical.ts';
import { threefry2x32 } from '../primitives/random/threefry.ts';
import { randomWordsOf } from '../primitives/random/words.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { slice } from '../primitives/shape/slice.ts';
import { asKey, type SampleShape } from './arguments.ts';
import { asProgram } from './large.ts';

const twoTo32 = 2 ** 32;

/** The two words of a key, as scalars. */
const wordsOf = (key: NDArray): [NDArray, NDArray] => [
  reshape(slice(key, [0], [1]), []),
  reshape(slice(key, [1], [2]), []),
];

/** Two words of random bits for each element. */
export const randomWords = (key: NDArray, shape: Shape): [high: NDArray, low: NDArray] => {
  if (sizeOf(shape) <= twoTo32) return randomWordsOf(...wordsOf(key), shape);
  throw new RangeError(`random: arrays of more than 2³² numbers are not supported, got shape ${shapeString(shape)}`);
};

/** 32 random bits for each element. */
export const randomBits = (key: NDArray, shape: Shape): NDArray => bitwiseXor(...randomWords(key, shape));

/** Keys of the given shape, each on a last axis of its own. */
export const splitKey = (key: NDArray, shape: Shape): NDArray => {
  const words = randomWords(key, shape).map(word => reshape(word, [...shape, 1]));
  return concatenate(words, shape.length);
};

/** The keys one by one. */
export const keysOf = (key: NDArray, count: number): NDArray[] => {
  const keys = splitKey(key, [count]);
  return Array.from({ length: count }, (_, i) => reshape(slice(keys, [i, 0], [i + 1, 2]), [2]));
};

/**
 * A key from an integer: where all random numbers come from.
 *
 * A key is a uint32 array of shape (2,), as JAX's `PRNGKey` gives it (implementation threefry2x32); it is an argument of
 * every function here, and the same key gives the same numbers, in JAX too. Of large integers the low 32 bits count, as in
 * JAX's default mode. Throws TypeError unless the seed is a single integer.
 *
 * @example
 * ```ts
 * const key = random.key(0);
 * console.log(String(random.uniform(key, [3]))); // => [0.947667   0.9785799  0.33229148]
 * ```
 */
export const key = (seed: ArrayLike): NDArray => makeKey('key', seed);

/**
 * A key from an integer, under its older name in JAX; see `key`.
 *
 * @example
 * ```ts
 * console.log(String(random.PRNGKey(42))); // => [ 0 42]
 * ```
 */
export const PRNGKey = (seed: ArrayLike): NDArray => makeKey('PRNGKey', seed);

const makeKey = (what: string, seed: ArrayLike): NDArray => {
  if (typeof seed === 'number') {
    if (!Number.isSafeInteger(seed)) throw new TypeError(`${what}: the seed must be a safe integer, got ${seed}`);
    const low = ((seed % twoTo32) + twoTo32) % twoTo32;
    return asArray(what, new Uint32Array([0, low]));
  }
  const read = asArray(what, seed);
  if (!isInteger(read.dtype)) throw new TypeError(`${what}: the seed must be an integer, got ${avalString(read)}`);
  if (read.ndim > 0)
    throw new TypeError(`${what}: the seed must be a single integer, got ${avalString(read)}: use vmap`);
  return concatenate([filled([1], 'uint32', 0), reshape(convertElementType(read, 'uint32'), [1])], 0);
};

type FirstOf<Num extends SampleShape> = Num extends number
  ? Num
  : Num extends readonly [infer First extends number, ...(readonly number[])]
    ? First
    : number;

/**
 * New keys from one, as many as asked for: an array of shape `(num, 2)`, or `(...num, 2)` for a list.
 *
 * Use each key once: split it, take numbers from the parts. Throws TypeError for anything but a key and RangeError for a
 * stack of keys.
 *
 * @example
 * ```ts
 * const [key, subkey] = random.split(random.key(0));
 * console.log(String(subkey)); // => [ 928981903 3453687069]
 * ```
 */
export const split = <const Num extends SampleShape = 2>(key: ArrayLike, num?: Num): StackOf<FirstOf<Num>> =>
  splitKey(asKey('split', key), checkShape('split', num ?? 2)) as StackOf<FirstOf<Num>>;

/**
 * A new key from a key and an integer from 0 to 2³² - 1, such as the number of a step.
 *
 * Throws TypeError unless data is a single integer, RangeError for a number out of range.
 *
 * @example
 * ```ts
 * console.log(String(random.foldIn(random.key(0), 1))); // => [ 928981903 3453687069]
 * ```
 */
export const foldIn = (key: ArrayLike, data: ArrayLike): NDArray => {
  const checked = asKey('foldIn', key);
  const read = asArray('foldIn', data, true);
  if (read.ndim > 0) throw new TypeError(`foldIn: data must be a single integer, got ${avalString(read)}: use vmap`);
  if (typeof data === 'number') {
    if (!Number.isInteger(data)) throw new TypeError(`foldIn: data must be an integer, got ${data}`);
    if (data < 0 || data >= twoTo32) throw new RangeError(`foldIn: data must be from 0 to 2³² - 1, got ${data}`);
  } else if (!isInteger(read.dtype)) {
    throw new TypeError(`foldIn: data must be an integer, got ${avalString(read)}`);
  }
  const low = convertElementType(read, 'uint32');
  const words = threefry2x32(...wordsOf(checked), filled([], 'uint32', 0), low);
  return concatenate(
    words.map(word => reshape(word, [1])),
    0,
  );
};

/**
 * 32 random bits an element, as uint32.
 *
 * @example
 * ```ts
 * console.log(String(random.bits(random.key(0), [2]))); // => [4070199207 4202968722]
 * ```
 */
export const bits = (key: ArrayLike, shape: SampleShape = []): NDArray => {
  const extents = checkShape('bits', shape);
  return asProgram(own => randomBits(own, extents), extents, asKey('bits', key));
};

/** The words of keys or of a stack of keys: uint32 with a last axis of 2. */
const keyWords = (what: string, keys: ArrayLike): NDArray => {
  const read = asArray(what, keys);
  if (read.dtype !== 'uint32' || read.shape.at(-1) !== 2) {
    throw new TypeError(`${what}: keys are uint32 with a last axis of extent 2, got ${avalString(read)}`);
  }
  return read;
};

/**
 * The words of a key or of a stack of keys: here, unlike in JAX, keys are these words.
 *
 * @example
 * ```ts
 * console.log(String(random.keyData(random.key(7)))); // => [0 7]
 * ```
 */
export const keyData = (keys: ArrayLike): NDArray => keyWords('keyData', keys);

/**
 * A key or a stack of keys from its words: uint32 with a last axis of 2. Throws TypeError for anything else.
 *
 * @example
 * ```ts
 * console.log(String(random.wrapKeyData(new Uint32Array([0, 7])))); // => [0 7]
 * ```
 */
export const wrapKeyData = (words: ArrayLike): NDArray => keyWords('wrapKeyData', words);

/**
 * The same key, said to be used again on purpose.
 *
 * @example
 * ```ts
 * console.log(String(random.clone(random.key(7)))); // => [0 7]
 * ```
 */
export const clone = (key: ArrayLike): NDArray => keyWords('clone', key);
