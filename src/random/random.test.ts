import { array, grad, hessian, jit, jvp, makeJaxpr, type NDArray, numpy as np, random, vmap } from 'nabla';
import { describe, expect, it } from 'vitest';

const key = random.key(0);

describe('keys', () => {
  it('are refused where they are none, or many', () => {
    expect(() => random.normal([0, 0])).toThrow(
      TypeError('normal: a key is uint32[2], as random.key(seed) makes it, got float32[2]'),
    );
    expect(() => random.normal(key, 2, 3 as never)).toThrow(TypeError('normal: the shape is one list, [2, 3]'));
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

  it('are the same when there are many', () => {
    const many = 2 ** 16;
    const samples: readonly ((shape: number) => NDArray)[] = [
      shape => random.bits(key, shape),
      shape => random.uniform(key, shape),
      shape => random.uniform(key, shape, { minval: 1, maxval: 3 }),
      shape => random.normal(key, shape),
      shape => random.exponential(key, shape),
      shape => random.laplace(key, shape),
      shape => random.gumbel(key, shape),
    ];
    for (const sample of samples) expect(sample(many).at(':100').toTypedArray()).toEqual(sample(100).toTypedArray());
  });

  it('are made in one step from a key', () => {
    const program = String(makeJaxpr((key: NDArray) => random.bits(key, [1000]))(key));
    expect(program.match(/random_words/g)).toHaveLength(1);
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

describe('distributions with parameters', () => {
  it('are the same under jit and, key by key, under vmap', () => {
    const f = (key: NDArray, rate: NDArray): readonly NDArray[] => [
      random.gamma(key, rate, [3]),
      random.poisson(key, rate.mul(5), [3]),
      random.binomial(key, rate.mul(20), 0.3, [3]),
      random.categorical(key, np.stack([rate, rate.mul(2)]), { shape: [4] }),
      random.permutation(key, 5),
      random.truncatedNormal(key, rate.neg(), rate, [3]),
    ];
    const keys = random.split(key, 3);
    const rates = array([0.5, 2, 4]);
    const listed = (parts: readonly NDArray[]): unknown => parts.map(part => part.tolist());
    const each = [0, 1, 2].map(i => listed(f(keys.at(i), rates.at(i))));
    expect([0, 1, 2].map(i => listed(jit(f)(keys.at(i), rates.at(i))))).toEqual(each);
    const mapped = vmap(f)(keys, rates);
    expect([0, 1, 2].map(i => listed(mapped.map(part => part.at(i))))).toEqual(each);
  });

  it('take the shape by position or by name', () => {
    expect(random.gamma(key, 2, [3]).tolist()).toEqual(random.gamma(key, 2, { shape: 3 }).tolist());
    expect(random.gamma(key, 2, [3], { dtype: 'float64' }).dtype).toBe('float64');
    expect(random.bernoulli(key, 0.5, { shape: [2, 2] }).shape).toEqual([2, 2]);
    expect(random.uniform(key, { shape: [2], maxval: 3 }).tolist()).toEqual(
      random.uniform(key, [2], { maxval: 3 }).tolist(),
    );
  });

  it('have the moments that they should', () => {
    const mean = (x: NDArray): number => np.mean(x.astype('float32')).item();
    const shape = [4000];
    const close = (actual: number, expected: number): void =>
      expect(Math.abs(actual / expected - 1), `${actual} instead of ${expected}`).toBeLessThan(0.1);
    close(mean(random.gamma(key, 3, shape)), 3);
    close(mean(random.beta(key, 2, 6, shape)), 0.25);
    close(mean(random.poisson(key, 25, shape)), 25);
    close(mean(random.binomial(key, 30, 0.2, shape)), 6);
    close(mean(random.geometric(key, 0.25, shape)), 4);
    close(mean(np.square(random.t(key, 10, shape))), 1.25);
    close(mean(random.wald(key, 2, shape)), 2);
    close(mean(random.weibullMin(key, 2, 1, shape)), 2);
  });

  it('refuse parameters and choices that make no sense', () => {
    expect(() => random.bernoulli(key, new Int32Array([1]))).toThrow(TypeError);
    expect(() => random.poisson(key, 3, [2], { dtype: 'float32' as 'int32' })).toThrow(
      TypeError('poisson: the dtype must be int32 or uint32, got float32'),
    );
    expect(() => random.gamma(key, [1, 2], [3])).toThrow(RangeError);
    expect(() => random.choice(key, 3, [4], { replace: false })).toThrow(
      RangeError('choice: 4 different elements of 3 were asked for: set replace to true'),
    );
    expect(() => random.choice(key, 3, [4], { p: [0.5, 0.5] })).toThrow(TypeError);
    expect(() => random.choice(key, 0, [1])).toThrow(RangeError);
    expect(() => random.permutation(key, 2.5)).toThrow(TypeError);
    expect(() => random.categorical(key, [1, 2, 3], { shape: [2], replace: false, axis: 1 })).toThrow(RangeError);
    expect(() => random.gumbel(key, [2], { mode: 'highest' as 'high' })).toThrow(
      "gumbel: mode must be 'low' or 'high'",
    );
    expect(() => random.multivariateNormal(key, [1, 2], np.eye(3))).toThrow(
      RangeError('multivariateNormal: mean must be (…, n) and cov (…, n, n), got shapes (2,) and (3, 3)'),
    );
    expect(() => random.multivariateNormal(key, [1, 2], np.eye(2), { method: 'lu' as 'svd' })).toThrow(TypeError);
    expect(() => random.dirichlet(key, 1)).toThrow(RangeError);
  });

  it('factor covariance matrices in three ways', () => {
    const cov = array([
      [2, 0.5],
      [0.5, 1],
    ]);
    for (const method of ['cholesky', 'svd', 'eigh'] as const) {
      const x = random.multivariateNormal(key, [1, 2], cov, [4000], { method });
      expect(np.allclose(np.cov(x.T), cov, { atol: 0.15 }).item<boolean>()).toBe(true);
    }
  });

  it('have slopes where gamma-distributed numbers are too small for the precision', () => {
    for (const [dtype, a] of [
      ['float32', 1e-3],
      ['float64', 1e-4],
    ] as const) {
      const f = (x: NDArray) => random.loggamma(key, x, { dtype });
      const at = array(a, { dtype });
      // x = (u·Γ(a + 1))^(1/a)
      const slope = (-0.5772156649015329 + (a * Math.PI ** 2) / 6 - f(at).item<number>()) / a;
      expect(grad(f)(at).item<number>() / slope).toBeCloseTo(1, 6);
      expect(hessian(f)(at).item<number>() / ((Math.PI ** 2 / 6 - 2 * slope) / a)).toBeCloseTo(1, 5);
      expect(hessian((x: NDArray) => random.gamma(random.key(4), x, { dtype }))(array(1e-5, { dtype })).item()).toBe(0);
    }
    expect(hessian((x: NDArray) => random.beta(random.key(3), x, 0.5))(array(1e-3)).item()).toBe(0);
    expect(random.gamma(key, [Number.POSITIVE_INFINITY, -1]).tolist()).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
  });

  it('say what is wrong with extents', () => {
    expect(() => random.orthogonal(key, 1.5)).toThrow(/^orthogonal: a shape is a list of non-negative integers/);
    expect(() => random.ball(key, -2)).toThrow(/^ball: a shape is a list of non-negative integers/);
  });
});
