import { describe, expect, it } from 'vitest';
import { checkBatching, checkDerivatives, expectClose, float64, normal } from '../../../test/support/rules.ts';
import { ConcreteArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import { shownParams } from '../../core/jax-notation.ts';
import { type ConvOptions, convGeneralDilated } from './conv.ts';
import type { ConvPadding, NamedPadding } from './conv-geometry.ts';

type Case = {
  readonly name: string;
  readonly lhs: readonly number[];
  readonly rhs: readonly number[];
  readonly strides: readonly number[];
  readonly padding: NamedPadding | ConvPadding;
  readonly options?: ConvOptions;
};

const cases: readonly Case[] = [
  { name: 'one axis', lhs: [2, 2, 5], rhs: [3, 2, 2], strides: [1], padding: 'VALID' },
  { name: 'no axis', lhs: [2, 3], rhs: [4, 3], strides: [], padding: 'VALID' },
  { name: 'strides', lhs: [1, 1, 7], rhs: [2, 1, 3], strides: [2], padding: [[1, 0]] },
  { name: 'a stride that leaves a rest', lhs: [1, 1, 6], rhs: [1, 1, 2], strides: [3], padding: 'VALID' },
  { name: 'cutting off', lhs: [1, 2, 6], rhs: [1, 2, 2], strides: [1], padding: [[-1, -2]] },
  { name: 'padding beyond the window', lhs: [1, 1, 3], rhs: [1, 1, 2], strides: [1], padding: [[3, 2]] },
  {
    name: 'lhs dilation',
    lhs: [1, 1, 3],
    rhs: [1, 1, 3],
    strides: [1],
    padding: [[2, 1]],
    options: { lhsDilation: [2] },
  },
  {
    name: 'rhs dilation',
    lhs: [1, 1, 7],
    rhs: [2, 1, 3],
    strides: [2],
    padding: [[1, 2]],
    options: { rhsDilation: [2] },
  },
  {
    name: 'everything at once',
    lhs: [2, 2, 4, 3],
    rhs: [2, 2, 2, 3],
    strides: [2, 1],
    padding: [
      [1, 2],
      [0, -1],
    ],
    options: { lhsDilation: [1, 3], rhsDilation: [2, 2] },
  },
  { name: 'two axes, same', lhs: [1, 2, 3, 4], rhs: [2, 2, 2, 3], strides: [1, 2], padding: 'SAME' },
  { name: 'two axes, same lower', lhs: [1, 1, 3, 4], rhs: [1, 1, 2, 2], strides: [1, 1], padding: 'SAME_LOWER' },
  { name: 'three axes', lhs: [1, 1, 3, 2, 3], rhs: [1, 1, 2, 2, 2], strides: [1, 1, 2], padding: 'SAME' },
  {
    name: 'channels last',
    lhs: [1, 4, 3, 2],
    rhs: [2, 2, 2, 3],
    strides: [1, 2],
    padding: 'SAME',
    options: { dimensionNumbers: ['NHWC', 'HWIO', 'NHWC'] },
  },
  {
    name: 'axes in any order',
    lhs: [3, 2, 2, 4],
    rhs: [2, 2, 3, 2],
    strides: [2, 1],
    padding: [
      [1, 1],
      [0, 1],
    ],
    options: { dimensionNumbers: ['WCNH', 'IHOW', 'HNCW'] },
  },
  {
    name: 'feature groups',
    lhs: [2, 4, 4],
    rhs: [6, 2, 2],
    strides: [1],
    padding: 'SAME',
    options: { featureGroupCount: 2 },
  },
  {
    name: 'depthwise',
    lhs: [1, 3, 4],
    rhs: [3, 1, 2],
    strides: [2],
    padding: [[1, 0]],
    options: { featureGroupCount: 3 },
  },
  {
    name: 'batch groups',
    lhs: [4, 2, 4],
    rhs: [4, 2, 2],
    strides: [1],
    padding: 'VALID',
    options: { batchGroupCount: 2 },
  },
  {
    name: 'batch groups, channels last',
    lhs: [3, 4, 2],
    rhs: [2, 2, 3],
    strides: [1],
    padding: [[1, 1]],
    options: { batchGroupCount: 3, dimensionNumbers: ['NHC', 'HIO', 'NHC'] },
  },
  { name: 'a window larger than the input', lhs: [1, 1, 2], rhs: [1, 1, 3], strides: [1], padding: 'VALID' },
];

const apply =
  ({ strides, padding, options }: Case) =>
  (x: Parameters<typeof convGeneralDilated>[0], y: typeof x) =>
    convGeneralDilated(x, y, strides, padding, options);

/** The definition, tap by tap, with the input dilated and padded in fact. */
const byDefinition = (test: Case, lhs: ConcreteArray, rhs: ConcreteArray): ConcreteArray => {
  const { options = {}, strides } = test;
  const spatialCount = strides.length;
  const letters = 'DEFGH'.slice(0, spatialCount);
  const [lhsSpec, rhsSpec, outSpec] = options.dimensionNumbers ?? [`NC${letters}`, `OI${letters}`, `NC${letters}`];
  const names = [...rhsSpec].filter(letter => letter !== 'O' && letter !== 'I');
  const extent = (x: ConcreteArray, spec: string, name: string): number => x.shape[spec.indexOf(name)]!;
  const at = (x: ConcreteArray, spec: string, index: Readonly<Record<string, number>>): number =>
    x.data[[...spec].reduce((flat, name, axis) => flat * x.shape[axis]! + index[name]!, 0)]!;
  const { featureGroupCount = 1, batchGroupCount = 1 } = options;
  const lhsDilation = options.lhsDilation ?? strides.map(() => 1);
  const rhsDilation = options.rhsDilation ?? strides.map(() => 1);
  const space = names.map(name => extent(lhs, lhsSpec, name));
  const window = names.map(name => extent(rhs, rhsSpec, name));
  const dilated = (list: readonly number[], dilation: readonly number[]) =>
    list.map((n, i) => (n - 1) * dilation[i]! + 1);
  const windowSpan = dilated(window, rhsDilation);
  const { padding } = test;
  const pads: ConvPadding =
    typeof padding !== 'string'
      ? padding
      : space.map((n, i) => {
          if (padding === 'VALID') return [0, 0];
          const total = Math.max(0, (Math.ceil(n / strides[i]!) - 1) * strides[i]! + windowSpan[i]! - n);
          const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
          return padding === 'SAME' ? [less, more] : [more, less];
        });
  const padded = dilated(space, lhsDilation).map((n, i) => n + pads[i]![0] + pads[i]![1]);
  const outSpace = padded.map((n, i) => (n < windowSpan[i]! ? 0 : Math.floor((n - windowSpan[i]!) / strides[i]!) + 1));
  const outputs = extent(rhs, rhsSpec, 'O');
  const batch = extent(lhs, lhsSpec, 'N') / batchGroupCount;
  const inputs = extent(rhs, rhsSpec, 'I');
  const outExtent = (name: string) => (name === 'N' ? batch : name === 'C' ? outputs : outSpace[names.indexOf(name)]!);
  const shape = [...outSpec].map(outExtent);
  const data = new Float64Array(sizeOf(shape));
  const indices = (extents: readonly number[]): number[][] =>
    extents.reduce<number[][]>(
      (list, n) => list.flatMap(index => Array.from({ length: n }, (_, i) => [...index, i])),
      [[]],
    );
  indices(shape).forEach((index, flat) => {
    const out = Object.fromEntries([...outSpec].map((name, axis) => [name, index[axis]!]));
    const featureGroup = Math.floor(out.C! / (outputs / featureGroupCount));
    const batchGroup = Math.floor(out.C! / (outputs / batchGroupCount));
    for (const tap of indices(window)) {
      const places = names.map((name, i) => out[name]! * strides[i]! + tap[i]! * rhsDilation[i]! - pads[i]![0]);
      if (places.some((place, i) => place % lhsDilation[i]! !== 0 || place < 0 || place / lhsDilation[i]! >= space[i]!))
        continue;
      const spatial = (values: readonly number[]) => Object.fromEntries(names.map((name, i) => [name, values[i]!]));
      for (let feature = 0; feature < inputs; feature++) {
        const x = at(lhs, lhsSpec, {
          N: out.N! + (batchGroupCount > 1 ? batchGroup * batch : 0),
          C: feature + (featureGroupCount > 1 ? featureGroup * inputs : 0),
          ...spatial(places.map((place, i) => place / lhsDilation[i]!)),
        });
        data[flat]! += x * at(rhs, rhsSpec, { O: out.C!, I: feature, ...spatial(tap) });
      }
    }
  });
  return float64(shape, data);
};

describe('values', () => {
  it.each(cases)('$name', test => {
    const [lhs, rhs] = [normal(test.lhs, 1), normal(test.rhs, 2)];
    expectClose([apply(test)(lhs, rhs)], [byDefinition(test, lhs, rhs)], 1e-14, test.name);
  });

  it('equals lax.conv_general_dilated where padding and strides are uneven', () => {
    const x = float64([1, 1, 2, 3], [1, 2, 3, 4, 5, 6]);
    const kernel = float64([1, 1, 2, 2], [1, 0, 2, -1]);
    const result = convGeneralDilated(x, kernel, [1, 2], 'SAME', { rhsDilation: [1, 2] });
    expect(result.tolist()).toEqual([
      [
        [
          [-5, 12],
          [0, 5],
        ],
      ],
    ]);
  });

  it('takes integers, bools and complex numbers', () => {
    const counts = new ConcreteArray([1, 1, 3], 'int32', Int32Array.of(1, 2, 3));
    const ints = convGeneralDilated(counts, counts, [1], [[1, 1]]);
    expect([ints.dtype, ints.tolist()]).toEqual(['int32', [[[8, 14, 8]]]]);
    const bools = convGeneralDilated([[[true, false, false]]], [[[true, true]]], [1], 'VALID');
    expect([bools.dtype, bools.tolist()]).toEqual(['bool', [[[true, false]]]]);
    const z = new ConcreteArray([1, 1, 2], 'complex128', Float64Array.of(1, 2, 3, 4));
    const w = new ConcreteArray([1, 1, 1], 'complex128', Float64Array.of(0, 1));
    expect([...convGeneralDilated(z, w, [1], 'VALID').toTypedArray()]).toEqual([-2, 1, -4, 3]);
  });

  it('lays out large inputs in blocks', () => {
    const [lhs, rhs] = [normal([1, 1, 3000], 1), normal([1, 1, 700], 2)];
    const whole = convGeneralDilated(lhs, rhs, [1], 'VALID').toTypedArray();
    for (const at of [0, 1497, 1498, 2300]) {
      const expected = Float64Array.from(rhs.data).reduce((sum, weight, i) => sum + weight * lhs.data[at + i]!, 0);
      expect(whole[at]).toBeCloseTo(expected, 9);
    }
  });
});

describe('errors', () => {
  const [x, k] = [normal([2, 4, 5]), normal([4, 2, 3])];
  it.each([
    [
      'feature counts',
      () => convGeneralDilated(x, k, [1], 'VALID'),
      RangeError,
      'lhs has 4 features, rhs takes 2 in each of 1 feature groups',
    ],
    [
      'groups',
      () => convGeneralDilated(x, normal([3, 2, 3]), [1], 'VALID', { featureGroupCount: 2 }),
      RangeError,
      '3 output features of rhs cannot be split into 2',
    ],
    [
      'batch groups',
      () => convGeneralDilated(normal([3, 2, 5]), k, [1], 'VALID', { batchGroupCount: 2 }),
      RangeError,
      'batch of 3 in lhs cannot be split into 2',
    ],
    [
      'both groups',
      () => convGeneralDilated(x, k, [1], 'VALID', { featureGroupCount: 2, batchGroupCount: 2 }),
      RangeError,
      'only one of',
    ],
    ['ranks', () => convGeneralDilated(x, normal([4, 2]), [1], 'VALID'), RangeError, 'the same number of axes'],
    [
      'strides',
      () => convGeneralDilated(x, k, [0], 'VALID', { featureGroupCount: 2 }),
      RangeError,
      'windowStrides needs 1 positive integers',
    ],
    [
      'padding pairs',
      () =>
        convGeneralDilated(
          x,
          k,
          [1],
          [
            [1, 1],
            [1, 1],
          ],
          { featureGroupCount: 2 },
        ),
      RangeError,
      'a pair of integers for each of 1 spatial axes',
    ],
    [
      'padding name',
      () => convGeneralDilated(x, k, [1], 'FULL' as 'SAME', { featureGroupCount: 2 }),
      RangeError,
      "padding must be 'SAME'",
    ],
    [
      'cut off too much',
      () => convGeneralDilated(x, k, [1], [[-3, -3]], { featureGroupCount: 2 }),
      RangeError,
      'cuts more off',
    ],
    [
      'same with dilation',
      () => convGeneralDilated(x, k, [1], 'SAME', { featureGroupCount: 2, lhsDilation: [2] }),
      RangeError,
      'give padding as pairs',
    ],
    [
      'axis names',
      () => convGeneralDilated(x, k, [1], 'SAME', { dimensionNumbers: ['NCH', 'OIW', 'NCH'] }),
      RangeError,
      'dimensionNumbers for lhs must name 3 axes',
    ],
    ['empty window', () => convGeneralDilated(x, normal([4, 4, 0]), [1], 'VALID'), RangeError, 'at least one element'],
    [
      'preferred dtype',
      () => convGeneralDilated(x, normal([4, 4, 1]), [1], 'VALID', { preferredElementType: 'int32' }),
      TypeError,
      'not of the kind of float64',
    ],
  ] as const)('%s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});

describe('rules', () => {
  const small = cases.filter(({ lhs, rhs }) => sizeOf(lhs) * sizeOf(rhs) <= 300);
  it.each(small)('derivatives: $name', test => {
    checkDerivatives(apply(test), [normal(test.lhs, 1), normal(test.rhs, 2)], {
      order: sizeOf(test.lhs) * sizeOf(test.rhs) < 60 ? 2 : 1,
    });
  });

  it.each(cases)('batches: $name', test => {
    checkBatching(apply(test), [normal([2, ...test.lhs], 1), normal([2, ...test.rhs], 2)]);
  });

  it('prints its parameters as JAX does', () => {
    const params = {
      windowStrides: [1],
      padding: [[0, 0]],
      lhsDilation: [1],
      rhsDilation: [1],
      axes: { lhs: [0, 1, 2], rhs: [0, 1, 2], out: [0, 1, 2] },
      featureGroupCount: 1,
      batchGroupCount: 1,
      preferredElementType: null,
    } as const;
    const printed = shownParams('conv_general_dilated', params);
    expect(printed.dimension_numbers).toBe(
      'ConvDimensionNumbers(lhs_spec=(0, 1, 2), rhs_spec=(0, 1, 2), out_spec=(0, 1, 2))',
    );
    expect(Object.keys(printed).every(name => /^[a-z_]+$/.test(name))).toBe(true);
  });
});
