/** Discrete Fourier transforms under numpy.fft's names. */
export { fft, hfft, ifft, ihfft, irfft, rfft } from './along.ts';
export { type FrequencyOptions, fftfreq, fftshift, ifftshift, rfftfreq, type ShiftOptions } from './frequencies.ts';
export { fft2, fftn, ifft2, ifftn, irfft2, irfftn, rfft2, rfftn } from './planes.ts';
export type { FftNorm, FftnOptions, FftOptions } from './transform.ts';
