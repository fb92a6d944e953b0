import { flatten } from './flatten.ts';
import { mismatchError } from './mismatch.ts';
import { arity, sameNode } from './node.ts';
import { pathAt } from './path.ts';
import type { TreeDef } from './treedef.ts';
import { unflatten } from './unflatten.ts';

export type BroadcastPrefixOptions = {
  /** Values of the prefix tree for which this is true are leaves: `value => value === null` for axes of vmap. */
  readonly isLeaf?: ((value: unknown) => boolean) | undefined;
  /** What error messages call the two trees. */
  readonly prefixName?: string | undefined;
  readonly fullName?: string | undefined;
};

/** For each leaf of `prefix`, how many leaves `full` has below that place. */
const leavesBelow = (prefix: TreeDef, full: TreeDef, options: BroadcastPrefixOptions): number[] => {
  const { prefixName = 'the prefix tree', fullName = 'the full tree' } = options;
  const counts: number[] = [];
  let position = 0;
  prefix.nodes.forEach((node, i) => {
    const seen = full.nodes[position]!;
    if (node.kind === 'leaf') {
      let count = 0;
      for (let open = 1; open > 0; position++) {
        const below = full.nodes[position]!;
        open += arity(below) - 1;
        if (below.kind === 'leaf') count++;
      }
      counts.push(count);
      return;
    }
    if (!sameNode(node, seen)) {
      throw mismatchError({
        path: pathAt(prefix.nodes, i),
        expected: { name: fullName, node: seen, structure: String(full) },
        seen: { name: prefixName, node, structure: String(prefix) },
      });
    }
    position++;
  });
  return counts;
};

/**
 * The leaves of `prefixTree`, each repeated for all leaves of the full tree below its place: one entry a leaf of the
 * full tree, whose structure is given.
 * @throws TypeError if it is no prefix of the full tree, naming the first place where they differ.
 */
export const broadcastPrefixTo = (
  prefixTree: unknown,
  full: TreeDef,
  options: BroadcastPrefixOptions = {},
): unknown[] => {
  const { leaves, structure } = flatten(prefixTree, { isLeaf: options.isLeaf, name: options.prefixName });
  const counts = leavesBelow(structure, full, options);
  return leaves.flatMap((leaf, i) => Array.from({ length: counts[i]! }, () => leaf));
};

/**
 * The full tree with each leaf replaced by the leaf of the prefix tree above it.
 * @throws TypeError if the first is no prefix of the second.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * console.log(tree.broadcast({ a: 0, b: 1 }, { a: ['x', 'y'], b: 'z' })); // => { a: [ 0, 0 ], b: 1 }
 * ```
 */
export const broadcast = (prefixTree: unknown, fullTree: unknown): unknown => {
  const { structure } = flatten(fullTree);
  return unflatten(structure, broadcastPrefixTo(prefixTree, structure));
};
