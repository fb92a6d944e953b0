import { describe, expect, it } from 'vitest';
import { flatten } from './flatten.ts';
import { transpose } from './transpose.ts';
import type { TreeDef } from './treedef.ts';

const structure = (tree: unknown): TreeDef => flatten(tree).structure;

describe('transpose', () => {
  const outer = structure([0, 0]);
  const inner = structure({ a: 0, b: { c: 0 }, n: null });
  const tree = [
    { a: 1, b: { c: 2 }, n: null },
    { a: 3, b: { c: 4 }, n: null },
  ];

  it('turns a tree inside out', () => {
    expect(transpose(outer, inner, tree)).toEqual({ a: [1, 3], b: { c: [2, 4] }, n: null });
    expect(transpose(structure({ x: 0, y: [0] }), structure([0, 0]), { x: [1, 2], y: [[3, 4]] })).toEqual([
      { x: 1, y: [3] },
      { x: 2, y: [4] },
    ]);
  });

  it('finds the inner structure', () => {
    expect(transpose(outer, null, tree)).toEqual(transpose(outer, inner, tree));
    expect(() => transpose(structure([]), null, [])).toThrow('has no leaves to find the inner structure at');
    expect(() => transpose(outer, null, [1])).toThrow(
      'is an array of length 1, but the outer structure has an array of length 2',
    );
  });

  it('leaves what stands below the leaves', () => {
    expect(transpose(outer, structure([0]), [[{ deep: 1 }], [[2]]])).toEqual([[{ deep: 1 }, [2]]]);
  });

  it('refuses other structures, where JAX only counts leaves', () => {
    expect(() => transpose(outer, structure({ a: 0 }), [{ a: 1 }, { b: 2 }])).toThrow(
      "the tree of tree.transpose at [1] is an object with keys 'b', but outer composed with inner has an object with keys 'a' there",
    );
  });

  it('keeps structures without leaves', () => {
    expect(transpose(outer, structure([null]), [[null], [null]])).toEqual([null]);
    expect(transpose(structure([null]), structure({ a: 0 }), [null])).toEqual({ a: [null] });
  });
});
