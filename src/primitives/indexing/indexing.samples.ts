import type { Index } from '../../array/ndarray.ts';
import { ConcreteArray, type NDArray, type NestedList } from '../../array/ndarray.ts';
import { mul } from '../elementwise/arithmetic.ts';
import type { Sample, SampleInput } from '../sample.ts';
import { indexArray } from './index-array.ts';
import { take, takeAlongAxis } from './take.ts';
import { addAt, maxAt, minAt, mulAt, setAt } from './update-array.ts';

export const normal = (...shape: readonly number[]): SampleInput => ({ shape, domain: 'normal' });
export const distinct = (...shape: readonly number[]): SampleInput => ({ shape, domain: 'distinct' });
export const complex = (...shape: readonly number[]): SampleInput => ({ shape, domain: 'normal', dtype: 'complex' });
export const integers = (...shape: readonly number[]): SampleInput => ({ shape, domain: 'normal', dtype: 'int32' });

const extents = (values: NestedList): number[] =>
  Array.isArray(values) ? [values.length, ...(values[0] === undefined ? [] : extents(values[0]))] : [];

/** An input of indices. */
export const at = (values: NestedList, dtype: 'int32' | 'uint32' = 'int32'): SampleInput => ({
  shape: extents(values),
  domain: { values },
  dtype,
});

/** A constant array of indices. */
export const ints = (values: NestedList): NDArray =>
  new ConcreteArray(extents(values), 'int32', Int32Array.from([values].flat(4) as number[]));
const bools = (...values: number[]): NDArray => new ConcreteArray([values.length], 'bool', Uint8Array.from(values));

// Indexing as users write it

const read = (special: string, indices: readonly Index[], python: string, input: SampleInput): Sample => ({
  name: `at: ${special}`,
  f: x => indexArray(mul(x!, x!), indices),
  jax: `lambda x: (x * x)[${python}]`,
  inputs: [input],
});

const reads: readonly Sample[] = [
  read('integer', [-2], '-2', normal(4)),
  read('integers and slices', [1, '::2'], '1, ::2', normal(2, 3)),
  read('backwards', ['::-2', '2:0:-1'], '::-2, 2:0:-1', normal(3, 4)),
  read('new axes and ellipsis', [null, '...', 0, null], 'None, ..., 0, None', normal(2, 3)),
  read('nothing', ['3:1', 0], '3:1, 0', normal(3, 2)),
  read('list', [[2, 0, -1]], 'np.array([2, 0, -1])', normal(3, 2)),
  read(
    'array of two axes',
    [
      ints([
        [2, 0],
        [1, 1],
      ]),
    ],
    'np.array([[2, 0], [1, 1]])',
    complex(3),
  ),
  read(
    'two arrays',
    [
      [0, 1, 1],
      [2, 0, 2],
    ],
    'np.array([0, 1, 1]), np.array([2, 0, 2])',
    normal(2, 3),
  ),
  read('arrays that broadcast', [ints([[0], [1]]), [2, 0]], 'np.array([[0], [1]]), np.array([2, 0])', normal(2, 3)),
  read('arrays apart', [[1, 0], ':', 0], 'np.array([1, 0]), :, 0', normal(2, 2, 2)),
  read('array after a slice', ['1:', [1, 1, 0]], '1:, np.array([1, 1, 0])', normal(3, 2)),
  read('mask', [bools(1, 0, 1)], 'np.array([True, False, True])', normal(3, 2)),
  read('array outside', [ints([5, -7, 1])], 'np.array([5, -7, 1])', { shape: [3], domain: 'normal', dtype: 'int32' }),
  {
    name: 'at: computed index',
    f: (x, i) => indexArray(mul(x!, x!), [i!]),
    jax: 'lambda x, i: (x * x)[i]',
    inputs: [normal(4), at(-1)],
  },
  {
    name: 'at: computed index beyond the end',
    f: (x, i) => indexArray(mul(x!, x!), [i!, '1:']),
    jax: 'lambda x, i: (x * x)[i, 1:]',
    inputs: [normal(2, 3), at(5)],
  },
  {
    name: 'at: computed indices',
    f: (x, i, j) => indexArray(mul(x!, x!), [i!, '1:', j!]),
    jax: 'lambda x, i, j: (x * x)[i, 1:, j]',
    inputs: [normal(2, 3, 2), at(1), at(-2)],
  },
  {
    name: 'at: computed array',
    f: (x, i) => indexArray(mul(x!, x!), ['...', i!]),
    jax: 'lambda x, i: (x * x)[..., i]',
    inputs: [normal(2, 3), at([2, -3, 2])],
  },
  {
    name: 'at: computed array beside an integer',
    f: (x, i) => indexArray(mul(x!, x!), [i!, null, 1]),
    jax: 'lambda x, i: (x * x)[i, None, 1]',
    inputs: [normal(3, 2), at([[2, 0]])],
  },
];

const updateFunctions = { set: setAt, add: addAt, multiply: mulAt, min: minAt, max: maxAt };

const update = (
  method: keyof typeof updateFunctions,
  special: string,
  indices: Index | readonly Index[],
  python: string,
  inputs: readonly SampleInput[],
  rest: Pick<Sample, 'constant'> = {},
): Sample => ({
  name: `${method}At: ${special}`,
  f: (x, y) => updateFunctions[method](mul(x!, x!), indices, mul(y!, y!)),
  jax: `lambda x, y: (x * x).at[${python}].${method}(y * y)`,
  inputs,
  ...rest,
});

const updates: readonly Sample[] = (['set', 'add', 'multiply', 'min', 'max'] as const).flatMap(method => [
  update(method, 'integer', 1, '1', [distinct(3), distinct()]),
  update(method, 'slice', '1:3', '1:3', [distinct(4), distinct(2)]),
  update(method, 'slices with steps', ['::-2', '1::2'], '::-2, 1::2', [distinct(3, 3), distinct(2, 1)]),
  update(method, 'everything', '...', '...', [distinct(3), distinct()]),
  update(method, 'nothing', '2:1', '2:1', [distinct(3), distinct()]),
  update(method, 'new axis', [null, 0], 'None, 0', [distinct(2, 2), distinct(1, 2)]),
  update(
    method,
    'array',
    [[2, 0]],
    'np.array([2, 0])',
    [distinct(3, 2), distinct(2)],
    method === 'multiply' ? { constant: [1] } : {},
  ),
  update(
    method,
    'array and slice',
    ['1:', [1, 0], 0],
    '1:, np.array([1, 0]), 0',
    [distinct(2, 2, 2), distinct(2)],
    method === 'multiply' ? { constant: [1] } : {},
  ),
  update(
    method,
    'mask',
    bools(0, 1, 1),
    'np.array([False, True, True])',
    [distinct(3), distinct(2)],
    method === 'multiply' ? { constant: [1] } : {},
  ),
]);

const computedUpdates: readonly Sample[] = [
  {
    name: 'setAt: computed index',
    f: (x, i, y) => setAt(mul(x!, x!), i!, mul(y!, y!)),
    jax: 'lambda x, i, y: (x * x).at[i].set(y * y)',
    inputs: [normal(3), at(-1), normal()],
  },
  {
    name: 'setAt: computed index outside',
    f: (x, i, y) => setAt(mul(x!, x!), i!, mul(y!, y!)),
    jax: 'lambda x, i, y: (x * x).at[i].set(y * y)',
    inputs: [normal(3), at(4), normal()],
  },
  {
    name: 'setAt: computed array, repeated',
    f: (x, i, y) => setAt(mul(x!, x!), i!, mul(y!, y!)),
    jax: 'lambda x, i, y: (x * x).at[i].set(y * y)',
    inputs: [normal(3), at([1, -2, 0, 7]), normal(4)],
  },
  {
    name: 'addAt: computed array, repeated',
    f: (x, i, y) => addAt(mul(x!, x!), [i!, '1:'], mul(y!, y!)),
    jax: 'lambda x, i, y: (x * x).at[i, 1:].add(y * y)',
    inputs: [normal(3, 2), at([1, -2, 0, 7]), normal(4, 1)],
  },
  {
    name: 'multiplyAt: computed index',
    f: (x, i, y) => mulAt(mul(x!, x!), i!, mul(y!, y!)),
    jax: 'lambda x, i, y: (x * x).at[i].multiply(y * y)',
    inputs: [normal(3), at(1), normal()],
  },
  {
    name: 'maxAt: computed array',
    f: (x, i, y) => maxAt(mul(x!, x!), i!, mul(y!, y!)),
    jax: 'lambda x, i, y: (x * x).at[i].max(y * y)',
    inputs: [distinct(3), at([0, 2]), distinct(2)],
  },
  {
    name: 'setAt: a number',
    f: x => setAt(mul(x!, x!), '::2', 3),
    jax: 'lambda x: (x * x).at[::2].set(3)',
    inputs: [normal(4)],
  },
];

const takes: readonly Sample[] = [
  {
    name: 'take',
    f: (x, i) => take(mul(x!, x!), i!),
    jax: 'lambda x, i: jnp.take(x * x, i)',
    inputs: [normal(2, 2), at([3, 0, -1])],
  },
  {
    name: 'take: axis',
    f: (x, i) => take(mul(x!, x!), i!, { axis: 1 }),
    jax: 'lambda x, i: jnp.take(x * x, i, axis=1)',
    inputs: [
      normal(2, 3),
      at([
        [2, 0],
        [-3, 2],
      ]),
    ],
  },
  {
    name: 'take: one index',
    f: (x, i) => take(x!, i!, { axis: -1 }),
    jax: 'lambda x, i: jnp.take(x, i, axis=-1)',
    inputs: [normal(2, 3), at(1)],
  },
  {
    name: 'take: outside',
    f: (x, i) => take(x!, i!, { fillValue: 0 }),
    jax: 'lambda x, i: jnp.take(x, i, fill_value=0)',
    inputs: [normal(3), at([3, -4, 1])],
  },
  {
    name: 'take: clip',
    f: (x, i) => take(x!, i!, { mode: 'clip' }),
    jax: 'lambda x, i: jnp.take(x, i, mode="clip")',
    inputs: [normal(3), at([3, -1, 1])],
  },
  {
    name: 'take: wrap',
    f: (x, i) => take(x!, i!, { mode: 'wrap' }),
    jax: 'lambda x, i: jnp.take(x, i, mode="wrap")',
    inputs: [normal(3), at([3, -1, 7, -5])],
  },
  {
    name: 'take: plain list',
    f: x => take(x!, [1, 1], { axis: 0 }),
    jax: 'lambda x: jnp.take(x, np.array([1, 1]), axis=0)',
    inputs: [complex(2, 2)],
  },
  {
    name: 'take_along_axis',
    f: (x, i) => takeAlongAxis(mul(x!, x!), i!),
    jax: 'lambda x, i: jnp.take_along_axis(x * x, i, -1)',
    inputs: [
      normal(2, 3),
      at([
        [2, 0],
        [-3, 2],
      ]),
    ],
  },
  {
    name: 'take_along_axis: first axis',
    f: (x, i) => takeAlongAxis(x!, i!, { axis: 0 }),
    jax: 'lambda x, i: jnp.take_along_axis(x, i, 0)',
    inputs: [normal(3, 2), at([[2, 0]])],
  },
  {
    name: 'take_along_axis: x broadcast',
    f: (x, i) => takeAlongAxis(x!, i!, { axis: 1 }),
    jax: 'lambda x, i: jnp.take_along_axis(x, i, 1)',
    inputs: [
      normal(1, 3),
      at([
        [2, 0],
        [1, 1],
      ]),
    ],
  },
  {
    name: 'take_along_axis: indices broadcast',
    f: (x, i) => takeAlongAxis(x!, i!, { axis: 1, mode: 'clip' }),
    jax: 'lambda x, i: jnp.take_along_axis(x, i, 1, mode="clip")',
    inputs: [normal(2, 2, 2), at([[[1], [0], [5]]])],
  },
  {
    name: 'take_along_axis: flat',
    f: (x, i) => takeAlongAxis(x!, i!, { axis: null }),
    jax: 'lambda x, i: jnp.take_along_axis(x, i, None)',
    inputs: [normal(2, 2), at([3, 0, 4])],
  },
];

export const indexingSamples: readonly Sample[] = [...reads, ...updates, ...computedUpdates, ...takes];
