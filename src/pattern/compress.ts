/** The rows and columns of the elements of a sparse matrix that are stored, row by row (compressed sparse rows). */
export type CompressedPattern = {
  readonly shape: readonly [rows: number, columns: number];
  /** The elements of row i stand at `indptr[i]` up to but without `indptr[i + 1]`. */
  readonly indptr: Int32Array;
  /** Their columns, ascending in each row. */
  readonly indices: Int32Array;
};

export type Compressed = {
  readonly pattern: CompressedPattern;
  /** For each of the given entries its place among the elements; entries of one row and column share theirs. */
  readonly places: Int32Array;
};

/** A stable order of the keys, which are integers below `limit`; `order` is the one to start from. */
const countingSort = (keys: Int32Array, limit: number, order: Int32Array | null): Int32Array => {
  const starts = new Int32Array(limit + 1);
  for (const key of keys) starts[key + 1]!++;
  for (let i = 0; i < limit; i++) starts[i + 1]! += starts[i]!;
  const sorted = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const entry = order === null ? i : order[i]!;
    sorted[starts[keys[entry]!]!++] = entry;
  }
  return sorted;
};

/** Sorts entries, given by row and column, into compressed rows, in time linear in their number. */
export const compressRows = (
  rows: Int32Array,
  columns: Int32Array,
  shape: readonly [rows: number, columns: number],
): Compressed => {
  const order = countingSort(rows, shape[0], countingSort(columns, shape[1], null));
  const indptr = new Int32Array(shape[0] + 1);
  const indices = new Int32Array(order.length);
  const places = new Int32Array(order.length);
  let next = 0;
  let row = -1;
  let column = -1;
  for (const entry of order) {
    if (rows[entry] !== row || columns[entry] !== column) {
      row = rows[entry]!;
      column = columns[entry]!;
      indices[next++] = column;
      indptr[row + 1]!++;
    }
    places[entry] = next - 1;
  }
  for (let i = 0; i < shape[0]; i++) indptr[i + 1]! += indptr[i]!;
  return { pattern: { shape, indptr, indices: indices.slice(0, next) }, places };
};

/** For each element of a square pattern where its mirror image stands; undefined where one has none. */
export const mirrorPlaces = ({ shape, indptr, indices }: CompressedPattern): Int32Array | undefined => {
  const [n, columns] = shape;
  if (n !== columns) return undefined;
  const places = new Int32Array(indices.length);
  // rows ascend, so that the mirror images of a row's elements are met in order
  const next = indptr.slice(0, n);
  for (let row = 0; row < n; row++) {
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      const column = indices[at]!;
      const mirror = next[column]!++;
      if (mirror >= indptr[column + 1]! || indices[mirror] !== row) return undefined;
      places[at] = mirror;
    }
  }
  return places;
};

/** Arrays that somebody else may write into. */
export const copyPattern = ({ shape, indptr, indices }: CompressedPattern): CompressedPattern => ({
  shape: [...shape],
  indptr: indptr.slice(),
  indices: indices.slice(),
});

/** A sparse matrix in compressed rows. */
export type CompressedMatrix = CompressedPattern & {
  /** The stored elements, in the order of `indices`. */
  readonly data: Float32Array | Float64Array;
};
