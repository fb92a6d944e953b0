import { array, type NDArray } from 'nabla';

export type Float = 'float32' | 'float64';

/** A matrix of numbers between -1 and 1 without a pattern, the same at every run. */
export const matrix = (rows: number, columns: number, dtype: Float): NDArray =>
  array(
    Float64Array.from({ length: rows * columns }, (_, i) => Math.sin(1 + i * i)),
    { dtype },
  ).reshape([rows, columns]);
