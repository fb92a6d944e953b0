import { filled } from '../../array/create.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import { bindOne } from '../../core/tracer.ts';
import { range, rangeWithout } from '../../util/range.ts';
import { convertElementType } from '../convert.ts';
import { mul } from '../elementwise/arithmetic.ts';
import { gatherPrimitive, scatterAddPrimitive } from '../indexing/gather.ts';
import { broadcastInDim } from '../shape/broadcast.ts';
import { reshape } from '../shape/reshape.ts';
import { transpose } from '../shape/transpose.ts';

/** Products with known matrices that are mostly zeros, such as differences on a grid, as sums of what is not. */

/** Smaller matrices are as quick to use whole. */
const smallest = 64;
/** At most one of so many elements is not zero. */
const fewest = 4;

export const isMostlyZero = ({ size, data, uniform, dtype }: ConcreteArray): boolean => {
  if (size < smallest || uniform !== undefined || dtype.startsWith('complex')) return false;
  let left = Math.floor(size / fewest);
  for (let i = 0; i < data.length; i++) if (data[i] !== 0 && left-- === 0) return false;
  return true;
};

const rowDims = { collapsedDims: [0], indexMap: [0], operandBatchingDims: [], indicesBatchingDims: [] };

/**
 * The product of x with a known array over pairs of axes: rows of x are read where the known array is not zero, and added
 * up. `isLeft` says that the known array is the left operand.
 */
export const productByElements = (
  known: ConcreteArray,
  knownAxes: readonly number[],
  x: NDArray,
  axes: readonly number[],
  isLeft: boolean,
  dtype: NDArray['dtype'],
): NDArray => {
  const free = rangeWithout(known.ndim, knownAxes);
  const rest = rangeWithout(x.ndim, axes);
  const freeShape = free.map(axis => known.shape[axis]!);
  const restShape = rest.map(axis => x.shape[axis]!);
  const matrix = transpose(known, [...free, ...knownAxes]) as ConcreteArray;
  const columns = sizeOf(knownAxes.map(axis => known.shape[axis]!));
  const places: number[] = [];
  for (let i = 0; i < matrix.size; i++) if (matrix.data[i] !== 0) places.push(i);
  const list = (values: readonly number[]): ConcreteArray =>
    new ConcreteArray([places.length, 1], 'int32', Int32Array.from(values));
  const numbers = Float64Array.from(places, place => matrix.data[place]!);
  const values = convertElementType(new ConcreteArray([places.length], 'float64', numbers), dtype);
  const width = sizeOf(restShape);
  const rows = convertElementType(reshape(transpose(x, [...axes, ...rest]), [columns, width]), dtype);
  const read = bindOne(gatherPrimitive, [rows, list(places.map(place => place % columns))], {
    dims: { ...rowDims, windowDims: [1] },
    sliceSizes: [1, width],
    mode: 'promise_in_bounds',
    fillValue: null,
    uniqueIndices: false,
    indicesAreSorted: false,
  });
  const scaled = mul(read, broadcastInDim(values, [places.length, width], [0]));
  const added = bindOne(
    scatterAddPrimitive,
    [filled([sizeOf(freeShape), width], dtype, 0), list(places.map(place => Math.floor(place / columns))), scaled],
    {
      dims: { ...rowDims, windowDims: [1] },
      mode: 'promise_in_bounds',
      uniqueIndices: false,
      indicesAreSorted: true,
    },
  );
  const whole = reshape(added, [...freeShape, ...restShape]);
  if (isLeft) return whole;
  const order = range(whole.ndim);
  return transpose(whole, [...order.slice(free.length), ...order.slice(0, free.length)]);
};
