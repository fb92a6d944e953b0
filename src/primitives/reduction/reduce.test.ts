import { describe, expect, it } from 'vitest';
import { checkBatching, checkDerivatives, float64, normal, programOf } from '../../../test/support/rules.ts';
import { filled } from '../../array/create.ts';
import type { DType } from '../../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { printJaxpr } from '../../core/print.ts';
import { batchJaxpr } from '../../transforms/batch.ts';
import { jacfwd, jacrev } from '../../transforms/jacobian.ts';
import { argmax, argmin } from './arg-extremum.ts';
import { reduceMax, reduceMin } from './extremum.ts';
import { reduceAnd, reduceOr, reduceXor } from './logical.ts';
import { reduceProd } from './product.ts';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const vector = (...list: number[]): ConcreteArray => float64([list.length], list);
const int32 = (...list: number[]): ConcreteArray => new ConcreteArray([list.length], 'int32', Int32Array.from(list));
const uint32 = (...list: number[]): ConcreteArray => new ConcreteArray([list.length], 'uint32', Uint32Array.from(list));
const bool = (...list: boolean[]): ConcreteArray =>
  new ConcreteArray([list.length], 'bool', Uint8Array.from(list, Number));
const complex = (...parts: number[]): ConcreteArray =>
  new ConcreteArray([parts.length / 2], 'complex128', Float64Array.from(parts));
const nothing = (dtype: DType): ConcreteArray => filled([0], dtype, 0);
const matrix = float64([2, 3], [1, 5, 3, 4, 0, 6]);

describe('reduceMax and reduceMin', () => {
  it('reduce any axes, counted from either end', () => {
    expect(reduceMax(matrix, [1]).tolist()).toEqual([5, 6]);
    expect(reduceMax(matrix, [-2]).tolist()).toEqual([4, 5, 6]);
    expect(reduceMin(matrix, [1, 0]).item()).toBe(0);
    expect(reduceMin(matrix, []).tolist()).toEqual(matrix.tolist());
    const cube = float64([2, 3, 2], [3, 9, 1, 8, 2, 7, 6, 12, 5, 11, 4, 10]);
    expect(reduceMax(cube, [0, 2]).tolist()).toEqual([12, 11, 10]);
    expect(reduceMin(cube, [1]).tolist()).toEqual([
      [1, 7],
      [4, 10],
    ]);
  });

  it('propagate NaN and tell zeros apart by their sign', () => {
    expect(reduceMax(vector(1, nan, 2), [0]).item()).toBe(nan);
    expect(reduceMin(vector(nan, 1), [0]).item()).toBe(nan);
    expect(reduceMax(vector(-0, 0), [0]).item()).toBe(0);
    expect(reduceMax(vector(0, -0), [0]).item()).toBe(0);
    expect(reduceMin(vector(0, -0), [0]).item()).toBe(-0);
    expect(reduceMin(vector(-0, 0), [0]).item()).toBe(-0);
  });

  it('order complex numbers by real, then imaginary part', () => {
    expect(reduceMax(complex(1, 2, 1, 3, 0.5, 9), [0]).item()).toEqual({ re: 1, im: 3 });
    expect(reduceMin(complex(1, 2, 1, 3, 0.5, 9), [0]).item()).toEqual({ re: 0.5, im: 9 });
    expect(reduceMax(complex(nan, 0, 1, 0, 2, 0), [0]).item()).toEqual({ re: 2, im: 0 });
    expect(reduceMin(complex(1, 0, 2, 0, nan, 0), [0]).item()).toEqual({ re: nan, im: 0 });
  });

  it.each([
    ['float32', -inf, inf],
    ['float64', -inf, inf],
    ['int32', -2147483648, 2147483647],
    ['uint32', 0, 4294967295],
    ['bool', false, true],
    ['complex64', { re: -inf, im: 0 }, { re: inf, im: 0 }],
  ] as const)('of nothing of dtype %s are the extremes of the dtype', (dtype, lowest, highest) => {
    expect(reduceMax(nothing(dtype), [0]).item()).toEqual(lowest);
    expect(reduceMin(nothing(dtype), [0]).item()).toEqual(highest);
  });

  it('take ints and bools', () => {
    expect(reduceMax(int32(-3, -1, -2), [0]).item()).toBe(-1);
    expect(reduceMin(uint32(4294967295, 7), [0]).item()).toBe(7);
    expect(reduceMax(bool(true, false), [0]).item()).toBe(true);
    expect(reduceMin(bool(true, false), [0]).item()).toBe(false);
  });

  it('share the derivative evenly among ties, to second order', () => {
    const max = (x: NDArray): NDArray => reduceMax(x, [0]);
    expect(jacrev(max)(vector(2, 1, 2, 2)).tolist()).toEqual([1 / 3, 0, 1 / 3, 1 / 3]);
    expect(jacfwd(max)(vector(2, 1, 2, 2)).tolist()).toEqual([1 / 3, 0, 1 / 3, 1 / 3]);
    expect(jacfwd(jacrev(max))(vector(2, 2)).tolist()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(jacrev(max)(vector(1, nan, 2)).tolist()).toEqual([nan, nan, nan]);
  });

  it('keep weak types', () => {
    const weak = new ConcreteArray([2], 'float32', Float32Array.of(1, 2), true);
    expect(reduceMax(weak, [0]).weakType).toBe(true);
    expect(reduceMax(weak, [0]).dtype).toBe('float32');
  });

  it('refuse axes that are not there or named twice', () => {
    expect(() => reduceMax(matrix, [2])).toThrow(
      new RangeError('reduceMax: axis 2 is out of bounds for an array of dimension 2'),
    );
    expect(() => reduceMin(matrix, [1, -1])).toThrow(/reduceMin: duplicate axis/);
  });
});

describe('reduceProd', () => {
  it('is 1 for nothing, and exact for ints modulo 2³²', () => {
    expect(reduceProd(float64([2, 0], []), [1]).tolist()).toEqual([1, 1]);
    expect(reduceProd(int32(65537, -65539, 3), [0]).item()).toBe(Math.imul(Math.imul(65537, -65539), 3));
    expect(reduceProd(uint32(4294967295, 4294967295), [0]).item()).toBe(1);
    expect(reduceProd(complex(0, 1, 0, 1, 2, 0), [0]).item()).toEqual({ re: -2, im: 0 });
    expect(reduceProd(vector(-0, 1), [0]).item()).toBe(-0);
  });

  it('rounds once to float32', () => {
    const tenths = new ConcreteArray([3], 'float32', Float32Array.of(0.1, 0.1, 0.1));
    expect(reduceProd(tenths, [0]).item()).toBe(Math.fround(Math.fround(0.1) ** 3));
  });

  it('has the right derivatives at zeros', () => {
    const product = (x: NDArray): NDArray => reduceProd(x, [0]);
    expect(jacrev(product)(vector(3, 0, 2)).tolist()).toEqual([0, 6, 0]);
    expect(jacfwd(product)(vector(3, 0, 2)).tolist()).toEqual([0, 6, 0]);
    expect(jacfwd(jacrev(product))(vector(0, 0, 2)).tolist()).toEqual([
      [0, 2, 0],
      [2, 0, 0],
      [0, 0, 0],
    ]);
    expect(jacrev(product)(vector(1, inf, 2)).tolist()).toEqual([inf, 2, inf]);
    expect(jacrev(product)(vector()).shape).toEqual([0]);
  });

  it('refuses bools', () => {
    expect(() => reduceProd(bool(true), [0])).toThrow(/^reduceProd: does not accept dtype bool/);
  });
});

describe('argmax and argmin', () => {
  it('give the first of equals', () => {
    expect(argmax(matrix, 1).tolist()).toEqual([1, 2]);
    expect(argmin(matrix, -2).tolist()).toEqual([0, 1, 0]);
    expect(argmax(vector(1, 3, 3), 0).item()).toBe(1);
    expect(argmin(vector(0, -0), 0).item()).toBe(0);
    expect(argmax(vector(-inf, -inf), 0).item()).toBe(0);
    expect(argmax(bool(false, true, true), 0).item()).toBe(1);
  });

  it('take the first NaN for the extremum', () => {
    expect(argmax(vector(1, nan, 5, nan), 0).item()).toBe(1);
    expect(argmin(vector(1, nan, 5, nan), 0).item()).toBe(1);
    expect(argmin(vector(-inf, nan), 0).item()).toBe(1);
  });

  it('have int32 or uint32 indices that are not weak', () => {
    expect(argmax(vector(1, 2), 0).dtype).toBe('int32');
    expect(argmax(vector(1, 2), 0, 'uint32').dtype).toBe('uint32');
    expect(argmax(new ConcreteArray([1], 'float32', Float32Array.of(1), true), 0).weakType).toBe(false);
    expect(() => argmax(vector(1, 2), 0, 'float32' as 'int32')).toThrow(/argmax: the index dtype must be/);
  });

  it('have derivative zero', () => {
    const f = (x: NDArray): NDArray => {
      const index = argmax(x, 0);
      return reduceMax(x, index.ndim === 0 ? [0] : []);
    };
    expect(jacrev(f)(vector(1, 3, 2)).tolist()).toEqual([0, 1, 0]);
  });

  it('refuse empty axes and complex numbers', () => {
    expect(() => argmax(float64([2, 0], []), 1)).toThrow(/argmax: axis 1 of float64\[2,0\] is empty/);
    expect(argmax(float64([2, 0], []), 0).shape).toEqual([0]);
    expect(() => argmin(complex(1, 0), 0)).toThrow(/argmin: complex numbers are not ordered/);
    expect(() => argmin(vector(1), 1)).toThrow(RangeError);
  });
});

describe('reduceAnd, reduceOr and reduceXor', () => {
  it('reduce bools', () => {
    const table = new ConcreteArray([2, 2], 'bool', Uint8Array.of(1, 0, 1, 1));
    expect(reduceAnd(table, [1]).tolist()).toEqual([false, true]);
    expect(reduceOr(table, [0]).tolist()).toEqual([true, true]);
    expect(reduceXor(table, [0, 1]).item()).toBe(true);
    expect([reduceAnd, reduceOr, reduceXor].map(f => f(nothing('bool'), [0]).item())).toEqual([true, false, false]);
  });

  it('reduce the bits of ints', () => {
    expect([reduceAnd, reduceOr, reduceXor].map(f => f(int32(6, 3), [0]).item())).toEqual([2, 7, 5]);
    expect(reduceOr(uint32(2147483648, 1), [0]).item()).toBe(2147483649);
    expect(reduceAnd(nothing('int32'), [0]).item()).toBe(-1);
    expect(reduceAnd(nothing('uint32'), [0]).item()).toBe(4294967295);
  });

  it('refuse floats', () => {
    expect(() => reduceAnd(vector(1), [0])).toThrow(/^reduceAnd: does not accept dtype float64/);
    expect(() => reduceXor(complex(1, 0), [0])).toThrow(/^reduceXor: does not accept dtype complex128/);
  });
});

describe('rules', () => {
  it('agree with finite differences and each other', () => {
    checkDerivatives(x => reduceProd(x, [0, 2]), [normal([2, 3, 2])]);
    checkDerivatives(x => reduceProd(x, [0]), [vector(3, 0, 0, 2)]);
    checkDerivatives(x => reduceMax(x, [1]), [normal([2, 3])]);
    checkDerivatives(x => reduceMin(x, [0]), [normal([3, 2])]);
  });

  it('batch like loops', () => {
    const batch = normal([2, 3, 2, 2]);
    for (const f of [reduceProd, reduceMax, reduceMin]) {
      checkBatching(x => f(x, [0, 2]), [batch]);
      checkBatching(x => f(x, [1]), [batch]);
    }
    checkBatching(x => argmax(x, 1), [batch]);
    checkBatching(x => reduceOr(argmin(x, 0), [1]), [batch]);
  });

  it('leave a batch axis where it is', () => {
    const program = programOf(x => reduceMax(x, [0, 2]), [normal([2, 3, 4])]);
    expect([0, 1, 2, 3].map(axis => batchJaxpr(program, 5, [axis]).outputAxes)).toEqual([[0], [0], [1], [1]]);
  });

  it('print as JAX does', () => {
    const program = programOf(x => [argmax(x, 0), reduceMax(x, [-1])], [filled([3], 'float32', 0)]);
    expect(printJaxpr(program)).toContain('b:i32[] = argmax[axes=(0,) index_dtype=int32] a');
    expect(printJaxpr(program)).toContain('c:f32[] = reduce_max[axes=(0,)] a');
  });
});
