import { array, jit, type NDArray, numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';

const ints = (...values: number[]): NDArray => array(Int32Array.from(values));
const doubles = (...values: number[]): NDArray => array(Float64Array.from(values));

describe('JS numbers are read in the light of the arrays beside them', () => {
  it.each<[string, () => NDArray, unknown]>([
    ['quantile', () => np.quantile(doubles(0, 1, 2), 0.1), 0.2],
    ['quantile of a list', () => np.quantile(doubles(0, 1, 2), [0.1, 0.7]), [0.2, 1.4]],
    ['quantile, jitted', () => jit((x: NDArray) => np.quantile(x, 0.1))(doubles(0, 1, 2)), 0.2],
    ['percentile', () => np.percentile(doubles(0, 1, 2), [10]), [0.2]],
    ['nanquantile', () => np.nanquantile(doubles(0, 1, 2), 0.1), 0.2],
    ['sum', () => np.sum(doubles(1, 2), { initial: 0.1 }), 3.1],
    ['var', () => np.var(doubles(0.1), { mean: [0.2] }), (0.1 - 0.2) ** 2],
    ['nanvar', () => np.nanvar(doubles(0.1, Number.NaN), { mean: 0.2 }), (0.1 - 0.2) ** 2],
    ['cov', () => np.cov([1, 4], null, { dtype: 'float64' }), 4.5],
    ['cov, options next', () => np.cov([[1], [4]], { rowvar: false, dtype: 'float64' }), 4.5],
    ['corrcoef, options next', () => np.corrcoef([[1], [4]], { rowvar: false, dtype: 'float64' }), 1],
    ['sum of a list', () => np.sum([0.1], { dtype: 'float64' }), 0.1],
    ['mean of a list', () => np.mean([0.1], { dtype: 'float64' }), 0.1],
    ['nanmean of a list', () => np.nanmean([0.1], { dtype: 'float64' }), 0.1],
    ['cumsum of a list', () => np.cumsum([0.1], { dtype: 'float64' }), [0.1]],
    ['nansum of a list', () => np.nansum([0.1], { dtype: 'float64' }), 0.1],
    ['nancumsum of a list', () => np.nancumsum([0.1], { dtype: 'float64' }), [0.1]],
    ['diff', () => np.diff(doubles(0.5), { prepend: 0.1 }), [0.4]],
    ['ediff1d', () => np.ediff1d(doubles(1, 2), { toEnd: 0.1 }), [1, 0.1]],
    ['insert', () => np.insert(doubles(1, 2), 1, 0.1), [1, 0.1, 2]],
    ['pad', () => np.pad(doubles(1), 1, { constantValues: 0.1 }), [0.1, 1, 0.1]],
    ['put', () => np.put(doubles(1, 2), ints(0), 0.1), [0.1, 2]],
    ['place', () => np.place(doubles(1, 2), [true, false], [0.1]), [0.1, 2]],
    ['piecewise', () => np.piecewise(doubles(1, 2), [array([true, false])], [0.1, 0.2]), [0.1, 0.2]],
    ['outer', () => np.outer(doubles(0.1), 0.1), [[0.1 * 0.1]]],
  ])('of doubles: %s', (_, call, want) => {
    const result = call();
    expect(result.dtype).toBe('float64');
    expect(result.tolist()).toEqual(want);
  });

  it.each<[string, () => NDArray, unknown]>([
    ['outer', () => np.outer(ints(16777217), 1), [[16777217]]],
    ['inner', () => np.inner(ints(2), 3), [6]],
    ['vdot', () => np.vdot(ints(2), 3), 6],
    ['tensordot', () => np.tensordot(ints(2), 3, { axes: 0 }), [6]],
    ['diff', () => np.diff(ints(16777216, 16777217), { prepend: 0 }), [16777216, 1]],
    ['put', () => np.put(ints(1, 2, 3), ints(0, 1), [9, 8]), [9, 8, 3]],
    ['place', () => np.place(ints(1, 2, 3), [true, false, true], 9), [9, 2, 9]],
    ['putAlongAxis', () => np.putAlongAxis(ints(1, 2, 3), ints(0), 9, { axis: 0 }), [9, 2, 3]],
  ])('of integers: %s', (_, call, want) => {
    const result = call();
    expect(result.dtype).toBe('int32');
    expect(result.tolist()).toEqual(want);
  });

  it('of integers: not where that would lose a part of them', () => {
    expect(() => np.put(ints(1, 2, 3), ints(0), [8.5])).toThrow(/put: 8.5 does not fit an array of dtype int32/);
  });
});

describe('iteration over arrays', () => {
  it('goes through an iterator that can itself be iterated over, as those of lists', () => {
    const rows = np.arange(3)[Symbol.iterator]();
    rows.next();
    expect([...rows].map(String)).toEqual(['1.0', '2.0']);
    expect(() => [...array(1)]).toThrow(/not iterable/);
    expect(() => Array.from(array(1))).toThrow(/0-d/);
  });

  it('lets test runners compare arrays', () => {
    const [x, y] = [array([[1, 2]]), array([[1, 2]])];
    expect(x).toEqual(y);
    expect(x.add(1)).toStrictEqual(array([[2, 3]]));
    expect(x).not.toEqual(array([[1, 3]]));
    expect(array(1)).not.toEqual(array(2));
  });
});
