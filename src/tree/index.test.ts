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
      'tree.unflatten: expected a structure, as tree.structure(x) gives it, got [1,2,3]',
    );
    expect(() => tree.unflatten(structure, 5 as never)).toThrow('tree.unflatten: the leaves must be a list, got 5');
  });

  it.each<[string, () => unknown]>([
    ['numLeaves', () => tree.numLeaves(3 as never)],
    ['compose', () => tree.compose(3 as never, tree.structure(1))],
    ['compose', () => tree.compose(tree.structure(1), 3 as never)],
    ['treeDefEquals', () => tree.treeDefEquals(3 as never, 2 as never)],
    ['treeDefEquals', () => tree.treeDefEquals(tree.structure(1), 3 as never)],
    ['transpose', () => tree.transpose(3 as never, null, [1])],
    ['transpose', () => tree.transpose(tree.structure([1]), 3 as never, [1])],
  ])('%s wants structures', (name, call) => {
    expect(call).toThrow(`tree.${name}: expected a structure, as tree.structure(x) gives it, got 3`);
  });

  it('pathString wants a path', () => {
    expect(() => tree.pathString('a' as never)).toThrow('tree.pathString: expected a path');
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
