import { describe, expect, it } from 'vitest';
import { broadcastShapes, checkShape, normalizeAxes, normalizeAxis, stridesOf } from './shape.ts';

describe('shapes', () => {
  it('computes row-major strides', () => {
    expect(stridesOf([2, 3, 4])).toEqual([12, 4, 1]);
    expect(stridesOf([])).toEqual([]);
  });

  it('broadcasts as NumPy does', () => {
    expect(broadcastShapes('add', [[3, 1], [4]])).toEqual([3, 4]);
    expect(broadcastShapes('add', [[], [2, 2]])).toEqual([2, 2]);
    expect(broadcastShapes('add', [[0], [1]])).toEqual([0]);
  });

  it('names both shapes where they do not broadcast', () => {
    expect(() => broadcastShapes('add', [[3], [4]])).toThrow(/add: shapes \(3,\) and \(4,\) do not broadcast/);
  });

  it('normalises axes', () => {
    expect(normalizeAxis('sum', -1, 3)).toBe(2);
    expect(normalizeAxes('sum', null, 2)).toEqual([0, 1]);
    expect(() => normalizeAxis('sum', 3, 3)).toThrow(/sum: axis 3 is out of bounds for an array of dimension 3/);
    expect(() => normalizeAxis('sum', 0.5, 3)).toThrow(TypeError);
    expect(() => normalizeAxes('sum', [0, -2], 2)).toThrow(/duplicate axis/);
  });

  it('checks what users give as a shape', () => {
    expect(checkShape('zeros', 3)).toEqual([3]);
    expect(() => checkShape('zeros', [2, -1])).toThrow(/zeros: a shape is a list of non-negative integers/);
    expect(() => checkShape('zeros', 'x')).toThrow(TypeError);
  });
});
