import { filled } from '../array/create.ts';
import { isInexact } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { normalizeAxis, sizeOf } from '../array/shape.ts';
import { convertElementType } from '../primitives/convert.ts';
import { sub } from '../primitives/elementwise/arithmetic.ts';
import { lt, ne } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { bitwiseAnd, bitwiseNot } from '../primitives/elementwise/logical.ts';
import { select } from '../primitives/elementwise/select.ts';
import { take } from '../primitives/indexing/take.ts';
import { cumsum } from '../primitives/reduction/cumulative.ts';
import { reduceOr } from '../primitives/reduction/logical.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { iota } from '../primitives/shape/iota.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { indexInDim, sliceInDim } from '../primitives/shape/slice.ts';
import { moveAxis } from '../primitives/shape/transpose.ts';
import { sort } from '../primitives/sort/sort.ts';
import { asArray } from './convert.ts';
import { countOf, placesOf, type SizeOptions, sizeFor, sizeOptions } from './places.ts';

/** Slices along the first axis in ascending order, which of them are the first of equal ones, and where they come from. */
export type Ordered = { readonly sorted: NDArray; readonly isFirst: NDArray; readonly order: NDArray };

const differs = (x: NDArray, y: NDArray, equalNan: boolean): NDArray =>
  equalNan && isInexact(x.dtype) ? bitwiseAnd(ne(x, y), bitwiseNot(bitwiseAnd(ne(x, x), ne(y, y)))) : ne(x, y);

export const orderedSlices = (x: NDArray, equalNan: boolean): Ordered => {
  const extent = x.shape[0]!;
  const width = sizeOf(x.shape.slice(1));
  const rows = reshape(x, [extent, width]);
  const keys = Array.from({ length: width }, (_, k) => indexInDim(rows, k, 1, false));
  const order =
    width === 0 ? iota('int32', [extent]) : sort([...keys, iota('int32', [extent])], { numKeys: width }).at(-1)!;
  const sorted = extent === 0 ? rows : take(rows, order, { axis: 0 });
  const change =
    extent < 2
      ? filled([0], 'bool', 0)
      : reduceOr(differs(sliceInDim(sorted, 1, extent), sliceInDim(sorted, 0, extent - 1), equalNan), [1]);
  const isFirst = concatenate([filled([Math.min(1, extent)], 'bool', 1), change], 0);
  return { sorted: reshape(sorted, x.shape), isFirst, order };
};

/** The slices at the places of a mask, as many as asked for; beyond the last one a fill value, or the very first slice. */
const chosen = (
  x: NDArray,
  mask: NDArray,
  places: NDArray,
  fillValue: ArrayLike | undefined,
  what: string,
): NDArray => {
  const shape = [places.size, ...x.shape.slice(1)];
  if (x.shape[0] === 0) {
    if (places.size > 0 && fillValue === undefined)
      throw new RangeError(`${what}: an empty array has nothing to fill ${places.size} places with: give fillValue`);
    return broadcastTo(fillOf(x, fillValue ?? 0, what), shape);
  }
  const taken = take(x, places, { axis: 0 });
  if (fillValue === undefined) return taken;
  const isThere = lt(iota('int32', [places.size]), broadcastTo(countOf(mask), [places.size]));
  const there = broadcastTo(
    expandDims(
      isThere,
      x.shape.slice(1).map((_, k) => k + 1),
    ),
    shape,
  );
  return select(there, taken, broadcastTo(fillOf(x, fillValue, what), shape));
};

export const fillOf = (x: NDArray, fillValue: ArrayLike, what: string): NDArray =>
  convertElementType(asArray(what, fillValue, true), x.dtype);

export type UniqueOptions = SizeOptions & {
  /** Along which axis slices are compared; by default all elements are, as a vector. */
  readonly axis?: number | null;
  /** Whether NaN equals NaN; true by default. */
  readonly equalNan?: boolean;
};

export type UniqueReturns = {
  /** Whether the place of the first occurrence of each is returned. */
  readonly returnIndex?: boolean;
  /** Whether for each element its place among the different ones is returned. */
  readonly returnInverse?: boolean;
  /** Whether the number of occurrences of each is returned. */
  readonly returnCounts?: boolean;
};

const uniqueOptions = [...sizeOptions, 'axis', 'equalNan', 'returnIndex', 'returnInverse', 'returnCounts'];

type UniqueParts = {
  readonly values: NDArray;
  readonly indices: NDArray;
  readonly inverse: NDArray;
  readonly counts: NDArray;
};

/** The parts are computed when they are asked for. */
export const uniqueParts = (
  what: string,
  x: ArrayLike,
  options: UniqueOptions,
  known: readonly string[],
): UniqueParts => {
  checkOptions(what, options, known);
  const { axis = null, equalNan = true, size: wanted, fillValue } = options;
  const operand = asArray(what, x);
  const lines =
    axis === null ? reshape(operand, [operand.size]) : moveAxis(operand, normalizeAxis(what, axis, operand.ndim), 0);
  const { sorted, isFirst, order } = orderedSlices(lines, equalNan);
  const size = sizeFor(what, isFirst, wanted);
  const places = placesOf(isFirst, size);
  const extent = lines.shape[0]!;
  return {
    get values() {
      const values = chosen(sorted, isFirst, places, fillValue, what);
      return axis === null ? values : moveAxis(values, 0, normalizeAxis(what, axis, operand.ndim));
    },
    get indices() {
      return extent === 0 ? filled([size], 'int32', 0) : take(order, places);
    },
    get inverse() {
      const number = cumsum(convertElementType(isFirst, 'int32'));
      const back = sort([order, number], { numKeys: 1 })[1]!;
      const inverse = sub(back, constantLike(back, 1));
      return axis === null ? reshape(inverse, operand.shape) : inverse;
    },
    get counts() {
      const ends = placesOf(isFirst, size + 1);
      const begins = sliceInDim(ends, 0, size);
      const next = sliceInDim(ends, 1, size + 1);
      const isLast = lt(iota('int32', [size]), broadcastTo(sub(countOf(isFirst), filled([], 'int32', 1)), [size]));
      const after = select(isLast, next, constantLike(next, extent));
      const isThere = lt(iota('int32', [size]), broadcastTo(countOf(isFirst), [size]));
      return select(isThere, sub(after, begins), filled([], 'int32', 0));
    },
  };
};

/**
 * The different elements, or slices along an axis, in ascending order.
 *
 * With `returnIndex`, `returnInverse` or `returnCounts` a list, in this order after the values. The number of different
 * elements decides the shape: where they are traced and not known, `size` is needed; what it asks for beyond them is
 * `fillValue`, or the least element. Throws TypeError where a size is missing, RangeError for an axis that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(np.unique([3, 1, 3, 2]))); // => [1. 2. 3.]
 * const [values, counts] = np.unique([3, 1, 3, 2], { returnCounts: true });
 * console.log(String(values), String(counts)); // => [1. 2. 3.] [1 1 2]
 * ```
 */
export function unique<Index extends boolean = false, Inverse extends boolean = false, Counts extends boolean = false>(
  x: ArrayLike,
  options: UniqueOptions & {
    readonly returnIndex?: Index;
    readonly returnInverse?: Inverse;
    readonly returnCounts?: Counts;
  } & ({ readonly returnIndex: true } | { readonly returnInverse: true } | { readonly returnCounts: true }),
): [
  values: NDArray,
  ...(Index extends true ? [indices: NDArray] : []),
  ...(Inverse extends true ? [inverse: NDArray] : []),
  ...(Counts extends true ? [counts: NDArray] : []),
];
export function unique(x: ArrayLike, options?: UniqueOptions): NDArray;
export function unique(x: ArrayLike, options: UniqueOptions & UniqueReturns = {}): NDArray | NDArray[] {
  const parts = uniqueParts('unique', x, options, uniqueOptions);
  const more = [
    ...(options.returnIndex ? [parts.indices] : []),
    ...(options.returnInverse ? [parts.inverse] : []),
    ...(options.returnCounts ? [parts.counts] : []),
  ];
  return more.length === 0 ? parts.values : [parts.values, ...more];
}

const apart = (what: string, x: ArrayLike, options: SizeOptions): UniqueParts => {
  checkOptions(what, options, sizeOptions);
  return uniqueParts(what, x, { ...options, equalNan: false }, [...sizeOptions, 'equalNan']);
};

/**
 * The different elements in ascending order, as a vector; every NaN counts for itself.
 *
 * Throws TypeError where the elements are traced and no size is given.
 *
 * @example
 * ```ts
 * console.log(String(np.uniqueValues([2, 1, 2]))); // => [1. 2.]
 * ```
 */
export const uniqueValues = (x: ArrayLike, options: SizeOptions = {}): NDArray =>
  apart('uniqueValues', x, options).values;

/**
 * The different elements in ascending order and how often each occurs: `[values, counts]`; every NaN counts for itself.
 *
 * Throws TypeError where the elements are traced and no size is given.
 *
 * @example
 * ```ts
 * console.log(np.uniqueCounts([2, 1, 2]).map(String)); // => [ '[1. 2.]', '[1 2]' ]
 * ```
 */
export const uniqueCounts = (x: ArrayLike, options: SizeOptions = {}): [values: NDArray, counts: NDArray] => {
  const { values, counts } = apart('uniqueCounts', x, options);
  return [values, counts];
};

/**
 * The different elements in ascending order and, for each element, its place among them: `[values, inverse]`.
 *
 * Throws TypeError where the elements are traced and no size is given.
 *
 * @example
 * ```ts
 * console.log(np.uniqueInverse([2, 1, 2]).map(String)); // => [ '[1. 2.]', '[1 0 1]' ]
 * ```
 */
export const uniqueInverse = (x: ArrayLike, options: SizeOptions = {}): [values: NDArray, inverse: NDArray] => {
  const { values, inverse } = apart('uniqueInverse', x, options);
  return [values, inverse];
};

/**
 * The different elements with the places of their first occurrences, the place of each element among them, and how often
 * each occurs: `[values, indices, inverse, counts]`.
 *
 * Throws TypeError where the elements are traced and no size is given.
 *
 * @example
 * ```ts
 * console.log(np.uniqueAll([2, 1, 2]).map(String)); // => [ '[1. 2.]', '[1 0]', '[1 0 1]', '[1 2]' ]
 * ```
 */
export const uniqueAll = (
  x: ArrayLike,
  options: SizeOptions = {},
): [values: NDArray, indices: NDArray, inverse: NDArray, counts: NDArray] => {
  const { values, indices, inverse, counts } = apart('uniqueAll', x, options);
  return [values, indices, inverse, counts];
};
