import { filled } from '../array/create.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { convertElementType } from '../primitives/convert.ts';
import { sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, lt, ne } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { bitwiseAnd, bitwiseNot, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { select } from '../primitives/elementwise/select.ts';
import { take } from '../primitives/indexing/take.ts';
import { cummax, cummin } from '../primitives/reduction/cumulative.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { iota } from '../primitives/shape/iota.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { sliceInDim } from '../primitives/shape/slice.ts';
import { sort } from '../primitives/sort/sort.ts';
import { asArray, asPromoted } from './convert.ts';
import { zeros } from './creation.ts';
import { countOf, placesOf, type SizeOptions, sizeFor, sizeOptions } from './places.ts';
import { fillOf, orderedSlices, uniqueParts } from './unique.ts';

const vectors = (what: string, x: ArrayLike, y: ArrayLike): [NDArray, NDArray] => {
  const [a, b] = asPromoted(what, [x, y]);
  return [reshape(a, [a.size]), reshape(b, [b.size])];
};

/** The elements of two vectors in one ascending order, those of the first before equal ones of the second. */
type Merged = {
  readonly sorted: NDArray;
  /** Where each comes from: a place in the first vector, or one in the second after all of the first. */
  readonly order: NDArray;
  readonly isFirst: NDArray;
  readonly isLast: NDArray;
  /** Whether the first vector, and the second, has an element that equals each. */
  readonly inFirst: NDArray;
  readonly inSecond: NDArray;
  readonly isNaN: NDArray;
};

const merge = (a: NDArray, b: NDArray): Merged => {
  const { sorted, isFirst, order } = orderedSlices(concatenate([a, b], 0), true);
  const places = iota('int32', sorted.shape);
  const isLast =
    sorted.size === 0 ? isFirst : concatenate([sliceInDim(isFirst, 1, sorted.size), filled([1], 'bool', 1)], 0);
  const begins = cummax(select(isFirst, places, constantLike(places, 0)));
  const ends = cummin(select(isLast, places, constantLike(places, sorted.size)), 0, { reverse: true });
  const ofFirst = lt(order, constantLike(order, a.size));
  const at = (flags: NDArray, where: NDArray): NDArray => (sorted.size === 0 ? flags : take(flags, where));
  return {
    sorted,
    order,
    isFirst,
    isLast,
    inFirst: at(ofFirst, begins),
    inSecond: bitwiseNot(at(ofFirst, ends)),
    isNaN: ne(sorted, sorted),
  };
};

/** The elements that a mask names, in their order; filled up with a value, by default the first of them, or 0. */
const masked = (what: string, x: NDArray, mask: NDArray, { size, fillValue }: SizeOptions): NDArray => {
  const length = sizeFor(what, mask, size);
  const zero = zeros([], { dtype: x.dtype });
  if (x.size === 0) return broadcastTo(fillValue === undefined ? zero : fillOf(x, fillValue, what), [length]);
  const places = placesOf(mask, length);
  const taken = take(x, places);
  if (size === undefined || length === 0) return taken;
  const count = countOf(mask);
  const first = reshape(sliceInDim(taken, 0, 1), []);
  const fill =
    fillValue === undefined ? select(eq(count, constantLike(count, 0)), zero, first) : fillOf(x, fillValue, what);
  const isThere = lt(iota('int32', [length]), broadcastTo(count, [length]));
  return select(isThere, taken, broadcastTo(fill, [length]));
};

/**
 * The elements that occur in either array, each once, in ascending order.
 *
 * What `size` asks for beyond them is `fillValue`, or the least element. Throws TypeError where elements are traced and no
 * size is given.
 *
 * @example
 * ```ts
 * console.log(String(np.union1d([3, 1], [2, 1]))); // => [1. 2. 3.]
 * ```
 */
export const union1d = (x: ArrayLike, y: ArrayLike, options: SizeOptions = {}): NDArray =>
  uniqueParts('union1d', concatenate(vectors('union1d', x, y), 0), options, sizeOptions).values;

/**
 * The elements that occur in exactly one of two arrays, each once, in ascending order.
 *
 * What `size` asks for beyond them is `fillValue`, or the least of them. Throws TypeError where elements are traced and no
 * size is given.
 *
 * @example
 * ```ts
 * console.log(String(np.setxor1d([3, 1], [2, 1]))); // => [2. 3.]
 * ```
 */
export const setxor1d = (x: ArrayLike, y: ArrayLike, options: SizeOptions = {}): NDArray => {
  checkOptions('setxor1d', options, sizeOptions);
  const { sorted, isFirst, isLast, inFirst, inSecond, isNaN } = merge(...vectors('setxor1d', x, y));
  const both = bitwiseAnd(inFirst, inSecond);
  const alone = bitwiseAnd(isFirst, bitwiseOr(bitwiseNot(both), isNaN));
  // NaN equals nothing, so that each array keeps its own
  const mask = bitwiseOr(alone, bitwiseAnd(isLast, bitwiseAnd(isNaN, both)));
  return masked('setxor1d', sorted, mask, options);
};

export type SetdiffOptions = SizeOptions & {
  /** Promises that neither array holds an element twice; elements then keep their order. */
  readonly assumeUnique?: boolean;
};

/**
 * The elements of x that y lacks, each once, in ascending order.
 *
 * What `size` asks for beyond them is `fillValue`, or 0. Throws TypeError where elements are traced and no size is given.
 *
 * @example
 * ```ts
 * console.log(String(np.setdiff1d([3, 1, 2], [2]))); // => [1. 3.]
 * ```
 */
export const setdiff1d = (x: ArrayLike, y: ArrayLike, options: SetdiffOptions = {}): NDArray => {
  checkOptions('setdiff1d', options, ['assumeUnique', 'size', 'fillValue']);
  const { assumeUnique = false, size, fillValue = 0 } = options;
  const filling = size === undefined ? {} : { size, fillValue };
  const { dtype } = asArray('setdiff1d', x);
  const [a, b] = vectors('setdiff1d', x, y);
  const kept = (): NDArray => {
    if (assumeUnique) return masked('setdiff1d', a, isin(a, b, { invert: true }), filling);
    const { sorted, isFirst, inFirst, inSecond, isNaN } = merge(a, b);
    const mask = bitwiseAnd(bitwiseAnd(isFirst, inFirst), bitwiseOr(bitwiseNot(inSecond), isNaN));
    return masked('setdiff1d', sorted, mask, filling);
  };
  return convertElementType(kept(), dtype);
};

/**
 * The elements that occur in both arrays, each once, in ascending order.
 *
 * With `returnIndices` a list of them and of the places of their first occurrences in x and in y. What `size` asks for
 * beyond them is `fillValue`, or the least of them. Throws TypeError where elements are traced and no size is given.
 *
 * @example
 * ```ts
 * console.log(String(np.intersect1d([3, 1, 2], [2, 3]))); // => [2. 3.]
 * const [values, inX, inY] = np.intersect1d([3, 1, 2], [2, 3], { returnIndices: true });
 * console.log(String(values), String(inX), String(inY)); // => [2. 3.] [2 0] [0 1]
 * ```
 */
export function intersect1d(
  x: ArrayLike,
  y: ArrayLike,
  options: SizeOptions & { readonly returnIndices: true },
): [values: NDArray, inX: NDArray, inY: NDArray];
export function intersect1d(x: ArrayLike, y: ArrayLike, options?: SizeOptions): NDArray;
export function intersect1d(
  x: ArrayLike,
  y: ArrayLike,
  options: SizeOptions & { readonly returnIndices?: boolean } = {},
): NDArray | NDArray[] {
  checkOptions('intersect1d', options, [...sizeOptions, 'returnIndices']);
  const [a, b] = vectors('intersect1d', x, y);
  const { sorted, order, isFirst, inFirst, inSecond, isNaN } = merge(a, b);
  const mask = bitwiseAnd(bitwiseAnd(isFirst, bitwiseNot(isNaN)), bitwiseAnd(inFirst, inSecond));
  const values = masked('intersect1d', sorted, mask, options);
  if (options.returnIndices !== true) return values;
  const places = iota('int32', sorted.shape);
  const isOfSecond = bitwiseNot(lt(order, constantLike(order, a.size)));
  const nextOfSecond = cummin(select(isOfSecond, places, constantLike(places, sorted.size)), 0, { reverse: true });
  const inY = sorted.size === 0 ? order : sub(take(order, nextOfSecond, { mode: 'clip' }), constantLike(order, a.size));
  const size = options.size === undefined ? {} : { size: options.size };
  return [
    values,
    masked('intersect1d', order, mask, { ...size, fillValue: a.size }),
    masked('intersect1d', inY, mask, { ...size, fillValue: b.size }),
  ];
}

/**
 * Whether each element of x is among some values, as bools.
 *
 * @example
 * ```ts
 * console.log(String(np.isin([1, 2, 3], [2, 3, 5]))); // => [False  True  True]
 * ```
 */
export const isin = (x: ArrayLike, values: ArrayLike, options: { readonly invert?: boolean } = {}): NDArray => {
  checkOptions('isin', options, ['invert']);
  const { invert = false } = options;
  const [operand, among] = asPromoted('isin', [x, values]);
  const { order, inFirst, isNaN } = merge(reshape(among, [among.size]), reshape(operand, [operand.size]));
  const isAmong = bitwiseAnd(inFirst, bitwiseNot(isNaN));
  const back = sort([order, convertElementType(isAmong, 'int32')], { numKeys: 1 })[1]!;
  const found = reshape(sliceInDim(back, among.size, back.size), operand.shape);
  return (invert ? eq : ne)(found, constantLike(found, 0));
};
