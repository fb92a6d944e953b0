import type { DType } from '../array/dtype.ts';
import { convertElementType } from './convert.ts';
import type { Domain, Sample, SampleInput } from './sample.ts';

const floats: Domain = { values: [-2.7, -0.5, 0, 0.5, 1.5, 3e9] };

const conversion = (from: SampleInput, to: DType, scope = `np.${to}`): Sample => ({
  name: `convert_element_type: ${from.dtype} to ${to}`,
  f: x => convertElementType(x!, to),
  jax: `lambda x: lax.convert_element_type(x, ${scope})`,
  inputs: [from],
});

const complexValues: Domain = { values: [1.5, -2.5, 0, 1, 0, 0, -3, 0.25] };

/** Rows of `convert_element_type`. */
export const convertSamples: readonly Sample[] = [
  conversion({ shape: [2, 3], domain: 'normal', dtype: 'float32' }, 'complex64'),
  conversion({ shape: [4], domain: complexValues, dtype: 'complex64' }, 'float32'),
  conversion({ shape: [4], domain: complexValues, dtype: 'complex64' }, 'int32'),
  conversion({ shape: [4], domain: complexValues, dtype: 'complex64' }, 'bool'),
  conversion({ shape: [6], domain: floats, dtype: 'float32' }, 'int32'),
  conversion({ shape: [5], domain: { values: [0, 0.5, 1.5, 3e9, 1e10] }, dtype: 'float32' }, 'uint32'),
  conversion({ shape: [6], domain: floats, dtype: 'float32' }, 'bool'),
  conversion({ shape: [2, 3], domain: 'normal', dtype: 'float64' }, 'float32'),
  conversion({ shape: [3], domain: 'normal', dtype: 'float64' }, 'complex64'),
  conversion({ shape: [3], domain: 'normal', dtype: 'complex128' }, 'complex64'),
  conversion({ shape: [4], domain: { values: [-1, 0, 7, 16777217] }, dtype: 'int32' }, 'float32'),
  conversion({ shape: [4], domain: { values: [-1, 0, 7, 16777217] }, dtype: 'int32' }, 'uint32'),
  conversion({ shape: [3], domain: { values: [0, 2, -2] }, dtype: 'int32' }, 'bool'),
  conversion({ shape: [3], domain: { values: [0, 7, 4294967295] }, dtype: 'uint32' }, 'int32'),
  conversion({ shape: [3], domain: { values: [0, 1, 1] }, dtype: 'bool' }, 'complex64'),
  {
    name: 'convert_element_type: weak',
    f: x => convertElementType(x!, x!.dtype, true),
    jax: 'lambda x: jax._src.lax.lax._convert_element_type(x, x.dtype, weak_type=True)',
    inputs: [{ shape: [3], domain: 'normal' }],
  },
  {
    name: 'convert_element_type: there and back',
    f: x => convertElementType(convertElementType(x!, 'float64'), 'float32'),
    jax: 'lambda x: lax.convert_element_type(x, np.float32)',
    inputs: [{ shape: [3], domain: 'normal', dtype: 'float32' }],
  },
];
