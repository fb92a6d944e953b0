import { reductionSamples } from '../../src/primitives/reduction/reduction.samples.ts';
import { sortSamples } from '../../src/primitives/sort/sort.samples.ts';
import type { Sample } from '../../src/primitives/sample.ts';
export type Family = { readonly name: string; readonly samples: readonly Sample[] };
export const families: readonly Family[] = [{ name: 'reduction', samples: reductionSamples }, { name: 'sort', samples: sortSamples }];
