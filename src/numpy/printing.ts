import type { ArrayLike } from '../array/ndarray.ts';
import { reprArray } from '../array/print.ts';
import { knownValue } from '../core/tracer.ts';
import { asArray } from './convert.ts';

/**
 * What Python's `print` shows of an array, as `String(x)` does.
 *
 * @example
 * ```ts
 * console.log(np.arrayStr([1, 2.5])); // => [1.  2.5]
 * ```
 */
export const arrayStr = (x: ArrayLike): string => asArray('arrayStr', x).toString();

/**
 * What Python's `repr` shows of an array, as `console.log` in Node does.
 *
 * Throws TypeError where the elements are traced and not known.
 *
 * @example
 * ```ts
 * console.log(np.arrayRepr([1, 2.5])); // => Array([1. , 2.5], dtype=float32)
 * ```
 */
export const arrayRepr = (x: ArrayLike): string => {
  const operand = asArray('arrayRepr', x);
  const known = knownValue(operand);
  return known === undefined ? operand.toString() : reprArray(known);
};
