import { sizeOf } from '../../array/shape.ts';
import type { Aval } from '../../core/aval.ts';
import { densify } from './dense.ts';
import { plain } from './products.ts';
import { type Block, byBlock, entriesOf, type Product, type Slot, type Structured } from './slot.ts';

/** Where so many slots meet that dense tangents have no more values. */

/** More slots of one block than this are added up in a dense one, where they have so many times its values together. */
const mostCrowded = 16;
const saved = 3;

export const densifyCrowded = (
  slots: readonly (Slot | Product)[],
  aval: Aval,
  blocks: readonly Block[],
): readonly (Slot | Product)[] => {
  if (slots.length <= mostCrowded) return slots;
  return [...byBlock(slots)].flatMap(([number, own]): readonly (Slot | Product)[] => {
    const block = blocks[number]!;
    const values = own.reduce((sum, slot) => sum + valuesOf(slot), 0);
    const full = block.size * sizeOf(aval.shape);
    if (own.length <= mostCrowded || values < saved * full) return own;
    const all = own.map(plain);
    // a pattern that is asked for must not grow
    return block.dense || placesOf(all).size === full ? [densify(all, aval, number, block)] : own;
  });
};

const valuesOf = (slot: Slot | Product): number => {
  if (slot.kind === 'product') return slot.steps * sizeOf(slot.grid.index.shape);
  return slot.kind === 'grid' ? sizeOf(slot.index.shape) : slot.elements.length;
};

/** Which elements have which columns: numbers that are different for different pairs. */
const placesOf = (slots: readonly Slot[]): Set<number> => {
  const places = new Set<number>();
  for (const slot of slots) {
    const { elements, columns } = entriesOf(slot);
    elements.forEach((element, i) => {
      if (element >= 0 && columns[i]! >= 0) places.add(element * 2 ** 26 + columns[i]!);
    });
  }
  return places;
};

/** Whether most elements have most of the columns that any of them has. */
export const isMostlyFull = (tangents: readonly Structured[]): boolean => {
  let [filled, elements] = [0, 0];
  const columns = new Set<number>();
  for (const { aval, slots } of tangents) {
    const places = placesOf(slots.map(plain));
    filled += places.size;
    elements += sizeOf(aval.shape);
    for (const place of places) columns.add(place % 2 ** 26);
  }
  return filled > (elements * columns.size) / 2;
};
