import { filled } from '../array/create.ts';
import type { ArrayLike, NDArray, ReductionOptions } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { normalizeAxis } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { sub } from '../primitives/elementwise/arithmetic.ts';
import { ne } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { cumprod as laxCumprod, cumsum as laxCumsum } from '../primitives/reduction/cumulative.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { asArray } from './convert.ts';
import * as cumulative from './methods/cumulative.ts';
import type { DTypeOption } from './methods/reductions.ts';
import * as methods from './methods/reductions.ts';
import { wired } from './methods.ts';

/**
 * The sum of the elements, of all or along axes; bools are counted as int32.
 *
 * `where` chooses the elements that count, `initial` is added. Throws RangeError for axes that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(np.sum([[1, 2], [3, 4]], { axis: 0 }))); // => [4. 6.]
 * ```
 */
export const sum = wired(methods.sum);

/**
 * The product of the elements, of all or along axes; bools are counted as int32. Derivatives hold at zeros too.
 *
 * Options as for `sum`. Throws RangeError for axes that x does not have.
 *
 * @example
 * ```ts
 * console.log(np.prod([2, 3, 4]).item()); // => 24
 * ```
 */
export const prod = wired(methods.prod);

/**
 * The greatest element, of all or along axes; NaN where there is one. Ties share the derivative evenly.
 *
 * Throws RangeError where there are no elements and no `initial`, and for axes that x does not have; TypeError for
 * `where` without `initial`.
 *
 * @example
 * ```ts
 * console.log(String(np.max([[1, 5], [3, 2]], { axis: 1 }))); // => [5. 3.]
 * ```
 */
export const max = wired(methods.max);

/**
 * The smallest element, of all or along axes; NaN where there is one. Ties share the derivative evenly.
 *
 * Throws as `max` does.
 *
 * @example
 * ```ts
 * console.log(String(np.min([[1, 5], [3, 2]], { axis: 1 }))); // => [1. 2.]
 * ```
 */
export const min = wired(methods.min);

/**
 * Whether any element is true, of all or along axes; numbers are true unless they are 0.
 *
 * @example
 * ```ts
 * console.log(np.any([0, 1]).item<boolean>()); // => true
 * ```
 */
export const any = wired(methods.any);

/**
 * Whether all elements are true, of all or along axes; numbers are true unless they are 0.
 *
 * @example
 * ```ts
 * console.log(np.all([0, 1]).item<boolean>()); // => false
 * ```
 */
export const all = wired(methods.all);

/**
 * The index of the greatest element, in the flattened array or along an axis, as int32; of several the first.
 *
 * Throws RangeError where there are no elements.
 *
 * @example
 * ```ts
 * console.log(np.argmax([1, 5, 3]).item()); // => 1
 * ```
 */
export const argmax = wired(methods.argmax);

/**
 * The index of the smallest element, in the flattened array or along an axis, as int32; of several the first.
 *
 * Throws RangeError where there are no elements.
 *
 * @example
 * ```ts
 * console.log(np.argmin([4, 1, 3]).item()); // => 1
 * ```
 */
export const argmin = wired(methods.argmin);

/**
 * How many elements are not 0, of all or along axes, as int32.
 *
 * @example
 * ```ts
 * console.log(np.countNonzero([1, 0, 3]).item()); // => 2
 * ```
 */
export const countNonzero = (x: ArrayLike, options: ReductionOptions = {}): NDArray => {
  const operand = asArray('countNonzero', x);
  return methods.sum(ne(operand, constantLike(operand, 0)), { ...options, dtype: 'int32' });
};

/**
 * The difference between the greatest and the smallest element, of all or along axes.
 *
 * @example
 * ```ts
 * console.log(np.ptp([3, 9, 4]).item()); // => 6
 * ```
 */
export const ptp = (x: ArrayLike, options: ReductionOptions = {}): NDArray => {
  const operand = asArray('ptp', x);
  return sub(methods.greatest('ptp', operand, options), methods.smallest('ptp', operand, options));
};

/**
 * The sums of the elements so far, of the flattened array or along an axis; bools are counted as int32.
 *
 * Throws RangeError for an axis that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(np.cumsum([1, 2, 3]))); // => [1. 3. 6.]
 * ```
 */
export const cumsum = wired(cumulative.cumsum);

/**
 * The products of the elements so far, of the flattened array or along an axis. Derivatives hold at zeros too.
 *
 * Throws RangeError for an axis that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(np.cumprod([1, 2, 3]))); // => [1. 2. 6.]
 * ```
 */
export const cumprod = wired(cumulative.cumprod);

export type IncludeInitialOptions = DTypeOption & {
  /** The axis; it may be left out for vectors only. */
  readonly axis?: number;
  /** Whether the result starts with the value of nothing, and is longer by one. */
  readonly includeInitial?: boolean;
};

type Scan = (x: NDArray, axis: number) => NDArray;

const standard =
  (what: string, scan: Scan, start: number) =>
  (x: ArrayLike, options: IncludeInitialOptions = {}): NDArray => {
    checkOptions(what, options, ['axis', 'dtype', 'includeInitial']);
    const { axis, dtype, includeInitial = false } = options;
    const operand = asArray(what, x);
    if (operand.ndim === 0 || (operand.ndim > 1 && axis === undefined)) {
      throw new RangeError(
        `${what}: ${operand.ndim === 0 ? 'a 0-d array has no axis' : 'an axis is needed'}, got ${avalString(operand)}`,
      );
    }
    const along = normalizeAxis(what, axis ?? 0, operand.ndim);
    const result = cumulative.cumulative(what, scan)(operand, {
      axis: along,
      ...(dtype === undefined ? {} : { dtype }),
    });
    if (!includeInitial) return result;
    const first = filled(
      result.shape.map((extent, k) => (k === along ? 1 : extent)),
      result.dtype,
      start,
    );
    return concatenate([first, result], along);
  };

/**
 * The sums of the elements so far along an axis, as the array API standard has it.
 *
 * Throws RangeError for 0-d arrays, and for more than one axis where none is named.
 *
 * @example
 * ```ts
 * console.log(String(np.cumulativeSum([1, 2, 3], { includeInitial: true }))); // => [0. 1. 3. 6.]
 * ```
 */
export const cumulativeSum = (x: ArrayLike, options: IncludeInitialOptions = {}): NDArray =>
  standard('cumulativeSum', laxCumsum, 0)(x, options);

/**
 * The products of the elements so far along an axis, as the array API standard has it.
 *
 * Throws RangeError for 0-d arrays, and for more than one axis where none is named.
 *
 * @example
 * ```ts
 * console.log(String(np.cumulativeProd([1, 2, 3], { includeInitial: true }))); // => [1. 1. 2. 6.]
 * ```
 */
export const cumulativeProd = (x: ArrayLike, options: IncludeInitialOptions = {}): NDArray =>
  standard('cumulativeProd', laxCumprod, 1)(x, options);

export { max as amax, min as amin };
