import type { ArrayLike, NDArray } from '../../../array/ndarray.ts';
import type { Domain, Sample } from '../../sample.ts';
import * as lax from '../index.ts';
import { between, values } from './inputs.ts';

type Unary = (x: ArrayLike) => NDArray;

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
  [lax.log, 'log', 'positive', [1]],
  [lax.log1p, 'log1p', 'positive', [0, 1e-10]],
  [lax.logistic, 'logistic', 'normal', [0, 2, -2]],
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
  [lax.sqrt, 'sqrt', 'positive', [4]],
  [lax.rsqrt, 'rsqrt', 'positive', [4]],
  [lax.cbrt, 'cbrt', 'positive', [-8]],
  [lax.square, 'square', 'normal', [0]],
  [lax.reciprocal, 'reciprocal', 'positive', [-2]],
  [lax.erf, 'erf', 'normal', [0, 5]],
  [lax.erfc, 'erfc', 'normal', [0, 5]],
  [lax.erfInv, 'erf_inv', 'unit', [0]],
  [lax.lgamma, 'lgamma', 'positive', [1, 2, -0.5]],
  [lax.digamma, 'digamma', 'positive', [1, 10]],
  [lax.besselI0e, 'bessel_i0e', 'normal'],
  [lax.besselI1e, 'bessel_i1e', 'normal', [0, 1, -1]],
];

/** Where the slope is infinite: each alone, because the zeros of other tangents become NaN there or not, as XLA likes. */
const poles: readonly (readonly [Unary, string, number])[] = [
  [lax.log, 'log', 0],
  [lax.log1p, 'log1p', -1],
  [lax.sqrt, 'sqrt', 0],
  [lax.cbrt, 'cbrt', 0],
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

export const unarySamples: readonly Sample[] = [
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
  ...poles.map(
    ([f, name, x]): Sample => ({
      name: `${name}: at its pole`,
      f: a => f(a!),
      jax: `lambda x: lax.${name}(x)`,
      inputs: [{ shape: [], domain: { values: x } }],
    }),
  ),
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
    name: 'bessel_i0e: at zero',
    f: x => lax.besselI0e(x!),
    jax: 'lambda x: lax.bessel_i0e(x)',
    inputs: [{ shape: [1], domain: values(0) }],
    order: 1,
    reason: 'the gradient jumps at zero, evenly to both sides',
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
  {
    name: 'sin: empty',
    f: x => lax.sin(x!),
    jax: 'lambda x: lax.sin(x)',
    inputs: [{ shape: [0, 3], domain: 'normal' }],
  },
];
