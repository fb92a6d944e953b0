import { allocate, type DType, lanesOf } from '../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../array/ndarray.ts';
import type { Shape } from '../array/shape.ts';

/** A matrix with ones from one column up to but without another in each row, which may lie outside, and zeros elsewhere. */
export const rowsOfOnes = (
  shape: Shape,
  dtype: DType,
  columnsOf: (row: number) => readonly [number, number],
): NDArray => {
  const [rows, columns] = shape as [number, number];
  const lanes = lanesOf(dtype);
  const data = allocate(dtype, rows * columns);
  for (let row = 0; row < rows; row++) {
    const [start, end] = columnsOf(row);
    const last = Math.min(end, columns);
    for (let column = Math.max(0, start); column < last; column++) data[lanes * (row * columns + column)] = 1;
  }
  return new ConcreteArray(shape, dtype, data);
};
