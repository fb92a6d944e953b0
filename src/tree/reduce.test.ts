import { describe, expect, it } from 'vitest';
import { all, reduce } from './reduce.ts';

describe('reduce', () => {
  it('folds from left to right', () => {
    expect(reduce((text, leaf) => text + leaf, { b: ['y', 'z'], a: 'x', c: null }, '>')).toBe('>xyz');
    expect(reduce((a, b) => a - b, [10, 3, [2]])).toBe(5);
    expect(reduce((a: unknown, b: unknown) => [a, b], { only: 1 } as unknown)).toBe(1);
  });

  it('takes undefined for an initial value', () => {
    expect(reduce((seen: unknown, leaf) => [seen, leaf], [1], undefined as unknown)).toEqual([undefined, 1]);
    expect(reduce((seen: unknown) => seen, [], undefined as unknown)).toBe(undefined);
  });

  it('needs a leaf or an initial value', () => {
    expect(reduce(() => 0, [], 7)).toBe(7);
    expect(() => reduce((a: unknown) => a, [null] as unknown)).toThrow(
      new TypeError('tree.reduce: the tree has no leaves; give an initial value'),
    );
    expect(() => reduce(1 as unknown as () => number, [1])).toThrow('must be a function, got 1');
  });
});

describe('all', () => {
  it('asks until a leaf fails', () => {
    const asked: unknown[] = [];
    const small = (leaf: number): boolean => {
      asked.push(leaf);
      return leaf < 2;
    };
    expect(all(small, { a: 1, b: [2, 3] })).toBe(false);
    expect(asked).toEqual([1, 2]);
    expect(all(small, [1, { a: 0 }])).toBe(true);
    expect(all(() => false, [null, {}])).toBe(true);
  });

  it('takes booleans only', () => {
    expect(() => all((() => 1) as unknown as () => boolean, { a: [0, 1] })).toThrow(
      new TypeError(
        'tree.all: the predicate gave 1 for the leaf of the tree at .a[0], not a boolean; use .item() to get one out of an array',
      ),
    );
    expect(() => all([true] as unknown as () => boolean, undefined)).toThrow(
      'must be a function from a leaf to a boolean',
    );
  });
});
