import { filled } from '../../array/create.ts';
import { allocate, type Data, lanesOf } from '../../array/dtype.ts';
import { ConcreteArray } from '../../array/ndarray.ts';
import { type Shape, sizeOf, stridesOf } from '../../array/shape.ts';

/** Part of a flat array: the element at (i, j, …) stands at `offset + i·strides[0] + j·strides[1] + …`. */
export type StridedView = { readonly data: Data; readonly strides: readonly number[]; readonly offset: number };

/** From this many neighbouring elements on, copying them at once is faster than one by one. */
const longRun = 32;

/**
 * The same bits in one of three classes of arrays: engines have fast code for loops over arrays of up to four, and take ten times as
 * long once they have seen more.
 */
const asFewClasses = (data: Data): Data =>
  data.BYTES_PER_ELEMENT === 4 ? new Int32Array(data.buffer, data.byteOffset, data.length) : data;

/** Copies one view of the given shape over another; an element is `lanes` entries. */
export const stridedStore = (target: StridedView, source: StridedView, shape: Shape, lanes: number): void => {
  if (sizeOf(shape) === 0) return;
  const [to, from] = [target.data, source.data].map(asFewClasses) as [Data, Data];
  // extents and the two strides, innermost first; axes that both views run through in one go are one
  const axes: [number, number, number][] = [[lanes, 1, 1]];
  for (let axis = shape.length; axis-- > 0; ) {
    const [extent, step, stride] = [shape[axis]!, target.strides[axis]! * lanes, source.strides[axis]! * lanes];
    const inner = axes.at(-1)!;
    const [length] = inner;
    if (length === 1) axes[axes.length - 1] = [extent, step, stride];
    else if (step === length * inner[1] && stride === length * inner[2]) inner[0] *= extent;
    else if (extent > 1) axes.push([extent, step, stride]);
  }
  const [count, step, stride] = axes[0]!;
  const copy = (depth: number, start: number, begin: number): void => {
    const [extent, outerStep, outerStride] = axes[depth] ?? [1, 0, 0];
    for (let k = 0; k < extent; k++, start += outerStep, begin += outerStride) {
      if (depth > 1) copy(depth - 1, start, begin);
      else if (count > longRun && step === 1 && stride === 1) to.set(from.subarray(begin, begin + count), start);
      else
        for (let i = 0, at = start, place = begin; i < count; i++, at += step, place += stride) to[at] = from[place]!;
    }
  };
  copy(axes.length, target.offset * lanes, source.offset * lanes);
};

/** The array whose element at (i, j, …) is x's flat element `offset + i·strides[0] + j·strides[1] + …`. */
export const stridedCopy = (
  x: ConcreteArray,
  shape: Shape,
  strides: readonly number[],
  offset: number,
): ConcreteArray => {
  const { dtype, uniform, weakType } = x;
  if (uniform !== undefined) return filled(shape, dtype, uniform, weakType);
  const data = allocate(dtype, sizeOf(shape));
  stridedStore(
    { data, strides: stridesOf(shape), offset: 0 },
    { data: x.data, strides, offset },
    shape,
    lanesOf(dtype),
  );
  return new ConcreteArray(shape, dtype, data, weakType);
};

/** The array with its axes in another order; x itself where that is the order they have. */
export const inOrder = (x: ConcreteArray, axes: readonly number[]): ConcreteArray => {
  if (axes.every((axis, i) => axis === i)) return x;
  const pick = (list: readonly number[]): number[] => axes.map(axis => list[axis]!);
  return stridedCopy(x, pick(x.shape), pick(stridesOf(x.shape)), 0);
};

/** The flat offset of each index of a shape, in row-major order. */
export const offsetsOf = (shape: Shape, strides: readonly number[]): number[] => {
  let offsets = [0];
  for (let axis = 0; axis < shape.length; axis++) {
    const extent = shape[axis]!;
    const stride = strides[axis]!;
    const next = new Array<number>(offsets.length * extent);
    for (let k = 0, to = 0; k < offsets.length; k++)
      for (let i = 0; i < extent; i++) next[to++] = offsets[k]! + i * stride;
    offsets = next;
  }
  return offsets;
};
