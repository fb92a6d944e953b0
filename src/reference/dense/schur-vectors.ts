// Eigenvectors of an upper quasi-triangular matrix, held as a complex one: 1 × 1 blocks on the diagonal, and 2 × 2
// blocks where a subdiagonal entry is not zero.
import { type Complex, divide, multiply, taxicab } from './complex.ts';
import { EPSILON } from './matrix.ts';

/** Vectors that grow beyond this are scaled down, so that the next steps cannot overflow. */
const LARGE = 2 ** 200;
const SMALLEST_PIVOT = 2 ** -500;

const entry = (t: Float64Array, n: number, i: number, j: number): Complex => [
  t[2 * (i * n + j)]!,
  t[2 * (i * n + j) + 1]!,
];

const minus = (a: Complex, b: Complex): Complex => [a[0] - b[0], a[1] - b[1]];

/** A pivot too small to divide by is replaced: the vector then belongs to a matrix that differs by rounding only. */
const guarded = (pivot: Complex, smallest: number): Complex => (taxicab(...pivot) < smallest ? [smallest, 0] : pivot);

/** Whether rows i-1 and i are one 2 × 2 block. */
const endsBlock = (t: Float64Array, n: number, i: number): boolean => i > 0 && taxicab(...entry(t, n, i, i - 1)) > 0;

/** Solves [[a, b], [c, d]] (x, y) = (u, v) by elimination from the larger of a and c. */
const solveTwoByTwo = (
  [a, b, c, d]: readonly [Complex, Complex, Complex, Complex],
  [u, v]: readonly [Complex, Complex],
  smallest: number,
): readonly [Complex, Complex] => {
  if (taxicab(...a) < taxicab(...c)) return solveTwoByTwo([c, d, a, b], [v, u], smallest);
  const pivot = guarded(a, smallest);
  const factor = divide(...c, ...pivot);
  const y = divide(...minus(v, multiply(factor, u)), ...guarded(minus(d, multiply(factor, b)), smallest));
  const x = divide(...minus(u, multiply(b, y)), ...pivot);
  return [x, y];
};

/** x[index] for a row `index` above `last`: the negated sum of what is known already. */
const rightSide = (t: Float64Array, n: number, index: number, from: number, last: number, x: Float64Array): Complex => {
  let re = 0;
  let im = 0;
  for (let k = from; k <= last; k++) {
    const at = 2 * (index * n + k);
    re -= t[at]! * x[2 * k]! - t[at + 1]! * x[2 * k + 1]!;
    im -= t[at]! * x[2 * k + 1]! + t[at + 1]! * x[2 * k]!;
  }
  return [re, im];
};

/** What the first or the last entry of a 2 × 2 block's vector is set to: 1 or ±i, so that phases are LAPACK's. */
type Units = { readonly first: Complex; readonly last: Complex };

/** The vector within the block that ends at `last`; returns the block's first row. */
const startVector = (t: Float64Array, n: number, last: number, value: Complex, units: Units, x: Float64Array) => {
  if (!endsBlock(t, n, last)) {
    x[2 * last] = 1;
    return last;
  }
  const first = last - 1;
  const above = entry(t, n, first, last);
  const below = entry(t, n, last, first);
  if (taxicab(...above) >= taxicab(...below)) {
    x.set(units.first, 2 * first);
    x.set(multiply(units.first, divide(...minus(value, entry(t, n, first, first)), ...above)), 2 * last);
  } else {
    x.set(units.last, 2 * last);
    x.set(multiply(units.last, divide(...minus(value, entry(t, n, last, last)), ...below)), 2 * first);
  }
  return first;
};

const solveUpwards = (t: Float64Array, n: number, first: number, last: number, value: Complex, x: Float64Array) => {
  const smallest = Math.max(EPSILON * taxicab(...value), SMALLEST_PIVOT);
  for (let i = first - 1; i >= 0; i--) {
    const known = rightSide(t, n, i, i + 1, last, x);
    if (endsBlock(t, n, i)) {
      const block = [
        minus(entry(t, n, i - 1, i - 1), value),
        entry(t, n, i - 1, i),
        entry(t, n, i, i - 1),
        minus(entry(t, n, i, i), value),
      ] as const;
      const [u, v] = solveTwoByTwo(block, [rightSide(t, n, i - 1, i + 1, last, x), known], smallest);
      x.set(u, 2 * (i - 1));
      x.set(v, 2 * i);
      i--;
    } else x.set(divide(...known, ...guarded(minus(entry(t, n, i, i), value), smallest)), 2 * i);
    const size = taxicab(x[2 * i]!, x[2 * i + 1]!) + taxicab(x[2 * i + 2]!, x[2 * i + 3]!);
    if (size > LARGE) for (let k = 0; k < x.length; k++) x[k]! /= size;
  }
};

/** The right eigenvectors of `t` as rows. */
const vectorsOf = (t: Float64Array, n: number, values: Float64Array, unitsOf: (im: number) => Units): Float64Array => {
  const rows = new Float64Array(2 * n * n);
  for (let j = n - 1; j >= 0; j--) {
    const value: Complex = [values[2 * j]!, values[2 * j + 1]!];
    const x = rows.subarray(2 * j * n, 2 * (j + 1) * n);
    // Both vectors of a 2 × 2 block begin at its last row.
    const last = j + 1 < n && endsBlock(t, n, j + 1) ? j + 1 : j;
    solveUpwards(t, n, startVector(t, n, last, value, unitsOf(value[1]), x), last, value, x);
  }
  return rows;
};

/**
 * The right eigenvectors of the n × n quasi-triangular complex `t` with eigenvalues `values`, as rows, of no particular
 * length. Expects entries of moderate size. Source: back substitution, Golub & Van Loan, Matrix Computations, 7.6.4,
 * with guarded pivots as in LAPACK's trevc.
 */
export const quasiTriangularVectors = (t: Float64Array, n: number, values: Float64Array): Float64Array =>
  vectorsOf(t, n, values, im => ({ first: [1, 0], last: [0, im < 0 ? -1 : 1] }));

/**
 * The left eigenvectors, yᴴ T = λ yᴴ, as rows: the right ones of Tᴴ, which is quasi-triangular when read from the last
 * row and column to the first.
 */
export const quasiTriangularLeftVectors = (t: Float64Array, n: number, values: Float64Array): Float64Array => {
  const turned = new Float64Array(t.length);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [re, im] = entry(t, n, n - 1 - j, n - 1 - i);
      turned.set([re, -im], 2 * (i * n + j));
    }
  }
  const turnedValues = new Float64Array(2 * n);
  for (let j = 0; j < n; j++) turnedValues.set([values[2 * j]!, -values[2 * j + 1]!], 2 * (n - 1 - j));
  const turnedRows = vectorsOf(turned, n, turnedValues, im => ({ first: [0, im < 0 ? 1 : -1], last: [1, 0] }));
  const rows = new Float64Array(turnedRows.length);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) rows.set(entry(turnedRows, n, n - 1 - j, n - 1 - i), 2 * (j * n + i));
  }
  return rows;
};
