import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { jit, lax, linalg, type NDArray, numpy as np, setBackend, setThreads } from 'nabla';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Float, matrix } from './matrices.ts';

/** Large programs give the same bits whatever the number of threads. */

beforeAll(() => setBackend('wasm'));
afterAll(() => setThreads(1));

const n = 150;
const square = (dtype: Float): NDArray => matrix(n, n, dtype);

const programs: { readonly [name: string]: (x: NDArray) => NDArray } = {
  elements: x =>
    np
      .sin(x)
      .mul(np.exp(x.neg()))
      .add(np.log1p(np.square(x))),
  'functions of the module': x => {
    const size = np.abs(x).add(0.5);
    return lax.pow(size, x).add(lax.lgamma(size)).add(lax.erf(x)).mul(lax.atan2(x, size));
  },
  shifted: x =>
    np
      .pad(x.at('1:'), [
        [1, 0],
        [0, 0],
      ])
      .sub(x),
  'sums of rows': x => np.sum(np.tanh(x.reshape([n, n, 1]).mul(x.reshape([1, n, n]))), { axis: 2 }),
  products: x => np.matmul(np.matmul(x, x.T), x),
  'what is computed from rows of products': x => {
    const z = np.matmul(x, x);
    const rows = np.tanh(z.add(x.at(0)));
    const scaled = rows.div(np.sum(np.square(rows), { axis: 1, keepdims: true }).add(1));
    const next = np.matmul(scaled, x.T);
    return np.square(next).add(z.mul(np.sum(next, { axis: 1, keepdims: true })).add(rows.T));
  },
  stacks: x => np.matmul(np.stack([x, x.T, x]), np.stack([x, x, x.T])),
  'Fourier transforms': x => np.abs(np.fft.rfft2(x)),
  solutions: x => linalg.solve(np.matmul(x, x.T).add(np.eye(n, { dtype: x.dtype }).mul(n)), x),
};

const cases = Object.keys(programs).flatMap(name => (['float32', 'float64'] as const).map(dtype => ({ name, dtype })));

it.each(cases)('$name in $dtype', async ({ name, dtype }) => {
  const x = square(dtype);
  const run = (threads: number): number[] => {
    setThreads(threads);
    const f = jit(programs[name]!);
    // the first call may be interpreted
    f(x);
    return [...f(x).toTypedArray()];
  };
  const alone = run(1);
  expect(alone.some(value => value !== 0)).toBe(true);
  for (const threads of [2, 3]) {
    // repeated, so that workers which start late take part too
    for (let repeat = 0; repeat < 4; repeat++) {
      expect(run(threads)).toEqual(alone);
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }
});

it('sends workers functions that bundlers which keep names leave as they are', () => {
  const path = new URL('../../src/backends/wasm/runtime/worker.ts', import.meta.url);
  const { code } = transformSync(readFileSync(path, 'utf8'), { keepNames: true, loader: 'ts' });
  // around the functions, not inside
  for (const part of code.split(/^(?=const (?:workerMain|takeParts))/m).slice(1)) {
    expect(part.match(/__name\(/g)).toHaveLength(1);
  }
});

it('refuses what is no number of threads', () => {
  expect(() => setThreads(0)).toThrow(RangeError);
  expect(() => setThreads(1.5)).toThrow(RangeError);
});

it('keeps a compiled function within the threads it was compiled for', async () => {
  const x = square('float64');
  const inputs = [x.toTypedArray()];
  setThreads(2);
  // stacks are divided among all threads that take part
  const call = jit((a: NDArray) => np.matmul(np.stack(new Array(12).fill(a)), a))
    .lower(x)
    .compile();
  const expected = call(inputs)[0]!.slice();
  setThreads(8);
  for (let repeat = 0; repeat < 10; repeat++) {
    for (let i = 0; i < 5; i++) {
      const found = call(inputs)[0]!;
      expect(found.findIndex((value, at) => value !== expected[at])).toBe(-1);
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
});

it('compiles a function again for another number of threads', () => {
  const x = square('float32');
  const inputs = [x.toTypedArray()];
  const compile = () =>
    jit((a: NDArray) => np.matmul(a, np.sin(a)))
      .lower(x)
      .compile();
  setThreads(1);
  const alone = compile();
  const expected = alone(inputs)[0]!.slice();
  setThreads(2);
  const together = compile();
  expect(together(inputs)[0]).toEqual(expected);
  // what was compiled before goes on working
  expect(alone(inputs)[0]).toEqual(expected);
});
