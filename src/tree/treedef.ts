import { leafNode, sameNode, type TreeNode } from './node.ts';
import { printNodes } from './print.ts';

/**
 * The structure of a tree without its leaves: immutable, comparable, printable.
 *
 * It is a flat list of nodes rather than a nest of objects: comparing, printing, composing and rebuilding are plain
 * loops, and no tree is too deep for them. `Tree` is the type of the tree it was taken from, for the type checker only.
 */
export class TreeDef<Tree = unknown> {
  declare readonly treeType?: Tree;
  /** In pre-order: each node is followed by its children. */
  readonly nodes: readonly TreeNode[];
  readonly numLeaves: number;
  /** A method that `comparable` installs. */
  declare equals: (other: unknown) => boolean;

  constructor(nodes: readonly TreeNode[], numLeaves: number) {
    this.nodes = nodes;
    this.numLeaves = numLeaves;
    Object.freeze(this);
  }

  toString(): string {
    return `PyTreeDef(${printNodes(this.nodes)})`;
  }

  /** What Node's `console.log` shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/**
 * Gives structures their method `equals`. Whatever hands a structure to a user calls this; bundles that hand none out do without
 * what comparing them takes.
 */
export const comparable = <T extends TreeDef>(structure: T): T => {
  TreeDef.prototype.equals ??= function (this: TreeDef, other: unknown): boolean {
    return other instanceof TreeDef && treeDefEquals(this, other);
  };
  return structure;
};

/** Whether two structures are the same. */
export const treeDefEquals = (first: TreeDef, second: TreeDef): boolean =>
  first === second ||
  (first.numLeaves === second.numLeaves &&
    first.nodes.length === second.nodes.length &&
    // Each node tells how many children follow, so equal lists of nodes are equal trees.
    first.nodes.every((node, i) => sameNode(node, second.nodes[i]!)));

/** The structure of a single leaf. */
export const leafStructure: TreeDef = new TreeDef([leafNode], 1);

/** A structure with each leaf replaced by another one. */
export const compose = (outer: TreeDef, inner: TreeDef): TreeDef => {
  const nodes: TreeNode[] = [];
  for (const node of outer.nodes) {
    if (node.kind !== 'leaf') nodes.push(node);
    else for (const innerNode of inner.nodes) nodes.push(innerNode);
  }
  return new TreeDef(nodes, outer.numLeaves * inner.numLeaves);
};
