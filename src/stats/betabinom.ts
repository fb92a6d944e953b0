import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { add, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, gt, le, lt } from '../primitives/elementwise/comparison.ts';
import { exp, log1p } from '../primitives/elementwise/exponential.ts';
import { bitwiseAnd, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { floor } from '../primitives/elementwise/rounding.ts';
import { betaln } from '../special/gamma.ts';
import { type Loc, readShifted } from './arguments.ts';

/** The binomial distribution with a beta-distributed probability of success (`jax.scipy.stats.betabinom`). */

/**
 * The logarithm of the probability of k under the beta-binomial distribution; -∞ outside of 0 … n.
 *
 * NaN for negative n and for a and b that are not positive.
 *
 * @example
 * ```ts
 * console.log(stats.betabinom.logpmf(3, 2, 1, 1).item()); // => -Infinity
 * ```
 */
export const logpmf = (k: ArrayLike, n: ArrayLike, a: ArrayLike, b: ArrayLike, loc: ArrayLike | Loc = 0): NDArray => {
  const [count, trials, p, q, place] = readShifted('betabinom.logpmf', [k, n, a, b], loc);
  const y = sub(floor(count), place);
  const failures = sub(trials, y);
  const ways = neg(add(log1p(trials), betaln(add(failures, 1), add(y, 1))));
  const value = add(ways, sub(betaln(add(y, p), add(failures, q)), betaln(p, q)));
  const known = where(bitwiseAnd(eq(y, 0), eq(trials, 0)), 0, value);
  const isOutside = bitwiseOr(bitwiseOr(lt(y, neg(place)), gt(y, trials)), le(add(y, p), 0));
  const isWrong = bitwiseOr(bitwiseOr(lt(trials, 0), le(p, 0)), le(q, 0));
  return where(isWrong, Number.NaN, where(isOutside, Number.NEGATIVE_INFINITY, known));
};

/**
 * The probability of k under the beta-binomial distribution.
 *
 * @example
 * ```ts
 * console.log(String(np.round(stats.betabinom.pmf([0, 1, 2], 2, 1, 1), { decimals: 4 }))); // => [0.3333 0.3333 0.3333]
 * ```
 */
export const pmf = (k: ArrayLike, n: ArrayLike, a: ArrayLike, b: ArrayLike, loc: ArrayLike | Loc = 0): NDArray =>
  exp(logpmf(k, n, a, b, loc));
