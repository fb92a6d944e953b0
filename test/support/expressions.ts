import { readFileSync } from 'node:fs';
import * as nabla from 'nabla';
import {
  array,
  type DType,
  grad,
  hessian,
  jacfwd,
  type NDArray,
  numpy as np,
  random,
  setDefaultDtype,
  stats,
} from 'nabla';
import { describe, expect, it } from 'vitest';

/** What JAX makes of expressions; see test/golden/expressions.py. */
type Output = { readonly dtype: DType; readonly shape: readonly number[]; readonly data: string };

export type Row = {
  readonly expression: string;
  readonly single: Output;
  readonly double: Output;
  /** Names of the inputs that it is differentiated with respect to. */
  readonly inputs?: readonly string[];
  readonly gradient?: string;
  /** In forward mode, where that differs. */
  readonly forwardGradient?: string;
  readonly hessian?: string;
};

type Golden = {
  readonly inputs: Readonly<Record<string, { readonly type: string; readonly values: never }>>;
  readonly rows: readonly Row[];
};

type Inputs = Readonly<Record<string, NDArray>>;

/** How far results may be from JAX's. */
export type Tolerance = {
  /** Of values, in single and double precision. */
  readonly values: readonly [single: number, double: number];
  /** Whether that is in units in the last place of each number, or relative to the greatest. */
  readonly unit: 'ulp' | 'relative';
  /** Relative error of derivatives. */
  readonly derivative: number;
};

const decode = (data: string, dtype: DType): number[] => {
  const bytes = Uint8Array.from(Buffer.from(data, 'base64'));
  switch (dtype) {
    case 'float32':
    case 'complex64':
      return Array.from(new Float32Array(bytes.buffer));
    case 'float64':
    case 'complex128':
      return Array.from(new Float64Array(bytes.buffer));
    case 'int32':
      return Array.from(new Int32Array(bytes.buffer));
    case 'uint32':
      return Array.from(new Uint32Array(bytes.buffer));
    case 'bool':
      return Array.from(bytes);
  }
};

export const readGolden = (name: string): Golden =>
  JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'));

const dtypeOf = (type: string, double: boolean): DType => {
  if (type === 'float') return double ? 'float64' : 'float32';
  if (type === 'complex') return double ? 'complex128' : 'complex64';
  return type as DType;
};

/** Nested pairs of numbers as complex numbers. */
const complexNumbers = (values: readonly unknown[]): never =>
  (typeof values[0] === 'number'
    ? { re: values[0], im: values[1] }
    : values.map(value => complexNumbers(value as readonly unknown[]))) as never;

const inputsOf = (golden: Golden, double: boolean): Inputs =>
  Object.fromEntries(
    Object.entries(golden.inputs).map(([name, { type, values }]) => [
      name,
      array(type === 'complex' ? complexNumbers(values) : values, { dtype: dtypeOf(type, double) }),
    ]),
  );

const compile = (golden: Golden, expression: string): ((inputs: Inputs) => NDArray) => {
  const names = Object.keys(golden.inputs);
  const { linalg, nn, special, vmap } = nabla;
  const scope = { nabla, np, linalg, nn, random, special, stats, vmap };
  const f = new Function(...Object.keys(scope), ...names, `return ${expression};`);
  return inputs => f(...Object.values(scope), ...names.map(name => inputs[name]));
};

/** The greatest distance in units of the last place of the numbers expected. */
const ulpsBetween = (actual: readonly number[], expected: readonly number[], digits: number): number => {
  if (actual.length !== expected.length) return Infinity;
  const distances = actual.map((value, i) => {
    const target = expected[i]!;
    if (Object.is(value, target) || value === target) return 0;
    const unit = 2 ** Math.max(Math.floor(Math.log2(Math.abs(target))) - digits, digits === 23 ? -149 : -1074);
    const distance = Math.abs(value - target) / unit;
    return Number.isNaN(distance) ? Infinity : distance;
  });
  return Math.max(0, ...distances);
};

const relativeError = (actual: readonly number[], expected: readonly number[]): number => {
  if (actual.length !== expected.length) return Infinity;
  const scale = Math.max(1e-3, ...expected.filter(Number.isFinite).map(Math.abs));
  const errors = actual.map((value, i) => {
    const error = Object.is(value, expected[i]) || value === expected[i] ? 0 : Math.abs(value - expected[i]!) / scale;
    return Number.isNaN(error) ? Infinity : error;
  });
  return Math.max(0, ...errors);
};

const numbersOf = (x: NDArray): number[] => Array.from(x.toTypedArray());

const checkValue = (
  f: (inputs: Inputs) => NDArray,
  inputs: Inputs,
  output: Output,
  unit: Tolerance['unit'],
  tolerance: number,
): void => {
  const value = f(inputs);
  expect({ dtype: value.dtype, shape: value.shape }).toEqual({ dtype: output.dtype, shape: output.shape });
  const expected = decode(output.data, output.dtype);
  const isDouble = output.dtype === 'float64' || output.dtype === 'complex128';
  const actual = numbersOf(value);
  const distance = unit === 'ulp' ? ulpsBetween(actual, expected, isDouble ? 52 : 23) : relativeError(actual, expected);
  expect(distance, `${output.dtype}: ${actual} instead of ${expected}`).toBeLessThanOrEqual(tolerance);
};

/** Compares a Hessian that JAX does not have with differences of the gradient, or sees it refused. */
const checkByDifferences = (g: (x: NDArray) => NDArray, point: NDArray): void => {
  const own = refusalOf(() => hessian(g)(point));
  if (own === undefined) return;
  const step = 1e-5;
  const rows = numbersOf(point).map((_, i) => {
    const slope = (by: number): NDArray => grad(g)(point.addAt(i, by));
    return slope(step)
      .sub(slope(-step))
      .div(2 * step);
  });
  const error = relativeError(numbersOf(own), numbersOf(np.stack(rows)));
  expect(error, `hessian: ${numbersOf(own)} instead of ${numbersOf(np.stack(rows))}`).toBeLessThan(1e-6);
};

/** The value; undefined where a derivative is refused. */
const refusalOf = (f: () => NDArray): NDArray | undefined => {
  try {
    return f();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};

const checkDerivatives = (
  f: (inputs: Inputs) => NDArray,
  inputs: Inputs,
  { inputs: names, gradient, forwardGradient, hessian: second }: Row,
  tolerance: number,
): void => {
  if (names === undefined) return;
  const sizes = names.map(name => inputs[name]!.size);
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  const g = (flat: NDArray): NDArray => {
    const own = names.map((name, i) => [
      name,
      flat.at(`${starts[i]}:${starts[i]! + sizes[i]!}`).reshape(inputs[name]!.shape),
    ]);
    const value = f({ ...inputs, ...Object.fromEntries(own) }).ravel();
    return value.mul(np.cos(np.arange(value.size).add(1))).sum();
  };
  const point = np.concatenate(names.map(name => inputs[name]!.ravel()));
  const check = (what: string, actual: NDArray, expected: string): void => {
    const [own, wanted] = [numbersOf(actual), decode(expected, 'float64')];
    expect(relativeError(own, wanted), `${what}: ${own} instead of ${wanted}`).toBeLessThanOrEqual(tolerance);
  };
  if (gradient !== undefined) {
    check('grad', grad(g)(point), gradient);
    check('jacfwd', jacfwd(g)(point), forwardGradient ?? gradient);
  }
  if (second === undefined) checkByDifferences(g, point);
  else check('hessian', hessian(g)(point), second);
};

/** Compares values in both precisions and derivatives with JAX's. */
export const checkRow = (golden: Golden, row: Row, { values, unit, derivative }: Tolerance): void => {
  const f = compile(golden, row.expression);
  checkValue(f, inputsOf(golden, false), row.single, unit, values[0]);
  setDefaultDtype('float64');
  try {
    const inputs = inputsOf(golden, true);
    checkValue(f, inputs, row.double, unit, values[1]);
    checkDerivatives(f, inputs, row, derivative);
  } finally {
    setDefaultDtype('float32');
  }
};

/** Compares what a program for a batch of two, traced as a whole, makes of the second. */
export const checkProgram = (golden: Golden, row: Row, { values }: Tolerance): void => {
  const { inputs: names, double } = row;
  if (names === undefined) return;
  const f = compile(golden, row.expression);
  setDefaultDtype('float64');
  try {
    const inputs = inputsOf(golden, true);
    const one = (own: readonly NDArray[]): NDArray =>
      f({ ...inputs, ...Object.fromEntries(names.map((name, i) => [name, own[i]!])) });
    const stacked = names.map(name => np.stack([inputs[name]!, inputs[name]!]));
    const batch = nabla.jit(nabla.vmap(one))(stacked) as NDArray;
    const [actual, expected] = [numbersOf(batch.at(1)), decode(double.data, double.dtype)];
    expect({ dtype: batch.dtype, shape: batch.shape.slice(1) }).toEqual({ dtype: double.dtype, shape: double.shape });
    const tolerance = Math.max(values[1], 1e-11);
    expect(relativeError(actual, expected), `in a batch: ${actual} instead of ${expected}`).toBeLessThanOrEqual(
      tolerance,
    );
  } finally {
    setDefaultDtype('float32');
  }
};

/** Tests that hold functions to JAX's values, with tolerances of their own for some expressions. */
export const describeGolden = (
  title: string,
  golden: Golden,
  usual: Tolerance,
  tolerances: Readonly<Record<string, Tolerance>>,
  checks: readonly ((golden: Golden, row: Row, tolerance: Tolerance) => void)[],
): void => {
  describe(title, () => {
    it.each(golden.rows.map(row => [row.expression, row] as const))('%s', (expression, row) => {
      for (const check of checks) check(golden, row, tolerances[expression] ?? usual);
    });

    it('has no tolerances for rows that are not there', () => {
      const expressions = golden.rows.map(row => row.expression);
      expect(Object.keys(tolerances).filter(expression => !expressions.includes(expression))).toEqual([]);
    });
  });
};
