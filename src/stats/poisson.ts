import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { sum } from '../numpy/methods/reductions.ts';
import { roundHalfEven } from '../numpy/methods/rounding.ts';
import { add, div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, lt, ne } from '../primitives/elementwise/comparison.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { lgamma } from '../primitives/elementwise/gamma.ts';
import { igammac } from '../primitives/elementwise/incomplete.ts';
import { bitwiseOr } from '../primitives/elementwise/logical.ts';
import { sqrt } from '../primitives/elementwise/power.ts';
import { ceil, floor } from '../primitives/elementwise/rounding.ts';
import { broadcastInDim } from '../primitives/shape/broadcast.ts';
import { iota } from '../primitives/shape/iota.ts';
import { entr, xlogy } from '../special/entropy.ts';
import { type Loc, readShifted } from './arguments.ts';

/** The Poisson distribution with mean `mu` (`jax.scipy.stats.poisson`). */

/**
 * The logarithm of the probability of k under the Poisson distribution; -∞ for negative numbers and fractions.
 *
 * @example
 * ```ts
 * console.log(String(stats.poisson.logpmf([-1, 0, 0.5], 2))); // => [-inf  -2. -inf]
 * ```
 */
export const logpmf = (k: ArrayLike, mu: ArrayLike, loc: ArrayLike | Loc = 0): NDArray => {
  const [count, mean, place] = readShifted('poisson.logpmf', [k, mu], loc);
  const x = sub(count, place);
  const value = sub(sub(xlogy(x, mean), lgamma(add(x, 1))), mean);
  return where(bitwiseOr(lt(x, 0), ne(roundHalfEven(count), count)), Number.NEGATIVE_INFINITY, value);
};

/**
 * The probability of k under the Poisson distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.poisson.pmf([-1, 0], 2))); // => [0.         0.13533528]
 * ```
 */
export const pmf = (k: ArrayLike, mu: ArrayLike, loc: ArrayLike | Loc = 0): NDArray => exp(logpmf(k, mu, loc));

/**
 * The distribution function of the Poisson distribution.
 *
 * @example
 * ```ts
 * console.log(String(stats.poisson.cdf([-1, 0], 2))); // => [0.         0.13533528]
 * ```
 */
export const cdf = (k: ArrayLike, mu: ArrayLike, loc: ArrayLike | Loc = 0): NDArray => {
  const [count, mean, place] = readShifted('poisson.cdf', [k, mu], loc);
  const x = sub(count, place);
  return where(lt(x, 0), 0, igammac(floor(add(x, 1)), mean));
};

/** Σ -p log p over the numbers below `count` that are below the limits. */
const entropyOfFirst = (mean: NDArray, count: number, limit: NDArray): NDArray => {
  const shape = [count, ...mean.shape];
  const k = iota(mean.dtype, shape, 0);
  const axes = mean.shape.map((_, axis) => axis + 1);
  const probabilities = pmf(k, broadcastInDim(mean, shape, axes));
  return sum(entr(where(lt(k, broadcastInDim(limit, shape, axes)), probabilities, 0)), { axis: 0 });
};

/**
 * The entropy of the Poisson distribution: summed for means below 100, by an asymptotic formula above.
 *
 * @example
 * ```ts
 * console.log(String(stats.poisson.entropy([0, 1]))); // => [0.        1.3048422]
 * ```
 */
export const entropy = (mu: ArrayLike, loc: ArrayLike | Loc = 0): NDArray => {
  const [mean, place] = readShifted('poisson.entropy', [mu], loc);
  const small = entropyOfFirst(mean, 35, ceil(add(mean, 20)));
  const medium = entropyOfFirst(mean, 250, ceil(add(add(mean, mul(sqrt(mean), 10)), 20)));
  const large = sub(mul(log(mul(mean, 2 * Math.PI * Math.E)), 0.5), div(1, mul(mean, 12)));
  const positive = where(lt(mean, 10), small, where(lt(mean, 100), medium, large));
  // as many as there are places
  return where(eq(mean, 0), mul(place, 0), positive);
};
