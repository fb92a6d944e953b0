import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { add, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { gt, le, lt, ne } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { exp } from '../primitives/elementwise/exponential.ts';
import { bitwiseOr } from '../primitives/elementwise/logical.ts';
import { select } from '../primitives/elementwise/select.ts';
import { xlog1py, xlogy } from '../special/entropy.ts';
import { isNoProbability, type Loc, readFloats, readShifted } from './arguments.ts';

/** The Bernoulli distribution: 1 with probability `p`, else 0 (`jax.scipy.stats.bernoulli`). */

/**
 * The logarithm of the probability of k under the Bernoulli distribution; -∞ outside of 0 … 1.
 *
 * @example
 * ```ts
 * console.log(String(stats.bernoulli.logpmf([0, 1, 2], 0.5))); // => [-0.6931472 -0.6931472       -inf]
 * ```
 */
export const logpmf = (k: ArrayLike, p: ArrayLike, loc: ArrayLike | Loc = 0): NDArray => {
  const [value, probability, place] = readShifted('bernoulli.logpmf', [k, p], loc);
  const x = sub(value, place);
  const inside = add(xlogy(x, probability), xlog1py(sub(1, x), neg(probability)));
  return where(bitwiseOr(lt(x, 0), gt(x, 1)), Number.NEGATIVE_INFINITY, inside);
};

/**
 * The probability of k under the Bernoulli distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.bernoulli.pmf([0, 1, 2], 0.25))); // => [0.75 0.25 0.  ]
 * ```
 */
export const pmf = (k: ArrayLike, p: ArrayLike, loc: ArrayLike | Loc = 0): NDArray => exp(logpmf(k, p, loc));

/**
 * The distribution function of the Bernoulli distribution; NaN where p is no probability.
 *
 * @example
 * ```ts
 * console.log(String(stats.bernoulli.cdf([-1, 0, 1], 0.25))); // => [0.   0.75 1.  ]
 * ```
 */
export const cdf = (k: ArrayLike, p: ArrayLike): NDArray => {
  const [value, probability] = readFloats('bernoulli.cdf', [k, p]);
  const inside = where(lt(value, 0), 0, where(lt(value, 1), sub(1, probability), 1));
  return where(bitwiseOr(ne(value, value), isNoProbability(probability)), Number.NaN, inside);
};

/**
 * The quantiles of the Bernoulli distribution: the inverse of `cdf`; NaN where p or q is no probability.
 *
 * @example
 * ```ts
 * console.log(String(stats.bernoulli.ppf([0.5, 0.8, 2], 0.25))); // => [ 0.  1. nan]
 * ```
 */
export const ppf = (q: ArrayLike, p: ArrayLike): NDArray => {
  const [level, probability] = readFloats('bernoulli.ppf', [q, p]);
  const isZero = le(level, sub(1, probability));
  const inside = select(isZero, constantLike(level, 0), constantLike(level, 1));
  return where(bitwiseOr(isNoProbability(level), isNoProbability(probability)), Number.NaN, inside);
};
