import type { CompressedMatrix, CompressedPattern } from '../pattern/compress.ts';
import { shown } from '../util/errors.ts';

const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;

/** Throws unless a shape is that of a matrix. */
export const checkExtents = (what: string, shape: unknown): void => {
  if (!Array.isArray(shape) || shape.length !== 2 || !shape.every(isCount))
    throw new RangeError(`${what}: the shape must be two counts, got ${shown(shape)}`);
};

/** Throws where arrays are no compressed rows with ascending columns. */
export const checkPattern = (what: string, { shape, indptr, indices }: CompressedPattern): void => {
  checkExtents(what, shape);
  if (!(indptr instanceof Int32Array && indices instanceof Int32Array)) {
    throw new TypeError(`${what}: indptr and indices must be Int32Arrays`);
  }
  const [rows, columns] = shape;
  if (indptr.length !== rows + 1 || indptr[0] !== 0 || indptr[rows] !== indices.length) {
    throw new RangeError(
      `${what}: indptr needs ${rows + 1} entries for ${rows} rows, from 0 to the number of indices (${indices.length}); got ${indptr.length} from ${indptr[0]} to ${indptr.at(-1)}`,
    );
  }
  for (let row = 0; row < rows; row++) {
    const [start, end] = [indptr[row]!, indptr[row + 1]!];
    if (end < start) throw new RangeError(`${what}: indptr falls from ${start} to ${end} at row ${row}`);
    let previous = -1;
    for (let at = start; at < end; at++) {
      const column = indices[at]!;
      if (column < 0 || column >= columns) {
        throw new RangeError(`${what}: row ${row} has column ${column}, outside of ${columns} columns`);
      }
      if (column <= previous) {
        throw new RangeError(
          `${what}: row ${row} has column ${column} ${column === previous ? 'twice' : `after ${previous}`}, but columns must ascend: SparseMatrix.fromEntries sorts, and adds up what has the same place`,
        );
      }
      previous = column;
    }
  }
};

/** The same for matrices. */
export const checkMatrix = (what: string, matrix: CompressedMatrix): void => {
  const { indices, data } = matrix;
  if (!(data instanceof Float64Array || data instanceof Float32Array)) {
    throw new TypeError(`${what}: data must be a Float64Array or a Float32Array`);
  }
  if (indices?.length !== data.length) {
    throw new RangeError(`${what}: indices has ${indices?.length} entries, data ${data.length}`);
  }
  checkPattern(what, matrix);
};
