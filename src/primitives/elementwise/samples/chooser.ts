import type { Sample, SampleInput } from '../../sample.ts';
import * as lax from '../index.ts';
import { bools, complexes, floats, ints } from './inputs.ts';

export const chooserSamples: readonly Sample[] = [
  {
    name: 'select_n: bool',
    f: (which, x, y) => lax.selectN(which!, x!, y!),
    jax: 'lambda which, x, y: lax.select_n(which, x, y)',
    inputs: [bools(0, 1, 1), { shape: [3], domain: 'normal' }, { shape: [3], domain: 'normal' }],
  },
  {
    name: 'select_n: int',
    f: (which, ...cases) => lax.selectN(which!, ...cases),
    jax: 'lambda which, *cases: lax.select_n(which, *cases)',
    inputs: [ints(2, 0, 1), ...Array.from({ length: 3 }, (): SampleInput => ({ shape: [3], domain: 'normal' }))],
  },
  {
    name: 'select_n: scalar predicate',
    f: (which, x, y) => lax.selectN(which!, x!, y!),
    jax: 'lambda which, x, y: lax.select_n(which, x, y)',
    inputs: [
      { shape: [], domain: { values: 1 }, dtype: 'bool' },
      { shape: [2, 3], domain: 'normal' },
      { shape: [2, 3], domain: 'normal' },
    ],
  },
  {
    name: 'select_n: complex',
    f: (which, x, y) => lax.selectN(which!, x!, y!),
    jax: 'lambda which, x, y: lax.select_n(which, x, y)',
    inputs: [bools(0, 1, 1), complexes(), complexes()],
  },
  {
    name: 'select: depends on x',
    f: x => lax.select(lax.gt(x!, 0), lax.mul(x!, lax.mul(x!, x!)), lax.sin(x!)),
    jax: 'lambda x: lax.select(x > 0, x * (x * x), lax.sin(x))',
    inputs: [{ shape: [4], domain: 'distinct' }],
  },
  {
    name: 'select: scalar cases',
    f: (which, x, y) => lax.select(which!, x!, y!),
    jax: 'lambda which, x, y: jnp.where(which, x, y)',
    inputs: [bools(0, 1, 1), { shape: [], domain: 'normal' }, { shape: [], domain: 'normal' }],
  },
  {
    name: 'clamp',
    f: (low, x, high) => lax.clamp(low!, x!, high!),
    jax: 'lambda low, x, high: lax.clamp(low, x, high)',
    inputs: [floats(-1, -1, -1, 0), floats(-2, 0.3, 2, 0.5), floats(1, 1, 1, 1)],
  },
  {
    name: 'clamp: scalar limits',
    f: (low, x, high) => lax.clamp(low!, x!, high!),
    jax: 'lambda low, x, high: lax.clamp(low, x, high)',
    inputs: [
      { shape: [], domain: { values: -1 } },
      {
        shape: [2, 2],
        domain: {
          values: [
            [-2, 0.3],
            [2, 0.5],
          ],
        },
      },
      { shape: [], domain: { values: 1 } },
    ],
    constant: [0, 2], // JAX fails to differentiate with respect to scalar limits of larger arrays
  },
  {
    name: 'clamp: at the limits',
    f: (low, x, high) => lax.clamp(low!, x!, high!),
    jax: 'lambda low, x, high: lax.clamp(low, x, high)',
    inputs: [floats(0, 0, 1), floats(0, 1, 1), floats(1, 1, 1)],
  },
  {
    name: 'clamp: ints',
    f: (low, x, high) => lax.clamp(low!, x!, high!),
    jax: 'lambda low, x, high: lax.clamp(low, x, high)',
    inputs: [ints(0, 0, 5), ints(-3, 9, 4), ints(3, 3, 3)],
  },
  {
    name: 'regularized_incomplete_beta',
    f: (a, b, x) => lax.betainc(a!, b!, x!),
    jax: 'lambda a, b, x: lax.betainc(a, b, x)',
    inputs: [floats(0.5, 2, 3), floats(1.5, 0.7, 2), floats(0.2, 0.5, 0.9)],
    constant: [0, 1],
  },
];
