// Arrays of JSON to arrays of nabla and back, all in double precision.
import { array, type NDArray, numpy as np } from 'nabla';

export const float64 = { dtype: 'float64' } as const;

export type Nested = number | readonly Nested[];

/** An array of nested lists; an empty list has the given shape. */
export const doubles = (values: Nested): NDArray => array(values as number[], float64);

export const integers = (values: readonly number[]): NDArray => array(Int32Array.from(values));

/** The number of a scalar, which is when it must have been computed. */
export const number = (x: NDArray): number => x.item() as number;

export const nested = (x: NDArray): unknown => x.tolist();

export const zero: NDArray = np.zeros([1], float64);
