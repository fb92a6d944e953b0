import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { add, sub } from '../primitives/elementwise/arithmetic.ts';
import { lt } from '../primitives/elementwise/comparison.ts';
import { exp } from '../primitives/elementwise/exponential.ts';
import { lgamma } from '../primitives/elementwise/gamma.ts';
import { xlogy } from '../special/entropy.ts';
import { type Loc, readShifted } from './arguments.ts';

/** The negative binomial distribution: failures before `n` successes of probability `p` (`jax.scipy.stats.nbinom`). */

/**
 * The logarithm of the probability of k under the negative binomial distribution; -∞ below `loc`.
 *
 * @example
 * ```ts
 * console.log(String(stats.nbinom.logpmf([-1, 0], 1, 0.5))); // => [      -inf -0.6931472]
 * ```
 */
export const logpmf = (k: ArrayLike, n: ArrayLike, p: ArrayLike, loc: ArrayLike | Loc = 0): NDArray => {
  const [count, successes, probability, place] = readShifted('nbinom.logpmf', [k, n, p], loc);
  const y = sub(count, place);
  const ways = sub(sub(lgamma(add(y, successes)), lgamma(successes)), lgamma(add(y, 1)));
  const linear = add(xlogy(successes, probability), xlogy(y, sub(1, probability)));
  return where(lt(count, place), Number.NEGATIVE_INFINITY, add(ways, linear));
};

/**
 * The probability of k under the negative binomial distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.nbinom.pmf([-1, 0], 1, 0.5))); // => [0.  0.5]
 * ```
 */
export const pmf = (k: ArrayLike, n: ArrayLike, p: ArrayLike, loc: ArrayLike | Loc = 0): NDArray =>
  exp(logpmf(k, n, p, loc));
