import { filled } from '../../array/create.ts';
import { allocate, type Data, lanesOf } from '../../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { type Shape, shapeString, shapesEqual, sizeOf, stridesOf } from '../../array/shape.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import { type BatchAxis, isLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne, rememberOrigin } from '../../core/tracer.ts';
import { broadcastPattern } from '../../pattern/index-pattern.ts';
import { range, rangeWithout } from '../../util/range.ts';
import { linear } from '../linear.ts';
import { reshape, reshapePrimitive } from './reshape.ts';
import { inOrder, stridedCopy } from './strided.ts';
import { moveAxis } from './transpose.ts';

/** Broadcasting and summation stand in one file because each is the other's transpose. */

export type BroadcastParams = { readonly shape: Shape; readonly dimensions: readonly number[] };

/** Larger results are put together when somebody reads them; programs have the operand instead. */
const largestCopied = 1024;

export const broadcastInDimPrimitive: Primitive<BroadcastParams> = linear({
  name: 'broadcast_in_dim',
  abstractEval: ([x], { shape, dimensions }) => {
    const fits =
      dimensions.length === x!.shape.length &&
      dimensions.every((dim, axis) => dim >= 0 && dim < shape.length && (axis === 0 || dim > dimensions[axis - 1]!)) &&
      dimensions.every((dim, axis) => x!.shape[axis] === shape[dim] || x!.shape[axis] === 1);
    if (!fits) {
      throw new RangeError(
        `broadcastInDim: ${avalString(x!)} does not broadcast to ${shapeString(shape)} along dimensions (${dimensions.join(', ')})`,
      );
    }
    return [makeAval(shape, x!.dtype, x!.weakType)];
  },
  evaluate: ([x], { shape, dimensions }) => {
    const { dtype, weakType, size, uniform } = x!;
    // axes keep their order: with axes of one element alone added, elements stay where they are
    if (uniform !== undefined || size === sizeOf(shape)) return reshapePrimitive.evaluate([x!], { shape });
    if (x!.ndim === 0 && lanesOf(dtype) === 1) return [filled(shape, dtype, x!.data[0]!, weakType)];
    const own = stridesOf(x!.shape);
    const strides = shape.map((_, dim) => {
      const axis = dimensions.indexOf(dim);
      return axis < 0 || x!.shape[axis] === 1 ? 0 : own[axis]!;
    });
    if (sizeOf(shape) <= largestCopied) return [stridedCopy(x!, shape, strides, 0)];
    const read = (): Data => stridedCopy(x!, shape, strides, 0).data;
    const result = new ConcreteArray(shape, dtype, { read, copy: read }, weakType);
    rememberOrigin(result, broadcastInDimPrimitive, x as ConcreteArray, { shape, dimensions });
    return [result];
  },
  transpose: ([cotangent], [x], { shape, dimensions }) => {
    if (cotangent === null || !isLinear(x!)) return [null];
    const expanded = range(shape.length).filter(dim => {
      const axis = dimensions.indexOf(dim);
      return axis < 0 || (x.aval.shape[axis] === 1 && shape[dim] !== 1);
    });
    return [reshape(reduceSum(cotangent!, expanded), x.aval.shape)];
  },
  batch: ([x], [axis], { shape, dimensions }, axisSize) => {
    const first = moveAxis(x!, axis!, 0);
    return {
      outputs: [broadcastInDim(first, [axisSize, ...shape], [0, ...dimensions.map(dim => dim + 1)])],
      axes: [0],
    };
  },
  structure: (_, { shape, dimensions }) => ({
    kind: 'view',
    view: (pattern, lead) =>
      broadcastPattern(
        pattern,
        [...pattern.shape.slice(0, lead), ...shape],
        [...(lead === 0 ? [] : [0]), ...dimensions.map(dim => dim + lead)],
      ),
  }),
});

/**
 * `lax.broadcast_in_dim`: an array of the given shape; axis i of x becomes axis `dimensions[i]`, the others repeat.
 */
export const broadcastInDim = (x: NDArray, shape: Shape, dimensions: readonly number[]): NDArray =>
  x.ndim === shape.length && shapesEqual(x.shape, shape)
    ? x
    : bindOne(broadcastInDimPrimitive, [x], { shape, dimensions });

/** A value with its batch axis at a given place, whether it had one or not. */
export const placeBatchAxis = (value: NDArray, axis: BatchAxis, to: number, axisSize: number): NDArray => {
  if (axis !== null) return moveAxis(value, axis, to);
  const shape = value.shape.toSpliced(to, 0, axisSize);
  return broadcastInDim(value, shape, rangeWithout(shape.length, [to]));
};

/** The same with the batch axis in front. */
export const batchFirst = (x: NDArray, axis: BatchAxis, axisSize: number): NDArray =>
  placeBatchAxis(x, axis, 0, axisSize);

export type AxesParams = { readonly axes: readonly number[] };

export const withoutAxes = (shape: Shape, axes: readonly number[]): number[] =>
  shape.filter((_, axis) => !axes.includes(axis));

/** Axes of an unbatched array as they stand once a batch axis has been put in front. */
const shiftAxes = (axes: readonly number[]): number[] => axes.map(axis => axis + 1);

export const reduceSumPrimitive: Primitive<AxesParams> = linear({
  name: 'reduce_sum',
  abstractEval: ([x], { axes }) => [makeAval(withoutAxes(x!.shape, axes), x!.dtype, x!.weakType)],
  evaluate: ([x], { axes }) => [sumOver(x!, axes)],
  transpose: ([cotangent], [x], { axes }) => {
    if (cotangent === null || !isLinear(x!)) return [null];
    const shape = x.aval.shape;
    return [broadcastInDim(cotangent!, shape, rangeWithout(shape.length, axes))];
  },
  batch: ([x], [axis], { axes }) => ({
    outputs: [reduceSum(moveAxis(x!, axis!, 0), shiftAxes(axes))],
    axes: [0],
  }),
  structure: (_, { axes }) => ({ kind: 'reduce', axes }),
});

/** `lax.reduce_sum`: the sum over the given axes, which disappear. */
export const reduceSum = (x: NDArray, axes: readonly number[]): NDArray =>
  axes.length === 0 ? x : bindOne(reduceSumPrimitive, [x], { axes });

const sumOver = (x: ConcreteArray, axes: readonly number[]): ConcreteArray => {
  const kept = rangeWithout(x.shape.length, axes);
  const shape = kept.map(axis => x.shape[axis]!);
  const size = sizeOf(shape);
  const lanes = lanesOf(x.dtype);
  const count = size === 0 ? 0 : x.size / size;
  const arranged = inOrder(x, [...kept, ...axes]).data;
  const data = allocate(x.dtype, size);
  for (let i = 0; i < size; i++) {
    for (let lane = 0; lane < lanes; lane++) {
      data[i * lanes + lane] = pairwiseSum(arranged, i * count * lanes + lane, count, lanes);
    }
  }
  return new ConcreteArray(shape, x.dtype, data, x.weakType);
};

/** Pairwise summation (Higham, Accuracy and Stability of Numerical Algorithms, §4.2): error grows with log n. */
const pairwiseSum = (data: ArrayLike<number>, start: number, count: number, step: number): number => {
  if (count <= 16) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += data[start + i * step]!;
    return sum;
  }
  const half = count >> 1;
  return pairwiseSum(data, start, half, step) + pairwiseSum(data, start + half * step, count - half, step);
};

/** Undoes broadcasting: sums a cotangent down to the shape that was broadcast, which is its own or `[]`. */
export const reduceTo = (cotangent: NDArray, shape: Shape): NDArray =>
  shapesEqual(cotangent.shape, shape) ? cotangent : reduceSum(cotangent, range(cotangent.shape.length));
