import { array, evalShape, hessian, lax, linearTranspose, makeJaxpr, type NDArray, numpy as np, vmap } from 'nabla';
import { describe, expect, it } from 'vitest';

describe('programs with transforms', () => {
  it('are printed as in JAX', () => {
    expect(String(makeJaxpr((x: NDArray) => np.fft.irfft(x))(np.ones([2, 4])))).toBe(
      [
        '{ lambda ; a:f32[2,4]. let',
        '    b:c64[2,4] = convert_element_type[new_dtype=complex64 weak_type=False] a',
        '    c:f32[2,6] = fft[fft_lengths=(6,) fft_type=3] b',
        '  in (c,) }',
      ].join('\n'),
    );
  });

  it('keep blocks apart that no transform mixes', () => {
    const f = (x: NDArray) => np.abs(np.fft.fft(np.square(x))).sum();
    const rows = array([
      [1, 2, 4],
      [0.5, -1, 3],
    ]);
    const whole = hessian(f)(rows);
    expect(
      np
        .abs(whole.at(0, ':', 1))
        .max()
        .item(),
    ).toBe(0);
    const blocks = vmap(hessian(f))(rows);
    for (const i of [0, 1]) {
      const difference = np.abs(whole.at(i, ':', i).sub(blocks.at(i)));
      expect(difference.max().item()).toBeLessThan(1e-4);
    }
  });

  it('are transposed as JAX does it', () => {
    const back = linearTranspose((x: NDArray) => np.fft.rfft(x), np.ones(4));
    expect(String(back(array([{ re: 1, im: 1 }, { re: 0, im: 2 }, 3]))[0])).toBe('[ 4.  0.  4. -4.]');
  });
});

describe('wrong arguments of transforms', () => {
  const x = np.ones([2, 3]);
  const z = array([{ re: 1, im: 2 }]);

  it.each([
    [() => np.fft.fft(x, { axis: 2 }), RangeError, 'fft.fft: axis 2 is out of bounds for an array of dimension 2'],
    [() => np.fft.fft(1), RangeError, 'fft.fft: axis -1 is out of bounds for an array of dimension 0'],
    [() => np.fft.fft(x, { n: 0 }), RangeError, 'fft.fft: lengths must be positive integers, got 0'],
    [() => np.fft.rfft(z), TypeError, 'fft.rfft: real numbers are needed, got complex64[1]: use fft.fft'],
    [() => np.fft.ihfft(z), TypeError, 'fft.ihfft: real numbers are needed, got complex64[1]: use fft.fft'],
    [() => np.fft.rfft(np.zeros([2, 0])), RangeError, 'fft: the transform of no real numbers is not defined'],
    [() => np.fft.fftn(x, { axes: [0, -2] }), RangeError, 'fft.fftn: repeated axis in (0, -2)'],
    [() => np.fft.fft2(x, { axes: [0] }), RangeError, 'fft.fft2: two axes are needed, got (0,)'],
    [() => np.fft.fftn(x, { s: [2], axes: [0, 1] }), RangeError, 'got s (2,) for axes (0, 1)'],
    [() => np.fft.fftn(x, { s: [1, 2, 3] }), RangeError, 'got s (1, 2, 3) for float32[2,3]'],
    [() => np.fft.fft(x, { norm: 'other' as 'ortho' }), TypeError, `norm must be 'backward', 'ortho' or 'forward'`],
    [() => np.fft.fftfreq(0), RangeError, 'fft.fftfreq: the number of samples must be a positive integer, got 0'],
    [() => np.fft.fftfreq(4, { dtype: 'int32' }), TypeError, 'frequencies cannot have dtype int32'],
    [() => np.fft.fftshift(x, { axes: 3 }), RangeError, 'fft.fftshift: axis 3 is out of bounds'],
    [() => lax.fft(x, 'DFT' as 'FFT', [3]), TypeError, 'fftType must be one of FFT, IFFT, RFFT, IRFFT, got "DFT"'],
    [() => lax.fft(x, 'FFT', [4]), RangeError, 'the last dimensions of complex64[2,3] must be (4,) for FFT'],
    [() => lax.fft(x, 'IRFFT', [8]), RangeError, 'must be (5,) for IRFFT with fftLengths (8,)'],
    [() => lax.fft(z, 'RFFT', [1]), TypeError, 'RFFT takes real numbers, got complex64[1]: use FFT'],
    [() => lax.fft(x, 'FFT', [1, 2, 3]), RangeError, 'must have at least as many dimensions as fftLengths (1, 2, 3)'],
    [() => evalShape(y => lax.fft(y, 'rfft', [4]), x), RangeError, 'must be (4,) for RFFT'],
  ])('%s', (call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
