import type { Sample, SampleInput } from '../sample.ts';
import { erfInvOfSample, log1pOfSample, logOfSample, multiplyAddOfSample } from './sampling.ts';
import { threefry2x32 } from './threefry.ts';

const words = (...list: number[]): SampleInput => ({ shape: [list.length], domain: { values: list }, dtype: 'uint32' });
const word = (value: number): SampleInput => ({ shape: [], domain: { values: value }, dtype: 'uint32' });

const threefry = (name: string, inputs: readonly SampleInput[]): Sample => ({
  name,
  f: (key0, key1, high, low) => threefry2x32(key0!, key1!, high!, low!),
  jax: 'lambda *words: jax.extend.random.threefry2x32_p.bind(*jnp.broadcast_arrays(*words))',
  inputs,
  order: 0,
  reason: 'integers have no derivatives',
});

export const randomSamples: readonly Sample[] = [
  // the test vectors of the paper, and a key for many counters
  threefry('threefry2x32', [
    words(0, 0xffffffff, 0x13198a2e),
    words(0, 0xffffffff, 0x03707344),
    words(0, 0xffffffff, 0x243f6a88),
    words(0, 0xffffffff, 0x85a308d3),
  ]),
  threefry('threefry2x32: one key', [word(7), word(0xdeadbeef), word(0), words(0, 1, 2, 0x80000000)]),
  {
    name: 'log_of_sample',
    f: x => logOfSample(x!),
    jax: 'lambda x: jnp.log(x)',
    inputs: [{ shape: [5], domain: { low: 0.01, high: 0.99 } }],
  },
  {
    name: 'log1p_of_sample',
    f: x => log1pOfSample(x!),
    jax: 'lambda x: jnp.log1p(x)',
    inputs: [{ shape: [5], domain: { low: -0.9, high: 0.9 } }],
  },
  {
    name: 'erf_inv_of_sample',
    f: x => erfInvOfSample(x!),
    jax: 'lambda x: jax.scipy.special.erfinv(x)',
    inputs: [{ shape: [5], domain: 'unit' }],
  },
  {
    name: 'multiply_add_of_sample',
    f: (x, y, z) => multiplyAddOfSample(x!, y!, z!),
    jax: 'lambda x, y, z: x * y + z',
    inputs: [
      { shape: [3], domain: 'normal' },
      { shape: [], domain: 'normal' },
      { shape: [3], domain: 'normal' },
    ],
  },
];
