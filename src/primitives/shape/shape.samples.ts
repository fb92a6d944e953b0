import { mul } from '../elementwise/arithmetic.ts';
import type { Sample, SampleInput } from '../sample.ts';
import { broadcastInDim, reduceSum } from './broadcast.ts';
import { concatenate, split, stack } from './concatenate.ts';
import {
  dynamicIndexInDim,
  dynamicSliceInDim,
  dynamicUpdateIndexInDim,
  dynamicUpdateSliceInDim,
} from './dynamic-in-dim.ts';
import { dynamicSlice, dynamicUpdateSlice } from './dynamic-slice.ts';
import { iota } from './iota.ts';
import { expandDims, reshape } from './reshape.ts';
import { rev } from './rev.ts';
import { indexInDim, type PaddingConfig, pad, slice, sliceInDim } from './slice.ts';
import { squeeze } from './squeeze.ts';
import { tile } from './tile.ts';
import { transpose } from './transpose.ts';

const normal = (...shape: readonly number[]): SampleInput => ({ shape, domain: 'normal' });
const complex = (...shape: readonly number[]): SampleInput => ({ shape, domain: 'normal', dtype: 'complex' });
const integer = (value: number, dtype: 'int32' | 'uint32' = 'int32'): SampleInput => ({
  shape: [],
  domain: { values: value },
  dtype,
});
const integers = (...shape: readonly number[]): SampleInput => ({ shape, domain: 'normal', dtype: 'int32' });
const tuple = (list: readonly number[]): string => `(${list.map(n => `${n},`).join(' ')})`;

const padSample = (special: string, config: PaddingConfig, ...inputs: readonly SampleInput[]): Sample => ({
  name: `pad: ${special}`,
  f: (x, value) => pad(x!, value!, config),
  jax: `lambda x, value: lax.pad(x, value, [${config.map(tuple).join(', ')}])`,
  inputs,
});

const sliceSample = (
  special: string,
  input: SampleInput,
  start: readonly number[],
  limit: readonly number[],
  strides?: readonly number[],
): Sample => ({
  name: `slice: ${special}`,
  f: x => slice(x!, start, limit, strides),
  jax: `lambda x: lax.slice(x, ${tuple(start)}, ${tuple(limit)}, ${strides === undefined ? 'None' : tuple(strides)})`,
  inputs: [input],
});

const reshaping: readonly Sample[] = [
  {
    name: 'broadcast_in_dim',
    f: x => broadcastInDim(x!, [2, 3, 2], [0, 2]),
    jax: 'lambda x: lax.broadcast_in_dim(x, (2, 3, 2), (0, 2))',
    inputs: [normal(2, 2)],
  },
  {
    name: 'broadcast_in_dim: unit axis',
    f: x => broadcastInDim(x!, [2, 3], [0, 1]),
    jax: 'lambda x: lax.broadcast_in_dim(x, (2, 3), (0, 1))',
    inputs: [normal(1, 3)],
  },
  {
    name: 'broadcast_in_dim: scalar',
    f: x => broadcastInDim(x!, [2, 3], []),
    jax: 'lambda x: lax.broadcast_in_dim(x, (2, 3), ())',
    inputs: [complex()],
  },
  {
    name: 'broadcast_in_dim: empty',
    f: x => broadcastInDim(x!, [0, 2], [1]),
    jax: 'lambda x: lax.broadcast_in_dim(x, (0, 2), (1,))',
    inputs: [normal(2)],
  },
  {
    name: 'broadcast_in_dim: squares',
    f: x => broadcastInDim(mul(x!, x!), [3, 2], [1]),
    jax: 'lambda x: lax.broadcast_in_dim(x * x, (3, 2), (1,))',
    inputs: [normal(2)],
  },
  { name: 'reshape', f: x => reshape(x!, [3, 2]), jax: 'lambda x: x.reshape(3, 2)', inputs: [normal(2, 3)] },
  {
    name: 'reshape: squares',
    f: x => reshape(mul(x!, x!), [2, 1, 2]),
    jax: 'lambda x: (x * x).reshape(2, 1, 2)',
    inputs: [complex(4)],
  },
  { name: 'reshape: empty', f: x => reshape(x!, [3, 0]), jax: 'lambda x: x.reshape(3, 0)', inputs: [normal(0, 2)] },
  {
    name: 'expand_dims',
    f: x => expandDims(x!, [0, 2]),
    jax: 'lambda x: lax.expand_dims(x, (0, 2))',
    inputs: [normal(3)],
  },
  {
    name: 'squeeze',
    f: x => squeeze(x!, [0, -1]),
    jax: 'lambda x: lax.squeeze(x, (0, -1))',
    inputs: [normal(1, 3, 1)],
  },
  {
    name: 'squeeze: one of several',
    f: x => squeeze(mul(x!, x!), [1]),
    jax: 'lambda x: lax.squeeze(x * x, (1,))',
    inputs: [complex(1, 1, 2)],
  },
  {
    name: 'transpose',
    f: x => transpose(x!, [2, 0, 1]),
    jax: 'lambda x: lax.transpose(x, (2, 0, 1))',
    inputs: [normal(2, 3, 2)],
  },
  {
    name: 'transpose: squares',
    f: x => transpose(mul(x!, x!), [1, 0]),
    jax: 'lambda x: (x * x).T',
    inputs: [complex(2, 3)],
  },
  { name: 'reduce_sum', f: x => reduceSum(x!, [1]), jax: 'lambda x: jnp.sum(x, 1)', inputs: [normal(2, 3)] },
  {
    name: 'reduce_sum: two axes',
    f: x => reduceSum(mul(x!, x!), [0, 2]),
    jax: 'lambda x: jnp.sum(x * x, (0, 2))',
    inputs: [normal(2, 3, 2)],
  },
  { name: 'reduce_sum: complex', f: x => reduceSum(x!, [0]), jax: 'lambda x: jnp.sum(x, 0)', inputs: [complex(3, 2)] },
  { name: 'reduce_sum: empty', f: x => reduceSum(x!, [0]), jax: 'lambda x: jnp.sum(x, 0)', inputs: [normal(0, 3)] },
  { name: 'rev', f: x => rev(x!, [0]), jax: 'lambda x: lax.rev(x, (0,))', inputs: [normal(3, 2)] },
  {
    name: 'rev: several axes',
    f: x => rev(mul(x!, x!), [-1, 0]),
    jax: 'lambda x: lax.rev(x * x, (2, 0))',
    inputs: [normal(2, 2, 3)],
  },
  { name: 'rev: complex', f: x => rev(x!, [0]), jax: 'lambda x: lax.rev(x, (0,))', inputs: [complex(3)] },
  { name: 'rev: empty', f: x => rev(x!, [0, 1]), jax: 'lambda x: lax.rev(x, (0, 1))', inputs: [normal(0, 2)] },
  { name: 'tile', f: x => tile(x!, [2, 3]), jax: 'lambda x: lax.tile(x, (2, 3))', inputs: [normal(2, 1)] },
  {
    name: 'tile: squares, none',
    f: x => [tile(mul(x!, x!), [2]), tile(x!, [0])],
    jax: 'lambda x: [lax.tile(x * x, (2,)), lax.tile(x, (0,))]',
    inputs: [normal(3)],
  },
  {
    name: 'iota',
    f: x => mul(x!, iota('int32', [2, 3], 1)),
    jax: 'lambda x: x * lax.broadcasted_iota("int32", (2, 3), 1)',
    inputs: [normal(2, 3)],
  },
  {
    name: 'iota: dtypes',
    f: () => [iota('uint32', 4), iota('complex64', [2, 2], -2), iota('float32', [0, 2], 0)],
    jax: 'lambda: [lax.iota("uint32", 4), lax.broadcasted_iota("complex64", (2, 2), 0), lax.broadcasted_iota("float32", (0, 2), 0)]',
    inputs: [],
    order: 0,
    reason: 'it is constant',
  },
];

const slicing: readonly Sample[] = [
  sliceSample('one axis', normal(5), [1], [4]),
  sliceSample('strides', normal(7), [1], [6], [2]),
  sliceSample('matrix', normal(3, 4), [1, 0], [3, 4], [1, 3]),
  sliceSample('last stride cut short', normal(6), [0], [6], [4]),
  sliceSample('complex', complex(2, 3), [0, 1], [2, 3]),
  sliceSample('nothing', normal(4, 2), [2, 0], [2, 2], [3, 1]),
  sliceSample('integers', integers(5), [1], [5], [2]),
  {
    name: 'slice: product of parts',
    f: x => mul(slice(x!, [0], [3]), slice(x!, [1], [4])),
    jax: 'lambda x: x[:3] * x[1:]',
    inputs: [normal(4)],
  },
  {
    name: 'slice_in_dim',
    f: x => sliceInDim(x!, -3, null, 2, 1),
    jax: 'lambda x: lax.slice_in_dim(x, -3, None, 2, 1)',
    inputs: [normal(2, 4)],
  },
  {
    name: 'slice_in_dim: defaults',
    f: x => sliceInDim(x!, null, -1),
    jax: 'lambda x: lax.slice_in_dim(x, None, -1)',
    inputs: [normal(3, 2)],
  },
  {
    name: 'index_in_dim',
    f: x => [indexInDim(x!, -1, 1), indexInDim(x!, 0, 0, false)],
    jax: 'lambda x: [lax.index_in_dim(x, -1, 1), lax.index_in_dim(x, 0, 0, False)]',
    inputs: [normal(2, 3)],
  },
  padSample('around', [[1, 2, 0]], normal(3), normal()),
  padSample('interior', [[1, 0, 2]], normal(3), normal()),
  padSample('negative', [[-1, -1, 0]], normal(4), normal()),
  padSample('negative and interior', [[-2, 1, 1]], normal(4), normal()),
  padSample('negative beyond interior', [[1, -4, 2]], normal(3), normal()),
  padSample(
    'two axes',
    [
      [0, 1, 0],
      [-1, 2, 1],
    ],
    normal(2, 3),
    normal(),
  ),
  padSample('complex', [[1, 1, 1]], complex(2), complex()),
  padSample('empty', [[1, 2, 3]], normal(0), normal()),
  padSample('cut to nothing', [[-1, -2, 0]], normal(3), normal()),
  padSample('integers', [[1, 1, 0]], integers(3), integers()),
  padSample('scalar', [], normal(), normal()),
  {
    name: 'pad: squares',
    f: (x, value) => pad(mul(x!, x!), mul(value!, value!), [[1, -1, 1]]),
    jax: 'lambda x, v: lax.pad(x * x, v * v, [(1, -1, 1)])',
    inputs: [normal(3), normal()],
  },
  {
    name: 'pad: a number',
    f: x => pad(x!, 2, [[0, 1, 0]]),
    jax: 'lambda x: lax.pad(x, x.dtype.type(2), [(0, 1, 0)])',
    inputs: [normal(3)],
  },
];

const joining: readonly Sample[] = [
  {
    name: 'concatenate',
    f: (x, y) => concatenate([x!, y!], 0),
    jax: 'lambda x, y: lax.concatenate([x, y], 0)',
    inputs: [normal(2), normal(3)],
  },
  {
    name: 'concatenate: second axis',
    f: (x, y, z) => concatenate([x!, y!, z!], 1),
    jax: 'lambda x, y, z: lax.concatenate([x, y, z], 1)',
    inputs: [normal(2, 1), normal(2, 0), normal(2, 3)],
  },
  {
    name: 'concatenate: twice the same',
    f: x => mul(concatenate([x!, x!], -1), concatenate([mul(x!, x!), x!], -1)),
    jax: 'lambda x: lax.concatenate([x, x], 0) * lax.concatenate([x * x, x], 0)',
    inputs: [normal(2)],
  },
  {
    name: 'concatenate: a constant',
    f: (x, y) => concatenate([x!, y!, x!], 0),
    jax: 'lambda x, y: lax.concatenate([x, y, x], 0)',
    inputs: [complex(2), complex(1)],
    constant: [1],
  },
  {
    name: 'stack',
    f: (x, y) => stack([x!, y!, mul(x!, y!)], 1),
    jax: 'lambda x, y: jnp.stack([x, y, x * y], 1)',
    inputs: [normal(2, 2), normal(2, 2)],
  },
  {
    name: 'stack: scalars',
    f: (x, y) => stack([x!, y!], -1),
    jax: 'lambda x, y: jnp.stack([x, y], -1)',
    inputs: [normal(), normal()],
  },
  { name: 'split', f: x => split(x!, [1, 3]), jax: 'lambda x: lax.split(x, [1, 3])', inputs: [normal(4)] },
  {
    name: 'split: second axis',
    f: x => split(mul(x!, x!), [2, 0, 1], -1),
    jax: 'lambda x: lax.split(x * x, [2, 0, 1], -1)',
    inputs: [complex(2, 3)],
  },
  {
    name: 'split: one part unused',
    f: x => {
      const parts = split(x!, [2, 1, 2]);
      return mul(parts[0]!, parts[2]!);
    },
    jax: 'lambda x: x[:2] * x[3:]',
    inputs: [normal(5)],
  },
];

const dynamic: readonly Sample[] = [
  {
    name: 'dynamic_slice',
    f: (x, i) => dynamicSlice(x!, [i!], [2]),
    jax: 'lambda x, i: lax.dynamic_slice(x, (i,), (2,))',
    inputs: [normal(5), integer(1)],
  },
  {
    name: 'dynamic_slice: two axes',
    f: (x, i, j) => dynamicSlice(x!, [i!, j!], [2, 1]),
    jax: 'lambda x, i, j: lax.dynamic_slice(x, (i, j), (2, 1))',
    inputs: [normal(3, 4), integer(1), integer(-1)],
  },
  {
    name: 'dynamic_slice: beyond the end',
    f: (x, i) => dynamicSlice(mul(x!, x!), [i!], [2]),
    jax: 'lambda x, i: lax.dynamic_slice(x * x, (i,), (2,))',
    inputs: [normal(4), integer(9)],
  },
  {
    name: 'dynamic_slice: before the beginning',
    f: (x, i) => dynamicSlice(x!, [i!], [2]),
    jax: 'lambda x, i: lax.dynamic_slice(x, (i,), (2,))',
    inputs: [normal(4), integer(-9)],
  },
  {
    name: 'dynamic_slice: uint32',
    f: (x, i) => dynamicSlice(x!, [i!], [2]),
    jax: 'lambda x, i: lax.dynamic_slice(x, (i,), (2,))',
    inputs: [complex(4), integer(3, 'uint32')],
  },
  {
    name: 'dynamic_slice: known start',
    f: x => dynamicSlice(mul(x!, x!), [7, -2], [1, 2]),
    jax: 'lambda x: lax.dynamic_slice(x * x, (7, -2), (1, 2))',
    inputs: [normal(2, 3)],
  },
  {
    name: 'dynamic_slice: starts in an array',
    f: (x, i) => dynamicSlice(x!, i!, [1, 2]),
    jax: 'lambda x, i: lax.dynamic_slice(x, i, (1, 2))',
    inputs: [normal(3, 3), { shape: [2], domain: { values: [1, 0] }, dtype: 'int32' }],
  },
  {
    name: 'dynamic_slice: one axis known',
    f: (x, i) => dynamicSlice(x!, [0, i!], [2, 1]),
    jax: 'lambda x, i: lax.dynamic_slice(x, (jnp.int32(0), i), (2, 1))',
    inputs: [normal(2, 3), integer(2)],
  },
  {
    name: 'dynamic_slice_in_dim',
    f: (x, i) => dynamicSliceInDim(x!, i!, 2, -1),
    jax: 'lambda x, i: lax.dynamic_slice_in_dim(x, i, 2, -1)',
    inputs: [normal(2, 4), integer(1)],
  },
  {
    name: 'dynamic_index_in_dim',
    f: (x, i) => [dynamicIndexInDim(x!, i!), dynamicIndexInDim(x!, i!, 1, false)],
    jax: 'lambda x, i: [lax.dynamic_index_in_dim(x, i), lax.dynamic_index_in_dim(x, i, 1, False)]',
    inputs: [normal(2, 3), integer(-1)],
  },
  {
    name: 'dynamic_update_slice',
    f: (x, y, i) => dynamicUpdateSlice(x!, y!, [i!]),
    jax: 'lambda x, y, i: lax.dynamic_update_slice(x, y, (i,))',
    inputs: [normal(5), normal(2), integer(2)],
  },
  {
    name: 'dynamic_update_slice: two axes',
    f: (x, y, i, j) => dynamicUpdateSlice(mul(x!, x!), mul(y!, y!), [i!, j!]),
    jax: 'lambda x, y, i, j: lax.dynamic_update_slice(x * x, y * y, (i, j))',
    inputs: [normal(3, 4), normal(2, 2), integer(0), integer(7)],
  },
  {
    name: 'dynamic_update_slice: known start',
    f: (x, y) => dynamicUpdateSlice(x!, y!, [-3]),
    jax: 'lambda x, y: lax.dynamic_update_slice(x, y, (-3,))',
    inputs: [complex(4), complex(2)],
  },
  {
    name: 'dynamic_update_slice: everything',
    f: (x, y, i) => dynamicUpdateSlice(x!, y!, [i!]),
    jax: 'lambda x, y, i: lax.dynamic_update_slice(x, y, (i,))',
    inputs: [normal(3), normal(3), integer(1)],
  },
  {
    name: 'dynamic_update_slice: a constant array',
    f: (x, y, i) => dynamicUpdateSlice(x!, mul(y!, y!), [i!]),
    jax: 'lambda x, y, i: lax.dynamic_update_slice(x, y * y, (i,))',
    inputs: [normal(4), normal(2), integer(1)],
    constant: [0],
  },
  {
    name: 'dynamic_update_slice_in_dim',
    f: (x, y, i) => dynamicUpdateSliceInDim(x!, y!, i!, 1),
    jax: 'lambda x, y, i: lax.dynamic_update_slice_in_dim(x, y, i, 1)',
    inputs: [normal(2, 4), normal(2, 2), integer(1)],
  },
  {
    name: 'dynamic_update_index_in_dim',
    f: (x, y, i) => dynamicUpdateIndexInDim(x!, y!, i!, 0),
    jax: 'lambda x, y, i: lax.dynamic_update_index_in_dim(x, y, i, 0)',
    inputs: [normal(3, 2), normal(2), integer(-2)],
  },
];

export const shapeSamples: readonly Sample[] = [...reshaping, ...slicing, ...joining, ...dynamic];
