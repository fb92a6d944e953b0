import type { NDArray } from '../../array/ndarray.ts';
import { mul } from '../elementwise/arithmetic.ts';
import { exp } from '../elementwise/exponential.ts';
import type { Sample, SampleInput } from '../sample.ts';
import { argmax, argmin } from './arg-extremum.ts';
import { type CumulativeOptions, cumlogsumexp, cummax, cummin, cumprod, cumsum } from './cumulative.ts';
import { reduceMax, reduceMin } from './extremum.ts';
import { logaddexp } from './logaddexp.ts';
import { reduceAnd, reduceOr, reduceXor } from './logical.ts';
import { reduceProd } from './product.ts';
import { reduceWindowMax, reduceWindowMin } from './window/extremum.ts';
import { type WindowOptions, windowParams } from './window/parameters.ts';
import { reduceWindowProd } from './window/product.ts';
import { reduceWindow } from './window/reduce-window.ts';
import { selectAndGatherAdd, selectAndScatterAdd } from './window/selection.ts';
import { reduceWindowSum } from './window/sum.ts';
import type { WindowReduction } from './window/window-reducer.ts';

const normal = (...shape: number[]): SampleInput => ({ shape, domain: 'normal' });
const distinct = (...shape: number[]): SampleInput => ({ shape, domain: 'distinct' });
const complex = (...shape: number[]): SampleInput => ({ shape, domain: 'normal', dtype: 'complex' });
const values = (...list: number[]): SampleInput => ({ shape: [list.length], domain: { values: list } });
const integers = (dtype: 'int32' | 'uint32' | 'bool', ...list: number[]): SampleInput => ({
  shape: [list.length],
  domain: { values: list },
  dtype,
});

const constant = { order: 0, reason: 'integers and bools have no derivatives' } as const;

/** A value as Python writes it. */
const python = (value: unknown): string =>
  value === undefined
    ? 'None'
    : Array.isArray(value)
      ? `(${value.map(entry => `${python(entry)},`).join(' ')})`
      : typeof value === 'string'
        ? `'${value}'`
        : String(value);

/** A reduction over given axes; exponentials make second derivatives differ from zero, and keep the order. */
const reduced = (
  reduce: (x: NDArray, axes: readonly number[]) => NDArray,
  name: string,
  special: string,
  input: SampleInput,
  axes: readonly number[],
): Sample => ({
  name: special === '' ? name : `${name}: ${special}`,
  f: x => reduce(exp(x!), axes),
  jax: `lambda x: lax.${name}(jnp.exp(x), ${python(axes)})`,
  inputs: [input],
});

const products: readonly Sample[] = [
  reduced(reduceProd, 'reduce_prod', '', normal(4), [0]),
  reduced(reduceProd, 'reduce_prod', 'one axis', normal(2, 3, 2), [1]),
  reduced(reduceProd, 'reduce_prod', 'two axes', normal(2, 3, 2), [0, 2]),
  reduced(reduceProd, 'reduce_prod', 'extent 1', normal(2, 1), [1]),
  reduced(reduceProd, 'reduce_prod', 'empty', normal(2, 0), [1]),
  reduced(reduceProd, 'reduce_prod', 'empty result', normal(0, 2), [1]),
  reduced(reduceProd, 'reduce_prod', 'complex', complex(3), [0]),
  ...[
    [2, 0, 3],
    [0, 0, 3],
    [0, 0, 0],
    [1, 2, 0, 4, 5],
  ].map(
    (list): Sample => ({
      name: `reduce_prod: [${list.join(', ')}]`,
      f: x => reduceProd(x!, [0]),
      jax: 'lambda x: lax.reduce_prod(x, (0,))',
      inputs: [values(...list)],
    }),
  ),
  {
    name: 'reduce_prod: int32 wraps around',
    f: x => reduceProd(x!, [0]),
    jax: 'lambda x: lax.reduce_prod(x, (0,))',
    inputs: [integers('int32', 65537, -65539, 3)],
    ...constant,
  },
  {
    name: 'reduce_prod: uint32 wraps around',
    f: x => reduceProd(x!, [0]),
    jax: 'lambda x: lax.reduce_prod(x, (0,))',
    inputs: [integers('uint32', 65537, 65539, 3)],
    ...constant,
  },
];

const extremaOf = (reduce: (x: NDArray, axes: readonly number[]) => NDArray, name: string): readonly Sample[] => [
  reduced(reduce, name, '', distinct(4), [0]),
  reduced(reduce, name, 'one axis', distinct(2, 3, 2), [1]),
  reduced(reduce, name, 'two axes', distinct(2, 3, 2), [0, 2]),
  reduced(reduce, name, 'ties', values(2, 3, 3, 2, 3, 2), [0]),
  reduced(reduce, name, 'empty', normal(0, 2), [0]),
  reduced(reduce, name, 'complex', complex(3), [0]),
  ...(['int32', 'uint32', 'bool'] as const).flatMap((dtype): Sample[] => [
    {
      name: `${name}: ${dtype}`,
      f: x => [reduce(x!, [0]), reduce(x!, [])],
      jax: `lambda x: [lax.${name}(x, (0,)), lax.${name}(x, ())]`,
      inputs: [integers(dtype, 1, 0, 1)],
      ...constant,
    },
    {
      name: `${name}: nothing of ${dtype}`,
      f: x => reduce(x!, [0]),
      jax: `lambda x: lax.${name}(x, (0,))`,
      inputs: [{ shape: [0, 2], domain: { values: [] }, dtype }],
      ...constant,
    },
  ]),
];

const argExtremaOf = (
  choose: (x: NDArray, axis: number, indexDType?: 'int32' | 'uint32') => NDArray,
  name: string,
): readonly Sample[] => [
  {
    name,
    f: x => [choose(x!, 0), choose(x!, 1), choose(x!, 1, 'uint32')],
    jax: `lambda x: [lax.${name}(x, 0, jnp.int32), lax.${name}(x, 1, jnp.int32), lax.${name}(x, 1, jnp.uint32)]`,
    inputs: [distinct(3, 4)],
  },
  ...[
    [1, 3, 3, 1],
    [2, Number.NaN, 5, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    [0, -0],
    [-0, 0],
  ].map(
    (list): Sample => ({
      name: `${name}: [${list.map(value => (Object.is(value, -0) ? '-0' : value)).join(', ')}]`,
      f: x => choose(x!, 0),
      jax: `lambda x: lax.${name}(x, 0, jnp.int32)`,
      inputs: [values(...list)],
    }),
  ),
  {
    name: `${name}: bool`,
    f: x => choose(x!, 0),
    jax: `lambda x: lax.${name}(x, 0, jnp.int32)`,
    inputs: [integers('bool', 1, 0, 1, 0)],
    ...constant,
  },
];

const logicalOf = (reduce: (x: NDArray, axes: readonly number[]) => NDArray, name: string): readonly Sample[] =>
  (
    [
      ['bool', [1, 1, 0, 1]],
      ['int32', [-6, 13, 7]],
      ['uint32', [4294967290, 13, 7]],
    ] as const
  ).flatMap(([dtype, list]): Sample[] => [
    {
      name: `${name}: ${dtype}`,
      f: x => reduce(x!, [0]),
      jax: `lambda x: lax.${name}(x, (0,))`,
      inputs: [integers(dtype, ...list)],
      ...constant,
    },
    {
      name: `${name}: nothing of ${dtype}`,
      f: x => reduce(x!, [1]),
      jax: `lambda x: lax.${name}(x, (1,))`,
      inputs: [{ shape: [2, 0], domain: { values: [] }, dtype }],
      ...constant,
    },
  ]);

type Cumulative = (x: NDArray, axis?: number, options?: CumulativeOptions) => NDArray;

const cumulated = (
  cumulate: Cumulative,
  name: string,
  special: string,
  input: SampleInput,
  axis: number,
  reverse = false,
): Sample => ({
  name: special === '' ? name : `${name}: ${special}`,
  f: x => cumulate(exp(x!), axis, { reverse }),
  jax: `lambda x: lax.${name}(jnp.exp(x), ${axis < 0 ? input.shape.length + axis : axis}, ${reverse ? 'True' : 'False'})`,
  inputs: [input],
});

const cumulativeOf = (cumulate: Cumulative, name: string): readonly Sample[] => [
  cumulated(cumulate, name, '', distinct(5), 0),
  cumulated(cumulate, name, 'reversed', distinct(4), 0, true),
  cumulated(cumulate, name, 'last axis', distinct(2, 3), -1),
  cumulated(cumulate, name, 'middle axis, reversed', distinct(2, 3, 2), 1, true),
  cumulated(cumulate, name, 'extent 1', distinct(2, 1), 1),
  cumulated(cumulate, name, 'extent 2', distinct(2), 0),
  cumulated(cumulate, name, 'empty', normal(0), 0),
  cumulated(cumulate, name, 'empty beside', normal(0, 2), 1),
];

const integerCumulative = (cumulate: Cumulative, name: string, ...list: number[]): Sample => ({
  name: `${name}: int32`,
  f: x => [cumulate(x!), cumulate(x!, 0, { reverse: true })],
  jax: `lambda x: [lax.${name}(x), lax.${name}(x, reverse=True)]`,
  inputs: [integers('int32', ...list)],
  ...constant,
});

/** Special values; with `order` 1 kinks, where differences tell nothing of second derivatives. */
const cumulatedValues = (
  cumulate: Cumulative,
  name: string,
  order: 0 | 1 | 2,
  reverse: boolean,
  ...list: number[]
): Sample => ({
  name: `${name}: [${list.join(', ')}]${reverse ? ' reversed' : ''}`,
  f: x => cumulate(x!, 0, { reverse }),
  jax: `lambda x: lax.${name}(x, 0, ${reverse ? 'True' : 'False'})`,
  inputs: [values(...list)],
  ...(order === 2 ? {} : { order, reason: order === 1 ? 'the values are kinks' : 'the values exhaust float32' }),
});

const cumulatives: readonly Sample[] = [
  ...cumulativeOf(cumsum, 'cumsum'),
  ...cumulativeOf(cumprod, 'cumprod'),
  ...cumulativeOf(cummax, 'cummax'),
  ...cumulativeOf(cummin, 'cummin'),
  ...cumulativeOf(cumlogsumexp, 'cumlogsumexp'),
  cumulated(cumsum, 'cumsum', 'complex', complex(3), 0),
  cumulated(cumprod, 'cumprod', 'complex', complex(3), 0),
  cumulated(cummax, 'cummax', 'complex', complex(3), 0),
  cumulated(cumlogsumexp, 'cumlogsumexp', 'complex', complex(3), 0),
  integerCumulative(cumsum, 'cumsum', 2147483647, 1, -5),
  integerCumulative(cumprod, 'cumprod', 65537, 65537, -2),
  integerCumulative(cummax, 'cummax', -3, 5, 4),
  integerCumulative(cummin, 'cummin', -3, -5, 4),
  cumulatedValues(cumprod, 'cumprod', 2, false, 3, 0, 2, 0, 5),
  cumulatedValues(cumprod, 'cumprod', 2, true, 0, 0, 2),
  cumulatedValues(cummax, 'cummax', 1, false, 1, 1, 1, 1, 1),
  cumulatedValues(cummax, 'cummax', 1, true, 1, 1, 1, 1, 1),
  cumulatedValues(cummin, 'cummin', 1, false, 2, 1, 1, 1),
  cumulatedValues(cummax, 'cummax', 1, false, 1, Number.NaN, 2),
  cumulatedValues(cumlogsumexp, 'cumlogsumexp', 2, false, 0, 0, 0),
  cumulatedValues(cumlogsumexp, 'cumlogsumexp', 2, false, 5, 6, -30),
  cumulatedValues(cumlogsumexp, 'cumlogsumexp', 0, false, 1000, 1001, -1000),
];

const sums: readonly Sample[] = [
  {
    name: 'logaddexp',
    f: (x, y) => logaddexp(x!, y!),
    jax: 'lambda x, y: jnp.logaddexp(x, y)',
    inputs: [normal(2, 3), normal(3)],
  },
  {
    name: 'logaddexp: special values',
    f: (x, y) => logaddexp(x!, y!),
    jax: 'lambda x, y: jnp.logaddexp(x, y)',
    inputs: [
      values(0, 8, -1000, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN),
      values(0, 8, 1000, 1, 2, 1),
    ],
  },
  {
    name: 'logaddexp: complex',
    f: (x, y) => logaddexp(x!, y!),
    jax: 'lambda x, y: jnp.logaddexp(x, y)',
    inputs: [complex(3), complex(3)],
  },
];

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

type WindowRow = readonly [
  special: string,
  shape: readonly number[],
  window: readonly number[],
  options: WindowOptions,
];

const windowRows: readonly WindowRow[] = [
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

const dilatedRows: readonly WindowRow[] = [
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

const cutRow: WindowRow = ['negative padding', [5], [2], { padding: [[-1, 1]] }];

/** A reduction over windows; exponentials make second derivatives differ from zero, and keep the order. */
const overWindows = (
  reduce: WindowReduction,
  name: string,
  pythonCall: (window: string) => string,
  [special, shape, window, options]: WindowRow,
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

const pooled = (list: readonly number[], padding: number): Sample => ({
  name: `reduce_window_max: [${list.join(', ')}]${padding > 0 ? ' padded' : ''}`,
  f: x => reduceWindowMax(x!, [2], { padding: [[padding, padding]] }),
  jax: `lambda x: lax.reduce_window(x, x.dtype.type(-jnp.inf), lax.max, (2,), None, ((${padding}, ${padding}),))`,
  inputs: [values(...list)],
});

const windowExtrema: readonly Sample[] = (
  [
    [reduceWindowMax, 'reduce_window_max', extremumOf('max', '-jnp.inf')],
    [reduceWindowMin, 'reduce_window_min', extremumOf('min', 'jnp.inf')],
  ] as const
).flatMap(([reduce, name, call]): Sample[] => [
  ...windowRows.map(row => overWindows(reduce, name, call, row)),
  {
    name: `${name}: ints and bools`,
    f: (x, y) => [reduce(x!, [2], { padding: 'SAME' }), reduce(y!, [2], { padding: 'SAME' })],
    jax: `lambda x, y: [lax.reduce_window(z, z.dtype.type(e), ${name === 'reduce_window_max' ? 'lax.max' : 'lax.min'}, (2,), (1,), 'SAME') for z, e in ((x, jnp.iinfo(x.dtype).${name.slice(-3) === 'max' ? 'min' : 'max'}), (y, ${name === 'reduce_window_max' ? 'False' : 'True'}))]`,
    inputs: [
      { shape: [4], domain: { values: [3, -1, -2, 5] }, dtype: 'int32' },
      { shape: [4], domain: { values: [1, 0, 0, 1] }, dtype: 'bool' },
    ],
    ...constant,
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

const windowSamples: readonly Sample[] = [
  ...[...windowRows, ...dilatedRows, cutRow].map(row => overWindows(reduceWindowSum, 'reduce_window_sum', sumOf, row)),
  overWindows(reduceWindowSum, 'reduce_window_sum', sumOf, ['complex', [4], [2], { padding: 'SAME' }], 'complex'),
  ...windowExtrema,
  pooled([1, 1, 1], 0),
  pooled([2, 2, 2], 1),
  ...selections,
  ...[...windowRows, ...dilatedRows, cutRow].map(
    (row): Sample => ({
      ...overWindows(reduceWindowProd, 'reduce_window_prod', productOf, row),
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

/** Rows of the reductions, cumulative ones and those over windows included. */
export const reductionSamples: readonly Sample[] = [
  ...products,
  ...extremaOf(reduceMax, 'reduce_max'),
  ...extremaOf(reduceMin, 'reduce_min'),
  ...argExtremaOf(argmax, 'argmax'),
  ...argExtremaOf(argmin, 'argmin'),
  ...logicalOf(reduceAnd, 'reduce_and'),
  ...logicalOf(reduceOr, 'reduce_or'),
  ...logicalOf(reduceXor, 'reduce_xor'),
  ...cumulatives,
  ...sums,
  ...windowSamples,
];
