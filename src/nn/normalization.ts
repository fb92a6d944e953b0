import { checkDType } from '../array/create.ts';
import type { DType } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { defaultDType, promoteTypesInexact } from '../array/promotion.ts';
import { normalizeAxis, shapeString } from '../array/shape.ts';
import { asArray, asPromoted } from '../numpy/convert.ts';
import { add, multiply, square, subtract } from '../numpy/methods/arithmetic.ts';
import { countOf, mean as meanOf } from '../numpy/methods/reductions.ts';
import { clip } from '../numpy/methods/rounding.ts';
import { convertElementType } from '../primitives/convert.ts';
import { sub } from '../primitives/elementwise/arithmetic.ts';
import { eq } from '../primitives/elementwise/comparison.ts';
import { log } from '../primitives/elementwise/exponential.ts';
import { rsqrt } from '../primitives/elementwise/power.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { iota } from '../primitives/shape/iota.ts';
import { expandDims } from '../primitives/shape/reshape.ts';
import { type LogsumexpOptions, logSoftmaxOf, logsumexp, type SoftmaxOptions, softmaxOf } from '../special/softmax.ts';
import { shown } from '../util/errors.ts';

export { logsumexp };

/**
 * eˣ / Σ eˣ along an axis, the last by default.
 *
 * Throws RangeError for an axis that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(nn.softmax([[0, 0], [0, 0]])));
 * // => [[0.5 0.5]
 * //     [0.5 0.5]]
 * ```
 */
export const softmax = (x: ArrayLike, options: SoftmaxOptions = {}): NDArray =>
  softmaxOf('softmax', asArray('softmax', x), options, -1);

/**
 * The logarithm of the softmax along an axis, the last by default.
 *
 * @example
 * ```ts
 * console.log(String(nn.logSoftmax([0, 0]))); // => [-0.6931472 -0.6931472]
 * ```
 */
export const logSoftmax = (x: ArrayLike, options: SoftmaxOptions = {}): NDArray =>
  logSoftmaxOf('logSoftmax', asArray('logSoftmax', x), options, -1);

export type LogmeanexpOptions = Omit<LogsumexpOptions, 'b'>;

/**
 * The logarithm of the mean of eˣ, of all elements or along axes, without overflow.
 *
 * @example
 * ```ts
 * console.log(nn.logmeanexp([1, 1]).item()); // => 1
 * ```
 */
export const logmeanexp = (x: ArrayLike, options: LogmeanexpOptions = {}): NDArray => {
  checkOptions('logmeanexp', options, ['where', 'axis', 'keepdims']);
  const operand = asArray('logmeanexp', x);
  const total = logsumexp(operand, options);
  return sub(total, log(countOf(operand, total.dtype, options)));
};

export type StandardizeOptions = {
  /** The axis or axes whose mean becomes 0 and variance 1; the last by default. */
  readonly axis?: number | readonly number[] | null;
  /** Known mean and variance, instead of those of the elements. */
  readonly mean?: ArrayLike;
  readonly variance?: ArrayLike;
  /** Added to the variance: 1e-5 by default. */
  readonly epsilon?: number;
  /** Which elements count; all by default. */
  readonly where?: ArrayLike;
};

/**
 * (x - mean) / √(variance + ε) along an axis, the last by default.
 *
 * @example
 * ```ts
 * console.log(String(nn.standardize([1, 2, 3]))); // => [-1.2247359  0.         1.2247359]
 * ```
 */
export const standardize = (x: ArrayLike, options: StandardizeOptions = {}): NDArray => {
  checkOptions('standardize', options, ['axis', 'mean', 'variance', 'epsilon', 'where']);
  const { axis = -1, epsilon = 1e-5, where } = options;
  const [operand] = asPromoted('standardize', [x], promoteTypesInexact);
  const reduced = { axis, keepdims: true, ...(where === undefined ? {} : { where }) };
  const mean = options.mean ?? meanOf(operand, reduced);
  const variance = options.variance ?? clip(subtract(meanOf(square(operand), reduced), square(mean)), 0);
  return multiply(subtract(operand, mean), rsqrt(add(variance, epsilon)));
};

export type OneHotOptions = {
  /** The default float by default. */
  readonly dtype?: DType;
  /** Where the new axis stands in the result; last by default. */
  readonly axis?: number;
};

/**
 * Each index as a vector with a one at that place and zeros elsewhere; indices outside give zeros only.
 *
 * Throws TypeError unless the number of classes is a non-negative integer.
 *
 * @example
 * ```ts
 * console.log(String(nn.oneHot([0, 2], 3)));
 * // => [[1. 0. 0.]
 * //     [0. 0. 1.]]
 * ```
 */
export const oneHot = (x: ArrayLike, numClasses: number, options: OneHotOptions = {}): NDArray => {
  checkOptions('oneHot', options, ['dtype', 'axis']);
  const { dtype = defaultDType(), axis = -1 } = options;
  if (!Number.isInteger(numClasses) || numClasses < 0) {
    throw new TypeError(`oneHot: the number of classes must be a non-negative integer, got ${shown(numClasses)}`);
  }
  const operand = asArray('oneHot', x);
  const place = normalizeAxis('oneHot', axis, operand.ndim + 1);
  const shape = operand.shape.toSpliced(place, 0, numClasses);
  const indices = operand.dtype === 'bool' ? convertElementType(operand, 'int32') : operand;
  const classes = iota(indices.dtype, shape, place);
  const repeated = broadcastTo(expandDims(indices, [place]), shape);
  return convertElementType(eq(repeated, classes), checkDType(`oneHot of shape ${shapeString(shape)}`, dtype));
};
