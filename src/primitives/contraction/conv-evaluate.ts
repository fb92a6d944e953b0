import { allocate, type Data, type DType, lanesOf } from '../../array/dtype.ts';
import { ConcreteArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import { inOrder } from '../shape/strided.ts';
import { invertPermutation } from '../shape/transpose.ts';
import { type ConvGeometry, convExtents, take } from './conv-geometry.ts';
import { multiplyRows } from './product.ts';

/** Entries of the largest block of windows that is laid out at a time. */
const blockEntries = 1 << 20;

/** Lays the windows out as rows of a matrix and multiplies it with the kernel, one group of features at a time. */
export const convolve = (
  lhs: ConcreteArray,
  rhs: ConcreteArray,
  geometry: ConvGeometry,
  dtype: DType,
): ConcreteArray => {
  const { axes, featureGroupCount, batchGroupCount } = geometry;
  const extents = convExtents(lhs.shape, rhs.shape, geometry);
  const [batch, outputs, ...outputSpace] = extents as [number, number, ...number[]];
  const [, features, ...space] = take(lhs.shape, axes.lhs) as [number, number, ...number[]];
  const [, inputs, ...kernel] = take(rhs.shape, axes.rhs) as [number, number, ...number[]];
  const groups = featureGroupCount * batchGroupCount;
  const columns = outputs / groups;
  const taps = sizeOf(kernel);
  const inner = inputs * taps;
  const positions = sizeOf(outputSpace);
  const spaceSize = sizeOf(space);
  const lanes = lanesOf(lhs.dtype);
  const source = inOrder(lhs, axes.lhs).data;
  const weights = inOrder(rhs, axes.rhs).data;
  const result = allocate(dtype, sizeOf(extents));
  const tapsAt = tapFinder(space, kernel, outputSpace, geometry);
  const rows = batch * positions;
  const blockRows = Math.max(1, Math.min(rows, Math.floor(blockEntries / Math.max(1, inner))));
  const windows = allocate(lhs.dtype, blockRows * inner);
  const outputLanes = lanesOf(dtype);
  for (let group = 0; group < groups; group++) {
    const right = weights.subarray(group * columns * inner * lanes, (group + 1) * columns * inner * lanes) as Data;
    const firstFeature = featureGroupCount > 1 ? group * inputs : 0;
    const firstBatch = batchGroupCount > 1 ? group * batch : 0;
    for (let firstRow = 0; firstRow < rows; firstRow += blockRows) {
      const count = Math.min(blockRows, rows - firstRow);
      for (let row = 0; row < count; row++) {
        const n = Math.floor((firstRow + row) / positions);
        const offsets = tapsAt((firstRow + row) % positions);
        const from = (firstBatch + n) * features + firstFeature;
        for (let feature = 0, next = row * inner; feature < inputs; feature++) {
          const start = (from + feature) * spaceSize;
          for (let tap = 0; tap < taps; tap++, next++) {
            const offset = offsets[tap]!;
            windows[next * lanes] = offset < 0 ? 0 : source[(start + offset) * lanes]!;
            if (lanes === 2) windows[next * 2 + 1] = offset < 0 ? 0 : source[(start + offset) * 2 + 1]!;
          }
        }
      }
      const product = multiplyRows(windows, right, { batch: 1, rows: count, columns, inner }, dtype);
      for (let row = 0; row < count; row++) {
        const n = Math.floor((firstRow + row) / positions);
        const position = (firstRow + row) % positions;
        for (let column = 0; column < columns; column++) {
          const to = ((n * outputs + group * columns + column) * positions + position) * outputLanes;
          for (let lane = 0; lane < outputLanes; lane++) {
            result[to + lane] = product[(row * columns + column) * outputLanes + lane]!;
          }
        }
      }
    }
  }
  const weakType = lhs.weakType && rhs.weakType;
  return inOrder(new ConcreteArray(extents, dtype, result, weakType), invertPermutation(axes.out));
};

/** For an output position, which element of the input each element of the window falls on; -1 where on padding. */
const tapFinder = (
  space: readonly number[],
  kernel: readonly number[],
  outputSpace: readonly number[],
  { windowStrides, padding, lhsDilation, rhsDilation }: ConvGeometry,
): ((position: number) => Int32Array) => {
  // along one axis: the input index for each output index and kernel index
  const along = space.map((extent, i) => {
    const table = new Int32Array(outputSpace[i]! * kernel[i]!);
    for (let p = 0; p < outputSpace[i]!; p++) {
      for (let k = 0; k < kernel[i]!; k++) {
        const place = p * windowStrides[i]! + k * rhsDilation[i]! - padding[i]![0];
        const index = place / lhsDilation[i]!;
        table[p * kernel[i]! + k] = Number.isInteger(index) && index >= 0 && index < extent ? index : -1;
      }
    }
    return table;
  });
  const offsets = new Int32Array(sizeOf(kernel));
  return position => {
    offsets.fill(0);
    let rest = position;
    let spaceStride = 1;
    let kernelStride = 1;
    for (let i = space.length - 1; i >= 0; i--) {
      const row = (rest % outputSpace[i]!) * kernel[i]!;
      rest = Math.floor(rest / outputSpace[i]!);
      for (let tap = 0; tap < offsets.length; tap++) {
        const index = along[i]![row + (Math.floor(tap / kernelStride) % kernel[i]!)]!;
        offsets[tap] = index < 0 || offsets[tap]! < 0 ? -1 : offsets[tap]! + index * spaceStride;
      }
      spaceStride *= space[i]!;
      kernelStride *= kernel[i]!;
    }
    return offsets;
  };
};
