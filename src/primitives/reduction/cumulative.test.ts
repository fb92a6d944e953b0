import { describe, expect, it } from 'vitest';
import { checkBatching, checkDerivatives, float64, normal, programOf } from '../../../test/support/rules.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { printJaxpr } from '../../core/print.ts';
import { jacfwd, jacrev } from '../../transforms/jacobian.ts';
import { add, mul } from '../elementwise/arithmetic.ts';
import { reduceSum } from '../shape/broadcast.ts';
import { associativeScan, treeReduce } from './associative-scan.ts';
import { cumlogsumexp, cummax, cummin, cumprod, cumsum } from './cumulative.ts';
import { logaddexp } from './logaddexp.ts';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const vector = (...list: number[]): ConcreteArray => float64([list.length], list);
const int32 = (...list: number[]): ConcreteArray => new ConcreteArray([list.length], 'int32', Int32Array.from(list));
const complex = (...parts: number[]): ConcreteArray =>
  new ConcreteArray([parts.length / 2], 'complex128', Float64Array.from(parts));
const matrix = float64([2, 3], [1, 2, 3, 4, 5, 6]);

describe('cumulative reductions', () => {
  it('run along any axis, in either direction', () => {
    expect(cumsum(matrix).tolist()).toEqual([
      [1, 2, 3],
      [5, 7, 9],
    ]);
    expect(cumsum(matrix, -1).tolist()).toEqual([
      [1, 3, 6],
      [4, 9, 15],
    ]);
    expect(cumprod(matrix, 1, { reverse: true }).tolist()).toEqual([
      [6, 6, 3],
      [120, 30, 6],
    ]);
    expect(cumsum(normalCube, 1).shape).toEqual([2, 3, 2]);
    expect(cumsum(normalCube, 1).toTypedArray()).toEqual(Float64Array.of(0, 1, 2, 4, 6, 9, 6, 7, 14, 16, 24, 27));
  });

  it('propagate NaN', () => {
    expect(cummax(vector(1, nan, 3)).tolist()).toEqual([1, nan, nan]);
    expect(cummin(vector(1, nan, 3), 0, { reverse: true }).tolist()).toEqual([nan, nan, 3]);
    expect(cumlogsumexp(vector(inf, 1, -inf, nan)).tolist()).toEqual([inf, inf, inf, nan]);
  });

  it('do not overflow in logarithms', () => {
    expect(cumlogsumexp(vector(-inf, -inf, 1)).tolist()).toEqual([-inf, -inf, 1]);
    expect(cumlogsumexp(vector(1000, 1000)).tolist()).toEqual([1000, 1000 + Math.LN2]);
    expect(cumlogsumexp(vector(-1000, 1000)).tolist()).toEqual([-1000, 1000]);
  });

  it('wrap ints around and refuse bools', () => {
    expect(cumsum(int32(2147483647, 1)).tolist()).toEqual([2147483647, -2147483648]);
    expect(cumprod(int32(65536, 65536, 5)).tolist()).toEqual([65536, 0, 0]);
    expect(cummax(int32(-5, -7, 2)).tolist()).toEqual([-5, -5, 2]);
    const bools = new ConcreteArray([1], 'bool', Uint8Array.of(1));
    for (const f of [cumsum, cumprod, cummax, cummin, cumlogsumexp]) {
      expect(() => f(bools)).toThrow(/does not accept dtype bool/);
    }
    expect(() => cumlogsumexp(int32(1))).toThrow(/cumlogsumexp: does not accept dtype int32/);
  });

  it('take complex numbers', () => {
    expect(cumprod(complex(0, 1, 0, 1)).tolist()).toEqual([
      { re: 0, im: 1 },
      { re: -1, im: 0 },
    ]);
    expect(cummax(complex(1, 2, 1, 3, 0, 9)).tolist()).toEqual([
      { re: 1, im: 2 },
      { re: 1, im: 3 },
      { re: 1, im: 3 },
    ]);
  });

  it('leave nothing as it is and refuse scalars', () => {
    expect(cumsum(float64([2, 0], []), 1).shape).toEqual([2, 0]);
    expect(cumlogsumexp(float64([0, 2], []), 1).shape).toEqual([0, 2]);
    expect(() => cumsum(1)).toThrow(new RangeError('cumsum: axis 0 is out of bounds for an array of dimension 0'));
  });

  it('print as JAX does', () => {
    expect(printJaxpr(programOf(x => cumsum(x, -1), [matrix]))).toContain('cumsum[axis=1 reverse=False] a');
  });
});

const normalCube = float64(
  [2, 3, 2],
  Array.from({ length: 12 }, (_, i) => i),
);

describe('derivatives of cumulative reductions', () => {
  it('share ties as JAX does', () => {
    expect(jacfwd((x: NDArray) => cummax(x))(vector(1, 1, 1, 1)).tolist()).toEqual([
      [1, 0, 0, 0],
      [0.5, 0.5, 0, 0],
      [0.25, 0.25, 0.5, 0],
      [0.25, 0.25, 0.25, 0.25],
    ]);
    expect(jacrev((x: NDArray) => cummin(x, 0, { reverse: true }))(vector(1, 1, 1, 1, 1)).tolist()).toEqual([
      [0.5, 0.125, 0.125, 0.125, 0.125],
      [0, 0.25, 0.25, 0.25, 0.25],
      [0, 0, 0.5, 0.25, 0.25],
      [0, 0, 0, 0.5, 0.5],
      [0, 0, 0, 0, 1],
    ]);
  });

  it('are zero where NaN is the maximum', () => {
    expect(jacfwd((x: NDArray) => cummax(x))(vector(1, nan, 2)).tolist()).toEqual([
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('hold at zeros of products, to second order', () => {
    const sum = (x: NDArray): NDArray => reduceSum(cumprod(x), [0]);
    expect(jacrev(sum)(vector(0, 0, 2)).tolist()).toEqual([1, 0, 0]);
    expect(jacfwd(jacrev(sum))(vector(0, 0, 2)).tolist()).toEqual([
      [0, 3, 0],
      [3, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('agree with finite differences and each other', () => {
    for (const f of [cumsum, cumprod, cummax, cummin, cumlogsumexp]) {
      checkDerivatives(x => mul(f(x, 0, { reverse: true }), x), [normal([5])]);
      checkDerivatives(x => f(x, 1), [normal([1, 3])]);
    }
  });

  it('batch like loops', () => {
    for (const f of [cumsum, cumprod, cummax, cummin, cumlogsumexp]) {
      checkBatching(x => f(x, 1, { reverse: true }), [normal([2, 2, 3])]);
      checkBatching(x => f(x, 0), [normal([2, 2, 3])]);
    }
  });
});

describe('associativeScan and treeReduce', () => {
  // affine maps x ↦ a·x + b: associative, not commutative
  const compose = ([a, b]: readonly NDArray[], [c, d]: readonly NDArray[]): NDArray[] => [
    mul(c!, a!),
    add(mul(c!, b!), d!),
  ];

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 13])('scan %i elements in their order', extent => {
    const [a, b] = [normal([2, extent], 3), normal([2, extent], 4)];
    for (const reverse of [false, true]) {
      const [slopes, offsets] = associativeScan(compose, [a, b], 1, reverse);
      for (let row = 0; row < 2; row++) {
        let [slope, offset] = [1, 0];
        for (let k = 0; k < extent; k++) {
          const at = row * extent + (reverse ? extent - 1 - k : k);
          [slope, offset] = [a.data[at]! * slope, a.data[at]! * offset + b.data[at]!];
          expect((slopes as ConcreteArray).data[at]).toBeCloseTo(slope, 12);
          expect((offsets as ConcreteArray).data[at]).toBeCloseTo(offset, 12);
        }
      }
    }
  });

  it.each([1, 2, 3, 5, 6, 7, 11])('reduce %i elements', extent => {
    const x = normal([extent, 2], 5);
    const [product] = treeReduce(([a], [b]) => [mul(a!, b!)], [x]);
    const expected = [0, 1].map(column => {
      let result = 1;
      for (let k = 0; k < extent; k++) result *= x.data[2 * k + column]!;
      return result;
    });
    expect(product!.shape).toEqual([2]);
    expected.forEach((value, i) => expect((product as ConcreteArray).data[i]).toBeCloseTo(value, 12));
  });
});

describe('logaddexp', () => {
  it('does not overflow and knows infinities', () => {
    expect(logaddexp([0, 1000, -inf, inf, -inf], [0, 1000, -inf, inf, 3]).dtype).toBe('float32');
    expect(logaddexp(vector(0, 1000, -inf, inf, -inf, nan), vector(0, 1000, -inf, inf, 3, 1)).tolist()).toEqual([
      Math.LN2,
      1000 + Math.LN2,
      -inf,
      inf,
      3,
      nan,
    ]);
    expect(logaddexp(int32(0), int32(0)).dtype).toBe('float32');
  });

  it('has derivative one half at ties, and second derivative one quarter', () => {
    const f = (x: NDArray): NDArray => logaddexp(x, 0);
    expect(jacrev(f)(float64([], [0])).item()).toBe(0.5);
    expect(jacfwd(jacrev(f))(float64([], [0])).item()).toBeCloseTo(0.25, 15);
    checkDerivatives((x, y) => logaddexp(x, y), [normal([3]), normal([3], 2)]);
  });

  it('keeps imaginary parts between -π and π', () => {
    const sum = logaddexp(complex(0, 3), complex(0, 3.5)).item<{ re: number; im: number }>();
    expect(sum.im).toBeCloseTo(3.25 - 2 * Math.PI, 12);
    expect(sum.re).toBeCloseTo(Math.log(2 * Math.cos(0.25)), 12);
  });
});
