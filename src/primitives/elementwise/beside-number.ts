import type { NDArray } from '../../array/ndarray.ts';
import { add, mul } from './arithmetic.ts';
import { constantLike } from './constant.ts';

/** Arithmetic with numbers, in the dtype of the array. */

export const times = (x: NDArray, factor: number): NDArray => mul(x, constantLike(x, factor));
export const plus = (x: NDArray, term: number): NDArray => add(x, constantLike(x, term));
