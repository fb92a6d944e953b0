import { divide, taxicab } from '../../reference/dense/complex.ts';

/** What elimination does to numbers of a list, which are given by their places. */
type Field = {
  /** Entries of a typed array that a number takes. */
  readonly lanes: number;
  readonly size: (x: Float64Array, i: number) => number;
  /** xᵢ -= aⱼ bₖ. */
  readonly subtractProduct: (
    x: Float64Array,
    i: number,
    a: Float64Array,
    j: number,
    b: Float64Array,
    k: number,
  ) => void;
  /** xᵢ = aⱼ / bₖ. */
  readonly setQuotient: (x: Float64Array, i: number, a: Float64Array, j: number, b: Float64Array, k: number) => void;
};

const realField: Field = {
  lanes: 1,
  size: (x, i) => Math.abs(x[i]!),
  subtractProduct: (x, i, a, j, b, k) => {
    x[i]! -= a[j]! * b[k]!;
  },
  setQuotient: (x, i, a, j, b, k) => {
    x[i] = a[j]! / b[k]!;
  },
};

const complexField: Field = {
  lanes: 2,
  size: (x, i) => taxicab(x[2 * i]!, x[2 * i + 1]!),
  subtractProduct: (x, i, a, j, b, k) => {
    x[2 * i]! -= a[2 * j]! * b[2 * k]! - a[2 * j + 1]! * b[2 * k + 1]!;
    x[2 * i + 1]! -= a[2 * j]! * b[2 * k + 1]! + a[2 * j + 1]! * b[2 * k]!;
  },
  setQuotient: (x, i, a, j, b, k) => {
    [x[2 * i], x[2 * i + 1]] = divide(a[2 * j]!, a[2 * j + 1]!, b[2 * k]!, b[2 * k + 1]!);
  },
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
 * `lower` starts and `upper` ends with a number that is not read. The solution takes the place of b, factors those of the
 * diagonals. Source: LAPACK's gtsv.
 */
const elimination =
  ({ lanes, size, subtractProduct, setQuotient }: Field): Eliminate =>
  (lower, diagonal, upper, b, columns) => {
    const n = diagonal.length / lanes;
    /** The diagonal above the upper one, which interchanges fill. */
    const second = new Float64Array(diagonal.length);
    const factor = new Float64Array(lanes);
    const swap = (x: Float64Array, i: number, y: Float64Array, j: number): void => {
      for (let lane = 0; lane < lanes; lane++) {
        const value = x[lanes * i + lane]!;
        x[lanes * i + lane] = y[lanes * j + lane]!;
        y[lanes * j + lane] = value;
      }
    };
    for (let i = 0; i + 1 < n; i++) {
      const row = i * columns;
      if (size(diagonal, i) < size(lower, i + 1)) {
        swap(diagonal, i, lower, i + 1);
        swap(upper, i, diagonal, i + 1);
        swap(second, i, upper, i + 1);
        for (let j = row; j < row + columns; j++) swap(b, j, b, j + columns);
      }
      setQuotient(factor, 0, lower, i + 1, diagonal, i);
      subtractProduct(diagonal, i + 1, factor, 0, upper, i);
      subtractProduct(upper, i + 1, factor, 0, second, i);
      for (let j = row; j < row + columns; j++) subtractProduct(b, j + columns, factor, 0, b, j);
    }
    for (let i = n - 1; i >= 0; i--) {
      if (size(diagonal, i) === 0) return b.fill(Number.NaN);
      for (let j = i * columns; j < (i + 1) * columns; j++) {
        if (i + 1 < n) subtractProduct(b, j, upper, i, b, j + columns);
        if (i + 2 < n) subtractProduct(b, j, second, i, b, j + 2 * columns);
        setQuotient(b, j, b, j, diagonal, i);
      }
    }
    return b;
  };

export const solveTridiagonal = elimination(realField);
export const solveTridiagonalComplex = elimination(complexField);
