import { kindOf } from '../../array/dtype.ts';
import { shapeString, shapesEqual, sizeOf } from '../../array/shape.ts';
import { type Aval, avalString } from '../../core/aval.ts';
import { type DimNames, gatherNames, scatterNames, type WindowDims } from './dimension-numbers.ts';
import { sliceSizesOf, windowedShape } from './windows.ts';

/**
 * What users say of gathers and scatters is checked where they say it: the indices that arrays are read by need not be, nor do
 * transformations of a gather that fits.
 */

/** Throws what a user should read unless dimension numbers, indices and window fit the operand. */
const checkDims = (what: string, names: DimNames, operand: Aval, indices: Aval, dims: WindowDims): void => {
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

/** Throws what a user should read unless a gather makes sense. */
export const checkGather = (operand: Aval, indices: Aval, dims: WindowDims, sliceSizes: readonly number[]): void => {
  const { shape } = operand;
  checkDims('gather', gatherNames, operand, indices, dims);
  if (sliceSizes.length !== shape.length) {
    throw new RangeError(
      `gather: sliceSizes (${sliceSizes.join(', ')}) must have one entry for each axis of ${avalString(operand)}`,
    );
  }
  const reads = sizeOf(indices.shape) > 0 || dims.indexMap.length === 0;
  for (const [axis, size] of sliceSizes.entries()) {
    const limit = dims.collapsedDims.includes(axis) || dims.operandBatchingDims.includes(axis) ? 1 : shape[axis]!;
    if (!Number.isInteger(size) || size < 0 || size > limit || (reads && size > shape[axis]!)) {
      throw new RangeError(
        `gather: sliceSizes (${sliceSizes.join(', ')}): ${size} is no possible size for axis ${axis} of ${avalString(operand)}`,
      );
    }
    if (dims.collapsedDims.includes(axis) && size !== 1) {
      throw new RangeError(`gather: sliceSizes (${sliceSizes.join(', ')}) must be 1 for the collapsed axis ${axis}`);
    }
  }
};

/** Throws what a user should read unless a scatter makes sense. */
export const checkScatter = (name: string, operand: Aval, indices: Aval, updates: Aval, dims: WindowDims): void => {
  checkDims(name, scatterNames, operand, indices, dims);
  if (operand.dtype !== updates.dtype) {
    throw new TypeError(
      `${name}: operand and updates must have one dtype, got ${avalString(operand)} and ${avalString(updates)}`,
    );
  }
  const sliceSizes = sliceSizesOf(operand.shape, updates.shape, dims);
  const expected = windowedShape(indices.shape, dims, sliceSizes);
  if (!shapesEqual(expected, updates.shape)) {
    const outer = indices.shape.slice(0, -1);
    throw new RangeError(
      `${name}: updates ${avalString(updates)} must have the axes ${shapeString(outer)} of the index vectors and, at ` +
        `${scatterNames.windowDims} (${dims.windowDims.join(', ')}), those of a window`,
    );
  }
  for (const [axis, size] of sliceSizes.entries()) {
    if (dims.collapsedDims.includes(axis) || size <= operand.shape[axis]!) continue;
    throw new RangeError(
      `${name}: a window of extent ${size} is larger than axis ${axis} of ${avalString(operand)} (updates ${avalString(updates)})`,
    );
  }
};
