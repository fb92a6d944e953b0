import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { conjunction, disjunction, exclusiveDisjunction } from './monoid.ts';
import { type ReducerSpec, reducer, reduction } from './reducer.ts';

type LogicalSpec = Pick<ReducerSpec, 'name' | 'caller' | 'monoid'>;

const logicalReduction = (spec: LogicalSpec): ((x: ArrayLike, axes: readonly number[]) => NDArray) =>
  reduction(reducer({ ...spec, keepsWeakType: false }), spec.caller);

/**
 * `lax.reduce_and`: whether all bools over the given axes, which disappear, are true; the bitwise and of ints.
 *
 * Of nothing: true, all bits set. Negative axes count from the end. Throws TypeError for floats and complex numbers,
 * RangeError for axes that x does not have or that are named twice.
 *
 * @example
 * ```ts
 * console.log(String(lax.reduceAnd(array([[true, false], [true, true]]), [1]))); // => [False  True]
 * ```
 */
export const reduceAnd = logicalReduction({ name: 'reduce_and', caller: 'reduceAnd', monoid: conjunction });

/**
 * `lax.reduce_or`: whether any bool over the given axes, which disappear, is true; the bitwise or of ints.
 *
 * Of nothing: false, 0. Negative axes count from the end. Throws TypeError for floats and complex numbers, RangeError for
 * axes that x does not have or that are named twice.
 *
 * @example
 * ```ts
 * console.log(String(lax.reduceOr(array([[true, false], [false, false]]), [1]))); // => [ True False]
 * ```
 */
export const reduceOr = logicalReduction({ name: 'reduce_or', caller: 'reduceOr', monoid: disjunction });

/**
 * `lax.reduce_xor`: whether the number of true bools over the given axes, which disappear, is odd; the bitwise
 * exclusive or of ints.
 *
 * Of nothing: false, 0. Negative axes count from the end. Throws TypeError for floats and complex numbers, RangeError for
 * axes that x does not have or that are named twice.
 *
 * @example
 * ```ts
 * console.log(String(lax.reduceXor(new Int32Array([6, 3]), [0]))); // => 5
 * ```
 */
export const reduceXor = logicalReduction({ name: 'reduce_xor', caller: 'reduceXor', monoid: exclusiveDisjunction });
