import { assertNever } from '../util/errors.ts';
import { arity, type TreeNode } from './node.ts';
import { defineKey } from './plain.ts';
import type { TreeDef } from './treedef.ts';

/** A new container of the node's kind around the given children. */
const build = (node: TreeNode, children: unknown[]): unknown => {
  switch (node.kind) {
    case 'leaf':
      throw new Error('nabla internal error: a leaf is no container');
    case 'null':
      return null;
    case 'array':
      return children;
    case 'object': {
      const object: Record<string, unknown> = {};
      node.keys.forEach((key, i) => {
        defineKey(object, key, children[i]);
      });
      return object;
    }
    case 'map':
      return new Map(node.keys.map((key, i) => [key, children[i]]));
    case 'custom':
      return node.registration.unflatten(node.aux, children);
    default:
      return assertNever(node);
  }
};

/**
 * The tree of the given structure with the given leaves: the inverse of `flatten`.
 * @throws RangeError if the number of leaves is not the structure's.
 */
export const unflatten = (structure: TreeDef, leaves: readonly unknown[]): unknown => {
  if (leaves.length !== structure.numLeaves) {
    const few = leaves.length < structure.numLeaves ? 'few' : 'many';
    throw new RangeError(
      `unflatten: too ${few} leaves: ${structure} takes ${structure.numLeaves}, but there are ${leaves.length}`,
    );
  }
  // Pre-order read backwards meets every container after its children, which then lie on top of the stack, first child
  // uppermost.
  const done: unknown[] = [];
  let leaf = leaves.length;
  for (let i = structure.nodes.length - 1; i >= 0; i--) {
    const node = structure.nodes[i]!;
    if (node.kind === 'leaf') {
      done.push(leaves[--leaf]);
      continue;
    }
    const count = arity(node);
    const children = done.splice(done.length - count, count).reverse();
    done.push(build(node, children));
  }
  return done[0];
};
