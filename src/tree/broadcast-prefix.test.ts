import { describe, expect, it } from 'vitest';
import { type BroadcastPrefixOptions, broadcast, broadcastPrefixTo } from './broadcast-prefix.ts';
import { flatten } from './flatten.ts';

const isNull = (value: unknown): boolean => value === null;
const broadcastPrefix = (prefix: unknown, full: unknown, options: BroadcastPrefixOptions = {}): unknown[] =>
  broadcastPrefixTo(prefix, flatten(full, { name: options.fullName }).structure, options);

describe('broadcastPrefixTo', () => {
  it('repeats each leaf over the subtree below it', () => {
    expect(broadcastPrefix(0, { a: [1, 2], b: 3 })).toEqual([0, 0, 0]);
    expect(broadcastPrefix({ a: 0, b: 1 }, { a: [1, 2], b: 3 })).toEqual([0, 0, 1]);
    expect(broadcastPrefix([0, [1, 2]], [[], [{ x: [5], y: 6 }, 7]])).toEqual([1, 1, 2]);
    expect(broadcastPrefixTo([0, 1], flatten([1, [2, 3]]).structure)).toEqual([0, 1, 1]);
  });

  it('takes null for a node, or for a leaf if told so', () => {
    expect(broadcastPrefix([null, 0], [null, [1, 2]])).toEqual([0, 0]);
    expect(broadcastPrefix([null, 0], [[1, 2], 3], { isLeaf: isNull })).toEqual([null, null, 0]);
    expect(broadcastPrefix([null, 0], [null, 3], { isLeaf: isNull })).toEqual([0]);
    expect(broadcastPrefix(null, { a: 1 }, { isLeaf: isNull })).toEqual([null]);
    expect(() => broadcastPrefix([null, 0], [[1, 2], 3])).toThrow(
      'the prefix tree at [0] is null, but the full tree has an array of length 2 there',
    );
  });

  it('names the place where the prefix ends to be one', () => {
    const options = { prefixName: 'inAxes', fullName: 'the arguments' };
    expect(() => broadcastPrefix([{ a: 0 }], [{ b: 1 }], options)).toThrow(
      new TypeError(
        "inAxes at [0] is an object with keys 'a', but the arguments has an object with keys 'b' there ('b' missing, 'a' too many)\n" +
          "  the arguments: PyTreeDef([{'b': *}])\n" +
          "  inAxes: PyTreeDef([{'a': *}])",
      ),
    );
    expect(() => broadcastPrefix([0, [1]], [[1, 2], 2], options)).toThrow(
      'inAxes at [1] is an array of length 1, but the arguments has a leaf there',
    );
    expect(() => broadcastPrefix([undefined], [1], options)).toThrow('undefined in inAxes at [0]');
    expect(() => broadcastPrefix([1], [undefined], options)).toThrow('undefined in the arguments at [0]');
  });
});

describe('broadcast', () => {
  it('gives the full structure', () => {
    expect(broadcast({ a: 0, b: [1, 2] }, { a: { x: 1, y: null }, b: [[3, 4], []] })).toEqual({
      a: { x: 0, y: null },
      b: [[1, 1], []],
    });
  });
});
