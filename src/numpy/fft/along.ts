import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { conj } from '../methods/rounding.ts';
import { type FftNorm, type FftOptions, transformedAlong } from './transform.ts';

/**
 * The discrete Fourier transform along an axis: X[j] = Σ x[k]·e^(-2πijk/n), of any length.
 *
 * float32 gives complex64, float64 complex128. Throws RangeError for an axis that x does not have and lengths below 1,
 * TypeError for an unknown norm.
 *
 * @example
 * ```ts
 * console.log(String(np.fft.fft([1, 2, 3, 4]))); // => [10.+0.j -2.+2.j -2.+0.j -2.-2.j]
 * ```
 */
export const fft = (x: ArrayLike, options: FftOptions = {}): NDArray => transformedAlong('fft', 'FFT', x, options);

/**
 * The inverse of `fft` along an axis: x[k] = Σ X[j]·e^(2πijk/n) / n.
 *
 * Throws RangeError for an axis that x does not have and lengths below 1, TypeError for an unknown norm.
 *
 * @example
 * ```ts
 * console.log(String(np.fft.ifft([4, 0, 0, 0]))); // => [1.+0.j 1.+0.j 1.+0.j 1.+0.j]
 * ```
 */
export const ifft = (x: ArrayLike, options: FftOptions = {}): NDArray => transformedAlong('ifft', 'IFFT', x, options);

/**
 * The transform of real numbers along an axis: its first ⌊n/2⌋ + 1 elements, which tell the others.
 *
 * Throws TypeError for complex numbers, RangeError for an axis that x does not have and lengths below 1.
 *
 * @example
 * ```ts
 * console.log(String(np.fft.rfft([1, 2, 3, 4]))); // => [10.+0.j -2.+2.j -2.+0.j]
 * ```
 */
export const rfft = (x: ArrayLike, options: FftOptions = {}): NDArray => transformedAlong('rfft', 'RFFT', x, options);

/**
 * The inverse of `rfft` along an axis: n real numbers, 2(m - 1) by default where there are m.
 *
 * The imaginary parts of the first and, for even n, of the last element do not count. Throws RangeError for an axis that x
 * does not have and lengths below 1.
 *
 * @example
 * ```ts
 * console.log(String(np.fft.irfft(np.fft.rfft([1, 2, 3, 4])))); // => [1. 2. 3. 4.]
 * ```
 */
export const irfft = (x: ArrayLike, options: FftOptions = {}): NDArray =>
  transformedAlong('irfft', 'IRFFT', x, options);

const opposite: Readonly<Record<string, FftNorm>> = { backward: 'forward', forward: 'backward' };

const reversed = (what: string, options: FftOptions): FftOptions => {
  checkOptions(what, options, ['n', 'axis', 'norm']);
  const { norm = 'backward' } = options;
  return { ...options, norm: opposite[norm] ?? norm };
};

/**
 * The transform of what is symmetric up to conjugation, given by its first half: n real numbers.
 *
 * Throws RangeError for an axis that x does not have and lengths below 1.
 *
 * @example
 * ```ts
 * console.log(String(np.fft.hfft([1, 2, 3]))); // => [ 8. -2.  0. -2.]
 * ```
 */
export const hfft = (x: ArrayLike, options: FftOptions = {}): NDArray =>
  transformedAlong('hfft', 'IRFFT', conj(x), reversed('fft.hfft', options));

/**
 * The inverse of `hfft` along an axis: the first half of what is symmetric up to conjugation.
 *
 * Throws TypeError for complex numbers, RangeError for an axis that x does not have and lengths below 1.
 *
 * @example
 * ```ts
 * console.log(String(np.fft.ihfft([8, -2, 0, -2]))); // => [1.-0.j 2.-0.j 3.-0.j]
 * ```
 */
export const ihfft = (x: ArrayLike, options: FftOptions = {}): NDArray =>
  conj(transformedAlong('ihfft', 'RFFT', x, reversed('fft.ihfft', options)));
