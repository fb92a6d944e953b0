import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { flatten } from './flatten.ts';
import { registerPytreeNode } from './registry.ts';
import { comparable, compose, leafStructure, type TreeDef, treeDefEquals } from './treedef.ts';

const structure = (tree: unknown): TreeDef => comparable(flatten(tree).structure);

class Tagged {
  readonly child: unknown;
  readonly tag: unknown;
  constructor(child: unknown, tag: unknown) {
    this.child = child;
    this.tag = tag;
  }
}
registerPytreeNode(
  Tagged,
  value => [[value.child], value.tag],
  (tag, [child]) => new Tagged(child, tag),
);

describe('treeDefEquals', () => {
  // Each differs from every other.
  const distinct: readonly unknown[] = [
    1,
    null,
    [],
    {},
    new Map(),
    [1],
    [1, 1],
    [[1], 1],
    [1, [1]],
    [[1, 1]],
    [null],
    { a: 1 },
    { b: 1 },
    { a: 1, b: 1 },
    { a: [1] },
    { 1: 1 },
    new Map([['a', 1]]),
    new Map([[1, 1]]),
    new Map([['1', 1]]),
    new Map<unknown, number>([
      ['a', 1],
      [1, 1],
    ]),
    new Map<unknown, number>([
      [1, 1],
      ['a', 1],
    ]),
    new Tagged(1, null),
    new Tagged([1], null),
    new Tagged(1, 'tag'),
    new Tagged(1, { axis: 0 }),
    new Tagged(1, { axis: 1 }),
  ];

  it('tells structures apart', () => {
    distinct.forEach((first, i) => {
      distinct.forEach((second, j) => {
        expect(treeDefEquals(structure(first), structure(second)), `${i} and ${j}`).toBe(i === j);
      });
    });
  });

  it('passes over leaves and the order of keys', () => {
    expect(treeDefEquals(structure({ a: 1, b: [2] }), structure({ b: ['x'], a: () => 0 }))).toBe(true);
    expect(
      treeDefEquals(
        structure(
          new Map([
            [2, 0],
            [1, 0],
          ]),
        ),
        structure(
          new Map([
            [1, 0],
            [2, 0],
          ]),
        ),
      ),
    ).toBe(true);
    expect(treeDefEquals(structure(new Map([[Number.NaN, 0]])), structure(new Map([[Number.NaN, 0]])))).toBe(true);
  });

  it('has a method that takes anything', () => {
    expect(structure([1]).equals(structure([2]))).toBe(true);
    expect(structure([1]).equals('PyTreeDef([*])')).toBe(false);
  });
});

describe('printing', () => {
  it('is that of JAX', () => {
    expect(String(structure({ b: [1, 2], a: null, d: [], e: {} }))).toBe(
      "PyTreeDef({'a': null, 'b': [*, *], 'd': [], 'e': {}})",
    );
    expect(
      String(
        structure([
          new Map<unknown, unknown>([
            ['k', [1]],
            [3, 2],
          ]),
          1,
        ]),
      ),
    ).toBe("PyTreeDef([Map({'k': [*], 3: *}), *])");
    expect(String(structure(new Tagged([1, 2], 'name')))).toBe("PyTreeDef(CustomNode(Tagged['name'], [[*, *]]))");
    expect(String(structure(new Tagged(1, { n: 3 })))).toBe('PyTreeDef(CustomNode(Tagged[{"n":3}], [*]))');
  });

  it('quotes keys', () => {
    expect(String(structure({ "it's": 1 }))).toBe(`PyTreeDef({"it's": *})`);
    expect(String(structure({ 'say "a"\n': 1 }))).toBe(`PyTreeDef({'say "a"\\n': *})`);
  });

  it('copes with any static data', () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    for (const [tag, text] of [
      [undefined, 'undefined'],
      [-0, '-0'],
      [10n, '10'],
      [Symbol('s'), 'Symbol(s)'],
      [new Date(0), '<Date>'],
      [cyclic, '<Array>'],
      [Object.create(null), '{}'],
      [Math.max, 'the function max'],
      ['x'.repeat(3), "'xxx'"],
    ] as const) {
      expect(String(structure(new Tagged(1, tag)))).toBe(`PyTreeDef(CustomNode(Tagged[${text}], [*]))`);
    }
    expect(String(structure(new Tagged(1, new Array(100).fill(0)))).length).toBeLessThan(130);
  });

  it('is what console.log shows', () => {
    expect(inspect([structure([1])])).toBe('[ PyTreeDef([*]) ]');
  });
});

describe('compose', () => {
  it('puts the inner structure at each leaf', () => {
    const outer = structure({ a: 1, n: null, b: [1] });
    const inner = structure([1, { c: 1 }]);
    expect(treeDefEquals(compose(outer, inner), structure({ a: [1, { c: 1 }], n: null, b: [[1, { c: 1 }]] }))).toBe(
      true,
    );
    expect(compose(outer, inner).numLeaves).toBe(4);
  });

  it('has the leaf for its neutral element', () => {
    const some = structure({ a: [1, 2], b: null });
    expect(compose(some, leafStructure).equals(some)).toBe(true);
    expect(compose(leafStructure, some).equals(some)).toBe(true);
  });

  it('gives no leaves where one has none', () => {
    expect(String(compose(structure([1, 2]), structure(null)))).toBe('PyTreeDef([null, null])');
    expect(compose(structure([1, 2]), structure(null)).numLeaves).toBe(0);
  });
});

it('structures cannot be changed', () => {
  expect(() => Object.assign(structure([1]), { numLeaves: 7 })).toThrow(TypeError);
});
