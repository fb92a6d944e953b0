import { describe, expect, it } from 'vitest';
import {
  affinePattern,
  broadcastPattern,
  consecutivePattern,
  gatherPattern,
  indicesOf,
  isConstantAlong,
  isSpreadAlong,
  reshapePattern,
  reversePattern,
  slicePattern,
  tablePattern,
  transposePattern,
  unitePatterns,
} from './index-pattern.ts';

const list = (pattern: Parameters<typeof indicesOf>[0]): number[] => [...indicesOf(pattern)];

describe('index patterns', () => {
  it('lists consecutive indices', () => expect(list(consecutivePattern([2, 3], 4))).toEqual([4, 5, 6, 7, 8, 9]));

  it('recognises affine tables', () => {
    expect(tablePattern([2, 2], Int32Array.of(3, 5, 13, 15))).toEqual(affinePattern([2, 2], [10, 2], 3));
    expect(tablePattern([3], Int32Array.of(1, 2, 4)).table).not.toBeNull();
    expect(tablePattern([2], Int32Array.of(-1, 0)).table).not.toBeNull();
  });

  const table = tablePattern([2, 3], Int32Array.of(5, 3, 8, -1, 0, 7));
  for (const [name, pattern] of [
    ['affine', consecutivePattern([2, 3], 0)],
    ['table', table],
  ] as const) {
    const all = list(pattern);
    it(`moves like arrays: ${name}`, () => {
      expect(list(transposePattern(pattern, [1, 0]))).toEqual([0, 3, 1, 4, 2, 5].map(i => all[i]));
      expect(list(reversePattern(pattern, [1]))).toEqual([2, 1, 0, 5, 4, 3].map(i => all[i]));
      expect(list(slicePattern(pattern, [0, 1], [2, 3], null))).toEqual([1, 2, 4, 5].map(i => all[i]));
      expect(list(slicePattern(pattern, [0, 0], [2, 3], [1, 2]))).toEqual([0, 2, 3, 5].map(i => all[i]));
      expect(list(broadcastPattern(pattern, [2, 2, 3], [1, 2]))).toEqual([...all, ...all]);
      expect(list(reshapePattern(pattern, [3, 1, 2]))).toEqual(all);
      expect(list(reshapePattern(transposePattern(pattern, [1, 0]), [6]))).toEqual([0, 3, 1, 4, 2, 5].map(i => all[i]));
      expect(list(gatherPattern(pattern, 0, Int32Array.of(4, -1, 0), [3]))).toEqual([all[4], -1, all[0]]);
      expect(list(gatherPattern(pattern, 1, Int32Array.of(2, 0), [2]))).toEqual([2, 0, 5, 3].map(i => all[i]));
    });
  }

  it('reshapes without a table where strides allow', () => {
    const pattern = affinePattern([4, 3], [3, 1], 2);
    expect(reshapePattern(pattern, [2, 6])).toEqual(affinePattern([2, 6], [6, 1], 2));
    expect(reshapePattern(affinePattern([4, 3], [0, 1], 0), [2, 2, 3])).toEqual(affinePattern([2, 2, 3], [0, 0, 1], 0));
  });

  it('unites patterns that agree where both have an index', () => {
    const a = tablePattern([4], Int32Array.of(-1, 1, 2, 3));
    const b = tablePattern([4], Int32Array.of(0, 1, 2, -1));
    expect(unitePatterns(a, b)).toEqual(consecutivePattern([4], 0));
    expect(unitePatterns(b, tablePattern([4], Int32Array.of(0, 2, -1, -1)))).toBeUndefined();
    expect(unitePatterns(consecutivePattern([4], 0), consecutivePattern([4], 1))).toBeUndefined();
    const wide = broadcastPattern(a, [1000, 4], [1]);
    const united = unitePatterns(wide, broadcastPattern(b, [1000, 4], [1]))!;
    expect(united).toEqual(affinePattern([1000, 4], [0, 1], 0));
  });

  it('tells along which axes indices change, and whether all are different there', () => {
    const pattern = affinePattern([3, 4], [0, 2], 1);
    expect([isConstantAlong(pattern, 0), isConstantAlong(pattern, 1)]).toEqual([true, false]);
    expect([isSpreadAlong(pattern, [1]), isSpreadAlong(pattern, [0, 1])]).toEqual([true, false]);
    expect(isSpreadAlong(tablePattern([8], Int32Array.of(-1, -1, -1, -1, -1, -1, -1, 5)), [0])).toBe(false);
  });
});
