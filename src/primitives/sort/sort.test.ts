import { describe, expect, it } from 'vitest';
import { checkBatching, checkDerivatives, float64, normal, programOf } from '../../../test/support/rules.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { printJaxpr } from '../../core/print.ts';
import { jacfwd, jacrev } from '../../transforms/jacobian.ts';
import { mul } from '../elementwise/arithmetic.ts';
import { reduceSum } from '../shape/broadcast.ts';
import { argsort, sort, sortKeyVal } from './sort.ts';
import { topK } from './top-k.ts';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const vector = (...list: number[]): ConcreteArray => float64([list.length], list);
const int32 = (...list: number[]): ConcreteArray => new ConcreteArray([list.length], 'int32', Int32Array.from(list));
const complex = (...parts: number[]): ConcreteArray =>
  new ConcreteArray([parts.length / 2], 'complex128', Float64Array.from(parts));
const matrix = float64([2, 3], [3, 1, 2, 4, 6, 5]);

describe('sort', () => {
  it('sorts along any axis', () => {
    expect(sort(matrix).tolist()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(sort(float64([2, 2], [3, 1, 2, 4]), { dimension: 0 }).tolist()).toEqual([
      [2, 1],
      [3, 4],
    ]);
    expect(sort(float64([2, 2, 2], [8, 3, 6, 5, 4, 7, 2, 1]), { dimension: -2 }).toTypedArray()).toEqual(
      Float64Array.of(6, 3, 8, 5, 2, 1, 4, 7),
    );
    expect(sort([3, 1, 2]).tolist()).toEqual([1, 2, 3]);
    expect(sort(vector()).tolist()).toEqual([]);
  });

  it('puts NaN last', () => {
    expect(sort(vector(3, nan, 1, -inf, inf)).tolist()).toEqual([-inf, 1, 3, inf, nan]);
  });

  it('keeps the order of what is equal: zeros of either sign, NaN', () => {
    const [sorted, places] = sort([vector(0, -0, nan, 0, -1, nan, -0), int32(0, 1, 2, 3, 4, 5, 6)]);
    expect(sorted!.tolist()).toEqual([-1, 0, -0, 0, -0, nan, nan]);
    expect(places!.tolist()).toEqual([4, 0, 1, 3, 6, 2, 5]);
  });

  it('sorts complex numbers by real, then imaginary part', () => {
    const [, places] = sort([
      complex(1, 2, 1, 1, nan, 0, 0, nan, 1, -0, 1, 0, 0, 5, -0, 4),
      int32(0, 1, 2, 3, 4, 5, 6, 7),
    ]);
    expect(places!.tolist()).toEqual([7, 6, 3, 4, 5, 1, 0, 2]);
  });

  it('sorts ints and bools', () => {
    expect(sort(int32(2, -2147483648, 2147483647, 0)).tolist()).toEqual([-2147483648, 0, 2, 2147483647]);
    const unsigned = new ConcreteArray([2], 'uint32', Uint32Array.of(4294967295, 1));
    expect(sort(unsigned).tolist()).toEqual([1, 4294967295]);
    const bools = new ConcreteArray([3], 'bool', Uint8Array.of(1, 0, 1));
    expect(sort(bools).tolist()).toEqual([false, true, true]);
  });

  it('decides by several keys', () => {
    const keys = [vector(1, 1, 0), int32(3, 2, 1)];
    const [first, second, third] = sort([...keys, vector(7, 8, 9)], { numKeys: 2 });
    expect([first, second, third].map(x => x!.tolist())).toEqual([
      [0, 1, 1],
      [1, 2, 3],
      [9, 8, 7],
    ]);
    expect(sort([...keys, vector(7, 8, 9)])[2]!.tolist()).toEqual([9, 7, 8]);
  });

  it('keeps dtypes and weak types', () => {
    const weak = new ConcreteArray([2], 'float32', Float32Array.of(2, 1), true);
    expect(sort([weak, int32(1, 2)]).map(x => [x.dtype, x.weakType])).toEqual([
      ['float32', true],
      ['int32', false],
    ]);
  });

  it('refuses what it cannot sort', () => {
    expect(() => sort([])).toThrow(new TypeError('sort: at least one array is needed'));
    expect(() => sort(1)).toThrow(/sort: axis -1 is out of bounds for an array of dimension 0/);
    expect(() => sort([vector(1), vector(1, 2)])).toThrow(/must have one shape, got float64\[1\], float64\[2\]/);
    expect(() => sort([vector(1)], { numKeys: 2 })).toThrow(
      /numKeys must be an integer from 1 to the number of arrays, 1, got 2/,
    );
    expect(() => sort(vector(1), { numKeys: 0 })).toThrow(RangeError);
  });

  it('prints as JAX does', () => {
    expect(printJaxpr(programOf(x => sort(x), [matrix]))).toContain('sort[dimension=1 is_stable=True num_keys=1] a');
  });
});

describe('sortKeyVal and argsort', () => {
  it('permute values by keys', () => {
    const [keys, values] = sortKeyVal(vector(3, 1, 2), int32(30, 10, 20));
    expect([keys.tolist(), values.tolist()]).toEqual([
      [1, 2, 3],
      [10, 20, 30],
    ]);
  });

  it('give the indices that sort', () => {
    expect(argsort(matrix).tolist()).toEqual([
      [1, 2, 0],
      [0, 2, 1],
    ]);
    expect(argsort(matrix, { dimension: 0 }).dtype).toBe('int32');
    expect(argsort(vector(nan, 2, 2, -0, 0)).tolist()).toEqual([3, 4, 1, 2, 0]);
  });
});

describe('topK', () => {
  it('gives values and indices, greatest first', () => {
    const [values, indices] = topK(matrix, 2);
    expect(values.tolist()).toEqual([
      [3, 2],
      [6, 5],
    ]);
    expect(indices.tolist()).toEqual([
      [0, 2],
      [1, 2],
    ]);
    expect(indices.dtype).toBe('int32');
    expect(topK(matrix, 1, { axis: 0 }).map(x => x.tolist())).toEqual([[[4, 6, 5]], [[1, 1, 1]]]);
    expect(topK(matrix, 0)[0].shape).toEqual([2, 0]);
  });

  it('prefers NaN to inf, the first of equals, and 0 to -0', () => {
    const [values, indices] = topK(vector(3, nan, 1, nan, -inf, inf, 3), 7);
    expect(values.tolist()).toEqual([nan, nan, inf, 3, 3, 1, -inf]);
    expect(indices.tolist()).toEqual([1, 3, 5, 0, 6, 2, 4]);
    expect(topK(vector(-0, 0, -0, 0), 4)[1].tolist()).toEqual([1, 3, 0, 2]);
    expect(topK(int32(3, 1, 3, -2147483648), 4)[1].tolist()).toEqual([0, 2, 1, 3]);
  });

  it('refuses complex numbers and impossible k', () => {
    expect(() => topK(complex(1, 0), 1)).toThrow(/topK: complex numbers are not ordered/);
    expect(() => topK(matrix, 3, { axis: 0 })).toThrow(
      /k must be an integer from 0 to the extent of axis 0 of float64\[2,3\], got 3/,
    );
    expect(() => topK(matrix, -1)).toThrow(RangeError);
    expect(() => topK(matrix, 1.5)).toThrow(RangeError);
    expect(() => topK(1, 1)).toThrow(RangeError);
  });
});

describe('rules', () => {
  it('move derivatives with the elements; of ties the first comes first', () => {
    const f = (x: NDArray): NDArray => reduceSum(mul(sort(x), vector(1, 2)), [0]);
    expect(jacrev(f)(vector(0, 0)).tolist()).toEqual([1, 2]);
    expect(jacfwd(f)(vector(1, 0)).tolist()).toEqual([2, 1]);
    const g = (x: NDArray): NDArray => topK(x, 1)[0];
    expect(jacrev(g)(vector(2, 5, 5)).tolist()).toEqual([[0, 1, 0]]);
  });

  it('agree with finite differences and each other', () => {
    checkDerivatives(x => mul(sort(x), x), [normal([4])]);
    checkDerivatives(x => sort(x, { dimension: 0 }), [normal([3, 2])]);
    checkDerivatives((x, y) => sort([x!, mul(y!, y!)], { dimension: 1 }), [normal([2, 3]), normal([2, 3], 2)]);
    checkDerivatives(x => topK(mul(x, x), 2, { axis: 0 })[0], [normal([3, 2])]);
    checkDerivatives(x => topK(x, 3)[0], [normal([2, 3])]);
  });

  it('take integers along without derivatives', () => {
    const f = (x: NDArray): NDArray => sort([int32(2, 0, 1), x])[1]!;
    expect(jacrev(f)(vector(5, 6, 7)).tolist()).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ]);
  });

  it('batch like loops', () => {
    const batch = normal([2, 3, 2]);
    checkBatching(x => sort(x, { dimension: 0 }), [batch]);
    checkBatching((x, y) => sort([x!, y!], { dimension: 1 }), [batch, normal([2, 3, 2], 2)]);
    checkBatching(x => topK(x, 2, { axis: 0 }), [batch]);
    checkBatching(x => argsort(x), [batch]);
  });
});
