import { isComplex, isInexact, realOf } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { normalizeAxes } from '../array/shape.ts';
import { together } from '../control/together.ts';
import { avalString } from '../core/aval.ts';
import { convertElementType } from '../primitives/convert.ts';
import { div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { gt } from '../primitives/elementwise/comparison.ts';
import { conj, real } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { bitwiseNot } from '../primitives/elementwise/logical.ts';
import { sqrt, square } from '../primitives/elementwise/power.ts';
import { select } from '../primitives/elementwise/select.ts';
import { cumprod, cumsum } from '../primitives/reduction/cumulative.ts';
import { shown } from '../util/errors.ts';
import { asArray } from './convert.ts';
import { type CumulativeOptions, cumulative } from './methods/cumulative.ts';
import { checkComputed } from './methods/read.ts';
import {
  type ArgOptions,
  all,
  argmax,
  argmin,
  type ExtremumOptions,
  greatest,
  type MeanOptions,
  mean,
  prod,
  type SumOptions,
  smallest,
  sum,
  type VarianceOptions,
} from './methods/reductions.ts';
import { isNaNOf } from './truth.ts';

/** Reductions that leave NaN out. */

const sums = ['axis', 'keepdims', 'where', 'initial', 'dtype'];
const means = ['axis', 'keepdims', 'where', 'dtype'];
const extrema = ['axis', 'keepdims', 'where', 'initial'];
const variances = [...means, 'ddof', 'mean'];

const replaceNaN = (x: NDArray, value: number): NDArray =>
  together([x], y => select(isNaNOf(y), constantLike(y, value), y));

const withoutNaN = (what: string, x: ArrayLike, value: number, options: object, known: readonly string[]): NDArray => {
  checkOptions(what, options, known);
  const operand = asArray(what, x, 'dtype' in options);
  return isInexact(operand.dtype) ? replaceNaN(operand, value) : operand;
};

/**
 * The sum of the elements that are not NaN. Options as for `sum`.
 *
 * @example
 * ```ts
 * console.log(np.nansum([1, NaN, 2]).item()); // => 3
 * ```
 */
export const nansum = (x: ArrayLike, options: SumOptions = {}): NDArray =>
  sum(withoutNaN('nansum', x, 0, options, sums), options);

/**
 * The product of the elements that are not NaN. Options as for `prod`.
 *
 * @example
 * ```ts
 * console.log(np.nanprod([3, NaN, 2]).item()); // => 6
 * ```
 */
export const nanprod = (x: ArrayLike, options: SumOptions = {}): NDArray =>
  prod(withoutNaN('nanprod', x, 1, options, sums), options);

const nanExtremum =
  (what: string, reduce: typeof greatest, identity: number) =>
  (x: ArrayLike, options: ExtremumOptions): NDArray => {
    const operand = asArray(what, x);
    checkOptions(what, options, extrema);
    const along = normalizeAxes(what, options.axis, operand.ndim);
    if (options.initial === undefined && along.some(axis => operand.shape[axis] === 0)) {
      throw new RangeError(
        `${what}: ${avalString(operand)} has no elements along axis ${along.join(', ')}, and there is no ${what} of nothing: give initial`,
      );
    }
    if (!isInexact(operand.dtype)) return reduce(what, operand, options);
    const result = reduce(what, replaceNaN(operand, identity), options);
    if (options.initial !== undefined) return result;
    const { axis = null, keepdims = false } = options;
    return select(all(isNaNOf(operand), { axis, keepdims }), constantLike(result, Number.NaN), result);
  };

/**
 * The greatest of the elements that are not NaN; NaN where all are. Options as for `max`.
 *
 * @example
 * ```ts
 * console.log(np.nanmax([1, NaN, 2]).item()); // => 2
 * ```
 */
export const nanmax = (x: ArrayLike, options: ExtremumOptions = {}): NDArray =>
  nanExtremum('nanmax', greatest, Number.NEGATIVE_INFINITY)(x, options);

/**
 * The smallest of the elements that are not NaN; NaN where all are. Options as for `min`.
 *
 * @example
 * ```ts
 * console.log(np.nanmin([1, NaN, 2]).item()); // => 1
 * ```
 */
export const nanmin = (x: ArrayLike, options: ExtremumOptions = {}): NDArray =>
  nanExtremum('nanmin', smallest, Number.POSITIVE_INFINITY)(x, options);

type ArgFunction = (x: ArrayLike, options?: ArgOptions) => NDArray;

const nanArg =
  (what: string, find: ArgFunction, identity: number): ArgFunction =>
  (x, options = {}) => {
    checkOptions(what, options, ['axis', 'keepdims']);
    const operand = asArray(what, x);
    if (!isInexact(operand.dtype)) return find(operand, options);
    const index = find(replaceNaN(operand, identity), options);
    return select(all(isNaNOf(operand), options), constantLike(index, -1), index);
  };

/**
 * The index of the greatest of the elements that are not NaN; -1 where all are.
 *
 * @example
 * ```ts
 * console.log(np.nanargmax([1, NaN, 2]).item()); // => 2
 * ```
 */
export const nanargmax = (x: ArrayLike, options: ArgOptions = {}): NDArray =>
  nanArg('nanargmax', argmax, Number.NEGATIVE_INFINITY)(x, options);

/**
 * The index of the smallest of the elements that are not NaN; -1 where all are.
 *
 * @example
 * ```ts
 * console.log(np.nanargmin([4, NaN, 2]).item()); // => 2
 * ```
 */
export const nanargmin = (x: ArrayLike, options: ArgOptions = {}): NDArray =>
  nanArg('nanargmin', argmin, Number.POSITIVE_INFINITY)(x, options);

/**
 * The mean of the elements that are not NaN. Options as for `mean`.
 *
 * @example
 * ```ts
 * console.log(np.nanmean([1, NaN, 3]).item()); // => 2
 * ```
 */
export const nanmean = (x: ArrayLike, options: MeanOptions = {}): NDArray => {
  checkOptions('nanmean', options, means);
  const operand = asArray('nanmean', x, options.dtype !== undefined);
  if (!isInexact(operand.dtype)) return mean(operand, options);
  const dtype = options.dtype ?? operand.dtype;
  const counted = sum(bitwiseNot(isNaNOf(operand)), { ...options, dtype });
  return div(nansum(operand, { ...options, dtype }), counted);
};

/**
 * The variance of the elements that are not NaN. Options as for `var`.
 *
 * @example
 * ```ts
 * console.log(np.nanvar([1, NaN, 3]).item()); // => 1
 * ```
 */
export const nanvar = (x: ArrayLike, options: Omit<VarianceOptions, 'correction'> = {}): NDArray =>
  spread('nanvar', x, options);

const spread = (what: string, x: ArrayLike, given: Omit<VarianceOptions, 'correction'>): NDArray => {
  checkOptions(what, given, variances);
  const { ddof = 0, dtype, mean: known, ...options } = given;
  if (typeof ddof !== 'number') throw new TypeError(`${what}: ddof must be a number, got ${shown(ddof)}`);
  const operand = asArray(what, x, dtype !== undefined);
  if (dtype !== undefined) checkComputed(what, 'variance', operand, dtype);
  const computed = dtype ?? promoteTypesInexact([operand]).dtype;
  const a = convertElementType(operand, computed);
  const missing = isNaNOf(a);
  const center = known ?? nanmean(a, { ...options, keepdims: true });
  const difference = sub(a, convertElementType(asArray(what, center, true), computed));
  const centered = select(missing, constantLike(difference, 0), difference);
  const squares = isComplex(computed) ? real(mul(centered, conj(centered))) : square(centered);
  const present = sum(bitwiseNot(missing), { ...options, dtype: squares.dtype });
  const divisor = sub(present, constantLike(present, ddof));
  const isDefined = gt(divisor, constantLike(divisor, 0));
  const total = sum(squares, options);
  const safe = select(isDefined, divisor, constantLike(divisor, 1));
  const result = div(select(isDefined, total, constantLike(total, Number.NaN)), safe);
  return convertElementType(result, realOf(computed));
};

/**
 * The standard deviation of the elements that are not NaN. Options as for `std`.
 *
 * @example
 * ```ts
 * console.log(np.nanstd([1, NaN, 3]).item()); // => 1
 * ```
 */
export const nanstd = (x: ArrayLike, options: Omit<VarianceOptions, 'correction'> = {}): NDArray =>
  sqrt(spread('nanstd', x, options));

/**
 * The sums of the elements so far, NaN counted as 0. Options as for `cumsum`.
 *
 * @example
 * ```ts
 * console.log(String(np.nancumsum([1, NaN, 3]))); // => [1. 1. 4.]
 * ```
 */
export const nancumsum = (x: ArrayLike, options: CumulativeOptions = {}): NDArray =>
  cumulative('nancumsum', cumsum)(withoutNaN('nancumsum', x, 0, options, ['axis', 'dtype']), options);

/**
 * The products of the elements so far, NaN counted as 1. Options as for `cumprod`.
 *
 * @example
 * ```ts
 * console.log(String(np.nancumprod([2, NaN, 3]))); // => [2. 2. 6.]
 * ```
 */
export const nancumprod = (x: ArrayLike, options: CumulativeOptions = {}): NDArray =>
  cumulative('nancumprod', cumprod)(withoutNaN('nancumprod', x, 1, options, ['axis', 'dtype']), options);
