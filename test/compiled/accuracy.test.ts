import { readFileSync } from 'node:fs';
import { array, lax, makeJaxpr, type NDArray } from 'nabla';
import { describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { createWasmExecutor } from '../../src/backends/wasm/executor.ts';
import { interpreter } from '../../src/core/evaluate.ts';

/** Compiled functions against values of 80 digits: the bounds that docs/accuracy.md states. */

/** Arguments, the nearest double of the value, and what it leaves out. */
type Row = readonly number[];
type Kind = 'float64' | 'float32';

const table = JSON.parse(readFileSync(new URL('../golden/accuracy.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, { readonly single: readonly Row[]; readonly double: readonly Row[] }>
>;

/** Units in the last place: float64, float32. */
const bounds: Readonly<Record<string, readonly [double: number, single: number]>> = {
  exp: [1, 1],
  exp2: [1, 1],
  expm1: [1.5, 1.6],
  log: [1, 1],
  log1p: [1.1, 1.1],
  logistic: [2, 2],
  sin: [1, 1],
  cos: [1, 1],
  tan: [2, 2],
  asin: [1.5, 1.5],
  acos: [1.5, 1.5],
  atan: [1.5, 1.5],
  atan2: [2, 2],
  sinh: [2, 2],
  cosh: [1.6, 1.6],
  tanh: [2, 1.6],
  asinh: [2, 0.6],
  acosh: [2, 0.6],
  atanh: [2, 0.6],
  cbrt: [1, 0.6],
  pow: [1.5, 0.6],
  sqrt: [0.5, 0.5],
  erf: [3, 0.6],
  erfc: [6, 0.6],
  erf_inv: [4, 0.6],
  lgamma: [4, 0.6],
  digamma: [4, 0.6],
  trigamma: [4, 0.6],
  bessel_i0e: [3, 0.6],
  bessel_i1e: [3, 0.6],
};

const names: Readonly<Record<string, string>> = { erf_inv: 'erfInv', bessel_i0e: 'besselI0e', bessel_i1e: 'besselI1e' };
const functions = {
  ...lax,
  trigamma: (x: NDArray) => lax.polygamma(1, x),
} as unknown as Readonly<Record<string, (...operands: NDArray[]) => NDArray>>;

const executor = createWasmExecutor({ eager: true });

/** A function on lists of arguments: one array an operand. */
const compute = (name: string, dtype: Kind, points: readonly Row[], by = executor.run): ArrayLike<number> => {
  const operands = points[0]!.map((_, i) => {
    const column = points.map(point => point[i]!);
    return array(column, { dtype }) as ConcreteArray;
  });
  const { jaxpr } = makeJaxpr(functions[names[name] ?? name]!)(...operands);
  return by(jaxpr, operands)[0]!.data;
};

const argumentsOf = (row: Row): Row => row.slice(0, -2);

const rowsOf = (name: string, dtype: Kind): readonly Row[] => {
  const { single, double } = table[name]!;
  const rounded = single.map(row => [...argumentsOf(row).map(Math.fround), ...row.slice(-2)]);
  return dtype === 'float64' ? [...rounded, ...double] : rounded;
};

/** The distance of neighbouring numbers at a value. */
const unit = (value: number, dtype: Kind): number => {
  const [least, digits] = dtype === 'float64' ? [-1022, 52] : [-126, 23];
  return 2 ** (Math.max(Math.floor(Math.log2(Math.abs(value))), least) - digits);
};

/** The largest error, and where it is. */
const worst = (name: string, dtype: Kind): { readonly error: number; readonly at: string } => {
  const rows = rowsOf(name, dtype);
  const found = compute(name, dtype, rows.map(argumentsOf));
  let most = { error: 0, at: '' };
  rows.forEach((row, i) => {
    const [high, low] = row.slice(-2) as [number, number];
    const rounded = dtype === 'float32' ? Math.fround(high) : high;
    const distance = Math.abs(found[i]! - high - low) / unit(high, dtype);
    // results beyond the range of single precision, and NaN, are right or wrong
    const error =
      Number.isFinite(rounded) && !Number.isNaN(distance)
        ? distance
        : found[i] === rounded
          ? 0
          : Number.POSITIVE_INFINITY;
    if (error > most.error) most = { error, at: `${name}(${argumentsOf(row)}) in ${dtype}: ${found[i]}, not ${high}` };
  });
  return most;
};

const sizes = [0, 1e-45, 1e-40, 1e-30, 1, 3, 0.5, 2.5, 1e20, 2147483648, 3e38, 5e-324, 1e-310, 1e300, 1.7e308];
const special = [...sizes, Number.POSITIVE_INFINITY];
const everySpecial = [...special, ...special.map(x => -x), Number.NaN];

describe.each(Object.keys(bounds))('%s', name => {
  it.each(['float64', 'float32'] as const)('is within its bounds in %s', dtype => {
    const { error, at } = worst(name, dtype);
    expect(error, at).toBeLessThanOrEqual(bounds[name]![dtype === 'float64' ? 0 : 1]);
  });

  it.each(['float64', 'float32'] as const)('has the same bits in vectors and in single numbers of %s', dtype => {
    const points = rowsOf(name, dtype).map(argumentsOf);
    const few = points.filter((_, i) => i % Math.ceil(points.length / 9) === 0);
    expect(few.map(point => compute(name, dtype, [point])[0])).toEqual(Array.from(compute(name, dtype, few)));
  });

  it.each(['float64', 'float32'] as const)('has the signs, infinities and NaN of the interpreter in %s', dtype => {
    const arity = argumentsOf(table[name]!.single[0]!).length;
    const points = arity === 1 ? everySpecial.map(x => [x]) : everySpecial.flatMap(x => everySpecial.map(y => [x, y]));
    const found = compute(name, dtype, points);
    const expected = compute(name, dtype, points, interpreter.run);
    points.forEach((point, i) => {
      const [x, y] = [found[i]!, expected[i]!];
      const close = Number.isFinite(y) && y !== 0 && Math.abs(x - y) <= 6 * unit(y, dtype);
      if (!close) expect(x, `${name}(${point}) in ${dtype}`).toBe(y);
    });
  });
});
