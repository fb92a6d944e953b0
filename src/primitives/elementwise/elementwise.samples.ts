import type { Sample } from '../sample.ts';
import { binarySamples } from './samples/binary.ts';
import { chooserSamples } from './samples/chooser.ts';
import { integerSamples } from './samples/integer.ts';
import { integralSamples } from './samples/integrals.ts';
import { powerSamples } from './samples/power.ts';
import { unarySamples } from './samples/unary.ts';

/** Every function of the family at ordinary points, at special ones and in the dtypes and shapes it accepts. */
export const elementwiseSamples: readonly Sample[] = [
  ...unarySamples,
  ...binarySamples,
  ...integerSamples,
  ...integralSamples,
  ...powerSamples,
  ...chooserSamples,
];
