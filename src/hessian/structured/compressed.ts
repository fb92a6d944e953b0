import { filled } from '../../array/create.ts';
import type { DType } from '../../array/dtype.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { type CompressedPattern, compressRows } from '../../pattern/compress.ts';
import { convertElementType } from '../../primitives/convert.ts';
import { concatenate } from '../../primitives/shape/concatenate.ts';
import { reshape } from '../../primitives/shape/reshape.ts';
import { addFlat, takeFlat } from './places.ts';
import { entriesOf, type PlainTangent, type Slot } from './slot.ts';

/** Values from several slots end to end, and which of them are elements of a matrix. */
type Collected = {
  readonly parts: readonly NDArray[];
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  /** For each entry where its value stands among the parts. */
  readonly sources: Int32Array;
};

/** The slots' entries that are wanted. What a slot has is taken whole or not at all: the rest is left where it is. */
const collect = (
  tangents: readonly PlainTangent[],
  rowStarts: readonly number[],
  isWanted: (row: number, column: number) => boolean,
): Collected => {
  const parts: NDArray[] = [];
  const found: { readonly rows: Int32Array; readonly columns: Int32Array; readonly sources: Int32Array }[] = [];
  let length = 0;
  const visit = (slot: Slot, rowStart: number): void => {
    const { values, elements, columns } = entriesOf(slot);
    const uniform = values.ndim === 0;
    const rows = new Int32Array(elements.length);
    const kept = new Int32Array(elements.length);
    const sources = new Int32Array(elements.length);
    let next = 0;
    for (let i = 0; i < elements.length; i++) {
      const element = elements[i]!;
      const column = columns[i]!;
      if (element < 0 || column < 0 || !isWanted(rowStart + element, column)) continue;
      rows[next] = rowStart + element;
      kept[next] = column;
      sources[next++] = uniform ? length : length + i;
    }
    if (next === 0) return;
    parts.push(uniform ? reshape(values, [1]) : values);
    length += uniform ? 1 : elements.length;
    found.push({ rows: rows.subarray(0, next), columns: kept.subarray(0, next), sources: sources.subarray(0, next) });
  };
  tangents.forEach(({ slots }, i) => {
    for (const slot of slots) visit(slot, rowStarts[i]!);
  });
  const total = found.reduce((sum, { rows }) => sum + rows.length, 0);
  const result = { rows: new Int32Array(total), columns: new Int32Array(total), sources: new Int32Array(total) };
  let next = 0;
  for (const { rows, columns, sources } of found) {
    result.rows.set(rows, next);
    result.columns.set(columns, next);
    result.sources.set(sources, next);
    next += rows.length;
  }
  return { parts, ...result };
};

const join = (parts: readonly NDArray[], dtype: DType): NDArray => {
  const converted = parts.map(part => convertElementType(part, dtype));
  return converted.length === 0 ? filled([0], dtype, 0) : concatenate(converted, 0);
};

/** One value for each of so many places, entries that share one added up. */
const gatherValues = (collected: Collected, places: Int32Array, count: number, dtype: DType): NDArray => {
  const { parts, sources } = collected;
  const values = join(parts, dtype);
  if (places.length === count) {
    const from = new Int32Array(count);
    places.forEach((place, entry) => {
      from[place] = sources[entry]!;
    });
    return count === 0 ? values : takeFlat(values, from);
  }
  return addFlat(count, places, takeFlat(values, sources), false);
};

export type CompressedHessian = { readonly pattern: CompressedPattern; readonly data: NDArray };

/**
 * The Hessian in compressed rows, from the tangents of the gradient's parts. `symmetric` has only the lower half computed,
 * and the other one mirrored.
 */
export const compressedHessian = (
  tangents: readonly PlainTangent[],
  rowStarts: readonly number[],
  n: number,
  dtype: DType,
  symmetric: boolean,
): CompressedHessian => {
  const collected = collect(tangents, rowStarts, (row, column) => !symmetric || row >= column);
  const { pattern, places } = compressRows(collected.rows, collected.columns, [n, n]);
  const count = pattern.indices.length;
  // where each element is computed once, the values are read where they stand
  const unique = places.length === count;
  const values = unique ? join(collected.parts, dtype) : gatherValues(collected, places, count, dtype);
  const from = new Int32Array(count);
  if (unique) {
    places.forEach((place, entry) => {
      from[place] = collected.sources[entry]!;
    });
  } else for (let i = 0; i < count; i++) from[i] = i;
  const whole = symmetric ? mirrored(pattern, from) : { pattern, from };
  return { pattern: whole.pattern, data: count === 0 ? values : takeFlat(values, whole.from) };
};

type Placed = { readonly pattern: CompressedPattern; readonly from: Int32Array };

/** A symmetric matrix from its lower half, of which each element is read from a place. */
const mirrored = (lower: CompressedPattern, from: Int32Array): Placed => {
  const { indptr, indices, shape } = lower;
  const count = indices.length;
  const rows = new Int32Array(2 * count);
  const columns = new Int32Array(2 * count);
  const sources = new Int32Array(2 * count);
  let next = 0;
  const put = (row: number, column: number, source: number): void => {
    rows[next] = row;
    columns[next] = column;
    sources[next++] = source;
  };
  for (let row = 0; row < shape[0]; row++) {
    for (let i = indptr[row]!; i < indptr[row + 1]!; i++) {
      const column = indices[i]!;
      put(row, column, from[i]!);
      if (column !== row) put(column, row, from[i]!);
    }
  }
  const { pattern, places } = compressRows(rows.subarray(0, next), columns.subarray(0, next), shape);
  const result = new Int32Array(next);
  places.forEach((place, entry) => {
    result[place] = sources[entry]!;
  });
  return { pattern, from: result };
};

/** The diagonal elements in the rows of one tangent, whose first row is `rowStart`: 1-D. */
export const diagonalOfRows = (tangent: PlainTangent, rowStart: number, size: number, dtype: DType): NDArray => {
  const collected = collect([tangent], [rowStart], (row, column) => row === column);
  const places = collected.rows.map(row => row - rowStart);
  const seen = new Uint8Array(size);
  for (const place of places) seen[place] = 1;
  const complete = seen.every(flag => flag === 1);
  if (complete && places.length === size) return gatherValues(collected, places, size, dtype);
  return addFlat(size, places, takeFlat(join(collected.parts, dtype), collected.sources), false);
};
