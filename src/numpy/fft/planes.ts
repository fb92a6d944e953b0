import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { type FftnOptions, transformed, transformedPlane } from './transform.ts';

/**
 * The discrete Fourier transform along two axes, the last by default.
 *
 * Throws RangeError unless there are two axes that x has, and for lengths below 1.
 *
 * @example
 * ```ts
 * console.log(String(np.fft.fft2([[1, 0], [0, 1]])));
 * // => [[2.+0.j 0.+0.j]
 * //     [0.+0.j 2.+0.j]]
 * ```
 */
export const fft2 = (x: ArrayLike, options: FftnOptions = {}): NDArray => transformedPlane('fft2', 'FFT', x, options);

/**
 * The inverse of `fft2`. Throws RangeError unless there are two axes that x has, and for lengths below 1.
 *
 * @example
 * ```ts
 * console.log(String(np.fft.ifft2([[4, 0], [0, 0]])));
 * // => [[1.+0.j 1.+0.j]
 * //     [1.+0.j 1.+0.j]]
 * ```
 */
export const ifft2 = (x: ArrayLike, options: FftnOptions = {}): NDArray =>
  transformedPlane('ifft2', 'IFFT', x, options);

/**
 * The transform of real numbers along two axes; along the last one its first half.
 *
 * Throws TypeError for complex numbers, RangeError unless there are two axes that x has.
 *
 * @example
 * ```ts
 * console.log(np.fft.rfft2(np.ones([4, 6])).shape); // => [ 4, 4 ]
 * ```
 */
export const rfft2 = (x: ArrayLike, options: FftnOptions = {}): NDArray =>
  transformedPlane('rfft2', 'RFFT', x, options);

/**
 * The inverse of `rfft2`: real numbers. Throws RangeError unless there are two axes that x has, and for lengths below 1.
 *
 * @example
 * ```ts
 * console.log(np.fft.irfft2(np.fft.rfft2(np.ones([4, 6]))).shape); // => [ 4, 6 ]
 * ```
 */
export const irfft2 = (x: ArrayLike, options: FftnOptions = {}): NDArray =>
  transformedPlane('irfft2', 'IRFFT', x, options);

/**
 * The discrete Fourier transform along several axes, all by default.
 *
 * float32 gives complex64, float64 complex128. Throws RangeError for axes that x does not have or that are repeated, for
 * lengths below 1, and where there is not one for each axis.
 *
 * @example
 * ```ts
 * console.log(np.fft.fftn(np.ones([2, 2, 2])).at(0, 0, 0).item()); // => { re: 8, im: 0 }
 * ```
 */
export const fftn = (x: ArrayLike, options: FftnOptions = {}): NDArray => transformed('fftn', 'FFT', x, options);

/**
 * The inverse of `fftn`. Throws RangeError for axes that x does not have or that are repeated, and for lengths below 1.
 *
 * @example
 * ```ts
 * console.log(np.fft.ifftn(np.ones([2, 2, 2])).at(0, 0, 0).item()); // => { re: 1, im: 0 }
 * ```
 */
export const ifftn = (x: ArrayLike, options: FftnOptions = {}): NDArray => transformed('ifftn', 'IFFT', x, options);

/**
 * The transform of real numbers along several axes, all by default; along the last one its first half.
 *
 * Throws TypeError for complex numbers, RangeError for axes that x does not have or that are repeated.
 *
 * @example
 * ```ts
 * console.log(np.fft.rfftn(np.ones([2, 4])).shape); // => [ 2, 3 ]
 * ```
 */
export const rfftn = (x: ArrayLike, options: FftnOptions = {}): NDArray => transformed('rfftn', 'RFFT', x, options);

/**
 * The inverse of `rfftn`: real numbers. Throws RangeError for axes that x does not have or that are repeated.
 *
 * @example
 * ```ts
 * console.log(String(np.fft.irfftn(np.fft.rfftn([[1, 2], [3, 4]]))));
 * // => [[1. 2.]
 * //     [3. 4.]]
 * ```
 */
export const irfftn = (x: ArrayLike, options: FftnOptions = {}): NDArray => transformed('irfftn', 'IRFFT', x, options);
