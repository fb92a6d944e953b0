import { wired } from '../numpy/methods.ts';
import * as transforms from '../primitives/fft/fft.ts';

export type { FftType } from '../primitives/fft/evaluate.ts';

/** The discrete Fourier transform over the last axes. */
export const fft = wired(transforms.fft);
