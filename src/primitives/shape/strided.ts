import { allocate, type Data, lanesOf } from '../../array/dtype.ts';
import { ConcreteArray } from '../../array/ndarray.ts';
import { type Shape, sizeOf } from '../../array/shape.ts';

/** The array whose element at (i, j, …) is x's flat element `offset + i·strides[0] + j·strides[1] + …`. */
export const stridedCopy = (
  x: ConcreteArray,
  shape: Shape,
  strides: readonly number[],
  offset: number,
): ConcreteArray => {
  const size = sizeOf(shape);
  const lanes = lanesOf(x.dtype);
  const source = x.data;
  const result = allocate(x.dtype, size);
  if (size > 0) {
    const ndim = shape.length;
    const inner = ndim === 0 ? 1 : shape[ndim - 1]!;
    const innerStride = ndim === 0 ? 0 : strides[ndim - 1]!;
    const index = new Array<number>(ndim).fill(0);
    let position = offset;
    for (let next = 0; next < size; ) {
      for (let i = 0; i < inner; i++, next++) {
        const from = (position + i * innerStride) * lanes;
        result[next * lanes] = source[from]!;
        if (lanes === 2) result[next * lanes + 1] = source[from + 1]!;
      }
      for (let axis = ndim - 2; axis >= 0; axis--) {
        position += strides[axis]!;
        if (++index[axis]! < shape[axis]!) break;
        position -= strides[axis]! * shape[axis]!;
        index[axis] = 0;
      }
    }
  }
  return new ConcreteArray(shape, x.dtype, result, x.weakType);
};

/** Part of a flat array: the element at (i, j, …) stands at `offset + i·strides[0] + j·strides[1] + …`. */
export type StridedView = { readonly data: Data; readonly strides: readonly number[]; readonly offset: number };

/** Copies one view of the given shape over another; an element is `lanes` entries. */
export const stridedStore = (target: StridedView, source: StridedView, shape: Shape, lanes: number): void => {
  if (sizeOf(shape) === 0) return;
  const last = shape.length - 1;
  const copy = (axis: number, to: number, from: number): void => {
    const extent = axis > last ? 1 : shape[axis]!;
    const targetStep = axis > last ? 0 : target.strides[axis]!;
    const sourceStep = axis > last ? 0 : source.strides[axis]!;
    for (let i = 0; i < extent; i++) {
      if (axis < last) copy(axis + 1, to + i * targetStep, from + i * sourceStep);
      else {
        const start = (to + i * targetStep) * lanes;
        const begin = (from + i * sourceStep) * lanes;
        target.data[start] = source.data[begin]!;
        if (lanes === 2) target.data[start + 1] = source.data[begin + 1]!;
      }
    }
  };
  copy(0, target.offset, source.offset);
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
