import { kindOf } from '../../array/dtype.ts';
import type { ConcreteArray } from '../../array/ndarray.ts';
import { type Shape, shapesEqual, sizeOf, stridesOf } from '../../array/shape.ts';
import { type Aval, avalString } from '../../core/aval.ts';
import { offsetsOf } from '../shape/strided.ts';
import type { DimNames, WindowDims } from './dimension-numbers.ts';

/** The extents of a window along the axes that the result has. */
const keptSizes = (dims: WindowDims, sliceSizes: readonly number[]): number[] =>
  sliceSizes.filter((_, axis) => !dims.collapsedDims.includes(axis) && !dims.operandBatchingDims.includes(axis));

/** The axes of the result that do not run through a window. */
const outerAxes = (dims: WindowDims, rank: number): number[] =>
  Array.from({ length: rank }, (_, axis) => axis).filter(axis => !dims.windowDims.includes(axis));

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

/** Throws what a user should read unless dimension numbers, indices and window fit the operand. */
export const checkDims = (what: string, names: DimNames, operand: Aval, indices: Aval, dims: WindowDims): void => {
  if (kindOf(indices.dtype) !== 'int')
    throw new TypeError(`${what}: indices must have dtype int32 or uint32, got ${avalString(indices)}`);
  const rank = operand.shape.length;
  const indexRank = indices.shape.length - 1;
  if (indexRank < 0)
    throw new RangeError(`${what}: indices need a last axis that holds index vectors, got ${avalString(indices)}`);
  const fail = (field: keyof WindowDims, why: string): never => {
    throw new RangeError(
      `${what}: ${names[field]} (${dims[field].join(', ')}) ${why} (operand ${avalString(operand)}, indices ${avalString(indices)})`,
    );
  };
  const checkAxes = (field: keyof WindowDims, limit: number, sorted: boolean): void => {
    const list = dims[field];
    if (!list.every(axis => Number.isInteger(axis) && axis >= 0 && axis < limit))
      fail(field, `must be axes from 0 to ${limit - 1}`);
    if (new Set(list).size !== list.length) fail(field, 'must not repeat');
    if (sorted && list.some((axis, i) => i > 0 && axis < list[i - 1]!)) fail(field, 'must ascend');
  };
  checkAxes('windowDims', indexRank + dims.windowDims.length, true);
  checkAxes('collapsedDims', rank, true);
  checkAxes('indexMap', rank, false);
  checkAxes('operandBatchingDims', rank, true);
  checkAxes('indicesBatchingDims', indexRank, false);
  if (dims.indexMap.length !== indices.shape[indexRank])
    fail('indexMap', `must name one axis for each component of an index vector`);
  if (dims.collapsedDims.some(axis => dims.operandBatchingDims.includes(axis)))
    fail('collapsedDims', `and ${names.operandBatchingDims} must be disjoint`);
  if (dims.indexMap.some(axis => dims.operandBatchingDims.includes(axis)))
    fail('indexMap', `and ${names.operandBatchingDims} must be disjoint`);
  const operandBatch = dims.operandBatchingDims.map(axis => operand.shape[axis]!);
  const indicesBatch = dims.indicesBatchingDims.map(axis => indices.shape[axis]!);
  if (!shapesEqual(operandBatch, indicesBatch))
    fail('operandBatchingDims', `and ${names.indicesBatchingDims} must have equal extents`);
  if (dims.windowDims.length + dims.collapsedDims.length + dims.operandBatchingDims.length !== rank) {
    fail(
      'windowDims',
      `, ${names.collapsedDims} and ${names.operandBatchingDims} must have one entry for each axis of the operand`,
    );
  }
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

/** Whether no two windows can share an element, judged by index vectors that are known; at worst a false no. */
export const areUnique = (indices: ConcreteArray): boolean => {
  const components = indices.shape.at(-1) ?? 1;
  const count = sizeOf(indices.shape) / Math.max(1, components);
  const seen = new Set<string>();
  for (let i = 0; i < count; i++) seen.add(indices.data.slice(i * components, (i + 1) * components).join(','));
  return seen.size === count;
};
