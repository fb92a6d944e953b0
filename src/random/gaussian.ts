import { isFloating } from '../array/dtype.ts';
import { type ArrayLike, type NDArray, scalar } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { checkShape, type Shape, shapeString } from '../array/shape.ts';
import { stopGradient } from '../control/stop-gradient.ts';
import { avalString } from '../core/aval.ts';
import { asPromoted } from '../numpy/convert.ts';
import { cholesky, eigh, qr, svd } from '../numpy/linalg/decompositions.ts';
import { diagonal } from '../numpy/methods/diagonal.ts';
import { einsum } from '../primitives/contraction/einsum.ts';
import { sign } from '../primitives/elementwise/absolute.ts';
import { add, div, mul } from '../primitives/elementwise/arithmetic.ts';
import { erf } from '../primitives/elementwise/error-function.ts';
import { max, min } from '../primitives/elementwise/extrema.ts';
import { sqrt } from '../primitives/elementwise/power.ts';
import { nextafter } from '../primitives/elementwise/rounding.ts';
import { erfInvOfSample } from '../primitives/random/sampling.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { transpose } from '../primitives/shape/transpose.ts';
import { range } from '../util/range.ts';
import {
  asKey,
  type FloatDType,
  floatDType,
  optionsOf,
  readCall,
  type SampleOptions,
  type SampleShape,
  sampleShape,
} from './arguments.ts';
import { standardNormal } from './normal.ts';
import { uniformBetween } from './uniform.ts';

/** Normal numbers in bounds, vectors of them, and random rotations made from them. */

/**
 * Standard normal random numbers between lower and upper, of the shape given or that of both bounds together.
 *
 * @example
 * ```ts
 * const x = random.truncatedNormal(random.key(0), -1, 1, [100]);
 * console.log(np.max(np.abs(x)).item() < 1); // => true
 * ```
 */
export const truncatedNormal = (
  key: ArrayLike,
  lower: ArrayLike,
  upper: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('truncatedNormal', key, [lower, upper], shape, options);
  const [low, high] = call.parameters as [NDArray, NDArray];
  const rootTwo = scalar(Math.SQRT2, call.dtype);
  const between = uniformBetween(call.key, call.shape, erf(div(low, rootTwo)), erf(div(high, rootTwo)));
  const inside = mul(rootTwo, erfInvOfSample(between));
  // rounding must not reach the bounds
  const first = nextafter(stopGradient(low), Number.POSITIVE_INFINITY);
  const last = nextafter(stopGradient(high), Number.NEGATIVE_INFINITY);
  return min(last, max(first, inside));
};

export type MultivariateNormalOptions = SampleOptions & {
  /** How cov is factored: `'cholesky'` (the default), or for singular ones `'svd'` or `'eigh'`. */
  readonly method?: 'cholesky' | 'svd' | 'eigh';
};

/** A matrix whose product with its own transpose is cov. */
const factorOf = (cov: NDArray, method: 'cholesky' | 'svd' | 'eigh'): NDArray => {
  if (method === 'cholesky') return cholesky(cov);
  const scaled = (vectors: NDArray, squares: NDArray): NDArray =>
    mul(vectors, sqrt(reshape(squares, [...squares.shape.slice(0, -1), 1, squares.shape.at(-1)!])));
  if (method === 'svd') {
    const [u, s] = svd(cov);
    return scaled(u, s);
  }
  const [w, v] = eigh(cov);
  return scaled(v, w);
};

/**
 * Normally distributed random vectors with the given mean and covariance matrix.
 *
 * mean is (…, n), cov (…, n, n) and positive definite; the result has the shape given, or the common leading axes of both, and
 * then n. Throws TypeError for an unknown method, RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * const x = random.multivariateNormal(random.key(0), [1, 2], [[1, 0.5], [0.5, 1]], [3]);
 * console.log(x.shape); // => [ 3, 2 ]
 * ```
 */
export const multivariateNormal = (
  key: ArrayLike,
  mean: ArrayLike,
  cov: ArrayLike,
  shape?: SampleShape | MultivariateNormalOptions,
  options: MultivariateNormalOptions = {},
): NDArray => {
  const what = 'multivariateNormal';
  const given = optionsOf('multivariateNormal', shape, options, ['dtype', 'method']);
  const { method = 'cholesky' } = given;
  if (method !== 'cholesky' && method !== 'svd' && method !== 'eigh')
    throw new TypeError(`${what}: method must be 'cholesky', 'svd' or 'eigh', got ${JSON.stringify(method)}`);
  const [center, covariance] = asPromoted(what, [mean, cov], promoteTypesInexact);
  if (!isFloating(center.dtype)) throw new TypeError(`${what}: mean and cov must be real, got ${avalString(center)}`);
  const dtype = given.dtype === undefined ? (center.dtype as FloatDType) : floatDType(what, given.dtype);
  const n = center.shape.at(-1);
  if (n === undefined || covariance.ndim < 2 || covariance.shape.at(-1) !== n || covariance.shape.at(-2) !== n) {
    throw new RangeError(
      `${what}: mean must be (…, n) and cov (…, n, n), got shapes ${shapeString(center.shape)} and ` +
        `${shapeString(covariance.shape)}`,
    );
  }
  const stack: Shape = sampleShape(what, given.shape, center.shape.slice(0, -1), covariance.shape.slice(0, -2));
  const numbers = standardNormal(asKey(what, key), [...stack, n], dtype);
  return add(center, einsum('...ij,...j->...i', factorOf(covariance, method), numbers));
};

export type OrthogonalOptions = SampleOptions & {
  /** The number of columns; n by default. */
  readonly m?: number;
};

/**
 * Random orthogonal matrices (n, n), or (n, m) with orthonormal rows or columns, evenly distributed over all of them.
 *
 * @example
 * ```ts
 * const q = random.orthogonal(random.key(0), 3);
 * console.log(np.allclose(np.matmul(q, q.T), np.eye(3), { atol: 1e-5 }).item()); // => true
 * ```
 */
export const orthogonal = (
  key: ArrayLike,
  n: number,
  shape?: SampleShape | OrthogonalOptions,
  options: OrthogonalOptions = {},
): NDArray => {
  const given = optionsOf('orthogonal', shape, options, ['dtype', 'm']);
  const { m = n } = given;
  checkShape('orthogonal', [n, m]);
  const call = readCall('orthogonal', key, [], given, {}, ['dtype', 'm']);
  const normal = standardNormal(call.key, [...call.shape, Math.max(n, m), Math.min(n, m)], call.dtype);
  const [q, r] = qr(normal);
  const signs = sign(diagonal(r, { axis1: -2, axis2: -1 }));
  const x = mul(q, reshape(signs, [...call.shape, 1, Math.min(n, m)]));
  const axes = range(call.shape.length);
  return n < m ? transpose(x, [...axes, axes.length + 1, axes.length]) : x;
};
