import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Index } from '../../array/ndarray.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import { makeAval } from '../../core/aval.ts';
import { evaluateJaxpr } from '../../core/evaluate.ts';
import { knownValue, traceClosed } from '../../core/tracer.ts';
import { indexArray } from './index-array.ts';
import { addAt, maxAt, minAt, mulAt, setAt } from './update-array.ts';

type GoldenArray = { readonly shape: readonly number[]; readonly data: readonly number[] };
type GoldenIndexArray = {
  readonly array: unknown;
  readonly dtype: 'int32' | 'uint32' | 'bool';
  readonly shape: readonly number[];
};
type GoldenCase = {
  readonly shape: readonly number[];
  readonly index: readonly (number | string | null | readonly number[] | GoldenIndexArray)[];
  readonly at: GoldenArray;
  readonly update: keyof typeof updates;
  readonly values: GoldenArray;
  readonly updated: GoldenArray;
};

const updates = { set: setAt, addAt, mulAt, minAt, maxAt };

// What NumPy and JAX made of index expressions; written by test/golden/indexing.py.
const goldenFile = new URL('../../../test/golden/indexing.json', import.meta.url);
const cases = JSON.parse(readFileSync(goldenFile, 'utf8')) as readonly GoldenCase[];

const arrayOf = ({ shape, data }: GoldenArray): ConcreteArray =>
  new ConcreteArray(shape, 'float64', Float64Array.from(data));
const counting = (shape: readonly number[]): ConcreteArray =>
  arrayOf({ shape, data: Array.from({ length: sizeOf(shape) }, (_, i) => i) });

const indexOf = (entry: GoldenCase['index'][number]): Index => {
  if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return entry as Index;
  const { array, dtype, shape } = entry as GoldenIndexArray;
  const flat = ([array].flat(Number.POSITIVE_INFINITY) as (number | boolean)[]).map(Number);
  const data =
    dtype === 'bool' ? Uint8Array.from(flat) : dtype === 'int32' ? Int32Array.from(flat) : Uint32Array.from(flat);
  return new ConcreteArray(shape, dtype, data);
};

const shown = (array: NDArray): GoldenArray => {
  const known = knownValue(array)!;
  return { shape: known.shape, data: Array.from(known.data, value => value + 0) };
};

/** The same under a trace, where arrays of indices are still known and the indexed array is not. */
const traced = (f: (...args: NDArray[]) => NDArray, ...args: ConcreteArray[]): NDArray =>
  evaluateJaxpr(
    traceClosed(
      inputs => [f(...inputs)],
      args.map(arg => makeAval(arg.shape, arg.dtype)),
      'f',
    ),
    args,
  )[0]!;

/** The same with the arrays of integers computed too. */
const computed = (
  f: (indices: readonly Index[], ...args: NDArray[]) => NDArray,
  indices: readonly Index[],
  ...args: ConcreteArray[]
): NDArray => {
  const arrays = indices.filter(
    (index): index is ConcreteArray => index instanceof ConcreteArray && index.dtype !== 'bool',
  );
  return traced(
    (...inputs) =>
      f(
        indices.map(index =>
          arrays.includes(index as ConcreteArray) ? inputs[arrays.indexOf(index as ConcreteArray)]! : index,
        ),
        ...inputs.slice(arrays.length),
      ),
    ...arrays,
    ...args,
  );
};

describe('index expressions, compared with NumPy and JAX', () => {
  it('are many', () => expect(cases.length).toBeGreaterThan(200));

  it.each(cases.map(golden => [JSON.stringify(golden.index), JSON.stringify(golden.shape), golden] as const))(
    '%s of %s',
    (_name, _shape, golden) => {
      const x = counting(golden.shape);
      const indices = golden.index.map(indexOf);
      const values = arrayOf(golden.values);
      const update = updates[golden.update];
      expect(shown(indexArray(x, indices))).toEqual(golden.at);
      expect(shown(traced(y => indexArray(y, indices), x))).toEqual(golden.at);
      expect(shown(computed((given, y) => indexArray(y!, given), indices, x))).toEqual(golden.at);
      expect(shown(update(x, indices, values))).toEqual(golden.updated);
      expect(shown(traced((y, v) => update(y, indices, v), x, values))).toEqual(golden.updated);
      expect(shown(computed((given, y, v) => update(y!, given, v!), indices, x, values))).toEqual(golden.updated);
    },
  );
});

it('takes typed arrays of integers, alone and beside other indices', () => {
  const x = counting([3, 4]);
  const rows: Index = Int32Array.of(-1, 0);
  expect(shown(indexArray(x, [rows]))).toEqual(shown(indexArray(x, [[-1, 0]])));
  expect(shown(indexArray(x, [':', Uint32Array.of(1, 1)]))).toEqual(shown(indexArray(x, [':', [1, 1]])));
  const added = addAt(counting([3]), Int32Array.of(0, 0), arrayOf({ shape: [2], data: [5, 6] }));
  expect(shown(added).data).toEqual([11, 1, 2]);
});

it.each([
  ['minAt', [1, 1, 0, 9, 1, 2, Number.NaN, 1, Number.NaN, 3]],
  ['maxAt', [1, 2, 1, 3, 2, 0, Number.NaN, 1, Number.NaN, 3]],
] as const)(
  'compares complex numbers by their real parts, then by their imaginary parts, and keeps NaN: %s',
  (name, result) => {
    const numbers = (...data: number[]) => new ConcreteArray([data.length / 2], 'complex128', Float64Array.from(data));
    const x = numbers(1, 2, 1, 2, 2, 0, Number.NaN, 1, 2, 3);
    const values = numbers(1, 1, 0, 9, 1, 3, 1, 2, 5, 5, Number.NaN, 3);
    const updated = updates[name](x, [Int32Array.of(0, 1, 1, 2, 3, 4)], values) as ConcreteArray;
    expect([...updated.data]).toEqual(result);
  },
);

it('takes masks of several axes', () => {
  const x = counting([2, 3, 4]);
  const chosen = (place: number): boolean => place % 5 === 1;
  const mask = (...shape: number[]) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    return new ConcreteArray(
      shape,
      'bool',
      Uint8Array.from({ length: size }, (_, place) => Number(chosen(place))),
    );
  };
  const numbers = Array.from({ length: 24 }, (_, i) => i);
  expect(indexArray(x, [mask(2, 3, 4)]).tolist()).toEqual(numbers.filter(chosen));
  const rows = numbers.filter(i => chosen(Math.floor(i / 4)));
  expect(shown(indexArray(x, [mask(2, 3)])).data).toEqual(rows);
  expect(shown(setAt(x, [mask(2, 3)], -1)).data).toEqual(numbers.map(i => (rows.includes(i) ? -1 : i)));
});

describe('typed arrays as indices', () => {
  it.each([Int32Array.of(0, -1), Int8Array.of(0, -1), Float64Array.of(0, -1)])('choose elements: %o', index => {
    const x = new ConcreteArray([3], 'float32', Float32Array.of(10, 20, 30));
    expect(indexArray(x, [index]).tolist()).toEqual([10, 30]);
    expect(setAt(x, index, 1).tolist()).toEqual([1, 20, 1]);
    expect(addAt(x, [index], 1).tolist()).toEqual([11, 20, 31]);
  });
});
