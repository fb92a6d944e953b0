import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { broadcastShapes, shapeString, sizeOf } from '../array/shape.ts';
import { asPromoted } from '../numpy/convert.ts';
import { diagonal } from '../numpy/methods/diagonal.ts';
import { sum } from '../numpy/methods/reductions.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { square } from '../primitives/elementwise/power.ts';
import { cholesky } from '../primitives/linalg/cholesky.ts';
import { triangularSolve } from '../primitives/linalg/triangular-solve.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { reshape } from '../primitives/shape/reshape.ts';

/** The normal distribution of vectors (`jax.scipy.stats.multivariate_normal`). */

/** (x - mean)ᵀ cov⁻¹ (x - mean) for each x, with the Cholesky factor of cov. */
const squaredDistance = (y: NDArray, factor: NDArray): NDArray => {
  const n = y.shape.at(-1)!;
  const stack = factor.shape.slice(0, -2);
  if (stack.length === 0) {
    // one factor for all: the vectors are the rows of one matrix
    const rows = reshape(y, [sizeOf(y.shape.slice(0, -1)), n]);
    const solved = triangularSolve(factor, rows, { lower: true, transposeA: true });
    return reshape(sum(square(solved), { axis: -1 }), y.shape.slice(0, -1));
  }
  const common = broadcastShapes('multivariateNormal.logpdf', [stack, y.shape.slice(0, -1)]);
  const solved = triangularSolve(
    broadcastTo(factor, [...common, n, n]),
    reshape(broadcastTo(y, [...common, n]), [...common, 1, n]),
    { lower: true, transposeA: true },
  );
  return sum(square(solved), { axis: [-2, -1] });
};

/**
 * The logarithm of the density of the normal distribution of vectors.
 *
 * mean is (…, n); cov is (…, n, n) and positive definite, or a number for all directions, independently; x is (…, n), and
 * the leading axes broadcast. With a scalar mean, all three are numbers, element by element. Throws RangeError where shapes
 * do not fit.
 *
 * @example
 * ```ts
 * const logpdf = stats.multivariateNormal.logpdf([1, 2], [1, 2], [[1, 0], [0, 1]]);
 * console.log(logpdf.item() + Math.log(2 * Math.PI) < 1e-6); // => true
 * ```
 */
export const logpdf = (x: ArrayLike, mean: ArrayLike, cov: ArrayLike): NDArray => {
  const [value, center, covariance] = asPromoted('multivariateNormal.logpdf', [x, mean, cov], promoteTypesInexact);
  const y = sub(value, center);
  const logTwoPi = Math.log(2 * Math.PI);
  if (center.ndim === 0) return mul(add(div(square(y), covariance), add(log(covariance), logTwoPi)), -0.5);
  const n = center.shape.at(-1)!;
  if (covariance.ndim === 0) {
    const distance = div(sum(square(y), { axis: -1 }), covariance);
    return mul(add(distance, mul(add(log(covariance), logTwoPi), n)), -0.5);
  }
  if (covariance.ndim < 2 || covariance.shape.at(-1) !== n || covariance.shape.at(-2) !== n) {
    throw new RangeError(
      `multivariateNormal.logpdf: cov must have shape (…, ${n}, ${n}), as mean of shape ${shapeString(center.shape)} ` +
        `says, got ${shapeString(covariance.shape)}`,
    );
  }
  const factor = cholesky(covariance);
  const logDeterminant = sum(log(diagonal(factor, { axis1: -2, axis2: -1 })), { axis: -1 });
  const half = mul(add(squaredDistance(y, factor), n * logTwoPi), 0.5);
  return neg(add(half, logDeterminant));
};

/**
 * The density of the normal distribution of vectors; see `logpdf`.
 *
 * @example
 * ```ts
 * console.log(stats.multivariateNormal.pdf(0, 0, 1).item()); // => 0.3989422917366028
 * ```
 */
export const pdf = (x: ArrayLike, mean: ArrayLike, cov: ArrayLike): NDArray => exp(logpdf(x, mean, cov));
