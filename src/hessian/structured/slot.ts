import { filled } from '../../array/create.ts';
import type { DType } from '../../array/dtype.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import type { Aval } from '../../core/aval.ts';
import { isConcrete } from '../../core/tracer.ts';
import { type IndexPattern, indicesOf } from '../../pattern/index-pattern.ts';
import { broadcastInDim } from '../../primitives/shape/broadcast.ts';
import { reshape } from '../../primitives/shape/reshape.ts';

/**
 * Consecutive columns, one for each element of a differentiated array: what is dense is dense in a block. Columns of all
 * blocks are numbered end to end.
 */
export type Block = {
  readonly start: number;
  readonly size: number;
  /** Whether they end up next to each other in an array, zeros among them. */
  readonly dense?: boolean;
};

/**
 * Values laid out like the array that they are tangents of, after a lead axis of so many values an element if `lead` is 1.
 * `index` has the shape of the values and names their columns; values without a column (-1) are zero. Values that are all
 * the same may be a scalar.
 */
export type Grid = {
  readonly kind: 'grid';
  readonly block: number;
  readonly lead: 0 | 1;
  readonly values: NDArray;
  readonly index: IndexPattern;
};

/** Values in a list, each with the flat place of its element and its column; entries of one place and column add up. */
export type Entries = {
  readonly kind: 'entries';
  readonly block: number;
  /** 1-D, or a scalar for values that are all the same. */
  readonly values: NDArray;
  /** -1 for entries that do not count. */
  readonly elements: Int32Array;
  readonly columns: Int32Array;
};

export type Slot = Grid | Entries;

/**
 * A grid times a known array, one column of which belongs to each step of a new lead axis before the grid's: the tangents of
 * X @ w are X times 1. What follows is done to the grid alone, as long as it does not mix elements along those axes that
 * the array changes along. The grid's columns are those of the first step.
 */
export type Product = {
  readonly kind: 'product';
  readonly block: number;
  /**
   * The new lead axis, then those axes of the element that `axes` names; it is the same along all others. Made when it is
   * asked for: where the product meets its source again, nobody does.
   */
  readonly factor: () => NDArray;
  readonly dtype: DType;
  /** How long the new axis is. */
  readonly steps: number;
  readonly axes: readonly number[];
  /** How far the columns of one step of the new axis are from those of the step before. */
  readonly stride: number;
  /** The array that the factor is the transpose of, if it is one. */
  readonly source: { readonly array: NDArray; readonly axis: number } | undefined;
  readonly grid: Grid;
};

/** The tangents of an array in the directions of all columns: the sum of its slots. */
export type Structured = {
  readonly kind: 'structured';
  readonly aval: Aval;
  readonly slots: readonly (Slot | Product)[];
};

/** Tangents with all products multiplied out. */
export type PlainTangent = Omit<Structured, 'slots'> & { readonly slots: readonly Slot[] };

export const structured = (aval: Aval, slots: readonly (Slot | Product)[]): Structured => ({
  kind: 'structured',
  aval,
  slots,
});

export const isStructured = (value: NDArray | Structured): value is Structured =>
  'kind' in value && value.kind === 'structured';

export const byBlock = <S extends Slot | Product>(slots: readonly S[]): Map<number, S[]> => {
  const blocks = new Map<number, S[]>();
  for (const slot of slots) blocks.set(slot.block, [...(blocks.get(slot.block) ?? []), slot]);
  return blocks;
};

/** How many values a slot has for each element. */
export const leadExtent = (slot: Grid): number => (slot.lead === 1 ? slot.index.shape[0]! : 1);

export const isUniform = (slot: Slot): boolean =>
  slot.values.ndim === 0 && (slot.kind === 'entries' || slot.index.shape.length > 0);

/** Whether it is a list without values: a view of a list may choose places that have none. */
export const isEmpty = (slot: Slot | Product): boolean => slot.kind === 'entries' && slot.elements.length === 0;

/** Whether the values are known to be 1. */
export const isOne = (value: NDArray): boolean =>
  value.ndim === 0 && isConcrete(value) && (value.uniform ?? value.data[0]) === 1 && !value.dtype.startsWith('complex');

/** Whether the columns depend on the place along the lead axis only, as they do in what is dense. */
export const isDense = ({ index, lead }: Grid): boolean =>
  index.strides.every((stride, axis) => axis < lead || stride === 0);

/**
 * Whether a product has one element, all of which is in its factor. So it remains: what is multiplied later meets numbers of the size
 * that plain tangents have, where products of scales alone would leave the range of floats (of the norm of a short vector, say).
 */
export const isWhole = ({ grid }: Product): boolean => sizeOf(grid.index.shape) === 1 && isOne(grid.values);

/** The values at full extent. */
export const fullValues = (slot: Grid): NDArray =>
  slot.values.ndim === 0 ? broadcastInDim(slot.values, slot.index.shape, []) : slot.values;

/** A grid as a list. */
export const entriesOf = (slot: Slot): Entries => {
  if (slot.kind === 'entries') return slot;
  const columns = indicesOf(slot.index);
  const size = sizeOf(slot.index.shape.slice(slot.lead));
  const elements = new Int32Array(columns.length);
  for (let i = 0; i < elements.length; i++) elements[i] = columns[i]! < 0 ? -1 : i % size;
  return {
    kind: 'entries',
    block: slot.block,
    values: slot.values.ndim === 0 ? slot.values : reshape(slot.values, [columns.length]),
    elements,
    columns,
  };
};

/** The values of a list, one an entry. */
export const listedValues = ({ values, elements }: Entries): NDArray =>
  values.ndim === 0 ? broadcastInDim(values, [elements.length], []) : values;

export const zeroScalar = (aval: Aval): NDArray => filled([], aval.dtype, 0);

export const flat = (x: NDArray): NDArray => reshape(x, [x.size]);
