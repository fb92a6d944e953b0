import { type Shape, sizeOf, stridesOf } from '../../../array/shape.ts';
import { type WindowParams, windowedShape } from './parameters.ts';

/**
 * For each position of each window along one axis the index of the element there, or -1 where there is none: in the
 * padding, or between dilated elements.
 */
const positionsAlong = (extent: number, count: number, params: WindowParams, axis: number): Int32Array => {
  const window = params.windowDimensions[axis]!;
  const dilation = params.baseDilation[axis]!;
  const positions = new Int32Array(count * window).fill(-1);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < window; k++) {
      const place = i * params.windowStrides[axis]! + k * params.windowDilation[axis]! - params.padding[axis]![0];
      const index = place / dilation;
      if (index >= 0 && index < extent && Number.isInteger(index)) positions[i * window + k] = index;
    }
  }
  return positions;
};

/**
 * Visits the windows in the order of the results. `elements` are the flat indices of a window's elements in row-major
 * order, -1 where there is none; the list is used again for the next window.
 */
export const forEachWindow = (
  shape: Shape,
  params: WindowParams,
  visit: (result: number, elements: Int32Array) => void,
): void => {
  const counts = windowedShape(shape, params);
  const size = sizeOf(counts);
  if (size === 0) return;
  const strides = stridesOf(shape);
  const tables = shape.map((extent, axis) => positionsAlong(extent, counts[axis]!, params, axis));
  const elements = new Int32Array(sizeOf(params.windowDimensions));
  const index = counts.map(() => 0);
  const fill = (axis: number, offset: number, next: number): number => {
    if (axis === shape.length) {
      elements[next] = offset;
      return next + 1;
    }
    const window = params.windowDimensions[axis]!;
    const first = index[axis]! * window;
    for (let k = 0; k < window; k++) {
      const position = tables[axis]![first + k]!;
      next = fill(axis + 1, position < 0 || offset < 0 ? -1 : offset + position * strides[axis]!, next);
    }
    return next;
  };
  for (let result = 0; result < size; result++) {
    fill(0, 0, 0);
    visit(result, elements);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis]! < counts[axis]!) break;
      index[axis] = 0;
    }
  }
};
