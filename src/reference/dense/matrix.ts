// What all methods of this folder share: row-major matrices in Float64Arrays, `lanes` entries an element (complex
// elements are a real and an imaginary part side by side).

export type Lanes = 1 | 2;

/** The relative spacing of float64, 2⁻⁵². */
export const EPSILON = Number.EPSILON;
/** The least number whose reciprocal is finite, as LAPACK's dlamch has it. */
export const SAFE_MINIMUM = 2 ** -1022;

/** Throws a RangeError unless `data` holds exactly `rows` × `columns` elements. */
export const checkMatrix = (
  what: string,
  name: string,
  data: Float64Array,
  rows: number,
  columns: number,
  lanes: Lanes = 1,
): void => {
  for (const extent of [rows, columns]) {
    if (!Number.isInteger(extent) || extent < 0) {
      throw new RangeError(`${what}: ${name} must have extents that are integers ≥ 0, got ${rows} × ${columns}`);
    }
  }
  if (data.length !== lanes * rows * columns) {
    throw new RangeError(
      `${what}: ${name} must hold ${rows} × ${columns} ${lanes === 2 ? 'complex ' : ''}elements ` +
        `(${lanes * rows * columns} numbers), got ${data.length} numbers`,
    );
  }
};

export const identity = (rows: number, columns: number, lanes: Lanes = 1): Float64Array => {
  const result = new Float64Array(lanes * rows * columns);
  for (let i = 0; i < Math.min(rows, columns); i++) result[lanes * (i * columns + i)] = 1;
  return result;
};

export const transpose = (a: Float64Array, rows: number, columns: number): Float64Array => {
  const result = new Float64Array(a.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = a[i * columns + j]!;
  return result;
};

/** Aᴴ of an m × n complex matrix. */
export const conjugateTranspose = (a: Float64Array, rows: number, columns: number): Float64Array => {
  const result = new Float64Array(a.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      result[2 * (j * rows + i)] = a[2 * (i * columns + j)]!;
      result[2 * (j * rows + i) + 1] = -a[2 * (i * columns + j) + 1]!;
    }
  }
  return result;
};

/** The same rows cut, or filled up with zeros, to another number of columns. */
export const withColumns = (
  a: Float64Array,
  rows: number,
  columns: number,
  wanted: number,
  lanes: Lanes = 1,
): Float64Array => {
  const result = new Float64Array(lanes * rows * wanted);
  const kept = lanes * Math.min(columns, wanted);
  for (let i = 0; i < rows; i++) {
    result.set(a.subarray(lanes * i * columns, lanes * i * columns + kept), lanes * i * wanted);
  }
  return result;
};

/** The first `rows` rows with zeros below the diagonal. */
export const upperTriangle = (a: Float64Array, rows: number, columns: number, lanes: Lanes = 1): Float64Array => {
  const result = a.slice(0, lanes * rows * columns);
  for (let i = 1; i < rows; i++) result.fill(0, lanes * i * columns, lanes * (i * columns + Math.min(i, columns)));
  return result;
};

/** A real matrix as a complex one. */
export const toComplex = (a: Float64Array): Float64Array => {
  const result = new Float64Array(2 * a.length);
  for (let i = 0; i < a.length; i++) result[2 * i] = a[i]!;
  return result;
};

export const nanArray = (length: number): Float64Array => new Float64Array(length).fill(Number.NaN);

export const allFinite = (a: Float64Array): boolean => a.every(Number.isFinite);

/** The 2-norm of the entries `from` to the end, without overflow or harmful underflow; NaN if any is NaN. */
export const norm = (x: Float64Array, from = 0): number => {
  let sum = 0;
  for (let i = from; i < x.length; i++) sum += x[i]! * x[i]!;
  if (Number.isNaN(sum) || (sum > 1e-280 && sum < 1e300)) return Math.sqrt(sum);
  let largest = 0;
  for (let i = from; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]!));
  if (largest === 0 || largest === Infinity) return largest;
  sum = 0;
  for (let i = from; i < x.length; i++) sum += (x[i]! / largest) ** 2;
  return largest * Math.sqrt(sum);
};

/**
 * The matrix times a power of two that brings its largest entry between 1/2 and 1, and the exponent that undoes it.
 * Squares of entries then neither overflow nor vanish together, and no digit changes.
 */
export const scaledToOne = (a: Float64Array): { scaled: Float64Array; exponent: number } => {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]!));
  if (largest === 0 || !Number.isFinite(largest)) return { scaled: a.slice(), exponent: 0 };
  const exponent = Math.floor(Math.log2(largest)) + 1;
  return { scaled: a.map(x => timesPowerOfTwo(x, -exponent)), exponent };
};

/** x · 2^exponent for exponents whose own power of two is out of range, too. */
export const timesPowerOfTwo = (x: number, exponent: number): number => {
  const half = Math.trunc(exponent / 2);
  return x * 2 ** half * 2 ** (exponent - half);
};
