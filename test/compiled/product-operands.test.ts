import { jit, makeJaxpr, type NDArray, numpy as np, setBackend, setThreads, vmap } from 'nabla';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { compareExecutors } from './compare.ts';
import { type Float, matrix } from './matrices.ts';

/** Products of operands that are computed where they are used: in the order in which the product reads them, or copied. */

const vector = (n: number, dtype: Float): NDArray => matrix(1, n, dtype).reshape([n]);

/** x is inner × rows, y inner × columns, d has one number for each step of the sum. */
const programs: { readonly [name: string]: (x: NDArray, y: NDArray, d: NDArray) => NDArray } = {
  'the left one scaled along the sum': (x, y, d) => x.T.mul(d).matmul(y),
  'the right one scaled along the sum': (x, y, d) => x.T.matmul(y.mul(d.reshape([-1, 1]))),
  'both computed': (x, y, d) => np.tanh(x).T.matmul(np.square(y).sub(d.reshape([-1, 1]))),
  'both along the sum': (x, y, d) => np.square(x.T.add(0)).matmul(np.exp(y.T.reshape([y.shape[1]!, -1]).mul(d)).T),
  'parts of larger ones': (x, y, d) =>
    x
      .at(':', '1:')
      .mul(d.reshape([-1, 1]))
      .T.matmul(y.at(':', '::-1')),
};

const shapes = [
  [40, 12, 16],
  [33, 13, 19],
  [300, 4, 7],
  [1, 96, 96],
  [128, 5, 64],
  [1001, 41, 37],
] as const;

describe.each(['float32', 'float64'] as const)('%s', dtype => {
  for (const [name, f] of Object.entries(programs)) {
    it.each(shapes)(`${name}: %i × %i × %i`, (inner, rows, columns) => {
      const args = [matrix(inner, rows, dtype), matrix(inner, columns, dtype), vector(inner, dtype)];
      const { jaxpr } = makeJaxpr(f as (...all: NDArray[]) => NDArray)(...args);
      expect(compareExecutors(jaxpr, args as ConcreteArray[])).toEqual([]);
    });
  }

  it('in stacks', () => {
    const f = (x: NDArray, d: NDArray): NDArray =>
      vmap((one: NDArray, scale: NDArray) => one.T.mul(scale).matmul(one))(x, d);
    const args = [matrix(3 * 50, 23, dtype).reshape([3, 50, 23]), matrix(3, 50, dtype)];
    const { jaxpr } = makeJaxpr(f as (...all: NDArray[]) => NDArray)(...args);
    expect(compareExecutors(jaxpr, args as ConcreteArray[])).toEqual([]);
  });
});

it('known ones that are zero where diagonals are, and none', () => {
  const known = np.pad(matrix(5, 1, 'float64'), [
    [0, 0],
    [0, 5],
  ]);
  const x = matrix(6, 400, 'float64');
  const f = (y: NDArray): NDArray[] => [np.matmul(known, y), np.matmul(y.T, np.flip(known, { axis: 0 }).T)];
  expect(compareExecutors(makeJaxpr(f)(x).jaxpr, [x as ConcreteArray])).toEqual([]);
});

describe('threads', () => {
  beforeAll(() => setBackend('wasm'));
  afterAll(() => setThreads(1));

  it.each(['float32', 'float64'] as const)('give the same bits: %s', dtype => {
    const args = [matrix(700, 61, dtype), matrix(700, 83, dtype), vector(700, dtype)] as const;
    for (const f of Object.values(programs)) {
      const [one, ...others] = [1, 2, 3].map(threads => {
        setThreads(threads);
        const compiled = jit(f);
        compiled(...args);
        return [...compiled(...args).toTypedArray()];
      });
      for (const other of others) expect(other).toEqual(one);
    }
  });
});
