import { assertNever } from '../util/errors.ts';
import { flatten } from './flatten.ts';
import type { TreeNode } from './node.ts';
import { placeText, type TreePath } from './path.ts';
import { keyText, shortText } from './print.ts';

const list = (keys: readonly unknown[]): string => {
  const shown = keys.slice(0, 8).map(keyText).join(', ');
  return keys.length > 8 ? `${shown}, … (${keys.length} in all)` : shown;
};

const withKeys = (what: string, keys: readonly unknown[]): string =>
  keys.length === 0 ? `an empty ${what}` : `${what === 'object' ? 'an' : 'a'} ${what} with keys ${list(keys)}`;

const describe = (node: TreeNode): string => {
  switch (node.kind) {
    case 'leaf':
      return 'a leaf';
    case 'null':
      return 'null';
    case 'array':
      return `an array of length ${node.length}`;
    case 'object':
      return withKeys('object', node.keys);
    case 'map':
      return withKeys('Map', node.keys);
    case 'custom':
      return `a ${node.registration.name} with ${node.length} children and aux ${shortText(node.aux)}`;
    default:
      return assertNever(node);
  }
};

/** Which keys only one of two nodes has: of two large objects nobody would find them. */
const keyDifference = (first: TreeNode, second: TreeNode): string => {
  const bothKeyed =
    (first.kind === 'object' && second.kind === 'object') || (first.kind === 'map' && second.kind === 'map');
  if (!bothKeyed) return '';
  const [ones, others]: readonly (readonly unknown[])[] = [first.keys, second.keys];
  const missing = ones!.filter(key => !others!.includes(key));
  const extra = others!.filter(key => !ones!.includes(key));
  const parts = [
    ...(missing.length > 0 ? [`${list(missing)} missing`] : []),
    ...(extra.length > 0 ? [`${list(extra)} too many`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join(', ')})` : ' (the same keys in another order)';
};

const abbreviated = (text: string): string => (text.length <= 400 ? text : `${text.slice(0, 399)}…`);

/** A tree's structure for an error message; also of what is no proper tree. */
export const structureText = (tree: unknown): string => {
  try {
    return String(flatten(tree, { isLeaf: value => value === undefined }).structure);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** The error for two trees that differ at `path`. */
export const mismatchError = (mismatch: {
  readonly path: TreePath;
  readonly expected: { readonly name: string; readonly node: TreeNode; readonly structure: string };
  readonly seen: { readonly name: string; readonly node: TreeNode; readonly structure: string };
}): TypeError => {
  const { path, expected, seen } = mismatch;
  return new TypeError(
    `${placeText(seen.name, path)} is ${describe(seen.node)}, but ${expected.name} has ${describe(expected.node)} there${keyDifference(expected.node, seen.node)}\n` +
      `  ${expected.name}: ${abbreviated(expected.structure)}\n` +
      `  ${seen.name}: ${abbreviated(seen.structure)}`,
  );
};
