import type { NDArray } from '../../../array/ndarray.ts';
import type { Sample, SampleInput } from '../../sample.ts';
import * as integrals from '../integrals.ts';
import { floats } from './inputs.ts';

type Function = (...operands: NDArray[]) => NDArray;

// JAX's own, computed in single precision, spoils what it computes in double precision afterwards
const owensText =
  '(lambda n, w: (y[:, None] * w / (4 * np.pi) * jnp.exp(-0.5 * x[:, None]**2 * (1 + (y[:, None] * (1 + n) / 2)**2)) ' +
  '/ (1 + (y[:, None] * (1 + n) / 2)**2)).sum(1))(*np.polynomial.legendre.leggauss(40)).astype(x.dtype)';

const notInJax = { order: 0, reason: 'JAX fails to compile its derivatives; they are tested on their own' } as const;

/** Function, its name, the same in Python, and what it is called with. */
const rows: readonly (readonly [Function, string, string, readonly SampleInput[], Partial<Sample>?])[] = [
  [x => integrals.expn(3, x!), 'expn', 'jsp.special.expn(3, x)', [floats(0.3, 1.5, 7)], notInJax],
  [x => integrals.expn(1, x!), 'expn: order 1', 'jsp.special.expn(1, x)', [floats(0.3, 1.5, 7)], notInJax],
  [x => integrals.expi(x!), 'expi', 'jsp.special.expi(x)', [floats(0.3, 1.5, 7, 20, -0.7, -3)], { tolerance: 1e-11 }],
  [x => integrals.spence(x!), 'spence', 'jsp.special.spence(x)', [floats(0.04, 0.3, 2.5, 9)], { tolerance: 1e-11 }],
  [
    x => integrals.spence(x!),
    'spence: near 1',
    'jsp.special.spence(x)',
    [floats(0, 0.97, 1, 1.02, 1.7)],
    { order: 0, reason: 'JAX gives NaN for its slope between 1 and 2; it is tested on its own' },
  ],
  [x => integrals.dawsn(x!), 'dawsn', 'jsp.special.dawsn(x)', [floats(0, 0.3, -1.1, 0.7)], { tolerance: 1e-11 }],
  [x => integrals.erfcx(x!), 'erfcx', 'jsp.special.erfcx(x)', [floats(0, 0.3, -1.5, 9)], { tolerance: 1e-11 }],
  [x => integrals.sinIntegral(x!), 'sin_integral', 'jsp.special.sici(x)[0]', [floats(0, 0.3, -1.5, 9)]],
  [x => integrals.cosIntegral(x!), 'cos_integral', 'jsp.special.sici(x)[1]', [floats(0.3, 1.5, 9)]],
  [
    x => integrals.fresnelS(x!),
    'fresnel_s',
    'jsp.special.fresnel(x)[0]',
    [floats(0.3, -1.2, 2.3)],
    { tolerance: 1e-9 },
  ],
  [
    x => integrals.fresnelC(x!),
    'fresnel_c',
    'jsp.special.fresnel(x)[1]',
    [floats(0.3, -1.2, 2.3)],
    { tolerance: 1e-9 },
  ],
  [
    x => integrals.besselJ(2, x!),
    'bessel_j',
    'jsp.special.bessel_jn(x, v=2, n_iter=26)[2]',
    [floats(1.5, -2.5, 5)],
    { tolerance: 1e-10 },
  ],
  [
    (h, a) => integrals.owensT(h!, a!),
    'owens_t',
    owensText,
    [floats(0, 0.3, 0.5, -1.5, 2), floats(1.5, 0.4, 3, -0.7, 2)],
  ],
];

export const integralSamples: readonly Sample[] = rows.map(([f, name, python, inputs, more]) => ({
  name,
  f,
  jax: `lambda ${inputs.length === 1 ? 'x' : 'x, y'}: ${python}`,
  inputs,
  ...more,
}));
