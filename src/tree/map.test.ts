import { describe, expect, it } from 'vitest';
import { map, mapWithPath } from './map.ts';
import { pathString } from './path.ts';

describe('map', () => {
  it('replaces leaves', () => {
    const tree = { a: [1, { b: 2 }], c: null, d: new Map([['k', 3]]) };
    expect(map(leaf => 10 * leaf, tree)).toEqual({ a: [10, { b: 20 }], c: null, d: new Map([['k', 30]]) });
    expect(tree.a[0]).toBe(1);
    expect(map(leaf => -leaf, 4)).toBe(-4);
    expect(map(() => 1, [])).toEqual([]);
  });

  it('takes further trees, of which the first is a prefix', () => {
    expect(map((a, b, c) => [a, b, c], { x: 1, y: [2] }, { y: [3], x: 4 }, { x: [5, 6], y: [{ z: 7 }] })).toEqual({
      x: [1, 4, [5, 6]],
      y: [[2, 3, { z: 7 }]],
    });
    expect(map((a, b) => [a, b], 1, [2, 3])).toEqual([1, [2, 3]]);
  });

  it('calls from left to right, with as many arguments as there are trees', () => {
    const calls: unknown[][] = [];
    map((...columns: unknown[]) => calls.push(columns), [1, 2], ['a', 'b']);
    expect(calls).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('names the first place where the trees differ, and both structures', () => {
    const add = (a: unknown, b: unknown): unknown[] => [a, b];
    expect(() => map(add, { a: [1, [2]] } as unknown, { a: [1, [2, 3]] })).toThrow(
      new TypeError(
        'the second tree of tree.map at .a[1] is an array of length 2, but the first tree of tree.map has an array of length 1 there\n' +
          "  the first tree of tree.map: PyTreeDef({'a': [*, [*]]})\n" +
          "  the second tree of tree.map: PyTreeDef({'a': [*, [*, *]]})",
      ),
    );
    expect(() => map(add, { a: 1, b: 2 } as unknown, { a: 1, c: 2 })).toThrow(
      "has an object with keys 'a', 'b' there ('b' missing, 'c' too many)",
    );
    expect(() => map(add, [[1]] as unknown, [1])).toThrow(
      'at [0] is a leaf, but the first tree of tree.map has an array of length 1 there',
    );
    expect(() => map(add, [null, 1] as unknown, [1, 1])).toThrow(
      'at [0] is a leaf, but the first tree of tree.map has null there',
    );
    expect(() => map(add, [{}] as unknown, [[]])).toThrow(
      'at [0] is an array of length 0, but the first tree of tree.map has an empty object there',
    );
    expect(() => map(add, [1] as unknown, [1], [1, 2])).toThrow('the third tree of tree.map is an array of length 2');
    expect(() => map(add, [1] as unknown, [1], [1], new Map())).toThrow('the 4th tree of tree.map is an empty Map');
    expect(() =>
      map(
        add,
        new Map<unknown, number>([
          ['a', 1],
          [1, 2],
        ]) as unknown,
        new Map<unknown, number>([
          [1, 2],
          ['a', 1],
        ]),
      ),
    ).toThrow('(the same keys in another order)');
  });

  it('refuses undefined in further trees', () => {
    expect(() => map(() => 0, { a: 1 }, { a: undefined })).toThrow('undefined in the second tree of tree.map at .a');
    expect(() => map(() => 0, { a: 1 }, undefined)).toThrow('undefined in the second tree of tree.map');
    expect(() => map(() => 0, { a: 1 } as unknown, { b: undefined })).toThrow("('a' missing, 'b' too many)");
  });

  it('copes with further trees that are endless', () => {
    const cyclic: unknown[] = [0];
    cyclic.push(cyclic);
    expect(map((a, b) => [a, b], [1, 2] as unknown, cyclic)).toEqual([
      [1, 0],
      [2, cyclic],
    ]);
    expect(() => map(() => 0, [1] as unknown, cyclic)).toThrow('a tree cannot contain itself');
  });

  it('keeps error messages readable', () => {
    const large = (size: number): unknown => Object.fromEntries(Array.from({ length: size }, (_, i) => [`key${i}`, 0]));
    const call = (): unknown => map(() => 0, large(1000), large(1001));
    expect(call).toThrow("('key1000' too many)");
    expect(call).toThrow(/^[\s\S]{1,1600}$/);
  });

  it('refuses what is no function', () => {
    expect(() => map({} as () => number, [1])).toThrow(
      new TypeError('tree.map: the first argument must be a function, got {}'),
    );
  });
});

describe('mapWithPath', () => {
  it('tells where the leaf stands', () => {
    expect(
      mapWithPath((path, leaf, other) => [pathString(path), leaf, other], { a: [1], b: 2 }, { a: ['x'], b: 'y' }),
    ).toEqual({
      a: [['.a[0]', 1, 'x']],
      b: ['.b', 2, 'y'],
    });
  });

  it('names itself in errors', () => {
    expect(() => mapWithPath(() => 0, [1] as unknown, 1)).toThrow('the second tree of tree.mapWithPath is a leaf');
  });
});
