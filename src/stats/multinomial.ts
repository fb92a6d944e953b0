import { isInteger } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { avalString } from '../core/aval.ts';
import { asArray, asPromoted } from '../numpy/convert.ts';
import { where } from '../numpy/indexing.ts';
import { sum } from '../numpy/methods/reductions.ts';
import { convertElementType } from '../primitives/convert.ts';
import { add, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq } from '../primitives/elementwise/comparison.ts';
import { exp } from '../primitives/elementwise/exponential.ts';
import { lgamma } from '../primitives/elementwise/gamma.ts';
import { xlogy } from '../special/entropy.ts';

/** The multinomial distribution: how often each outcome comes in `n` trials (`jax.scipy.stats.multinomial`). */

/** Counts: arrays of integers, or JS numbers that are integers. */
const asCounts = (values: readonly [x: ArrayLike, n: ArrayLike]): NDArray[] =>
  values.map(value => {
    const read = asArray('multinomial.logpmf', value, true);
    const isPlain = typeof value === 'number' || Array.isArray(value);
    if (isInteger(read.dtype) || (isPlain && read.toTypedArray().every(Number.isInteger))) return read;
    throw new TypeError(`multinomial.logpmf: counts must be integers, got ${avalString(read)}`);
  });

/**
 * The logarithm of the probability of the counts x under the multinomial distribution; -∞ where they do not add up to n.
 *
 * x and the probabilities p have the outcomes along their last axis; n is a number, or one for each of the other places.
 * Throws TypeError for counts that are no integers.
 *
 * @example
 * ```ts
 * const x = new Int32Array([1, 1]);
 * console.log(np.round(stats.multinomial.logpmf(x, 2, [0.5, 0.5]), { decimals: 4 }).item() < -0.69); // => true
 * ```
 */
export const logpmf = (x: ArrayLike, n: ArrayLike, p: ArrayLike): NDArray => {
  const [probabilities] = asPromoted('multinomial.logpmf', [p], promoteTypesInexact);
  const [counts, trials] = asCounts([x, n]).map(count => convertElementType(count, probabilities.dtype)) as [
    NDArray,
    NDArray,
  ];
  const terms = sum(sub(xlogy(counts, probabilities), lgamma(add(counts, 1))), { axis: -1 });
  return where(eq(sum(counts, { axis: -1 }), trials), add(lgamma(add(trials, 1)), terms), Number.NEGATIVE_INFINITY);
};

/**
 * The probability of the counts x under the multinomial distribution; see `logpmf`.
 *
 * @example
 * ```ts
 * console.log(stats.multinomial.pmf(new Int32Array([2, 0]), 3, [0.5, 0.5]).item()); // => 0
 * ```
 */
export const pmf = (x: ArrayLike, n: ArrayLike, p: ArrayLike): NDArray => exp(logpmf(x, n, p));
