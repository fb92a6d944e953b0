import type { Shape } from '../array/shape.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import type { Buffer, Expression, Variable } from '../kernel/expression.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Scatter } from '../kernel/lowering.ts';
import { boxesOf, placesOf } from './group.ts';

/** Kernels that write where others have written: updates. */

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
  const kernelAt = (index: readonly Expression[]): Kernel => {
    const { inside, place } = scatter.target(index);
    const store = {
      buffer,
      index: builder.clampIndex(builder.flatten(place, shape), 0, Math.max(0, buffer.size - 1)),
      value: scatter.update(index),
      scatter: { combine: scatter.combine, inside },
    };
    return { variables: index.filter(isVariable), stores: [store] };
  };
  const places = placesOf(builder, scatter.shape);
  const whole = kernelAt(places);
  const { place } = scatter.target(places);
  const isList = places.slice(0, -1).every(each => !isVariable(each) || place.includes(each));
  if (!isList) return [whole];
  return boxesOf(whole).map(box =>
    box === undefined
      ? whole
      : kernelAt(
          scatter.shape.map((extent, axis) => builder.variable(2 * axis, ...(box.get(2 * axis) ?? [0, extent]))),
        ),
  );
};
