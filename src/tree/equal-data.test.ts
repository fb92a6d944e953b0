import { describe, expect, it } from 'vitest';
import { equalData } from './equal-data.ts';

class Unit {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  equals(other: unknown): boolean {
    return other instanceof Unit && other.name === this.name;
  }
}
class Plain {
  readonly name: string = 'same';
}
const f = (): void => {};

describe('equalData', () => {
  it.each([
    [1, 1],
    [Number.NaN, Number.NaN],
    ['a', 'a'],
    [null, null],
    [undefined, undefined],
    [f, f],
    [
      [1, [2]],
      [1, [2]],
    ],
    [
      { a: 1, b: { c: [] } },
      { b: { c: [] }, a: 1 },
    ],
    [Object.create(null), {}],
    [new Map([['a', [1]]]), new Map([['a', [1]]])],
    [new Set([1, 2]), new Set([2, 1])],
    [new Float32Array([1, Number.NaN]), new Float32Array([1, Number.NaN])],
    [new Date(5), new Date(5)],
    [new Unit('m'), new Unit('m')],
  ])('%o equals %o', (first, second) => {
    expect(equalData(first, second)).toBe(true);
    expect(equalData(second, first)).toBe(true);
  });

  it.each([
    [1, 2],
    [0, -0],
    [1, '1'],
    [null, undefined],
    [null, {}],
    [f, () => {}],
    [[1], [1, 2]],
    [[], {}],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: undefined }, {}],
    [{ a: undefined }, { b: undefined }],
    [{ toString: 1 }, { b: 1 }],
    [new Map([['a', 1]]), new Map([['b', 1]])],
    [new Map([['a', 1]]), new Map()],
    [new Set([1]), new Set([2])],
    [new Set([1]), new Set([1, 2])],
    [new Float32Array([1]), new Float32Array([2])],
    [new Float32Array([1]), new Float64Array([1])],
    [new Date(5), new Date(6)],
    [new Unit('m'), new Unit('s')],
    [new Plain(), new Plain()],
    [new Plain(), { name: 'same' }],
  ])('%o does not equal %o', (first, second) => {
    expect(equalData(first, second)).toBe(false);
    expect(equalData(second, first)).toBe(false);
  });

  it('ends for cyclic values', () => {
    const cycle = (end: number): unknown => {
      const value: { self?: unknown; end: number } = { end };
      value.self = [value];
      return value;
    };
    expect(equalData(cycle(1), cycle(1))).toBe(true);
    expect(equalData(cycle(1), cycle(2))).toBe(false);
  });
});
