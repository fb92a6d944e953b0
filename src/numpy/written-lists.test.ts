import { array, grad, jit, lax, type NDArray, numpy as np, random, vmap } from 'nabla';
import { describe, expect, it } from 'vitest';

const x = np.arange(24).reshape([2, 3, 4]);

const rows = array([[1], [0]], { dtype: 'int32' });

const gathered = (numbers: Partial<lax.GatherDimensionNumbers>) => (v: NDArray) =>
  lax.gather(v, rows, { offsetDims: [1, 2], collapsedSliceDims: [0], startIndexMap: [0], ...numbers }, [1, 3, 4]);

const scattered = (numbers: Partial<lax.ScatterDimensionNumbers>) => (v: NDArray) => {
  const whole = { updateWindowDims: [1, 2], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
  return lax.scatterAdd(v, rows, v, { ...whole, ...numbers });
};

/** Functions of a list that belongs to the caller, who goes on to write into it. */
const cases: Record<string, readonly [list: number[], f: (list: number[]) => (x: NDArray) => NDArray]> = {
  zeros: [[2, 3, 4], list => () => np.zeros(list)],
  full: [[2, 3, 4], list => v => np.full(list, 2).mul(v)],
  reshape: [[4, 6], list => v => v.reshape(list)],
  'lax.reshape': [[4, 6], list => v => lax.reshape(v, list)],
  broadcastTo: [[5, 2, 3, 4], list => v => np.broadcastTo(v, list)],
  'shape of broadcastInDim': [[2, 3, 4, 5], list => v => lax.broadcastInDim(v, list, [0, 1, 2])],
  'dimensions of broadcastInDim': [[0, 1, 2], list => v => lax.broadcastInDim(v, [2, 3, 4, 5], list)],
  'lax.transpose': [[2, 0, 1], list => v => lax.transpose(v, list)],
  resize: [[5, 5], list => v => np.resize(v, list)],
  iota: [[2, 3, 4], list => v => lax.broadcastedIota('float32', list, 0).mul(v)],
  'random.normal': [[2, 3], list => () => random.normal(random.key(0), list)],
  'sizes of gather': [
    [1, 3, 4],
    list => v => lax.gather(v, rows, { offsetDims: [1, 2], collapsedSliceDims: [0], startIndexMap: [0] }, list),
  ],
  'start of slice': [[0, 1, 0], list => v => lax.slice(v, list, [2, 3, 4])],
  'limit of slice': [[1, 2, 3], list => v => lax.slice(v, [0, 0, 0], list)],
  'strides of slice': [[1, 1, 2], list => v => lax.slice(v, [0, 0, 0], [2, 3, 4], list)],
  'padding of an axis': [
    [1, 1, 0],
    list => v => lax.pad(v, 0, [list as [number, number, number], [0, 0, 0], [0, 0, 0]]),
  ],
  rev: [[0, 1], list => v => lax.rev(v, list)],
  squeeze: [[0], list => v => lax.squeeze(v.reshape([1, 24, 1]), list)],
  tile: [[1, 2, 2], list => v => lax.tile(v, list)],
  split: [[1, 2], list => v => lax.concatenate(lax.split(v, list, 1).reverse(), 1)],
  expandDims: [[0, 1], list => v => lax.expandDims(v, list)],
  reduceSum: [[0, 1], list => v => lax.reduceSum(v, list)],
  reduceMax: [[0, 1], list => v => lax.reduceMax(v, list)],
  reduceProd: [[0, 1], list => v => lax.reduceProd(v, list)],
  'sizes of dynamicSlice': [[1, 2, 3], list => v => lax.dynamicSlice(v, [1, 0, 0], list)],
  'offsetDims of gather': [[1, 2], list => gathered({ offsetDims: list })],
  'collapsedSliceDims of gather': [[0], list => gathered({ collapsedSliceDims: list })],
  'startIndexMap of gather': [[0], list => gathered({ startIndexMap: list })],
  'updateWindowDims of scatter': [[1, 2], list => scattered({ updateWindowDims: list })],
  'insertedWindowDims of scatter': [[0], list => scattered({ insertedWindowDims: list })],
  'scatterDimsToOperandDims of scatter': [[0], list => scattered({ scatterDimsToOperandDims: list })],
  'contracted axes of dotGeneral': [[1, 2], list => v => lax.dotGeneral(v, v, { contracting: [list, [1, 2]] })],
  'batch axes of dotGeneral': [[0], list => v => lax.dotGeneral(v, v, { contracting: [[1], [1]], batch: [list, [0]] })],
  'dilation of a convolution': [
    [1],
    list => v => lax.convGeneralDilated(v, np.ones([5, 3, 2]), [1], 'VALID', { rhsDilation: list }),
  ],
  'padding of a convolution': [
    [1, 0],
    list => v => lax.convGeneralDilated(v, np.ones([5, 3, 2]), [1], [list as [number, number]]),
  ],
  'window of reduceWindow': [[1, 2, 2], list => v => lax.reduceWindow(v, 0, 'add', list)],
  'strides of reduceWindow': [
    [1, 1, 2],
    list => v => lax.reduceWindow(v, 0, 'add', [1, 2, 2], { windowStrides: list }),
  ],
  'padding of reduceWindow': [
    [1, 0],
    list => v => lax.reduceWindow(v, 0, 'add', [1, 2, 2], { padding: [[0, 0], [0, 0], list as [number, number]] }),
  ],
  'widths of numpy.pad': [[1, 2], list => v => np.pad(v, list as [number, number])],
  'axes of numpy.transpose': [[2, 0, 1], list => v => np.transpose(v, list)],
  'axis of numpy.sum': [[0, 1], list => v => np.sum(v, { axis: list })],
  'lengths of a transform': [[4, 4], list => v => np.fft.rfft2(v, { s: list as [number, number] }).real],
  'inAxes of vmap': [
    [1, 0],
    list => {
      const mapped = vmap((a: NDArray, b: NDArray) => a.sum().add(b.sum()), { inAxes: list });
      return v => mapped(v, v.reshape([3, 8]));
    },
  ],
  'argnums of grad': [
    [0],
    list => {
      const slope = grad((a: NDArray, b: NDArray) => a.mul(a).mul(b).sum(), { argnums: list });
      return v => (slope(v, v) as NDArray[])[0]!;
    },
  ],
  'strides of a convolution': [[1], list => v => lax.convGeneralDilated(v, np.ones([5, 3, 2]), list, 'VALID')],
};

describe.each(Object.entries(cases))('%s', (_, [given, f]) => {
  it.each(['eager', 'jit'])('keeps what a list said, %s', mode => {
    const list = [...given];
    const call = mode === 'jit' ? jit(f(list)) : f(list);
    const result = call(x);
    const [shape, values] = [[...result.shape], JSON.stringify(result)];
    list.forEach((_, i) => {
      list[i]! += 1;
    });
    list.push(1);
    expect([result.shape, JSON.stringify(result)]).toEqual([shape, values]);
    if (mode === 'jit') expect(JSON.stringify(call(x))).toBe(values);
  });
});

it('takes a hole in a shape for no extent', () => {
  // biome-ignore lint/suspicious/noSparseArray: it is what is tested
  expect(() => np.zeros([2, , 3] as number[])).toThrow('a shape is a list of non-negative integers');
});
