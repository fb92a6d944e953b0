import type { ConcreteArray } from '../../array/ndarray.ts';
import { type Shape, stridesOf } from '../../array/shape.ts';
import { rangeWithout } from '../../util/range.ts';
import { offsetsOf } from '../shape/strided.ts';
import type { WindowDims } from './dimension-numbers.ts';

/** The extents of a window along the axes that the result has. */
const keptSizes = (dims: WindowDims, sliceSizes: readonly number[]): number[] =>
  sliceSizes.filter((_, axis) => !dims.collapsedDims.includes(axis) && !dims.operandBatchingDims.includes(axis));

/** The axes of the result that do not run through a window. */
const outerAxes = (dims: WindowDims, rank: number): number[] => rangeWithout(rank, dims.windowDims);

/** The shape of what a gather reads, which is that of what a scatter writes. */
export const windowedShape = (indicesShape: Shape, dims: WindowDims, sliceSizes: readonly number[]): number[] => {
  const outer = indicesShape.slice(0, -1);
  const inner = keptSizes(dims, sliceSizes);
  let nextOuter = 0;
  let nextInner = 0;
  return Array.from({ length: outer.length + inner.length }, (_, axis) =>
    dims.windowDims.includes(axis) ? inner[nextInner++]! : outer[nextOuter++]!,
  );
};

/** The window of a scatter, which the shape of its updates implies. */
export const sliceSizesOf = (operandShape: Shape, updatesShape: Shape, dims: WindowDims): number[] => {
  let next = 0;
  return operandShape.map((extent, axis) =>
    dims.operandBatchingDims.includes(axis)
      ? Math.min(1, extent)
      : dims.collapsedDims.includes(axis)
        ? 1
        : updatesShape[dims.windowDims[next++]!]!,
  );
};

/** Where windows lie, as flat offsets. */
export type Windows = {
  /** For each index vector the first element of its window in the operand, or -1 for a window that is not inside. */
  readonly starts: readonly number[];
  /** For each index vector the first element of its window in the result (of a gather) or the updates (of a scatter). */
  readonly resultStarts: readonly number[];
  /** For each element of a window how far it lies from the first one. */
  readonly operandOffsets: readonly number[];
  readonly resultOffsets: readonly number[];
};

/** Lays out the windows that the indices choose; those that are not inside the operand are moved inside if `clip`. */
export const windowsOf = (
  operandShape: Shape,
  indices: ConcreteArray,
  dims: WindowDims,
  sliceSizes: readonly number[],
  clip: boolean,
): Windows => {
  const resultShape = windowedShape(indices.shape, dims, sliceSizes);
  const resultStrides = stridesOf(resultShape);
  const operandStrides = stridesOf(operandShape);
  const outer = indices.shape.slice(0, -1);
  const outerStrides = outerAxes(dims, resultShape.length).map(axis => resultStrides[axis]!);
  const inner = keptSizes(dims, sliceSizes);
  const batchStrides = outer.map((_, axis) => {
    const k = dims.indicesBatchingDims.indexOf(axis);
    return k < 0 ? 0 : operandStrides[dims.operandBatchingDims[k]!]!;
  });
  const components = dims.indexMap.length;
  const limits = dims.indexMap.map(axis => operandShape[axis]! - sliceSizes[axis]!);
  const strides = dims.indexMap.map(axis => operandStrides[axis]!);
  const data = indices.data;
  const starts = offsetsOf(outer, batchStrides);
  for (let i = 0; i < starts.length; i++) {
    for (let k = 0; k < components; k++) {
      const index = data[i * components + k]!;
      const limit = limits[k]!;
      const inside = Math.max(0, Math.min(index, limit));
      if (limit < 0 || (inside !== index && !clip)) {
        starts[i] = -1;
        break;
      }
      starts[i] = starts[i]! + inside * strides[k]!;
    }
  }
  return {
    starts,
    resultStarts: offsetsOf(outer, outerStrides),
    operandOffsets: offsetsOf(
      inner,
      operandStrides.filter(
        (_, axis) => !dims.collapsedDims.includes(axis) && !dims.operandBatchingDims.includes(axis),
      ),
    ),
    resultOffsets: offsetsOf(
      inner,
      dims.windowDims.map(axis => resultStrides[axis]!),
    ),
  };
};

/** For each element of the result (of a gather) or the updates (of a scatter) its place in the operand; -1 for those outside. */
export const windowPlaces = (...layout: Parameters<typeof windowsOf>): Int32Array => {
  const { starts, resultStarts, operandOffsets, resultOffsets } = windowsOf(...layout);
  const places = new Int32Array(starts.length * operandOffsets.length).fill(-1);
  for (let i = 0; i < starts.length; i++) {
    const from = starts[i]!;
    const to = resultStarts[i]!;
    if (from < 0) continue;
    for (let k = 0; k < operandOffsets.length; k++) places[to + resultOffsets[k]!] = from + operandOffsets[k]!;
  }
  return places;
};
