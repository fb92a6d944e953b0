import type { ArrayLike, NDArray } from '../../../array/ndarray.ts';
import type { Domain, Sample, SampleInput } from '../../sample.ts';

/** What the tables of samples beside this file are written with. */

export type Binary = (x: ArrayLike, y: ArrayLike) => NDArray;

export const values = (...list: number[]): Domain => ({ values: list });
export const between = (low: number, high: number): Domain => ({ low, high });

export const floats = (...list: number[]): SampleInput => ({ shape: [list.length], domain: values(...list) });
export const ints = (...list: number[]): SampleInput => ({ ...floats(...list), dtype: 'int32' });
export const uints = (...list: number[]): SampleInput => ({ ...floats(...list), dtype: 'uint32' });
export const bools = (...list: number[]): SampleInput => ({ ...floats(...list), dtype: 'bool' });
export const complexes = (shape: readonly number[] = [3]): SampleInput => ({
  shape,
  domain: 'normal',
  dtype: 'complex',
});

/** A sample of a function of two operands. */
export const pairSample = (
  name: string,
  f: Binary,
  jaxName: string,
  x: SampleInput,
  y: SampleInput,
  more: Partial<Sample> = {},
): Sample => ({ name, f: (a, b) => f(a!, b!), jax: `lambda x, y: lax.${jaxName}(x, y)`, inputs: [x, y], ...more });
