import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { add, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, ge, lt } from '../primitives/elementwise/comparison.ts';
import { exp } from '../primitives/elementwise/exponential.ts';
import { lgamma } from '../primitives/elementwise/gamma.ts';
import { bitwiseAnd, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { xlog1py, xlogy } from '../special/entropy.ts';
import { type Loc, readShifted } from './arguments.ts';

/** The binomial distribution: successes in `n` trials of probability `p` (`jax.scipy.stats.binom`). */

/**
 * The logarithm of the probability of k under the binomial distribution; -∞ outside of 0 … n.
 *
 * @example
 * ```ts
 * console.log(String(stats.binom.logpmf([0, 1, 9], 1, 0.5))); // => [-0.6931472 -0.6931472       -inf]
 * ```
 */
export const logpmf = (k: ArrayLike, n: ArrayLike, p: ArrayLike, loc: ArrayLike | Loc = 0): NDArray => {
  const [count, trials, probability, place] = readShifted('binom.logpmf', [k, n, p], loc);
  const y = sub(count, place);
  const failures = sub(trials, y);
  const ways = sub(lgamma(add(trials, 1)), add(lgamma(add(y, 1)), lgamma(add(failures, 1))));
  const linear = add(xlogy(y, probability), xlog1py(failures, neg(probability)));
  const isCertain = bitwiseOr(bitwiseAnd(eq(y, 0), eq(trials, 0)), eq(linear, 0));
  const isInside = bitwiseAnd(ge(count, place), lt(count, add(add(place, trials), 1)));
  return where(isInside, where(isCertain, 0, add(ways, linear)), Number.NEGATIVE_INFINITY);
};

/**
 * The probability of k under the binomial distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.binom.pmf([0, 1, 9], 1, 0.25))); // => [0.75 0.25 0.  ]
 * ```
 */
export const pmf = (k: ArrayLike, n: ArrayLike, p: ArrayLike, loc: ArrayLike | Loc = 0): NDArray =>
  exp(logpmf(k, n, p, loc));
