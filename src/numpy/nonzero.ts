import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { normalizeAxis, stridesOf } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { knownValue } from '../core/tracer.ts';
import { div } from '../primitives/elementwise/arithmetic.ts';
import { lt } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { rem } from '../primitives/elementwise/remainder.ts';
import { select } from '../primitives/elementwise/select.ts';
import { take } from '../primitives/indexing/take.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { iota } from '../primitives/shape/iota.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { pad, sliceInDim } from '../primitives/shape/slice.ts';
import { rangeWithout } from '../util/range.ts';
import { asArray } from './convert.ts';
import { countOf, placesOf, type SizeOptions, sizeFor, sizeOptions } from './places.ts';
import { truth } from './truth.ts';

/** Whether there is something true for each of `size` places. */
const filledPlaces = (mask: NDArray, size: number): NDArray =>
  lt(iota('int32', [size]), broadcastTo(countOf(mask), [size]));

/**
 * The indices of the elements that are not 0: one int32 vector for each axis.
 *
 * Their number decides the shape: where the elements are traced and not known, `size` is needed; what it asks for beyond
 * them is `fillValue`, or 0. Throws RangeError for 0-d arrays, TypeError where a size is missing.
 *
 * @example
 * ```ts
 * console.log(np.nonzero([0, 5, 7]).map(String)); // => [ '[1 2]' ]
 * ```
 */
export const nonzero = (x: ArrayLike, options: SizeOptions = {}): NDArray[] => {
  checkOptions('nonzero', options, ['size', 'fillValue']);
  const { size, fillValue = 0 } = options;
  const operand = asArray('nonzero', x);
  if (operand.ndim === 0) throw new RangeError('nonzero: a 0-d array has no indices: use np.atleast1d');
  const mask = reshape(truth(operand), [operand.size]);
  const length = sizeFor('nonzero', mask, size);
  const places = placesOf(mask, length);
  const strides = stridesOf(operand.shape);
  const fill = asArray('nonzero', typeof fillValue === 'number' ? Int32Array.of(fillValue) : fillValue);
  return operand.shape.map((extent, axis) => {
    const index =
      operand.size === 0
        ? places
        : rem(div(places, constantLike(places, strides[axis]!)), constantLike(places, extent));
    return size === undefined ? index : select(filledPlaces(mask, length), index, broadcastTo(fill, [length]));
  });
};

/**
 * The indices, in the flattened array, of the elements that are not 0.
 *
 * Throws TypeError where the elements are traced and no size is given.
 *
 * @example
 * ```ts
 * console.log(String(np.flatnonzero([[0, 5], [7, 0]]))); // => [1 2]
 * ```
 */
export const flatnonzero = (x: ArrayLike, options: SizeOptions = {}): NDArray => {
  checkOptions('flatnonzero', options, sizeOptions);
  const operand = asArray('flatnonzero', x);
  return nonzero(reshape(operand, [operand.size]), options)[0]!;
};

/**
 * The indices of the elements that are not 0, one row for each.
 *
 * Throws TypeError where the elements are traced and no size is given.
 *
 * @example
 * ```ts
 * console.log(String(np.argwhere([[0, 5], [7, 0]])));
 * // => [[0 1]
 * //     [1 0]]
 * ```
 */
export const argwhere = (x: ArrayLike, options: SizeOptions = {}): NDArray => {
  checkOptions('argwhere', options, sizeOptions);
  const operand = asArray('argwhere', x);
  if (operand.ndim === 0) {
    const [row] = nonzero(reshape(operand, [1]), options);
    return broadcastTo(reshape(sliceInDim(row!, 0, 0), [0]), [row!.size, 0]);
  }
  return concatenate(
    nonzero(operand, options).map(indices => expandDims(indices, [1])),
    1,
  );
};

/**
 * The slices along an axis (the elements of the flattened array by default) where a vector of conditions is true.
 *
 * Their number decides the shape: where the conditions are traced and not known, `size` is needed; what it asks for beyond
 * them is `fillValue`, or 0. Throws TypeError where a size is missing, RangeError where a condition that is true has no
 * slice.
 *
 * @example
 * ```ts
 * console.log(String(np.compress([true, false, true], [1, 2, 3]))); // => [1. 3.]
 * ```
 */
export const compress = (
  condition: ArrayLike,
  x: ArrayLike,
  options: SizeOptions & { readonly axis?: number | null } = {},
): NDArray => {
  checkOptions('compress', options, ['axis', 'size', 'fillValue']);
  return chosen('compress', condition, x, options);
};

const chosen = (
  what: string,
  condition: ArrayLike,
  x: ArrayLike,
  options: SizeOptions & { readonly axis?: number | null },
): NDArray => {
  const { axis = null, size, fillValue = 0 } = options;
  const array = asArray(what, x);
  const operand = axis === null ? reshape(array, [array.size]) : array;
  const along = normalizeAxis(what, axis ?? 0, operand.ndim);
  const extent = operand.shape[along]!;
  const given = truth(asArray(what, condition));
  if (given.ndim !== 1) throw new RangeError(`${what}: a vector of conditions is needed, got ${avalString(given)}`);
  if (given.size > extent) {
    const last = knownValue(given)?.data.findLastIndex(value => value !== 0) ?? given.size - 1;
    if (last >= extent)
      throw new RangeError(
        `${what}: condition ${last} is true or not known, but axis ${along} of ${avalString(operand)} has no such slice`,
      );
  }
  const inside = given.size > extent ? sliceInDim(given, 0, extent) : given;
  const mask = pad(inside, constantLike(inside, 0), [[0, extent - inside.size, 0]]);
  const length = sizeFor(what, mask, size);
  const taken = take(operand, placesOf(mask, length), { axis: along });
  if (size === undefined) return taken;
  const isThere = expandDims(filledPlaces(mask, length), rangeWithout(taken.shape.length, [along]));
  return select(broadcastTo(isThere, taken.shape), taken, broadcastTo(constantOf(what, taken, fillValue), taken.shape));
};

const constantOf = (what: string, like: NDArray, value: ArrayLike): NDArray =>
  typeof value === 'number' ? constantLike(like, value) : asArray(what, value);

/**
 * The elements where the condition is true, as a vector.
 *
 * Throws TypeError where the conditions are traced and no size is given.
 *
 * @example
 * ```ts
 * console.log(String(np.extract([true, false, true], [1, 2, 3]))); // => [1. 3.]
 * ```
 */
export const extract = (condition: ArrayLike, x: ArrayLike, options: SizeOptions = {}): NDArray => {
  checkOptions('extract', options, sizeOptions);
  const conditions = asArray('extract', condition);
  return chosen('extract', reshape(conditions, [conditions.size]), x, options);
};
