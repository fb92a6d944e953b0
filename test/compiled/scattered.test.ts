import { array, hessian, jit, type NDArray, numpy as np, withBackend } from 'nabla';
import { describe, expect, it } from 'vitest';

/** Hessians that are mostly zeros, of which compiled programs compute the other elements only. */

const n = 150;
const chain = (x: NDArray): NDArray => np.sum(np.square(x.at('1:').sub(np.square(x.at(':-1')))));
const quadratic = (x: NDArray): NDArray => np.sum(np.square(x));

describe.each(['float32', 'float64'] as const)('in %s', dtype => {
  const x = np.linspace(-1, 1, n, { dtype });
  const expected = (f: (x: NDArray) => NDArray): number[] =>
    withBackend('reference', () => [...hessian(f)(x).toTypedArray()]);
  const compiled = (f: (x: NDArray) => NDArray): NDArray => {
    const call = jit(hessian(f));
    call(x); // small programs are interpreted the first time
    return call(x);
  };
  const close = (seen: ArrayLike<number>, wanted: readonly number[]): void => {
    expect(seen.length).toBe(wanted.length);
    const error = wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - seen[i]!)), 0);
    expect(error).toBeLessThan(dtype === 'float64' ? 1e-14 : 1e-5);
  };

  it.each([
    ['a chain', chain],
    ['a constant Hessian', quadratic],
  ])('%s: is what the interpreter computes', (_, f) => {
    const H = compiled(f);
    close(H.toTypedArray(), expected(f));
    close(H.toTypedArray(), expected(f));
    expect(H.dtype).toBe(dtype);
  });

  it('can be handed to another program before anybody has read it, and be read afterwards', () => {
    const H = compiled(chain);
    const product = jit((A: NDArray, v: NDArray) => np.matmul(A, v))(H, np.ones([n], { dtype }));
    const rows = Array.from({ length: n }, (_, i) =>
      expected(chain)
        .slice(i * n, (i + 1) * n)
        .reduce((sum, value) => sum + value, 0),
    );
    const error = rows.reduce((most, value, i) => Math.max(most, Math.abs(value - product.at(i).item())), 0);
    expect(error).toBeLessThan(dtype === 'float64' ? 1e-13 : 1e-4);
    close(H.toTypedArray(), expected(chain));
  });

  it('is copied for each of its readers', () => {
    const large = jit((v: NDArray) => np.sin(v));
    const v = np.ones([200_000], { dtype }); // stays in the memory of compiled programs until it is read
    for (const array of [compiled(chain), compiled(quadratic), large(v), large(v), np.zeros([3], { dtype })]) {
      const [first, second] = [array.toTypedArray(), array.toTypedArray()];
      const kept = [...second.subarray(0, 9)];
      first.fill(7);
      expect([...second.subarray(0, 9)]).toEqual(kept);
      expect([...array.toTypedArray().subarray(0, 9)]).toEqual(kept);
      expect(array.ravel().at(0).item()).toBe(kept[0]);
    }
  });

  it('leaves earlier results as they were', () => {
    const call = jit(hessian(chain));
    call(x);
    const first = call(x);
    call(x.mul(2));
    close(first.toTypedArray(), expected(chain));
  });

  it('overwrites what a buffer of the caller held', () => {
    const call = jit(hessian(chain)).lower(x).compile();
    const output = (dtype === 'float64' ? new Float64Array(n * n) : new Float32Array(n * n)).fill(7);
    for (let i = 0; i < 2; i++) {
      call([x.toTypedArray()], [output]);
      close(output, expected(chain));
    }
  });
});

it('goes through a program that gives the Hessian and what depends on it', () => {
  const x = np.linspace(-1, 1, n, { dtype: 'float64' });
  const f = jit((v: NDArray) => {
    const H = hessian(chain)(v);
    return [H, np.trace(H), array(1)];
  });
  f(x);
  const [H, trace] = f(x) as [NDArray, NDArray, NDArray];
  expect(trace.item()).toBeCloseTo(np.trace(H).item(), 10);
});
