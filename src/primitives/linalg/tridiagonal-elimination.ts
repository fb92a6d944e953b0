import { type Complex, divide, multiply, taxicab } from '../../reference/dense/complex.ts';

/** What elimination needs of numbers. */
type Field<T extends number | Complex> = {
  readonly minusProduct: (a: T, b: T, c: T) => T;
  readonly over: (a: T, b: T) => T;
  readonly size: (a: T) => number;
  readonly read: (data: Float64Array, index: number) => T;
  readonly write: (data: Float64Array, index: number, value: T) => void;
  readonly zero: T;
  /** Entries of a typed array that a number takes. */
  readonly lanes: number;
};

const realField: Field<number> = {
  minusProduct: (a, b, c) => a - b * c,
  over: (a, b) => a / b,
  size: Math.abs,
  read: (data, index) => data[index]!,
  write: (data, index, value) => {
    data[index] = value;
  },
  zero: 0,
  lanes: 1,
};

const complexField: Field<Complex> = {
  minusProduct: ([re, im], b, c) => {
    const [productRe, productIm] = multiply(b, c);
    return [re - productRe, im - productIm];
  },
  over: (a, b) => divide(...a, ...b),
  size: a => taxicab(...a),
  read: (data, index) => [data[2 * index]!, data[2 * index + 1]!],
  write: (data, index, value) => data.set(value, 2 * index),
  zero: [0, 0],
  lanes: 2,
};

type Eliminate = (
  lower: Float64Array,
  diagonal: Float64Array,
  upper: Float64Array,
  b: Float64Array,
  columns: number,
) => Float64Array;

/**
 * Gaussian elimination with partial pivoting of a tridiagonal matrix; NaN throughout if a pivot is zero, as in JAX.
 * `lower` starts and `upper` ends with a number that is not read. Source: LAPACK's gtsv.
 */
const elimination =
  <T extends number | Complex>({ minusProduct, over, size, read, write, zero, lanes }: Field<T>): Eliminate =>
  (lower, diagonal, upper, b, columns) => {
    const n = diagonal.length / lanes;
    const list = (data: Float64Array): T[] => Array.from({ length: n }, (_, i) => read(data, i));
    const [d, first, below] = [list(diagonal), list(upper), list(lower)];
    const second: T[] = Array.from({ length: n }, () => zero);
    const y = Array.from({ length: n }, (_, i) => Array.from({ length: columns }, (_, j) => read(b, i * columns + j)));
    for (let i = 0; i + 1 < n; i++) {
      const c = below[i + 1]!;
      if (size(d[i]!) < size(c)) {
        const factor = over(d[i]!, c);
        const next = d[i + 1]!;
        d[i] = c;
        d[i + 1] = minusProduct(first[i]!, factor, next);
        first[i] = next;
        if (i + 2 < n) {
          second[i] = first[i + 1]!;
          first[i + 1] = minusProduct(zero, factor, second[i]!);
        }
        const row = y[i]!;
        y[i] = y[i + 1]!;
        y[i + 1] = row.map((value, j) => minusProduct(value, factor, y[i]![j]!));
      } else {
        const factor = over(c, d[i]!);
        d[i + 1] = minusProduct(d[i + 1]!, factor, first[i]!);
        y[i + 1] = y[i + 1]!.map((value, j) => minusProduct(value, factor, y[i]![j]!));
      }
    }
    const result = new Float64Array(b.length);
    if (d.some(pivot => size(pivot) === 0)) return result.fill(Number.NaN);
    for (let i = n - 1; i >= 0; i--) {
      for (let j = 0; j < columns; j++) {
        let value = y[i]![j]!;
        if (i + 1 < n) value = minusProduct(value, first[i]!, y[i + 1]![j]!);
        if (i + 2 < n) value = minusProduct(value, second[i]!, y[i + 2]![j]!);
        y[i]![j] = over(value, d[i]!);
        write(result, i * columns + j, y[i]![j]!);
      }
    }
    return result;
  };

export const solveTridiagonal = elimination(realField);
export const solveTridiagonalComplex = elimination(complexField);
