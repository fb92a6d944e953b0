import { array, grad, hessian, jit, jvp, makeJaxpr, type NDArray, numpy as np, random, vmap } from 'nabla';
import { describe, expect, it } from 'vitest';

const key = random.key(0);

describe('keys', () => {
  it('are refused where they are none, or many', () => {
    expect(() => random.normal([0, 0])).toThrow(
      TypeError('normal: a key is uint32[2], as random.key(seed) makes it, got float32[2]'),
    );
    expect(() => random.bits(new Uint32Array(3))).toThrow(RangeError('bits: a key has shape (2,), got uint32[3]'));
    expect(() => random.uniform(random.split(key))).toThrow(
      RangeError('uniform: accepts a single key, got a stack of keys uint32[2,2]: use vmap'),
    );
    expect(() => random.keyData([1, 2])).toThrow(TypeError);
  });

  it('are made from integers', () => {
    expect(() => random.key(0.5)).toThrow(TypeError('key: the seed must be a safe integer, got 0.5'));
    expect(() => random.PRNGKey(array([1.5]))).toThrow('PRNGKey: the seed must be an integer, got float32[1]');
    expect(() => random.key(new Int32Array([1, 2]))).toThrow('key: the seed must be a single integer');
    expect(jit((seed: NDArray) => random.key(seed))(array(-1, { dtype: 'int32' })).tolist()).toEqual([0, 4294967295]);
  });

  it('fold in integers of 32 bits only', () => {
    expect(() => random.foldIn(key, -1)).toThrow(RangeError);
    expect(() => random.foldIn(key, 2 ** 32)).toThrow('foldIn: data must be from 0 to 2³² - 1, got 4294967296');
    expect(() => random.foldIn(key, 0.5)).toThrow(TypeError);
    expect(() => random.foldIn(key, array([1, 2]))).toThrow('use vmap');
    const steps = array([1, 2, 3], { dtype: 'int32' });
    const folded = vmap((step: NDArray) => random.foldIn(key, step))(steps);
    expect(folded.tolist()).toEqual([1, 2, 3].map(step => random.foldIn(key, step).tolist()));
  });
});

describe('samples', () => {
  it('are the same under jit and, key by key, under vmap', () => {
    const f = (key: NDArray): NDArray => random.normal(key, [2, 3]).add(random.uniform(key, [3], { minval: -1 }));
    expect(jit(f)(key).tolist()).toEqual(f(key).tolist());
    const keys = random.split(key, 4);
    expect(vmap(f)(keys).tolist()).toEqual([0, 1, 2, 3].map(i => f(keys.at(i)).tolist()));
    expect(jit(vmap(f))(keys).tolist()).toEqual(vmap(f)(keys).tolist());
  });

  it('are made in one step from a key', () => {
    const program = String(makeJaxpr((key: NDArray) => random.bits(key, [1000]))(key));
    expect(program.match(/threefry2x32/g)).toHaveLength(1);
  });

  it('let derivatives through', () => {
    const loss = (scale: NDArray): NDArray => np.square(random.normal(key, [5]).mul(scale)).sum();
    const sum = np
      .square(random.normal(key, [5]))
      .sum()
      .item();
    expect(grad(loss)(3).item()).toBeCloseTo(6 * sum, 3);
    expect(hessian(loss)(3).item()).toBeCloseTo(2 * sum, 3);
    const between = (low: NDArray): NDArray => random.uniform(key, [], { minval: low, maxval: 2 });
    const [value, slope] = jvp(between, [1], [1]);
    expect(slope.item()).toBeCloseTo(2 - value.item(), 5);
  });

  it('refuse dtypes and shapes that make no sense', () => {
    expect(() => random.uniform(key, [2], { dtype: 'int32' as 'float32' })).toThrow(
      TypeError('uniform: the dtype of samples must be float32 or float64, got int32'),
    );
    expect(() => random.normal(key, [-1])).toThrow(TypeError);
    expect(() => random.uniform(key, [2], { minval: [1, 2, 3] })).toThrow(
      RangeError('uniform: parameters of shape (3,) do not broadcast to the shape asked for, (2,)'),
    );
    expect(() => random.randint(key, [2], 0.5, 3)).toThrow('randint: bounds must be integers, got 0.5');
    expect(() => random.randint(key, [2], array([0.5]), 3)).toThrow(TypeError);
    expect(() => random.randint(key, [2], 0, 3, { dtype: 'float32' as 'int32' })).toThrow(TypeError);
  });
});
