import { checkStructure } from './checked.ts';
import { type FlattenOptions, flatten as flattenTree } from './flatten.ts';
import { leafPaths, type TreePath } from './path.ts';
import { shortText } from './print.ts';
import { comparable, type TreeDef } from './treedef.ts';
import type { LeafOf, MapLeaves } from './types.ts';
import { unflatten as unflattenTree } from './unflatten.ts';

export { broadcast } from './broadcast-prefix.ts';
export { compose, numLeaves, pathString, treeDefEquals } from './checked.ts';
export { map, mapWithPath } from './map.ts';
export type { PathEntry, TreePath } from './path.ts';
export { all, reduce } from './reduce.ts';
export { type ClassOf, registerPytreeNode } from './registry.ts';
export { transpose } from './transpose.ts';
export type { TreeDef } from './treedef.ts';
export type { LeafOf, MapLeaves, SubtreesAt } from './types.ts';

/** What decides, beside the containers, which values are leaves. */
export type LeafOptions = Pick<FlattenOptions, 'isLeaf'>;

/**
 * The leaves of a tree, from left to right, and its structure.
 *
 * Containers are arrays, plain objects (keys sorted), Maps, null (without leaves) and instances of registered classes;
 * all else is a leaf.
 * @param options `isLeaf(value)`: true for containers that shall be leaves.
 * @throws TypeError at `undefined` and at containers that contain themselves, naming the path.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * const [leaves, structure] = tree.flatten({ b: [2, 3], a: 1 });
 * console.log(leaves, structure); // => [ 1, 2, 3 ] PyTreeDef({'a': *, 'b': [*, *]})
 * ```
 */
export function flatten<Tree>(tree: Tree): [leaves: LeafOf<Tree>[], structure: TreeDef<Tree>];
export function flatten(tree: unknown, options: LeafOptions): [leaves: unknown[], structure: TreeDef];
export function flatten(tree: unknown, options: LeafOptions = {}): [leaves: unknown[], structure: TreeDef] {
  const { leaves, structure } = flattenTree(tree, options);
  return [leaves, comparable(structure)];
}

/**
 * The tree of the given structure with the given leaves: the inverse of `flatten`.
 * @throws RangeError if the number of leaves is not the structure's.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * console.log(tree.unflatten(tree.structure({ a: 0, b: [0, 0] }), ['x', 'y', 'z'])); // => { a: 'x', b: [ 'y', 'z' ] }
 * ```
 */
export const unflatten = <Tree, Leaf>(structure: TreeDef<Tree>, leaves: Iterable<Leaf>): MapLeaves<Tree, Leaf> => {
  checkStructure('unflatten', structure);
  if (typeof leaves?.[Symbol.iterator] !== 'function')
    throw new TypeError(`tree.unflatten: the leaves must be a list, got ${shortText(leaves)}`);
  return unflattenTree(structure, [...leaves]) as MapLeaves<Tree, Leaf>;
};

/**
 * The leaves of a tree, from left to right.
 * @throws TypeError as `flatten`.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * console.log(tree.leaves({ b: [2, null], a: 1 })); // => [ 1, 2 ]
 * ```
 */
export function leaves<Tree>(tree: Tree): LeafOf<Tree>[];
export function leaves(tree: unknown, options: LeafOptions): unknown[];
export function leaves(tree: unknown, options: LeafOptions = {}): unknown[] {
  return flattenTree(tree, options).leaves;
}

/**
 * The structure of a tree: what is left without its leaves.
 * @throws TypeError as `flatten`.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * console.log(String(tree.structure([{ a: 1 }, null, 2]))); // => PyTreeDef([{'a': *}, null, *])
 * ```
 */
export function structure<Tree>(tree: Tree): TreeDef<Tree>;
export function structure(tree: unknown, options: LeafOptions): TreeDef;
export function structure(tree: unknown, options: LeafOptions = {}): TreeDef {
  return comparable(flattenTree(tree, options).structure);
}

/**
 * The leaves of a tree, each with the path to it, and the structure.
 * @throws TypeError as `flatten`.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * const [pairs] = tree.flattenWithPath({ a: [1, 2] });
 * console.log(pairs.map(([path, leaf]) => `${tree.pathString(path)}: ${leaf}`)); // => [ '.a[0]: 1', '.a[1]: 2' ]
 * ```
 */
export function flattenWithPath<Tree>(
  tree: Tree,
): [pathsAndLeaves: [path: TreePath, leaf: LeafOf<Tree>][], structure: TreeDef<Tree>];
export function flattenWithPath(
  tree: unknown,
  options: LeafOptions,
): [pathsAndLeaves: [path: TreePath, leaf: unknown][], structure: TreeDef];
export function flattenWithPath(
  tree: unknown,
  options: LeafOptions = {},
): [pathsAndLeaves: [path: TreePath, leaf: unknown][], structure: TreeDef] {
  const { leaves, structure } = flattenTree(tree, options);
  const paths = leafPaths(structure.nodes);
  return [leaves.map((leaf, i) => [paths[i]!, leaf]), comparable(structure)];
}
