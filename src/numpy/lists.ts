import { describe } from '../array/create.ts';
import { type ArrayLike, NDArray } from '../array/ndarray.ts';
import { sliceInDim } from '../primitives/shape/slice.ts';
import { squeeze } from '../primitives/shape/squeeze.ts';
import { asArray } from './convert.ts';

/** A list of arrays, or one array as the list of what it holds along its first axis. */
export const listOf = (what: string, arrays: readonly ArrayLike[] | NDArray): readonly ArrayLike[] => {
  if (arrays instanceof NDArray) {
    const count = arrays.shape[0] ?? 0;
    return Array.from({ length: count }, (_, i) => squeeze(sliceInDim(asArray(what, arrays), i, i + 1), [0]));
  }
  if (!Array.isArray(arrays)) throw new TypeError(`${what}: a list of arrays is needed, got ${describe(arrays)}`);
  return arrays;
};
