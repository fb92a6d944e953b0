import { flatten } from './flatten.ts';
import { checkCallable } from './map.ts';
import { pathAt, placeText } from './path.ts';
import { shortText } from './print.ts';
import type { LeafOf } from './types.ts';

/**
 * Folds the leaves, from left to right, into one value.
 * @param initial what to start from; without it the first leaf is.
 * @throws TypeError if there is neither a leaf nor `initial`.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * console.log(tree.reduce((sum, leaf) => sum + leaf, { a: 1, b: [2, 3] }, 0)); // => 6
 * ```
 */
export function reduce<Tree, Result>(
  f: (accumulated: Result, leaf: LeafOf<NoInfer<Tree>>) => Result,
  tree: Tree,
  initial: Result,
): Result;
export function reduce<Tree>(
  f: (accumulated: LeafOf<NoInfer<Tree>>, leaf: LeafOf<NoInfer<Tree>>) => LeafOf<NoInfer<Tree>>,
  tree: Tree,
): LeafOf<Tree>;
export function reduce(
  f: (accumulated: unknown, leaf: unknown) => unknown,
  tree: unknown,
  ...initial: readonly unknown[]
): unknown {
  checkCallable('tree.reduce', f);
  const { leaves } = flatten(tree);
  if (initial.length > 0) return leaves.reduce((accumulated, leaf) => f(accumulated, leaf), initial[0]);
  if (leaves.length === 0) throw new TypeError('tree.reduce: the tree has no leaves; give an initial value');
  return leaves.reduce((accumulated, leaf) => f(accumulated, leaf));
}

/**
 * Whether `predicate` is true for all leaves.
 * @throws TypeError if the predicate gives anything but a boolean: an array is truthy in JavaScript, whatever is in it.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * console.log(tree.all(leaf => leaf > 0, { a: 1, b: [2, -3] })); // => false
 * ```
 */
export const all = <Tree>(predicate: (leaf: LeafOf<NoInfer<Tree>>) => boolean, tree: Tree): boolean => {
  if (typeof predicate !== 'function') {
    throw new TypeError(
      `tree.all(predicate, tree): the first argument must be a function from a leaf to a boolean, got ${shortText(predicate)}`,
    );
  }
  const { leaves, structure } = flatten<LeafOf<Tree>>(tree);
  const leafNodes = (): number[] => structure.nodes.flatMap((node, i) => (node.kind === 'leaf' ? [i] : []));
  return leaves.every((leaf, i) => {
    const verdict: unknown = predicate(leaf);
    if (typeof verdict === 'boolean') return verdict;
    const place = placeText('the tree', pathAt(structure.nodes, leafNodes()[i]!));
    throw new TypeError(
      `tree.all: the predicate gave ${shortText(verdict)} for the leaf of ${place}, not a boolean; use .item() to get one out of an array`,
    );
  });
};
