import { flatten } from './flatten.ts';
import { flattenUpTo } from './flatten-up-to.ts';
import { leafPaths, type TreePath } from './path.ts';
import { shortText } from './print.ts';
import type { LeafOf, MapLeaves, SubtreesAt } from './types.ts';
import { unflatten } from './unflatten.ts';

/** What a mapped function is given of the further trees: their subtrees where the first tree has a leaf. */
type Others<Tree, Rest extends readonly unknown[]> = { [K in keyof Rest]: SubtreesAt<Tree, Rest[K]> };

/** Applies `f` to the columns of leaves and of the further trees' subtrees. */
const mapColumns = (
  what: string,
  f: (path: () => TreePath, columns: readonly unknown[]) => unknown,
  tree: unknown,
  rest: readonly unknown[],
): unknown => {
  const { leaves, structure } = flatten(tree);
  const others = rest.map((other, i) =>
    flattenUpTo(structure, other, {
      structureName: `the first tree of ${what}`,
      name: `the ${i === 0 ? 'second' : i === 1 ? 'third' : `${i + 2}th`} tree of ${what}`,
    }),
  );
  let paths: readonly TreePath[] | undefined;
  const pathOf = (i: number): TreePath => (paths ??= leafPaths(structure.nodes))[i]!;
  const results = leaves.map((leaf, i) => f(() => pathOf(i), [leaf, ...others.map(subtrees => subtrees[i])]));
  return unflatten(structure, results);
};

export const checkCallable = (what: string, f: unknown): void => {
  if (typeof f !== 'function')
    throw new TypeError(`${what}: the first argument must be a function, got ${shortText(f)}`);
};

/**
 * The tree with each leaf replaced by what `f` gives for it.
 *
 * Further trees need the first as a prefix; `f` is given their subtrees at the leaf's place.
 * @throws TypeError naming the first place where a further tree differs, and both structures.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * console.log(tree.map((p, g) => p - 0.5 * g, { w: [1, 2], b: 3 }, { w: [2, 2], b: 4 })); // => { b: 1, w: [ 0, 1 ] }
 * ```
 */
export const map = <Tree, Rest extends readonly unknown[], Result>(
  f: (leaf: LeafOf<NoInfer<Tree>>, ...others: Others<NoInfer<Tree>, Rest>) => Result,
  tree: Tree,
  ...rest: Rest
): MapLeaves<Tree, Result> => {
  checkCallable('tree.map', f);
  const call = f as (...columns: readonly unknown[]) => Result;
  return mapColumns('tree.map', (_, columns) => call(...columns), tree, rest) as MapLeaves<Tree, Result>;
};

/**
 * `map` for functions that want to know where they are: `f(path, leaf, …)`.
 * @throws TypeError as `map`.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * console.log(tree.mapWithPath(path => tree.pathString(path), { w: [1, 2], b: 3 })); // => { b: '.b', w: [ '.w[0]', '.w[1]' ] }
 * ```
 */
export const mapWithPath = <Tree, Rest extends readonly unknown[], Result>(
  f: (path: TreePath, leaf: LeafOf<NoInfer<Tree>>, ...others: Others<NoInfer<Tree>, Rest>) => Result,
  tree: Tree,
  ...rest: Rest
): MapLeaves<Tree, Result> => {
  checkCallable('tree.mapWithPath', f);
  const call = f as (path: TreePath, ...columns: readonly unknown[]) => Result;
  return mapColumns('tree.mapWithPath', (path, columns) => call(path(), ...columns), tree, rest) as MapLeaves<
    Tree,
    Result
  >;
};
