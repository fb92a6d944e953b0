import type { Sample } from '../../sample.ts';
import * as lax from '../index.ts';
import { complexes, floats, ints } from './inputs.ts';

export const powerSamples: readonly Sample[] = [
  ...[0, 1, 2, 3, 5, -1, -2, 10].map(
    (exponent): Sample => ({
      name: `integer_pow: ${exponent}`,
      f: x => lax.integerPow(x!, exponent),
      jax: `lambda x: lax.integer_pow(x, ${exponent})`,
      inputs: [{ shape: [3], domain: 'positive' }],
    }),
  ),
  ...[0, 1, 2, 3].map(
    (exponent): Sample => ({
      name: `integer_pow: ${exponent} at zero`,
      f: x => lax.integerPow(x!, exponent),
      jax: `lambda x: lax.integer_pow(x, ${exponent})`,
      inputs: [floats(0, -2)],
    }),
  ),
  ...[3, -2].map(
    (exponent): Sample => ({
      name: `integer_pow: ${exponent}, complex`,
      f: x => lax.integerPow(x!, exponent),
      jax: `lambda x: lax.integer_pow(x, ${exponent})`,
      inputs: [complexes()],
    }),
  ),
  {
    name: 'integer_pow: 5, int32',
    f: x => lax.integerPow(x!, 5),
    jax: 'lambda x: lax.integer_pow(x, 5)',
    inputs: [ints(0, 3, -2, 1000)],
  },
  {
    name: 'pow: 1.5',
    f: x => lax.pow(x!, 1.5),
    jax: 'lambda x: lax.pow(x, x.dtype.type(1.5))',
    inputs: [{ shape: [3], domain: 'positive' }],
  },
];
