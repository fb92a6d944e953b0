import { grad, hessian, jit, lax, type NDArray, numpy as np, random, setBackend, setThreads } from 'nabla';
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
  [[9001, 4], [0]],
  [[2048, 1, 6], [0]],
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

describe('running sums and maxima of long lines', () => {
  const lines: readonly (readonly [shape: readonly number[], axis: number])[] = [
    [[1024], 0],
    [[4096], 0],
    [[5003], 0],
    [[9000, 20], 0],
    [[100_003], 0],
    [[2, 5000], 1],
    [[5000, 3], 0],
    [[2, 4100, 2], 1],
    [[40_000, 9], 0],
  ];

  it.each(lines)('of shape %j along %i', (shape, axis) => {
    const x = samples(shape, 'float32');
    const exact = (f: (v: NDArray) => NDArray): NDArray => {
      setBackend('reference');
      const want = f(x.astype('float64'));
      setBackend('wasm');
      return want;
    };
    const same = (f: (v: NDArray) => NDArray, tolerance: number): void => {
      const compiled = jit(f);
      compiled(x);
      const want = exact(f).toTypedArray();
      compiled(x)
        .toTypedArray()
        .forEach((value, i) => {
          if (!(Math.abs(value - want[i]!) <= tolerance * Math.abs(want[i]!)))
            expect.unreachable(`${value} for ${want[i]} at ${i}`);
        });
    };
    same(v => np.cumsum(v, { axis }), 2e-6);
    same(v => lax.cumsum(v, axis, { reverse: true }), 2e-6);
    same(v => lax.cummax(np.sin(v.mul(7)).add(2), axis), 1e-6);
    same(v => lax.cummin(v.sub(0.5), axis, { reverse: true }), 0);
    same(v => grad((w: NDArray) => np.square(np.cumsum(w, { axis })).mean())(v), 4e-6);
  });

  it('of integers, exactly', () => {
    const x = random.randint(random.key(5), [70_001], -1000, 1000);
    const sum = jit((v: NDArray) => np.cumsum(v));
    sum(x);
    const seen = sum(x).toTypedArray();
    let total = 0;
    x.toTypedArray().forEach((value, i) => {
      total += value;
      if (seen[i] !== total) expect.unreachable(`${seen[i]} for ${total} at ${i}`);
    });
    expect(seen.at(-1)).toBe(total);
  });

  it('keeps infinities and NaN where they begin', () => {
    const sum = jit((v: NDArray) => np.cumsum(v));
    const x = np.ones([10_000]).set([7000], Number.POSITIVE_INFINITY).set([8000], Number.NEGATIVE_INFINITY);
    sum(x);
    const seen = sum(x).toTypedArray();
    expect([seen[6999], seen[7000], seen[7999]]).toEqual([7000, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(seen.subarray(8000).every(Number.isNaN)).toBe(true);
  });
});
