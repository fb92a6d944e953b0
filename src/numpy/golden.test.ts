import { readFileSync } from 'node:fs';
import {
  array,
  type DType,
  grad,
  hessian,
  jacfwd,
  linalg,
  NDArray,
  nn,
  numpy as np,
  setDefaultDtype,
  special,
} from 'nabla';
import { afterEach, describe, expect, it } from 'vitest';

/** What JAX makes of the expressions in test/golden/functions-rows.txt; see test/golden/functions.py. */
type Golden = {
  readonly inputs: Readonly<Record<string, { readonly type: string; readonly values: unknown }>>;
  readonly rows: readonly Row[];
};

type Row = {
  readonly expression: string;
  readonly outputs: readonly {
    readonly dtype: DType | 'uint8';
    readonly shape: readonly number[];
    readonly data: readonly (number | string)[];
  }[];
  readonly input?: string;
  readonly gradient?: readonly (number | string)[];
  /** Empty where it is zero. */
  readonly hessian?: readonly (number | string)[];
};

/** Rows where JAX's own derivatives have fewer digits. */
const lessPrecise: ReadonlySet<string> = new Set(['special.betaln(np.multiply(p, 20), 30)', 'special.betaln(p, 50)']);

const file = new URL('../../test/golden/functions.json', import.meta.url);
const golden: Golden = JSON.parse(readFileSync(file, 'utf8'));

const toNumber = (value: number | string): number =>
  typeof value === 'number' ? value : value === 'inf' ? Infinity : value === '-inf' ? -Infinity : Number.NaN;

const dtypeOf = (type: string, double: boolean): DType =>
  type === 'float'
    ? double
      ? 'float64'
      : 'float32'
    : type === 'complex'
      ? double
        ? 'complex128'
        : 'complex64'
      : (type as DType);

/** Nested lists of numbers, or of [re, im]. */
const readData = (value: unknown, isComplex: boolean): never =>
  (Array.isArray(value)
    ? isComplex && typeof value[0] === 'number'
      ? { re: value[0], im: value[1] }
      : value.map(element => readData(element, isComplex))
    : typeof value === 'boolean'
      ? value
      : toNumber(value as number | string)) as never;

const inputsOf = (double: boolean): Readonly<Record<string, NDArray>> =>
  Object.fromEntries(
    Object.entries(golden.inputs).map(([name, { type, values }]) => [
      name,
      array(readData(values, type === 'complex'), { dtype: dtypeOf(type, double) }),
    ]),
  );

const names = Object.keys(golden.inputs);

/** The expression as a function of the inputs by name. */
const compile = (expression: string): ((inputs: Readonly<Record<string, NDArray>>) => unknown) => {
  const f = new Function('np', 'special', 'nn', 'linalg', 'array', ...names, `return ${expression};`);
  return inputs => f(np, special, nn, linalg, array, ...names.map(name => inputs[name]));
};

const leavesOf = (value: unknown): NDArray[] =>
  value instanceof NDArray ? [value] : (value as readonly unknown[]).flatMap(leavesOf);

/** Σ cos(1 + i)·(element i of the result), complex elements counted as real and imaginary part. */
const weighted = (value: unknown): NDArray => {
  const parts = leavesOf(value).flatMap(leaf =>
    leaf.dtype.startsWith('complex')
      ? [np.stack([leaf.real, leaf.imag], { axis: -1 }).ravel()]
      : leaf.dtype.startsWith('float')
        ? [leaf.ravel()]
        : [],
  );
  const flat = np.concatenate(parts);
  return flat.mul(np.cos(np.arange(flat.size).add(1))).sum();
};

/** The greatest distance from the expected numbers, as a share of their size. */
const distance = (actual: readonly number[], expected: readonly number[]): number => {
  if (actual.length !== expected.length) return Infinity;
  const scale = Math.max(1e-3, ...expected.filter(Number.isFinite).map(Math.abs));
  return Math.max(
    0,
    ...actual.map((value, i) =>
      Object.is(value, expected[i]) || value === expected[i] ? 0 : Math.abs(value - expected[i]!) / scale,
    ),
  );
};

const numbersOf = (x: NDArray): number[] => Array.from(x.toTypedArray());

afterEach(() => setDefaultDtype('float32'));

describe('functions against JAX', () => {
  it.each(golden.rows.map(row => [row.expression, row] as const))('%s', (expression, row) => {
    const f = compile(expression);
    const outputs = leavesOf(f(inputsOf(false)));
    const seen = outputs.map(({ dtype, shape }) => ({ dtype, shape }));
    expect(seen).toEqual(row.outputs.map(({ dtype, shape }) => ({ dtype, shape })));
    outputs.forEach((output, i) => {
      const expected = row.outputs[i]!.data.map(toNumber);
      expect(distance(numbersOf(output), expected), `${numbersOf(output)} instead of ${expected}`).toBeLessThan(1e-5);
    });

    if (row.input === undefined) return;
    setDefaultDtype('float64');
    const inputs = inputsOf(true);
    const g = (x: NDArray): NDArray => weighted(f({ ...inputs, [row.input!]: x }));
    const x = inputs[row.input]!;
    const gradient = row.gradient!.map(toNumber);
    const expectedHessian =
      row.hessian!.length === 0 ? new Array<number>(gradient.length ** 2).fill(0) : row.hessian!.map(toNumber);
    const tolerance = lessPrecise.has(expression) ? 1e-8 : 1e-12;
    const derivatives = {
      grad: [grad(g)(x), gradient],
      jacfwd: [jacfwd(g)(x), gradient],
      hessian: [hessian(g)(x), expectedHessian],
    } as const;
    for (const [name, [actual, expected]] of Object.entries(derivatives)) {
      const numbers = numbersOf(actual as NDArray);
      expect(distance(numbers, expected), `${name}: ${numbers} instead of ${expected}`).toBeLessThan(tolerance);
    }
  });
});
