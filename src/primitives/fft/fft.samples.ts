import { mul } from '../elementwise/arithmetic.ts';
import { exp } from '../elementwise/exponential.ts';
import { sin } from '../elementwise/trigonometric.ts';
import type { Sample, SampleInput } from '../sample.ts';
import type { FftType } from './evaluate.ts';
import { fft } from './fft.ts';

const complexes = (...shape: number[]): SampleInput => ({ shape, domain: 'normal', dtype: 'complex' });
const reals = (...shape: number[]): SampleInput => ({ shape, domain: 'normal' });

const lengthsText = (lengths: readonly number[]): string => `(${lengths.join(', ')}${lengths.length === 1 ? ',' : ''})`;

const row = (special: string, type: FftType, shape: readonly number[], lengths: readonly number[]): Sample => {
  const jax = `lax.fft(F(x), "${type}", ${lengthsText(lengths)})`;
  return {
    name: `fft: ${special}`,
    ...(type === 'RFFT'
      ? { f: x => fft(sin(x!), type, lengths), jax: `lambda x: ${jax.replace('F', 'jnp.sin')}` }
      : { f: x => fft(mul(x!, x!), type, lengths), jax: `lambda x: ${jax.replace('F(x)', 'x * x')}` }),
    inputs: [type === 'RFFT' ? reals(...shape) : complexes(...shape)],
  };
};

/** Rows of Fourier transforms: lengths with every kind of factor, each type, several axes, stacks, nothing. */
export const fftSamples: readonly Sample[] = [
  row('length 1', 'FFT', [1], [1]),
  row('length 4', 'FFT', [4], [4]),
  row('length 3, stacked', 'FFT', [2, 3], [3]),
  row('three axes', 'FFT', [1, 2, 2], [1, 2, 2]),
  row('empty', 'FFT', [0, 3], [3]),
  row('inverse, length 5', 'IFFT', [5], [5]),
  row('inverse, two axes', 'IFFT', [1, 2, 3], [2, 3]),
  row('real, length 1', 'RFFT', [1], [1]),
  row('real, even', 'RFFT', [6], [6]),
  row('real, odd, stacked', 'RFFT', [2, 3], [3]),
  row('real, two axes', 'RFFT', [2, 4], [2, 4]),
  row('to real, length 1', 'IRFFT', [1], [1]),
  row('to real, even', 'IRFFT', [4], [6]),
  row('to real, odd, stacked', 'IRFFT', [2, 2], [3]),
  row('to real, two axes', 'IRFFT', [2, 2], [2, 2]),
  {
    name: 'fft: there and back',
    f: x => {
      const there = fft(exp(x!), 'RFFT', [5]);
      return fft(mul(there, there), 'IRFFT', [5]);
    },
    jax: 'lambda x: lax.fft(lax.fft(jnp.exp(x), "RFFT", (5,)) ** 2, "IRFFT", (5,))',
    inputs: [reals(5)],
  },
  {
    name: 'fft: real to complex',
    f: x => fft(mul(x!, x!), 'FFT', [4]),
    jax: 'lambda x: lax.fft(x * x, "FFT", (4,))',
    inputs: [reals(4)],
  },
];
