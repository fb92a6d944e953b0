import { openContainer } from './container.ts';
import { leafNode, type TreeNode } from './node.ts';
import { pathAt, placeText, type TreePath } from './path.ts';
import { leafStructure, TreeDef } from './treedef.ts';

export type FlattenOptions = {
  /** Values for which this is true are leaves, containers or not. */
  readonly isLeaf?: ((value: unknown) => boolean) | undefined;
  /** Called with each leaf; throws if that is not a leaf that the caller can use. The path is made on demand. */
  readonly checkLeaf?: ((leaf: unknown, path: () => TreePath) => void) | undefined;
  /** What error messages call the tree: `argument 0 of hessian`. */
  readonly name?: string | undefined;
};

export type Flattened<Leaf = unknown> = { readonly leaves: Leaf[]; readonly structure: TreeDef };

/** Stands on the stack of pending values below a container's children: when it is reached, the container is left. */
const leave = Symbol('leave the container');

const undefinedMessage = (place: string): string =>
  `undefined in ${place}: a tree holds leaves and containers only; write null for an empty place, or leave the key out`;

const cycleMessage = (place: string, ancestor: string): string =>
  `${place} is the same container as ${ancestor}, in which it stands: a tree cannot contain itself`;

/**
 * The leaves of a tree, from left to right, and its structure.
 *
 * Iterative, so that the depth of a tree is limited by memory only.
 * @typeParam Leaf what `checkLeaf` makes sure of.
 * @throws TypeError at `undefined`, at cyclic containers, at symbol keys, naming the path; what `checkLeaf` throws.
 */
export const flatten = <Leaf = unknown>(tree: unknown, options: FlattenOptions = {}): Flattened<Leaf> => {
  const { isLeaf, checkLeaf, name = 'the tree' } = options;
  const leaves: Leaf[] = [];
  const nodes: TreeNode[] = [];
  const pending: unknown[] = [tree];
  const ancestors = new Set<object>();
  const open: object[] = [];
  const place = (): string => placeText(name, pathAt(nodes, nodes.length));

  while (pending.length > 0) {
    const value = pending.pop();
    if (value === leave) {
      ancestors.delete(open.pop()!);
      continue;
    }
    const declaredLeaf = isLeaf?.(value) === true;
    if (value === undefined && !declaredLeaf) throw new TypeError(undefinedMessage(place()));
    const container = declaredLeaf ? undefined : openContainer(value, place);
    if (container === undefined) {
      const index = nodes.length;
      checkLeaf?.(value, () => pathAt(nodes, index));
      nodes.push(leafNode);
      leaves.push(value as Leaf);
      continue;
    }
    const { node, children } = container;
    if (children.length > 0) {
      // Only an object has children, hence the cast.
      const parent = value as object;
      if (ancestors.has(parent)) {
        const ancestor = pathAt(nodes, nodes.length).slice(0, open.indexOf(parent));
        throw new TypeError(cycleMessage(place(), placeText(name, ancestor)));
      }
      ancestors.add(parent);
      open.push(parent);
      pending.push(leave);
      for (let i = children.length - 1; i >= 0; i--) pending.push(children[i]);
    }
    nodes.push(node);
  }
  // A single leaf is by far the most frequent tree; sharing its structure makes comparing it free.
  const structure = nodes.length === 1 && leaves.length === 1 ? leafStructure : new TreeDef(nodes, leaves.length);
  return { leaves, structure };
};
