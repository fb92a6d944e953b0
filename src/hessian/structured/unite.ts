import { sizeOf } from '../../array/shape.ts';
import { agreement, indicesOf, tablePattern, unitePatterns } from '../../pattern/index-pattern.ts';
import { add } from '../../primitives/elementwise/arithmetic.ts';
import { concatenate } from '../../primitives/shape/concatenate.ts';
import { withLead } from './dense.ts';
import { byBlock, type Grid, isWhole, leadExtent, type Product, type Slot } from './slot.ts';

/** Beyond so many grids of one block they are stacked into one: programs stay small. */
const mostGrids = 48;

/** The sum of slots with as few of them as their columns allow. */
export const unite = (slots: readonly (Slot | Product)[]): readonly (Slot | Product)[] => {
  const products = slots.filter(slot => slot.kind === 'product');
  if (products.length > 0) {
    const others = slots.filter(slot => slot.kind !== 'product');
    return [...unitePlain(others), ...uniteProducts(products)];
  }
  return unitePlain(slots as readonly Slot[]);
};

/** Sums of products with the same factor are products with sums, those of products that are in their factors whole have sums of these. */
const uniteProducts = (products: readonly Product[]): readonly Product[] => {
  const result: Product[] = [];
  for (const product of products) {
    const whole = isWhole(product);
    const summed = ({ grid, factor }: Product): Grid => (whole ? { ...grid, values: factor() } : grid);
    const partners = result.filter(
      other =>
        (whole ? isWhole(other) && other.steps === product.steps : other.factor === product.factor) &&
        other.stride === product.stride &&
        other.axes.every((axis, i) => axis === product.axes[i]),
    );
    const united = bestPartner(partners.map(summed), summed(product));
    if (united === undefined) result.push(product);
    else {
      const { place, slot } = united;
      const partner = partners[place]!;
      result[result.indexOf(partner)] = { ...partner, ...(whole ? { factor: () => slot.values } : { grid: slot }) };
    }
  }
  return result;
};

const unitePlain = (slots: readonly Slot[]): readonly Slot[] => {
  if (slots.length < 2) return slots;
  const result: Slot[] = [];
  for (const slot of slots) {
    if (slot.kind === 'entries') {
      result.push(slot);
      continue;
    }
    const united = bestPartner(result, slot);
    if (united === undefined) result.push(slot);
    else result[united.place] = united.slot;
  }
  return stackMany(result);
};

/** The sum with the slot that shares most columns with this one, if it can be united with any. */
const bestPartner = (
  slots: readonly Slot[],
  slot: Grid,
): { readonly place: number; readonly slot: Grid } | undefined => {
  const candidates = slots
    .flatMap((other, place) =>
      sameForm(other, slot) ? [{ other, place, score: agreement(other.index, slot.index) }] : [],
    )
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score);
  for (const { other, place } of candidates) {
    const index = unitePatterns(other.index, slot.index);
    if (index !== undefined) return { place, slot: { ...other, values: add(other.values, slot.values), index } };
  }
  return undefined;
};

const sameForm = (a: Slot, b: Grid): a is Grid =>
  a.kind === 'grid' && a.block === b.block && a.lead === b.lead && leadExtent(a) === leadExtent(b);

const stackMany = (slots: readonly Slot[]): readonly Slot[] => {
  const blocks = byBlock(slots.filter(slot => slot.kind === 'grid'));
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
  const uniform = first.values.ndim === 0 && grids.every(grid => grid.values === first.values);
  const values = uniform
    ? first.values
    : concatenate(
        grids.map(grid => withLead(grid, shape)),
        0,
      );
  return { kind: 'grid', block: first.block, lead: 1, values, index: tablePattern([total, ...shape], table) };
};
