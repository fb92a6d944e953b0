import { checkDType, filled } from '../array/create.ts';
import { isInexact, isInteger, realOf } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { broadcastShapes, normalizeAxis } from '../array/shape.ts';
import { convertElementType } from '../primitives/convert.ts';
import { sign } from '../primitives/elementwise/absolute.ts';
import { add, div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { log } from '../primitives/elementwise/exponential.ts';
import { floor } from '../primitives/elementwise/rounding.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { iota } from '../primitives/shape/iota.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { moveAxis } from '../primitives/shape/transpose.ts';
import { shown } from '../util/errors.ts';
import { asOperands } from './convert.ts';
import { zeros } from './creation.ts';
import { divide, multiply, power } from './methods/arithmetic.ts';
import type { DTypeOption } from './methods/reductions.ts';

const checkCount = (what: string, num: number): void => {
  if (!Number.isInteger(num) || num < 0)
    throw new RangeError(`${what}: num must be a non-negative integer, got ${shown(num)}`);
};

export type LinspaceOptions = DTypeOption & {
  /** Whether `stop` is the last number; true by default. */
  readonly endpoint?: boolean;
  /** Where the new axis stands, if start or stop are arrays; first by default. */
  readonly axis?: number;
};

export type RetstepOptions = LinspaceOptions & {
  /** Whether the distance of neighbours is returned too. */
  readonly retstep?: boolean;
};

/**
 * `num` numbers from start to stop at equal distances; with `retstep` `[numbers, step]`, the step NaN where there is none.
 *
 * Start and stop may be arrays; the result is differentiable in both. Throws RangeError for a negative number of numbers
 * and where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.linspace(0, 1, 5))); // => [0.   0.25 0.5  0.75 1.  ]
 * ```
 */
export function linspace(
  start: ArrayLike,
  stop: ArrayLike,
  num?: number,
  options?: RetstepOptions & { readonly retstep?: false },
): NDArray;
export function linspace(
  start: ArrayLike,
  stop: ArrayLike,
  num: number | undefined,
  options: RetstepOptions & { readonly retstep: true },
): [numbers: NDArray, step: NDArray];
export function linspace(
  start: ArrayLike,
  stop: ArrayLike,
  num = 50,
  options: RetstepOptions = {},
): NDArray | NDArray[] {
  checkOptions('linspace', options, ['endpoint', 'axis', 'dtype', 'retstep']);
  const { endpoint = true, axis = 0 } = options;
  checkCount('linspace', num);
  const bounds = asOperands('linspace', [start, stop]);
  const dtype = checkDType('linspace', options.dtype ?? promoteTypesInexact(bounds).dtype);
  const computed = isInexact(dtype) ? dtype : promoteTypesInexact([{ dtype, weakType: false }]).dtype;
  const shape = broadcastShapes('linspace', [bounds[0].shape, bounds[1].shape]);
  const place = normalizeAxis('linspace', axis, shape.length + 1);
  const [from, to] = bounds.map(bound => broadcastTo(convertElementType(bound, computed), shape)) as [NDArray, NDArray];
  const [first, last] = [expandDims(from, [place]), expandDims(to, [place])];
  const intervals = endpoint ? num - 1 : num;
  const numbers =
    num === 0
      ? zeros(shape.toSpliced(place, 0, 0), { dtype: computed })
      : num === 1
        ? first
        : along(first, last, intervals, place, endpoint);
  const result = convertElementType(isInteger(dtype) ? floor(numbers) : numbers, dtype);
  if (!options.retstep) return result;
  return [result, intervals > 0 ? div(sub(to, from), constantLike(from, intervals)) : filled([], computed, Number.NaN)];
}

/** Weighted means of the bounds, with weights that are exact at both ends. */
const along = (first: NDArray, last: NDArray, intervals: number, axis: number, endpoint: boolean): NDArray => {
  const real = realOf(first.dtype);
  const shape = first.shape.map((_, k) => (k === axis ? intervals : 1));
  const ramp = iota(real, [intervals]);
  const weights = convertElementType(reshape(div(ramp, constantLike(ramp, intervals)), shape), first.dtype);
  const inner = add(mul(first, sub(constantLike(weights, 1), weights)), mul(last, weights));
  return endpoint ? concatenate([inner, last], axis) : inner;
};

export type LogspaceOptions = LinspaceOptions & {
  /** What is raised to the powers; 10 by default. */
  readonly base?: ArrayLike;
};

/**
 * `num` numbers whose logarithms lie at equal distances from start to stop.
 *
 * @example
 * ```ts
 * console.log(String(np.logspace(0, 2, 3))); // => [  1.  10. 100.]
 * ```
 */
export const logspace = (start: ArrayLike, stop: ArrayLike, num = 50, options: LogspaceOptions = {}): NDArray => {
  checkOptions('logspace', options, ['base', 'endpoint', 'axis', 'dtype']);
  const { base = 10, dtype, ...rest } = options;
  const bounds = asOperands('logspace', [start, stop]);
  checkCount('logspace', num);
  const result = checkDType('logspace', dtype ?? promoteTypesInexact(bounds).dtype);
  const computed = isInexact(result) ? result : promoteTypesInexact([{ dtype: result, weakType: false }]).dtype;
  return convertElementType(power(base, linspace(...bounds, num, { ...rest, dtype: computed })), result);
};

/**
 * `num` numbers from start to stop, each the same multiple of the one before.
 *
 * Start and stop must have one sign. Throws as `linspace` does.
 *
 * @example
 * ```ts
 * console.log(String(np.geomspace(1, 100, 3))); // => [  1.  10. 100.]
 * ```
 */
export const geomspace = (start: ArrayLike, stop: ArrayLike, num = 50, options: LinspaceOptions = {}): NDArray => {
  checkOptions('geomspace', options, ['endpoint', 'axis', 'dtype']);
  const { dtype, axis = 0, endpoint = true } = options;
  const bounds = asOperands('geomspace', [start, stop]);
  checkCount('geomspace', num);
  const result = checkDType('geomspace', dtype ?? promoteTypesInexact(bounds).dtype);
  const computed = isInexact(result) ? result : promoteTypesInexact([{ dtype: result, weakType: false }]).dtype;
  const [first, last] = bounds.map(bound => convertElementType(bound, computed)) as [NDArray, NDArray];
  const signs = sign(first);
  const decimalLog = (x: NDArray): NDArray => multiply(log(divide(x, signs)), Math.LOG10E);
  const magnitudes = logspace(decimalLog(first), decimalLog(last), num, { endpoint, dtype: computed });
  return convertElementType(
    moveAxis(multiply(signs, magnitudes), 0, normalizeAxis('geomspace', axis, magnitudes.ndim)),
    result,
  );
};
