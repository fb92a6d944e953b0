// Results of peers, element by element.
import { readFileSync } from 'node:fs';

/** @typedef {{ rows: number | undefined, numbers: Float64Array }} Answer numbers, and how many rows a sparse matrix has */

/**
 * @param {string} file
 * @param {number | null | undefined} rows
 * @returns {Answer}
 */
export const readAnswer = (file, rows) => {
  const bytes = readFileSync(file);
  return {
    rows: rows ?? undefined,
    numbers: new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
  };
};

/**
 * @param {Float64Array} numbers the rows' beginnings, columns and elements of a sparse matrix end to end
 * @param {number} rows
 */
const partsOf = (numbers, rows) => {
  const indptr = numbers.subarray(0, rows + 1);
  const count = indptr.at(-1) ?? 0;
  return { indptr, indices: numbers.subarray(rows + 1, rows + 1 + count), data: numbers.subarray(rows + 1 + count) };
};

/**
 * Visits the elements of two matrices in compressed rows with ascending columns; what one of them lacks is 0.
 * @param {ReturnType<typeof partsOf>} a
 * @param {ReturnType<typeof partsOf>} b
 * @param {(a: number, b: number) => void} visit
 */
const forEachPair = (a, b, visit) => {
  const at = (/** @type {Float64Array} */ list, /** @type {number} */ i) => /** @type {number} */ (list[i]);
  for (let row = 0; row + 1 < a.indptr.length; row++) {
    let [i, j] = [at(a.indptr, row), at(b.indptr, row)];
    const [endA, endB] = [at(a.indptr, row + 1), at(b.indptr, row + 1)];
    while (i < endA || j < endB) {
      const columnA = i < endA ? at(a.indices, i) : Number.POSITIVE_INFINITY;
      const columnB = j < endB ? at(b.indices, j) : Number.POSITIVE_INFINITY;
      visit(columnA <= columnB ? at(a.data, i) : 0, columnB <= columnA ? at(b.data, j) : 0);
      if (columnA <= columnB) i++;
      if (columnB <= columnA) j++;
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
  const visit = (/** @type {number} */ value, /** @type {number} */ right) => {
    const apart = Math.abs(value - right);
    if (!(apart <= most)) most = Number.isNaN(apart) ? Infinity : apart;
    if (Math.abs(right) > scale) scale = Math.abs(right);
  };
  if (answer.rows !== reference.rows) return Infinity;
  if (reference.rows === undefined) {
    if (answer.numbers.length !== reference.numbers.length) return Infinity;
    reference.numbers.forEach((right, i) => {
      visit(/** @type {number} */ (answer.numbers[i]), right);
    });
  } else {
    const [a, b] = [partsOf(answer.numbers, reference.rows), partsOf(reference.numbers, reference.rows)];
    if (a.indices.length !== a.data.length || b.indices.length !== b.data.length) return Infinity;
    forEachPair(a, b, visit);
  }
  return most === 0 ? 0 : most / scale;
};
