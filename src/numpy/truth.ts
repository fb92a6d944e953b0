import type { NDArray } from '../array/ndarray.ts';
import { ne } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';

/** What makes a condition: numbers are true unless they are 0. */
export const truth = (x: NDArray): NDArray => (x.dtype === 'bool' ? x : ne(x, constantLike(x, 0)));

/** Where x is NaN, the one value that differs from itself. */
export const isNaNOf = (x: NDArray): NDArray => ne(x, x);
