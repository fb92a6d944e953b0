import { sizeOf, stridesOf } from '../util/shape.ts';

/**
 * Static patterns of indices: for each element of an array which column of a Jacobian it belongs to, -1 for none.
 *
 * A pattern is a strided view: the element at (i, j, …) has the index `offset + i·strides[0] + j·strides[1] + …`, looked up
 * in `table` where there is one. Regular patterns take no memory, and slices, transposes and broadcasts of both kinds are
 * views. The folder knows no arrays: these are plain integers.
 */
export type IndexPattern = {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
  readonly table: Int32Array | null;
};

/** Strides of axes with at most one element say nothing: they are zero in every pattern. */
const view = (
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  table: Int32Array | null,
): IndexPattern => ({
  shape,
  strides: strides.map((stride, axis) => (shape[axis]! <= 1 ? 0 : stride)),
  offset,
  table,
});

/** The pattern `offset + Σ strides · index`. */
export const affinePattern = (shape: readonly number[], strides: readonly number[], offset: number): IndexPattern =>
  view(shape, strides, offset, null);

/** Consecutive indices in row-major order: the columns that belong to the elements of a differentiated array themselves. */
export const consecutivePattern = (shape: readonly number[], offset: number): IndexPattern =>
  affinePattern(shape, stridesOf(shape), offset);

/** A pattern given element by element; recognised as affine where it is. */
export const tablePattern = (shape: readonly number[], table: Int32Array): IndexPattern => {
  const own = stridesOf(shape);
  const offset = table[0] ?? -1;
  if (offset < 0) return view(shape, own, 0, table);
  const strides = shape.map((extent, axis) => (extent > 1 ? table[own[axis]!]! - offset : 0));
  const affine = affinePattern(shape, strides, offset);
  return everyElement(affine, (index, position) => index === table[position]) ? affine : view(shape, own, 0, table);
};

/** Calls back for every line along the last axis, in row-major order, until it says false; whether it never did. */
const everyLine = (
  { shape, strides, offset }: IndexPattern,
  holds: (start: number, position: number, extent: number, step: number) => boolean,
): boolean => {
  const size = sizeOf(shape);
  const last = shape.length - 1;
  const extent = last < 0 ? 1 : shape[last]!;
  const step = last < 0 ? 0 : strides[last]!;
  const counter = new Array<number>(shape.length).fill(0);
  let start = offset;
  for (let position = 0; position < size; position += extent) {
    if (!holds(start, position, extent, step)) return false;
    for (let axis = last - 1; axis >= 0; axis--) {
      start += strides[axis]!;
      if (++counter[axis]! < shape[axis]!) break;
      start -= strides[axis]! * shape[axis]!;
      counter[axis] = 0;
    }
  }
  return true;
};

/** Calls back for every element in row-major order until it says false; whether it never did. */
export const everyElement = (pattern: IndexPattern, holds: (index: number, position: number) => boolean): boolean => {
  const { table } = pattern;
  return everyLine(pattern, (start, position, extent, step) => {
    for (let i = 0, at = start; i < extent; i++, at += step) {
      if (!holds(table === null ? at : table[at]!, position + i)) return false;
    }
    return true;
  });
};

/** All indices in row-major order; not to be written to. */
export const indicesOf = (pattern: IndexPattern): Int32Array => {
  const { shape, strides, offset, table } = pattern;
  const size = sizeOf(shape);
  if (table !== null && offset === 0 && table.length === size) {
    const own = stridesOf(shape);
    if (strides.every((stride, axis) => shape[axis]! <= 1 || stride === own[axis])) return table;
  }
  const result = new Int32Array(size);
  everyLine(pattern, (start, position, extent, step) => {
    for (let i = 0, at = start; i < extent; i++, at += step) result[position + i] = table === null ? at : table[at]!;
    return true;
  });
  return result;
};

/** The index at one place. */
export const indexAt = ({ strides, offset, table }: IndexPattern, place: readonly number[]): number => {
  const at = place.reduce((sum, i, axis) => sum + i * strides[axis]!, offset);
  return table === null ? at : table[at]!;
};

/** Whether the index is known to be the same all along an axis. */
export const isConstantAlong = (pattern: IndexPattern, axis: number): boolean => pattern.strides[axis] === 0;

export const slicePattern = (
  { shape, strides, offset, table }: IndexPattern,
  start: readonly number[],
  limit: readonly number[],
  steps: readonly number[] | null,
): IndexPattern =>
  view(
    shape.map((_, axis) => Math.ceil((limit[axis]! - start[axis]!) / (steps?.[axis] ?? 1))),
    strides.map((stride, axis) => stride * (steps?.[axis] ?? 1)),
    strides.reduce((sum, stride, axis) => sum + stride * start[axis]!, offset),
    table,
  );

/** Axis i of the result is axis `permutation[i]`; axes may be left out where the index is constant along them. */
export const transposePattern = (
  { shape, strides, offset, table }: IndexPattern,
  permutation: readonly number[],
): IndexPattern =>
  view(
    permutation.map(axis => shape[axis]!),
    permutation.map(axis => strides[axis]!),
    offset,
    table,
  );

export const reversePattern = (
  { shape, strides, offset, table }: IndexPattern,
  axes: readonly number[],
): IndexPattern =>
  view(
    shape,
    strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
    axes.reduce((sum, axis) => sum + strides[axis]! * Math.max(0, shape[axis]! - 1), offset),
    table,
  );

/** Axis i becomes axis `dimensions[i]` of the new shape; the index is the same along the others. */
export const broadcastPattern = (
  { strides, offset, table }: IndexPattern,
  shape: readonly number[],
  dimensions: readonly number[],
): IndexPattern =>
  view(
    shape,
    shape.map((_, dim) => {
      const axis = dimensions.indexOf(dim);
      return axis < 0 ? 0 : strides[axis]!;
    }),
    offset,
    table,
  );

/** The pattern under another shape of the same size: a view where the strides allow it, else a table. */
export const reshapePattern = (pattern: IndexPattern, shape: readonly number[]): IndexPattern => {
  const strides = reshapedStrides(pattern, shape);
  return strides === undefined
    ? tablePattern(shape, indicesOf(pattern))
    : view(shape, strides, pattern.offset, pattern.table);
};

const reshapedStrides = (
  { shape, strides }: IndexPattern,
  target: readonly number[],
): readonly number[] | undefined => {
  if (sizeOf(shape) === 0) return target.map(() => 0);
  // axes as runs that step evenly, each merged as far as possible
  const runs: { extent: number; stride: number }[] = [];
  shape.forEach((extent, axis) => {
    if (extent === 1) return;
    const previous = runs.at(-1);
    if (previous !== undefined && previous.stride === strides[axis]! * extent) {
      previous.extent *= extent;
      previous.stride = strides[axis]!;
    } else runs.push({ extent, stride: strides[axis]! });
  });
  const result = new Array<number>(target.length).fill(0);
  let axis = target.length - 1;
  for (let run = runs.length - 1; run >= 0; run--) {
    let { extent, stride } = runs[run]!;
    while (extent > 1) {
      while (axis >= 0 && target[axis] === 1) axis--;
      const next = axis < 0 ? 0 : target[axis]!;
      if (next === 0 || extent % next !== 0) return undefined;
      result[axis--] = stride;
      stride *= next;
      extent /= next;
    }
  }
  return result;
};

/**
 * What becomes of a pattern where each element of the result is one of the operand's, given by its flat place, or none (-1).
 * The first `lead` axes stay as they are.
 */
export const gatherPattern = (
  pattern: IndexPattern,
  lead: number,
  sources: Int32Array,
  shape: readonly number[],
): IndexPattern => {
  const leading = pattern.shape.slice(0, lead);
  const count = sizeOf(leading);
  const size = sizeOf(pattern.shape.slice(lead));
  const all = indicesOf(pattern);
  const result = new Int32Array(count * sources.length);
  for (let k = 0, to = 0; k < count; k++) {
    const base = k * size;
    for (let i = 0; i < sources.length; i++, to++) {
      const source = sources[i]!;
      result[to] = source < 0 ? -1 : all[base + source]!;
    }
  }
  return tablePattern([...leading, ...shape], result);
};

/**
 * The pattern of a sum of two arrays: where both have an index it must be the same, else there is none that serves both
 * (undefined).
 */
export const unitePatterns = (a: IndexPattern, b: IndexPattern): IndexPattern | undefined => {
  const sameView =
    a.offset === b.offset && a.table === b.table && a.strides.every((stride, axis) => stride === b.strides[axis]);
  if (sameView) return a;
  if (a.table === null && b.table === null) return undefined;
  if (agreement(a, b) < 0) return undefined;
  // axes along which both are constant need no elements of their own
  const kept = a.shape.map((extent, axis) =>
    a.strides[axis] === 0 && b.strides[axis] === 0 && extent > 0 ? 1 : extent,
  );
  const [left, right] = [indicesOf({ ...a, shape: kept }), indicesOf({ ...b, shape: kept })];
  let result = left;
  for (let i = 0; i < left.length; i++) {
    const [x, y] = [left[i]!, right[i]!];
    if (x === y || y < 0) continue;
    if (x >= 0) return undefined;
    if (result === left) result = left.slice();
    result[i] = y;
  }
  const united = result === left ? { ...a, shape: kept } : tablePattern(kept, result);
  return view(
    a.shape,
    united.strides.map((stride, axis) => (kept[axis] === 1 ? 0 : stride)),
    united.offset,
    united.table,
  );
};

const samples = new WeakMap<IndexPattern, readonly number[]>();

/** The indices at places spread over an array, in no regular distance. */
const sampleOf = (pattern: IndexPattern): readonly number[] => {
  let sample = samples.get(pattern);
  if (sample === undefined) {
    const size = sizeOf(pattern.shape);
    sample = Array.from({ length: Math.min(size, 23) }, (_, i) =>
      indexAt(pattern, placeOf(size <= 23 ? i : Math.floor(((i * 0.618034) % 1) * size), pattern.shape)),
    );
    samples.set(pattern, sample);
  }
  return sample;
};

/**
 * How well a sum of two patterns fits, by a look at some elements: the number of those with the same index in both, -1 where
 * two differ, so that the patterns cannot be united.
 */
export const agreement = (a: IndexPattern, b: IndexPattern): number => {
  const [left, right] = [sampleOf(a), sampleOf(b)];
  let equal = 0;
  for (let i = 0; i < left.length; i++) {
    const [x, y] = [left[i]!, right[i]!];
    if (x < 0 || y < 0) continue;
    if (x !== y) return -1;
    equal++;
  }
  return equal;
};

/**
 * Whether indices are, at a sample of places, all different along the given axes taken together, and most of them there:
 * then a sum along these axes adds nothing up, and its terms can stay apart.
 */
export const isSpreadAlong = (pattern: IndexPattern, axes: readonly number[]): boolean => {
  const along = axes.map(axis => pattern.shape[axis]!);
  const count = sizeOf(along);
  const rest = pattern.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const places = sizeOf(rest);
  if (places === 0 || count === 0) return true;
  const samples = pattern.table === null ? 1 : Math.min(places, Math.max(1, Math.floor(20_000 / count)));
  let present = 0;
  for (let sample = 0; sample < samples; sample++) {
    const base = placeOf(Math.floor(((sample + 0.5) / samples) * places), rest);
    const seen = new Set<number>();
    for (let k = 0; k < count; k++) {
      const inner = placeOf(k, along);
      axes.forEach((axis, i) => {
        base[axis] = inner[i]!;
      });
      const index = indexAt(pattern, base);
      if (index < 0) continue;
      if (seen.has(index)) return false;
      seen.add(index);
      present++;
    }
  }
  return present * 4 >= samples * count;
};

const placeOf = (flat: number, shape: readonly number[]): number[] => {
  const place = new Array<number>(shape.length).fill(0);
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis]!;
    place[axis] = rest % extent;
    rest = Math.floor(rest / extent);
  }
  return place;
};
