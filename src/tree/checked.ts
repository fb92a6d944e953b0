import type { TreePath } from './path.ts';
import * as paths from './path.ts';
import { shortText } from './print.ts';
import * as treedef from './treedef.ts';
import { TreeDef } from './treedef.ts';

/** Functions of structures and paths as users call them: what they are given is looked at first. */

/** Throws unless a value is a structure. */
export const checkStructure = (caller: string, value: TreeDef): TreeDef => {
  if (value instanceof TreeDef) return value;
  throw new TypeError(`tree.${caller}: expected a structure, as tree.structure(x) gives it, got ${shortText(value)}`);
};

/**
 * How many leaves a structure has.
 *
 * @example
 * ```ts
 * console.log(tree.numLeaves(tree.structure([1, { a: 2, b: null }]))); // => 2
 * ```
 */
export const numLeaves = (structure: TreeDef): number => checkStructure('numLeaves', structure).numLeaves;

/**
 * The tree product of two structures: `outer` with each leaf replaced by `inner`.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * console.log(String(tree.compose(tree.structure([1, 2]), tree.structure({ a: 0 })))); // => PyTreeDef([{'a': *}, {'a': *}])
 * ```
 */
export const compose = (outer: TreeDef, inner: TreeDef): TreeDef =>
  treedef.compose(checkStructure('compose', outer), checkStructure('compose', inner));

/**
 * Whether two structures are the same: same containers, same keys, same static data of registered classes.
 *
 * @example
 * ```ts
 * console.log(tree.treeDefEquals(tree.structure([1, { a: 2 }]), tree.structure([5, { a: 6 }]))); // => true
 * ```
 */
export const treeDefEquals = (first: TreeDef, second: TreeDef): boolean =>
  treedef.treeDefEquals(checkStructure('treeDefEquals', first), checkStructure('treeDefEquals', second));

/**
 * A path as one would write it in JavaScript after the tree's name; the empty string for the root.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * const [pairs] = tree.flattenWithPath({ layers: [{ 'odd key': 1 }] });
 * for (const [path] of pairs) console.log(tree.pathString(path)); // => .layers[0]["odd key"]
 * ```
 */
export const pathString = (path: TreePath): string => {
  if (Array.isArray(path)) return paths.pathString(path);
  throw new TypeError(`tree.pathString: expected a path, as tree.flattenWithPath gives them, got ${shortText(path)}`);
};
