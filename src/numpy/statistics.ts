import { filled } from '../array/create.ts';
import { type DType, isComplex, isInteger, realOf } from '../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray, type ReductionOptions } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { checkShape, normalizeAxes, shapeString, shapesEqual } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { knownValue } from '../core/tracer.ts';
import { dot } from '../primitives/contraction/matmul.ts';
import { convertElementType } from '../primitives/convert.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { div, mul } from '../primitives/elementwise/arithmetic.ts';
import { complex, conj, imag, real } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { max as laxMax } from '../primitives/elementwise/extrema.ts';
import { sqrt } from '../primitives/elementwise/power.ts';
import { clamp } from '../primitives/elementwise/select.ts';
import { scatterAdd } from '../primitives/indexing/gather.ts';
import { realPart } from '../primitives/linalg/matrix.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { transpose } from '../primitives/shape/transpose.ts';
import { shown } from '../util/errors.ts';
import { asArray, asPromoted } from './convert.ts';
import { divide, multiply, subtract } from './methods/arithmetic.ts';
import { diagonal } from './methods/diagonal.ts';
import { checkComputed } from './methods/read.ts';
import * as methods from './methods/reductions.ts';
import { squeeze } from './methods/shape.ts';
import { wired } from './methods.ts';
import { isOptions } from './options.ts';
import { spreadWeights } from './weights.ts';

/**
 * The mean of the elements, of all or along axes; ints are lifted to float.
 *
 * `where` chooses the elements that count. Throws RangeError for axes that x does not have.
 *
 * @example
 * ```ts
 * console.log(np.mean([1, 2, 6]).item()); // => 3
 * ```
 */
export const mean = wired(methods.mean);

/**
 * The variance of the elements, of all or along axes: the mean squared distance from the mean.
 *
 * `ddof` is subtracted from the number of elements in the divisor; NaN where nothing is left of that. Throws RangeError
 * for axes that x does not have.
 *
 * @example
 * ```ts
 * console.log(np.var([1, 2, 6]).item()); // => 4.666666507720947
 * ```
 */
const variance = wired(methods.variance);

export { variance as var };

/**
 * The standard deviation of the elements, of all or along axes: the square root of the variance.
 *
 * Options and errors as for `var`.
 *
 * @example
 * ```ts
 * console.log(np.std([1, 3]).item()); // => 1
 * ```
 */
export const std = wired(methods.std);

export type AverageOptions = ReductionOptions & {
  /** Whether the sums of the weights are returned too. */
  readonly returned?: boolean;
  /** How much each element counts: of the array's shape, or of the extents of the averaged axes. */
  readonly weights?: ArrayLike;
};

/**
 * The weighted mean of the elements, of all or along axes; with `returned` `[average, sumOfWeights]`.
 *
 * Throws RangeError where the weights fit neither the array nor the axes.
 *
 * @example
 * ```ts
 * console.log(np.average([1, 4], { weights: [3, 1] }).item()); // => 1.75
 * ```
 */
export function average(x: ArrayLike, options?: AverageOptions & { readonly returned?: false }): NDArray;
export function average(
  x: ArrayLike,
  options: AverageOptions & { readonly returned: true },
): [average: NDArray, sumOfWeights: NDArray];
export function average(x: ArrayLike, options: AverageOptions = {}): NDArray | NDArray[] {
  checkOptions('average', options, ['weights', 'axis', 'keepdims', 'returned']);
  const { weights = 1, axis = null, keepdims = false, returned = false } = options;
  const [a, given] = asPromoted('average', [x, weights], promoteTypesInexact);
  const axes = normalizeAxes('average', axis, a.ndim);
  if (options.weights === undefined && !returned) return methods.mean(a, { axis, keepdims });
  const w =
    options.weights === undefined
      ? broadcastTo(given, a.shape)
      : spreadWeights('average', a, given, axis === null ? [] : axes);
  const total = methods.sum(w, { axis: axes, keepdims });
  const result = div(methods.sum(mul(a, w), { axis: axes, keepdims }), total);
  return returned ? [result, total] : result;
}

export type CovarianceOptions = {
  /** Whether each row is a variable, and columns are observations; true by default. */
  readonly rowvar?: boolean;
  /** Whether to divide by the number of observations instead of one less. */
  readonly bias?: boolean;
  /** Subtracted from the number of observations in the divisor; overrides `bias`. */
  readonly ddof?: number;
  /** How often each observation was made. */
  readonly fweights?: ArrayLike;
  /** How much each observation counts. */
  readonly aweights?: ArrayLike;
  /** The float or complex dtype that is computed in and returned. */
  readonly dtype?: DType;
};

const numberEach = (what: string, name: string, given: ArrayLike | undefined, count: number): NDArray | undefined => {
  if (given === undefined) return undefined;
  const weights = asArray(what, given);
  if (weights.ndim !== 1 || weights.size !== count)
    throw new RangeError(
      `${what}: ${name} must be ${count} numbers, one for each observation, got ${avalString(weights)}`,
    );
  if (name === 'fweights' && !isInteger(weights.dtype) && !knownValue(weights)?.data.every(Number.isInteger))
    throw new TypeError(`${what}: fweights must be integers, got ${avalString(weights)}`);
  return abs(weights);
};

/**
 * The covariance matrix of variables, one in a row, with an observation in each column; of further variables in y too.
 *
 * A 0-d array for a single variable. Without y, options may follow x. Throws RangeError for more than two dimensions and for
 * weights that are not as many as observations.
 *
 * @example
 * ```ts
 * console.log(String(np.cov([[0, 1, 2], [2, 1, 0]])));
 * // => [[ 1. -1.]
 * //     [-1.  1.]]
 * ```
 */
export const cov = (
  x: ArrayLike,
  y: ArrayLike | null | CovarianceOptions = null,
  options: CovarianceOptions = {},
): NDArray => {
  // without further variables, options may stand in their place
  if (isOptions<CovarianceOptions>(y)) return cov(x, null, y);
  checkOptions('cov', options, ['rowvar', 'bias', 'ddof', 'fweights', 'aweights', 'dtype']);
  return covariances('cov', x, y, options);
};

const covariances = (what: string, x: ArrayLike, y: ArrayLike | null, options: CovarianceOptions): NDArray => {
  const { rowvar = true, bias = false, ddof = bias ? 0 : 1 } = options;
  if (typeof ddof !== 'number') throw new TypeError(`${what}: ddof must be a number, got ${shown(ddof)}`);
  const operands =
    y === null ? asPromoted(what, [x], promoteTypesInexact) : asPromoted(what, [x, y], promoteTypesInexact);
  const rows = operands.map(operand => {
    if (operand.ndim > 2) throw new RangeError(`${what}: at most two dimensions, got ${avalString(operand)}`);
    if (operand.ndim < 2) return reshape(operand, [1, operand.size]);
    return rowvar ? operand : transpose(operand, [1, 0]);
  });
  const { dtype = operands[0].dtype } = options;
  checkComputed(what, 'covariances', operands[0], dtype);
  const variables = convertElementType(rows.length === 1 ? rows[0]! : concatenate(rows, 0), dtype);
  const observations = variables.shape[1]!;
  const often = numberEach(what, 'fweights', options.fweights, observations);
  const much = numberEach(what, 'aweights', options.aweights, observations);
  const together = often && much ? multiply(often, much) : (often ?? much);
  const weights = options.dtype && together ? convertElementType(together, realOf(dtype)) : together;
  const weighted = (values: NDArray): NDArray => (weights === undefined ? values : multiply(values, weights));
  const total = weights === undefined ? observations : methods.sum(weights);
  const means = divide(methods.sum(weighted(variables), { axis: 1, keepdims: true }), total);
  const centered = subtract(variables, means);
  const lost = much === undefined ? ddof : multiply(divide(methods.sum(weighted(much)), total), ddof);
  const count = typeof total === 'number' ? total - ddof : subtract(total, lost);
  const other = transpose(weighted(isComplex(centered.dtype) ? conj(centered) : centered), [1, 0]);
  return squeeze(divide(dot(centered, other), typeof count === 'number' && count <= 0 ? Number.NaN : count));
};

export type CorrelationOptions = Pick<CovarianceOptions, 'rowvar' | 'dtype'>;

/**
 * The matrix of the correlation coefficients of variables, one in a row, with an observation in each column.
 *
 * Without y, options may follow x.
 *
 * @example
 * ```ts
 * console.log(String(np.corrcoef([[0, 1, 2], [2, 1, 0]])));
 * // => [[ 1. -1.]
 * //     [-1.  1.]]
 * ```
 */
export const corrcoef = (
  x: ArrayLike,
  y: ArrayLike | null | CorrelationOptions = null,
  options: CorrelationOptions = {},
): NDArray => {
  if (isOptions<CorrelationOptions>(y)) return corrcoef(x, null, y);
  checkOptions('corrcoef', options, ['rowvar', 'dtype']);
  const covariance = covariances('corrcoef', x, y, options);
  if (covariance.ndim === 0) return div(covariance, covariance);
  const deviations = sqrt(realPart(diagonal(covariance)));
  const rows = expandDims(deviations, [1]);
  const scaled = divide(divide(covariance, rows), expandDims(deviations, [0]));
  const clipped = (part: NDArray): NDArray => clamp(constantLike(part, -1), part, constantLike(part, 1));
  return isComplex(scaled.dtype) ? complex(clipped(real(scaled)), clipped(imag(scaled))) : clipped(scaled);
};

export type BincountOptions = {
  /** What each element counts; 1 by default. */
  readonly weights?: ArrayLike;
  /** The least length of the result. */
  readonly minlength?: number;
  /** The length of the result: needed where the elements are traced. Greater elements are left out. */
  readonly length?: number;
};

/**
 * How often each of 0, 1, 2, … occurs among non-negative integers; with weights the sum of the weights there.
 *
 * Throws TypeError for anything but a vector of ints or a list of whole numbers, and where the elements are traced and no length is
 * given.
 *
 * @example
 * ```ts
 * console.log(String(np.bincount([0, 2, 2]))); // => [1 0 2]
 * ```
 */
export const bincount = (x: ArrayLike, options: BincountOptions = {}): NDArray => {
  checkOptions('bincount', options, ['weights', 'minlength', 'length']);
  const { weights, minlength = 0, length } = options;
  const operand = asArray('bincount', x);
  // JS numbers are floats, whole or not
  const isWhole = Array.isArray(x) && knownValue(operand)?.data.every(Number.isInteger) === true;
  if (operand.ndim !== 1 || (!isInteger(operand.dtype) && operand.dtype !== 'bool' && !isWhole)) {
    throw new TypeError(
      `bincount: a vector of ints is needed, got ${avalString(operand)}: make it with { dtype: 'int32' }`,
    );
  }
  const counted = weights === undefined ? filled(operand.shape, 'int32', 1) : asArray('bincount', weights);
  if (!shapesEqual(counted.shape, operand.shape)) {
    throw new RangeError(`bincount: weights of shape ${shapeString(counted.shape)} for ${avalString(operand)}`);
  }
  const places = convertElementType(operand, 'int32');
  const [least] = checkShape('bincount', [minlength]);
  const zeros = filled(checkShape('bincount', [length ?? Math.max(least!, greatest(operand) + 1)]), counted.dtype, 0);
  const indices = expandDims(laxMax(places, constantLike(places, 0)), [1]);
  const numbers = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
  return scatterAdd(zeros, indices, counted, numbers, { mode: 'drop' });
};

const greatest = (x: NDArray): number => {
  if (!(x instanceof ConcreteArray)) {
    throw new TypeError('bincount: the length of the result depends on elements that are traced: give options.length');
  }
  let most = -1;
  for (const value of x.data) most = Math.max(most, value);
  return most;
};
