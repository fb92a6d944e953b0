import { describe, expect, it } from 'vitest';
import * as tree from './index.ts';

describe('tree', () => {
  it('exports what users call', () => {
    expect(Object.keys(tree).sort()).toEqual([
      'all',
      'broadcast',
      'compose',
      'flatten',
      'flattenWithPath',
      'leaves',
      'map',
      'mapWithPath',
      'numLeaves',
      'pathString',
      'reduce',
      'registerPytreeNode',
      'structure',
      'transpose',
      'treeDefEquals',
      'unflatten',
    ]);
  });

  it('flatten gives a pair, unflatten takes it back', () => {
    const [leaves, structure] = tree.flatten({ b: [2, 3], a: 1 });
    expect(leaves).toEqual([1, 2, 3]);
    expect(tree.unflatten(structure, leaves)).toEqual({ a: 1, b: [2, 3] });
    expect(tree.unflatten(structure, new Set([4, 5, 6]))).toEqual({ a: 4, b: [5, 6] });
    expect(() => tree.unflatten(leaves as never, structure as never)).toThrow(
      'tree.unflatten: the first argument must be a structure, but is [1,2,3]',
    );
  });

  it('isLeaf stops at containers', () => {
    const isLeaf = Array.isArray;
    expect(tree.flatten({ a: [1] }, { isLeaf })[0]).toEqual([[1]]);
    expect(tree.leaves({ a: [1] }, { isLeaf })).toEqual([[1]]);
    expect(String(tree.structure({ a: [1] }, { isLeaf }))).toBe("PyTreeDef({'a': *})");
    expect(tree.flattenWithPath([{ a: 1 }], { isLeaf: value => !Array.isArray(value) })[0]).toEqual([
      [[{ kind: 'index', index: 0 }], { a: 1 }],
    ]);
  });

  it('flattenWithPath pairs leaves with their paths', () => {
    const [pairs, structure] = tree.flattenWithPath({ b: [2], a: 1 });
    expect(pairs.map(([path, leaf]) => [tree.pathString(path), leaf])).toEqual([
      ['.a', 1],
      ['.b[0]', 2],
    ]);
    expect(tree.treeDefEquals(structure, tree.structure({ a: 0, b: [0] }))).toBe(true);
    expect(tree.numLeaves(structure)).toBe(2);
  });
});
