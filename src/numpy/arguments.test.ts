import { describe, expect, it } from 'vitest';
import { array, jit, lax, type NDArray, numpy as np, setDefaultDtype } from '../index.ts';

const ints = (values: number[] | number[][]) => array(values, { dtype: 'int32' });

describe('masks', () => {
  it('say what delete leaves out and how often repeat repeats; insert wants places', () => {
    expect(np.delete([1, 2, 3, 4], array([true, false, false, true])).tolist()).toEqual([2, 3]);
    expect(
      np
        .delete(
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
          array([false, true]),
          { axis: 0 },
        )
        .tolist(),
    ).toEqual([[1, 2, 3]]);
    expect(() => np.delete([1, 2, 3], array([true]))).toThrow(
      'delete: a mask has one bool for each of the 3 elements, got bool[1]',
    );
    expect(() => np.insert([1, 2], array([true, false]), 9)).toThrow('insert: places must be integers, got bool[2]');
    expect(np.repeat([1, 2, 3], array([true, false, true])).tolist()).toEqual([1, 3]);
  });
});

describe('complex numbers and lists beside arrays', () => {
  it('give way to their precision, and keep their digits beside doubles', () => {
    const [single, double] = [array([1, 2]), array([1, 2], { dtype: 'float64' })];
    expect(np.add(double, { re: 0.1, im: 2 }).at(0).item()).toEqual({ re: 1.1, im: 2 });
    expect(np.add(double, [0.1, 0.2]).tolist()).toEqual([1.1, 2.2]);
    expect(lax.add(double, [0.1, 0.2]).dtype).toBe('float64');
    setDefaultDtype('float64');
    try {
      expect(np.multiply(single, { re: 1, im: 2 }).dtype).toBe('complex64');
      expect(array({ re: 1, im: 2 }).mul(single).dtype).toBe('complex128');
    } finally {
      setDefaultDtype('float32');
    }
  });
});

describe('axes and names', () => {
  it('cross takes the axes of the vectors one by one', () => {
    const columns = array([
      [1, 0],
      [0, 1],
      [0, 0],
    ]);
    expect(np.cross(columns, [0, 0, 1], { axisa: 0 }).tolist()).toEqual([
      [0, -1, 0],
      [1, 0, 0],
    ]);
    expect(np.cross([0, 0, 1], columns, { axisb: 0, axisc: 0 }).tolist()).toEqual([
      [0, -1],
      [1, 0],
      [0, 0],
    ]);
    expect(np.cross(columns, columns, { axis: 0, axisa: 1 }).shape).toEqual([3, 2]);
  });

  it('indices gives arrays that broadcast', () => {
    const [rows, columns] = np.indices([2, 3], { sparse: true });
    expect([rows!.tolist(), columns!.tolist()]).toEqual([[[0], [1]], [[0, 1, 2]]]);
    expect(np.indices([], { sparse: true })).toEqual([]);
  });
});

describe('numbers beside integers', () => {
  it('are counted: whole ones in a list, but no floats of an array', () => {
    const counts = np.bincount([0, 2, 2]);
    expect([counts.tolist(), counts.dtype]).toEqual([[1, 0, 2], 'int32']);
    expect(np.bincount([1, 1], { weights: [0.5, 1], minlength: 3 }).tolist()).toEqual([0, 1.5, 0]);
    expect(() => np.bincount([0.5, 1])).toThrow(/bincount: a vector of ints is needed, got float32\[2\]/);
    expect(() => np.bincount(np.ones(2))).toThrow(/bincount: a vector of ints is needed, got float32\[2\]/);
  });

  it('need not fit them where floats are computed', () => {
    const unsigned = array([3, 2], { dtype: 'uint32' });
    expect(unsigned.div(-1).tolist()).toEqual([-3, -2]);
    expect(np.divide(ints([3, 6]), 3e9).dtype).toBe('float32');
    expect(np.copysign(unsigned, -1).tolist()).toEqual([-3, -2]);
    expect(() => unsigned.add(-1)).toThrow('add: -1 does not fit uint32');
  });

  it('must fit them in a nested list', () => {
    expect(() => array([array(1, { dtype: 'int32' }), 3e9])).toThrow('array: 3000000000 does not fit int32');
    expect(() => array([array(1, { dtype: 'uint32' }), -1])).toThrow('array: -1 does not fit uint32');
  });
});

describe('dtypes of ints', () => {
  it('cut fractions off, and convert what typed arrays hold', () => {
    expect(array([2.7, -1.5], { dtype: 'int32' }).tolist()).toEqual([2, -1]);
    expect(array(Float64Array.of(3e9, -1), { dtype: 'uint32' }).tolist()).toEqual([3e9, 0]);
    expect(np.full([2], 2.5, { dtype: 'int32' }).tolist()).toEqual([2, 2]);
    expect(np.full([1], 7).weakType).toBe(true);
    expect(np.full([1], 4294967295, { dtype: 'uint32' }).tolist()).toEqual([4294967295]);
  });
});

describe('values as in JAX', () => {
  it('of shapes that are numbers and of repeats that are bools', () => {
    expect(np.broadcastShapes(3, [2, 1])).toEqual([2, 3]);
    expect(np.repeat([1, 2], true).tolist()).toEqual([1, 2]);
    expect(np.repeat([1, 2], false).tolist()).toEqual([]);
  });

  it('of repeats and shifts that are traced', () => {
    const repeat = jit((x: NDArray, by: NDArray) => np.repeat(x, by, { totalRepeatLength: 5 }));
    expect(repeat(array([1, 2, 3]), ints([2, 0, 1])).tolist()).toEqual([1, 1, 3, 3, 3]);
    expect(np.repeat([1, 2], 2, { totalRepeatLength: 0 }).tolist()).toEqual([]);
    const roll = jit((x: NDArray, by: NDArray) => np.roll(x, by, { axis: [0, 1] }));
    expect(roll(np.arange(6).reshape([2, 3]), ints([1, 2])).tolist()).toEqual([
      [4, 5, 3],
      [1, 2, 0],
    ]);
    expect(() => roll(np.ones([2, 3]), ints([[1, 2]]))).toThrow('roll: shifts must be a scalar or a vector');
    expect(() => jit((by: NDArray) => np.repeat([1, 2], by))(ints([1, 2]))).toThrow(
      'give np.repeat a totalRepeatLength',
    );
  });

  it('of diagonals', () => {
    const x = np.arange(6).reshape([2, 3]);
    expect(x.trace({ offset: 1 }).item()).toBe(6);
    expect(x.diagonal({ offset: -1 }).tolist()).toEqual([3]);
    expect(() => x.trace({ ofset: 1 } as never)).toThrow("trace: there is no option 'ofset'");
  });

  it('of unsigned integers that descend', () => {
    const down = np.arange(5, 0, -2, { dtype: 'uint32' });
    expect([down.dtype, down.tolist()]).toEqual(['uint32', [5, 3, 1]]);
  });

  it('of arrays read column by column', () => {
    const x = np.arange(6).reshape([2, 3]);
    expect(x.ravel({ order: 'F' }).tolist()).toEqual([0, 3, 1, 4, 2, 5]);
    expect(x.flatten({ order: 'F' }).tolist()).toEqual([0, 3, 1, 4, 2, 5]);
    expect(x.reshape([3, 2], { order: 'F' }).tolist()).toEqual([
      [0, 4],
      [3, 2],
      [1, 5],
    ]);
    expect(lax.reshape(x, [6], [1, 0]).tolist()).toEqual([0, 3, 1, 4, 2, 5]);
  });

  it('of means of ints around an array: rounded', () => {
    const padded = np.pad(
      ints([
        [3, -2, 5],
        [0, 7, -9],
      ]),
      1,
      { mode: 'mean' },
    );
    expect(padded.tolist()).toEqual([
      [1, 2, 2, -2, 1],
      [2, 3, -2, 5, 2],
      [-1, 0, 7, -9, -1],
      [1, 2, 2, -2, 1],
    ]);
  });

  it('of choices in one array', () => {
    expect(
      np
        .choose(
          ints([0, 1]),
          array([
            [1, 2],
            [3, 4],
          ]),
        )
        .tolist(),
    ).toEqual([1, 4]);
  });

  it('of sizes along axes', () => {
    expect([np.size(np.ones([2, 3])), np.size(np.ones([2, 3]), { axis: -1 })]).toEqual([6, 3]);
  });
});

describe('errors', () => {
  const x: NDArray = np.ones([2, 2]);
  it.each<[string, () => unknown, string]>([
    ['mean', () => np.mean(x, { dtype: 'int64' as never }), 'mean: "int64" is not a dtype'],
    [
      'nanvar',
      () => np.nanvar(x, { dtype: 'int32' }),
      'nanvar: the variance of float32[2,2] cannot be computed in dtype int32',
    ],
    [
      'nanstd',
      () => np.nanstd(array([{ re: 1, im: 2 }]), { dtype: 'float32' }),
      'nanstd: the variance of complex64[1]',
    ],
    ['meshgrid', () => np.meshgrid([1], [2], { indx: 'ij' } as never), "meshgrid: there is no option 'indx'"],
    ['arange', () => np.arange(3, { dytpe: 'int32' } as never), "arange: there is no option 'dytpe'"],
    ['einsum', () => np.einsum('ij->', x, { opt: true } as never), "einsum: there is no option 'opt'"],
    [
      'max',
      () => np.max(x, x as never),
      'max: options must be an object such as { axis: … }, got an array, float32[2,2]',
    ],
    [
      'luPivotsToPermutation',
      () => lax.linalg.luPivotsToPermutation(ints([1, 1]), '2' as never),
      'luPivotsToPermutation: the number of rows must be an integer, got "2"',
    ],
    ['unravelIndex', () => np.unravelIndex(3, 2 as never), 'unravelIndex: the shape must be a list, got a number (2)'],
  ])('of %s name what was wrong', (_, f, message) => {
    expect(f).toThrow(message);
  });
});

describe('sums and products of bools', () => {
  it('start from initial', () => {
    expect(np.sum([false], { dtype: 'bool', initial: true }).item()).toBe(true);
    expect(np.prod([true, true], { dtype: 'bool', initial: 0 }).item()).toBe(false);
    expect(np.sum([], { dtype: 'bool', initial: true }).item()).toBe(true);
  });
});

describe('reductions', () => {
  it('refuse options that they do not have, in their own names', () => {
    const wrong: object = { initial: true, dtype: 'float32' };
    expect(() => np.any([false], wrong)).toThrow("any: there is no option 'initial': expected axis, keepdims, where");
    expect(() => np.max([1], { ...wrong, initial: 0 })).toThrow("max: there is no option 'dtype'");
    expect(() => np.nanmax([1, 2], { where: array([true, false]) })).toThrow('nanmax: where needs initial too');
  });
});
