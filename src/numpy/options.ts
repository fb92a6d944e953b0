import { isComplexValue } from '../array/create.ts';
import { NDArray } from '../array/ndarray.ts';

/** Whether the last of some arguments is an object of options, and no array. */
export const isOptions = <Options extends object>(value: unknown): value is Options =>
  typeof value === 'object' &&
  value !== null &&
  !(value instanceof NDArray) &&
  !Array.isArray(value) &&
  !ArrayBuffer.isView(value) &&
  !isComplexValue(value);
