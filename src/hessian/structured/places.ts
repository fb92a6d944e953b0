import { filled } from '../../array/create.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { bindOne } from '../../core/tracer.ts';
import { gatherPrimitive, scatterAddPrimitive } from '../../primitives/indexing/gather.ts';
import { scatterPrimitive } from '../../primitives/indexing/scatter.ts';
import { slice } from '../../primitives/shape/slice.ts';

/** Reading and writing 1-D arrays at places that are known while tracing. */

const dims = { windowDims: [], collapsedDims: [0], indexMap: [0], operandBatchingDims: [], indicesBatchingDims: [] };

const indexVectors = (places: Int32Array): ConcreteArray => new ConcreteArray([places.length, 1], 'int32', places);

const isIncreasing = (places: Int32Array): boolean => {
  for (let i = 1; i < places.length; i++) if (places[i]! <= places[i - 1]!) return false;
  return true;
};

/** The elements at the given places; none may be -1. */
export const takeFlat = (x: NDArray, places: Int32Array): NDArray => {
  const first = places[0] ?? 0;
  if (isIncreasing(places) && (places.at(-1) ?? -1) - first === places.length - 1) {
    return slice(x, [first], [first + places.length]);
  }
  return bindOne(gatherPrimitive, [x, indexVectors(places)], {
    dims,
    sliceSizes: [1],
    mode: 'promise_in_bounds',
    fillValue: null,
    uniqueIndices: false,
    indicesAreSorted: false,
  });
};

/** Rows of an array at the given places; none may be -1. */
export const takeRows = (x: NDArray, places: Int32Array): NDArray => {
  const rest = x.shape.slice(1);
  if (rest.length === 0) return takeFlat(x, places);
  return bindOne(gatherPrimitive, [x, indexVectors(places)], {
    dims: { ...dims, windowDims: rest.map((_, axis) => axis + 1) },
    sliceSizes: [1, ...rest],
    mode: 'promise_in_bounds',
    fillValue: null,
    uniqueIndices: false,
    indicesAreSorted: isIncreasing(places),
  });
};

/**
 * A 1-D array of zeros, or the base, with values added at places; `unique` says that no place is named twice, so that there
 * is nothing to add. Places must not be -1, unless `drops` says that values without a place are left out.
 */
export const addFlat = (
  size: number,
  places: Int32Array,
  values: NDArray,
  unique: boolean,
  base?: NDArray,
  drops = false,
): NDArray => {
  if (base === undefined && places.length === size && isIncreasing(places)) return values;
  const operand = base ?? filled([size], values.dtype, 0);
  return bindOne(
    unique && base === undefined ? scatterPrimitive : scatterAddPrimitive,
    [operand, indexVectors(places), values],
    {
      dims,
      mode: drops ? 'fill_or_drop' : 'promise_in_bounds',
      uniqueIndices: unique,
      indicesAreSorted: isIncreasing(places),
    },
  );
};

/** The places where a mask holds. */
export const placesWhere = (count: number, holds: (i: number) => boolean): Int32Array => {
  const result = new Int32Array(count);
  let next = 0;
  for (let i = 0; i < count; i++) if (holds(i)) result[next++] = i;
  return result.slice(0, next);
};

/** Whether no place is named twice, of so many. */
export const areDistinct = (places: Int32Array, size: number): boolean => {
  if (16 * places.length < size) {
    // few among many are sorted, since a mark for each of all takes longer
    const sorted = places.slice().sort();
    for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) return false;
    return true;
  }
  const seen = new Uint8Array(size);
  for (const place of places) {
    if (seen[place] === 1) return false;
    seen[place] = 1;
  }
  return true;
};
