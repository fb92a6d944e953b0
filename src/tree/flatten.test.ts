import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { flatten } from './flatten.ts';
import { pathString } from './path.ts';
import { treeDefEquals } from './treedef.ts';
import { unflatten } from './unflatten.ts';

const text = (tree: unknown): string => String(flatten(tree).structure);

/** An array nested `depth` levels deep around a 1. */
const deepArray = (depth: number): unknown => {
  let tree: unknown = 1;
  for (let i = 0; i < depth; i++) tree = [tree];
  return tree;
};

describe('flatten', () => {
  it('gives leaves from left to right, object keys sorted by code unit', () => {
    expect(flatten({ b: [2, { z: 3 }], a: 1, B: 0, é: 4 }).leaves).toEqual([0, 1, 2, 3, 4]);
    expect(flatten({ 10: 'ten', 9: 'nine' }).leaves).toEqual(['ten', 'nine']);
  });

  it('takes a single leaf, and containers without leaves', () => {
    expect(flatten(5).leaves).toEqual([5]);
    expect(text(5)).toBe('PyTreeDef(*)');
    for (const empty of [null, [], {}, new Map(), [null, { a: {} }]]) expect(flatten(empty).leaves).toEqual([]);
  });

  it('sorts the keys of Maps that are all strings or all numbers, and only those', () => {
    expect(
      flatten(
        new Map([
          ['b', 1],
          ['a', 2],
        ]),
      ).leaves,
    ).toEqual([2, 1]);
    expect(
      flatten(
        new Map([
          [10, 'x'],
          [9, 'y'],
          [Number.NaN, 'n'],
          [-Infinity, 'm'],
        ]),
      ).leaves,
    ).toEqual(['m', 'y', 'x', 'n']);
    expect(
      flatten(
        new Map<unknown, number>([
          ['b', 1],
          [2, 2],
          ['a', 3],
        ]),
      ).leaves,
    ).toEqual([1, 2, 3]);
  });

  it('takes class instances, functions and strings for leaves', () => {
    class Foreign {
      inner = [1, 2];
    }
    class List extends Array<number> {}
    class Dictionary extends Map<string, number> {}
    const leaves = [new Foreign(), new List(), new Dictionary(), new Date(0), new Float64Array(3), () => 1, 'text'];
    expect(flatten(leaves).leaves).toEqual(leaves);
  });

  it('opens objects without a prototype, and arrays and objects of other realms', () => {
    expect(flatten(Object.assign(Object.create(null), { a: 1 })).leaves).toEqual([1]);
    const foreign: unknown = runInContext('({ a: [1, { b: 2 }] })', createContext());
    expect(text(foreign)).toBe("PyTreeDef({'a': [*, {'b': *}]})");
  });

  it('passes over what is not an own enumerable key', () => {
    const tree = Object.defineProperty({ a: 1 }, 'hidden', { value: 2, enumerable: false });
    expect(flatten(tree).leaves).toEqual([1]);
  });

  it('asks isLeaf before anything else', () => {
    const pair = [1, 2];
    expect(flatten({ a: pair, b: null }, { isLeaf: value => value === null || value === pair }).leaves).toEqual([
      pair,
      null,
    ]);
    expect(flatten([undefined], { isLeaf: value => value === undefined }).leaves).toEqual([undefined]);
  });

  it('lets checkLeaf refuse a leaf by its path', () => {
    const seen: string[] = [];
    flatten(
      { a: [1, 'x'], b: new Map([['k', 2]]) },
      { checkLeaf: (leaf, path) => seen.push(`${pathString(path())}=${String(leaf)}`) },
    );
    expect(seen).toEqual(['.a[0]=1', '.a[1]=x', '.b.get("k")=2']);
    const checkLeaf = (leaf: unknown): void => {
      if (typeof leaf !== 'number') throw new TypeError('no number');
    };
    expect(() => flatten([1, 'x'], { checkLeaf })).toThrow('no number');
  });

  it('gives checkLeaf paths that stay right when asked for later', () => {
    const paths: (() => unknown)[] = [];
    flatten([[1], 2], { checkLeaf: (_, path) => paths.push(path) });
    expect(paths.map(path => path())).toEqual([
      [
        { kind: 'index', index: 0 },
        { kind: 'index', index: 0 },
      ],
      [{ kind: 'index', index: 1 }],
    ]);
  });

  it('refuses undefined, naming the place', () => {
    expect(() => flatten(undefined)).toThrow(
      new TypeError(
        'undefined in the tree: a tree holds leaves and containers only; write null for an empty place, or leave the key out',
      ),
    );
    expect(() => flatten({ a: [1, undefined] })).toThrow(/^undefined in the tree at \.a\[1\]:/);
    expect(() => flatten({ 'odd key': undefined })).toThrow('undefined in the tree at ["odd key"]');
    expect(() => flatten(new Array(2))).toThrow('undefined in the tree at [0]');
    expect(() => flatten([undefined], { name: 'argument 0' })).toThrow('undefined in argument 0 at [0]');
  });

  it('refuses symbol keys rather than losing them', () => {
    expect(() => flatten({ a: { [Symbol('tag')]: 1 } })).toThrow(
      'the tree at .a is an object with the symbol key Symbol(tag)',
    );
  });

  it('refuses containers that contain themselves', () => {
    const object: Record<string, unknown> = { x: 1 };
    object.y = [object];
    expect(() => flatten({ a: object })).toThrow(
      new TypeError(
        'the tree at .a.y[0] is the same container as the tree at .a, in which it stands: a tree cannot contain itself',
      ),
    );
    const list: unknown[] = [];
    list.push(list);
    expect(() => flatten(list)).toThrow('the tree at [0] is the same container as the tree, in which it stands');
    const map = new Map<string, unknown>();
    map.set('self', { map });
    expect(() => flatten(map)).toThrow('the tree at .get("self").map is the same container as the tree,');
  });

  it('allows the same container at several places', () => {
    const shared = { a: [1] };
    expect(flatten([shared, { again: shared }, shared]).leaves).toEqual([1, 1, 1]);
  });

  it('is not limited by the depth of the tree', () => {
    const depth = 10_000;
    const { leaves, structure } = flatten(deepArray(depth));
    expect(leaves).toEqual([1]);
    expect(treeDefEquals(structure, flatten(deepArray(depth)).structure)).toBe(true);
    expect(treeDefEquals(structure, flatten(deepArray(depth + 1)).structure)).toBe(false);
    expect(String(structure)).toBe(`PyTreeDef(${'['.repeat(depth)}*${']'.repeat(depth)})`);
    let inner = unflatten(structure, [7]);
    let levels = 0;
    while (Array.isArray(inner)) {
      inner = inner[0];
      levels++;
    }
    expect([levels, inner]).toEqual([depth, 7]);
    expect(() =>
      flatten(deepArray(depth), {
        checkLeaf: (_, path) => {
          throw new TypeError(pathString(path()));
        },
      }),
    ).toThrow('[0]'.repeat(depth));
  });
});

describe('unflatten', () => {
  it('makes new containers, never the old ones', () => {
    const tree = { a: [1], m: new Map([['k', 2]]) };
    const { leaves, structure } = flatten(tree);
    const copy = unflatten(structure, leaves) as typeof tree;
    expect(copy).toEqual(tree);
    expect(copy.a).not.toBe(tree.a);
    copy.a.push(3);
    expect(unflatten(structure, leaves)).toEqual(tree);
  });

  it('puts anything at the leaves, containers and undefined too', () => {
    expect(unflatten(flatten([0, { a: 0 }]).structure, [[1, 2], undefined])).toEqual([[1, 2], { a: undefined }]);
  });

  it('checks the number of leaves', () => {
    const { structure } = flatten([1, 2]);
    expect(() => unflatten(structure, [1])).toThrow(
      new RangeError('unflatten: too few leaves: PyTreeDef([*, *]) takes 2, but there are 1'),
    );
    expect(() => unflatten(structure, [1, 2, 3])).toThrow('too many leaves');
  });

  it('treats the names of Object.prototype as data', () => {
    const tree: unknown = JSON.parse(
      '{"__proto__": {"polluted": 1}, "constructor": 2, "toString": 3, "hasOwnProperty": 4}',
    );
    const { leaves, structure } = flatten(tree);
    expect(leaves).toEqual([1, 2, 4, 3]);
    const copy = unflatten(structure, leaves) as object;
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(Object.keys(copy).sort()).toEqual(['__proto__', 'constructor', 'hasOwnProperty', 'toString']);
    expect(Object.getOwnPropertyDescriptor(copy, '__proto__')).toEqual({
      value: { polluted: 1 },
      writable: true,
      enumerable: true,
      configurable: true,
    });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(treeDefEquals(flatten(copy).structure, structure)).toBe(true);
  });

  it('gives objects without a prototype an ordinary one', () => {
    const { leaves, structure } = flatten(Object.assign(Object.create(null), { a: 1 }));
    expect(Object.getPrototypeOf(unflatten(structure, leaves))).toBe(Object.prototype);
    expect(treeDefEquals(structure, flatten({ a: 1 }).structure)).toBe(true);
  });
});
