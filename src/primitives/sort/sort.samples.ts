import { mul } from '../elementwise/arithmetic.ts';
import { exp } from '../elementwise/exponential.ts';
import type { Sample, SampleInput } from '../sample.ts';
import { argsort, sort, sortKeyVal } from './sort.ts';
import { topK } from './top-k.ts';

const normal = (...shape: number[]): SampleInput => ({ shape, domain: 'normal' });
const distinct = (...shape: number[]): SampleInput => ({ shape, domain: 'distinct' });
const values = (...list: number[]): SampleInput => ({ shape: [list.length], domain: { values: list } });
const integers = (dtype: 'int32' | 'uint32' | 'bool', ...list: number[]): SampleInput => ({
  shape: [list.length],
  domain: { values: list },
  dtype,
});

const constant = { order: 0, reason: 'integers and bools have no derivatives' } as const;

const sorts: readonly Sample[] = [
  ...(
    [
      ['sort', [5], -1],
      ['sort: first axis', [3, 2], 0],
      ['sort: middle axis', [2, 3, 2], 1],
      ['sort: extent 1', [2, 1], 1],
      ['sort: empty', [0], 0],
      ['sort: empty beside', [0, 2], 1],
    ] as const
  ).map(
    ([name, shape, dimension]): Sample => ({
      name,
      f: x => sort(exp(x!), { dimension }),
      jax: `lambda x: lax.sort(jnp.exp(x), dimension=${dimension})`,
      inputs: [distinct(...shape)],
    }),
  ),
  {
    name: 'sort: ties',
    f: x => mul(sort(x!), x!),
    jax: 'lambda x: lax.sort(x) * x',
    inputs: [values(2, 1, 2, 1, 0, -0)],
  },
  {
    name: 'sort: special values',
    f: (x, y) => sort([x!, y!]),
    jax: 'lambda x, y: lax.sort([x, y])',
    inputs: [
      values(Number.NaN, 1, Number.NEGATIVE_INFINITY, 0, Number.NaN, -0, Number.POSITIVE_INFINITY, 0),
      values(0, 1, 2, 3, 4, 5, 6, 7),
    ],
  },
  {
    name: 'sort: together',
    f: (x, y) => sort([exp(x!), exp(y!)], { dimension: 0 }),
    jax: 'lambda x, y: lax.sort([jnp.exp(x), jnp.exp(y)], dimension=0)',
    inputs: [distinct(3, 2), normal(3, 2)],
  },
  {
    name: 'sort: two keys',
    f: (x, y, z) => sort([x!, y!, mul(z!, z!)], { numKeys: 2 }),
    jax: 'lambda x, y, z: lax.sort([x, y, z * z], num_keys=2)',
    inputs: [integers('int32', 1, 0, 1, 0), values(4, 3, 2, 1), normal(4)],
  },
  {
    name: 'sort: unstable',
    f: x => sort(x!, { isStable: false }),
    jax: 'lambda x: lax.sort(x, is_stable=False)',
    inputs: [distinct(4)],
  },
  {
    name: 'sort: complex',
    f: (x, y) => sort([x!, y!]),
    jax: 'lambda x, y: lax.sort([x, y])',
    inputs: [
      {
        shape: [6],
        domain: {
          values: [
            [1, 2],
            [1, 1],
            [Number.NaN, 0],
            [0, Number.NaN],
            [1, -0],
            [0, 5],
          ],
        },
        dtype: 'complex',
      },
      values(0, 1, 2, 3, 4, 5),
    ],
    order: 1,
    reason: 'the second derivative is zero',
  },
  ...(['int32', 'uint32', 'bool'] as const).map(
    (dtype): Sample => ({
      name: `sort: ${dtype}`,
      f: x => sort(x!),
      jax: 'lambda x: lax.sort(x)',
      inputs: [integers(dtype, 1, 0, 1, 0)],
      ...constant,
    }),
  ),
  {
    name: 'sort: key and value',
    f: (x, y) => sortKeyVal(x!, mul(y!, y!)),
    jax: 'lambda x, y: lax.sort_key_val(x, y * y)',
    inputs: [distinct(4), normal(4)],
  },
  {
    name: 'sort: order',
    f: x => [argsort(x!), argsort(x!, { dimension: 0 })],
    jax: 'lambda x: [jnp.argsort(x).astype(jnp.int32), jnp.argsort(x, axis=0).astype(jnp.int32)]',
    inputs: [distinct(3, 3)],
  },
];

const tops: readonly Sample[] = [
  ...(
    [
      ['top_k', [5], 3, -1],
      ['top_k: first axis', [3, 2], 2, 0],
      ['top_k: middle axis', [2, 3, 2], 2, 1],
      ['top_k: all', [4], 4, 0],
      ['top_k: none', [2, 3], 0, -1],
      ['top_k: empty beside', [0, 2], 1, 1],
    ] as const
  ).map(
    ([name, shape, k, axis]): Sample => ({
      name,
      f: x => topK(exp(x!), k, { axis }),
      jax: `lambda x: lax.top_k(jnp.exp(x), ${k}, axis=${axis})`,
      inputs: [distinct(...shape)],
    }),
  ),
  {
    name: 'top_k: ties',
    f: x => topK(mul(x!, x!), 3),
    jax: 'lambda x: lax.top_k(x * x, 3)',
    inputs: [values(1, 2, 2, 1)],
  },
  {
    name: 'top_k: special values',
    f: x => topK(x!, 6),
    jax: 'lambda x: lax.top_k(x, 6)',
    inputs: [values(-0, Number.NaN, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1, 0)],
  },
  ...(['int32', 'uint32', 'bool'] as const).map(
    (dtype): Sample => ({
      name: `top_k: ${dtype}`,
      f: x => topK(x!, 3),
      jax: 'lambda x: lax.top_k(x, 3)',
      inputs: [integers(dtype, 1, 0, 1, 0)],
      ...constant,
    }),
  ),
];

/** Rows of sorting and of choosing the greatest. */
export const sortSamples: readonly Sample[] = [...sorts, ...tops];
