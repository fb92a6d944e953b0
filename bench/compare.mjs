// Results of peers, element by element.
import { readFileSync } from 'node:fs';

/** @typedef {{ rows?: number, numbers: Float64Array }} Answer numbers, and the rows of a sparse matrix */

/** @returns {Answer} */
export const readAnswer = (file, rows) => {
  const bytes = readFileSync(file);
  return {
    rows: rows ?? undefined,
    numbers: new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
  };
};

const partsOf = ({ rows, numbers }) => {
  const indptr = numbers.subarray(0, rows + 1);
  const count = indptr[rows];
  return { indptr, indices: numbers.subarray(rows + 1, rows + 1 + count), data: numbers.subarray(rows + 1 + count) };
};

/** Of the elements of two matrices in compressed rows with ascending columns; what one of them lacks is 0. */
const forEachPair = (a, b, visit) => {
  for (let row = 0; row + 1 < a.indptr.length; row++) {
    let [i, j] = [a.indptr[row], b.indptr[row]];
    const [endA, endB] = [a.indptr[row + 1], b.indptr[row + 1]];
    while (i < endA || j < endB) {
      const [columnA, columnB] = [i < endA ? a.indices[i] : Infinity, j < endB ? b.indices[j] : Infinity];
      if (columnA === columnB) visit(a.data[i++], b.data[j++]);
      else if (columnA < columnB) visit(a.data[i++], 0);
      else visit(0, b.data[j++]);
    }
  }
};

/**
 * The largest difference of any element, relative to the largest element of the reference: Infinity where the answers are of
 * different sizes or an element is no number.
 * @param {Answer} answer
 * @param {Answer} reference
 */
export const difference = (answer, reference) => {
  let [most, scale] = [0, 0];
  const visit = (value, right) => {
    const apart = Math.abs(value - right);
    if (!(apart <= most)) most = Number.isNaN(apart) ? Infinity : apart;
    if (Math.abs(right) > scale) scale = Math.abs(right);
  };
  if (answer.rows !== reference.rows) return Infinity;
  if (reference.rows === undefined) {
    if (answer.numbers.length !== reference.numbers.length) return Infinity;
    for (let i = 0; i < reference.numbers.length; i++) visit(answer.numbers[i], reference.numbers[i]);
  } else {
    const [a, b] = [partsOf(answer), partsOf(reference)];
    if (a.indices.length !== a.data.length || b.indices.length !== b.data.length) return Infinity;
    forEachPair(a, b, visit);
  }
  return most === 0 ? 0 : most / scale;
};
