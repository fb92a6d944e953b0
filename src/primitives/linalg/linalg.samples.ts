import type { NDArray } from '../../array/ndarray.ts';
import { add, mul } from '../elementwise/arithmetic.ts';
import { imag, real } from '../elementwise/complex.ts';
import { constantLike } from '../elementwise/constant.ts';
import { exp } from '../elementwise/exponential.ts';
import { sin } from '../elementwise/trigonometric.ts';
import type { Sample, SampleInput } from '../sample.ts';
import { broadcastInDim } from '../shape/broadcast.ts';
import { iota } from '../shape/iota.ts';
import { cholesky } from './cholesky.ts';
import { cofactors } from './cofactors.ts';
import { det } from './det.ts';
import { type EigOptions, eig } from './eig.ts';
import { eigh } from './eigh.ts';
import { lu, luPivotsToPermutation, luSolve } from './lu.ts';
import { adjoint, identities, likeDType, product, symmetrize } from './matrix.ts';
import { qr } from './qr.ts';
import { hessenberg, schur } from './schur.ts';
import { slogdet } from './slogdet.ts';
import { inv, solve } from './solve.ts';
import { stackOf } from './stacked.ts';
import { svd } from './svd.ts';
import { solveSylvester, sqrtm } from './sylvester.ts';
import { type TriangularSolveOptions, triangularSolve } from './triangular-solve.ts';
import { tridiagonalSolve } from './tridiagonal-solve.ts';

const normal = (...shape: number[]): SampleInput => ({ shape, domain: 'normal' });
const distinct = (...shape: number[]): SampleInput => ({ shape, domain: 'distinct' });
const complex = (...shape: number[]): SampleInput => ({ shape, domain: 'normal', dtype: 'complex' });

/** x xᴴ + 2I, positive definite with eigenvalues that differ. */
const definite = (x: NDArray): NDArray =>
  add(product(x, adjoint(x)), mul(constantLike(x, 2), identities(x, x.shape.at(-2)!)));
const definiteText = '(x @ jnp.swapaxes(x, -1, -2).conj() + 2 * jnp.eye(x.shape[-2], dtype=x.dtype))';

/** x + 4I, safely invertible. */
const dominant = (x: NDArray): NDArray => add(x, mul(constantLike(x, 4), identities(x, x.shape.at(-1)!)));
const dominantText = '(x + 4 * jnp.eye(x.shape[-1], dtype=x.dtype))';

/** v diag(values) vᴴ, or u diag(values) vᴴ: what does not depend on signs and phases of vectors. */
const assembled = (u: NDArray, values: NDArray, vh: NDArray): NDArray => {
  const columns = broadcastInDim(likeDType(values, u), u.shape, [...stackOf(u).map((_, axis) => axis), u.ndim - 1]);
  return product(mul(u, columns), vh);
};

const choleskySamples: readonly Sample[] = [
  ...[normal(3, 3), normal(2, 2, 2), normal(1, 1), complex(2, 2)].map(
    (input): Sample => ({
      name: `cholesky: (${input.shape.join(', ')})${input.dtype === 'complex' ? ' complex' : ''}`,
      f: x => cholesky(definite(x!)),
      jax: `lambda x: lax.linalg.cholesky(${definiteText})`,
      inputs: [input],
    }),
  ),
  {
    name: 'cholesky: lower triangle only',
    f: x => cholesky(definite(x!), { symmetrizeInput: false }),
    jax: `lambda x: lax.linalg.cholesky(${definiteText}, symmetrize_input=False)`,
    inputs: [normal(3, 3)],
  },
];

const python = (value: boolean | undefined): string => (value ? 'True' : 'False');

const triangularSample = (
  special: string,
  a: SampleInput,
  b: SampleInput,
  options: TriangularSolveOptions,
): Sample => ({
  name: `triangular_solve: ${special}`,
  f: (x, y) => triangularSolve(dominant(x!), y!, options),
  jax:
    `lambda x, y: lax.linalg.triangular_solve(${dominantText}, y, left_side=${python(options.leftSide)}, ` +
    `lower=${python(options.lower)}, transpose_a=${python(options.transposeA)}, ` +
    `conjugate_a=${python(options.conjugateA)}, unit_diagonal=${python(options.unitDiagonal)})`,
  inputs: [a, b],
});

const triangularSamples: readonly Sample[] = [
  ...[false, true].flatMap(leftSide =>
    [false, true].flatMap(lower =>
      [false, true].flatMap(transposeA =>
        [false, true].map(unitDiagonal =>
          triangularSample(
            `${leftSide ? 'left' : 'right'}, ${lower ? 'lower' : 'upper'}${transposeA ? ', transposed' : ''}${unitDiagonal ? ', unit diagonal' : ''}`,
            normal(2, 2),
            leftSide ? normal(2, 3) : normal(1, 2),
            { leftSide, lower, transposeA, unitDiagonal },
          ),
        ),
      ),
    ),
  ),
  triangularSample('vector', normal(3, 3), normal(3), { leftSide: true, lower: true }),
  triangularSample('row vector', normal(3, 3), normal(3), {}),
  triangularSample('stack', normal(2, 2, 2), normal(2, 2, 1), { leftSide: true }),
  triangularSample('wide right hand side', normal(2, 2), normal(2, 4), { leftSide: true, lower: true }),
  triangularSample('complex', complex(2, 2), complex(2, 2), { leftSide: true, lower: true }),
  triangularSample('complex, adjoint', complex(2, 2), complex(2, 2), { transposeA: true, conjugateA: true }),
  triangularSample('complex, conjugated', complex(2, 2), complex(2, 1), { leftSide: true, conjugateA: true }),
];

const luSamples: readonly Sample[] = [
  ...[normal(3, 3), distinct(2, 3), normal(4, 2), normal(2, 2, 2), complex(2, 2)].map(
    (input): Sample => ({
      name: `lu: (${input.shape.join(', ')})${input.dtype === 'complex' ? ' complex' : ''}`,
      f: x => lu(x!)[0],
      jax: 'lambda x: lax.linalg.lu(x)[0]',
      inputs: [input],
    }),
  ),
  {
    name: 'lu: pivots and permutation',
    f: x => lu(x!).slice(1),
    jax: 'lambda x: lax.linalg.lu(x)[1:]',
    inputs: [normal(2, 3, 2)],
    order: 0,
    reason: 'integers have no derivatives',
  },
  {
    name: 'lu_pivots_to_permutation',
    f: pivots => luPivotsToPermutation(pivots!, 4),
    jax: 'lambda pivots: lax.linalg.lu_pivots_to_permutation(pivots, 4)',
    inputs: [
      {
        shape: [2, 3],
        domain: {
          values: [
            [2, 3, 2],
            [0, 1, 3],
          ],
        },
        dtype: 'int32',
      },
    ],
    order: 0,
    reason: 'integers have no derivatives',
  },
  ...([0, 1, 2] as const).map(
    (trans): Sample => ({
      name: `lu_solve: trans ${trans}`,
      f: (x, y) => {
        const [factors, , permutation] = lu(x!);
        return luSolve(factors, permutation, y!, trans);
      },
      jax: `lambda x, y: jsp.linalg.lu_solve(jsp.linalg.lu_factor(x), y, trans=${trans})`,
      inputs: trans === 2 ? [complex(2, 2), complex(2)] : [normal(3, 3), normal(3, 2)],
    }),
  ),
];

const qrSamples: readonly Sample[] = (
  [
    [normal(3, 3), true],
    [normal(3, 2), false],
    [normal(3, 2), true],
    [normal(4, 1), true],
    [normal(2, 3), true],
    [normal(2, 3), false],
    [normal(2, 2, 2), true],
    [complex(2, 2), true],
    [complex(3, 2), false],
    [complex(3, 2), true],
    [complex(1, 3), true],
  ] as const
).map(([input, fullMatrices]) => ({
  name: `qr: (${input.shape.join(', ')})${input.dtype === 'complex' ? ' complex' : ''}${fullMatrices ? '' : ', thin'}`,
  f: x => qr(x!, { fullMatrices }),
  jax: `lambda x: lax.linalg.qr(x, full_matrices=${python(fullMatrices)})`,
  inputs: [input],
}));

const eighSamples: readonly Sample[] = [
  ...[normal(3, 3), normal(2, 2, 2), complex(2, 2), complex(3, 3)].flatMap((input): Sample[] => {
    const special = `(${input.shape.join(', ')})${input.dtype === 'complex' ? ' complex' : ''}`;
    return [
      {
        name: `eigh: values of ${special}`,
        f: x => eigh(x!)[1],
        jax: 'lambda x: lax.linalg.eigh(x)[1]',
        inputs: [input],
      },
      {
        name: `eigh: exponential of ${special}`,
        f: x => {
          const [v, w] = eigh(x!);
          return assembled(v, exp(w), adjoint(v));
        },
        jax: 'lambda x: (lambda v, w: (v * jnp.exp(w)[..., None, :]) @ jnp.swapaxes(v, -1, -2).conj())(*lax.linalg.eigh(x))',
        inputs: [input],
      },
    ];
  }),
  {
    name: 'eigh: upper triangle',
    f: x => eigh(symmetrize(x!), { lower: false, symmetrizeInput: false })[1],
    jax: 'lambda x: lax.linalg.eigh((x + x.T) / 2, lower=False, symmetrize_input=False)[1]',
    inputs: [normal(3, 3)],
  },
];

const svdSamples: readonly Sample[] = [
  normal(3, 3),
  normal(3, 2),
  normal(2, 3),
  normal(2, 2, 2),
  complex(2, 2),
  complex(3, 2),
  complex(2, 3),
].flatMap((input): Sample[] => {
  const special = `(${input.shape.join(', ')})${input.dtype === 'complex' ? ' complex' : ''}`;
  return [
    {
      name: `svd: values of ${special}`,
      f: x => svd(x!, { computeUv: false }),
      jax: 'lambda x: lax.linalg.svd(x, compute_uv=False)',
      inputs: [input],
    },
    {
      name: `svd: sine of ${special}`,
      f: x => {
        const [u, s, vh] = svd(x!, { fullMatrices: false });
        return assembled(u, sin(s), vh);
      },
      jax: 'lambda x: (lambda u, s, vh: (u * jnp.sin(s)[..., None, :]) @ vh)(*lax.linalg.svd(x, full_matrices=False))',
      inputs: [input],
    },
  ];
});

/** x/5 + diag(1, 2, …): eigenvalues far from each other. */
const separated = (x: NDArray): NDArray => {
  const eye = identities(x, x.shape.at(-1)!);
  const steps = mul(eye, add(iota(x.dtype, eye.shape, eye.ndim - 1), constantLike(x, 1)));
  return add(mul(constantLike(x, 0.2), x), steps);
};
const separatedText = '(0.2 * x + jnp.diag(jnp.arange(1, x.shape[-1] + 1)).astype(x.dtype))';

const values: EigOptions = { computeLeftEigenvectors: false, computeRightEigenvectors: false };

const eigSamples: readonly Sample[] = [
  ...[normal(3, 3), normal(2, 2, 2), complex(2, 2)].map(
    (input): Sample => ({
      name: `eig: values of (${input.shape.join(', ')})${input.dtype === 'complex' ? ' complex' : ''}`,
      f: x => {
        const [w] = eig(separated(x!), { ...values, enableEigvecDerivs: true });
        return [real(w!), imag(w!)];
      },
      jax:
        'lambda x: (lambda w: (w.real, w.imag))(lax.linalg.eig(' +
        `${separatedText}, compute_left_eigenvectors=False, compute_right_eigenvectors=False, enable_eigvec_derivs=True)[0])`,
      inputs: [input],
    }),
  ),
  {
    name: 'eig: values of a rotation',
    f: x => {
      const [w] = eig(x!, { ...values, enableEigvecDerivs: true });
      return [real(w!), imag(w!)];
    },
    jax:
      'lambda x: (lambda w: (w.real, w.imag))(lax.linalg.eig(' +
      'x, compute_left_eigenvectors=False, compute_right_eigenvectors=False, enable_eigvec_derivs=True)[0])',
    inputs: [
      {
        shape: [2, 2],
        domain: {
          values: [
            [0.2, 1.5],
            [-1.1, 0.4],
          ],
        },
      },
    ],
  },
  ...[normal(2, 2), complex(2, 2)].map(
    (input): Sample => ({
      name: `eig: vectors of (${input.shape.join(', ')})${input.dtype === 'complex' ? ' complex' : ''}`,
      // squares of moduli: the sign of a vector is free
      f: x =>
        eig(separated(x!), { enableEigvecDerivs: true })
          .slice(1)
          .flatMap(v => [mul(real(v), real(v)), mul(imag(v), imag(v))]),
      jax:
        'lambda x: [p ** 2 for v in lax.linalg.eig(' +
        `${separatedText}, enable_eigvec_derivs=True)[1:] for p in (v.real, v.imag)]`,
      inputs: [input],
    }),
  ),
];

const tridiagonalSamples: readonly Sample[] = [
  [normal(3), normal(3, 2)],
  [normal(1), normal(1, 2)],
  [normal(2, 2), normal(2, 2, 1)],
  [complex(3), complex(3, 1)],
].map(([diagonal, b]) => ({
  name: `tridiagonal_solve: (${b!.shape.join(', ')})${b!.dtype === 'complex' ? ' complex' : ''}`,
  f: (dl, d, du, y) => tridiagonalSolve(dl!, add(d!, constantLike(d!, 4)), du!, y!),
  jax: 'lambda dl, d, du, y: lax.linalg.tridiagonal_solve(dl, d + 4, du, y)',
  inputs: [diagonal!, diagonal!, diagonal!, b!],
}));

const solveSamples: readonly Sample[] = [
  ...(
    [
      ['vector', normal(3, 3), normal(3)],
      ['matrix', normal(2, 2), normal(2, 3)],
      ['stack', normal(2, 2, 2), normal(2, 2, 1)],
      ['one matrix, many right hand sides', normal(2, 2), normal(2, 2, 1)],
      ['many matrices, one right hand side', normal(2, 2, 2), normal(2)],
      ['stacks that broadcast', normal(2, 1, 2, 2), normal(1, 2, 2, 1)],
      ['complex', complex(2, 2), complex(2)],
    ] as const
  ).map(
    ([special, a, b]): Sample => ({
      name: `solve: ${special}`,
      f: (x, y) => solve(dominant(x!), y!),
      jax: `lambda x, y: jnp.linalg.solve(${dominantText}, y)`,
      inputs: [a, b],
    }),
  ),
  ...[normal(3, 3), normal(2, 2, 2), complex(2, 2)].map(
    (input): Sample => ({
      name: `inv: (${input.shape.join(', ')})${input.dtype === 'complex' ? ' complex' : ''}`,
      f: x => inv(dominant(x!)),
      jax: `lambda x: jnp.linalg.inv(${dominantText})`,
      inputs: [input],
    }),
  ),
];

const determinantSamples: readonly Sample[] = [
  normal(1, 1),
  normal(2, 2),
  normal(3, 3),
  normal(4, 4),
  normal(2, 2, 2),
  normal(1, 4, 4),
  complex(2, 2),
  complex(3, 3),
  complex(4, 4),
].flatMap((input): Sample[] => {
  const special = `(${input.shape.join(', ')})${input.dtype === 'complex' ? ' complex' : ''}`;
  return [
    { name: `det: ${special}`, f: x => det(x!), jax: 'lambda x: jnp.linalg.det(x)', inputs: [input] },
    { name: `slogdet: ${special}`, f: x => slogdet(x!), jax: 'lambda x: jnp.linalg.slogdet(x)', inputs: [input] },
  ];
});

/** From n = 5 on the determinant is a primitive. */
const largeDeterminantSamples: readonly Sample[] = [
  ...[normal(5, 2), complex(5, 1), normal(1, 5, 2)].map(
    (input): Sample => ({
      name: `det: 5 × 5 of (${input.shape.join(', ')})${input.dtype === 'complex' ? ' complex' : ''}`,
      f: x => det(definite(x!)),
      jax: `lambda x: jnp.linalg.det(${definiteText})`,
      inputs: [input],
    }),
  ),
  ...[normal(3, 3), normal(2, 2, 2), complex(2, 2)].map(
    (input): Sample => ({
      name: `cofactors: (${input.shape.join(', ')})${input.dtype === 'complex' ? ' complex' : ''}`,
      f: x => cofactors(definite(x!)),
      jax: `lambda x: (lambda a: jnp.linalg.det(a)[..., None, None] * jnp.swapaxes(jnp.linalg.inv(a), -1, -2))(${definiteText})`,
      inputs: [input],
    }),
  ),
  {
    name: 'slogdet: 5 × 5',
    f: x => slogdet(definite(x!)),
    jax: `lambda x: jnp.linalg.slogdet(${definiteText})`,
    inputs: [normal(5, 2)],
  },
];

const withoutDerivative = { order: 0, reason: 'JAX has no derivative of it' } as const;

/** z t zᴴ. */
const similar = ([t, z]: readonly [NDArray, NDArray]): NDArray => product(product(z, t), adjoint(z));

const schurSamples: readonly Sample[] = [normal(4, 4), normal(2, 2, 2), complex(3, 3)].flatMap((input): Sample[] => {
  const special = `(${input.shape.join(', ')})${input.dtype === 'complex' ? ' complex' : ''}`;
  return [
    {
      name: `schur: ${special}`,
      f: x => similar(schur(x!)),
      jax: 'lambda x: x',
      inputs: [input],
      ...withoutDerivative,
    },
    {
      name: `hessenberg: ${special}`,
      f: x => similar(hessenberg(x!)),
      jax: 'lambda x: x',
      inputs: [input],
      ...withoutDerivative,
    },
    {
      name: `sqrtm: ${special}`,
      f: x => {
        const root = sqrtm(definite(x!));
        return [real(root), imag(root)];
      },
      // by eigenvectors, since JAX does not differentiate its own
      jax: `lambda x: (lambda r: (r.real, r.imag if jnp.iscomplexobj(r) else 0 * r))((lambda w, v: (v * jnp.sqrt(w)[..., None, :]) @ jnp.swapaxes(v, -1, -2).conj())(*jnp.linalg.eigh(${definiteText})))`,
      inputs: [input],
    },
  ];
});

const sylvesterText =
  'lambda a, b, c: jnp.linalg.solve(jnp.kron(a + 4 * jnp.eye(2), jnp.eye(3)) + jnp.kron(jnp.eye(2), b.T), c.reshape(-1)).reshape(2, 3)';

const sylvesterSamples: readonly Sample[] = (['float', 'complex'] as const).map(
  (dtype): Sample => ({
    name: `sylvester${dtype === 'float' ? '' : ': complex'}`,
    f: (a, b, c) => solveSylvester(dominant(a!), b!, c!),
    jax: sylvesterText,
    inputs: [
      { shape: [2, 2], domain: 'normal', dtype },
      { shape: [3, 3], domain: 'normal', dtype },
      { shape: [2, 3], domain: 'normal', dtype },
    ],
    tolerance: 1e-11,
  }),
);

export const linalgSamples: readonly Sample[] = [
  ...choleskySamples,
  ...triangularSamples,
  ...luSamples,
  ...qrSamples,
  ...eighSamples,
  ...svdSamples,
  ...eigSamples,
  ...tridiagonalSamples,
  ...solveSamples,
  ...determinantSamples,
  ...largeDeterminantSamples,
  ...schurSamples,
  ...sylvesterSamples,
];
