import { type Shape, sizeOf } from '../array/shape.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import type { Buffer, Expression, ReductionName } from '../kernel/expression.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Element, Lowering } from '../kernel/lowering.ts';
import { rangeWithout } from '../util/range.ts';
import { placesOf } from './group.ts';
import { isVariable } from './kernels.ts';

/** Kernels whose elements build upon one another. */

/** An array that is written by itself: its elements as expressions, and where they stand in its buffer. */
type Written = { readonly shape: Shape; readonly buffer: Buffer; readonly element: Element; readonly place: Element };

/**
 * Elements combined with those before them along an axis: the first ones, then the others. The axis is the outermost loop, so
 * that the other axes can be computed by vectors.
 */
const running = (
  builder: ExpressionBuilder,
  name: ReductionName,
  axis: number,
  { shape, buffer, element, place }: Written,
): readonly Kernel[] => {
  const order = [axis, ...rangeWithout(shape.length, [axis])];
  const extent = shape[axis]!;
  const between = (low: number, high: number): Kernel => {
    const variables = order.map((each, depth) =>
      builder.variable(2 * depth, depth === 0 ? low : 0, depth === 0 ? high : shape[each]!),
    );
    const index = shape.map((_, each) => variables[order.indexOf(each)]!);
    const own = element(index);
    const store = { buffer, index: place(index) };
    if (low === 0) return { variables: variables.filter(isVariable), stores: [{ ...store, value: own }] };
    const before = builder.load(buffer, place(index.with(axis, builder.plus(variables[0]!, -1))));
    const value = builder.operation(name, buffer.type, [before, own]);
    return { variables: variables.filter(isVariable), stores: [{ ...store, value }], sequential: true };
  };
  return [between(0, 1), ...(extent > 1 ? [between(1, extent)] : [])];
};

/**
 * Longer lines are cut into blocks, as long sums are. Where many of them keep vectors busy, blocks take up to twice the time: float32,
 * which loses digits in long chains, is worth it.
 */
const longLine = 1 << 12;
const longSingle = 1 << 10;
const longOfMany = 1 << 15;
const manyLines = 8;

/**
 * Elements combined with all that come before them along an axis. Long lines are cut into blocks, each by itself at first, and
 * combined with what the blocks before come to then: what is lost by rounding grows with the square root of the length, and blocks
 * do not wait for each other.
 */
export const cumulativeKernels = (
  builder: ExpressionBuilder,
  shape: Shape,
  buffer: Buffer,
  { name, operand, axis, reverse }: Extract<Lowering, { readonly kind: 'cumulative' }>,
  newBuffer: (size: number) => Buffer,
): readonly Kernel[] => {
  const extent = shape[axis]!;
  const [outer, inner] = [shape.slice(0, axis), shape.slice(axis + 1)];
  /** The index of what is `at` so many steps from the beginning of its line. */
  const indexAt = (index: readonly Expression[], at: Expression): Expression[] =>
    index.toSpliced(
      axis,
      index.length - outer.length - inner.length,
      reverse ? builder.minus(builder.index(extent - 1), at) : at,
    );
  const written = (extents: Shape, stepOf: (index: readonly Expression[]) => Expression): Written => {
    const all = (index: readonly Expression[]): Expression[] => indexAt(index, stepOf(index));
    return {
      shape: [...outer, ...extents, ...inner],
      buffer,
      element: index => operand(all(index)),
      place: index => builder.flatten(all(index), shape),
    };
  };
  const isRounded = buffer.type === 'f32' && (name === 'add' || name === 'mul');
  const atOnce = isRounded ? longSingle : buffer.size < manyLines * extent ? longLine : longOfMany;
  if (extent < atOnce) {
    return running(
      builder,
      name,
      axis,
      written([extent], index => index[axis]!),
    );
  }
  const rounds = Math.ceil(Math.sqrt(extent));
  const blocks = Math.floor(extent / rounds);
  const rest = extent - blocks * rounds;
  /** All rounds of some blocks from one on. */
  const blocksFrom = (first: number): Written =>
    written([blocks - first, rounds], index =>
      builder.plus(builder.times(builder.plus(index[axis]!, first), rounds), index[axis + 1]!),
    );
  const afterBlocks = written([rest], index => builder.plus(index[axis]!, blocks * rounds));
  const ends = written([blocks], index => builder.plus(builder.times(index[axis]!, rounds), rounds - 1));
  const totals: Written = {
    shape: ends.shape,
    buffer: newBuffer(sizeOf(ends.shape)),
    element: index => builder.load(buffer, ends.place(index)),
    place: index => builder.flatten(index, ends.shape),
  };
  /** Combines elements with a total, that of all blocks before them. */
  const joining = (part: Written, totalOf: (index: Expression[]) => readonly Expression[]): Kernel => {
    const variables = placesOf(builder, part.shape);
    const index = part.place(variables);
    const value = builder.operation(name, buffer.type, [
      builder.load(totals.buffer, totals.place(totalOf(variables))),
      builder.load(buffer, index),
    ]);
    return { variables: variables.filter(isVariable), stores: [{ buffer, index, value }] };
  };
  const kernels = [
    ...running(builder, name, axis + 1, blocksFrom(0)),
    ...running(builder, name, axis, totals),
    joining(blocksFrom(1), index => index.toSpliced(axis + 1, 1)),
  ];
  if (rest === 0) return kernels;
  const last = builder.index(blocks - 1);
  return [
    ...kernels,
    ...running(builder, name, axis, afterBlocks),
    joining(afterBlocks, index => index.with(axis, last)),
  ];
};
