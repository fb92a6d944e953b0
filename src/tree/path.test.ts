import { describe, expect, it } from 'vitest';
import { flatten } from './flatten.ts';
import { leafPaths, pathAt, pathString, placeText } from './path.ts';

const key = { first: 1 };
const tree = {
  a: [1, { 'odd key': 2, $ok_1: 3, λ: 4, '': 5, '0': 6, 'qu"ote': 7 }],
  m: [new Map<unknown, unknown>([['k', 8]]), new Map<unknown, unknown>([[-1, [9]]]), new Map([[key, 10]])],
  n: [null, [], {}],
};
const { structure } = flatten(tree);

describe('paths', () => {
  it('are written as JavaScript', () => {
    expect(leafPaths(structure.nodes).map(pathString)).toEqual([
      '.a[0]',
      '.a[1][""]',
      '.a[1].$ok_1',
      '.a[1]["0"]',
      '.a[1]["odd key"]',
      '.a[1]["qu\\"ote"]',
      '.a[1].λ',
      '.m[0].get("k")',
      '.m[1].get(-1)[0]',
      '.m[2].get({"first":1})',
    ]);
    expect(pathString([])).toBe('');
  });

  it('are found for every node, containers and null too', () => {
    expect(structure.nodes.map((_, i) => pathString(pathAt(structure.nodes, i)))).toEqual([
      '',
      '.a',
      '.a[0]',
      '.a[1]',
      '.a[1][""]',
      '.a[1].$ok_1',
      '.a[1]["0"]',
      '.a[1]["odd key"]',
      '.a[1]["qu\\"ote"]',
      '.a[1].λ',
      '.m',
      '.m[0]',
      '.m[0].get("k")',
      '.m[1]',
      '.m[1].get(-1)',
      '.m[1].get(-1)[0]',
      '.m[2]',
      '.m[2].get({"first":1})',
      '.n',
      '.n[0]',
      '.n[1]',
      '.n[2]',
    ]);
  });

  it('name places', () => {
    expect(placeText('argument 1', [])).toBe('argument 1');
    expect(placeText('argument 1', [{ kind: 'key', key: 'a' }])).toBe('argument 1 at .a');
  });
});
