import { openContainer } from './container.ts';
import { mismatchError, structureText } from './mismatch.ts';
import { leafNode, sameNode } from './node.ts';
import { pathAt, placeText } from './path.ts';
import type { TreeDef } from './treedef.ts';

export type FlattenUpToOptions = {
  /** What error messages call the structure, and the tree. */
  readonly structureName?: string | undefined;
  readonly name?: string | undefined;
};

/**
 * The subtrees of `tree` that stand where `structure` has its leaves; `structure` has to be a prefix of the tree.
 * @throws TypeError naming the first place where the two differ, and both structures.
 */
export const flattenUpTo = (structure: TreeDef, tree: unknown, options: FlattenUpToOptions = {}): unknown[] => {
  const { structureName = 'the expected structure', name = 'the tree' } = options;
  const pending: unknown[] = [tree];
  const subtrees: unknown[] = [];
  structure.nodes.forEach((node, i) => {
    const value = pending.pop();
    const place = (): string => placeText(name, pathAt(structure.nodes, i));
    if (value === undefined) throw new TypeError(`undefined in ${place()}`);
    if (node.kind === 'leaf') {
      subtrees.push(value);
      return;
    }
    const container = openContainer(value, place);
    if (container === undefined || !sameNode(node, container.node)) {
      throw mismatchError({
        path: pathAt(structure.nodes, i),
        expected: { name: structureName, node, structure: String(structure) },
        seen: { name, node: container?.node ?? leafNode, structure: structureText(tree) },
      });
    }
    const { children } = container;
    for (let child = children.length - 1; child >= 0; child--) pending.push(children[child]);
  });
  return subtrees;
};
