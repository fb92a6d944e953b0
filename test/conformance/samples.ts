import { add, mul, neg, sub } from '../../src/primitives/elementwise/arithmetic.ts';
import type { Sample } from '../../src/primitives/sample.ts';

/** A table of samples, and the name of its golden file. */
export type Family = { readonly name: string; readonly samples: readonly Sample[] };

const basics: readonly Sample[] = [
  { name: 'add', f: (x, y) => add(x!, y!), jax: 'lambda x, y: x + y', inputs: [{ shape: [2, 3], domain: 'normal' }, { shape: [2, 3], domain: 'normal' }] },
  { name: 'sub', f: (x, y) => sub(x!, y!), jax: 'lambda x, y: x - y', inputs: [{ shape: [3], domain: 'normal' }, { shape: [], domain: 'normal' }] },
  { name: 'mul', f: (x, y) => mul(x!, y!), jax: 'lambda x, y: x * y', inputs: [{ shape: [2, 3], domain: 'distinct' }, { shape: [3], domain: 'distinct' }] },
  { name: 'mul: values', f: (x, y) => mul(x!, mul(x!, y!)), jax: 'lambda x, y: x * (x * y)', inputs: [{ shape: [4], domain: { values: [0, -0, Number.POSITIVE_INFINITY, Number.NaN] } }, { shape: [4], domain: 'distinct' }] },
  { name: 'neg', f: x => [neg(x!), mul(x!, x!)], jax: 'lambda x: [-x, x * x]', inputs: [{ shape: [2, 3], domain: { low: 1, high: 2 } }] },
  { name: 'add: ints', f: (x, y) => add(x!, y!), jax: 'lambda x, y: x + y', inputs: [{ shape: [2, 3], dtype: 'int32', domain: { low: -3, high: 5 } }, { shape: [3], dtype: 'float32', domain: 'normal' }] },
];

/** All of them: a test sees to it that no primitive is without a row. */
export const families: readonly Family[] = [{ name: 'basics', samples: basics }];
