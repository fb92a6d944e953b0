import { jit, type NDArray, random, withBackend } from 'nabla';
import { describe, expect, it } from 'vitest';

/** Large enough to be compiled at once. */
const shape = [5000];

const samples: Readonly<Record<string, (key: NDArray) => NDArray>> = {
  bits: key => random.bits(key, shape),
  uniform: key => random.uniform(key, shape, { minval: -3, maxval: 0.7 }),
  normal: key => random.normal(key, shape),
  exponential: key => random.exponential(key, shape),
  logistic: key => random.logistic(key, shape),
  gumbel: key => random.gumbel(key, shape),
  randint: key => random.randint(key, shape, -7, 1000),
};

describe('compiled programs give the same bits as the interpreter', () => {
  it.each(Object.entries(samples))('%s', (_, sample) => {
    const key = random.key(11);
    const expected = withBackend('reference', () => jit(sample)(key));
    const actual = withBackend('wasm', () => jit(sample)(key));
    expect(actual.toTypedArray()).toEqual(expected.toTypedArray());
  });
});
