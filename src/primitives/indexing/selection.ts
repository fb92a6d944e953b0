import type { Index, NDArray } from '../../array/ndarray.ts';
import { type Shape, shapeString, sizeOf, tryBroadcastShapes } from '../../array/shape.ts';
import { isConcrete } from '../../core/tracer.ts';
import { range } from '../../util/range.ts';
import { convertElementType } from '../convert.ts';

import { broadcastTo } from '../shape/broadcast-to.ts';
import { concatenate } from '../shape/concatenate.ts';
import { reshape } from '../shape/reshape.ts';
import type { Mode, WindowDims } from './dimension-numbers.ts';
import { type Entry, parseIndices } from './parse.ts';
import type { Region } from './region.ts';

/**
 * What indices select from an array of a given shape, as steps that reading takes forwards and writing backwards:
 * unit axes are put in (`expandedShape`), a region is cut out (`region`), the axes of plain integers dropped
 * (`viewShape`), windows gathered (`windows`, giving `gatheredShape`), new axes put in (`shape`).
 */
export type Selection = {
  readonly expandedShape: Shape;
  readonly region: Region;
  readonly viewShape: Shape;
  readonly windows: SelectedWindows | null;
  readonly gatheredShape: Shape;
  readonly shape: Shape;
};

/** The part of a selection that index arrays make. */
export type SelectedWindows = {
  readonly indices: NDArray;
  readonly dims: WindowDims;
  readonly sliceSizes: readonly number[];
  /** Whether all indices are known to lie inside. */
  readonly inside: boolean;
  readonly unique: boolean;
};

export const readMode = (windows: SelectedWindows): Mode => (windows.inside ? 'promise_in_bounds' : 'clip');
export const writeMode = (windows: SelectedWindows): Mode => (windows.inside ? 'promise_in_bounds' : 'fill_or_drop');

type ArrayEntry = Extract<Entry, { kind: 'array' }>;

/** An axis of the result: whole axes of the view, the axes of the index arrays, new ones. */
type Part = { readonly from: 'view' | 'arrays' | 'new'; readonly extent: number };

/** The axes of the result, in NumPy's order: those of the arrays stand where the first of them stands, or first. */
const layOut = (entries: readonly Entry[], arraysShape: Shape, arraysFirst: boolean): Part[] => {
  const arrays = arraysShape.map((extent): Part => ({ from: 'arrays', extent }));
  let pending = true;
  const rest = entries.flatMap((entry): Part[] => {
    if (entry.kind === 'slice') return [{ from: 'view', extent: entry.size }];
    if (entry.kind === 'newAxis') return [{ from: 'new', extent: 1 }];
    if (!pending || arraysFirst) return [];
    pending = false;
    return arrays;
  });
  return arraysFirst ? [...arrays, ...rest] : rest;
};

/** Index vectors from one array of indices for each axis that is indexed by an array. */
const stackIndices = (arrays: readonly NDArray[], shape: Shape): NDArray => {
  const common = arrays.every(array => array.dtype === arrays[0]!.dtype);
  const columns = arrays.map(array => {
    const indices = common ? array : convertElementType(array, 'int32');
    return reshape(broadcastTo(indices, shape), [...shape, 1]);
  });
  return concatenate(columns, shape.length);
};

/** Arrays of more elements for each index vector are too large to be marked where one is. */
const mostMarked = 4096;

/**
 * Whether index vectors are known to name places inside of these extents, and whether they then name no place twice, at worst a
 * false no.
 */
const inspect = (
  indices: NDArray,
  extents: readonly number[],
): { readonly inside: boolean; readonly unique: boolean } => {
  const data = isConcrete(indices) ? indices.data : [-1];
  const components = extents.length;
  const count = sizeOf(extents);
  const vectors = data.length / components;
  let unique = vectors <= count && count <= mostMarked * vectors;
  const marks = new Uint8Array(unique ? count : 0);
  let place = 0;
  for (let i = 0; i < data.length; i++) {
    const axis = i % components;
    const index = data[i]!;
    if (index < 0 || index >= extents[axis]!) return { inside: false, unique: false };
    place = (axis === 0 ? 0 : place * extents[axis]!) + index;
    if (axis === components - 1) unique &&= marks[place]!++ === 0;
  }
  return { inside: true, unique };
};

const selectWindows = (
  arrays: readonly ArrayEntry[],
  viewAxisOf: (axis: number) => number,
  viewShape: Shape,
  gathered: readonly Part[],
  shape: Shape,
): SelectedWindows => {
  const indices = stackIndices(
    arrays.map(entry => entry.indices),
    shape,
  );
  const axes = arrays.map(entry => viewAxisOf(entry.axis));
  const { inside, unique } = inspect(
    indices,
    axes.map(axis => viewShape[axis]!),
  );
  return {
    indices,
    dims: {
      windowDims: gathered.flatMap((part, axis) => (part.from === 'view' ? [axis] : [])),
      collapsedDims: axes,
      indexMap: axes,
      operandBatchingDims: [],
      indicesBatchingDims: [],
    },
    sliceSizes: viewShape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)),
    inside,
    unique: unique || sizeOf(shape) <= 1,
  };
};

const broadcastIndices = (what: string, arrays: readonly ArrayEntry[]): number[] => {
  const shapes = arrays.map(entry => entry.indices.shape);
  const shape = tryBroadcastShapes(shapes);
  if (shape !== undefined) return shape;
  throw new RangeError(`${what}: index arrays of shapes ${shapes.map(shapeString).join(', ')} do not broadcast`);
};

/** What indices select from an array of the given shape; throws what a user should read where they make no sense. */
export const selectionOf = (what: string, shape: Shape, indices: readonly Index[]): Selection => {
  const parsed = parseIndices(what, shape, indices);
  const { entries } = parsed;
  const region = entries.flatMap(
    (entry): Region =>
      entry.kind === 'newAxis'
        ? []
        : entry.kind === 'slice'
          ? [entry]
          : entry.kind === 'integer'
            ? [{ start: entry.index, step: 1, size: 1 }]
            : [{ start: 0, step: 1, size: parsed.shape[entry.axis]! }],
  );
  const dropped = new Set(entries.flatMap(entry => (entry.kind === 'integer' ? [entry.axis] : [])));
  const keptAxes = range(parsed.shape.length).filter(axis => !dropped.has(axis));
  const viewShape = keptAxes.map(axis => region[axis]!.size);
  const arrays = entries.filter(entry => entry.kind === 'array');
  const arraysShape = broadcastIndices(what, arrays);
  const parts = layOut(entries, arraysShape, parsed.arraysFirst);
  const gathered = parts.filter(part => part.from !== 'new');
  return {
    expandedShape: parsed.shape,
    region,
    viewShape,
    windows:
      arrays.length === 0
        ? null
        : selectWindows(arrays, axis => keptAxes.indexOf(axis), viewShape, gathered, arraysShape),
    gatheredShape: gathered.map(part => part.extent),
    shape: parts.map(part => part.extent),
  };
};
