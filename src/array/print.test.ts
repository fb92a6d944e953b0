import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allocate, type DType, kindOf, lanesOf } from './dtype.ts';
import { formatArray, formatScalar, formatTree, type Printable, reprArray } from './print.ts';

type ArrayCase = {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly weak?: boolean;
  readonly data?: string;
  readonly formula?: readonly [multiplier: number, modulus: number, offset: number, scale: number];
};
type TreeCase =
  | readonly ['array', ArrayCase]
  | readonly ['leaf', string | boolean | null]
  | readonly ['number', string]
  | readonly ['list', readonly TreeCase[]]
  | readonly ['dict' | 'map', readonly (readonly [TreeCase, TreeCase])[]];
type Golden = {
  readonly arrays: readonly (ArrayCase & { readonly str: string; readonly repr: string })[];
  readonly trees: readonly { readonly tree: TreeCase; readonly repr: string }[];
  readonly literals: readonly { readonly dtype: DType; readonly data: string; readonly text: string }[];
};

// What JAX printed; written by test/golden/printing.py.
const goldenFile = new URL('../../test/golden/printing.json', import.meta.url);
const golden = JSON.parse(readFileSync(goldenFile, 'utf8')) as Golden;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

function fromBytes(text: string, dtype: DType, size: number): Printable['data'] {
  const data = allocate(dtype, size);
  new Uint8Array(data.buffer).set(Buffer.from(text, 'base64'));
  return data;
}

function rebuild({ shape, dtype, weak = false, data, formula }: ArrayCase): Printable {
  const size = sizeOf(shape);
  if (formula === undefined) return { shape, dtype, weakType: weak, data: fromBytes(data ?? '', dtype, size) };
  const [multiplier, modulus, offset, scale] = formula;
  const values = allocate(dtype, size);
  for (let index = 0; index < size; index += 1) {
    const value = (((index * multiplier) % modulus) - offset) * scale;
    values[index * lanesOf(dtype)] = kindOf(dtype) === 'bool' ? value % 2 : value;
  }
  return { shape, dtype, weakType: weak, data: values };
}

describe('arrays print as in JAX', () => {
  const titled = golden.arrays.map((item, index) => ({ ...item, title: `${index}: ${item.dtype} [${item.shape}]` }));

  it('covers every dtype', () => {
    expect(new Set(golden.arrays.map(item => item.dtype)).size).toBe(7);
    expect(golden.arrays.length).toBeGreaterThan(300);
  });

  it.each(titled)('$title', ({ str, repr, ...item }) => {
    const array = rebuild(item);
    expect(formatArray(array)).toBe(str);
    expect(reprArray(array)).toBe(repr);
  });
});

describe('containers print as in Python', () => {
  const arrays = new Map<unknown, Printable>();
  const build = (tree: TreeCase): unknown => {
    switch (tree[0]) {
      case 'array': {
        const array = rebuild(tree[1]);
        const holder = {};
        arrays.set(holder, array);
        return holder;
      }
      case 'leaf':
        return tree[1];
      case 'number':
        return Number(tree[1].replace('inf', 'Infinity'));
      case 'list':
        return tree[1].map(build);
      case 'dict':
        return Object.fromEntries(tree[1].map(([key, value]) => [build(key), build(value)]));
      case 'map':
        return new Map(tree[1].map(([key, value]) => [build(key), build(value)]));
    }
  };

  it.each(golden.trees.map((item, index) => ({ ...item, index })))('tree $index', ({ tree, repr }) => {
    expect(formatTree(build(tree), value => arrays.get(value))).toBe(repr);
  });

  const none = (): undefined => undefined;

  it('prints the examples of the docstrings', () => {
    const data = new Float32Array([6, -2, -480]);
    expect(reprArray({ shape: [3], dtype: 'float32', weakType: true, data })).toBe(
      'Array([   6.,   -2., -480.], dtype=float32, weak_type=True)',
    );
    const mixed = new Float32Array([1, 2.5, -3]);
    expect(formatArray({ shape: [3], dtype: 'float32', weakType: false, data: mixed })).toBe('[ 1.   2.5 -3. ]');
    expect(formatTree({ a: [1, true, null], b: 'text' }, none)).toBe("{'a': [1, True, None], 'b': 'text'}");
  });

  it('shows undefined as None, typed arrays as lists, bigints as ints', () => {
    expect(formatTree([undefined, new Float64Array([1.5, 2]), 12345678901234567890n], none)).toBe(
      '[None, [1.5, 2], 12345678901234567890]',
    );
  });

  it('shows class instances like dataclasses, or as they say themselves', () => {
    class Point {
      x = 1;
      y = [0.5];
    }
    class Named {
      toString() {
        return 'Traced<float32[3]>';
      }
    }
    expect(formatTree({ p: new Point(), q: new Named() }, none)).toBe(
      "{'p': Point(x=1, y=[0.5]), 'q': Traced<float32[3]>}",
    );
  });

  it('shows functions by name, lone surrogates escaped', () => {
    expect(formatTree([none, '\ud800'], none)).toBe("[<function none>, '\\ud800']");
  });

  it('stops at a container inside itself', () => {
    const list: unknown[] = [1];
    list.push(list, { list });
    expect(formatTree(list, none)).toBe("[1, [...], {'list': [...]}]");
    const shared = [0];
    expect(formatTree([shared, shared], none)).toBe('[[0], [0]]');
  });
});

describe('literals print as in jaxprs', () => {
  it.each(golden.literals)('$text of $dtype', ({ dtype, data, text }) => {
    const values = fromBytes(data, dtype, 1);
    expect(formatScalar(values[0]!, dtype, values[1])).toBe(text);
  });

  it('rounds to the dtype', () => {
    expect(formatScalar(0.1, 'float32')).toBe('0.10000000149011612');
    expect(formatScalar(0.1, 'complex64', -0.1)).toBe('(0.10000000149011612-0.10000000149011612j)');
    expect(formatScalar(1e-8, 'float64')).toBe('1e-08');
  });

  it('takes a real number for a complex literal', () => {
    expect(formatScalar(3, 'complex64')).toBe('(3+0j)');
  });

  it('refuses fractions of integers', () => {
    expect(() => formatScalar(0.5, 'int32')).toThrow(
      new RangeError('formatScalar: 0.5 is not an integer, but the dtype is int32'),
    );
  });
});

describe('printing options and refusals', () => {
  const square: Printable = { shape: [2, 1], dtype: 'int32', weakType: false, data: new Int32Array([1, 2]) };

  it('moves continuation lines by the indent', () => {
    expect(reprArray(square, 3)).toBe('Array([[1],\n          [2]], dtype=int32)');
  });

  it('refuses data that do not fill the shape', () => {
    const short: Printable = { ...square, shape: [2, 2] };
    const message = 'an array of shape (2, 2) and dtype int32 holds 4 entries, got 2';
    expect(() => formatArray(short)).toThrow(new RangeError(`formatArray: ${message}`));
    expect(() => reprArray(short)).toThrow(new RangeError(`reprArray: ${message}`));
    expect(() => formatArray({ ...square, dtype: 'complex64', data: new Float32Array(2) })).toThrow(RangeError);
  });
});
