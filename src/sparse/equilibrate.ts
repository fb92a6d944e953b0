import type { CompressedMatrix } from '../pattern/compress.ts';

/** Enough for the smallest number that there is. */
const greatestExponent = 540;
const mostRounds = 16;

/**
 * Powers of two s with which the rows and columns of the symmetric matrix s·A·s all have a greatest element near 1 (Ruiz, 2001).
 * Scaling by them is exact, and Sylvester's law says that the signs of the eigenvalues stay.
 */
export const equilibrate = ({ shape, indptr, indices, data }: CompressedMatrix): Float64Array => {
  const n = shape[0];
  const scales = new Float64Array(n).fill(1);
  const exponents = new Int32Array(n);
  for (let round = 0; round < mostRounds; round++) {
    let changed = false;
    for (let row = 0; row < n; row++) {
      let largest = 0;
      for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
        const size = Math.abs(data[at]! * scales[row]! * scales[indices[at]!]!);
        if (size > largest) largest = size;
      }
      exponents[row] = largest === 0 ? 0 : -Math.round(Math.log2(largest) / 2);
    }
    for (let row = 0; row < n; row++) {
      if (exponents[row] === 0) continue;
      const exponent = Math.log2(scales[row]!) + exponents[row]!;
      const scale = 2 ** Math.max(-greatestExponent, Math.min(greatestExponent, exponent));
      if (scale !== scales[row]) changed = true;
      scales[row] = scale;
    }
    if (!changed) break;
  }
  return scales;
};

/** s·A·s in double precision. */
export const scaledMatrix = (matrix: CompressedMatrix, scales: Float64Array): CompressedMatrix => {
  const { shape, indptr, indices, data } = matrix;
  const scaled = new Float64Array(data.length);
  for (let row = 0; row < shape[0]; row++) {
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      scaled[at] = data[at]! * scales[row]! * scales[indices[at]!]!;
    }
  }
  return { shape, indptr, indices, data: scaled };
};
