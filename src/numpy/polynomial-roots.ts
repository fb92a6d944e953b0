import { complexOf, isComplex, realOf } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { shapeString } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { knownValue } from '../core/tracer.ts';
import { add, div, mul, neg } from '../primitives/elementwise/arithmetic.ts';
import { eq, lt } from '../primitives/elementwise/comparison.ts';
import { complex } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { sqrt } from '../primitives/elementwise/power.ts';
import { rem } from '../primitives/elementwise/remainder.ts';
import { select } from '../primitives/elementwise/select.ts';
import { take } from '../primitives/indexing/take.ts';
import { addAt, setAt } from '../primitives/indexing/update-array.ts';
import { argmin } from '../primitives/reduction/arg-extremum.ts';
import { reduceAnd } from '../primitives/reduction/logical.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { iota } from '../primitives/shape/iota.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { indexInDim, sliceInDim } from '../primitives/shape/slice.ts';
import { sortKeyVal } from '../primitives/sort/sort.ts';
import { shown } from '../util/errors.ts';
import { asPromoted } from './convert.ts';
import { eye, full, ones, zeros } from './creation.ts';
import { finfo } from './dtypes.ts';
import { vander } from './grids.ts';
import { where } from './indexing.ts';
import { eigvals } from './linalg/decompositions.ts';
import { inv, lstsq } from './linalg/equations.ts';
import { sum } from './methods/reductions.ts';
import { convolve } from './polynomial.ts';
import { matmul, outer } from './products.ts';

/** Polynomials are vectors of coefficients, that of the highest power first. */

const vector = (what: string, x: ArrayLike): NDArray => {
  const [given] = asPromoted(what, [x], promoteTypesInexact);
  const operand = given.ndim === 0 ? reshape(given, [1]) : given;
  if (operand.ndim !== 1) throw new RangeError(`${what}: a vector is needed, got ${avalString(operand)}`);
  return operand;
};

export type RootsOptions = {
  /** Whether leading zeros are left out, so that their number must be known: true by default. */
  readonly stripZeros?: boolean;
};

/** Eigenvalues of the companion matrix, which is divided by the leading coefficient. */
const companionEigenvalues = (p: NDArray): NDArray => {
  const degree = p.size - 1;
  const top = neg(div(sliceInDim(p, 1, degree + 1), broadcastTo(sliceInDim(p, 0, 1), [degree])));
  const below = eye(degree, { k: -1, dtype: p.dtype });
  return eigvals(concatenate([expandDims(top, [0]), sliceInDim(below, 1, degree)], 0));
};

const undefinedRoot = ({ dtype }: NDArray): NDArray => {
  const nan = full([], Number.NaN, { dtype: realOf(dtype) });
  return complex(nan, nan);
};

/** As many roots as there are coefficients but one: leading zeros go to the end, and their roots are NaN. */
const rootsWithZeros = (p: NDArray): NDArray => {
  const { size } = p;
  const isZero = eq(p, constantLike(p, 0));
  const isNothing = reduceAnd(isZero, [0]);
  const leading = select(isNothing, constantLike(argmin(isZero, 0), size), argmin(isZero, 0));
  const places = rem(add(iota('int32', size), broadcastTo(leading, [size])), constantLike(leading, size));
  const found = companionEigenvalues(where(isNothing, 1, take(p, places)));
  const [, sorted] = sortKeyVal(eq(found, constantLike(found, 0)), found);
  const shifted = add(iota('int32', size - 1), broadcastTo(leading, [size - 1]));
  return where(lt(shifted, constantLike(leading, size - 1)), sorted, undefinedRoot(found));
};

/**
 * The roots of a polynomial, as complex numbers: the eigenvalues of its companion matrix.
 *
 * Leading coefficients that are 0 are left out, for which their values must be known; with `stripZeros: false`, which `jit` and
 * `vmap` need, the roots that they stand for are NaN, last. Throws RangeError for arguments that are not 1-D, TypeError where
 * the coefficients are traced and not known. Source: Golub & Van Loan, Matrix Computations, 7.4.6.
 *
 * @example
 * ```ts
 * console.log(String(np.roots([1, -3, 2]))); // => [2.+0.j 1.+0.j]
 * ```
 */
export const roots = (p: ArrayLike, options: RootsOptions = {}): NDArray => {
  checkOptions('roots', options, ['stripZeros']);
  const coefficients = vector('roots', p);
  const dtype = complexOf(coefficients.dtype);
  if (coefficients.size < 2) return zeros([0], { dtype });
  if (options.stripZeros === false) return rootsWithZeros(coefficients);
  const known = knownValue(coefficients);
  if (known === undefined) {
    throw new TypeError(
      `roots: the number of roots depends on the coefficients, but they are traced (${avalString(coefficients)}) and not known here: pass stripZeros: false, which gives NaN for the roots of leading zeros`,
    );
  }
  const lanes = isComplex(known.dtype) ? 2 : 1;
  const first = known.data.findIndex(value => value !== 0);
  const leading = first < 0 ? coefficients.size : Math.floor(first / lanes);
  const own = sliceInDim(coefficients, leading, coefficients.size);
  return own.size < 2 ? zeros([0], { dtype }) : companionEigenvalues(own);
};

/**
 * The polynomial with the given roots and leading coefficient 1, or the characteristic polynomial of a square matrix.
 *
 * Throws RangeError for arguments that are neither 1-D nor square.
 *
 * @example
 * ```ts
 * console.log(String(np.poly([1, 2]))); // => [ 1. -3.  2.]
 * ```
 */
export const poly = (zerosOrMatrix: ArrayLike): NDArray => {
  const [given] = asPromoted('poly', [zerosOrMatrix], promoteTypesInexact);
  const [n, m] = given.shape;
  const isSquare = given.ndim === 2 && n === m && n !== 0;
  if (given.ndim > 1 && !isSquare)
    throw new RangeError(`poly: a vector of roots or a square matrix is needed, got ${avalString(given)}`);
  const at = isSquare ? eigvals(given) : reshape(given, [given.size]);
  if (at.size === 0) return ones([], { dtype: at.dtype });
  let product = ones([1], { dtype: at.dtype });
  for (let i = 0; i < at.size; i++) {
    const root = sliceInDim(at, i, i + 1);
    product = convolve(product, concatenate([ones([1], { dtype: at.dtype }), neg(root)], 0));
  }
  return product;
};

/**
 * Quotient and remainder of two polynomials: `[quotient, remainder]`; the remainder has as many coefficients as u.
 *
 * Throws RangeError for arguments that are not 1-D or empty.
 *
 * @example
 * ```ts
 * console.log(np.polydiv([1, 5, 6], [1, 2]).map(String)); // => [ '[1. 3.]', '[0. 0. 0.]' ]
 * ```
 */
export const polydiv = (u: ArrayLike, v: ArrayLike): [quotient: NDArray, remainder: NDArray] => {
  const [dividend, divisor] = asPromoted('polydiv', [u, v], promoteTypesInexact);
  for (const operand of [dividend, divisor]) {
    if (operand.ndim !== 1 || operand.size === 0)
      throw new RangeError(`polydiv: vectors that are not empty are needed, got ${avalString(operand)}`);
  }
  const count = dividend.size - divisor.size + 1;
  let quotient = zeros([Math.max(count, 1)], { dtype: dividend.dtype });
  let rest = dividend;
  const leading = indexInDim(divisor, 0, 0, false);
  const scale = div(constantLike(leading, 1), leading);
  for (let k = 0; k < count; k++) {
    const factor = mul(scale, indexInDim(rest, k, 0, false));
    quotient = setAt(quotient, k, factor);
    rest = addAt(rest, `${k}:${k + divisor.size}`, neg(mul(broadcastTo(factor, divisor.shape), divisor)));
  }
  return [quotient, rest];
};

export type PolyfitOptions = {
  /** The share of the largest singular value up to which singular values count as 0. */
  readonly rcond?: number;
  /** Weights of the residuals, before squaring. */
  readonly w?: ArrayLike;
};

/**
 * The polynomial of degree `deg` that fits points best, by least squares: its coefficients, for y (m, k) a column for each.
 *
 * With `full: true` `[coefficients, residuals, rank, singularValues, rcond]`, with `cov: true` (or `'unscaled'`)
 * `[coefficients, covariance]`. Throws RangeError where shapes or the degree do not fit.
 *
 * @example
 * ```ts
 * console.log(np.allclose(np.polyfit([0, 1, 2], [1, 3, 7], 2), [1, 1, 1], { atol: 1e-4 }).item<boolean>()); // => true
 * ```
 */
export function polyfit(x: ArrayLike, y: ArrayLike, deg: number, options?: PolyfitOptions): NDArray;
export function polyfit(
  x: ArrayLike,
  y: ArrayLike,
  deg: number,
  options: PolyfitOptions & { readonly full: true },
): [coefficients: NDArray, residuals: NDArray, rank: NDArray, singularValues: NDArray, rcond: NDArray];
export function polyfit(
  x: ArrayLike,
  y: ArrayLike,
  deg: number,
  options: PolyfitOptions & { readonly cov: true | 'unscaled' },
): [coefficients: NDArray, covariance: NDArray];
export function polyfit(
  x: ArrayLike,
  y: ArrayLike,
  deg: number,
  options: PolyfitOptions & { full?: boolean; cov?: boolean | 'unscaled' } = {},
): NDArray | NDArray[] {
  checkOptions('polyfit', options, ['rcond', 'w', 'full', 'cov']);
  const { rcond, w, full: all = false, cov = false } = options;
  const [points, values] = asPromoted('polyfit', [x, y], promoteTypesInexact);
  if (!Number.isInteger(deg) || deg < 0)
    throw new RangeError(`polyfit: the degree must be a non-negative integer, got ${shown(deg)}`);
  const count = points.size;
  if (points.ndim !== 1 || count === 0 || (values.ndim !== 1 && values.ndim !== 2) || values.shape[0] !== count) {
    throw new RangeError(
      `polyfit: x must be (m,) with m > 0 and y (m,) or (m, k), got ${shapeString(points.shape)} and ${shapeString(values.shape)}`,
    );
  }
  const weights = w === undefined ? undefined : vector('polyfit', w);
  if (weights !== undefined && weights.size !== count)
    throw new RangeError(`polyfit: ${weights.size} weights for ${count} points`);
  const weigh = (z: NDArray): NDArray =>
    weights === undefined ? z : mul(z, z.ndim === 1 ? weights : expandDims(weights, [1]));
  const left = weigh(vander(points, { n: deg + 1 }));
  const right = weigh(values);
  const scale = sqrt(sum(mul(left, left), { axis: 0 }));
  const scaled = div(left, expandDims(scale, [0]));
  const share = rcond ?? count * finfo(points.dtype).eps;
  const [solution, residuals, rank, singular] = lstsq(scaled, right, { rcond: share });
  const coefficients = div(solution, values.ndim === 1 ? scale : expandDims(scale, [1]));
  if (all) return [coefficients, residuals, rank, singular, full([], share, { dtype: points.dtype })];
  if (cov === false) return coefficients;
  const base = div(inv(matmul(scaled.T, scaled)), outer(scale, scale));
  if (cov === 'unscaled') return [coefficients, values.ndim === 1 ? base : expandDims(base, [2])];
  if (count <= deg + 1) {
    throw new RangeError(
      `polyfit: ${count} points leave no freedom to estimate the covariance of ${deg + 1} coefficients: use cov: 'unscaled'`,
    );
  }
  const variance = div(residuals, constantLike(residuals, count - deg - 1));
  return [coefficients, values.ndim === 1 ? mul(base, variance) : mul(expandDims(base, [2]), variance)];
}
