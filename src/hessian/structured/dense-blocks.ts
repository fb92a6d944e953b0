import { filled } from '../../array/create.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import type { Aval } from '../../core/aval.ts';
import { toDType } from '../../primitives/convert.ts';
import { add } from '../../primitives/elementwise/arithmetic.ts';
import { select } from '../../primitives/elementwise/select.ts';
import { broadcastInDim } from '../../primitives/shape/broadcast.ts';
import { concatenate } from '../../primitives/shape/concatenate.ts';
import { reshape } from '../../primitives/shape/reshape.ts';
import { slice } from '../../primitives/shape/slice.ts';
import { transpose } from '../../primitives/shape/transpose.ts';
import { isStrip, joinEntries, keepEntries } from './dense.ts';
import { addFlat, areDistinct, placesWhere, takeFlat } from './places.ts';
import {
  type Block,
  type Entries,
  entriesOf,
  fullValues,
  type Grid,
  leadExtent,
  listedValues,
  type Slot,
} from './slot.ts';

/** Dense blocks of a Jacobian from the slots of a tangent. */

/** Columns next to each other that a slot has at every element; the first of them stands at `skip` along its lead axis. */
type Strip = { readonly start: number; readonly extent: number; readonly skip: number; readonly slot: Grid };

/** The part of a strip that lies in a block. */
const stripIn = (block: Block, slot: Grid): Strip[] => {
  const { offset } = slot.index;
  const start = Math.max(block.start, offset);
  const extent = Math.min(block.start + block.size, offset + leadExtent(slot)) - start;
  return extent > 0 ? [{ start, extent, skip: start - offset, slot }] : [];
};

/** Strips of one block as one array (elements, columns). */
const joinStrips = (strips: readonly Strip[], block: Block, aval: Aval): NDArray => {
  const size = sizeOf(aval.shape);
  const layers: Strip[][] = [];
  for (const strip of [...strips].sort((a, b) => a.start - b.start)) {
    const layer = layers.find(strips => strips.at(-1)!.start + strips.at(-1)!.extent <= strip.start);
    if (layer === undefined) layers.push([strip]);
    else layer.push(strip);
  }
  const sums = layers.map(layer => {
    const parts: NDArray[] = [];
    let next = block.start;
    const fillTo = (column: number): void => {
      if (column > next) parts.push(filled([size, column - next], aval.dtype, 0));
    };
    for (const { start, extent, skip, slot } of layer) {
      fillTo(start);
      const rows = slice(reshape(fullValues(slot), [leadExtent(slot), size]), [skip, 0], [skip + extent, size]);
      parts.push(toDType(transpose(rows, [1, 0]), aval));
      next = start + extent;
    }
    fillTo(block.start + block.size);
    return concatenate(parts, 1);
  });
  return sums.reduce((a, b) => add(a, b));
};

/** The entries that count, of those on and below the diagonal alone if `rows` gives the number of rows of a symmetric block. */
const chosenEntries = (slots: readonly Slot[], isChosen: (element: number, column: number) => boolean): Entries[] =>
  slots.flatMap(slot => {
    const list = entriesOf(slot);
    const { elements, columns } = list;
    const kept = placesWhere(
      elements.length,
      i => elements[i]! >= 0 && columns[i]! >= 0 && isChosen(elements[i]!, columns[i]!),
    );
    return kept.length === 0 ? [] : [keepEntries(list, kept)];
  });

/**
 * The columns of a block as (…shape, columns); slots may have others besides. `symmetricRows`, if not 0, says that the last axes of the shape, so many
 * elements together, stand for the same variables as the columns: then the block is a stack of symmetric matrices, of which
 * the lower halves are computed and mirrored.
 */
export const denseBlock = (slots: readonly Slot[], aval: Aval, block: Block, symmetricRows: number): NDArray => {
  const size = sizeOf(aval.shape);
  const symmetric = symmetricRows > 1;
  const strips = slots.filter(isStrip).flatMap(slot => stripIn(block, slot));
  const others = slots.filter(slot => !isStrip(slot));
  const inBlock = (column: number): boolean => column >= block.start && column < block.start + block.size;
  const hasStrips = strips.length > 0;
  let sum = hasStrips ? joinStrips(strips, block, aval) : undefined;
  const lists = chosenEntries(
    others,
    (element, column) => inBlock(column) && (!symmetric || element % symmetricRows >= column - block.start),
  );
  if (lists.length > 0) {
    const list = joinEntries(lists);
    const lower = list.elements.map((element, i) => element * block.size + list.columns[i]! - block.start);
    const values = toDType(listedValues(list), aval);
    const base = sum === undefined ? undefined : reshape(sum, [size * block.size]);
    if (symmetric && !hasStrips) {
      const row = (i: number): number => list.elements[i]! % symmetricRows;
      const column = (i: number): number => list.columns[i]! - block.start;
      const off = placesWhere(lower.length, i => row(i) !== column(i));
      const upper = off.map(i => lower[i]! + (column(i) - row(i)) * (block.size - 1));
      const places = new Int32Array(lower.length + upper.length);
      places.set(lower);
      places.set(upper, lower.length);
      const all = off.length === 0 ? values : concatenate([values, takeFlat(values, off)], 0);
      sum = addFlat(size * block.size, places, all, areDistinct(places, size * block.size));
    } else sum = addFlat(size * block.size, lower, values, areDistinct(lower, size * block.size), base);
  }
  const result = sum ?? filled([size, block.size], aval.dtype, 0);
  const mirrored = symmetric && hasStrips ? mirrorLower(result, size / symmetricRows, symmetricRows) : result;
  return reshape(mirrored, [...aval.shape, block.size]);
};

/** Square matrices with their lower halves copied to the upper ones, so that they are symmetric to the last bit. */
export const mirrorLower = (x: NDArray, count: number, n: number): NDArray => {
  const square = reshape(x, [count, n, n]);
  const lower = new Uint8Array(n * n);
  for (let i = 0; i < n; i++) lower.fill(1, i * n, i * n + i + 1);
  const mask = new ConcreteArray([1, n, n], 'bool', lower);
  return select(broadcastInDim(mask, square.shape, [0, 1, 2]), square, transpose(square, [0, 2, 1]));
};
