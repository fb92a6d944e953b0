import { isInteger } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { normalizeAxis, shapeString, shapesEqual, tryBroadcastShapes } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { setAt } from '../primitives/indexing/update-array.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { iota } from '../primitives/shape/iota.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { valueLike } from '../primitives/shape/value-like.ts';
import { rangeWithout } from '../util/range.ts';
import { asArray } from './convert.ts';
import { remainder } from './methods/arithmetic.ts';
import { stackArrays } from './methods/read.ts';
import { clip } from './methods/rounding.ts';
import { flatnonzero } from './nonzero.ts';
import { resize } from './rearranging.ts';

/** New arrays with some elements replaced; `x.set` does so for indices of any kind. */

const integers = (what: string, given: ArrayLike): NDArray => {
  const list = typeof given === 'number' || Array.isArray(given) ? asArray(what, given, true) : asArray(what, given);
  if (isInteger(list.dtype)) return list;
  const known = [...list.toTypedArray()];
  if (!(typeof given === 'number' || Array.isArray(given)) || !known.every(Number.isInteger))
    throw new TypeError(
      `${what}: the indices must be ints, got ${avalString(asArray(what, given))}: make them with { dtype: 'int32' }`,
    );
  return reshape(asArray(what, Int32Array.from(known)), list.shape);
};

/** What is put among an array's elements: JS numbers, alone and in lists, are read in the light of these. */
const readValues = (what: string, operand: NDArray, values: ArrayLike): NDArray =>
  valueLike(what, stackArrays(what, values), operand);

export type PutOptions = {
  /** What indices outside mean: nothing is put (by default), the nearest element (`'clip'`) or counting round (`'wrap'`). */
  readonly mode?: 'clip' | 'wrap' | null;
};

/**
 * x with values put at indices of the flattened array; values that are too few are repeated.
 *
 * Negative indices count from the end. Throws TypeError for indices that are not ints and an unknown mode.
 *
 * @example
 * ```ts
 * console.log(String(np.put([1, 2, 3, 4], [0, -1], [10, 40]))); // => [10.  2.  3. 40.]
 * ```
 */
export const put = (x: ArrayLike, indices: ArrayLike, values: ArrayLike, options: PutOptions = {}): NDArray => {
  checkOptions('put', options, ['mode']);
  const { mode = null } = options;
  const operand = asArray('put', x);
  const places = integers('put', indices);
  const given = readValues('put', operand, values);
  if (mode !== null && mode !== 'clip' && mode !== 'wrap')
    throw new TypeError(`put: mode must be 'clip', 'wrap' or null, got ${JSON.stringify(mode)}`);
  if (operand.size === 0 || places.size === 0 || given.size === 0) return operand;
  const line = reshape(places, [places.size]);
  const inside =
    mode === 'clip' ? clip(line, 0, operand.size - 1) : mode === 'wrap' ? remainder(line, operand.size) : line;
  const updated = setAt(reshape(operand, [operand.size]), [inside], resize(given, [places.size]));
  return reshape(updated, operand.shape);
};

/**
 * x with values, in their order, at the places where a mask of the same size is true; values that are too few are repeated.
 *
 * Throws RangeError for a mask of another size, and where there are no values.
 *
 * @example
 * ```ts
 * console.log(String(np.place([1, 2, 3, 4], [true, false, true, true], [10, 20]))); // => [10.  2. 20. 10.]
 * ```
 */
export const place = (x: ArrayLike, mask: ArrayLike, values: ArrayLike): NDArray => {
  const operand = asArray('place', x);
  const where = asArray('place', mask);
  const given = readValues('place', operand, values);
  if (where.size !== operand.size) {
    throw new RangeError(
      `place: the mask must have as many elements as the array, got shapes ${shapeString(where.shape)} and ${shapeString(operand.shape)}`,
    );
  }
  if (given.size === 0) throw new RangeError('place: at least one value is needed');
  if (operand.size === 0) return operand;
  const places = flatnonzero(where, { size: operand.size, fillValue: operand.size });
  const updated = setAt(reshape(operand, [operand.size]), [places], resize(given, [operand.size]));
  return reshape(updated, operand.shape);
};

export type PutAlongAxisOptions = {
  /** The last by default; `null` flattens x, whose shape comes back. */
  readonly axis?: number | null;
};

/**
 * x with values put, for each place of the indices, at that index of an axis and the same place of the others: what
 * `takeAlongAxis` would take is replaced.
 *
 * Throws TypeError for indices that are not ints, RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * const x = array([[10, 30, 20], [60, 40, 50]]);
 * console.log(String(np.putAlongAxis(x, np.argmax(x, { axis: 1, keepdims: true }), 99, { axis: 1 })));
 * // => [[10. 99. 20.]
 * //     [99. 40. 50.]]
 * ```
 */
export const putAlongAxis = (
  x: ArrayLike,
  indices: ArrayLike,
  values: ArrayLike,
  options: PutAlongAxisOptions = {},
): NDArray => {
  checkOptions('putAlongAxis', options, ['axis']);
  const { axis = -1 } = options;
  const array = asArray('putAlongAxis', x);
  const operand = axis === null ? reshape(array, [array.size]) : array;
  const places = integers('putAlongAxis', indices);
  const given = readValues('putAlongAxis', operand, values);
  const seen = `got ${avalString(operand)} and indices ${avalString(places)}`;
  if (places.ndim !== operand.ndim)
    throw new RangeError(`putAlongAxis: x and the indices must have as many axes, ${seen}`);
  const along = normalizeAxis('putAlongAxis', axis ?? 0, operand.ndim);
  const target = operand.shape.map((extent, k) => (k === along ? places.shape[k]! : extent));
  const shape = tryBroadcastShapes([places.shape, target]);
  if (shape === undefined || !shapesEqual(shape, target))
    throw new RangeError(`putAlongAxis: the axes other than ${along} must broadcast, ${seen}`);
  const fits = tryBroadcastShapes([given.shape, shape]);
  if (fits === undefined || !shapesEqual(fits, shape)) {
    throw new RangeError(
      `putAlongAxis: values of shape ${shapeString(given.shape)} do not broadcast to ${shapeString(shape)}`,
    );
  }
  const index = shape.map((extent, k) =>
    k === along ? broadcastTo(places, shape) : expandDims(iota('int32', [extent]), rangeWithout(shape.length, [k])),
  );
  return reshape(setAt(operand, index, broadcastTo(given, shape)), array.shape);
};
