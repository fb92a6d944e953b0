import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import type { Domain, Sample, SampleInput } from '../sample.ts';
import * as lax from './index.ts';

type Unary = (x: ArrayLike) => NDArray;
type Binary = (x: ArrayLike, y: ArrayLike) => NDArray;

const values = (...list: number[]): Domain => ({ values: list });
const between = (low: number, high: number): Domain => ({ low, high });

const small = between(-1.3, 1.3);

/** Function, its name in jax.lax, domain, and the points where it is special. */
const realUnaries: readonly (readonly [Unary, string, Domain, (readonly number[])?])[] = [
  [lax.neg, 'neg', 'normal', [0]],
  [lax.sign, 'sign', 'normal', [0, -2, 3]],
  [lax.abs, 'abs', 'normal', [0, -2, 3]],
  [lax.floor, 'floor', between(0.1, 0.9), [0, -0.5, 1, 2.5]],
  [lax.ceil, 'ceil', between(0.1, 0.9), [0, -0.5, 1, 2.5]],
  [x => lax.round(x), 'round', between(0.1, 0.4), [0, 0.5, 1.5, 2.5, -0.5, -1.5]],
  [lax.exp, 'exp', 'normal', [0, -1000, 1]],
  [lax.exp2, 'exp2', 'normal', [0, 3]],
  [lax.expm1, 'expm1', 'normal', [0, 1e-10]],
  [lax.log, 'log', 'positive', [0, 1]],
  [lax.log1p, 'log1p', 'positive', [0, 1e-10, -1]],
  [lax.logistic, 'logistic', 'normal', [0, 30, -30]],
  [lax.sin, 'sin', 'normal', [0, Math.PI, Math.PI / 2, Math.PI / 4]],
  [lax.cos, 'cos', 'normal', [0, Math.PI, Math.PI / 2, Math.PI / 4]],
  [lax.tan, 'tan', small, [0]],
  [lax.asin, 'asin', 'unit', [0]],
  [lax.acos, 'acos', 'unit', [0]],
  [lax.atan, 'atan', 'normal', [0, 1000]],
  [lax.sinh, 'sinh', 'normal', [0]],
  [lax.cosh, 'cosh', 'normal', [0]],
  [lax.tanh, 'tanh', 'normal', [0, 1000]],
  [lax.asinh, 'asinh', 'positive', [0, -3, 50]],
  [lax.acosh, 'acosh', between(1.2, 3), [50]],
  [lax.atanh, 'atanh', 'unit', [0]],
  [lax.sqrt, 'sqrt', 'positive', [0, 4]],
  [lax.rsqrt, 'rsqrt', 'positive', [4]],
  [lax.cbrt, 'cbrt', 'positive', [0, -8]],
  [lax.square, 'square', 'normal', [0]],
  [lax.reciprocal, 'reciprocal', 'positive', [-2]],
  [lax.erf, 'erf', 'normal', [0, 10]],
  [lax.erfc, 'erfc', 'normal', [0, 10]],
  [lax.erfInv, 'erf_inv', 'unit', [0]],
  [lax.lgamma, 'lgamma', 'positive', [1, 2, -0.5]],
  [lax.digamma, 'digamma', 'positive', [1, 10]],
  [lax.besselI0e, 'bessel_i0e', 'normal', [0, 20, -20]],
  [lax.besselI1e, 'bessel_i1e', 'normal', [0, 20, -20]],
];

const complexUnaries: readonly (readonly [Unary, string, Domain?])[] = [
  [lax.neg, 'neg'],
  [lax.abs, 'abs'],
  [lax.exp, 'exp'],
  [lax.exp2, 'exp2'],
  [lax.expm1, 'expm1'],
  [lax.log, 'log'],
  [lax.log1p, 'log1p'],
  [lax.logistic, 'logistic'],
  [lax.sin, 'sin'],
  [lax.cos, 'cos'],
  [lax.tan, 'tan'],
  [lax.asin, 'asin', 'unit'],
  [lax.acos, 'acos', 'unit'],
  [lax.atan, 'atan', 'unit'],
  [lax.sinh, 'sinh'],
  [lax.cosh, 'cosh'],
  [lax.tanh, 'tanh'],
  [lax.asinh, 'asinh', 'unit'],
  [lax.acosh, 'acosh'],
  [lax.atanh, 'atanh', 'unit'],
  [lax.sqrt, 'sqrt'],
  [lax.rsqrt, 'rsqrt'],
  [lax.square, 'square'],
  [lax.real, 'real'],
  [lax.imag, 'imag'],
  [lax.conj, 'conj'],
];

/** Points where JAX's own float32 or float64 arithmetic is less exact than the tolerance. */
const tolerances: Readonly<Record<string, number>> = {};

const withTolerance = (sample: Sample): Sample => {
  const tolerance = tolerances[sample.name];
  return tolerance === undefined ? sample : { ...sample, tolerance };
};

const unarySamples: readonly Sample[] = [
  ...realUnaries.flatMap(([f, name, domain, special]): Sample[] => [
    { name, f: x => f(x!), jax: `lambda x: lax.${name}(x)`, inputs: [{ shape: [3], domain }] },
    ...(special === undefined
      ? []
      : [
          {
            name: `${name}: special values`,
            f: (x?: NDArray) => f(x!),
            jax: `lambda x: lax.${name}(x)`,
            inputs: [{ shape: [special.length], domain: values(...special) }],
          },
        ]),
  ]),
  ...complexUnaries.map(
    ([f, name, domain = 'normal']): Sample => ({
      name: `${name}: complex`,
      f: x => f(x!),
      jax: `lambda x: lax.${name}(x)`,
      inputs: [{ shape: [3], domain, dtype: 'complex' }],
    }),
  ),
  {
    name: 'sign: complex',
    f: x => lax.sign(x!),
    jax: 'lambda x: lax.sign(x)',
    inputs: [{ shape: [3], domain: 'normal', dtype: 'complex' }],
    order: 0,
    reason: 'its derivative counts as zero, in JAX too, which finite differences contradict',
  },
  {
    name: 'conj: real',
    f: x => lax.conj(x!),
    jax: 'lambda x: lax.conj(x)',
    inputs: [{ shape: [3], domain: 'normal' }],
  },
  {
    name: 'round: to nearest even',
    f: x => lax.round(x!, { roundingMethod: 'toNearestEven' }),
    jax: 'lambda x: lax.round(x, lax.RoundingMethod.TO_NEAREST_EVEN)',
    inputs: [{ shape: [7], domain: values(0, 0.5, 1.5, 2.5, -0.5, -1.5, 0.3) }],
  },
  { name: 'sin: scalar', f: x => lax.sin(x!), jax: 'lambda x: lax.sin(x)', inputs: [{ shape: [], domain: 'normal' }] },
  { name: 'sin: empty', f: x => lax.sin(x!), jax: 'lambda x: lax.sin(x)', inputs: [{ shape: [0, 3], domain: 'normal' }] },
];

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

const pairSample = (
  name: string,
  f: Binary,
  jaxName: string,
  x: SampleInput,
  y: SampleInput,
  more: Partial<Sample> = {},
): Sample => ({ name, f: (a, b) => f(a!, b!), jax: `lambda x, y: lax.${jaxName}(x, y)`, inputs: [x, y], ...more });

const floats = (...list: number[]): SampleInput => ({ shape: [list.length], domain: values(...list) });
const ints = (...list: number[]): SampleInput => ({ shape: [list.length], domain: values(...list), dtype: 'int32' });
const uints = (...list: number[]): SampleInput => ({ shape: [list.length], domain: values(...list), dtype: 'uint32' });
const bools = (...list: number[]): SampleInput => ({ shape: [list.length], domain: values(...list), dtype: 'bool' });
const complexes = (shape: readonly number[] = [3]): SampleInput => ({ shape, domain: 'normal', dtype: 'complex' });

const binarySamples: readonly Sample[] = [
  ...binaries.flatMap(([f, name, first, second]) =>
    shapePairs.map(([label, shape, otherShape]) =>
      pairSample(`${name}: ${label}`, f, name, { shape, domain: first }, { shape: otherShape, domain: second }),
    ),
  ),
  ...(['add', 'sub', 'mul', 'div', 'pow'] as const).map(name =>
    pairSample(`${name}: complex`, lax[name], name, complexes(), complexes()),
  ),
  ...(['max', 'min'] as const).flatMap(name => [
    pairSample(`${name}: ties`, lax[name], name, floats(0, 1, 2), floats(0, 3, 1)),
    pairSample(`${name}: complex`, lax[name], name, complexes(), complexes(), {
      order: 0,
      reason: 'the derivative, taken over from JAX, is that of the ordered numbers, which finite differences contradict',
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
  pairSample('polygamma', lax.polygamma, 'polygamma', floats(0, 1, 2), { shape: [3], domain: 'positive' }, { constant: [0] }),
  pairSample('zeta', lax.zeta, 'zeta', floats(2, 3, 2.5), { shape: [3], domain: 'positive' }, {
    order: 0,
    reason: 'JAX has no derivative of zeta; that with respect to the second operand is tested on its own',
  }),
  ...(['igamma', 'igammac'] as const).map(name =>
    pairSample(`${name}`, lax[name], name, floats(0.7, 2, 3.5, 1), floats(1.2, 0.6, 4, 2), { constant: [0] }),
  ),
  ...(['igamma', 'igammac'] as const).map(name =>
    pairSample(`${name}: both`, lax[name], name, floats(0.7, 2, 3.5, 1), floats(1.2, 0.6, 4, 2), {
      order: 1,
      reason: 'there is no second derivative with respect to the parameter, in JAX neither',
    }),
  ),
  pairSample('igamma_grad_a', lax.igammaGradA, 'igamma_grad_a', floats(0.7, 2, 3.5), floats(1.2, 0.6, 4), {
    order: 0,
    reason: 'JAX has no derivative of it; that with respect to the second operand is tested on its own',
  }),
  pairSample('random_gamma_grad', lax.randomGammaGrad, 'random_gamma_grad', floats(0.7, 2, 3.5), floats(1.2, 0.6, 4), {
    order: 0,
    reason: 'it has no derivative',
  }),
  pairSample('nextafter', lax.nextafter, 'nextafter', floats(0, 1, 1, -1, 0), floats(1, 2, 0, 0, -1), {
    order: 0,
    reason: 'it has no derivative',
  }),
  ...(['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const).flatMap(name => [
    pairSample(`${name}`, lax[name], name, floats(1, 2, 3), floats(2, 2, 2), { constant: [0, 1] }),
    pairSample(`${name}: ints`, lax[name], name, ints(1, 2, -3), ints(2, 2, 2)),
    pairSample(`${name}: uints`, lax[name], name, uints(1, 2, 4294967295), uints(2, 2, 2)),
    pairSample(`${name}: bools`, lax[name], name, bools(0, 0, 1, 1), bools(0, 1, 0, 1)),
  ]),
  ...(['eq', 'ne'] as const).map(name =>
    pairSample(`${name}: complex`, lax[name], name, complexes(), complexes(), { constant: [0, 1] }),
  ),
];

const lowest = -2147483648;
const dividends = [7, -7, 7, -7, 5, -5, 0, lowest, lowest];
const divisors = [2, 2, -2, -2, 0, 0, 0, -1, 0];
const patterns = [1, -1, -8, 5, lowest, 1431655765];
const shifts = [31, 32, 1, -1, 4, 3];

const integerSamples: readonly Sample[] = [
  ...(['add', 'sub', 'mul', 'div', 'rem', 'max', 'min'] as const).flatMap(name => [
    pairSample(`${name}: int32`, lax[name], name, ints(...dividends), ints(...divisors)),
    pairSample(`${name}: uint32`, lax[name], name, uints(7, 5, 0, 4294967295), uints(2, 0, 0, 4294967290)),
  ]),
  ...(
    [
      ['bitwiseAnd', 'bitwise_and'],
      ['bitwiseOr', 'bitwise_or'],
      ['bitwiseXor', 'bitwise_xor'],
    ] as const
  ).flatMap(([name, jaxName]) => [
    pairSample(`${jaxName}: int32`, lax[name], jaxName, ints(...patterns), ints(...shifts)),
    pairSample(`${jaxName}: uint32`, lax[name], jaxName, uints(5, 4294967295, 12), uints(3, 2147483648, 10)),
    pairSample(`${jaxName}: bool`, lax[name], jaxName, bools(0, 0, 1, 1), bools(0, 1, 0, 1)),
  ]),
  ...(
    [
      ['shiftLeft', 'shift_left'],
      ['shiftRightLogical', 'shift_right_logical'],
      ['shiftRightArithmetic', 'shift_right_arithmetic'],
    ] as const
  ).flatMap(([name, jaxName]) => [
    pairSample(`${jaxName}: int32`, lax[name], jaxName, ints(...patterns), ints(...shifts)),
    pairSample(`${jaxName}: uint32`, lax[name], jaxName, uints(4294967295, 2147483648, 8), uints(4, 31, 32)),
  ]),
  ...(
    [
      [lax.neg, 'neg'],
      [lax.abs, 'abs'],
      [lax.sign, 'sign'],
      [lax.square, 'square'],
      [lax.bitwiseNot, 'bitwise_not'],
      [lax.populationCount, 'population_count'],
      [lax.clz, 'clz'],
    ] as const
  ).map(
    ([f, name]): Sample => ({
      name: `${name}: int32`,
      f: x => f(x!),
      jax: `lambda x: lax.${name}(x)`,
      inputs: [ints(0, 5, -3, 65537, lowest, 2147483647)],
    }),
  ),
  ...(
    [
      [lax.neg, 'neg'],
      [lax.sign, 'sign'],
      [lax.square, 'square'],
      [lax.bitwiseNot, 'bitwise_not'],
      [lax.populationCount, 'population_count'],
      [lax.clz, 'clz'],
    ] as const
  ).map(
    ([f, name]): Sample => ({
      name: `${name}: uint32`,
      f: x => f(x!),
      jax: `lambda x: lax.${name}(x)`,
      inputs: [uints(0, 5, 65537, 4294967295)],
    }),
  ),
  {
    name: 'bitwise_not: bool',
    f: x => lax.bitwiseNot(x!),
    jax: 'lambda x: lax.bitwise_not(x)',
    inputs: [bools(0, 1)],
  },
  {
    name: 'is_finite',
    f: x => lax.isFinite(x!),
    jax: 'lambda x: lax.is_finite(x)',
    inputs: [floats(0, 1, -2)],
    constant: [0],
  },
];

const powerSamples: readonly Sample[] = [
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

const chooserSamples: readonly Sample[] = [
  {
    name: 'select_n: bool',
    f: (which, x, y) => lax.selectN(which!, x!, y!),
    jax: 'lambda which, x, y: lax.select_n(which, x, y)',
    inputs: [bools(0, 1, 1), { shape: [3], domain: 'normal' }, { shape: [3], domain: 'normal' }],
  },
  {
    name: 'select_n: int',
    f: (which, ...cases) => lax.selectN(which!, ...cases),
    jax: 'lambda which, *cases: lax.select_n(which, *cases)',
    inputs: [ints(2, 0, 1), ...Array.from({ length: 3 }, (): SampleInput => ({ shape: [3], domain: 'normal' }))],
  },
  {
    name: 'select_n: scalar predicate',
    f: (which, x, y) => lax.selectN(which!, x!, y!),
    jax: 'lambda which, x, y: lax.select_n(which, x, y)',
    inputs: [
      { shape: [], domain: { values: 1 }, dtype: 'bool' },
      { shape: [2, 3], domain: 'normal' },
      { shape: [2, 3], domain: 'normal' },
    ],
  },
  {
    name: 'select_n: complex',
    f: (which, x, y) => lax.selectN(which!, x!, y!),
    jax: 'lambda which, x, y: lax.select_n(which, x, y)',
    inputs: [bools(0, 1, 1), complexes(), complexes()],
  },
  {
    name: 'select: depends on x',
    f: x => lax.select(lax.gt(x!, 0), lax.mul(x!, lax.mul(x!, x!)), lax.sin(x!)),
    jax: 'lambda x: lax.select(x > 0, x * (x * x), lax.sin(x))',
    inputs: [{ shape: [4], domain: 'distinct' }],
  },
  {
    name: 'select: scalar cases',
    f: (which, x, y) => lax.select(which!, x!, y!),
    jax: 'lambda which, x, y: jnp.where(which, x, y)',
    inputs: [bools(0, 1, 1), { shape: [], domain: 'normal' }, { shape: [], domain: 'normal' }],
  },
  {
    name: 'clamp',
    f: (low, x, high) => lax.clamp(low!, x!, high!),
    jax: 'lambda low, x, high: lax.clamp(low, x, high)',
    inputs: [floats(-1, -1, -1, 0), floats(-2, 0.3, 2, 0.5), floats(1, 1, 1, 1)],
  },
  {
    name: 'clamp: scalar limits',
    f: (low, x, high) => lax.clamp(low!, x!, high!),
    jax: 'lambda low, x, high: lax.clamp(low, x, high)',
    inputs: [
      { shape: [], domain: { values: -1 } },
      { shape: [2, 2], domain: { values: [[-2, 0.3], [2, 0.5]] } },
      { shape: [], domain: { values: 1 } },
    ],
    constant: [0, 2], // JAX fails to differentiate with respect to scalar limits of larger arrays
  },
  {
    name: 'clamp: at the limits',
    f: (low, x, high) => lax.clamp(low!, x!, high!),
    jax: 'lambda low, x, high: lax.clamp(low, x, high)',
    inputs: [floats(0, 0, 1), floats(0, 1, 1), floats(1, 1, 1)],
  },
  {
    name: 'clamp: ints',
    f: (low, x, high) => lax.clamp(low!, x!, high!),
    jax: 'lambda low, x, high: lax.clamp(low, x, high)',
    inputs: [ints(0, 0, 5), ints(-3, 9, 4), ints(3, 3, 3)],
  },
  {
    name: 'regularized_incomplete_beta',
    f: (a, b, x) => lax.betainc(a!, b!, x!),
    jax: 'lambda a, b, x: lax.betainc(a, b, x)',
    inputs: [floats(0.5, 2, 3), floats(1.5, 0.7, 2), floats(0.2, 0.5, 0.9)],
    constant: [0, 1],
  },
];

export const elementwiseSamples: readonly Sample[] = [
  ...unarySamples,
  ...binarySamples,
  ...integerSamples,
  ...powerSamples,
  ...chooserSamples,
].map(withTolerance);
