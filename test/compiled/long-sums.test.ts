import { grad, hessian, jit, type NDArray, numpy as np, random, setBackend, setThreads } from 'nabla';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Sums that are added up block by block, beside sums in double precision with nothing lost on the way. */

beforeAll(() => setBackend('wasm'));
afterAll(() => setThreads(1));

const samples = (shape: readonly number[], dtype: 'float32' | 'float64'): NDArray =>
  random.uniform(random.key(sizeOf(shape)), shape, { dtype: 'float32' }).astype(dtype);
const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The sums of x along axes in plain JS. */
const plainSums = (x: NDArray, axes: readonly number[]): number[] => {
  const { shape } = x;
  const kept = shape.filter((_, axis) => !axes.includes(axis));
  const sums = new Array<number>(sizeOf(kept)).fill(0);
  x.toTypedArray().forEach((value, i) => {
    let [rest, place, stride] = [i, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis]!;
      if (!axes.includes(axis)) {
        place += (rest % extent) * stride;
        stride *= extent;
      }
      rest = Math.floor(rest / extent);
    }
    sums[place]! += value;
  });
  return sums;
};

const cases: readonly (readonly [shape: readonly number[], axes: readonly number[]])[] = [
  [[16_384], [0]],
  [[65_537], [0]],
  [[1_000_003], [0]],
  [[40_000, 3], [0]],
  [[3, 40_000], [1]],
  [[100, 20_000], [1]],
  [
    [17, 1009, 5],
    [0, 1],
  ],
  [
    [2, 3, 4099],
    [0, 1, 2],
  ],
  [
    [300, 10, 333],
    [0, 2],
  ],
  [
    [5, 100, 41, 7],
    [1, 2, 3],
  ],
  [[1, 20_011, 1], [1]],
];

describe.each(['float32', 'float64'] as const)('%s', dtype => {
  const tolerance = dtype === 'float32' ? 3e-7 : 1e-14;

  it.each(cases)('of shape %j along %j', (shape, axes) => {
    const x = samples(shape, dtype);
    const want = plainSums(x, axes);
    const sum = jit((v: NDArray) => v.sum({ axis: axes }));
    const seen = [1, 2].map(threads => {
      setThreads(threads);
      sum(x);
      return [...sum(x).toTypedArray()];
    });
    expect(seen[1]).toEqual(seen[0]);
    expect(Math.max(...want.map((value, i) => Math.abs(seen[0]![i]! / value - 1)))).toBeLessThan(tolerance);
  });

  it('of products, of computed terms and inside of derivatives', () => {
    const x = samples([30_011], dtype);
    const X = samples([30_011, 3], dtype);
    const double = (v: NDArray): NDArray => v.astype('float64');
    const close = (f: (...args: NDArray[]) => NDArray, ...args: NDArray[]): void => {
      const compiled = jit(f);
      compiled(...args);
      const [got, want] = [compiled(...args), f(...args.map(double))].map(y => [...y.toTypedArray()]);
      got!.forEach((value, i) => expect(Math.abs(value / want![i]! - 1)).toBeLessThan(10 * tolerance));
    };
    setThreads(2);
    close(v => v.dot(v), x);
    close((A, v) => A.T.matmul(v), X, x);
    close(v => np.var(np.exp(v)), x);
    close(v => np.logaddexp(v, 0).sum().div(v.mean()).add(v.max()), x);
    const loss = (w: NDArray): NDArray => np.sum(np.logaddexp(0, X.astype(w.dtype).matmul(w)));
    close(grad(loss), samples([3], dtype));
    close(hessian(loss), samples([3], dtype));
  });
});

it('keeps infinities and NaN', () => {
  const total = jit((v: NDArray) => v.sum());
  const x = np.ones([50_000]);
  total(x);
  expect(total(x.set([123], Number.POSITIVE_INFINITY)).item()).toBe(Number.POSITIVE_INFINITY);
  expect(total(x.set([49_999], Number.NaN)).item()).toBeNaN();
  expect(total(x.set([5], Number.POSITIVE_INFINITY).set([40_000], Number.NEGATIVE_INFINITY)).item()).toBeNaN();
});
