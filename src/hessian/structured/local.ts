import { filled } from '../../array/create.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import type { Aval } from '../../core/aval.ts';
import {
  broadcastPattern,
  everyElement,
  type IndexPattern,
  indicesOf,
  slicePattern,
  tablePattern,
} from '../../pattern/index-pattern.ts';
import { add } from '../../primitives/elementwise/arithmetic.ts';
import { select } from '../../primitives/elementwise/select.ts';
import { broadcastInDim } from '../../primitives/shape/broadcast.ts';
import { stack } from '../../primitives/shape/concatenate.ts';
import { reshape } from '../../primitives/shape/reshape.ts';
import { slice } from '../../primitives/shape/slice.ts';
import { range } from '../../util/range.ts';
import { joinEntries } from './dense.ts';
import { addFlat } from './places.ts';
import {
  byBlock,
  entriesOf,
  fullValues,
  type Grid,
  leadExtent,
  listedValues,
  type Product,
  type Slot,
} from './slot.ts';

/**
 * Tangents that are dense locally. A function of many small parts, each of a few variables, has arrays with an axis that
 * runs through the parts; the columns at one place of this axis are those of one part, few altogether. Once nearly all of
 * them are there, it is best to have them all at every element of the part: the columns are then constant along the
 * other axes, where sums and products need no further thought.
 */

/** How many columns a part may have. */
const mostColumns = 96;
const samples = 24;

/**
 * The number of columns that occur at one place of an axis, at most, by a sample of places; whatever is beyond the limit once
 * there are more.
 */
const degreeAlong = (grids: readonly Grid[], shape: readonly number[], axis: number, limit: number): number => {
  const extent = shape[axis]!;
  const count = Math.min(samples, extent);
  let degree = 0;
  for (let sample = 0; sample < count; sample++) {
    const at = Math.floor(((sample + 0.5) / count) * extent);
    const columns = new Set<number>();
    const add = (column: number): boolean => {
      if (column >= 0) columns.add(column);
      return columns.size <= limit;
    };
    for (const { index, lead } of grids) {
      // one element stands for all along axes on which the columns are constant
      const start = index.shape.map((_, k) => (k === axis + lead ? at : 0));
      const end = index.shape.map((own, k) => (k === axis + lead ? at + 1 : index.strides[k] === 0 ? 1 : own));
      if (!everyElement(slicePattern(index, start, end, null), add)) return columns.size;
    }
    degree = Math.max(degree, columns.size);
  }
  return degree;
};

/** The axis along which the fewest columns come together, and how many; undefined where all have more than the limit. */
const bestAxis = (
  grids: readonly Grid[],
  shape: readonly number[],
  axes: readonly number[],
  limit: number,
): number | undefined =>
  axes
    .filter(axis => shape[axis]! > 1)
    .map(axis => ({ axis, degree: degreeAlong(grids, shape, axis, limit) }))
    .filter(({ degree }) => degree <= limit)
    .sort((a, b) => a.degree - b.degree)[0]?.axis;

/** The pattern with one element for all along those of the axes on which it is constant. */
const thinPattern = (index: IndexPattern, axes: (axis: number) => boolean): IndexPattern =>
  slicePattern(
    index,
    index.shape.map(() => 0),
    index.shape.map((own, k) => (index.strides[k] === 0 && axes(k) ? 1 : own)),
    null,
  );

/** The columns at each place of an axis: the first `counts[place]` of `width` entries each, ascending. */
type Supports = {
  readonly known: Int32Array;
  readonly counts: Int32Array;
  readonly width: number;
  readonly degree: number;
};

const supportsAlong = (grids: readonly Grid[], shape: readonly number[], axis: number): Supports | undefined => {
  const extent = shape[axis]!;
  const thinned = grids.map(({ index, lead }) => ({ lead, thin: thinPattern(index, k => k !== axis + lead) }));
  const width = Math.min(
    mostColumns,
    thinned.reduce((sum, { thin }) => sum + sizeOf(thin.shape) / extent, 0),
  );
  const known = new Int32Array(extent * width);
  const counts = new Int32Array(extent);
  // a lane at least: where a mask or a slice leaves no column, it holds zeros
  let degree = 1;
  for (const { thin, lead } of thinned) {
    const all = indicesOf(thin);
    const outer = sizeOf(thin.shape.slice(0, axis + lead));
    const inner = sizeOf(thin.shape.slice(axis + lead + 1));
    for (let i = 0, next = 0; i < outer; i++) {
      for (let at = 0; at < extent; at++) {
        const start = at * width;
        for (let j = 0; j < inner; j++, next++) {
          const column = all[next]!;
          if (column < 0) continue;
          const count = counts[at]!;
          const end = start + count;
          let k = start;
          while (k < end && known[k]! < column) k++;
          if (k < end && known[k] === column) continue;
          if (count === width) return undefined;
          for (let moved = end; moved > k; moved--) known[moved] = known[moved - 1]!;
          known[k] = column;
          counts[at] = count + 1;
          if (count >= degree) degree = count + 1;
        }
      }
    }
  }
  return { known, counts, width, degree };
};

const laneOf = ({ known, width }: Supports, at: number, column: number): number => {
  const start = at * width;
  let lane = 0;
  while (known[start + lane] !== column) lane++;
  return lane;
};

/** A lane of a grid as a part of a lane of the sum: all of it, or what stands at some places of the other axes. */
type Move = { readonly lane: number; readonly target: number; readonly where: ConcreteArray | undefined };

/** How many places of the other axes may have columns of their own. */
const mostPlaces = 16;

/**
 * Where the lanes of a grid go, if this is the same at all places of the axis: so it is where all parts have the same
 * structure.
 */
const uniformMoves = (grid: Grid, supports: Supports, axis: number): Move[] | undefined => {
  const { index, lead } = grid;
  const thin = thinPattern(index, k => k >= lead && k !== axis + lead);
  const shape = thin.shape.slice(lead);
  const extent = shape[axis]!;
  const inner = sizeOf(shape.slice(axis + 1));
  const places = sizeOf(shape) / extent;
  if (places > mostPlaces) return undefined;
  const all = indicesOf(thin);
  const lanes = leadExtent(grid);
  const targets = new Int32Array(lanes * places).fill(-1); // lane by lane
  for (let start = 0, next = 0; start < targets.length; start += inner) {
    for (let at = 0; at < extent; at++) {
      for (let place = start; place < start + inner; place++) {
        const column = all[next++]!;
        if (column < 0) continue; // zero there
        const target = laneOf(supports, at, column);
        if (targets[place] === -1) targets[place] = target;
        else if (targets[place] !== target) return undefined;
      }
    }
  }
  const kept = shape.map((own, k) => (k === axis ? 1 : own));
  return Array.from({ length: lanes }, (_, lane) => {
    const own = targets.subarray(lane * places, (lane + 1) * places);
    const distinct = [...new Set(own)].filter(target => target >= 0);
    return distinct.map((target): Move => {
      const only = distinct.length === 1;
      const where = only
        ? undefined
        : new ConcreteArray(
            kept,
            'bool',
            Uint8Array.from(own, one => Number(one === target)),
          );
      return { lane, target, where };
    });
  }).flat();
};

/** The values of grids that go to the same lanes everywhere, lane by lane. */
const stackLanes = (
  grids: readonly Grid[],
  moves: readonly (readonly Move[])[],
  degree: number,
  { shape, dtype }: Aval,
): NDArray => {
  const sums = new Array<NDArray | undefined>(degree).fill(undefined);
  const axes = range(shape.length);
  const zero = filled(shape, dtype, 0);
  grids.forEach((grid, g) => {
    const values = fullValues(grid);
    for (const { lane, target, where } of moves[g]!) {
      const all =
        grid.lead === 0 ? values : reshape(slice(values, [lane, ...axes.map(() => 0)], [lane + 1, ...shape]), shape);
      const own = where === undefined ? all : select(broadcastInDim(where, shape, axes), all, zero);
      const sum = sums[target];
      sums[target] = sum === undefined ? own : add(sum, own);
    }
  });
  return stack(sums.map(sum => sum ?? zero));
};

/** Grids of one block as one that is dense at each place of an axis; undefined where the parts have many columns. */
const localiseAlong = (grids: readonly Grid[], aval: Aval, axis: number): Grid | undefined => {
  const { shape } = aval;
  const extent = shape[axis]!;
  const supports = supportsAlong(grids, shape, axis);
  if (supports === undefined) return undefined;
  const { known, counts, width, degree } = supports;
  const table = new Int32Array(degree * extent).fill(-1);
  for (let at = 0; at < extent; at++) {
    for (let lane = 0; lane < counts[at]!; lane++) table[lane * extent + at] = known[at * width + lane]!;
  }
  const moves: Move[][] = [];
  for (const grid of grids) {
    const own = uniformMoves(grid, supports, axis);
    if (own === undefined) break;
    moves.push(own);
  }
  return {
    kind: 'grid',
    block: grids[0]!.block,
    lead: 1,
    values:
      moves.length === grids.length
        ? stackLanes(grids, moves, degree, aval)
        : scatterLanes(grids, supports, aval, axis),
    index: broadcastPattern(tablePattern([degree, extent], table), [degree, ...shape], [0, axis + 1]),
  };
};

const scatterLanes = (grids: readonly Grid[], supports: Supports, { shape }: Aval, axis: number): NDArray => {
  const size = sizeOf(shape);
  const inner = sizeOf(shape.slice(axis + 1));
  const extent = shape[axis]!;
  const list = joinEntries(grids.map(entriesOf));
  const { elements, columns } = list;
  const places = new Int32Array(elements.length);
  const seen = new Uint8Array(supports.degree * size);
  let [unique, drops] = [true, false];
  for (let i = 0; i < places.length; i++) {
    const element = elements[i]!;
    if (element < 0) {
      places[i] = -1;
      drops = true;
      continue;
    }
    const target = laneOf(supports, Math.floor(element / inner) % extent, columns[i]!) * size + element;
    if (seen[target] === 1) unique = false;
    seen[target] = 1;
    places[i] = target;
  }
  const values = addFlat(supports.degree * size, places, listedValues(list), unique, undefined, drops);
  return reshape(values, [supports.degree, ...shape]);
};

/**
 * A grid that is dense at each place of one of the given axes, so that its columns are constant along all others; undefined
 * where that would take more than twice as many values, and more than a quarter of `instead`, which an element has otherwise.
 */
export const localise = (slot: Grid, aval: Aval, axes: readonly number[], instead = 0): Grid | undefined => {
  const limit = Math.max(2 * leadExtent(slot) + 2, Math.floor(instead / 4));
  const best = bestAxis([slot], aval.shape, axes, Math.min(mostColumns, limit));
  return best === undefined ? undefined : localiseAlong([slot], aval, best);
};

/** Replaces the grids of a block that have far more values than columns by one that is dense locally. */
export const localiseCrowded = (slots: readonly (Slot | Product)[], aval: Aval): readonly (Slot | Product)[] => {
  let result = slots;
  for (const grids of byBlock(slots.filter(slot => slot.kind === 'grid')).values()) {
    const lanes = grids.reduce((sum, grid) => sum + leadExtent(grid), 0);
    if (grids.length < 2 || lanes < 4) continue;
    const best = bestAxis(grids, aval.shape, [...aval.shape.keys()], Math.min(mostColumns, lanes / 1.75));
    const local = best === undefined ? undefined : localiseAlong(grids, aval, best);
    if (local !== undefined)
      result = [...result.filter(slot => !(grids as readonly (Slot | Product)[]).includes(slot)), local];
  }
  return result;
};
