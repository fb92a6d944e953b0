import { isComplex, realOf } from '../../array/dtype.ts';
import type { ArrayLike, NDArray, ReductionOptions } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { promoteTypesInexact } from '../../array/promotion.ts';
import { normalizeAxes, normalizeAxis } from '../../array/shape.ts';
import { abs } from '../../primitives/elementwise/absolute.ts';
import { add, mul } from '../../primitives/elementwise/arithmetic.ts';
import { ne } from '../../primitives/elementwise/comparison.ts';
import { imag, real } from '../../primitives/elementwise/complex.ts';
import { constantLike } from '../../primitives/elementwise/constant.ts';
import { sqrt } from '../../primitives/elementwise/power.ts';
import { svd } from '../../primitives/linalg/svd.ts';
import { reduceSum } from '../../primitives/shape/broadcast.ts';
import { expandDims } from '../../primitives/shape/reshape.ts';
import { asPromoted } from '../convert.ts';
import { power } from '../methods/arithmetic.ts';
import { max, min, sum } from '../methods/reductions.ts';
import { moveaxis } from '../shape.ts';

/** Orders of norms: of vectors any number, of matrices ±1, ±2, ±Infinity, `'fro'` or `'nuc'`. */
export type NormOrder = number | 'fro' | 'nuc';

export type NormOptions = ReductionOptions & { readonly ord?: NormOrder | null };

const squaredModulus = (x: NDArray): NDArray =>
  isComplex(x.dtype) ? add(mul(real(x), real(x)), mul(imag(x), imag(x))) : mul(x, x);

const euclidean = (x: NDArray, axes: readonly number[], keepdims: boolean): NDArray =>
  sqrt(sum(squaredModulus(x), { axis: axes, keepdims }));

const vectorNormOf = (
  what: string,
  x: NDArray,
  ord: NormOrder,
  axes: readonly number[],
  keepdims: boolean,
): NDArray => {
  const options = { axis: axes, keepdims };
  if (typeof ord !== 'number')
    throw new TypeError(
      `${what}: '${ord}' is an order for matrices, and ${axes.length} ${axes.length === 1 ? 'axis makes vectors' : 'axes were given'}`,
    );
  if (ord === 2) return euclidean(x, axes, keepdims);
  const size = abs(x);
  switch (ord) {
    case Number.POSITIVE_INFINITY:
      return max(size, { ...options, initial: 0 });
    case Number.NEGATIVE_INFINITY:
      return min(size, options);
    case 0:
      return sum(ne(x, constantLike(x, 0)), { ...options, dtype: realOf(x.dtype) });
    case 1:
      return sum(size, options);
    default:
      return power(sum(power(size, ord), options), 1 / ord);
  }
};

const singularNorm = (
  x: NDArray,
  axes: readonly [number, number],
  keepdims: boolean,
  reduce: (s: NDArray) => NDArray,
): NDArray => {
  const norm = reduce(svd(moveaxis(x, axes, [-2, -1]), { computeUv: false }));
  return keepdims ? expandDims(norm, axes) : norm;
};

const matrixNormOf = (
  what: string,
  x: NDArray,
  ord: NormOrder,
  axes: readonly [number, number],
  keepdims: boolean,
): NDArray => {
  const [row, column] = axes;
  /** The extreme, over one axis, of the sums over the other. */
  const extreme = (reduce: typeof max, summed: number, other: number, initial?: number): NDArray => {
    const sums = sum(abs(x), { axis: summed, keepdims: true });
    const norm = reduce(sums, { axis: other, keepdims: true, ...(initial === undefined ? {} : { initial }) });
    return keepdims
      ? norm
      : reduceSum(
          norm,
          [...axes].sort((a, b) => a - b),
        );
  };
  switch (ord) {
    case 'fro':
      return euclidean(x, axes, keepdims);
    case 'nuc':
      return singularNorm(x, axes, keepdims, s => reduceSum(s, [s.ndim - 1]));
    case 1:
      return extreme(max, row, column, 0);
    case -1:
      return extreme(min, row, column);
    case Number.POSITIVE_INFINITY:
      return extreme(max, column, row, 0);
    case Number.NEGATIVE_INFINITY:
      return extreme(min, column, row);
    case 2:
      return singularNorm(x, axes, keepdims, s => max(s, { axis: -1, initial: 0 }));
    case -2:
      return singularNorm(x, axes, keepdims, s => min(s, { axis: -1 }));
    default:
      throw new TypeError(
        `${what}: matrices have norms of order ±1, ±2, ±Infinity, 'fro' and 'nuc', not ${String(ord)}`,
      );
  }
};

/**
 * The norm of a vector or a matrix, or of those along one or two axes.
 *
 * Without `ord` the square root of the sum of all squared moduli. Throws TypeError for an order that there is not,
 * RangeError for more than two axes.
 *
 * @example
 * ```ts
 * console.log(np.linalg.norm([3, 4]).item()); // => 5
 * console.log(np.linalg.norm([[1, -2], [3, 4]], { ord: 1 }).item()); // => 6
 * ```
 */
export const norm = (x: ArrayLike, options: NormOptions = {}): NDArray => {
  checkOptions('norm', options, ['ord', 'axis', 'keepdims']);
  const { ord = null, axis = null, keepdims = false } = options;
  const [operand] = asPromoted('norm', [x], promoteTypesInexact);
  const axes = normalizeAxes('norm', axis, operand.ndim);
  if (ord === null && (axis === null || axes.length === 2)) return euclidean(operand, axes, keepdims);
  if (axes.length === 1) return vectorNormOf('norm', operand, ord ?? 2, axes, keepdims);
  if (axes.length === 2) return matrixNormOf('norm', operand, ord ?? 'fro', axes as [number, number], keepdims);
  throw new RangeError(`norm: one axis makes vectors, two make matrices, got ${axes.length}`);
};

export type VectorNormOptions = ReductionOptions & { readonly ord?: number };

/**
 * The norm of vectors, along all axes or the given ones together; order 2 by default.
 *
 * @example
 * ```ts
 * console.log(np.linalg.vectorNorm([[1, 2], [3, 4]], { ord: 1 }).item()); // => 10
 * ```
 */
export const vectorNorm = (x: ArrayLike, options: VectorNormOptions = {}): NDArray => {
  checkOptions('vectorNorm', options, ['ord', 'axis', 'keepdims']);
  const { ord = 2, axis = null, keepdims = false } = options;
  const [operand] = asPromoted('vectorNorm', [x], promoteTypesInexact);
  return vectorNormOf('vectorNorm', operand, ord, normalizeAxes('vectorNorm', axis, operand.ndim), keepdims);
};

export type MatrixNormOptions = { readonly ord?: NormOrder; readonly keepdims?: boolean };

/**
 * The norm of the matrices in the last two axes; `'fro'` by default.
 *
 * @example
 * ```ts
 * console.log(np.linalg.matrixNorm([[3, 0], [0, 4]], { ord: 2 }).item()); // => 4
 * ```
 */
export const matrixNorm = (x: ArrayLike, options: MatrixNormOptions = {}): NDArray => {
  checkOptions('matrixNorm', options, ['ord', 'keepdims']);
  const { ord = 'fro', keepdims = false } = options;
  const [operand] = asPromoted('matrixNorm', [x], promoteTypesInexact);
  const [row, column] = [-2, -1].map(axis => normalizeAxis('matrixNorm', axis, operand.ndim)) as [number, number];
  return matrixNormOf('matrixNorm', operand, ord, [row, column], keepdims);
};
