import type { Shape } from '../array/shape.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import type { Buffer, Expression, Variable } from '../kernel/expression.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Lowering, Scatter } from '../kernel/lowering.ts';
import { rangeWithout } from '../util/range.ts';
import { boxesOf, placesOf } from './group.ts';

/** Kernels that write where others have written: updates, and elements that build upon one another. */

export const isVariable = (place: Expression): place is Variable => place.kind === 'variable';

/**
 * The updates of a scatter, which follow one another, since several may go to one place. Lists that are put together from
 * several are cut where one ends; those of a batch too, whose other axes are places by themselves.
 */
export const scatterKernels = (
  builder: ExpressionBuilder,
  shape: Shape,
  buffer: Buffer,
  scatter: Scatter,
): readonly Kernel[] => {
  let isList = false;
  const kernelAt = (index: readonly Expression[]): Kernel => {
    const { inside, place } = scatter.target(index);
    isList = index.slice(0, -1).every(each => !isVariable(each) || place.includes(each));
    const store = {
      buffer,
      index: builder.clampIndex(builder.flatten(place, shape), 0, Math.max(0, buffer.size - 1)),
      value: scatter.update(index),
      scatter: { combine: scatter.combine, inside },
    };
    return { variables: index.filter(isVariable), stores: [store] };
  };
  const whole = kernelAt(placesOf(builder, scatter.shape));
  if (!isList) return [whole];
  return boxesOf(whole).map(box =>
    box === undefined
      ? whole
      : kernelAt(
          scatter.shape.map((extent, axis) => builder.variable(2 * axis, ...(box.get(2 * axis) ?? [0, extent]))),
        ),
  );
};

/**
 * Elements combined with those before them along an axis: the first ones, then the others. The axis is the outermost loop, so
 * that the other axes can be computed by vectors.
 */
export const cumulativeKernels = (
  builder: ExpressionBuilder,
  shape: Shape,
  buffer: Buffer,
  { name, operand, axis, reverse }: Extract<Lowering, { readonly kind: 'cumulative' }>,
): readonly Kernel[] => {
  const order = [axis, ...rangeWithout(shape.length, [axis])];
  const extent = shape[axis]!;
  const between = (low: number, high: number): Kernel => {
    const variables = order.map((each, depth) =>
      builder.variable(2 * depth, depth === 0 ? low : 0, depth === 0 ? high : shape[each]!),
    );
    const indexAt = (back: number): Expression[] => {
      const index = new Array<Expression>(shape.length);
      order.forEach((each, depth) => (index[each] = variables[depth]!));
      const step = builder.plus(variables[0]!, -back);
      index[axis] = reverse ? builder.minus(builder.index(extent - 1), step) : step;
      return index;
    };
    const index = builder.flatten(indexAt(0), shape);
    const element = operand(indexAt(0));
    if (low === 0) return { variables: variables.filter(isVariable), stores: [{ buffer, index, value: element }] };
    const before = builder.load(buffer, builder.flatten(indexAt(1), shape));
    const value = builder.operation(name, buffer.type, [before, element]);
    return { variables: variables.filter(isVariable), stores: [{ buffer, index, value }], sequential: true };
  };
  return [between(0, 1), ...(extent > 1 ? [between(1, extent)] : [])];
};
