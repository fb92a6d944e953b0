import type { NDArray } from '../../array/ndarray.ts';
import type { BatchAxis } from '../../core/primitive.ts';
import { batchFirst, broadcastInDim } from '../shape/broadcast.ts';

/** Operands of one shape or scalars with their batch axes in front: scalars of a batch are spread, others stay scalars. */
export const alignFirst = (inputs: readonly NDArray[], axes: readonly BatchAxis[], axisSize: number): NDArray[] => {
  const shapes = inputs.map((input, i) => input.shape.filter((_, axis) => axis !== axes[i]));
  const shape = shapes.find(own => own.length > 0) ?? [];
  return inputs.map((input, i) => {
    const axis = axes[i]!;
    if (axis === null && input.ndim === 0) return input;
    const first = batchFirst(input, axis, axisSize);
    return first.ndim > shape.length ? first : broadcastInDim(first, [axisSize, ...shape], [0]);
  });
};
