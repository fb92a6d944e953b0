import { assertNever } from '../util/errors.ts';
import { arity, type TreeNode } from './node.ts';
import { shortText } from './print.ts';

/** One step from a container to a child. */
export type PathEntry =
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'mapKey'; readonly key: unknown }
  /** The position among the children that a registered class's `flatten` gives. */
  | { readonly kind: 'child'; readonly index: number };

/** The way from the root to a place in a tree; empty for the root. */
export type TreePath = readonly PathEntry[];

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

const entryString = (entry: PathEntry): string => {
  switch (entry.kind) {
    case 'index':
      return `[${entry.index}]`;
    case 'key':
      return identifier.test(entry.key) ? `.${entry.key}` : `[${JSON.stringify(entry.key)}]`;
    case 'mapKey':
      return `.get(${typeof entry.key === 'string' ? JSON.stringify(entry.key) : shortText(entry.key)})`;
    case 'child':
      return `<child ${entry.index}>`;
    default:
      return assertNever(entry);
  }
};

/** A path as it is written after a name. */
export const pathString = (path: TreePath): string => path.map(entryString).join('');

/** `the tree at .a[0]`, or just `the tree` for its root: how error messages name a place. */
export const placeText = (name: string, path: TreePath): string =>
  path.length === 0 ? name : `${name} at ${pathString(path)}`;

/** A node that has children. */
type Container = Exclude<TreeNode, { readonly kind: 'leaf' | 'null' }>;

const entryOf = (node: Container, child: number): PathEntry => {
  switch (node.kind) {
    case 'array':
      return { kind: 'index', index: child };
    case 'object':
      return { kind: 'key', key: node.keys[child]! };
    case 'map':
      return { kind: 'mapKey', key: node.keys[child] };
    case 'custom':
      return { kind: 'child', index: child };
    default:
      return assertNever(node);
  }
};

/** A place in a pre-order list of nodes: the containers that are open, and the child that each of them stands at. */
type Cursor = { readonly nodes: Container[]; readonly children: number[] };

/** Moves from before `node` to before the node that follows it in pre-order. */
const step = (cursor: Cursor, node: TreeNode): void => {
  if (arity(node) > 0) {
    cursor.nodes.push(node as Container);
    cursor.children.push(0);
    return;
  }
  for (let level = cursor.nodes.length - 1; level >= 0; level--) {
    if (++cursor.children[level]! < arity(cursor.nodes[level]!)) return;
    cursor.nodes.pop();
    cursor.children.pop();
  }
};

const cursorPath = (cursor: Cursor): TreePath =>
  cursor.nodes.map((node, level) => entryOf(node, cursor.children[level]!));

/**
 * The path to the node at `index` of a list of nodes in pre-order. Only the nodes before it are read, so that the list
 * may end there: paths need no bookkeeping until an error wants one.
 */
export const pathAt = (nodes: readonly TreeNode[], index: number): TreePath => {
  const cursor: Cursor = { nodes: [], children: [] };
  for (let i = 0; i < index; i++) step(cursor, nodes[i]!);
  return cursorPath(cursor);
};

/** The paths to all leaves, in the leaves' order. */
export const leafPaths = (nodes: readonly TreeNode[]): TreePath[] => {
  const cursor: Cursor = { nodes: [], children: [] };
  const paths: TreePath[] = [];
  for (const node of nodes) {
    if (node.kind === 'leaf') paths.push(cursorPath(cursor));
    step(cursor, node);
  }
  return paths;
};
