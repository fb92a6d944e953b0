import { assertNever } from '../util/errors.ts';
import { equalData } from './equal-data.ts';
import type { Registration } from './registry.ts';

/** One node of a tree's structure. Its children are not in it: a structure lists its nodes in pre-order. */
export type TreeNode =
  | { readonly kind: 'leaf' }
  | { readonly kind: 'null' }
  | { readonly kind: 'array'; readonly length: number }
  | { readonly kind: 'object'; readonly keys: readonly string[] }
  | { readonly kind: 'map'; readonly keys: readonly unknown[] }
  | {
      readonly kind: 'custom';
      readonly registration: Registration;
      readonly aux: unknown;
      readonly length: number;
    };

export const leafNode: TreeNode = { kind: 'leaf' };
export const nullNode: TreeNode = { kind: 'null' };

/** How many children a node has. */
export const arity = (node: TreeNode): number => {
  switch (node.kind) {
    case 'leaf':
    case 'null':
      return 0;
    case 'array':
    case 'custom':
      return node.length;
    case 'object':
    case 'map':
      return node.keys.length;
    default:
      return assertNever(node);
  }
};

/** Equality of Map keys: that of Map itself. */
const sameKey = (first: unknown, second: unknown): boolean =>
  first === second || (Number.isNaN(first) && Number.isNaN(second));

const sameKeys = (first: readonly unknown[], second: readonly unknown[]): boolean =>
  first.length === second.length && first.every((key, i) => sameKey(key, second[i]));

/** Whether two nodes are the same, their children left aside. */
export const sameNode = (first: TreeNode, second: TreeNode): boolean => {
  if (first === second) return true;
  switch (first.kind) {
    case 'leaf':
    case 'null':
      return second.kind === first.kind;
    case 'array':
      return second.kind === 'array' && second.length === first.length;
    case 'object':
      return second.kind === 'object' && sameKeys(first.keys, second.keys);
    case 'map':
      return second.kind === 'map' && sameKeys(first.keys, second.keys);
    case 'custom':
      return (
        second.kind === 'custom' &&
        second.registration === first.registration &&
        second.length === first.length &&
        equalData(first.aux, second.aux)
      );
    default:
      return assertNever(first);
  }
};
