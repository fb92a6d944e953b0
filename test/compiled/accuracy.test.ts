import { readFileSync } from 'node:fs';
import { array, lax, makeJaxpr, type NDArray } from 'nabla';
import { describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { createWasmExecutor } from '../../src/backends/wasm/executor.ts';

/** Compiled functions against values of 80 digits: the bounds that docs/accuracy.md states. */

type Row = readonly [x: number, high: number, low: number];

const table = JSON.parse(readFileSync(new URL('../golden/accuracy.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, readonly Row[]>
>;

/** Units in the last place: float64, float32. */
const bounds: Readonly<Record<string, readonly [double: number, single: number]>> = {
  exp: [1, 1],
  expm1: [1.5, 1.6],
  log: [1, 1],
  log1p: [1.1, 1.1],
  logistic: [2, 2],
  sin: [1, 1],
  cos: [1, 1],
  tan: [2, 2],
  sinh: [2.5, 2],
  cosh: [1.6, 1.6],
  tanh: [2, 1.6],
  asinh: [2, 1],
  acosh: [2, 1],
  atanh: [2, 1],
  cbrt: [1, 1],
  sqrt: [0.5, 0.5],
  erf: [2, 1],
  lgamma: [4, 1],
};

const functions: Readonly<Record<string, (x: NDArray) => NDArray>> = lax as never;

const executor = createWasmExecutor({ eager: true });

/** The distance of neighbouring numbers at a value. */
const unit = (value: number, digits: number): number =>
  2 ** (Math.max(Math.floor(Math.log2(Math.abs(value))), digits === 52 ? -1022 : -126) - digits);

const worst = (name: string, dtype: 'float64' | 'float32', order: (rows: readonly Row[]) => readonly Row[]): number => {
  const rows = order(table[name]!);
  const x = array(
    rows.map(([argument]) => argument),
    { dtype },
  ) as ConcreteArray;
  const [result] = executor.run(makeJaxpr(functions[name]!)(x).jaxpr, [x]);
  const digits = dtype === 'float64' ? 52 : 23;
  return rows.reduce((most, [, high, low], i) => {
    if (!Number.isFinite(high) || (dtype === 'float32' && Math.abs(high) > 3e38)) return most;
    const error = Math.abs(result!.data[i]! - high - low);
    return Math.max(most, error / unit(high, digits));
  }, 0);
};

describe.each(Object.keys(bounds))('%s', name => {
  it('is within its bounds', () => {
    const [double, single] = bounds[name]!;
    expect(worst(name, 'float64', rows => rows)).toBeLessThanOrEqual(double);
    expect(worst(name, 'float32', rows => rows)).toBeLessThanOrEqual(single);
  });

  it('has the same bits in vectors and in single numbers', () => {
    const rows = table[name]!.slice(0, 7);
    for (const dtype of ['float64', 'float32'] as const) {
      const run = (values: readonly Row[]): number[] => {
        const x = array(
          values.map(([argument]) => argument),
          { dtype },
        ) as ConcreteArray;
        return [...executor.run(makeJaxpr(functions[name]!)(x).jaxpr, [x])[0]!.data];
      };
      expect(rows.flatMap(row => run([row]))).toEqual(run(rows));
    }
  });
});
