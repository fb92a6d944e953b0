import type { LoweringRules } from '../../core/primitive.ts';
import type { FftParams } from './evaluate.ts';

export const fftLowerings: LoweringRules = {
  fft: {
    complex: 'pairs',
    lower: (_, [x], { fftType, fftLengths: [length] }: FftParams) =>
      x!.shape.includes(0) ? undefined : { kind: 'routine', routine: { name: 'fft', type: fftType, length: length! } },
  },
};
