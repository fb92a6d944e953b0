import type { ArrayLike, AxisOptions, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { normalizeAxis } from '../../array/shape.ts';
import { sub } from '../../primitives/elementwise/arithmetic.ts';
import { constantLike } from '../../primitives/elementwise/constant.ts';
import { reshape } from '../../primitives/shape/reshape.ts';
import { rev } from '../../primitives/shape/rev.ts';
import { argsort as laxArgsort, sort as laxSort } from '../../primitives/sort/sort.ts';
import { readArray } from './read.ts';

export type SortOptions = AxisOptions & {
  /** From the greatest to the least. */
  readonly descending?: boolean;
  /** Whether equal elements keep their order. They always do. */
  readonly stable?: boolean;
};

const sortOptions = ['axis', 'descending', 'stable'];

/** The line that is sorted: along an axis (the last by default), or with `null` all elements. */
const lines = (
  what: string,
  x: ArrayLike,
  axis: number | null | undefined,
): readonly [operand: NDArray, along: number] => {
  const array = readArray(what, x);
  const operand = axis === null ? reshape(array, [array.size]) : array;
  if (operand.ndim === 0) throw new RangeError(`${what}: a 0-d array has no axis to sort along`);
  return [operand, normalizeAxis(what, axis ?? -1, operand.ndim)];
};

export const sort = (x: ArrayLike, options: SortOptions = {}): NDArray => {
  checkOptions('sort', options, sortOptions);
  const { axis, descending = false } = options;
  const [operand, along] = lines('sort', x, axis);
  const sorted = laxSort(operand, { dimension: along });
  return descending ? rev(sorted, [along]) : sorted;
};

export const argsort = (x: ArrayLike, options: SortOptions = {}): NDArray => {
  checkOptions('argsort', options, sortOptions);
  const { axis, descending = false } = options;
  const [operand, along] = lines('argsort', x, axis);
  if (!descending) return laxArgsort(operand, { dimension: along });
  // Reversed before and after, so that equal elements keep their order.
  const order = laxArgsort(rev(operand, [along]), { dimension: along });
  return rev(subtractFrom(operand.shape[along]! - 1, order), [along]);
};

/** Places counted from the other end. */
const subtractFrom = (last: number, places: NDArray): NDArray => sub(constantLike(places, last), places);
