import { shapeSamples } from '../../src/primitives/shape/shape.samples.ts';
import { indexingSamples } from '../../src/primitives/indexing/indexing.samples.ts';
import { gatherSamples } from '../../src/primitives/indexing/gather.samples.ts';
import type { Sample } from '../../src/primitives/sample.ts';
export type Family = { readonly name: string; readonly samples: readonly Sample[] };
export const families: readonly Family[] = [
  { name: 'shape', samples: shapeSamples },
  { name: 'indexing', samples: indexingSamples },
  { name: 'gather', samples: gatherSamples },
];
