import { filled } from '../../array/create.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import type { Equation } from '../../core/jaxpr.ts';
import type { Structure } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import {
  affinePattern,
  type IndexPattern,
  isConstantAlong,
  isSpreadAlong,
  reshapePattern,
  transposePattern,
} from '../../pattern/index-pattern.ts';
import { toDType } from '../../primitives/convert.ts';
import { mul } from '../../primitives/elementwise/arithmetic.ts';
import { broadcastInDim, reduceSum } from '../../primitives/shape/broadcast.ts';
import { reshape } from '../../primitives/shape/reshape.ts';
import { transpose } from '../../primitives/shape/transpose.ts';
import { range, rangeWithout } from '../../util/range.ts';
import { applyEquation } from './apply.ts';
import { localise } from './local.ts';
import { type Input, operandsWith, reductionTarget, retarget } from './rules.ts';
import {
  fullValues,
  type Grid,
  isOne,
  isStructured,
  leadExtent,
  type Product,
  type Slot,
  type Structured,
} from './slot.ts';

/**
 * Sums over axes. Along an axis on which the columns stay the same, terms are added up; where they all differ, there is
 * nothing to add: the axis becomes part of the lead axis, and its terms stay apart.
 */

type Kind<K extends Structure['kind']> = Extract<Structure, { readonly kind: K }>;

/** The axes (of the element) along which the columns of a grid change. */
const varying = (slot: Grid, axes: readonly number[]): number[] =>
  axes.filter(axis => !isConstantAlong(slot.index, axis + slot.lead));

/** Whether terms along the axes, together with those along the lead axis, belong to different columns. */
const staysApart = (slot: Grid, axes: readonly number[]): boolean =>
  isSpreadAlong(slot.index, [...(slot.lead === 1 ? [0] : []), ...axes.map(axis => axis + slot.lead)]);

/** Makes axes of the element part of the lead axis. */
const leadWith = (slot: Grid, axes: readonly number[]): Grid => {
  if (axes.length === 0) return slot;
  const { index, lead } = slot;
  const moved = axes.map(axis => axis + lead);
  const order = [
    ...(lead === 1 ? [0] : []),
    ...moved,
    ...range(index.shape.length).filter(axis => axis >= lead && !moved.includes(axis)),
  ];
  const extent = leadExtent(slot) * axes.reduce((product, axis) => product * index.shape[axis + lead]!, 1);
  const shape = [extent, ...order.slice(lead + axes.length).map(axis => index.shape[axis]!)];
  return {
    ...slot,
    lead: 1,
    values: slot.values.ndim === 0 ? slot.values : reshape(transpose(slot.values, order), shape),
    index: reshapePattern(transposePattern(index, order), shape),
  };
};

/** Sums a grid over axes along which its columns do not change. */
const sumConstant = (slot: Grid, axes: readonly number[]): Grid => {
  if (axes.length === 0) return slot;
  const moved = axes.map(axis => axis + slot.lead);
  const kept = rangeWithout(slot.index.shape.length, moved);
  const count = moved.reduce((product, axis) => product * slot.index.shape[axis]!, 1);
  return {
    ...slot,
    values:
      slot.values.ndim === 0 ? mul(slot.values, filled([], slot.values.dtype, count)) : reduceSum(slot.values, moved),
    index: transposePattern(slot.index, kept),
  };
};

export const reduced = (rule: Kind<'reduce'>, input: Structured, slot: Slot): Slot | Product => {
  const { shape } = input.aval;
  const { axes } = rule;
  const listed = (): Slot => retarget(slot, element => reductionTarget(element, shape, axes));
  if (slot.kind === 'entries') return listed();
  const apart = varying(slot, axes);
  if (apart.length > 0 && !staysApart(slot, apart)) {
    const local = localise(slot, input.aval, rangeWithout(shape.length, axes));
    return local === undefined ? listed() : sumConstant(local, axes);
  }
  const constant = axes.filter(axis => !apart.includes(axis));
  const summed = sumConstant(slot, constant);
  const places = apart.map(axis => axis - constant.filter(other => other < axis).length);
  if (slot.lead === 0 && places.length > 0 && summed.values.ndim > 0) {
    const order = [...places, ...rangeWithout(summed.index.shape.length, places)];
    const one = { ...summed, values: filled([], summed.values.dtype, 1) };
    const kept = order.map((axis, place) => [axis, place] as const);
    const deferred = productWith(one, transposePattern(summed.index, order), places.length, kept, summed.values, []);
    if (deferred !== undefined) return deferred;
  }
  return leadWith(summed, places);
};

/**
 * An equation that mixes elements along some axes only: as it is where the columns do not change along these, which those of
 * one place of another axis can be made to do. `instead` is how many columns an element has where nothing is made of it.
 */
export const along = (
  equation: Equation,
  rule: Kind<'along'>,
  inputs: readonly Input[],
  slot: Slot,
  instead = 0,
): Slot | undefined => {
  if (slot.kind === 'entries') return undefined;
  const operand = rule.operand ?? 0;
  if (varying(slot, rule.axes).length > 0) {
    const { aval } = inputs[operand] as Structured;
    const others = rangeWithout(aval.shape.length, rule.axes);
    const local = localise(slot, aval, others, instead);
    return local === undefined ? undefined : along(equation, rule, inputs, local);
  }
  const values = applyEquation(
    equation,
    operandsWith(inputs, new Map([[operand, { value: fullValues(slot), lead: slot.lead === 1 }]])),
  )[0]!;
  return { ...slot, values };
};

/**
 * A product of a grid with a known array. Contracted axes along which the columns change become axes that both operands
 * share and the result keeps, so that nothing is added up: a product with the basis is a copy of the other operand.
 */
export const contracted = (
  equation: Equation,
  rule: Kind<'contract'>,
  inputs: readonly Input[],
  operand: number,
  slot: Slot,
  instead = 0,
): Grid | Product | undefined => {
  const other = inputs[1 - operand]!;
  if (slot.kind === 'entries' || isStructured(other)) return undefined;
  const [own, its] = operand === 0 ? [0, 1] : [1, 0];
  const { lead } = slot;
  const ownContracting = rule.contracting[own]!;
  const itsContracting = rule.contracting[its]!;
  const ownBatch = rule.batch[own]!;
  const itsBatch = rule.batch[its]!;
  const apart = varying(slot, ownContracting);
  if (apart.length > 0 && !staysApart(slot, apart)) {
    const { aval } = inputs[operand] as Structured;
    const others = rangeWithout(aval.shape.length, ownContracting);
    const local = localise(slot, aval, others, instead);
    return local === undefined ? undefined : contracted(equation, rule, inputs, operand, local);
  }
  const partner = (axis: number): number => itsContracting[ownContracting.indexOf(axis)]!;
  const constant = ownContracting.filter(axis => !apart.includes(axis));
  const rank = slot.index.shape.length - lead;
  const ownFree = range(rank).filter(axis => !ownContracting.includes(axis) && !ownBatch.includes(axis));
  const itsFree = range(other.ndim).filter(axis => !itsContracting.includes(axis) && !itsBatch.includes(axis));
  // the result in the order: lead, axes kept apart, batch, free axes of the left, free axes of the right
  const ownShape = slot.index.shape.slice(lead);
  const leading = slot.index.shape.slice(0, lead);
  const free =
    operand === 0
      ? [...ownFree.map(axis => ownShape[axis]!), ...itsFree.map(axis => other.shape[axis]!)]
      : [...itsFree.map(axis => other.shape[axis]!), ...ownFree.map(axis => ownShape[axis]!)];
  const full = [...leading, ...apart.map(axis => ownShape[axis]!), ...ownBatch.map(axis => ownShape[axis]!), ...free];
  const freeStart = lead + apart.length + ownBatch.length;
  const ownStart = freeStart + (operand === 0 ? 0 : itsFree.length);
  const itsStart = freeStart + (operand === 0 ? ownFree.length : 0);

  // the columns: those of the slot, the same along the free axes of the other operand
  const ownAxes = [...range(lead), ...[...apart, ...ownBatch, ...ownFree].map(axis => axis + lead)];
  const ownPlaces = [...range(lead + apart.length + ownBatch.length), ...ownFree.map((_, i) => ownStart + i)];
  const strides = new Array<number>(full.length).fill(0);
  ownAxes.forEach((axis, i) => {
    strides[ownPlaces[i]!] = slot.index.strides[axis]!;
  });
  const index = { ...slot.index, shape: full, strides };

  const { dtype } = equation.outputs[0]!.aval;
  if (slot.values.ndim === 0 && lead === 0 && apart.length > 0 && dtype === other.dtype && sizeOf(full) > 0) {
    const deferred = productWith(slot, index, apart.length, itsPlaces(), other, constant.map(partner));
    if (deferred !== undefined) return deferred;
  }
  const values = slot.values.ndim === 0 ? scaledCopy(slot.values, other, constant, partner, itsPlaces()) : product();

  function itsPlaces(): readonly (readonly [axis: number, place: number])[] {
    return [
      ...apart.map((axis, i) => [partner(axis), lead + i] as const),
      ...itsBatch.map((axis, i) => [axis, lead + apart.length + i] as const),
      ...itsFree.map((axis, i) => [axis, itsStart + i] as const),
    ];
  }

  function scaledCopy(
    scale: NDArray,
    array: NDArray,
    summed: readonly number[],
    pair: (axis: number) => number,
    places: readonly (readonly [number, number])[],
  ): NDArray {
    const order = [...places].sort((a, b) => a[1] - b[1]);
    const sum = reduceSum(
      transpose(array, [...order.map(([axis]) => axis), ...summed.map(pair)]),
      summed.map((_, i) => order.length + i),
    );
    const scaled = isOne(scale) ? sum : mul(sum, scale);
    return broadcastInDim(
      scaled,
      full,
      order.map(([, place]) => place),
    );
  }

  function product(): NDArray {
    const shift = (axis: number): number => axis + lead;
    const pairsOf = (
      mine: readonly number[],
      theirs: readonly number[],
    ): readonly [readonly number[], readonly number[]] =>
      operand === 0 ? [mine.map(shift), theirs] : [theirs, mine.map(shift)];
    const params = {
      ...equation.params,
      contracting: pairsOf(constant, constant.map(partner)),
      batch: pairsOf([...apart, ...ownBatch], [...apart.map(partner), ...itsBatch]),
    };
    const operands = operand === 0 ? [slot.values, other as NDArray] : [other as NDArray, slot.values];
    const result = bindOne(equation.primitive, operands, params);
    if (lead === 0) return result;
    // the lead axis is the first free axis of its operand
    const at = apart.length + ownBatch.length + (operand === 0 ? 0 : itsFree.length);
    return transpose(result, [at, ...rangeWithout(result.ndim, [at])]);
  }

  const result: Grid = { ...slot, values: toDType(values, equation.outputs[0]!.aval), index };
  const merged = leadWith({ ...result, lead }, range(apart.length));
  return sizeOf(merged.index.shape) === 0 ? undefined : merged;
};

/**
 * A number times a known array as a product that is not carried out: `places` says where each axis of the array stands in
 * the result, whose first `count` axes are those kept apart. Undefined where these do not step evenly through the columns.
 */
const productWith = (
  slot: Grid,
  index: IndexPattern,
  count: number,
  places: readonly (readonly [axis: number, place: number])[],
  array: NDArray,
  summed: readonly number[],
): Product | undefined => {
  const element = index.shape.slice(count);
  const steps = index.shape.slice(0, count).reduce((product, extent) => product * extent, 1);
  const merged = reshapePattern(index, [steps, ...element]);
  if (merged.table !== null) return undefined;
  const order = [...places].sort((a, b) => a[1] - b[1]);
  // axes of one element say nothing
  const kept = order.filter(([axis, place]) => place < count || array.shape[axis]! > 1);
  const dropped = order.filter(entry => !kept.includes(entry)).map(([axis]) => axis);
  let made: NDArray | undefined;
  const factor = (): NDArray => {
    if (made === undefined) {
      const sum = reduceSum(
        transpose(array, [...kept.map(([axis]) => axis), ...dropped, ...summed]),
        [...dropped, ...summed].map((_, i) => kept.length + i),
      );
      made = reshape(sum, [steps, ...sum.shape.slice(count)]);
    }
    return made;
  };
  return {
    kind: 'product',
    block: slot.block,
    factor,
    dtype: array.dtype,
    steps,
    axes: kept.slice(count).map(([, place]) => place - count),
    stride: merged.strides[0]!,
    source: array.ndim === 2 && kept.length === 2 && count === 1 ? { array, axis: kept[0]![0] } : undefined,
    grid: {
      kind: 'grid',
      block: slot.block,
      lead: 0,
      values: slot.values,
      index: affinePattern(element, merged.strides.slice(1), merged.offset),
    },
  };
};
