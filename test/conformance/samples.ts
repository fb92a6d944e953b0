import { contractionSamples } from '../../src/primitives/contraction/contraction.samples.ts';
import { convertSamples } from '../../src/primitives/convert.samples.ts';
import { elementwiseSamples } from '../../src/primitives/elementwise/elementwise.samples.ts';
import { fftSamples } from '../../src/primitives/fft/fft.samples.ts';
import { gatherSamples } from '../../src/primitives/indexing/gather.samples.ts';
import { indexingSamples } from '../../src/primitives/indexing/indexing.samples.ts';
import { linalgSamples } from '../../src/primitives/linalg/linalg.samples.ts';
import { randomSamples } from '../../src/primitives/random/random.samples.ts';
import { reductionSamples } from '../../src/primitives/reduction/reduction.samples.ts';
import type { Sample } from '../../src/primitives/sample.ts';
import { shapeSamples } from '../../src/primitives/shape/shape.samples.ts';
import { sortSamples } from '../../src/primitives/sort/sort.samples.ts';

/** A table of samples, and the name of its golden file. */
export type Family = { readonly name: string; readonly samples: readonly Sample[] };

/** All tables, each under its own name: tests see to it that no table and no primitive is forgotten. */
export const families: readonly Family[] = [
  { name: 'contraction', samples: contractionSamples },
  { name: 'convert', samples: convertSamples },
  { name: 'elementwise', samples: elementwiseSamples },
  { name: 'fft', samples: fftSamples },
  { name: 'gather', samples: gatherSamples },
  { name: 'indexing', samples: indexingSamples },
  { name: 'linalg', samples: linalgSamples },
  { name: 'random', samples: randomSamples },
  { name: 'reduction', samples: reductionSamples },
  { name: 'shape', samples: shapeSamples },
  { name: 'sort', samples: sortSamples },
];
