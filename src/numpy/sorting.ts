import { filled } from '../array/create.ts';
import { complexOf, isComplex, isInexact } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkList, checkOptions } from '../array/options.ts';
import { defaultDType } from '../array/promotion.ts';
import { normalizeAxis, shapeString, shapesEqual } from '../array/shape.ts';
import { stopGradient } from '../control/stop-gradient.ts';
import { together } from '../control/together.ts';
import { foriLoop } from '../control/while.ts';
import { avalString } from '../core/aval.ts';
import { knownValue } from '../core/tracer.ts';
import { convertElementType } from '../primitives/convert.ts';
import { add, sub } from '../primitives/elementwise/arithmetic.ts';
import { shiftRightLogical } from '../primitives/elementwise/bits.ts';
import { gt, le, lt, ne } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { bitwiseAnd, bitwiseNot, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { select } from '../primitives/elementwise/select.ts';
import { take } from '../primitives/indexing/take.ts';
import { reduceSum } from '../primitives/shape/broadcast.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { iota } from '../primitives/shape/iota.ts';
import { expandDims } from '../primitives/shape/reshape.ts';
import { rev } from '../primitives/shape/rev.ts';
import { indexInDim, sliceInDim } from '../primitives/shape/slice.ts';
import { sort as laxSort } from '../primitives/sort/sort.ts';
import { asArray, asPromoted } from './convert.ts';
import { refuseComplex } from './methods/read.ts';
import * as methods from './methods/sorting.ts';
import { wired } from './methods.ts';

/**
 * The elements in ascending order along an axis: the last by default, `null` for all elements.
 *
 * NaN comes last, complex numbers are ordered by their real parts first. Throws RangeError for an axis that x does not
 * have.
 *
 * @example
 * ```ts
 * console.log(String(np.sort([3, 1, 2]))); // => [1. 2. 3.]
 * ```
 */
export const sort = wired(methods.sort);

/**
 * The int32 indices that sort x along an axis: the last by default, `null` for all elements. Equal elements keep their
 * order.
 *
 * @example
 * ```ts
 * console.log(String(np.argsort([30, 10, 20]))); // => [1 2 0]
 * ```
 */
export const argsort = wired(methods.argsort);

/**
 * The int32 indices that sort by several keys along an axis, the last key first.
 *
 * Throws RangeError where the keys have different shapes.
 *
 * @example
 * ```ts
 * console.log(String(np.lexsort([[3, 1, 2], [0, 1, 0]]))); // => [2 0 1]
 * ```
 */
export const lexsort = (keys: readonly ArrayLike[], options: { readonly axis?: number } = {}): NDArray => {
  checkOptions('lexsort', options, ['axis']);
  const { axis = -1 } = options;
  checkList('lexsort', 'keys', keys);
  const operands = keys.map(key => asArray('lexsort', key));
  const first = operands[0];
  if (first === undefined) throw new TypeError('lexsort: at least one key is needed');
  if (operands.some(({ shape }) => !shapesEqual(shape, first.shape))) {
    throw new RangeError(
      `lexsort: all keys must have one shape, got ${operands.map(({ shape }) => shapeString(shape)).join(' and ')}`,
    );
  }
  const along = normalizeAxis('lexsort', axis, first.ndim);
  const places = iota('int32', first.shape, along);
  return laxSort([...operands.reverse(), places], { dimension: along, numKeys: operands.length }).at(-1)!;
};

/**
 * Complex numbers in ascending order, by their real, then their imaginary parts, along the last axis; other dtypes are
 * converted.
 *
 * @example
 * ```ts
 * console.log(String(np.sortComplex([2, 1]))); // => [1.+0.j 2.+0.j]
 * ```
 */
export const sortComplex = (x: ArrayLike): NDArray => {
  const sorted = methods.sort(asArray('sortComplex', x));
  return convertElementType(sorted, complexOf(isInexact(sorted.dtype) ? sorted.dtype : defaultDType()));
};

export type PartitionOptions = {
  /** The axis to go along; the last by default. */
  readonly axis?: number;
};

const partitionPlaces = (
  what: string,
  x: ArrayLike,
  kth: number,
  axis: number,
): readonly [operand: NDArray, along: number, k: number] => {
  const operand = asArray(what, x);
  if (isComplex(operand.dtype))
    throw new TypeError(`${what}: complex numbers are not partitioned, got ${avalString(operand)}: use np.sort`);
  const along = normalizeAxis(what, axis, operand.ndim);
  const extent = operand.shape[along]!;
  if (!Number.isInteger(kth) || kth < -extent || kth >= extent) {
    throw new RangeError(
      `${what}: kth ${String(kth)} is out of bounds for axis ${along} of ${avalString(operand)}, of extent ${extent}`,
    );
  }
  return [operand, along, kth < 0 ? kth + extent : kth];
};

/**
 * x with the element at place `kth` of an axis where sorting would put it, no greater ones before and no smaller ones after.
 *
 * Both parts are sorted, the second one from the greatest to the least, as in JAX. Throws RangeError for an axis or a place
 * that x does not have, TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(np.partition([6, 8, 4, 3, 1, 9], 2))); // => [1. 3. 4. 9. 8. 6.]
 * ```
 */
export const partition = (x: ArrayLike, kth: number, options: PartitionOptions = {}): NDArray => {
  checkOptions('partition', options, ['axis']);
  const { axis = -1 } = options;
  const [operand, along, k] = partitionPlaces('partition', x, kth, axis);
  const sorted = laxSort(operand, { dimension: along });
  const above = rev(sliceInDim(sorted, k + 1, operand.shape[along]!, 1, along), [along]);
  return concatenate([sliceInDim(sorted, 0, k + 1, 1, along), above], along);
};

/**
 * The int32 indices that partition x: first those of the `kth` + 1 smallest elements, in ascending order of these.
 *
 * Throws RangeError for an axis or a place that x does not have, TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(np.argpartition([6, 8, 4, 3, 1, 9], 2))); // => [4 3 2 0 1 5]
 * ```
 */
export const argpartition = (x: ArrayLike, kth: number, options: PartitionOptions = {}): NDArray => {
  checkOptions('argpartition', options, ['axis']);
  const { axis = -1 } = options;
  const [operand, along, k] = partitionPlaces('argpartition', x, kth, axis);
  const order = methods.argsort(operand, { axis: along });
  const above = laxSort(sliceInDim(order, k + 1, operand.shape[along]!, 1, along), { dimension: along });
  return concatenate([sliceInDim(order, 0, k + 1, 1, along), above], along);
};

export type SearchOptions = {
  /** Whether the place before (`'left'`, the default) or after equal elements is sought. */
  readonly side?: 'left' | 'right';
  /** The indices that sort the vector, where it is not sorted. */
  readonly sorter?: ArrayLike | null;
};

/** x before y in the order in which NaN is greatest. */
const isBelow = (x: NDArray, y: NDArray): NDArray => bitwiseOr(lt(x, y), bitwiseAnd(ne(y, y), le(x, x)));

/** Whether the place of a value is after an element. */
const isBefore = (element: NDArray, value: NDArray, side: 'left' | 'right'): NDArray =>
  side === 'left' ? isBelow(element, value) : bitwiseNot(isBelow(value, element));

/** More comparisons than these, both of all values and of each, take longer than halving the line step by step. */
const mostComparisons = 1024;
const mostOfEach = 8;

/** How many elements of a line lie before each value. */
const countBelow = (line: NDArray, wanted: NDArray, side: 'left' | 'right'): NDArray => {
  const shape = [...wanted.shape, line.size];
  const element = broadcastTo(line, shape);
  const value = broadcastTo(expandDims(wanted, [wanted.ndim]), shape);
  const before = isBefore(element, value, side);
  return reduceSum(convertElementType(before, 'int32'), [wanted.ndim]);
};

/** The same by halving the part of the line that a value can belong to, in as many steps as JAX takes. */
const countBelowByHalving = (line: NDArray, wanted: NDArray, side: 'left' | 'right'): NDArray => {
  const [sorted, values] = [stopGradient(line), stopGradient(wanted)];
  const halve = (_: NDArray, [low, high]: [NDArray, NDArray]): [NDArray, NDArray] => {
    const middle = shiftRightLogical(add(low, high), constantLike(low, 1));
    const element = take(sorted, middle, { mode: 'clip' });
    const isLess = isBefore(element, values, side);
    return [select(isLess, middle, low), select(isLess, high, middle)];
  };
  const start: [NDArray, NDArray] = [filled(wanted.shape, 'int32', 0), filled(wanted.shape, 'int32', line.size)];
  return foriLoop(0, Math.ceil(Math.log2(line.size + 1)), halve, start)[1];
};

/**
 * Where values would have to be put into a sorted vector to keep it sorted, as int32.
 *
 * Throws RangeError where the first argument is no vector, TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(np.searchsorted([1, 2, 3], [0, 2, 9]))); // => [0 1 3]
 * ```
 */
export const searchsorted = (sorted: ArrayLike, values: ArrayLike, options: SearchOptions = {}): NDArray => {
  checkOptions('searchsorted', options, ['side', 'sorter']);
  return search('searchsorted', sorted, values, options);
};

const search = (what: string, sorted: ArrayLike, values: ArrayLike, options: SearchOptions): NDArray => {
  const { side = 'left', sorter = null } = options;
  if (side !== 'left' && side !== 'right')
    throw new TypeError(`${what}: side must be 'left' or 'right', got ${JSON.stringify(side)}`);
  const [given, wanted] = asPromoted(what, [sorted, values]);
  if (given.ndim !== 1) throw new RangeError(`${what}: the first argument must be a vector, got ${avalString(given)}`);
  const line = sorter === null ? given : take(given, asArray(what, sorter));
  refuseComplex(what, line);
  const few = line.size <= mostOfEach || line.size * wanted.size <= mostComparisons;
  if (few) return countBelow(line, wanted, side);
  // a loop that is traced with a known line would be another program for each line
  return together([line, wanted], (known, values) => countBelowByHalving(known, values, side), 0);
};

export type DigitizeOptions = {
  /** Whether bins contain their right edge instead of their left one. */
  readonly right?: boolean;
};

/**
 * In which bin each element lies, as int32: 0 before the first edge, 1 between the first two, and so on.
 *
 * Edges must ascend or descend. Throws RangeError where they are no vector.
 *
 * @example
 * ```ts
 * console.log(String(np.digitize([0.2, 6.4, 3], [0, 1, 2.5, 4]))); // => [1 4 3]
 * ```
 */
export const digitize = (x: ArrayLike, bins: ArrayLike, options: DigitizeOptions = {}): NDArray => {
  checkOptions('digitize', options, ['right']);
  const { right = false } = options;
  const edges = asArray('digitize', bins);
  if (edges.ndim !== 1) throw new RangeError(`digitize: the edges must be a vector, got ${avalString(edges)}`);
  const { size } = edges;
  const side = right ? 'left' : 'right';
  const upwards = (): NDArray => search('digitize', edges, x, { side });
  if (size < 2) return upwards();
  const downwards = (): NDArray => {
    const found = search('digitize', rev(edges, [0]), x, { side });
    return sub(constantLike(found, size), found);
  };
  const known = knownValue(edges);
  if (known !== undefined) return known.data[0]! > known.data[size - 1]! ? downwards() : upwards();
  return select(gt(indexInDim(edges, 0, 0, false), indexInDim(edges, size - 1, 0, false)), downwards(), upwards());
};
