import { describe, expect, it } from 'vitest';
import { wasmExecutor } from '../../src/backends/wasm/executor.ts';
import { array, grad, hessian, jit, type NDArray, vmap } from '../../src/index.ts';
import * as np from '../../src/numpy/index.ts';

const scale = (x: NDArray, by: NDArray): NDArray => x.mul(by).add(1);

describe('donateArgnums', () => {
  it('gives what the function gives, and takes the memory of donated arguments only', () => {
    const step = jit(scale, { donateArgnums: 0 });
    const by = array([2, 3]);
    for (const start of [1, 10, 100]) {
      const x = array([start, start]);
      expect(step(x, by).tolist()).toEqual([2 * start + 1, 3 * start + 1]);
      expect(() => x.tolist()).toThrow(
        'float32[2] was given to jit(scale), which took its memory (donateArgnums): use its results instead',
      );
      expect(() => step(x, by)).toThrow(/was given to jit\(scale\)/);
      expect([x.shape, x.dtype]).toEqual([[2], 'float32']);
    }
    expect(by.tolist()).toEqual([2, 3]);
  });

  it('takes all leaves of a tree, counted from the end too', () => {
    const step = jit(
      (state: { p: NDArray; m: NDArray }, rate: number) => ({ p: state.p.sub(state.m.mul(rate)), m: state.m }),
      {
        donateArgnums: [-2],
      },
    );
    const state = { p: array([1, 2]), m: array([10, 20]) };
    const next = step(state, 0.1);
    expect(next.p.tolist()).toEqual([0, 0]);
    expect(() => String(state.p)).toThrow(/was given/);
    // a result that is an argument stays
    expect(next.m.tolist()).toEqual([10, 20]);
  });

  it('keeps results that are put together later', () => {
    const cubes = jit(
      hessian((x: NDArray) => np.sum(x.pow(3)).div(6)),
      { donateArgnums: 0 },
    );
    const n = 300;
    for (let round = 0; round < 3; round++) {
      const x = np.arange(n);
      const result = cubes(x);
      expect(() => x.toTypedArray()).toThrow(/was given/);
      expect(np.diagonal(result).tolist()).toEqual(Array.from({ length: n }, (_, i) => i));
      const read = jit((h: NDArray) => h.sum(), { donateArgnums: 0 });
      expect(read(result).item()).toBe((n * (n - 1)) / 2);
      expect(() => result.tolist()).toThrow(/float32\[300,300\] was given/);
    }
  });

  it('is ignored inside of transformations', () => {
    const square = jit((x: NDArray) => np.sum(x.mul(x)), { donateArgnums: 0 });
    const x = array([1, 2]);
    expect(grad(square)(x).tolist()).toEqual([2, 4]);
    expect(
      vmap(square)(
        array([
          [1, 2],
          [3, 4],
        ]),
      ).tolist(),
    ).toEqual([5, 25]);
    expect(jit((y: NDArray) => square(y).add(np.sum(y)))(x).item()).toBe(8);
    expect(x.tolist()).toEqual([1, 2]);
  });

  it('loses nothing where a call fails', () => {
    const f = jit(scale, { donateArgnums: [0, 1] });
    const x = array([1, 2]);
    expect(() => f(x, array([1, 2, 3]))).toThrow(/shape/);
    expect(x.tolist()).toEqual([1, 2]);
  });

  it('leaves programs alone that hold other constants of the same shape', () => {
    const large = np.arange(5000).mul(2);
    const plus = (constant: NDArray) => jit((y: NDArray) => y.add(constant));
    const y = np.zeros([5000]);
    const first = plus(large);
    expect(first(y).at(3).item()).toBe(6);
    jit((x: NDArray) => x.sum(), { donateArgnums: 0 })(large);
    expect(plus(np.arange(5000).mul(3))(y).at(3).item()).toBe(9);
    expect(plus(np.arange(5000).mul(2))(y).at(3).item()).toBe(6);
    expect(() => large.sum()).toThrow(/was given/);
  });

  it('keeps memory small in loops that never yield', () => {
    const n = 1 << 20;
    const step = jit((x: NDArray) => x.mul(0.5).add(1), { donateArgnums: 0 });
    let x: NDArray = np.zeros([n]);
    for (let i = 0; i < 4; i++) x = step(x);
    const before = wasmExecutor.memoryInUse;
    for (let i = 0; i < 40; i++) x = step(x);
    expect(wasmExecutor.memoryInUse - before).toBeLessThan(8 * n);
    expect(x.at(n - 1).item()).toBe(2);
  });

  it('refuses static arguments and positions that there are not', () => {
    const f = jit((x: NDArray, n: number) => x.mul(n), { staticArgnums: 1, donateArgnums: 1 });
    expect(() => f(array([1]), 2)).toThrow('jit: argument 1 is static, and has no memory to donate');
    // @ts-expect-error positions are integers
    expect(() => jit(scale, { donateArgnums: 'x' })(array([1]), array([2]))).toThrow(/donateArgnums.*integer/);
    expect(() => jit(scale, { donateArgnums: -3 })(array([1]), array([2]))).toThrow(/donateArgnums/);
  });
});
