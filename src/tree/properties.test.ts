import { inspect, isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broadcastPrefixTo } from './broadcast-prefix.ts';
import { flatten } from './flatten.ts';
import { flattenUpTo } from './flatten-up-to.ts';
import { map } from './map.ts';
import { leafPaths, pathString } from './path.ts';
import { registerPytreeNode } from './registry.ts';
import { transpose } from './transpose.ts';
import { compose, treeDefEquals } from './treedef.ts';
import { unflatten } from './unflatten.ts';

class Box {
  readonly content: unknown;
  readonly label: unknown;
  constructor(content: unknown, label: unknown) {
    this.content = content;
    this.label = label;
  }
}
registerPytreeNode(
  Box,
  box => [[box.content], { label: box.label }],
  ({ label }, [content]) => new Box(content, label),
);

const oddKey = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'valueOf',
    'length',
    '',
    '0',
    '10',
    '9',
    'a b',
    "'",
    '"',
    '\n',
  ),
  fc.string({ maxLength: 4, unit: 'binary' }),
);

/** As JSON.parse does it: `Object.fromEntries` would do too, plain assignment would not. */
const toObject = (entries: readonly (readonly [string, unknown])[]): object => Object.fromEntries(entries);

const treeOf = (leaf: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.letrec<{ tree: unknown; leaf: unknown }>(tie => ({
    leaf,
    tree: fc.oneof(
      { maxDepth: 5, depthSize: 'medium' },
      tie('leaf'),
      fc.constant(null),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.array(fc.tuple(oddKey, tie('tree')), { maxLength: 4 }).map(toObject),
      fc.array(fc.tuple(oddKey, tie('tree')), { maxLength: 4 }).map(entries => new Map(entries)),
      fc.array(fc.tuple(fc.double(), tie('tree')), { maxLength: 4 }).map(entries => new Map(entries)),
      fc.tuple(tie('tree'), fc.jsonValue({ maxDepth: 1 })).map(([content, label]) => new Box(content, label)),
    ),
  })).tree;

const anyTree = treeOf(fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(Number.NaN), fc.date()));

/** Vitest's own equality is led astray by keys named `constructor`. */
const expectSame = (seen: unknown, wanted: unknown): void => {
  if (!isDeepStrictEqual(seen, wanted)) {
    expect.fail(`${inspect(seen, { depth: 9 })}\n  should be\n${inspect(wanted, { depth: 9 })}`);
  }
};

/** Runs a property over a fixed set of cases. */
const holds = <Values extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof Values]: fc.Arbitrary<Values[K]> },
  predicate: (...values: Values) => void,
): void => {
  fc.assert(fc.property(...arbitraries, predicate), { seed: 20_240_229, numRuns: 300 });
};

describe('for all trees', () => {
  it('unflatten undoes flatten', () => {
    holds([anyTree], tree => {
      const { leaves, structure } = flatten(tree);
      const copy = unflatten(structure, leaves);
      expectSame(copy, tree);
      const again = flatten(copy);
      expectSame(again.leaves, leaves);
      expect(treeDefEquals(again.structure, structure)).toBe(true);
      expect(structure.numLeaves).toBe(leaves.length);
    });
  });

  it('flatten undoes unflatten', () => {
    holds([anyTree], tree => {
      const { structure } = flatten(tree);
      const leaves = Array.from({ length: structure.numLeaves }, (_, i) => i);
      expect(flatten(unflatten(structure, leaves)).leaves).toEqual(leaves);
    });
  });

  it('structures that print alike, static data aside, are equal', () => {
    const smallTree = treeOf(fc.constant(0));
    holds([smallTree, smallTree], (first, second) => {
      const [one, other] = [flatten(first).structure, flatten(second).structure];
      expect(treeDefEquals(one, other)).toBe(treeDefEquals(other, one));
      if (treeDefEquals(one, other)) expect(String(one)).toBe(String(other));
      else expect(isDeepStrictEqual(first, second)).toBe(false);
    });
  });

  it('map keeps identity and composition', () => {
    holds([anyTree], tree => {
      const f = (leaf: unknown): unknown => `f ${String(leaf)}`;
      const g = (leaf: unknown): unknown => `g ${String(leaf)}`;
      expectSame(
        map((leaf: unknown) => leaf, tree),
        tree,
      );
      expectSame(
        map(g, map(f, tree)),
        map((leaf: unknown) => g(f(leaf)), tree),
      );
    });
  });

  it('map over several trees pairs their leaves', () => {
    holds([anyTree], tree => {
      const numbered = map(String, tree);
      const pairs: unknown[] = [];
      map((a: unknown, b: unknown) => pairs.push([a, b]), tree, numbered);
      expectSame(
        pairs,
        flatten(tree).leaves.map(leaf => [leaf, String(leaf)]),
      );
    });
  });

  it('transposing twice changes nothing', () => {
    holds([anyTree, anyTree], (outerTree, innerTree) => {
      const [outer, inner] = [flatten(outerTree).structure, flatten(innerTree).structure];
      const composed = compose(outer, inner);
      const tree = unflatten(
        composed,
        Array.from({ length: composed.numLeaves }, (_, i) => i),
      );
      const transposed = transpose(outer, inner, tree);
      expect(treeDefEquals(flatten(transposed).structure, compose(inner, outer))).toBe(true);
      expectSame(transpose(inner, outer, transposed), tree);
    });
  });

  it('compose is what replacing leaves by trees gives, and associative', () => {
    holds([anyTree, anyTree, anyTree], (a, b, c) => {
      const [first, second, third] = [flatten(a).structure, flatten(b).structure, flatten(c).structure];
      expect(treeDefEquals(flatten(map(() => b, a)).structure, compose(first, second))).toBe(true);
      expect(treeDefEquals(compose(compose(first, second), third), compose(first, compose(second, third)))).toBe(true);
    });
  });

  it('a tree is a prefix of what it becomes when trees stand at its leaves', () => {
    holds([anyTree, anyTree], (tree, below) => {
      const full = map(() => below, tree);
      const { leaves, structure } = flatten(tree);
      expectSame(
        flattenUpTo(structure, full),
        leaves.map(() => below),
      );
      const count = flatten(below).leaves.length;
      expectSame(
        broadcastPrefixTo(tree, flatten(full).structure),
        leaves.flatMap(leaf => Array.from({ length: count }, () => leaf)),
      );
    });
  });

  it('paths are distinct and lead to their leaves', () => {
    const follow = (tree: unknown, path: ReturnType<typeof leafPaths>[number]): unknown =>
      path.reduce<unknown>((at, entry) => {
        if (entry.kind === 'index') return (at as unknown[])[entry.index];
        if (entry.kind === 'key') return Object.getOwnPropertyDescriptor(at, entry.key)?.value;
        if (entry.kind === 'mapKey') return (at as Map<unknown, unknown>).get(entry.key);
        return (at as Box).content;
      }, tree);
    holds([anyTree], tree => {
      const { leaves, structure } = flatten(tree);
      const paths = leafPaths(structure.nodes);
      expectSame(
        paths.map(path => follow(tree, path)),
        leaves,
      );
      expect(new Set(paths.map(pathString)).size).toBe(leaves.length);
    });
  });
});
