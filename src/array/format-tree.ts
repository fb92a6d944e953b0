import { ConcreteArray, NDArray } from './ndarray.ts';
import { formatTree as format } from './print.ts';

/**
 * What Python's `print` shows for an array, or a container of arrays: dicts for objects, lists for arrays.
 *
 * Takes any value. Arrays inside containers show as their repr, with dtype; an array alone shows without.
 *
 * @example
 * ```ts
 * console.log(formatTree({ a: array([1, 2]), b: [array(3), null] }));
 * // => {'a': Array([1., 2.], dtype=float32), 'b': [Array(3., dtype=float32), None]}
 * ```
 */
export const formatTree = (tree: unknown): string =>
  tree instanceof NDArray ? String(tree) : format(tree, value => (value instanceof ConcreteArray ? value : undefined));
