import { ConcreteArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import { indicesOf, tablePattern, unitePatterns } from '../../pattern/index-pattern.ts';
import { add } from '../../primitives/elementwise/arithmetic.ts';
import { concatenate } from '../../primitives/shape/concatenate.ts';
import { reshape } from '../../primitives/shape/reshape.ts';
import { fullValues, type Grid, leadExtent, type Slot } from './slot.ts';

/** Beyond so many grids of one block they are stacked into one: programs stay small. */
const mostGrids = 48;

/** The sum of slots with as few of them as their columns allow. */
export const unite = (slots: readonly Slot[]): readonly Slot[] => {
  if (slots.length < 2) return slots;
  const result: Slot[] = [];
  for (const slot of slots) {
    if (slot.kind === 'entries') {
      result.push(slot);
      continue;
    }
    const place = result.findIndex(candidate => candidate.kind === 'grid' && fits(candidate, slot));
    const found = result[place];
    const index = found?.kind === 'grid' ? unitePatterns(found.index, slot.index) : undefined;
    if (found?.kind === 'grid' && index !== undefined) {
      result[place] = { ...found, values: add(found.values, slot.values), index };
    } else result.push(slot);
  }
  return stackMany(result);
};

const fits = (a: Grid, b: Grid): boolean =>
  a.block === b.block &&
  a.lead === b.lead &&
  leadExtent(a) === leadExtent(b) &&
  unitePatterns(a.index, b.index) !== undefined;

const stackMany = (slots: readonly Slot[]): readonly Slot[] => {
  const blocks = new Map<number, Grid[]>();
  for (const slot of slots) {
    if (slot.kind === 'grid') blocks.set(slot.block, [...(blocks.get(slot.block) ?? []), slot]);
  }
  const crowded = [...blocks.values()].filter(grids => grids.length > mostGrids);
  if (crowded.length === 0) return slots;
  const stacked = new Set<Slot>(crowded.flat());
  return [...slots.filter(slot => !stacked.has(slot)), ...crowded.map(stackGrids)];
};

/** Grids of one block as one, whose lead axis runs through all of theirs. */
const stackGrids = (grids: readonly Grid[]): Grid => {
  const first = grids[0]!;
  const shape = first.index.shape.slice(first.lead);
  const total = grids.reduce((sum, grid) => sum + leadExtent(grid), 0);
  const table = new Int32Array(total * sizeOf(shape));
  let next = 0;
  for (const grid of grids) {
    table.set(indicesOf(grid.index), next);
    next += sizeOf(grid.index.shape);
  }
  const uniform = grids.every(grid => grid.values === first.values && first.values instanceof ConcreteArray);
  const values =
    uniform && first.values.ndim === 0
      ? first.values
      : concatenate(
          grids.map(grid => (grid.lead === 1 ? fullValues(grid) : reshape(fullValues(grid), [1, ...shape]))),
          0,
        );
  return { kind: 'grid', block: first.block, lead: 1, values, index: tablePattern([total, ...shape], table) };
};
