import { array, jit, lax, type NDArray, numpy as np, random } from 'nabla';
import { describe, expect, it } from 'vitest';

const x = np.arange(24).reshape([2, 3, 4]);

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
    list => v =>
      lax.gather(
        v,
        array([[1], [0]], { dtype: 'int32' }),
        { offsetDims: [1, 2], collapsedSliceDims: [0], startIndexMap: [0] },
        list,
      ),
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
