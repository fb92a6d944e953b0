import type { NDArray } from '../../array/ndarray.ts';
import { scalar } from '../../array/ndarray.ts';

/** A number as a 0-d array that meets x without changing its dtype. */
export const constantLike = (x: NDArray, value: number): NDArray => scalar(value, x.dtype, x.weakType);
