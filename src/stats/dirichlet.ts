import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { shapeString } from '../array/shape.ts';
import { asPromoted } from '../numpy/convert.ts';
import { where } from '../numpy/indexing.ts';
import { all, sum } from '../numpy/methods/reductions.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { sub } from '../primitives/elementwise/arithmetic.ts';
import { gt, lt } from '../primitives/elementwise/comparison.ts';
import { exp } from '../primitives/elementwise/exponential.ts';
import { lgamma } from '../primitives/elementwise/gamma.ts';
import { bitwiseAnd } from '../primitives/elementwise/logical.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { xlogy } from '../special/entropy.ts';

/** The Dirichlet distribution of proportions that add up to 1, with parameters `alpha` (`jax.scipy.stats.dirichlet`). */

/**
 * The logarithm of the density of the Dirichlet distribution; -∞ where x is no point of the simplex.
 *
 * alpha is one vector of length n; x has n or n - 1 proportions along its first axis, the last one being what is missing to
 * 1, and one point for each element of its other axes. Throws RangeError for other shapes.
 *
 * @example
 * ```ts
 * console.log(stats.dirichlet.logpdf([0.25, 0.75], [1, 1]).item()); // => 0
 * ```
 */
export const logpdf = (x: ArrayLike, alpha: ArrayLike): NDArray => {
  const [given, parameters] = asPromoted('dirichlet.logpdf', [x, alpha], promoteTypesInexact);
  if (parameters.ndim !== 1) {
    throw new RangeError(`dirichlet.logpdf: alpha must have one axis, got shape ${shapeString(parameters.shape)}`);
  }
  const [count] = parameters.shape as [number];
  const own = given.shape[0];
  if (own !== count && own !== count - 1) {
    throw new RangeError(
      `dirichlet.logpdf: x must have ${count} or ${count - 1} proportions along its first axis, as alpha of shape ` +
        `${shapeString(parameters.shape)} says, got shape ${shapeString(given.shape)}`,
    );
  }
  const rest = (): NDArray => sub(1, sum(given, { axis: 0, keepdims: true }));
  const points = own === count ? given : concatenate([given, rest()], 0);
  const aligned = reshape(parameters, [count, ...points.shape.slice(1).map(() => 1)]);
  const normalizer = sub(sum(lgamma(parameters)), lgamma(sum(parameters)));
  const value = sub(sum(xlogy(sub(aligned, 1), points), { axis: 0 }), normalizer);
  const isPoint = bitwiseAnd(all(gt(points, 0), { axis: 0 }), lt(abs(sub(sum(points, { axis: 0 }), 1)), 1e-6));
  return where(isPoint, value, Number.NEGATIVE_INFINITY);
};

/**
 * The density of the Dirichlet distribution; see `logpdf`.
 *
 * @example
 * ```ts
 * console.log(stats.dirichlet.pdf([0.25, 0.75], [1, 1]).item()); // => 1
 * ```
 */
export const pdf = (x: ArrayLike, alpha: ArrayLike): NDArray => exp(logpdf(x, alpha));
