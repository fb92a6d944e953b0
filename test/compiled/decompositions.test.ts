import { array, grad, hessian, lax, linalg, makeJaxpr, type NDArray, numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { createWasmExecutor } from '../../src/backends/wasm/executor.ts';
import { compareExecutors } from './compare.ts';
import { hostSteps } from './host-steps.ts';

/** Dense methods compiled to WebAssembly beside the reference. */

const matrices = (shape: readonly number[], dtype: 'float32' | 'float64'): ConcreteArray => {
  const size = shape.reduce((x, y) => x * y, 1);
  const data = Float64Array.from({ length: size }, (_, i) => Math.sin(1 + i * i * 0.37 + i));
  return array(data, { dtype }).reshape([...shape]) as ConcreteArray;
};

const compiled = createWasmExecutor({ eager: true });

const check = (f: (x: NDArray) => unknown, x: ConcreteArray): void => {
  const { jaxpr } = makeJaxpr(f)(x);
  expect(hostSteps(jaxpr)).toEqual([]);
  expect(compareExecutors(jaxpr, [x])).toEqual([]);
};

describe.each(['float32', 'float64'] as const)('LU in %s', dtype => {
  // one panel, several, and part of one
  it.each([[[1, 1]], [[5, 3]], [[3, 5]], [[2, 4, 4]], [[70, 41]], [[33, 80]]])('of shape %j', shape => {
    check(x => lax.linalg.lu(x), matrices(shape, dtype));
  });
});

describe.each(['float32', 'float64'] as const)('QR in %s', dtype => {
  it.each([[[1, 1]], [[4, 4]], [[2, 5, 3]], [[3, 5]], [[75, 40]], [[33, 70]]])('of shape %j', shape => {
    check(
      x => [lax.linalg.qr(x, { fullMatrices: false }), lax.linalg.qr(x, { fullMatrices: true })],
      matrices(shape, dtype),
    );
  });
});

describe.each(['float32', 'float64'] as const)('eigenvalues in %s', dtype => {
  it.each([[[1, 1]], [[2, 2]], [[2, 5, 5]], [[33, 33]], [[70, 70]]])('of shape %j', shape => {
    const x = matrices(shape, dtype);
    check(y => lax.linalg.eigh(y)[1], x);
    const residual = (y: NDArray): NDArray => {
      const [v, w] = lax.linalg.eigh(y, { lower: false, symmetrizeInput: false });
      const whole = np.triu(y).add(np.swapaxes(np.triu(y, { k: 1 }), -1, -2));
      return np.max(np.abs(np.matmul(v.mul(np.expandDims(w, -2)), np.swapaxes(v, -1, -2)).sub(whole)));
    };
    const [largest] = compiled.run(makeJaxpr(residual)(x).jaxpr, [x]);
    expect(largest!.item()).toBeLessThan(dtype === 'float32' ? 1e-4 : 1e-12);
    if (shape.at(-1)! < 10) check(y => lax.linalg.eigh(y), x);
  });
});

describe('singular values', () => {
  // square, somewhat longer or wider, by way of QR, and of more than one block of reflections
  it.each([
    ['float64', [1, 1]],
    ['float64', [2, 5, 4]],
    ['float64', [4, 5]],
    ['float64', [7, 2]],
    ['float64', [1, 3]],
    ['float64', [40, 35]],
    ['float64', [33, 37]],
    ['float64', [70, 35]],
    ['float32', [4, 4]],
    ['float32', [2, 7]],
    ['float32', [36, 40]],
  ] as const)('in %s, of shape %j', (dtype, shape) => {
    const x = matrices(shape, dtype);
    const isSmall = shape.every(extent => extent < 10);
    check(
      y => [
        lax.linalg.svd(y, { computeUv: false }),
        isSmall ? [false, true].map(fullMatrices => lax.linalg.svd(y, { fullMatrices })) : [],
      ],
      x,
    );
    const defects = (y: NDArray): NDArray[] =>
      [false, true].flatMap(fullMatrices => {
        const [u, s, vh] = lax.linalg.svd(y, { fullMatrices }) as [NDArray, NDArray, NDArray];
        const k = s.shape.at(-1)!;
        const product = np.matmul(u.at('...', `:${k}`).mul(np.expandDims(s, -2)), vh.at('...', `:${k}`, ':'));
        const unitary = [u, np.swapaxes(vh, -1, -2)].map(z =>
          np.matmul(np.swapaxes(z, -1, -2), z).sub(np.eye(z.shape.at(-1)!)),
        );
        return [product.sub(y), ...unitary].map(z => np.max(np.abs(z)));
      });
    for (const defect of compiled.run(makeJaxpr(defects)(x).jaxpr, [x])) {
      expect(defect.item()).toBeLessThan(dtype === 'float32' ? 5e-6 : 1e-14 * 35);
    }
  });
});

it('has NaN for eigenvalues of what is not finite, and takes diagonal, zero, large and small matrices', () => {
  const x = array([
    [2, 1, 0],
    [1, 3, 1e-200],
    [0, 1e-200, 1],
  ]);
  const scales = array([Number.NaN, Number.POSITIVE_INFINITY, 0, 1e300, 1e-300, 1]).reshape([6, 1, 1]);
  check(y => lax.linalg.eigh(y.mul(scales)), x as ConcreteArray);
  check(y => lax.linalg.eigh(y.mul(np.eye(3))), x as ConcreteArray);
});

it('has NaN for singular values of what is not finite, and takes diagonal, zero, large and small matrices', () => {
  const x = array([
    [2, 1, 0, 3],
    [1, 3, 1e-200, -1],
    [0, 1e-200, 1, 0.5],
  ]) as ConcreteArray;
  const scales = array([Number.NaN, Number.POSITIVE_INFINITY, 0, 1e300, 1e-300, 1]).reshape([6, 1, 1]);
  check(y => lax.linalg.svd(y.mul(scales), { fullMatrices: false }), x);
  check(y => lax.linalg.svd(y.mul(np.eye(3, { m: 4 }))), x);
  check(y => lax.linalg.svd(np.swapaxes(y, 0, 1).mul(np.eye(4, { m: 3 }))), x);
});

it('takes singular values of bidiagonal matrices with zeros, from both ends', () => {
  const bidiagonal = (diagonal: number[], above: number[]): NDArray =>
    np.diag(array(diagonal)).add(np.diag(array(above), { k: 1 }));
  const x = np.stack([
    bidiagonal([1, 2, 3, 4], [1, 1, 1]),
    bidiagonal([4, 3, 2, 1], [1, 1, 1]),
    bidiagonal([4, 0, 2, 1], [1, 1, 1]),
    bidiagonal([1, 1e-9, 1e-12, 1e-20], [1, 1e-4, 1e-8]),
    bidiagonal([-1, 0, 0, -2], [0, 3, 0]),
    bidiagonal([1, 1, 1, 1], [0, 0, 0]),
  ]) as ConcreteArray;
  check(y => lax.linalg.svd(y, { computeUv: false }), x);
  check(y => lax.linalg.svd(np.swapaxes(y, 1, 2), { computeUv: false }), x);
});

it('reflects columns that are zero or have one element', () => {
  const x = array([
    [0, 1, 2],
    [0, 0, 3],
    [0, 4, 5],
  ]) as ConcreteArray;
  check(y => lax.linalg.qr(y), x);
});

it('leaves columns without a pivot as they are', () => {
  const x = array([
    [0, 1, 2],
    [0, 0, 3],
    [0, 4, 5],
  ]) as ConcreteArray;
  check(y => lax.linalg.lu(y), x);
});

it('takes determinants and their derivatives, of singular matrices too, beyond the range of products on the way', () => {
  const x = np.add(matrices([6, 6], 'float64'), np.eye(6).mul(2)) as ConcreteArray;
  const singular = np.matmul(x.at(':', ':4'), x.at(':4', ':')) as ConcreteArray;
  const scales = array([1e-120, 1e-120, 1e-120, 1e120, 1e120, 1e120]);
  const both = np.stack([x, singular, x.mul(scales.reshape([6, 1])), x.mul(0)]) as ConcreteArray;
  check(y => linalg.det(y), both);
  check(y => grad((z: NDArray) => np.sum(linalg.det(z)))(y), both.at(':2') as ConcreteArray);
  check(y => hessian((z: NDArray) => linalg.det(z))(y), x.at(':5', ':5') as ConcreteArray);
});

it('solves, inverts and takes determinants without the interpreter', () => {
  const f = (x: NDArray): NDArray =>
    np
      .sum(np.square(linalg.solve(x, x.at(0))))
      .add(linalg.slogdet(x)[1])
      .add(np.sum(linalg.inv(x)));
  check(grad(f), np.add(matrices([6, 6], 'float64'), np.eye(6).mul(4)) as ConcreteArray);
});
