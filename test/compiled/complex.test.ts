import { array, grad, lax, linalg, makeJaxpr, type NDArray, numpy as np, vmap } from 'nabla';
import { describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { compareExecutors } from './compare.ts';
import { hostSteps } from './host-steps.ts';

/** Complex programs are compiled as pairs of real numbers. */

const numbers = (shape: readonly number[], seed: number, dtype: 'float32' | 'float64'): NDArray => {
  const size = shape.reduce((x, y) => x * y, 1);
  const data = Float64Array.from({ length: size }, (_, i) => (((i + seed) * 0.6180339887498949) % 1) - 0.5);
  return array(data, { dtype }).reshape([...shape]);
};

const complexNumbers = (shape: readonly number[], seed: number, dtype: 'float32' | 'float64'): ConcreteArray =>
  lax.complex(numbers(shape, seed, dtype), numbers(shape, seed + 7, dtype)) as ConcreteArray;

const programs: { readonly [name: string]: (z: NDArray) => unknown } = {
  arithmetic: z => [z.mul(z).add(z.conj()).sub(2), z.neg(), np.divide(z, z.add(3)), np.abs(z), np.angle(z)],
  functions: z => [np.exp(z), np.log(z), np.sqrt(z), np.sin(z), np.tanh(z), np.power(z, 3), np.square(z)],
  'trigonometric functions': z => [
    np.cos(z),
    np.tan(z.mul(3)),
    np.sinh(z),
    np.cosh(z),
    np.tanh(z.mul(8)),
    np.sin(z.mul(9)),
  ],
  'other functions': z => [
    np.expm1(z),
    lax.logistic(z),
    lax.rsqrt(z),
    np.sign(z),
    np.log(z.mul(z.conj())),
    np.power(z, z),
  ],
  powers: z => [0, 1, 2, 5, 10, -1, -3, 0.5, -1.75].map(exponent => z.pow(exponent)),
  'constants and literals': z =>
    z
      .mul(array({ re: 0, im: 1 }))
      .add(np.zeros([4, 5], { dtype: 'complex64' }))
      .sub(1),
  shapes: z => [
    np.concatenate([z.T.reshape([4, 5]), np.flip(z)], { axis: 1 }),
    np.pad(z, 1),
    z.at('1:', '::2'),
    np.broadcastTo(z.at(0), [3, 5]),
    np.roll(z, 2),
  ],
  'sums and products': z => [np.sum(z, { axis: 0 }), np.cumsum(z, { axis: 1 }), np.matmul(z, z.T), np.mean(z)],
  'choices and conversions': z => [
    np.where(np.real(z).greater(0), z, 1),
    z.real.astype(z.dtype),
    np.equal(z, z.conj()),
    z.astype('complex128'),
  ],
  indexing: z => [np.take(z, [2, 0, 2], { axis: 0, mode: 'clip' }), z.at(1, 2)],
  'loops and batches': z => [
    lax.scan((c: NDArray, row: NDArray) => [c.mul(row).add(1), c], z.at(0), z),
    vmap((row: NDArray) => row.mul(np.sum(row)))(z),
  ],
  'derivatives of real functions': z => grad((x: NDArray) => np.sum(np.square(np.abs(np.exp(z.mul(x))))))(np.real(z)),
};

describe.each(['float32', 'float64'] as const)('parts in %s', dtype => {
  it.each(Object.entries(programs))('%s', (_, f) => {
    const z = complexNumbers([4, 5], 1, dtype);
    const { jaxpr } = makeJaxpr(f)(z);
    expect(hostSteps(jaxpr)).toEqual([]);
    expect(compareExecutors(jaxpr, [z])).toEqual([]);
  });

  it('products over several axes', () => {
    const [a, b] = [complexNumbers([2, 3, 4], 3, dtype), complexNumbers([3, 4, 2, 5], 5, dtype)];
    const { jaxpr } = makeJaxpr((x: NDArray, y: NDArray) => [np.tensordot(x, y), np.einsum('aij,ijbc->cab', x, y)])(
      a,
      b,
    );
    expect(compareExecutors(jaxpr, [a, b])).toEqual([]);
  });

  it('large products', () => {
    const [a, b] = [complexNumbers([2, 20, 18], 3, dtype), complexNumbers([2, 18, 12], 5, dtype)];
    const { jaxpr } = makeJaxpr((x: NDArray, y: NDArray) => [np.matmul(x, y), np.einsum('bij,bjk->kbi', x, y)])(a, b);
    expect(hostSteps(jaxpr)).toEqual([]);
    expect(compareExecutors(jaxpr, [a, b])).toEqual([]);
  });
});

it.each(['float32', 'float64'] as const)('keeps the digits of logarithms near the unit circle: %s', dtype => {
  const z = complexNumbers([50], 1, dtype);
  const onCircle = np.divide(z, np.abs(z)) as ConcreteArray;
  const { jaxpr } = makeJaxpr((x: NDArray) => np.real(np.log(x)))(onCircle);
  expect(compareExecutors(jaxpr, [onCircle])).toEqual([]);
});

it.each([
  ['float32', 1e-30],
  ['float32', 1e30],
  ['float64', 1e-158],
  ['float64', 1e-90],
  ['float64', 1e155],
] as const)('keeps the digits of numbers whose squares are out of range: %s %s', (dtype, scale) => {
  const [z, w] = [complexNumbers([20], 1, dtype), complexNumbers([20], 9, dtype)].map(x => x.mul(scale));
  const args = [z, w] as ConcreteArray[];
  for (const f of [
    (x: NDArray) => np.abs(x),
    (x: NDArray) => np.sqrt(x),
    (x: NDArray) => np.log(x),
    (x: NDArray) => np.sign(x),
    (x: NDArray, y: NDArray) => np.divide(x, y),
    (x: NDArray) => np.divide(1, x),
  ]) {
    expect(compareExecutors(makeJaxpr(f as (...all: NDArray[]) => NDArray)(...args).jaxpr, args)).toEqual([]);
  }
});

it('hands complex numbers to the interpreter and takes them back', () => {
  const z = complexNumbers([6, 6], 1, 'float64');
  const { jaxpr } = makeJaxpr((x: NDArray) => linalg.schur(np.matmul(x, x.conj().T).add(np.eye(6)))[0].mul(2))(z);
  expect(hostSteps(jaxpr)).toHaveLength(1);
  expect(compareExecutors(jaxpr, [z])).toEqual([]);
});
