import { checkStructure } from './checked.ts';
import { flatten } from './flatten.ts';
import { flattenUpTo } from './flatten-up-to.ts';
import { compose, type TreeDef } from './treedef.ts';
import { unflatten } from './unflatten.ts';

/** The structure below the first leaf of `outer`. */
const innerOf = (outer: TreeDef, tree: unknown): TreeDef => {
  const [first] = flattenUpTo(outer, tree, { structureName: 'the outer structure' });
  if (first === undefined) {
    throw new TypeError(
      `tree.transpose: ${outer} has no leaves to find the inner structure at; give the inner structure`,
    );
  }
  return flatten(first).structure;
};

/**
 * Turns a tree of trees inside out: a tree of structure `outer` with an `inner` at each leaf becomes a tree of structure
 * `inner` with an `outer` at each leaf.
 * @param inner `null` to take it from the tree.
 * @throws TypeError if the tree is not of that structure, naming the first place where it differs.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * const points = [{ x: 1, y: 2 }, { x: 3, y: 4 }];
 * console.log(tree.transpose(tree.structure([0, 0]), null, points)); // => { x: [ 1, 3 ], y: [ 2, 4 ] }
 * ```
 */
export const transpose = (outer: TreeDef, inner: TreeDef | null, tree: unknown): unknown => {
  checkStructure('transpose', outer);
  const below = checkStructure('transpose', inner ?? innerOf(outer, tree));
  const items = flattenUpTo(compose(outer, below), tree, {
    structureName: 'outer composed with inner',
    name: 'the tree of tree.transpose',
  });
  const columns = Array.from({ length: below.numLeaves }, (_, j) =>
    unflatten(
      outer,
      Array.from({ length: outer.numLeaves }, (__, i) => items[i * below.numLeaves + j]),
    ),
  );
  return unflatten(below, columns);
};
