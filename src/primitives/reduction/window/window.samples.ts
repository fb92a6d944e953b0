import type { NDArray } from '../../../array/ndarray.ts';
import { mul } from '../../elementwise/arithmetic.ts';
import { exp } from '../../elementwise/exponential.ts';
import type { Sample, SampleInput } from '../../sample.ts';
import { reduceWindowMax, reduceWindowMin } from './extremum.ts';
import { type WindowOptions, windowParams } from './parameters.ts';
import { reduceWindowProd } from './product.ts';
import { reduceWindow } from './reduce-window.ts';
import { selectAndGatherAdd, selectAndScatterAdd } from './selection.ts';
import { reduceWindowSum } from './sum.ts';
import type { WindowReduction } from './window-reducer.ts';

const distinct = (...shape: number[]): SampleInput => ({ shape, domain: 'distinct' });
const complex = (...shape: number[]): SampleInput => ({ shape, domain: 'normal', dtype: 'complex' });

const python = (value: unknown): string =>
  value === undefined
    ? 'None'
    : Array.isArray(value)
      ? `(${value.map(entry => `${python(entry)},`).join(' ')})`
      : typeof value === 'string'
        ? `'${value}'`
        : String(value);

const pythonWindow = (window: readonly number[], options: WindowOptions): string =>
  // a named padding needs strides in JAX
  [
    window,
    options.windowStrides ?? window.map(() => 1),
    options.padding ?? 'VALID',
    options.baseDilation,
    options.windowDilation,
  ]
    .map(python)
    .join(', ');

type Row = readonly [special: string, shape: readonly number[], window: readonly number[], options: WindowOptions];

const rows: readonly Row[] = [
  ['', [5], [2], {}],
  ['strides', [6], [3], { windowStrides: [2] }],
  ['pooling', [4, 3], [2, 2], { windowStrides: [2, 1] }],
  ['SAME', [5], [3], { windowStrides: [2], padding: 'SAME' }],
  ['SAME_LOWER', [3, 4], [2, 2], { padding: 'SAME_LOWER' }],
  ['padding', [4], [3], { windowStrides: [2], padding: [[2, 1]] }],
  ['base dilation', [4], [3], { padding: [[1, 0]], baseDilation: [2] }],
  ['gaps before the end', [5], [2], { windowStrides: [3] }],
  ['window larger than x', [2], [3], {}],
  ['empty', [0, 2], [1, 2], {}],
  ['empty, padded', [0], [2], { padding: [[1, 2]] }],
];

const dilatedRows: readonly Row[] = [
  ['window dilation', [6], [2], { windowDilation: [2] }],
  [
    'all at once',
    [3, 4],
    [2, 2],
    {
      windowStrides: [2, 1],
      padding: [
        [1, 0],
        [0, 1],
      ],
      baseDilation: [2, 1],
      windowDilation: [1, 2],
    },
  ],
];

const cutRow: Row = ['negative padding', [5], [2], { padding: [[-1, 1]] }];

const reduced = (
  reduce: WindowReduction,
  name: string,
  pythonCall: (window: string) => string,
  [special, shape, window, options]: Row,
  dtype: 'float' | 'complex' = 'float',
): Sample => ({
  name: special === '' ? name : `${name}: ${special}`,
  f: x => reduce(exp(x!), window, options),
  jax: `lambda x: ${pythonCall(pythonWindow(window, options))}`,
  inputs: [dtype === 'complex' ? complex(...shape) : distinct(...shape)],
});

const sumOf = (window: string): string => `lax.reduce_window(jnp.exp(x), x.dtype.type(0), lax.add, ${window})`;

const extremumOf =
  (computation: string, identity: string) =>
  (window: string): string =>
    `lax.reduce_window(jnp.exp(x), x.dtype.type(${identity}), lax.${computation}, ${window})`;

const productOf = (window: string): string =>
  `(lambda y: lax.reduce_window(y, y.dtype.type(1), lax.mul, ${window}))(jnp.exp(x))`;

const values = (...list: number[]): SampleInput => ({ shape: [list.length], domain: { values: list } });

const pooled = (list: readonly number[], padding: number): Sample => ({
  name: `reduce_window_max: [${list.join(', ')}]${padding > 0 ? ' padded' : ''}`,
  f: x => reduceWindowMax(x!, [2], { padding: [[padding, padding]] }),
  jax: `lambda x: lax.reduce_window(x, x.dtype.type(-jnp.inf), lax.max, (2,), None, ((${padding}, ${padding}),))`,
  inputs: [values(...list)],
});

const extrema: readonly Sample[] = (
  [
    [reduceWindowMax, 'reduce_window_max', extremumOf('max', '-jnp.inf')],
    [reduceWindowMin, 'reduce_window_min', extremumOf('min', 'jnp.inf')],
  ] as const
).flatMap(([reduce, name, call]): Sample[] => [
  ...rows.map(row => reduced(reduce, name, call, row)),
  {
    name: `${name}: ints and bools`,
    f: (x, y) => [reduce(x!, [2], { padding: 'SAME' }), reduce(y!, [2], { padding: 'SAME' })],
    jax: `lambda x, y: [lax.reduce_window(z, z.dtype.type(e), ${name === 'reduce_window_max' ? 'lax.max' : 'lax.min'}, (2,), (1,), 'SAME') for z, e in ((x, jnp.iinfo(x.dtype).${name.slice(-3) === 'max' ? 'min' : 'max'}), (y, ${name === 'reduce_window_max' ? 'False' : 'True'}))]`,
    inputs: [
      { shape: [4], domain: { values: [3, -1, -2, 5] }, dtype: 'int32' },
      { shape: [4], domain: { values: [1, 0, 0, 1] }, dtype: 'bool' },
    ],
    order: 0,
    reason: 'integers and bools have no derivatives',
  },
]);

/** The private functions of JAX that gather from, and add at, the selected elements. */
const module = 'jax._src.lax.windowed_reductions';

const selections: readonly Sample[] = (['ge', 'le'] as const).flatMap((select): Sample[] => {
  const options: WindowOptions = {
    windowStrides: [2, 1],
    padding: [
      [0, 1],
      [1, 0],
    ],
  };
  const params = (x: NDArray) => ({ ...windowParams('select', x.shape, [2, 2], options), select });
  return [
    {
      name: `select_and_gather_add: ${select}`,
      f: (t, x) => selectAndGatherAdd(mul(t!, t!), x!, params(x!)),
      jax: `lambda t, x: ${module}._select_and_gather_add(t * t, x, lax.${select}_p, (2, 2), (2, 1), ((0, 1), (1, 0)), (1, 1), (1, 1))`,
      inputs: [distinct(3, 4), distinct(3, 4)],
    },
    {
      name: `select_and_scatter_add: ${select}`,
      f: (t, x) => selectAndScatterAdd(mul(t!, t!), x!, params(x!)),
      jax: `lambda t, x: ${module}._select_and_scatter_add(t * t, x, lax.${select}_p, (2, 2), (2, 1), ((0, 1), (1, 0)))`,
      inputs: [distinct(2, 4), distinct(3, 4)],
    },
  ];
});

export const windowSamples: readonly Sample[] = [
  ...[...rows, ...dilatedRows, cutRow].map(row => reduced(reduceWindowSum, 'reduce_window_sum', sumOf, row)),
  reduced(reduceWindowSum, 'reduce_window_sum', sumOf, ['complex', [4], [2], { padding: 'SAME' }], 'complex'),
  ...extrema,
  pooled([1, 1, 1], 0),
  pooled([2, 2, 2], 1),
  ...selections,
  ...[...rows, ...dilatedRows, cutRow].map(
    (row): Sample => ({
      ...reduced(reduceWindowProd, 'reduce_window_prod', productOf, row),
      order: 0,
      reason: 'JAX differentiates products over windows in no composition',
    }),
  ),
  {
    name: 'reduce_window_prod: derivatives',
    f: x => reduceWindowProd(x!, [3], { windowStrides: [2], padding: [[1, 1]] }),
    jax: 'lambda x: (lambda y: jnp.stack([y[i:i + 5:2] for i in range(3)]).prod(0))(jnp.pad(x, 1, constant_values=1))',
    inputs: [distinct(5)],
  },
  {
    name: 'reduce_window_prod: derivatives at zeros',
    f: x => reduceWindowProd(x!, [2, 2], { windowDilation: [1, 2] }),
    jax: 'lambda x: x[:-1, :-2] * x[1:, :-2] * x[:-1, 2:] * x[1:, 2:]',
    inputs: [
      {
        shape: [2, 4],
        domain: {
          values: [
            [0, 1, 2, 3],
            [0, 0, 4, 5],
          ],
        },
      },
    ],
  },
  {
    name: 'reduce_window: initial values',
    f: (x, a) => [reduceWindow(x!, a!, 'add', [2]), reduceWindow(x!, a!, 'mul', [2], { padding: 'SAME' })],
    jax: 'lambda x, a: [a + x[:-1] + x[1:], a * x * jnp.append(x[1:], 1)]',
    inputs: [distinct(4), distinct()],
  },
  {
    name: 'reduce_window: initial extrema',
    f: (x, a) => [reduceWindow(x!, a!, 'max', [2]), reduceWindow(x!, a!, 'min', [2], { padding: [[1, 0]] })],
    jax: 'lambda x, a: [lax.reduce_window(x, a, lax.max, (2,)), lax.reduce_window(x, a, lax.min, (2,), None, ((1, 0),))]',
    inputs: [distinct(4), distinct()],
    order: 0,
    reason: 'JAX does not differentiate extrema that start from a value of their own',
  },
];
