import { array, grad, lax, linalg, makeJaxpr, type NDArray, numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { compareExecutors } from './compare.ts';
import { hostSteps } from './host-steps.ts';

/** Dense methods compiled to WebAssembly beside the reference. */

const matrices = (shape: readonly number[], dtype: 'float32' | 'float64'): ConcreteArray => {
  const size = shape.reduce((x, y) => x * y, 1);
  const data = Float64Array.from({ length: size }, (_, i) => Math.sin(1 + i * i * 0.37 + i));
  return array(data, { dtype }).reshape([...shape]) as ConcreteArray;
};

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

it('solves, inverts and takes determinants without the interpreter', () => {
  const f = (x: NDArray): NDArray =>
    np
      .sum(np.square(linalg.solve(x, x.at(0))))
      .add(linalg.slogdet(x)[1])
      .add(np.sum(linalg.inv(x)));
  check(grad(f), np.add(matrices([6, 6], 'float64'), np.eye(6).mul(4)) as ConcreteArray);
});
