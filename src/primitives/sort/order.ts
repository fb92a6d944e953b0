import { lanesOf } from '../../array/dtype.ts';
import type { ConcreteArray } from '../../array/ndarray.ts';

/** Compares the elements at two flat indices: negative where the first comes first, 0 where they are equal. */
export type Comparator = (i: number, j: number) => number;

/** Numbers ascending, then NaN; -0 equals 0, NaN equals NaN. */
const compareNumbers = (x: number, y: number): number => {
  if (x < y) return -1;
  if (x > y) return 1;
  if (x === y) return 0;
  return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
};

/** The order of a sort: complex numbers by their real, then their imaginary parts. */
export const ascending = ({ dtype, data }: ConcreteArray): Comparator =>
  lanesOf(dtype) === 1
    ? (i, j) => compareNumbers(data[i]!, data[j]!)
    : (i, j) => compareNumbers(data[2 * i]!, data[2 * j]!) || compareNumbers(data[2 * i + 1]!, data[2 * j + 1]!);

/** The order of the greatest elements: NaN first, then numbers descending; 0 comes before -0. */
export const descending =
  ({ data }: ConcreteArray): Comparator =>
  (i, j) => {
    const [x, y] = [data[i]!, data[j]!];
    return compareNumbers(y, x) || Number(Object.is(x, -0)) - Number(Object.is(y, -0));
  };

/** The first order that tells two elements apart decides. */
export const lexicographic =
  (comparators: readonly Comparator[]): Comparator =>
  (i, j) => {
    for (const compare of comparators) {
      const order = compare(i, j);
      if (order !== 0) return order;
    }
    return 0;
  };
