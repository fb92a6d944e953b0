import { filled } from '../../array/create.ts';
import type { DType } from '../../array/dtype.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import { type CompressedPattern, compressRows } from '../../pattern/compress.ts';
import { convertElementType } from '../../primitives/convert.ts';
import { concatenate } from '../../primitives/shape/concatenate.ts';
import { addFlat, takeFlat } from './places.ts';
import { entriesOf, listedValues, type PlainTangent, type Slot } from './slot.ts';

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
    const list = entriesOf(slot);
    const { elements, columns } = list;
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
      sources[next++] = length + i;
    }
    if (next === 0) return;
    parts.push(listedValues(list));
    length += elements.length;
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
  return addUp(count, places, values, sources);
};

/**
 * Values added up at places. Where most of them count, those that do not are dropped on the way: reading all of them in turn
 * is cheaper than looking up each.
 */
const addUp = (count: number, places: Int32Array, values: NDArray, sources: Int32Array): NDArray => {
  const all = sizeOf(values.shape);
  if (3 * sources.length < all) return addFlat(count, places, takeFlat(values, sources), false);
  const targets = new Int32Array(all).fill(-1);
  sources.forEach((source, entry) => {
    targets[source] = places[entry]!;
  });
  return addFlat(count, targets, values, false, undefined, sources.length < all);
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
const mirrored = ({ indptr, indices, shape }: CompressedPattern, from: Int32Array): Placed => {
  const [n] = shape;
  const starts = new Int32Array(n + 1);
  for (let row = 0; row < n; row++) {
    for (let i = indptr[row]!; i < indptr[row + 1]!; i++) {
      starts[row + 1]!++;
      if (indices[i] !== row) starts[indices[i]! + 1]!++;
    }
  }
  for (let row = 0; row < n; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice();
  const columns = new Int32Array(starts[n]!);
  const sources = new Int32Array(starts[n]!);
  const put = (row: number, column: number, source: number): void => {
    const at = next[row]!++;
    columns[at] = column;
    sources[at] = source;
  };
  // rows in turn, so that each row's columns ascend: those of the lower half, then of later rows
  for (let row = 0; row < n; row++) {
    for (let i = indptr[row]!; i < indptr[row + 1]!; i++) {
      put(row, indices[i]!, from[i]!);
      if (indices[i] !== row) put(indices[i]!, row, from[i]!);
    }
  }
  return { pattern: { shape, indptr: starts, indices: columns }, from: sources };
};

/** The diagonal elements in the rows of one tangent, whose first row is `rowStart`: 1-D. */
export const diagonalOfRows = (tangent: PlainTangent, rowStart: number, size: number, dtype: DType): NDArray => {
  const collected = collect([tangent], [rowStart], (row, column) => row === column);
  const places = collected.rows.map(row => row - rowStart);
  const seen = new Uint8Array(size);
  for (const place of places) seen[place] = 1;
  const complete = seen.every(flag => flag === 1);
  if (complete && places.length === size) return gatherValues(collected, places, size, dtype);
  return addUp(size, places, join(collected.parts, dtype), collected.sources);
};
