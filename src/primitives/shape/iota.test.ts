import { makeJaxpr, type NDArray, numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';
import { flattenProgram } from '../../compiler/flatten.ts';
import { iota } from './iota.ts';

describe('iota', () => {
  it.each([
    ['int32', 0],
    ['float64', 1],
    ['complex64', -1],
  ] as const)('counts along one axis of a large array (%s, axis %i)', (dtype, axis) => {
    const found = iota(dtype, [50, 3, 40], axis);
    expect([found.shape, found.dtype]).toEqual([[50, 3, 40], dtype]);
    const places = axis === 0 ? [7, 7] : axis === 1 ? [2, 0] : [39, 5];
    expect([found.at(7, 2, 39), found.at(7, 0, 5)].map(x => np.real(x).item())).toEqual(places);
  });

  it('gives programs a line to repeat in place of all elements', () => {
    const { known } = flattenProgram(
      makeJaxpr((x: NDArray) => x.mul(iota('float32', [300, 400], 0)))(np.ones([300, 400])).jaxpr,
    );
    expect(Math.max(...[...known.values()].filter(x => x.uniform === undefined).map(x => x.size))).toBe(300);
  });
});
