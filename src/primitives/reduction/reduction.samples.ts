import type { NDArray } from '../../array/ndarray.ts';
import { exp } from '../elementwise/exponential.ts';
import type { Sample, SampleInput } from '../sample.ts';
import { argmax, argmin } from './arg-extremum.ts';
import { type CumulativeOptions, cumlogsumexp, cummax, cummin, cumprod, cumsum } from './cumulative.ts';
import { reduceMax, reduceMin } from './extremum.ts';
import { logaddexp } from './logaddexp.ts';
import { reduceAnd, reduceOr, reduceXor } from './logical.ts';
import { reduceProd } from './product.ts';
import { windowSamples } from './window/window.samples.ts';

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

const tuple = (axes: readonly number[]): string => `(${axes.map(axis => `${axis},`).join(' ')})`;

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
  jax: `lambda x: lax.${name}(jnp.exp(x), ${tuple(axes)})`,
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
  ...(['int32', 'uint32', 'bool'] as const).map(
    (dtype): Sample => ({
      name: `${name}: ${dtype}`,
      f: x => [reduce(x!, [0]), reduce(x!, [])],
      jax: `lambda x: [lax.${name}(x, (0,)), lax.${name}(x, ())]`,
      inputs: [integers(dtype, 1, 0, 1)],
      ...constant,
    }),
  ),
  ...(['int32', 'uint32', 'bool'] as const).map(
    (dtype): Sample => ({
      name: `${name}: nothing of ${dtype}`,
      f: x => reduce(x!, [0]),
      jax: `lambda x: lax.${name}(x, (0,))`,
      inputs: [{ shape: [0, 2], domain: { values: [] }, dtype }],
      ...constant,
    }),
  ),
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
