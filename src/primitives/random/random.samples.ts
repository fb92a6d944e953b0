import { type NDArray, scalar } from '../../array/ndarray.ts';
import type { Sample, SampleInput } from '../sample.ts';
import { concatenate } from '../shape/concatenate.ts';
import { iota } from '../shape/iota.ts';
import { reshape } from '../shape/reshape.ts';
import { randomGamma } from './gamma.ts';
import { erfInvOfSample, log1pOfSample, logOfSample, multiplyAddOfSample } from './sampling.ts';
import { threefry2x32 } from './threefry.ts';
import { randomWordsOf } from './words.ts';

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

/** Threefry of the places of a shape, keys in front. */
const jaxWords = (shape: readonly number[]): string => {
  const [size, axes] = [shape.reduce((product, extent) => product * extent, 1), ', None'.repeat(shape.length)];
  const places = `jnp.arange(${size}, dtype='uint32').reshape([${shape.join(', ')}])`;
  return (
    'lambda a, b: jax.extend.random.threefry2x32_p.bind(' +
    `*jnp.broadcast_arrays(a[...${axes}], b[...${axes}], jnp.uint32(0), ${places}))`
  );
};

/** The keys that jax.random.gamma makes from the key (0, 7), one for each element. */
const keysFor = (a: NDArray): NDArray => {
  const word = (value: number): NDArray => scalar(value, 'uint32');
  const words = threefry2x32(word(0), word(7), word(0), iota('uint32', a.shape));
  return concatenate(
    words.map(part => reshape(part, [a.size, 1])),
    1,
  );
};

const gamma = (name: string, jaxName: string, logSpace: boolean): Sample => ({
  name,
  f: a => randomGamma(keysFor(a!), a!, logSpace),
  jax: `lambda a: jax.random.${jaxName}(jnp.array([0, 7], 'uint32'), a, dtype=a.dtype)`,
  inputs: [{ shape: [4], domain: { values: [0.5, 1, 2.5, 7] } }],
  order: 1,
  reason: 'JAX has second derivatives in forward mode only; random/golden.test.ts compares them',
  tolerance: 1e-11,
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
  ...(
    [
      ['random_words', [word(7), word(0xdeadbeef)], [2, 3]],
      ['random_words: scalars', [word(1), word(2)], []],
      ['random_words: many keys', [words(1, 2), word(2)], [3]],
      ['random_words: none', [word(1), word(2)], [0]],
    ] as const
  ).map(
    ([name, inputs, shape]): Sample => ({
      name,
      f: (key0, key1) => randomWordsOf(key0!, key1!, shape),
      jax: jaxWords(shape),
      inputs,
      order: 0,
      reason: 'integers have no derivatives',
    }),
  ),
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
  gamma('random_gamma', 'gamma', false),
  gamma('random_gamma: logarithms', 'loggamma', true),
];
