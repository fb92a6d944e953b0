import { assertNever } from '../util/errors.ts';
import { arity, type TreeNode } from './node.ts';
import { isPlainArray, isPlainObject } from './plain.ts';

/** A string in single quotes, or in double quotes if there is a single quote in it, as Python writes it. */
export const quote = (text: string): string => {
  const quoted = JSON.stringify(text);
  return text.includes("'") ? quoted : `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'`;
};

const className = (value: object): string => {
  const prototype: { constructor?: unknown } | null = Object.getPrototypeOf(value);
  const maker = prototype?.constructor;
  return typeof maker === 'function' && maker.name !== '' ? maker.name : 'object';
};

/** A value in one short line, whatever it is; printing never fails and never runs away. */
export const shortText = (value: unknown): string => {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (!isPlainArray(value) && !isPlainObject(value)) return `<${className(value)}>`;
  try {
    const text = JSON.stringify(value);
    return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
  } catch {
    return `<${className(value)}>`;
  }
};

export const keyText = (key: unknown): string => (typeof key === 'string' ? quote(key) : shortText(key));

/** What stands before and after a node's children. */
const brackets = (node: TreeNode): readonly [string, string] => {
  switch (node.kind) {
    case 'leaf':
      return ['*', ''];
    case 'null':
      return ['null', ''];
    case 'array':
      return ['[', ']'];
    case 'object':
      return ['{', '}'];
    case 'map':
      return ['Map({', '})'];
    case 'custom':
      return [`CustomNode(${node.registration.name}[${shortText(node.aux)}], [`, '])'];
    default:
      return assertNever(node);
  }
};

const keyBefore = (node: TreeNode, child: number): string =>
  node.kind === 'object' || node.kind === 'map' ? `${keyText(node.keys[child])}: ` : '';

/** The text of a structure whose nodes are given in pre-order: `{'a': *, 'b': [*, *]}`. */
export const printNodes = (nodes: readonly TreeNode[]): string => {
  const parts: string[] = [];
  const open: { readonly node: TreeNode; printed: number }[] = [];
  for (const node of nodes) {
    const parent = open.at(-1);
    if (parent !== undefined) {
      parts.push(parent.printed > 0 ? ', ' : '', keyBefore(parent.node, parent.printed));
      parent.printed++;
    }
    parts.push(brackets(node)[0]);
    open.push({ node, printed: 0 });
    for (let last = open.at(-1); last !== undefined && last.printed === arity(last.node); last = open.at(-1)) {
      parts.push(brackets(last.node)[1]);
      open.pop();
    }
  }
  return parts.join('');
};
