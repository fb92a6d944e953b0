import { describe, filled } from '../array/create.ts';
import { isComplex, isInexact } from '../array/dtype.ts';
import { type ArrayLike, ConcreteArray, NDArray } from '../array/ndarray.ts';
import { checkOptions, type NoOptions } from '../array/options.ts';
import { checkShape, normalizeAxes, normalizeAxis, sizeOf } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { sub } from '../primitives/elementwise/arithmetic.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { take } from '../primitives/indexing/take.ts';
import { addAt } from '../primitives/indexing/update-array.ts';
import { cumsum } from '../primitives/reduction/cumulative.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { dynamicSliceInDim } from '../primitives/shape/dynamic-in-dim.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { rev } from '../primitives/shape/rev.ts';
import { indexInDim, sliceInDim } from '../primitives/shape/slice.ts';
import { tile as laxTile } from '../primitives/shape/tile.ts';
import { moveAxis, transpose } from '../primitives/shape/transpose.ts';
import { asArray } from './convert.ts';
import { zerosLike } from './creation.ts';
import { remainder } from './methods/arithmetic.ts';
import * as methods from './methods/shape.ts';
import { broadcastTo } from './shape.ts';

export type FlipOptions = {
  /** The axis or axes to reverse; all by default. */
  readonly axis?: number | readonly number[] | null;
};

/**
 * The elements in reverse order, along all axes or the given ones.
 *
 * Throws RangeError for axes that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(np.flip([1, 2, 3]))); // => [3. 2. 1.]
 * ```
 */
export const flip = (x: ArrayLike, options: FlipOptions = {}): NDArray => {
  checkOptions('flip', options, ['axis']);
  return flipped('flip', x, options.axis);
};

const flipped = (what: string, x: ArrayLike, axis: FlipOptions['axis']): NDArray => {
  const operand = asArray(what, x);
  return rev(operand, normalizeAxes(what, axis, operand.ndim));
};

/**
 * The columns in reverse order. Throws RangeError for arrays with fewer than two axes.
 *
 * @example
 * ```ts
 * console.log(String(np.fliplr([[1, 2]]))); // => [[2. 1.]]
 * ```
 */
export const fliplr = (x: ArrayLike): NDArray => flipped('fliplr', x, 1);

/**
 * The rows in reverse order. Throws RangeError for 0-d arrays.
 *
 * @example
 * ```ts
 * console.log(String(np.flipud([1, 2]))); // => [2. 1.]
 * ```
 */
export const flipud = (x: ArrayLike): NDArray => flipped('flipud', x, 0);

export type RollOptions = { readonly axis?: number | readonly number[] | null };

/** Moves elements by a known number of places; what falls off one end comes back at the other. */
const rollKnown = (x: NDArray, shift: number, axis: number): NDArray => {
  const extent = x.shape[axis]!;
  if (extent === 0) return x;
  const start = (((-shift % extent) + extent) % extent) + 0;
  if (start === 0) return x;
  return concatenate([sliceInDim(x, start, extent, 1, axis), sliceInDim(x, 0, start, 1, axis)], axis);
};

const rollTraced = (x: NDArray, shift: NDArray, axis: number): NDArray => {
  const extent = x.shape[axis]!;
  if (extent === 0) return x;
  const places = remainder(methods.astype(shift, 'int32'), filled([], 'int32', extent));
  return dynamicSliceInDim(concatenate([x, x], axis), sub(constantLike(places, extent), places), extent, axis);
};

/**
 * The elements moved by so many places: of the flattened array, or along axes. What falls off one end comes back at the
 * other.
 *
 * Throws RangeError for axes that x does not have, and where there are several shifts but not one for each axis.
 *
 * @example
 * ```ts
 * console.log(String(np.roll([1, 2, 3, 4], 1))); // => [4. 1. 2. 3.]
 * ```
 */
export const roll = (x: ArrayLike, shift: number | readonly number[] | NDArray, options: RollOptions = {}): NDArray => {
  checkOptions('roll', options, ['axis']);
  const { axis = null } = options;
  const operand = asArray('roll', x);
  if (axis === null) return reshape(roll(reshape(operand, [operand.size]), shift, { axis: 0 }), operand.shape);
  const axes = [axis].flat().map(k => normalizeAxis('roll', k, operand.ndim));
  const shifts = shiftsOf(shift);
  if (shifts.length !== 1 && axes.length !== 1 && shifts.length !== axes.length) {
    throw new RangeError(`roll: ${shifts.length} shifts for ${axes.length} axes`);
  }
  const count = Math.max(shifts.length, axes.length);
  let result = operand;
  for (let i = 0; i < count; i++) {
    const by = shifts[shifts.length === 1 ? 0 : i]!;
    const along = axes[axes.length === 1 ? 0 : i]!;
    result = typeof by === 'number' ? rollKnown(result, by, along) : rollTraced(result, by, along);
  }
  return result;
};

const shiftsOf = (shift: number | readonly number[] | NDArray): readonly (number | NDArray)[] => {
  const list: readonly (number | NDArray)[] =
    typeof shift === 'number' ? [shift] : Array.isArray(shift) ? (shift as readonly number[]) : [shift as NDArray];
  return list.flatMap((by): readonly (number | NDArray)[] => {
    if (typeof by === 'number') {
      if (!Number.isInteger(by)) throw new TypeError(`roll: the shift must be an integer, got ${by}`);
      return [by];
    }
    if (!(by instanceof NDArray))
      throw new TypeError(`roll: the shift must be an integer or a list of integers, got ${describe(by)}`);
    if (by.dtype !== 'int32' && by.dtype !== 'uint32')
      throw new TypeError(`roll: the shift must be an integer, got ${avalString(by)}`);
    if (by instanceof ConcreteArray) return [...by.data];
    if (by.ndim > 1) throw new RangeError(`roll: shifts must be a scalar or a vector, got ${avalString(by)}`);
    return by.ndim === 0 ? [by] : Array.from({ length: by.size }, (_, k) => indexInDim(by, k, 0, false));
  });
};

export type Rot90Options = {
  /** How many quarter turns; 1 by default. */
  readonly k?: number;
  /** The plane: from the first axis towards the second. */
  readonly axes?: readonly [number, number];
};

/**
 * x turned by quarters of a full turn, in the plane of two axes (the first two by default).
 *
 * Throws RangeError for arrays with fewer than two axes and where both axes are the same.
 *
 * @example
 * ```ts
 * console.log(String(np.rot90([[1, 2], [3, 4]])));
 * // => [[2. 4.]
 * //     [1. 3.]]
 * ```
 */
export const rot90 = (x: ArrayLike, options: Rot90Options = {}): NDArray => {
  checkOptions('rot90', options, ['k', 'axes']);
  const { k = 1, axes = [0, 1] } = options;
  if (!Number.isInteger(k)) throw new TypeError(`rot90: k must be an integer, got ${k}`);
  const operand = asArray('rot90', x);
  if (operand.ndim < 2) throw new RangeError(`rot90: at least two axes are needed, got ${avalString(operand)}`);
  const [from, to] = axes.map(axis => normalizeAxis('rot90', axis, operand.ndim)) as [number, number];
  if (from === to) throw new RangeError(`rot90: the axes must differ, both are ${from}`);
  const order = operand.shape.map((_, axis) => (axis === from ? to : axis === to ? from : axis));
  switch (((k % 4) + 4) % 4) {
    case 0:
      return operand;
    case 1:
      return transpose(rev(operand, [to]), order);
    case 2:
      return rev(operand, [from, to]);
    default:
      return rev(transpose(operand, order), [to]);
  }
};

/**
 * x repeated as a whole, so many times along each axis.
 *
 * Throws TypeError for counts that are not non-negative integers.
 *
 * @example
 * ```ts
 * console.log(String(np.tile([1, 2], 2))); // => [1. 2. 1. 2.]
 * ```
 */
export const tile = (x: ArrayLike, reps: number | readonly number[], options: NoOptions = {}): NDArray => {
  checkOptions('tile', options, []);
  const operand = asArray('tile', x);
  const counts = checkShape('tile', reps);
  const rank = Math.max(counts.length, operand.ndim);
  const padded = [...new Array<number>(rank - counts.length).fill(1), ...counts];
  return laxTile(reshape(operand, [...new Array<number>(rank - operand.ndim).fill(1), ...operand.shape]), padded);
};

export type RepeatOptions = AlongOptions & {
  /**
   * The extent of the result, which must be given where counts are traced: what is too much is left out, what is missing made of
   * the last element.
   */
  readonly totalRepeatLength?: number | null;
};

/**
 * Each element repeated: of the flattened array, or along an axis; as often as a number says, or a list for each.
 *
 * With `totalRepeatLength` the counts may be traced. Throws TypeError for counts that are not non-negative integers, RangeError
 * where there is not one for each element.
 *
 * @example
 * ```ts
 * console.log(String(np.repeat([1, 2], 2))); // => [1. 1. 2. 2.]
 * ```
 */
export const repeat = (x: ArrayLike, repeats: number | ArrayLike, options: RepeatOptions = {}): NDArray => {
  checkOptions('repeat', options, ['axis', 'totalRepeatLength']);
  const { axis = null, totalRepeatLength = null } = options;
  const array = asArray('repeat', x);
  const [operand, along] = alongAxis('repeat', array, array.ndim === 0 ? null : axis);
  const extent = operand.shape[along]!;
  if (totalRepeatLength === null || extent === 0) return methods.repeat(operand, repeats, { axis: along });
  const shape = checkShape('repeat', [totalRepeatLength]);
  if (totalRepeatLength === 0) return sliceInDim(operand, 0, 0, 1, along);
  const isTraced = repeats instanceof NDArray && !(repeats instanceof ConcreteArray);
  const counts = asArray('repeat', isTraced ? repeats : methods.repeatCounts(repeats), true);
  const given = counts.size === 1 ? reshape(counts, []) : counts;
  if (isTraced && isInexact(given.dtype))
    throw new TypeError(`repeat: the numbers of repeats must be integers, got ${avalString(given)}`);
  if (given.ndim > 1)
    throw new RangeError(`repeat: the numbers of repeats must be one or a vector, got ${avalString(given)}`);
  if (given.ndim === 1) methods.checkRepeats(given.size, operand, along);
  const each = broadcastTo(methods.astype(given, 'int32'), [extent]);
  // how many elements have come to their end at each place
  const ended = cumsum(addAt(filled(shape, 'int32', 0), [cumsum(each)], 1));
  return take(operand, ended, { axis: along, mode: 'clip' });
};

/**
 * An array of another shape, filled with the elements of x again and again, or with the first of them.
 *
 * @example
 * ```ts
 * console.log(String(np.resize([1, 2, 3], [2, 2])));
 * // => [[1. 2.]
 * //     [3. 1.]]
 * ```
 */
export const resize = (x: ArrayLike, shape: number | readonly number[]): NDArray => {
  const operand = asArray('resize', x);
  const target = checkShape('resize', shape);
  const size = sizeOf(target);
  if (size === 0 || operand.size === 0) return zerosLike(operand, { shape: target });
  const repeated = tile(reshape(operand, [operand.size]), Math.ceil(size / operand.size));
  return reshape(sliceInDim(repeated, 0, size), target);
};

export type AlongOptions = { readonly axis?: number | null };

/** The flattened array, or the array itself, and the axis to work along. */
const alongAxis = (what: string, x: ArrayLike, axis: number | null): readonly [operand: NDArray, along: number] => {
  const array = asArray(what, x);
  const operand = axis === null ? reshape(array, [array.size]) : array;
  return [operand, normalizeAxis(what, axis ?? 0, operand.ndim)];
};

/** Known places along an axis, from the beginning. */
const placesOf = (
  what: string,
  places: number | readonly number[] | NDArray,
  extent: number,
  limit: number,
): number[] => {
  const list =
    typeof places === 'number'
      ? [places]
      : Array.isArray(places)
        ? [...(places as readonly number[])]
        : knownPlaces(what, places as NDArray);
  return list.map(place => {
    if (!Number.isInteger(place)) throw new TypeError(`${what}: places must be integers, got ${place}`);
    if (place < -extent || place > limit)
      throw new RangeError(`${what}: place ${place} is out of bounds for an axis of extent ${extent}`);
    return place < 0 ? place + extent : place;
  });
};

const knownPlaces = (what: string, places: NDArray): number[] => {
  if (places.size > 0 && (places.dtype === 'bool' || isComplex(places.dtype)))
    throw new TypeError(`${what}: places must be integers, got ${avalString(places)}`);
  if (places instanceof ConcreteArray) return [...places.data];
  throw new TypeError(
    `${what}: the places must be known, since they decide the result's shape or layout, but they are traced`,
  );
};

/** The places where a mask along an axis is true; other places as they are. */
const unmasked = (
  places: number | readonly number[] | NDArray,
  extent: number,
): number | readonly number[] | NDArray => {
  if (!(places instanceof ConcreteArray) || places.dtype !== 'bool') return places;
  if (places.ndim !== 1 || places.size !== extent)
    throw new RangeError(`delete: a mask has one bool for each of the ${extent} elements, got ${avalString(places)}`);
  return [...places.data].flatMap((gone, place) => (gone === 0 ? [] : [place]));
};

/**
 * x without the elements at the given places, or where a mask is true: of the flattened array, or along an axis.
 *
 * Throws RangeError for places outside and for masks of another length.
 *
 * @example
 * ```ts
 * console.log(String(np.delete([1, 2, 3, 4], [0, 2]))); // => [2. 4.]
 * ```
 */
const deleteAt = (x: ArrayLike, places: number | readonly number[] | NDArray, options: AlongOptions = {}): NDArray => {
  checkOptions('delete', options, ['axis']);
  const { axis = null } = options;
  const [operand, along] = alongAxis('delete', x, axis);
  const extent = operand.shape[along]!;
  const gone = [...new Set(placesOf('delete', unmasked(places, extent), extent, extent - 1))].sort((a, b) => a - b);
  const starts = [0, ...gone.map(place => place + 1)];
  const parts = starts.map((start, i) => sliceInDim(operand, start, gone[i] ?? extent, 1, along));
  return concatenate(parts, along);
};

export { deleteAt as delete };

/**
 * x with values put before the given places: of the flattened array, or along an axis. Places count in x as it was.
 *
 * Values broadcast to one slice for each place. Throws RangeError for places outside.
 *
 * @example
 * ```ts
 * console.log(String(np.insert([1, 2, 3], 1, 9))); // => [1. 9. 2. 3.]
 * ```
 */
export const insert = (
  x: ArrayLike,
  places: number | readonly number[] | NDArray,
  values: ArrayLike,
  options: AlongOptions = {},
): NDArray => {
  checkOptions('insert', options, ['axis']);
  const { axis = null } = options;
  const [operand, along] = alongAxis('insert', x, axis);
  const extent = operand.shape[along]!;
  const list = placesOf('insert', places, extent, extent);
  const given = methods.astype(asArray('insert', values, true), operand.dtype);
  const added = reshape(given, [...new Array<number>(Math.max(0, operand.ndim - given.ndim)).fill(1), ...given.shape]);
  // At a single place the values' first axis is the one that is inserted along.
  const aligned = typeof places === 'number' ? moveAxis(added, 0, along) : added;
  const count = list.length === 1 ? aligned.shape[along]! : list.length;
  const full = broadcastTo(
    aligned,
    operand.shape.map((size, k) => (k === along ? count : size)),
  );
  const order = Array.from({ length: count }, (_, i) => [list[list.length === 1 ? 0 : i]!, i] as const).sort(
    ([a, i], [b, k]) => a - b || i - k,
  );
  const parts: NDArray[] = [];
  let done = 0;
  for (const [place, i] of order) {
    parts.push(sliceInDim(operand, done, place, 1, along), sliceInDim(full, i, i + 1, 1, along));
    done = place;
  }
  return concatenate([...parts, sliceInDim(operand, done, extent, 1, along)], along);
};
