import { leafNode, sameNode, type TreeNode } from './node.ts';
import { printNodes, shortText } from './print.ts';

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

/**
 * Whether two structures are the same: same containers, same keys, same static data of registered classes.
 *
 * @example
 * ```ts
 * console.log(tree.treeDefEquals(tree.structure([1, { a: 2 }]), tree.structure([5, { a: 6 }]))); // => true
 * ```
 */
export const treeDefEquals = (first: TreeDef, second: TreeDef): boolean =>
  first === second ||
  (checkStructure('treeDefEquals', first).numLeaves === checkStructure('treeDefEquals', second).numLeaves &&
    first.nodes.length === second.nodes.length &&
    // Each node tells how many children follow, so equal lists of nodes are equal trees.
    first.nodes.every((node, i) => sameNode(node, second.nodes[i]!)));

/** Throws unless a value is a structure. */
export const checkStructure = (caller: string, value: TreeDef): TreeDef => {
  if (value instanceof TreeDef) return value;
  throw new TypeError(`tree.${caller}: expected a structure, as tree.structure(x) gives it, got ${shortText(value)}`);
};

/** The structure of a single leaf. */
export const leafStructure: TreeDef = new TreeDef([leafNode], 1);

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
export const compose = (outer: TreeDef, inner: TreeDef): TreeDef => {
  const nodes: TreeNode[] = [];
  checkStructure('compose', inner);
  for (const node of checkStructure('compose', outer).nodes) {
    if (node.kind !== 'leaf') nodes.push(node);
    else for (const innerNode of inner.nodes) nodes.push(innerNode);
  }
  return new TreeDef(nodes, outer.numLeaves * inner.numLeaves);
};
