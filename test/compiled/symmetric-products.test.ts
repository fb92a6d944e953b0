import { hessian, jit, jvp, makeJaxpr, type NDArray, numpy as np, setBackend, setThreads, vmap } from 'nabla';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matrix } from './matrices.ts';

/** Hessians of generalised linear models, Xᵀ D X, whose upper halves are copies of the lower ones. */

beforeAll(() => setBackend('wasm'));
afterAll(() => setThreads(1));

/** Its second derivative along z is the derivative of the logistic function. */
const loss =
  (X: NDArray) =>
  (w: NDArray): NDArray =>
    np.sum(np.logaddexp(0, X.matmul(w)));

const expected = (X: NDArray, w: NDArray): NDArray => {
  const slope = np.reciprocal(np.exp(X.matmul(w).neg()).add(1));
  return np.matmul(X.T.mul(slope.mul(slope.neg().add(1))), X);
};

const shapes = [
  [3, 2],
  [40, 6],
  [7, 23],
  [300, 50],
  [33, 97],
  [64, 128],
  [20, 151],
  [1000, 50],
] as const;

describe.each(['float32', 'float64'] as const)('%s', dtype => {
  const tolerance = dtype === 'float32' ? 2e-5 : 1e-13;

  it.each(shapes)('rows and variables %i × %i', (m, n) => {
    const X = matrix(m, n, dtype);
    const w = matrix(1, n, dtype).reshape([n]);
    const want = expected(X, w).toTypedArray();
    const compiled = jit(hessian(loss(X)));
    compiled(w);
    const threaded = [1, 2, 3].map(threads => {
      setThreads(threads);
      return compiled(w).toTypedArray();
    });
    const scale = Math.max(...want.map(Math.abs));
    for (const got of [hessian(loss(X))(w).toTypedArray(), ...threaded]) {
      const error = Math.max(...want.map((value, i) => Math.abs(got[i]! - value)));
      expect(error).toBeLessThanOrEqual(tolerance * scale);
      expect(got.map((_, i) => got[(i % n) * n + Math.floor(i / n)]!)).toEqual(got);
    }
    expect(threaded[1]).toEqual(threaded[0]);
    expect(threaded[2]).toEqual(threaded[0]);
  });
});

it('is one product', () => {
  const X = matrix(20, 9, 'float64');
  const { jaxpr } = makeJaxpr(hessian(loss(X)))(matrix(1, 9, 'float64').reshape([9]));
  const products = jaxpr.equations.filter(({ params }) => params.symmetric === true);
  expect(products).toHaveLength(1);
});

it('is differentiated and mapped over as any other product', () => {
  const X = matrix(12, 8, 'float64');
  const w = matrix(1, 8, 'float64').reshape([8]);
  const along = matrix(8, 1, 'float64').reshape([8]);
  const f = hessian(loss(X));
  const [, change] = jvp(f, [w], [along]);
  const step = 1e-5;
  const difference = f(w.add(along.mul(step)))
    .sub(f(w.sub(along.mul(step))))
    .div(2 * step);
  expect(np.max(np.abs(change.sub(difference))).item()).toBeLessThan(1e-9);
  const points = np.stack([w, along, w.sub(along)]);
  const each = np.stack([f(w), f(along), f(w.sub(along))]);
  expect(np.max(np.abs(jit(vmap(f))(points).sub(each))).item()).toBeLessThan(1e-14);
});
