import { array, hessian, lax, makeJaxpr, type NDArray, numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { bitDifferences, compareExecutors } from './compare.ts';
import { hostSteps } from './host-steps.ts';

/** Fourier transforms compiled to WebAssembly beside the reference, whose operations they repeat. */

const numbers = (shape: readonly number[], dtype: 'float32' | 'float64'): ConcreteArray => {
  const size = shape.reduce((x, y) => x * y, 1);
  return array(
    Float64Array.from({ length: size }, (_, i) => Math.sin(1 + i * i * 0.37 + i)),
    { dtype },
  ).reshape([...shape]) as ConcreteArray;
};

const complexNumbers = (shape: readonly number[], dtype: 'float32' | 'float64'): ConcreteArray =>
  lax.complex(numbers(shape, dtype), numbers([...shape, 2], dtype).at('...', 1)) as ConcreteArray;

const checkBits = (f: (x: NDArray) => unknown, x: ConcreteArray): void => {
  const { jaxpr } = makeJaxpr(f)(x);
  expect(hostSteps(jaxpr)).toEqual([]);
  expect(bitDifferences(jaxpr, [x])).toEqual([]);
};

// each radix, products of them, primes by convolution, several lines
const lengths = [1, 2, 3, 4, 5, 6, 8, 12, 15, 16, 47, 49, 53, 60, 64, 97, 106, 128, 420];

describe.each(['float32', 'float64'] as const)('transforms of %s have the bits of the interpreter', dtype => {
  it.each(lengths)('of length %i', n => {
    const z = complexNumbers([2, n], dtype);
    checkBits(x => [lax.fft(x, 'FFT', [n]), lax.fft(x, 'IFFT', [n])], z);
    checkBits(x => lax.fft(x, 'RFFT', [n]), numbers([3, n], dtype));
    const half = complexNumbers([2, 1, Math.floor(n / 2) + 1], dtype);
    checkBits(x => lax.fft(x, 'IRFFT', [n]), half);
  });
});

describe('transforms along several axes', () => {
  it.each(['float32', 'float64'] as const)('of %s', dtype => {
    const x = numbers([2, 6, 5, 4], dtype);
    const z = complexNumbers([3, 6, 5], dtype);
    const programs: readonly (readonly [(y: NDArray) => unknown, ConcreteArray])[] = [
      [y => [np.fft.fft2(y), np.fft.ifft2(y), np.fft.fftn(y), np.fft.ifft(y, { axis: 0 })], z],
      [y => [np.fft.rfftn(y, { axes: [1, 2, 3] }), np.fft.rfft2(y, { axes: [1, 2] })], x],
      [y => [np.fft.irfftn(y, { s: [3, 6, 7], axes: [0, 1, 2] }), np.fft.irfft2(y)], z],
    ];
    for (const [f, y] of programs) {
      const { jaxpr } = makeJaxpr(f)(y);
      expect(hostSteps(jaxpr)).toEqual([]);
      expect(compareExecutors(jaxpr, [y])).toEqual([]);
    }
  });
});

it('is differentiated and run in loops', () => {
  const filtered = (x: NDArray): NDArray => np.sum(np.square(np.fft.irfft(np.square(np.fft.rfft(x)), { n: 6 })));
  const looped = (x: NDArray): NDArray =>
    lax.scan((c: NDArray, _: null) => [np.real(np.fft.ifft(np.fft.fft(c).mul(c))), null], x, null, { length: 3 })[0]!;
  const x = numbers([6], 'float64');
  for (const g of [hessian(filtered), looped]) {
    const { jaxpr } = makeJaxpr(g)(x);
    expect(hostSteps(jaxpr)).toEqual([]);
    expect(compareExecutors(jaxpr, [x])).toEqual([]);
  }
});

it('takes what is not finite, minus zero and nothing', () => {
  const x = array([Number.NaN, 1, -0, 2, Number.POSITIVE_INFINITY, 0, -0, -0]) as ConcreteArray;
  checkBits(y => [np.fft.fft(y), np.fft.ifft(y), np.fft.rfft(y.reshape([2, 4])), np.fft.irfft(y)], x);
  const { jaxpr } = makeJaxpr((y: NDArray) => np.fft.fft(y))(array([]).reshape([0, 4]));
  expect(bitDifferences(jaxpr, [array([]).reshape([0, 4]) as ConcreteArray])).toEqual([]);
});
