import type { Sample, SampleInput } from '../sample.ts';
import { dotGeneral } from './checked-dot-general.ts';
import { type ConvOptions, convGeneralDilated } from './conv.ts';
import type { ConvPadding, NamedPadding } from './conv-geometry.ts';
import type { AxisPairs } from './dot-general.ts';
import { einsum } from './einsum.ts';
import { dot, inner, matmul, outer, type TensordotAxes, tensordot, vdot } from './matmul.ts';

const normal = (shape: readonly number[]): SampleInput => ({ shape, domain: 'normal' });
const complex = (shape: readonly number[]): SampleInput => ({ shape, domain: 'normal', dtype: 'complex' });

const dotSample = (
  special: string,
  inputs: readonly SampleInput[],
  contracting: AxisPairs,
  batch: AxisPairs = [[], []],
): Sample => ({
  name: `dot_general: ${special}`,
  f: (x, y) => dotGeneral(x!, y!, { contracting, batch }),
  jax: `lambda x, y: lax.dot_general(x, y, (${JSON.stringify(contracting)}, ${JSON.stringify(batch)}))`,
  inputs,
});

const dotSamples: readonly Sample[] = [
  dotSample('matrices', [normal([2, 3]), normal([3, 4])], [[1], [0]]),
  dotSample('first axes', [normal([3, 2]), normal([3, 2])], [[0], [0]]),
  dotSample('vectors', [normal([3]), normal([3])], [[0], [0]]),
  dotSample('scalar', [normal([]), normal([3])], [[], []]),
  dotSample('outer', [normal([2]), normal([3])], [[], []]),
  dotSample(
    'two axes',
    [normal([2, 3, 2]), normal([2, 2, 3])],
    [
      [1, 2],
      [2, 0],
    ],
  ),
  dotSample('batch', [normal([2, 2, 3]), normal([2, 3, 2])], [[2], [1]], [[0], [0]]),
  dotSample(
    'batch axes anywhere',
    [normal([2, 2, 3]), normal([3, 2, 2])],
    [[1], [2]],
    [
      [2, 0],
      [0, 1],
    ],
  ),
  dotSample(
    'all batch',
    [normal([2, 3]), normal([3, 2])],
    [[], []],
    [
      [0, 1],
      [1, 0],
    ],
  ),
  dotSample('empty sum', [normal([2, 0]), normal([0, 3])], [[1], [0]]),
  dotSample('empty result', [normal([0, 2]), normal([2, 3])], [[1], [0]]),
  dotSample('complex', [complex([2, 2]), complex([2, 3])], [[1], [0]]),
  dotSample('complex batch', [complex([2, 2]), complex([2, 2])], [[1], [1]], [[0], [0]]),
  {
    name: 'dot_general: preferred dtype',
    f: x => dotGeneral(x!, x!, { contracting: [[0], [0]], preferredElementType: x!.dtype }),
    jax: 'lambda x: lax.dot_general(x, x, (([0], [0]), ([], [])), preferred_element_type=x.dtype)',
    inputs: [normal([3])],
  },
  {
    name: 'dot_general: int32',
    f: (x, y) => dotGeneral(x!, y!, { contracting: [[1], [0]] }),
    jax: 'lambda x, y: lax.dot_general(x, y, (([1], [0]), ([], [])))',
    inputs: [
      {
        shape: [2, 2],
        domain: {
          values: [
            [1, -2],
            [3, 2147483647],
          ],
        },
        dtype: 'int32',
      },
      { shape: [2, 1], domain: { values: [[5], [7]] }, dtype: 'int32' },
    ],
    order: 0,
    reason: 'integers have no derivatives',
  },
  {
    name: 'dot_general: bool',
    f: (x, y) => dotGeneral(x!, y!, { contracting: [[1], [0]] }),
    jax: 'lambda x, y: lax.dot_general(x, y, (([1], [0]), ([], [])))',
    inputs: [
      {
        shape: [2, 2],
        domain: {
          values: [
            [1, 0],
            [0, 0],
          ],
        },
        dtype: 'bool',
      },
      { shape: [2, 1], domain: { values: [[1], [1]] }, dtype: 'bool' },
    ],
    order: 0,
    reason: 'bools have no derivatives',
  },
];

const productSamples: readonly Sample[] = (
  [
    ['matrices', [2, 3], [3, 2]],
    ['vectors', [3], [3]],
    ['row', [3], [3, 2]],
    ['column', [2, 3], [3]],
    ['stack by matrix', [2, 2, 3], [3, 2]],
    ['stacks that broadcast', [2, 1, 1, 2], [1, 3, 2, 2]],
    ['row by stack', [2], [2, 2, 3]],
    ['stack by column', [3, 2, 2], [2]],
    ['unit stack', [1, 2, 2], [3, 2, 1]],
  ] as const
).map(([special, lhs, rhs]) => ({
  name: `matmul: ${special}`,
  f: (x, y) => matmul(x!, y!),
  jax: 'lambda x, y: jnp.matmul(x, y)',
  inputs: [normal(lhs), normal(rhs)],
}));

const tensordotSample = (axes: TensordotAxes, lhs: readonly number[], rhs: readonly number[]): Sample => ({
  name: `tensordot: axes ${JSON.stringify(axes)}`,
  f: (x, y) => tensordot(x!, y!, axes),
  jax: `lambda x, y: jnp.tensordot(x, y, axes=${JSON.stringify(axes)})`,
  inputs: [normal(lhs), normal(rhs)],
});

const namedSamples: readonly Sample[] = [
  {
    name: 'dot: stacks',
    f: (x, y) => dot(x!, y!),
    jax: 'lambda x, y: jnp.dot(x, y)',
    inputs: [normal([2, 1, 2]), normal([3, 2, 2])],
  },
  {
    name: 'dot: scalar',
    f: (x, y) => dot(x!, y!),
    jax: 'lambda x, y: jnp.dot(x, y)',
    inputs: [normal([]), normal([2, 2])],
  },
  {
    name: 'inner',
    f: (x, y) => inner(x!, y!),
    jax: 'lambda x, y: jnp.inner(x, y)',
    inputs: [normal([2, 2]), normal([3, 1, 2])],
  },
  {
    name: 'outer',
    f: (x, y) => outer(x!, y!),
    jax: 'lambda x, y: jnp.outer(x, y)',
    inputs: [normal([2, 2]), normal([3])],
  },
  {
    name: 'vdot',
    f: (x, y) => vdot(x!, y!),
    jax: 'lambda x, y: jnp.vdot(x, y)',
    inputs: [normal([2, 3]), normal([6])],
  },
  {
    name: 'vdot: complex',
    f: (x, y) => vdot(x!, y!),
    jax: 'lambda x, y: jnp.vdot(x, y)',
    inputs: [complex([3]), complex([3])],
  },
  tensordotSample(0, [2], [3]),
  tensordotSample(1, [2, 3], [3, 2]),
  tensordotSample(2, [2, 2, 3], [2, 3, 2]),
  tensordotSample([1, 0], [2, 3], [3, 2]),
  tensordotSample(
    [
      [-1, 0],
      [0, 2],
    ],
    [2, 2, 3],
    [3, 1, 2],
  ),
];

const einsumSamples: readonly Sample[] = (
  [
    ['ij,jk->ik', [2, 3], [3, 2]],
    ['ij,jk->ki', [2, 3], [3, 2]],
    ['ij,jk', [2, 3], [3, 2]],
    ['ba', [2, 3]],
    ['ii', [3, 3]],
    ['ii->i', [3, 3]],
    ['iji->ji', [2, 3, 2]],
    ['iij,jj->i', [2, 2, 2], [2, 2]],
    ['ij->', [2, 3]],
    ['ij->j', [2, 3]],
    ['i,i->i', [3], [3]],
    ['i,j->ji', [2], [3]],
    ['ij,kl->jk', [2, 2], [3, 2]],
    ['i,i->i', [3], [1]],
    ['ij,jk->ik', [2, 1], [3, 2]],
    ['...ij,...jk->...ik', [2, 1, 2], [2, 2]],
    ['...i,...i', [2, 3], [3]],
    ['i...,i...->...', [2, 3], [2, 1]],
    ['...', [2, 2]],
    ['...i->i', [2, 2]],
    ['bij,bjk->bik', [2, 1, 3], [2, 3, 2]],
    ['bi,bj->ijb', [2, 2], [2, 3]],
    ['ij,jk,kl->il', [2, 3], [3, 2], [2, 2]],
    ['i,ij,j', [2], [2, 3], [3]],
    ['ab,bc,cd,da->', [2, 2], [2, 1], [1, 2], [2, 2]],
    [',ij->ji', [], [2, 2]],
  ] as const
).map(([spec, ...shapes]) => ({
  name: `einsum: ${spec} of ${shapes.map(shape => `(${shape.join(', ')})`).join(' and ')}`,
  f: (...operands) => einsum(spec, ...operands),
  jax: `lambda *xs: jnp.einsum('${spec}', *xs)`,
  inputs: shapes.map(normal),
}));

type ConvSample = {
  readonly special: string;
  readonly lhs: readonly number[];
  readonly rhs: readonly number[];
  readonly strides: readonly number[];
  readonly padding: NamedPadding | ConvPadding;
  readonly options?: Omit<ConvOptions, 'preferredElementType'>;
  readonly complex?: boolean;
};

const convSample = ({ special, lhs, rhs, strides, padding, options = {}, complex: isComplex }: ConvSample): Sample => {
  const keywords = [
    ['lhs_dilation', options.lhsDilation],
    ['rhs_dilation', options.rhsDilation],
    ['dimension_numbers', options.dimensionNumbers],
    ['feature_group_count', options.featureGroupCount],
    ['batch_group_count', options.batchGroupCount],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`, ${name}=${JSON.stringify(value)}`]));
  const input = isComplex ? complex : normal;
  return {
    name: `conv_general_dilated: ${special}`,
    f: (x, y) => convGeneralDilated(x!, y!, strides, padding, options),
    jax: `lambda x, y: lax.conv_general_dilated(x, y, ${JSON.stringify(strides)}, ${JSON.stringify(padding)}${keywords.join('')})`,
    inputs: [input(lhs), input(rhs)],
  };
};

const convSamples: readonly Sample[] = (
  [
    { special: 'one axis', lhs: [1, 2, 4], rhs: [2, 2, 2], strides: [1], padding: 'VALID' },
    { special: 'no axis', lhs: [2, 3], rhs: [2, 3], strides: [], padding: [] },
    { special: 'same', lhs: [1, 1, 5], rhs: [1, 1, 2], strides: [2], padding: 'SAME' },
    { special: 'same lower', lhs: [1, 1, 5], rhs: [1, 1, 2], strides: [1], padding: 'SAME_LOWER' },
    { special: 'padding', lhs: [1, 1, 4], rhs: [2, 1, 3], strides: [2], padding: [[2, 1]] },
    { special: 'negative padding', lhs: [1, 1, 6], rhs: [1, 1, 2], strides: [1], padding: [[-1, -2]] },
    {
      special: 'lhs dilation',
      lhs: [1, 1, 3],
      rhs: [1, 1, 3],
      strides: [1],
      padding: [[2, 1]],
      options: { lhsDilation: [2] },
    },
    {
      special: 'rhs dilation',
      lhs: [1, 1, 7],
      rhs: [1, 1, 3],
      strides: [2],
      padding: [[1, 2]],
      options: { rhsDilation: [2] },
    },
    {
      special: 'two axes',
      lhs: [1, 1, 3, 4],
      rhs: [1, 1, 2, 2],
      strides: [1, 2],
      padding: [
        [1, 0],
        [-1, 1],
      ],
      options: { lhsDilation: [2, 1], rhsDilation: [1, 2] },
    },
    {
      special: 'channels last',
      lhs: [1, 2, 3, 2],
      rhs: [1, 2, 2, 3],
      strides: [1, 1],
      padding: 'SAME',
      options: { dimensionNumbers: ['NHWC', 'HWIO', 'NHWC'] },
    },
    {
      special: 'axes in any order',
      lhs: [3, 1, 2, 2],
      rhs: [1, 2, 2, 2],
      strides: [2, 1],
      padding: [
        [1, 1],
        [0, 1],
      ],
      options: { dimensionNumbers: ['WCNH', 'IHOW', 'HNCW'] },
    },
    { special: 'three axes', lhs: [1, 1, 2, 2, 3], rhs: [1, 1, 1, 2, 2], strides: [1, 1, 2], padding: 'SAME' },
    {
      special: 'feature groups',
      lhs: [1, 4, 3],
      rhs: [2, 2, 2],
      strides: [1],
      padding: 'SAME',
      options: { featureGroupCount: 2 },
    },
    {
      special: 'depthwise',
      lhs: [1, 3, 4],
      rhs: [3, 1, 2],
      strides: [2],
      padding: [[1, 0]],
      options: { featureGroupCount: 3 },
    },
    {
      special: 'batch groups',
      lhs: [4, 1, 3],
      rhs: [4, 1, 2],
      strides: [1],
      padding: 'VALID',
      options: { batchGroupCount: 2 },
    },
    { special: 'complex', lhs: [1, 1, 4], rhs: [1, 1, 2], strides: [1], padding: [[1, 0]], complex: true },
  ] as readonly ConvSample[]
).map(convSample);

export const contractionSamples: readonly Sample[] = [
  ...dotSamples,
  ...productSamples,
  ...namedSamples,
  ...einsumSamples,
  ...convSamples,
];
