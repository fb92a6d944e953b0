import { readFileSync } from 'node:fs';
import * as nabla from 'nabla';
import { array, type DType, grad, hessian, jacfwd, NDArray, numpy as np, setDefaultDtype } from 'nabla';
import { describe, expect, it } from 'vitest';
import { programRows, tracedInputs } from '../../scripts/coverage-rows.mjs';

/** What JAX makes of expressions; see test/golden/expressions.py. */
type Output = { readonly dtype: DType; readonly shape: readonly number[]; readonly data: string };
type Outputs = Output | readonly Outputs[];

export type Row = {
  readonly expression: string;
  readonly single: Outputs;
  /** Where it differs. */
  readonly double?: Outputs;
  /** Names of the inputs that it is differentiated with respect to. */
  readonly inputs?: readonly string[];
  readonly gradient?: string;
  /** In forward mode, where that differs. */
  readonly forwardGradient?: string;
  readonly hessian?: string;
  /** Names of the inputs that it can be traced in, where these are not all. */
  readonly traced?: readonly string[];
};

type Golden = {
  readonly inputs: Readonly<Record<string, { readonly type: string; readonly values: unknown }>>;
  readonly rows: readonly Row[];
};

type Inputs = Readonly<Record<string, NDArray>>;

/** What an expression gives: arrays, numbers, lists of these. */
type Result = (inputs: Inputs) => readonly NDArray[];

/** How far results may be from JAX's. */
export type Tolerance = {
  /** Of values, in single and double precision. */
  readonly values: readonly [single: number, double: number];
  /** Whether that is in units in the last place of each number, or relative to the greatest. */
  readonly unit: 'ulp' | 'relative';
  /** Relative error of derivatives. */
  readonly derivative: number;
};

/** The elements of a buffer, of which nothing stands for zeros; complex ones as real and imaginary part. */
const decode = (data: string, dtype: DType, size: number): number[] => {
  if (data === '') return new Array<number>(dtype.startsWith('complex') ? 2 * size : size).fill(0);
  const { buffer } = Uint8Array.from(Buffer.from(data, 'base64'));
  switch (dtype) {
    case 'float32':
    case 'complex64':
      return Array.from(new Float32Array(buffer));
    case 'float64':
    case 'complex128':
      return Array.from(new Float64Array(buffer));
    case 'int32':
      return Array.from(new Int32Array(buffer));
    case 'uint32':
      return Array.from(new Uint32Array(buffer));
    case 'bool':
      return Array.from(new Uint8Array(buffer));
  }
};

/** A matrix of which a symmetric one is written as its lower triangle. */
const decodeMatrix = (data: string, extent: number): number[] => {
  const given = decode(data, 'float64', extent ** 2);
  if (given.length === extent ** 2) return given;
  return Array.from({ length: extent ** 2 }, (_, i) => {
    const [row, column] = [Math.floor(i / extent), i % extent];
    const [below, left] = [Math.max(row, column), Math.min(row, column)];
    return given[(below * (below + 1)) / 2 + left]!;
  });
};

const readGolden = (name: string): Golden =>
  JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'));

const dtypeOf = (type: string, double: boolean): DType => {
  if (type === 'float') return double ? 'float64' : 'float32';
  if (type === 'complex') return double ? 'complex128' : 'complex64';
  return type as DType;
};

/** Nested lists of numbers, pairs of them as complex numbers. */
const readValues = (value: unknown, isComplex: boolean): never =>
  (Array.isArray(value)
    ? isComplex && typeof value[0] === 'number'
      ? { re: value[0], im: value[1] }
      : value.map(element => readValues(element, isComplex))
    : typeof value === 'string'
      ? Number(value.replace('inf', 'Infinity'))
      : value) as never;

const inputsOf = (golden: Golden, double: boolean): Inputs =>
  Object.fromEntries(
    Object.entries(golden.inputs).map(([name, { type, values }]) => [
      name,
      array(readValues(values, type === 'complex'), { dtype: dtypeOf(type, double) }),
    ]),
  );

const leavesOf = (value: unknown): NDArray[] =>
  Array.isArray(value) ? value.flatMap(leavesOf) : [value instanceof NDArray ? value : array(value as number)];

const outputsOf = (outputs: Outputs): readonly Output[] => [outputs].flat(9) as Output[];

const compile = (golden: Golden, expression: string): Result => {
  const names = Object.keys(golden.inputs);
  const { lax, linalg, nn, random, special, stats, vmap } = nabla;
  const scope = { nabla, array, lax, np, linalg, nn, random, special, stats, vmap };
  const f = new Function(...Object.keys(scope), ...names, `return ${expression};`);
  return inputs => leavesOf(f(...Object.values(scope), ...names.map(name => inputs[name])));
};

/** All inexact elements end to end, complex ones as real and imaginary part, times cosines, added up. */
const weighted = (leaves: readonly NDArray[]): NDArray => {
  const parts = leaves.flatMap(leaf =>
    leaf.dtype.startsWith('complex')
      ? [np.stack([leaf.real, leaf.imag], { axis: -1 }).ravel()]
      : leaf.dtype.startsWith('float')
        ? [leaf.ravel()]
        : [],
  );
  const flat = parts.length === 1 ? parts[0]! : np.concatenate(parts);
  return flat.mul(np.cos(np.arange(flat.size).add(1))).sum();
};

const numbersOf = (x: NDArray): number[] => Array.from(x.toTypedArray());

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

const avalsOf = (arrays: readonly (NDArray | Output)[]) => arrays.map(({ dtype, shape }) => ({ dtype, shape }));

const checkValue = (
  values: readonly NDArray[],
  outputs: readonly Output[],
  unit: Tolerance['unit'],
  tolerance: number,
): void => {
  expect(avalsOf(values)).toEqual(avalsOf(outputs));
  outputs.forEach(({ dtype, data }, i) => {
    const expected = decode(data, dtype, values[i]!.size);
    const actual = numbersOf(values[i]!);
    const digits = dtype === 'float64' || dtype === 'complex128' ? 52 : 23;
    const distance = unit === 'ulp' ? ulpsBetween(actual, expected, digits) : relativeError(actual, expected);
    expect(distance, `${dtype}: ${actual} instead of ${expected}`).toBeLessThanOrEqual(tolerance);
  });
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
  f: Result,
  inputs: Inputs,
  { inputs: names, gradient, forwardGradient, hessian: second }: Row,
  tolerance: number,
  isCompiled: boolean,
): void => {
  if (names === undefined) return;
  const sizes = names.map(name => inputs[name]!.size);
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  const g = (flat: NDArray): NDArray => {
    const own = names.map((name, i) => [
      name,
      flat.at(`${starts[i]}:${starts[i]! + sizes[i]!}`).reshape(inputs[name]!.shape),
    ]);
    return weighted(f({ ...inputs, ...Object.fromEntries(own) }));
  };
  const point = np.concatenate(names.map(name => inputs[name]!.ravel()));
  const check = (what: string, actual: NDArray, wanted: readonly number[]): void => {
    const own = numbersOf(actual);
    expect(relativeError(own, wanted), `${what}: ${own} instead of ${wanted}`).toBeLessThanOrEqual(tolerance);
  };
  if (gradient !== undefined) {
    check('grad', grad(g)(point), decode(gradient, 'float64', point.size));
    check('jacfwd', jacfwd(g)(point), decode(forwardGradient ?? gradient, 'float64', point.size));
  }
  if (second === undefined) {
    checkByDifferences(g, point);
    return;
  }
  // what is known to be zero stays zero here, where JAX multiplies it by what is not finite
  const own = nabla.withBackend(isCompiled ? 'wasm' : 'reference', () => hessian(g)(point));
  const zeros = numbersOf(own).map(value => value === 0);
  const wanted = decodeMatrix(second, point.size);
  const isDiagonal = (i: number): boolean => i % (point.size + 1) === 0;
  check(
    'hessian',
    own,
    wanted.map((value, i) => (zeros[i] && Number.isNaN(value) && !isDiagonal(i) ? 0 : value)),
  );
};

/** Compares values in both precisions and derivatives with JAX's. */
const checkRow = (golden: Golden, row: Row, { values, unit, derivative }: Tolerance, isCompiled: boolean): void => {
  const f = compile(golden, row.expression);
  checkValue(f(inputsOf(golden, false)), outputsOf(row.single), unit, values[0]);
  setDefaultDtype('float64');
  try {
    const inputs = inputsOf(golden, true);
    checkValue(f(inputs), outputsOf(row.double ?? row.single), unit, values[1]);
    // interpreted, which takes half the time, but for the Hessians of one row of each function
    nabla.withBackend('reference', () => checkDerivatives(f, inputs, row, derivative, isCompiled));
  } finally {
    setDefaultDtype('float32');
  }
};

/** Compares what a program for a batch of two, traced as a whole and compiled, makes of them with one after the other. */
const checkProgram = (golden: Golden, row: Row): void => {
  const f = compile(golden, row.expression);
  const names = tracedInputs(row, golden.inputs);
  setDefaultDtype('float64');
  try {
    const inputs = inputsOf(golden, true);
    const one = (own: readonly NDArray[]): readonly NDArray[] =>
      f({ ...inputs, ...Object.fromEntries(names.map((name, i) => [name, own[i]!])) });
    const second = names.map(name => inputs[name]!);
    const first = second.map(x => (x.ndim === 0 ? x : np.flip(x)));
    const check = (what: string, values: readonly NDArray[], expected: readonly NDArray[]): void => {
      expect(avalsOf(values), what).toEqual(avalsOf(expected));
      values.forEach((value, i) => {
        const [own, wanted] = [numbersOf(value), numbersOf(expected[i]!)];
        expect(relativeError(own, wanted), `${what}: ${own} instead of ${wanted}`).toBeLessThanOrEqual(1e-11);
      });
    };
    if (names.length === 0) {
      check('compiled', nabla.jit(() => one([]))(), one([]));
      return;
    }
    const stacked = names.map((_, i) => np.stack([first[i]!, second[i]!]));
    const batch = nabla.jit(nabla.vmap(one))(stacked) as readonly NDArray[];
    [first, second].forEach((own, lane) => {
      const values = batch.map(value => value.at(lane));
      check(`place ${lane} of a batch`, values, one(own));
    });
  } finally {
    setDefaultDtype('float32');
  }
};

/**
 * Tests that hold functions to JAX's values, and one row of each function to its program. `toleranceOf` gives what is not
 * the usual tolerance, for expressions of which there must be such.
 */
export const describeGolden = (
  title: string,
  name: string,
  usual: Tolerance,
  exceptions: readonly (readonly [expressions: RegExp, tolerance: Partial<Tolerance>, why: string])[],
): void => {
  const golden = readGolden(name);
  const programs = programRows(golden.rows, golden.inputs);
  describe(title, () => {
    it.each(golden.rows.map(row => [row.expression, row] as const))('%s', (expression, row) => {
      const own = exceptions.find(([expressions]) => expressions.test(expression))?.[1];
      checkRow(golden, row, { ...usual, ...own }, programs.has(row));
      if (programs.has(row)) checkProgram(golden, row);
    });

    it('has no exceptions for rows that are not there', () => {
      const used = exceptions.filter(([expressions]) => golden.rows.some(row => expressions.test(row.expression)));
      expect(exceptions.filter(exception => !used.includes(exception))).toEqual([]);
    });
  });
};
