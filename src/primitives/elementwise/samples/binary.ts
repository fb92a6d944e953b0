import type { Domain, Sample } from '../../sample.ts';
import { randomGammaGradA } from '../incomplete.ts';
import * as lax from '../index.ts';
import { type Binary, between, bools, complexes, floats, ints, pairSample, uints } from './inputs.ts';

const shapePairs: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['vectors', [3], [3]],
  ['scalars', [], []],
  ['scalar first', [], [3]],
  ['scalar second', [3], []],
  ['broadcast', [3, 4], [3, 1]],
  ['broadcast both', [1, 4], [3, 1]],
  ['broadcast three axes', [2, 3, 2], [2, 1, 2]],
];

/** Function, its name in jax.lax, domains. */
const binaries: readonly (readonly [Binary, string, Domain, Domain])[] = [
  [lax.add, 'add', 'normal', 'normal'],
  [lax.sub, 'sub', 'normal', 'normal'],
  [lax.mul, 'mul', 'normal', 'normal'],
  [lax.div, 'div', 'normal', 'positive'],
  [lax.max, 'max', between(-3, 0.9), between(1, 3)],
  [lax.min, 'min', between(-3, 0.9), between(1, 3)],
  [lax.pow, 'pow', 'positive', 'normal'],
  [lax.atan2, 'atan2', 'normal', 'positive'],
  [lax.rem, 'rem', between(1.1, 1.4), between(0.9, 1)],
];

export const binarySamples: readonly Sample[] = [
  ...binaries.flatMap(([f, name, first, second]) =>
    shapePairs.map(([label, shape, otherShape]) =>
      pairSample(`${name}: ${label}`, f, name, { shape, domain: first }, { shape: otherShape, domain: second }),
    ),
  ),
  ...(
    [
      [lax.add, 'add'],
      [lax.sub, 'sub'],
      [lax.mul, 'mul'],
      [lax.div, 'div'],
      [lax.pow, 'pow'],
    ] as const
  ).map(([f, name]) => pairSample(`${name}: complex`, f, name, complexes(), complexes())),
  ...(
    [
      [lax.max, 'max'],
      [lax.min, 'min'],
    ] as const
  ).flatMap(([f, name]) => [
    pairSample(`${name}: ties`, f, name, floats(0, 1, 2), floats(0, 3, 1), {
      order: 1,
      reason: 'the gradient jumps at a tie, evenly to both sides; the second derivative there has a test of its own',
    }),
    pairSample(`${name}: complex`, f, name, complexes(), complexes(), {
      order: 0,
      reason:
        'the derivative, taken over from JAX, is that of the ordered numbers, which finite differences contradict',
    }),
  ]),
  pairSample('atan2: axes', lax.atan2, 'atan2', floats(0, 1, -1, 0), floats(1, 0, 0, -2)),
  pairSample('pow: zero base', lax.pow, 'pow', floats(0, 0, 0), floats(2, 3, 2.5)),
  pairSample('pow: zero exponent', lax.pow, 'pow', floats(4, 23), floats(0, 0)),
  pairSample('pow: integer exponents', lax.pow, 'pow', { shape: [5], domain: 'normal' }, ints(0, 1, 2, -1, 3)),
  pairSample('pow: integer exponents at zero', lax.pow, 'pow', floats(0, 0, 0), ints(0, 2, 3)),
  pairSample('pow: complex base, integer exponents', lax.pow, 'pow', complexes(), ints(1, 2, 3)),
  pairSample('rem: signs', lax.rem, 'rem', floats(5.3, -5.3, 5.3, -5.3), floats(3, 3, -3, -3)),
  pairSample('complex', lax.complex, 'complex', { shape: [3], domain: 'normal' }, { shape: [3], domain: 'normal' }),
  pairSample(
    'polygamma',
    lax.polygamma,
    'polygamma',
    floats(0, 1, 2),
    { shape: [3], domain: 'positive' },
    { constant: [0] },
  ),
  pairSample(
    'zeta',
    lax.zeta,
    'zeta',
    floats(2, 3, 2.5),
    { shape: [3], domain: 'positive' },
    {
      order: 0,
      reason: 'JAX has no derivative of zeta; that with respect to the second operand is tested on its own',
    },
  ),
  ...(
    [
      [lax.igamma, 'igamma'],
      [lax.igammac, 'igammac'],
    ] as const
  ).map(([f, name]) =>
    pairSample(`${name}`, f, name, floats(0.7, 2, 3.5, 1), floats(1.2, 0.6, 4, 2), { constant: [0] }),
  ),
  ...(
    [
      [lax.igamma, 'igamma'],
      [lax.igammac, 'igammac'],
    ] as const
  ).map(([f, name]) =>
    pairSample(`${name}: both`, f, name, floats(0.7, 2, 3.5, 1), floats(1.2, 0.6, 4, 2), {
      order: 1,
      reason: 'JAX has no second derivative with respect to the parameter; it is tested on its own',
    }),
  ),
  pairSample('igamma_grad_a', lax.igammaGradA, 'igamma_grad_a', floats(0.7, 2, 3.5), floats(1.2, 0.6, 4), {
    order: 0,
    reason: 'JAX has no derivative of it; derivatives are tested on their own',
  }),
  pairSample('random_gamma_grad', lax.randomGammaGrad, 'random_gamma_grad', floats(0.7, 2, 3.5), floats(1.2, 0.6, 4), {
    order: 0,
    reason: 'JAX has no derivative of it in reverse mode; derivatives are tested on their own',
  }),
  {
    name: 'random_gamma_grad_a',
    f: (a, x) => randomGammaGradA(a!, x!),
    jax: 'lambda a, x: jax.jvp(lambda a: lax.random_gamma_grad(a, x), (a,), (jnp.ones_like(a),))[1]',
    inputs: [floats(0.7, 2, 3.5, 25), floats(1.2, 0.6, 4, 22)],
    order: 0,
    reason: 'it has no derivative',
    tolerance: 1e-10,
  },
  pairSample('nextafter', lax.nextafter, 'nextafter', floats(0, 1, 1, -1, 0), floats(1, 2, 0, 0, -1), {
    order: 0,
    reason: 'it has no derivative',
  }),
  ...(
    [
      [lax.eq, 'eq'],
      [lax.ne, 'ne'],
      [lax.lt, 'lt'],
      [lax.le, 'le'],
      [lax.gt, 'gt'],
      [lax.ge, 'ge'],
    ] as const
  ).flatMap(([f, name]) => [
    pairSample(`${name}`, f, name, floats(1, 2, 3), floats(2, 2, 2), { constant: [0, 1] }),
    pairSample(`${name}: ints`, f, name, ints(1, 2, -3), ints(2, 2, 2)),
    pairSample(`${name}: uints`, f, name, uints(1, 2, 4294967295), uints(2, 2, 2)),
    pairSample(`${name}: bools`, f, name, bools(0, 0, 1, 1), bools(0, 1, 0, 1)),
  ]),
  ...(
    [
      [lax.eq, 'eq'],
      [lax.ne, 'ne'],
    ] as const
  ).map(([f, name]) => pairSample(`${name}: complex`, f, name, complexes(), complexes(), { constant: [0, 1] })),
];
