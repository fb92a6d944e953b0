import { isInexact } from '../array/dtype.ts';
import type { NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { normalizeAxes, normalizeAxis, shapeString, shapesEqual, sizeOf } from '../array/shape.ts';
import { matchOutput } from '../control/custom-rule.ts';
import { avalOf, avalString, makeAval } from '../core/aval.ts';
import { isConcrete } from '../core/tracer.ts';
import { installMethods } from '../numpy/methods.ts';
import { toDType } from '../primitives/convert.ts';
import { type Combine, associativeScan as scanBlocks, treeReduce } from '../primitives/reduction/associative-scan.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { transpose } from '../primitives/shape/transpose.ts';
import { checkCallable, type FlatArrays, flattenArrays } from '../transforms/arguments.ts';
import type { Accept, Arrays, TupleTree } from '../transforms/types.ts';
import { vmap } from '../transforms/vmap.ts';
import { unflatten } from '../tree/unflatten.ts';
import { rangeWithout } from '../util/range.ts';

/** Reductions by functions of the user's own. */

export type AssociativeScanOptions = {
  /** From the last element to the first. */
  readonly reverse?: boolean;
  /** The axis that the elements lie along: the first by default. */
  readonly axis?: number;
};

/** Combinations of blocks by a function of trees. */
const combineTrees =
  (what: string, f: (a: never, b: never) => unknown, { structure }: FlatArrays): Combine =>
  (a, b) => {
    const result = f(unflatten(structure, a) as never, unflatten(structure, b) as never);
    return matchOutput(`the output of f (${what})`, result, structure, b.map(avalOf)).leaves;
  };

/**
 * All prefixes of a sequence, combined by an associative function (`jax.lax.associative_scan`), in about 2·log₂ n calls.
 *
 * `f(a, b)` combines blocks of elements, place by place: arrays with any number of elements along the axis, or trees of such.
 * Element i of the result combines elements 0 to i (with `reverse`, i to the last). Throws RangeError for an axis that is
 * not there and where leaves have different extents, TypeError where f returns what does not look like its arguments.
 *
 * @example
 * ```ts
 * // y₁ = b₁, yᵢ = aᵢ yᵢ₋₁ + bᵢ: a recurrence, all of it at once
 * const [, y] = lax.associativeScan(
 *   ([a, b]: [NDArray, NDArray], [c, d]: [NDArray, NDArray]): [NDArray, NDArray] => [a.mul(c), c.mul(b).add(d)],
 *   [array([1, 2, 3]), array([1, 1, 1])],
 * );
 * console.log(String(y)); // => [ 1.  3. 10.]
 * ```
 */
export const associativeScan = <X extends TupleTree>(
  f: (a: Arrays<X>, b: Arrays<X>) => X,
  elements: Accept<X>,
  options: AssociativeScanOptions = {},
): Arrays<X> => {
  installMethods();
  checkCallable('associativeScan', f);
  checkOptions('associativeScan', options, ['reverse', 'axis']);
  const { reverse = false, axis: given = 0 } = options;
  const flat = flattenArrays(elements, 'the elements of associativeScan');
  const axes = flat.leaves.map((leaf, i) => normalizeAxis(`associativeScan (${flat.place(i)})`, given, leaf.ndim));
  if (new Set(flat.leaves.map((leaf, i) => leaf.shape[axes[i]!])).size > 1 || new Set(axes).size > 1) {
    throw new RangeError(
      `associativeScan: all leaves need the same extent along axis ${given}, got shapes ${flat.leaves.map(leaf => shapeString(leaf.shape)).join(', ')}`,
    );
  }
  const scanned = scanBlocks(combineTrees('associativeScan', f, flat), flat.leaves, axes[0] ?? 0, reverse);
  return unflatten(flat.structure, scanned) as Arrays<X>;
};

/**
 * Arrays reduced by a function of two scalars (`jax.lax.reduce`), which must be associative and commutative: in which order
 * it is applied is not said.
 *
 * `operands` is an array or a tree of arrays of one shape, `initValues` the same of scalars, which are combined with all.
 * The given dimensions disappear. Throws RangeError for dimensions that are not there and where shapes differ, TypeError
 * where f returns anything but such scalars.
 *
 * @example
 * ```ts
 * const x = array([[1, 2], [3, 4]]);
 * console.log(String(lax.reduce(x, 1, (a: NDArray, b: NDArray) => a.mul(b), [1]))); // => [ 2. 12.]
 * ```
 */
export const reduce = <X extends TupleTree>(
  operands: Accept<X>,
  initValues: Accept<X>,
  f: (a: Arrays<X>, b: Arrays<X>) => X,
  dimensions: readonly number[],
): Arrays<X> => {
  installMethods();
  checkCallable('reduce', f);
  const flat = flattenArrays(operands, 'the operands of reduce');
  const { leaves, structure } = flat;
  const shape = leaves[0]?.shape ?? [];
  const scalars = leaves.map(leaf => makeAval([], leaf.dtype));
  const init = matchOutput('initValues of reduce', initValues, structure, scalars).leaves;
  init.forEach((value, i) => {
    const { dtype } = scalars[i]!;
    // JS numbers are floats, those that are integers do for ints
    const isWhole = isConcrete(value) && value.data.every(Number.isInteger);
    if (isInexact(dtype) || !isInexact(value.dtype) || isWhole) return;
    throw new TypeError(`reduce: initValues must have the dtype of the operands, ${dtype}, got ${String(value)}`);
  });
  const axes = normalizeAxes('reduce', dimensions, shape.length);
  const kept = rangeWithout(shape.length, axes);
  const rest = kept.map(axis => shape[axis]!);
  const count = sizeOf(axes.map(axis => shape[axis]!));
  leaves.forEach((leaf, i) => {
    if (shapesEqual(leaf.shape, shape)) return;
    throw new RangeError(
      `reduce: operands need one shape: ${flat.place(0)} is ${avalString(leaves[0]!)}, ${flat.place(i)} ${avalString(leaf)}`,
    );
  });
  const scalarwise = combineTrees('reduce', f, flat);
  const combine: Combine = (a, b) => {
    const flattened = (arrays: readonly NDArray[]): NDArray[] => arrays.map(array => reshape(array, [array.size]));
    const mapped = vmap((x: NDArray[], y: NDArray[]) => [...scalarwise(x, y)]);
    return mapped(flattened(a), flattened(b)).map((array, i) => reshape(array, a[i]!.shape));
  };
  const start = init.map((value, i) => broadcastTo(toDType(value, leaves[i]!), rest));
  if (count === 0 || sizeOf(rest) === 0) return unflatten(structure, start) as Arrays<X>;
  const rows = leaves.map(leaf => reshape(transpose(leaf, [...axes, ...kept]), [count, ...rest]));
  return unflatten(structure, combine(start, treeReduce(combine, rows))) as Arrays<X>;
};
