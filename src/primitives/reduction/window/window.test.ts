import { describe, expect, it } from 'vitest';
import { checkBatching, checkDerivatives, float64, normal, programOf } from '../../../../test/support/rules.ts';
import { ConcreteArray, type NDArray } from '../../../array/ndarray.ts';
import { printJaxpr } from '../../../core/print.ts';
import { jacfwd, jacrev } from '../../../transforms/jacobian.ts';
import { add, mul, sub } from '../../elementwise/arithmetic.ts';
import { max, min } from '../../elementwise/extrema.ts';
import { reduceWindowMax, reduceWindowMin } from './extremum.ts';
import { type Padding, paddingPairs } from './parameters.ts';
import { reduceWindowProd } from './product.ts';
import { reduceWindow } from './reduce-window.ts';
import { selectAndGatherAdd, selectAndScatterAdd } from './selection.ts';
import { reduceWindowSum } from './sum.ts';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const vector = (...list: number[]): ConcreteArray => float64([list.length], list);
const int32 = (...list: number[]): ConcreteArray => new ConcreteArray([list.length], 'int32', Int32Array.from(list));
const counting = vector(1, 2, 3, 4);

describe('where windows lie', () => {
  it.each([
    ['VALID', [7], [3], [2], [[0, 0]]],
    ['SAME', [7], [3], [2], [[1, 1]]],
    ['SAME', [6], [3], [2], [[0, 1]]],
    ['SAME_LOWER', [6], [3], [2], [[1, 0]]],
    ['SAME', [2], [1], [2], [[0, 0]]],
    [[[3, -1]], [6], [3], [2], [[3, -1]]],
  ] as const)('padding %j of %j for window %j and strides %j is %j', (padding, shape, window, strides, pairs) => {
    expect(paddingPairs('f', padding as Padding, shape, window, strides)).toEqual(pairs);
  });

  it('follows strides, padding and dilations', () => {
    expect(reduceWindowSum(counting, [2]).tolist()).toEqual([3, 5, 7]);
    expect(reduceWindowSum(counting, [2], { windowStrides: [2] }).tolist()).toEqual([3, 7]);
    expect(reduceWindowSum(counting, [2], { padding: [[1, 2]] }).tolist()).toEqual([1, 3, 5, 7, 4, 0]);
    expect(reduceWindowSum(counting, [2], { padding: [[-1, 1]] }).tolist()).toEqual([5, 7, 4]);
    expect(reduceWindowSum(counting, [2], { padding: 'SAME_LOWER' }).tolist()).toEqual([1, 3, 5, 7]);
    expect(reduceWindowSum(counting, [2], { windowDilation: [2] }).tolist()).toEqual([4, 6]);
    expect(reduceWindowMax(counting, [2], { baseDilation: [3] }).tolist()).toEqual([
      1,
      -inf,
      2,
      2,
      -inf,
      3,
      3,
      -inf,
      4,
    ]);
    expect(reduceWindowSum(counting, [6]).shape).toEqual([0]);
    expect(reduceWindowSum(vector(), [2], { padding: [[2, 2]] }).tolist()).toEqual([0, 0, 0]);
    expect(reduceWindowSum(float64([], [5]), []).item()).toBe(5);
  });

  it('has several axes', () => {
    const x = float64([3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(reduceWindowSum(x, [2, 2]).tolist()).toEqual([
      [12, 16],
      [24, 28],
    ]);
    expect(reduceWindowMax(x, [2, 1], { windowStrides: [1, 2], padding: 'SAME' }).tolist()).toEqual([
      [4, 6],
      [7, 9],
      [7, 9],
    ]);
  });

  it('is checked', () => {
    const call =
      (window: readonly number[], options = {}) =>
      () =>
        reduceWindowSum(counting, window, options);
    expect(call([2, 2])).toThrow(
      /reduceWindowSum: windowDimensions \(2, 2\) must have one entry for each axis of shape \(4,\)/,
    );
    expect(call([0])).toThrow(/windowDimensions must be positive integers, got \(0\)/);
    expect(call([2], { windowStrides: [1.5] })).toThrow(/windowStrides must be positive integers/);
    expect(call([2], { baseDilation: [] })).toThrow(/baseDilation/);
    expect(call([2], { windowDilation: [0] })).toThrow(/windowDilation/);
    expect(call([2], { padding: 'FULL' })).toThrow(/unknown padding "FULL": expected 'VALID'/);
    expect(call([2], { padding: [[1]] })).toThrow(/padding must have a pair of integers/);
  });
});

describe('reductions over windows', () => {
  it('take other dtypes', () => {
    expect(reduceWindowSum(int32(2147483647, 1), [2]).tolist()).toEqual([-2147483648]);
    expect(reduceWindowMax(int32(-3, -1, -2), [2], { padding: [[2, 0]] }).tolist()).toEqual([-2147483648, -3, -1, -1]);
    const bools = new ConcreteArray([3], 'bool', Uint8Array.of(1, 0, 0));
    expect(reduceWindowMin(bools, [2], { padding: [[0, 2]] }).tolist()).toEqual([false, false, false, true]);
    expect(() => reduceWindowSum(bools, [2])).toThrow(/^reduceWindowSum: does not accept dtype bool/);
    const z = new ConcreteArray([2], 'complex64', Float32Array.of(1, 2, 3, 4));
    expect(reduceWindowSum(z, [2]).item()).toEqual({ re: 4, im: 6 });
    expect(reduceWindowProd(z, [2]).item()).toEqual({ re: -5, im: 10 });
    expect(reduceWindowMax(z, [2]).item()).toEqual({ re: 3, im: 4 });
  });

  it('agree with finite differences and each other', () => {
    const options = {
      windowStrides: [2, 1],
      padding: [
        [1, 0],
        [0, 1],
      ],
      baseDilation: [1, 2],
      windowDilation: [2, 1],
    } as const;
    for (const f of [reduceWindowSum, reduceWindowProd, reduceWindowMax, reduceWindowMin]) {
      checkDerivatives(x => f(x, [2, 2], options), [normal([3, 2])]);
      checkDerivatives(x => f(x, [2], { padding: [[-1, 1]] }), [normal([4])]);
      checkDerivatives(x => mul(f(x, [3], { padding: 'SAME' }), x), [normal([4])]);
      checkBatching(x => f(x, [2, 2], options), [normal([2, 3, 2])]);
    }
    checkDerivatives(x => reduceWindowProd(x, [3]), [vector(2, 0, 3, 0, 5)]);
  });

  it('print as JAX does', () => {
    const text = printJaxpr(programOf(x => reduceWindowMax(x, [2]), [counting]));
    expect(text.replace(/\s+/g, ' ')).toContain(
      'reduce_window_max[ base_dilation=(1,) padding=((0, 0),) window_dilation=(1,) window_dimensions=(2,) window_strides=(1,) ]',
    );
  });
});

describe('derivatives of max-pooling', () => {
  const pool =
    (padding: number) =>
    (x: NDArray): NDArray =>
      reduceWindowMax(x, [2], { padding: [[padding, padding]] });

  it('go to the first of ties', () => {
    const expected = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    expect(jacfwd(pool(0))(vector(1, 1, 1)).tolist()).toEqual(expected);
    expect(jacrev(pool(0))(vector(1, 1, 1)).tolist()).toEqual(expected);
    expect(jacrev((x: NDArray) => reduceWindowMin(x, [2]))(vector(1, 1, 1)).tolist()).toEqual(expected);
  });

  // each as JAX 0.10.2 computes it
  it.each([
    [
      [nan, 1, 2],
      0,
      [
        [0, 1, 0],
        [0, 0, 1],
      ],
      [
        [0, 1, 0],
        [0, 0, 1],
      ],
    ],
    [
      [1, nan, 2],
      1,
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 1],
      ],
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 1],
      ],
    ],
    [
      [1, 2, nan],
      1,
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 1],
      ],
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 0],
      ],
    ],
    [
      [-inf, -inf, 1],
      0,
      [
        [0, 0, 0],
        [0, 0, 1],
      ],
      [
        [1, 0, 0],
        [0, 0, 1],
      ],
    ],
    [
      [-inf, -inf, -inf],
      1,
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      [
        [0, 0, 0],
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    ],
  ])('of %j padded by %i are those of JAX', (list, padding, forward, reverse) => {
    expect(jacfwd(pool(padding))(vector(...list)).tolist()).toEqual(forward);
    expect(jacrev(pool(padding))(vector(...list)).tolist()).toEqual(reverse);
  });

  it('reach second order', () => {
    const f = (x: NDArray): NDArray =>
      reduceWindowSum(reduceWindowMax(mul(x, mul(x, x)), [2], { windowStrides: [2] }), [2]);
    const g = (x: NDArray): NDArray => reduceWindowMax(f(x), [1]);
    expect(jacfwd(jacrev(g))(vector(1, 2, 4, 3)).tolist()).toEqual([
      [
        [0, 0, 0, 0],
        [0, 12, 0, 0],
        [0, 0, 24, 0],
        [0, 0, 0, 0],
      ],
    ]);
  });

  it('are not defined for complex numbers', () => {
    const z = new ConcreteArray([2], 'complex128', Float64Array.of(1, 2, 3, 4));
    expect(() => jacfwd((x: NDArray) => reduceWindowMax(x, [2]), { holomorphic: true })(z)).toThrow(
      /extrema of windows are differentiable for floats/,
    );
  });

  it('scatter and gather at the same places', () => {
    const params = {
      windowDimensions: [2],
      windowStrides: [1],
      padding: [[0, 0]],
      baseDilation: [1],
      windowDilation: [1],
      select: 'ge',
    } as const;
    const x = vector(1, 3, 2, 5);
    expect(selectAndGatherAdd(vector(10, 20, 30, 40), x, params).tolist()).toEqual([20, 20, 40]);
    expect(selectAndScatterAdd(vector(1, 2, 4), x, params).tolist()).toEqual([0, 3, 0, 4]);
    expect(() => selectAndScatterAdd(vector(1, 2), x, params)).toThrow(/expected shape \(3,\)/);
    expect(() => selectAndGatherAdd(vector(1), x, params)).toThrow(/expected shape \(4,\)/);
    checkBatching((t, y) => selectAndGatherAdd(t!, y!, params), [normal([2, 4]), normal([2, 4], 2)]);
    checkBatching((t, y) => selectAndScatterAdd(t!, y!, params), [normal([2, 3]), normal([2, 4], 2)]);
  });
});

describe('reduceWindow', () => {
  it('starts every window from the initial value, and ignores padding', () => {
    expect(reduceWindow(counting, 0, 'add', [2]).tolist()).toEqual([3, 5, 7]);
    expect(reduceWindow(counting, 1, 'add', [3], { padding: [[2, 2]] }).tolist()).toEqual([2, 4, 7, 10, 8, 5]);
    expect(reduceWindow(counting, 2, 'mul', [2], { baseDilation: [2] }).tolist()).toEqual([2, 4, 4, 6, 6, 8]);
    expect(reduceWindow(counting, 3, 'max', [2], { padding: [[1, 1]] }).tolist()).toEqual([3, 3, 3, 4, 4]);
    expect(reduceWindow(counting, float64([], [2]), 'min', [2]).tolist()).toEqual([1, 2, 2]);
  });

  it('binds the plain reduction where the initial value changes nothing', () => {
    const names = (init: number, kind: 'add' | 'mul' | 'max' | 'min'): string[] =>
      programOf(x => reduceWindow(x, init, kind, [2]), [counting]).equations.map(({ primitive }) => primitive.name);
    expect(names(0, 'add')).toEqual(['reduce_window_sum']);
    expect(names(1, 'mul')).toEqual(['reduce_window_prod']);
    expect(names(-inf, 'max')).toEqual(['reduce_window_max']);
    expect(names(inf, 'min')).toEqual(['reduce_window_min']);
    expect(names(1, 'add')).toEqual(['reduce_window_sum', 'add']);
  });

  it('is differentiable in the initial value too', () => {
    for (const kind of ['add', 'mul', 'max', 'min'] as const) {
      checkDerivatives(
        (x, init) => reduceWindow(x!, init!, kind, [2], { padding: 'SAME' }),
        [normal([4]), normal([], 7)],
      );
      checkBatching((x, init) => reduceWindow(x!, init!, kind, [2]), [normal([2, 4]), normal([2], 7)]);
    }
  });

  it('takes the functions of two scalars that compute the same', () => {
    const functions = { add, mul, max, min };
    for (const kind of ['add', 'mul', 'max', 'min'] as const) {
      const expected = reduceWindow(counting, 1, kind, [2]).tolist();
      expect(reduceWindow(counting, 1, functions[kind], [2]).tolist()).toEqual(expected);
      expect(reduceWindow(counting, 1, (x, y) => functions[kind](y, x), [2]).tolist()).toEqual(expected);
    }
    expect(reduceWindow(int32(1, 5, 2), -7, max, [2]).tolist()).toEqual([5, 5]);
    for (const other of [
      sub,
      (x: NDArray) => add(x, x),
      (x: NDArray) => x,
      (x: NDArray, y: NDArray) => mul(add(x, y), 2),
    ]) {
      expect(() => reduceWindow(counting, 0, other, [2])).toThrow(/unknown computation the function .*or lax.add/);
    }
  });

  it('refuses other initial values and computations', () => {
    expect(() => reduceWindow(counting, [0], 'add', [2])).toThrow(/initial value must be a scalar of dtype float64/);
    expect(() => reduceWindow(int32(1), float64([], [0.5]), 'add', [1])).toThrow(
      /must be a scalar of dtype int32, got float64/,
    );
    expect(() => reduceWindow(int32(1), 0.5, 'add', [1])).toThrow(/0.5 does not fit/);
    expect(() => reduceWindow(counting, 0, 'sub' as 'add', [2])).toThrow(/unknown computation "sub"/);
  });
});
