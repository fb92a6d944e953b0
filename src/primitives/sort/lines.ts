import type { NDArray } from '../../array/ndarray.ts';
import { type Shape, sizeOf, stridesOf } from '../../array/shape.ts';
import { rangeWithout } from '../../util/range.ts';
import { gatherWindows } from '../indexing/gather.ts';
import { reshape } from '../shape/reshape.ts';
import type { Comparator } from './order.ts';

/**
 * Visits the lines along an axis. `order` holds the flat indices of a line's elements, sorted; what is equal keeps its
 * place. Element k of the line stands at `start + k·stride`.
 */
export const forEachSortedLine = (
  shape: Shape,
  axis: number,
  compare: Comparator,
  visit: (order: readonly number[], start: number, stride: number, line: number) => void,
): void => {
  const extent = shape[axis]!;
  const stride = stridesOf(shape)[axis]!;
  const lines = extent === 0 ? 0 : sizeOf(shape) / extent;
  for (let line = 0; line < lines; line++) {
    const start = Math.floor(line / stride) * stride * extent + (line % stride);
    const order = Array.from({ length: extent }, (_, k) => start + k * stride);
    visit(order.sort(compare), start, stride, line);
  }
};

/** For each place of the indices the element of x at that index of an axis, at the same place of the other axes. */
export const gatherAlong = (x: NDArray, indices: NDArray, axis: number): NDArray => {
  const others = rangeWithout(x.shape.length, [axis]);
  return gatherWindows(
    x,
    reshape(indices, [...indices.shape, 1]),
    {
      offsetDims: [],
      collapsedSliceDims: [axis],
      startIndexMap: [axis],
      operandBatchingDims: others,
      startIndicesBatchingDims: others,
    },
    x.shape.map(() => 1),
    { mode: 'promise_in_bounds' },
  );
};
