import { array, grad, lax, linalg, makeJaxpr, type NDArray, numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { createWasmExecutor } from '../../src/backends/wasm/executor.ts';
import { compareExecutors } from './compare.ts';
import { hostSteps } from './host-steps.ts';

/** Methods for complex matrices compiled to WebAssembly beside the reference. */

const compiled = createWasmExecutor({ eager: true });

type Precision = 'float32' | 'float64';

const numbers = (shape: readonly number[], seed: number, dtype: Precision): NDArray => {
  const size = shape.reduce((x, y) => x * y, 1);
  return array(
    Float64Array.from({ length: size }, (_, i) => Math.sin(seed + i * i * 0.37 + i)),
    { dtype },
  ).reshape([...shape]);
};

const matrices = (shape: readonly number[], dtype: Precision): ConcreteArray =>
  lax.complex(numbers(shape, 1, dtype), numbers(shape, 2, dtype)) as ConcreteArray;

const check = (f: (x: NDArray) => unknown, x: ConcreteArray): void => {
  const { jaxpr } = makeJaxpr(f)(x);
  expect(hostSteps(jaxpr)).toEqual([]);
  expect(compareExecutors(jaxpr, [x])).toEqual([]);
};

/** Hermitian and positive definite, but for what is above the diagonal, and the imaginary parts of that. */
const definite = (x: NDArray): NDArray => {
  const n = x.shape.at(-1)!;
  return np
    .tril(np.matmul(x, np.conj(np.swapaxes(x, -1, -2))).add(np.eye(n).mul(n)))
    .add(np.triu(x).mul(lax.complex(0, 1)));
};

describe('Cholesky factors', () => {
  it.each([
    ['float32', [9, 9]],
    ['float64', [2, 3, 3]],
    ['float64', [20, 20]],
  ] as const)('in %s, of shape %j', (dtype, shape) => {
    check(x => lax.linalg.cholesky(definite(x), { symmetrizeInput: false }), matrices(shape, dtype));
  });

  it('are NaN where matrices are not positive definite', () => {
    const f = (x: NDArray): NDArray[] => [
      lax.linalg.cholesky(definite(x).sub(np.eye(4).mul(8)), { symmetrizeInput: false }),
      lax.linalg.cholesky(x.mul(Number.NaN)),
    ];
    check(f, matrices([4, 4], 'float64'));
  });
});

/** All that decides which real matrix is solved with; the triangle and its diagonal change along. */
const options = Array.from({ length: 8 }, (_, i) => ({
  leftSide: i % 2 === 0,
  transposeA: i % 4 < 2,
  conjugateA: i < 4,
  lower: [0, 3, 5, 6].includes(i),
  unitDiagonal: i === 2 || i === 7,
}));

it.each([
  ['float64', [2, 3, 3], 2, options.slice(0, 4)],
  ['float32', [9, 9], 1, options.slice(4)],
] as const)('triangular solutions in %s, of shape %j with %i right hand sides', (dtype, shape, count, cases) => {
  const n = shape.at(-1)!;
  check(
    x => {
      const a = x.add(np.eye(n).mul(lax.complex(3, 2)));
      const sides = x.at('...', `:${count}`);
      return cases.map(each => lax.linalg.triangularSolve(a, each.leftSide ? sides : np.swapaxes(sides, -1, -2), each));
    },
    matrices(shape, dtype),
  );
});

describe.each(['float32', 'float64'] as const)('factors in %s', dtype => {
  it.each([[[1, 1]], [[2, 4, 3]], [[3, 5]], [[36, 35]]])('LU and QR, of shape %j', shape => {
    check(
      x => [lax.linalg.lu(x), lax.linalg.qr(x, { fullMatrices: false }), lax.linalg.qr(x, { fullMatrices: true })],
      matrices(shape, dtype),
    );
  });
});

describe.each(['float32', 'float64'] as const)('eigenvalues in %s', dtype => {
  it.each([[[1, 1]], [[2, 4, 4]], [[34, 34]]])('of Hermitian matrices, of shape %j', shape => {
    check(
      // vectors of phases that rounding does not decide
      x => (shape.at(-1)! < 10 ? [lax.linalg.eigh(x), lax.linalg.eigh(x, { lower: false })] : lax.linalg.eigh(x)[1]),
      matrices(shape, dtype),
    );
  });
});

it('decomposes Hermitian matrices, one triangle of which is read, and diagonal and infinite ones', () => {
  const residuals = (x: NDArray): NDArray[] =>
    [true, false].map(lower => {
      const [v, w] = lax.linalg.eigh(x, { lower, symmetrizeInput: false });
      const part = lower ? np.tril(x, { k: -1 }) : np.triu(x, { k: 1 });
      const whole = part.add(np.conj(part.T)).add(np.diag(np.real(np.diag(x))));
      const product = np.matmul(v.mul(np.expandDims(w, 0)), np.conj(v.T));
      return np.max(np.abs(np.concatenate([product.sub(whole), np.matmul(np.conj(v.T), v).sub(np.eye(20))])));
    });
  const x = matrices([20, 20], 'float64');
  for (const residual of compiled.run(makeJaxpr(residuals)(x).jaxpr, [x])) expect(residual.item()).toBeLessThan(1e-13);
  const scales = array([Number.NaN, Number.POSITIVE_INFINITY, 0, 1e300, 1e-300]).reshape([5, 1, 1]);
  check(y => lax.linalg.eigh(y.mul(scales)), matrices([3, 3], 'float64'));
  check(y => lax.linalg.eigh(y.mul(np.eye(3))), matrices([3, 3], 'float64'));
});

describe('singular values', () => {
  it.each([
    ['float64', [1, 1]],
    ['float64', [2, 4, 3]],
    ['float64', [3, 4]],
    ['float64', [6, 2]],
    ['float64', [2, 6]],
    ['float32', [4, 4]],
    ['float32', [1, 3]],
    ['float64', [36, 33]],
  ] as const)('in %s, of shape %j', (dtype, shape) => {
    check(
      x => [
        lax.linalg.svd(x, { computeUv: false }),
        shape.every(extent => extent < 10)
          ? [false, true].map(fullMatrices => lax.linalg.svd(x, { fullMatrices }))
          : [],
      ],
      matrices(shape, dtype),
    );
  });

  it('with vectors of larger matrices, NaN for what is not finite', () => {
    const residuals = (x: NDArray): NDArray[] =>
      [x, np.conj(x.T)].flatMap(y => {
        const [u, s, vh] = lax.linalg.svd(y, { fullMatrices: true }) as [NDArray, NDArray, NDArray];
        const k = s.shape[0]!;
        const product = np.matmul(u.at(':', `:${k}`).mul(s), vh.at(`:${k}`));
        const unitary = [u, vh].map(z => np.matmul(np.conj(z.T), z).sub(np.eye(z.shape[0]!)));
        return [product.sub(y), ...unitary].map(z => np.max(np.abs(z)));
      });
    for (const shape of [
      [40, 33],
      [40, 12],
    ]) {
      const x = matrices(shape, 'float64');
      for (const residual of compiled.run(makeJaxpr(residuals)(x).jaxpr, [x]))
        expect(residual.item()).toBeLessThan(2e-13);
    }
    const scales = array([Number.NaN, Number.POSITIVE_INFINITY, 0, 1e300, 1e-300]).reshape([5, 1, 1]);
    check(y => lax.linalg.svd(y.mul(scales)), matrices([3, 2], 'float64'));
  });
});

it('leaves columns without a pivot as they are, and reflects columns that are zero, real or imaginary', () => {
  const re = array([
    [0, 1, 2],
    [0, 0, 3],
    [0, 4, 5],
  ]);
  const im = array([
    [0, 0, 1],
    [0, 0, 0],
    [0, 0, 1],
  ]);
  check(
    x => [lax.linalg.lu(x), lax.linalg.qr(x), lax.linalg.qr(x.mul(lax.complex(0, 1)))],
    lax.complex(re, im) as ConcreteArray,
  );
});

it('solves, inverts and takes determinants', () => {
  const f = (x: NDArray): unknown[] => [
    linalg.solve(x, x.at(0)),
    linalg.inv(x),
    linalg.det(np.stack([x, x.mul(0), x.mul(1e100)])),
    linalg.slogdet(x),
    grad((y: NDArray) => linalg.det(y), { holomorphic: true })(x),
  ];
  check(f, matrices([5, 5], 'float64'));
});

it('solves with Cholesky factors and their derivatives', () => {
  const f = (x: NDArray): NDArray => {
    const a = definite(x);
    return np.real(np.sum(linalg.choSolve(linalg.choFactor(a, { lower: true }), x)));
  };
  check(x => [f(x)], matrices([5, 5], 'float64'));
});
