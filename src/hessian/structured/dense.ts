import type { NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import type { Aval } from '../../core/aval.ts';
import { affinePattern, tablePattern } from '../../pattern/index-pattern.ts';
import { toDType } from '../../primitives/convert.ts';
import { add } from '../../primitives/elementwise/arithmetic.ts';
import { concatenate } from '../../primitives/shape/concatenate.ts';
import { reshape } from '../../primitives/shape/reshape.ts';
import { addFlat, areDistinct, placesWhere, takeFlat } from './places.ts';
import {
  type Block,
  type Entries,
  entriesOf,
  fullValues,
  type Grid,
  isDense,
  leadExtent,
  listedValues,
  type Slot,
} from './slot.ts';

/** The pattern of values that are dense in a block. */
export const densePattern = (block: Block, shape: readonly number[]) =>
  affinePattern([block.size, ...shape], [1, ...shape.map(() => 0)], block.start);

/** Whether a slot has columns next to each other, the same at every element. */
export const isStrip = (slot: Slot): slot is Grid =>
  slot.kind === 'grid' &&
  isDense(slot) &&
  slot.index.table === null &&
  (leadExtent(slot) === 1 || slot.index.strides[0] === 1);

/** Whether a slot is dense in the whole of its block. */
const fillsBlock = (slot: Slot, block: Block): slot is Grid =>
  isStrip(slot) && slot.index.offset === block.start && leadExtent(slot) === block.size;

/** The sum of lists, in one. */
export const joinEntries = (lists: readonly Entries[]): Entries => {
  if (lists.length === 1) return lists[0]!;
  const total = lists.reduce((sum, list) => sum + list.elements.length, 0);
  const elements = new Int32Array(total);
  const columns = new Int32Array(total);
  let next = 0;
  for (const list of lists) {
    elements.set(list.elements, next);
    columns.set(list.columns, next);
    next += list.elements.length;
  }
  return {
    kind: 'entries',
    block: lists[0]!.block,
    values: concatenate(lists.map(listedValues), 0),
    elements,
    columns,
  };
};

export const keepEntries = (list: Entries, kept: Int32Array): Entries =>
  kept.length === list.elements.length
    ? list
    : {
        ...list,
        values: list.values.ndim === 0 ? list.values : takeFlat(list.values, kept),
        elements: kept.map(i => list.elements[i]!),
        columns: kept.map(i => list.columns[i]!),
      };

/** The list without the entries that do not count. */
const countedEntries = (list: Entries): Entries =>
  list.elements.includes(-1) || list.columns.includes(-1)
    ? keepEntries(
        list,
        placesWhere(list.elements.length, i => list.elements[i]! >= 0 && list.columns[i]! >= 0),
      )
    : list;

/** All slots of one block as values (columns, …shape). */
const denseValues = (slots: readonly Slot[], aval: Aval, block: Block): NDArray => {
  const { shape } = aval;
  const size = sizeOf(shape);
  const parts = slots.filter(slot => fillsBlock(slot, block)).map(slot => withLead(slot, shape));
  const others = slots.filter(slot => !fillsBlock(slot, block)).map(entriesOf);
  let sum = parts.length === 0 ? undefined : parts.reduce((a, b) => add(a, b));
  if (others.length > 0) {
    const list = countedEntries(joinEntries(others));
    const places = list.elements.map((element, i) => (list.columns[i]! - block.start) * size + element);
    const base = sum === undefined ? undefined : reshape(sum, [block.size * size]);
    const unique = areDistinct(places, block.size * size);
    sum = reshape(addFlat(block.size * size, places, listedValues(list), unique, base), [block.size, ...shape]);
  }
  return toDType(sum!, aval);
};

/** The values of a grid with a lead axis, also where it has one column only. */
export const withLead = (grid: Grid, shape: readonly number[]): NDArray =>
  reshape(fullValues(grid), [leadExtent(grid), ...shape]);

/** Strips that together are all of a block, as one; undefined for others. */
export const sideBySide = (slots: readonly Slot[], aval: Aval, number: number, block: Block): Grid | undefined => {
  if (slots.length < 2 || !block.dense) return undefined;
  const parts = slots.filter(isStrip).sort((a, b) => a.index.offset - b.index.offset);
  let next = block.start;
  for (const part of parts) {
    if (part.index.offset !== next) return undefined;
    next += leadExtent(part);
  }
  if (parts.length < slots.length || next !== block.start + block.size) return undefined;
  return {
    kind: 'grid',
    block: number,
    lead: 1,
    values: concatenate(
      parts.map(part => withLead(part, aval.shape)),
      0,
    ),
    index: densePattern(block, aval.shape),
  };
};

/** The slots of one block as one that is dense. */
export const densify = (slots: readonly Slot[], aval: Aval, blockNumber: number, block: Block): Grid => {
  const only = slots.length === 1 ? slots[0]! : undefined;
  if (only !== undefined && fillsBlock(only, block)) return only;
  return {
    kind: 'grid',
    block: blockNumber,
    lead: 1,
    values: denseValues(slots, aval, block),
    index: densePattern(block, aval.shape),
  };
};

/** The columns of each element, each once, ascending: those from `starts[element]` to before `starts[element + 1]`. */
type Supports = { readonly columns: Int32Array; readonly starts: Int32Array };

const supportsOf = ({ elements, columns }: Entries, size: number): Supports => {
  const starts = new Int32Array(size + 1);
  for (const element of elements) starts[element + 1]!++;
  for (let element = 0; element < size; element++) starts[element + 1]! += starts[element]!;
  const ends = starts.slice(0, size);
  const sorted = new Int32Array(columns.length);
  for (let i = 0; i < elements.length; i++) sorted[ends[elements[i]!]!++] = columns[i]!;
  let next = 0;
  for (let element = 0; element < size; element++) {
    const own = sorted.subarray(starts[element]!, ends[element]!).sort();
    starts[element] = next;
    let last = -1;
    // written before where it is read
    for (const column of own) if (column !== last) sorted[next++] = last = column;
  }
  starts[size] = next;
  return { columns: sorted.subarray(0, next), starts };
};

/** Where a column of an element stands among those of all. */
const placeOf = ({ columns, starts }: Supports, element: number, column: number): number => {
  let [low, high] = [starts[element]!, starts[element + 1]! - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (columns[middle]! < column) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * Lists with fewer pairs of an element and a column than this share of all that there could be can stay lists; grids with fewer
 * values than that, many of them zeros, are still better than what is dense.
 */
const sparsest = 8;

const shaped = (list: Entries, aval: Aval, block: Block, mayStay: boolean): Slot => {
  const counted = countedEntries(list);
  const size = sizeOf(aval.shape);
  const supports = supportsOf(counted, size);
  const { columns, starts } = supports;
  const distinct = columns.length;
  let most = 0;
  for (let element = 0; element < size; element++) most = Math.max(most, starts[element + 1]! - starts[element]!);
  const isUneven = most * size > 3 * distinct || 2 * most > block.size;
  const staysList = isUneven && mayStay && distinct * sparsest <= size * block.size;
  if (isUneven && !staysList && most * sparsest > block.size) return densify([list], aval, list.block, block);
  const places = counted.elements.map((element, i) => placeOf(supports, element, counted.columns[i]!));
  const add = (length: number, at: Int32Array): NDArray =>
    addFlat(length, at, listedValues(counted), distinct === places.length);
  if (staysList) {
    const elements = new Int32Array(distinct);
    for (let element = 0; element < size; element++) elements.fill(element, starts[element]!, starts[element + 1]!);
    return { ...counted, values: add(distinct, places), elements, columns };
  }
  const table = new Int32Array(most * size).fill(-1);
  const cells = counted.elements.map((element, i) => (places[i]! - starts[element]!) * size + element);
  for (let i = 0; i < cells.length; i++) table[cells[i]!] = counted.columns[i]!;
  return {
    kind: 'grid',
    block: list.block,
    lead: 1,
    values: reshape(add(most * size, cells), [most, ...aval.shape]),
    index: tablePattern([most, ...aval.shape], table),
  };
};

/**
 * A list as a grid with as many values an element as the fullest one has columns, or dense where most elements have far
 * fewer than that and the fullest one many.
 */
export const regularise = (list: Entries, aval: Aval, block: Block): Grid => shaped(list, aval, block, false) as Grid;

/** The same, or where few elements have columns at all, as those of boundaries do, a list in which each pair stands once. */
export const compact = (list: Entries, aval: Aval, block: Block): Slot => shaped(list, aval, block, true);
