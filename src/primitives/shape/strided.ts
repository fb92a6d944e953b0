import { allocate, lanesOf } from '../../array/dtype.ts';
import { ConcreteArray } from '../../array/ndarray.ts';
import { type Shape, sizeOf } from '../../array/shape.ts';

/** The array whose element at (i, j, …) is x's flat element `offset + i·strides[0] + j·strides[1] + …`. */
export const stridedCopy = (x: ConcreteArray, shape: Shape, strides: readonly number[], offset: number): ConcreteArray => {
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
