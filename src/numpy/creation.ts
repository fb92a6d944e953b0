import { checkDType, filled } from '../array/create.ts';
import { type DType, kindOf } from '../array/dtype.ts';
import { type ArrayLike, ConcreteArray, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { defaultDType } from '../array/promotion.ts';
import { broadcastShapes, checkShape, shapeString, shapesEqual } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { checkInteger, convertElementType } from '../primitives/convert.ts';
import { add, mul } from '../primitives/elementwise/arithmetic.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { iota } from '../primitives/shape/iota.ts';
import { shown } from '../util/errors.ts';
import { asArray } from './convert.ts';
import type { DTypeOption } from './methods/reductions.ts';
import { astype } from './methods/shape.ts';
import { installMethods } from './methods.ts';
import { isOptions } from './options.ts';
import { rowsOfOnes } from './rows-of-ones.ts';

/**
 * The data with a dtype. JS numbers must fit ints, where typed arrays and arrays are converted. Throws RangeError where they do
 * not.
 */
const fitted = (what: string, data: ArrayLike, dtype: DType): NDArray => {
  const value = asArray(what, data, true);
  const holdsNumbers = typeof data === 'number' || Array.isArray(data);
  if (holdsNumbers && kindOf(dtype) === 'int' && value instanceof ConcreteArray && value.dtype === 'float64')
    for (const element of value.data) checkInteger(what, Math.trunc(element), dtype);
  return astype(value, dtype);
};

/**
 * An array of the data: a number, a boolean, nested JS arrays of these, a typed array, an `NDArray`, or nested JS arrays
 * that hold arrays, which are stacked.
 *
 * JS numbers give the default float, unless a dtype is asked for; typed arrays keep theirs. NaN stands for a missing number. Throws
 * TypeError for anything else, null too, RangeError for nested arrays that are not rectangular and for numbers that do not fit a
 * dtype of ints.
 *
 * @example
 * ```ts
 * console.log(array([[1, 2], [3, 4]]));
 * // => Array([[1., 2.],
 * //           [3., 4.]], dtype=float32)
 * const x = array([1, 2, 3]);
 * console.log(String(array([x.at(0).mul(2), x.at(2)]))); // => [2. 3.]
 * ```
 */
export const array = (data: ArrayLike, options: DTypeOption = {}): NDArray => {
  checkOptions('array', options, ['dtype']);
  const { dtype } = options;
  if (dtype !== undefined) return fitted('array', data, checkDType('array', dtype));
  const value = asArray('array', data);
  // A number that is asked to be an array no longer gives way to others.
  return value.weakType && !(data instanceof NDArray) ? convertElementType(value, value.dtype) : value;
};

/**
 * The data as an array, as `array` does.
 *
 * @example
 * ```ts
 * console.log(np.asarray(new Int32Array([1, 2])).dtype); // => int32
 * ```
 */
export const asarray = (data: ArrayLike, options: DTypeOption = {}): NDArray => array(data, options);

/**
 * The data as an array of its own. Arrays are immutable, so that this is worth a call only for its name.
 *
 * @example
 * ```ts
 * console.log(String(np.copy([1, 2]))); // => [1. 2.]
 * ```
 */
export const copy = (data: ArrayLike): NDArray => asArray('copy', data);

type Fill = {
  readonly shape: number | readonly number[];
  readonly dtype: DType;
  readonly value: number;
  readonly weakType?: boolean;
};

const made = (what: string, { shape, dtype, value, weakType = false }: Fill): NDArray => {
  installMethods();
  return filled(checkShape(what, shape), checkDType(what, dtype), value, weakType);
};

/**
 * An array of zeros; a number as shape stands for one axis.
 *
 * Throws TypeError for a shape that is not a list of non-negative integers and for an unknown dtype.
 *
 * @example
 * ```ts
 * console.log(String(np.zeros([2, 3])));
 * // => [[0. 0. 0.]
 * //     [0. 0. 0.]]
 * ```
 */
export const zeros = (shape: number | readonly number[], options: DTypeOption = {}): NDArray => {
  checkOptions('zeros', options, ['dtype']);
  const { dtype = defaultDType() } = options;
  return made('zeros', { shape, dtype, value: 0 });
};

/**
 * An array of ones; a number as shape stands for one axis.
 *
 * @example
 * ```ts
 * console.log(String(np.ones(3, { dtype: 'int32' }))); // => [1 1 1]
 * ```
 */
export const ones = (shape: number | readonly number[], options: DTypeOption = {}): NDArray => {
  checkOptions('ones', options, ['dtype']);
  const { dtype = defaultDType() } = options;
  return made('ones', { shape, dtype, value: 1 });
};

/**
 * An array of zeros: nothing is left uninitialised.
 *
 * @example
 * ```ts
 * console.log(np.empty([0, 3]).shape); // => [ 0, 3 ]
 * ```
 */
export const empty = (shape: number | readonly number[], options: DTypeOption = {}): NDArray => {
  checkOptions('empty', options, ['dtype']);
  const { dtype = defaultDType() } = options;
  return made('empty', { shape, dtype, value: 0 });
};

/**
 * An array of one value, which may be an array that broadcasts to the shape.
 *
 * The dtype is that of the value unless another is asked for. Throws RangeError where the value does not broadcast or does not
 * fit the dtype.
 *
 * @example
 * ```ts
 * console.log(String(np.full([2, 2], 7)));
 * // => [[7. 7.]
 * //     [7. 7.]]
 * ```
 */
export const full = (shape: number | readonly number[], fillValue: ArrayLike, options: DTypeOption = {}): NDArray => {
  checkOptions('full', options, ['dtype']);
  return filledWith('full', shape, fillValue, options.dtype);
};

const filledWith = (
  what: string,
  shape: number | readonly number[],
  fillValue: ArrayLike,
  dtype: DType | undefined,
): NDArray => {
  const extents = checkShape(what, shape);
  const target = dtype === undefined ? undefined : checkDType(what, dtype);
  const value = target === undefined ? asArray(what, fillValue) : fitted(what, fillValue, target);
  if (typeof fillValue === 'number' && value instanceof ConcreteArray)
    return filled(extents, value.dtype, value.data[0]!, target === undefined);
  if (!shapesEqual(broadcastShapes(what, [value.shape, extents]), extents))
    throw new RangeError(`${what}: ${avalString(value)} does not broadcast to shape ${shapeString(extents)}`);
  return broadcastTo(value, extents);
};

export type LikeOptions = DTypeOption & {
  /** Another shape than the array's. */
  readonly shape?: number | readonly number[];
};

const like = (what: string, x: ArrayLike, value: number, options: LikeOptions): NDArray => {
  checkOptions(what, options, ['dtype', 'shape']);
  const { dtype, shape } = options;
  const operand = asArray(what, x);
  const weakType = dtype === undefined && operand.weakType;
  return made(what, { shape: shape ?? operand.shape, dtype: dtype ?? operand.dtype, value, weakType });
};

/**
 * Zeros with the shape and dtype of x, unless others are asked for.
 *
 * @example
 * ```ts
 * console.log(String(np.zerosLike(array([1, 2])))); // => [0. 0.]
 * ```
 */
export const zerosLike = (x: ArrayLike, options: LikeOptions = {}): NDArray => like('zerosLike', x, 0, options);

/**
 * Ones with the shape and dtype of x, unless others are asked for.
 *
 * @example
 * ```ts
 * console.log(String(np.onesLike(new Int32Array(2)))); // => [1 1]
 * ```
 */
export const onesLike = (x: ArrayLike, options: LikeOptions = {}): NDArray => like('onesLike', x, 1, options);

/**
 * Zeros with the shape and dtype of x, unless others are asked for: nothing is left uninitialised.
 *
 * @example
 * ```ts
 * console.log(String(np.emptyLike(array([1, 2])))); // => [0. 0.]
 * ```
 */
export const emptyLike = (x: ArrayLike, options: LikeOptions = {}): NDArray => like('emptyLike', x, 0, options);

/**
 * An array of one value with the shape and dtype of x, unless others are asked for.
 *
 * @example
 * ```ts
 * console.log(String(np.fullLike(array([1, 2]), 5))); // => [5. 5.]
 * ```
 */
export const fullLike = (x: ArrayLike, fillValue: ArrayLike, options: LikeOptions = {}): NDArray => {
  checkOptions('fullLike', options, ['dtype', 'shape']);
  const { dtype, shape } = options;
  const operand = asArray('fullLike', x);
  return filledWith('fullLike', shape ?? operand.shape, fillValue, dtype ?? operand.dtype);
};

export type EyeOptions = DTypeOption & {
  /** The number of columns; as many as rows by default. */
  readonly m?: number;
  /** How far above the main diagonal the ones stand; below it where negative. */
  readonly k?: number;
};

/**
 * A matrix with ones on a diagonal and zeros elsewhere.
 *
 * Throws TypeError for extents that are not non-negative integers.
 *
 * @example
 * ```ts
 * console.log(String(np.eye(2)));
 * // => [[1. 0.]
 * //     [0. 1.]]
 * ```
 */
export const eye = (n: number, options: EyeOptions = {}): NDArray => {
  checkOptions('eye', options, ['m', 'k', 'dtype']);
  const { m = n, k = 0, dtype = defaultDType() } = options;
  installMethods();
  if (!Number.isInteger(k)) throw new TypeError(`eye: k must be an integer, got ${shown(k)}`);
  return rowsOfOnes(checkShape('eye', [n, m]), checkDType('eye', dtype), row => [row + k, row + k + 1]);
};

/**
 * The identity matrix with n rows.
 *
 * @example
 * ```ts
 * console.log(np.identity(3).trace().item()); // => 3
 * ```
 */
export const identity = (n: number, options: DTypeOption = {}): NDArray => eye(n, options);

/**
 * Numbers from `start` (0 by default) up to but without `stop`, in steps of `step` (1 by default).
 *
 * `arange(stop)`, `arange(start, stop)` or `arange(start, stop, step)`, each with options last. The dtype is the default
 * float unless another is asked for. Throws TypeError for arguments that are no numbers, RangeError for steps of 0.
 *
 * @example
 * ```ts
 * console.log(String(np.arange(5))); // => [0. 1. 2. 3. 4.]
 * console.log(String(np.arange(1, 7, 2, { dtype: 'int32' }))); // => [1 3 5]
 * ```
 */
export function arange(stop: number, options?: DTypeOption): NDArray;
export function arange(start: number, stop: number, options?: DTypeOption): NDArray;
export function arange(start: number, stop: number, step: number, options?: DTypeOption): NDArray;
export function arange(...args: readonly (number | DTypeOption | undefined)[]): NDArray {
  installMethods();
  const last = args.at(-1);
  const options = isOptions<DTypeOption>(last) ? last : {};
  checkOptions('arange', options, ['dtype']);
  const { dtype = defaultDType() } = options;
  const bounds = args.filter(arg => arg !== undefined && arg !== options);
  if (!bounds.every(bound => typeof bound === 'number') || bounds.length === 0 || !bounds.every(Number.isFinite)) {
    throw new TypeError(`arange: start, stop and step must be finite numbers, got (${bounds.map(shown).join(', ')})`);
  }
  const [start, stop, step] = bounds.length === 1 ? [0, bounds[0]!, 1] : [bounds[0]!, bounds[1]!, bounds[2] ?? 1];
  if (step === 0) throw new RangeError('arange: step must not be 0');
  checkDType('arange', dtype);
  // steps downwards do not fit, what they lead to does
  const computed = dtype === 'uint32' && step < 0 ? 'float64' : dtype;
  const steps = iota(computed, [Math.max(0, Math.ceil((stop - start) / step))]);
  const scaled = step === 1 ? steps : mul(filledWith('arange', [], step, computed), steps);
  const moved = start === 0 ? scaled : add(filledWith('arange', [], start, computed), scaled);
  return moved.dtype === dtype ? moved : convertElementType(moved, dtype);
}
