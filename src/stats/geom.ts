import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { add, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { le } from '../primitives/elementwise/comparison.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { xlog1py } from '../special/entropy.ts';
import { type Loc, readShifted } from './arguments.ts';

/** The geometric distribution: trials up to the first success of probability `p` (`jax.scipy.stats.geom`). */

/**
 * The logarithm of the probability of k under the geometric distribution; -∞ below 1.
 *
 * @example
 * ```ts
 * console.log(String(stats.geom.logpmf([0, 1, 2], 0.5))); // => [      -inf -0.6931472 -1.3862944]
 * ```
 */
export const logpmf = (k: ArrayLike, p: ArrayLike, loc: ArrayLike | Loc = 0): NDArray => {
  const [count, probability, place] = readShifted('geom.logpmf', [k, p], loc);
  const x = sub(count, place);
  const inside = add(xlog1py(sub(x, 1), neg(probability)), log(probability));
  return where(le(x, 0), Number.NEGATIVE_INFINITY, inside);
};

/**
 * The probability of k under the geometric distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.geom.pmf([0, 1, 2], 0.5))); // => [0.   0.5  0.25]
 * ```
 */
export const pmf = (k: ArrayLike, p: ArrayLike, loc: ArrayLike | Loc = 0): NDArray => exp(logpmf(k, p, loc));
