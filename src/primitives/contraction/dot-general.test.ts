import { describe, expect, it } from 'vitest';
import { checkBatching, checkDerivatives, float64, normal } from '../../../test/support/rules.ts';
import { fromTypedArray } from '../../array/create.ts';
import { type DType, lanesOf } from '../../array/dtype.ts';
import { ConcreteArray, type NDArray, scalar } from '../../array/ndarray.ts';
import { shownParams } from '../../core/jax-notation.ts';
import { reshape } from '../shape/reshape.ts';
import { dotGeneral } from './checked-dot-general.ts';
import { type AxisPairs, dotGeneralPrimitive } from './dot-general.ts';

const counting = (shape: readonly number[], dtype: DType): NDArray => {
  const size = shape.reduce((a, b) => a * b, 1);
  const data = Array.from({ length: size * lanesOf(dtype) }, (_, i) => (i % 7) - 3);
  const flat =
    dtype === 'float32'
      ? Float32Array.from(data)
      : dtype === 'float64'
        ? Float64Array.from(data)
        : dtype === 'uint32'
          ? Uint32Array.from(data)
          : Int32Array.from(data);
  if (lanesOf(dtype) === 2) {
    return new ConcreteArray(shape, dtype, dtype === 'complex64' ? Float32Array.from(data) : Float64Array.from(data));
  }
  return reshape(fromTypedArray(flat, dtype), shape);
};

type Case = readonly [lhs: number[], rhs: number[], contracting: AxisPairs, batch: AxisPairs, shape: number[]];
const cases: Case[] = [
  [
    [2, 3],
    [3, 4],
    [[1], [0]],
    [[], []],
    [2, 4],
  ],
  [
    [3, 2],
    [4, 3],
    [[0], [1]],
    [[], []],
    [2, 4],
  ],
  [[3], [3], [[0], [0]], [[], []], []],
  [[2], [3], [[], []], [[], []], [2, 3]],
  [[], [3], [[], []], [[], []], [3]],
  [
    [2, 3, 4],
    [4, 3, 5],
    [
      [1, 2],
      [1, 0],
    ],
    [[], []],
    [2, 5],
  ],
  [
    [2, 3, 4],
    [2, 4, 5],
    [[2], [1]],
    [[0], [0]],
    [2, 3, 5],
  ],
  [
    [3, 4, 2],
    [2, 5, 4, 3],
    [[1], [2]],
    [
      [2, 0],
      [0, 3],
    ],
    [2, 3, 5],
  ],
  [
    [7, 9],
    [9, 6],
    [[1], [0]],
    [[], []],
    [7, 6],
  ],
  [
    [2, 0],
    [0, 3],
    [[1], [0]],
    [[], []],
    [2, 3],
  ],
  [
    [0, 2],
    [2, 3],
    [[1], [0]],
    [[], []],
    [0, 3],
  ],
];

/** Elements by the definition: a sum over all contracted indices, index by index. */
const byDefinition = (lhs: NDArray, rhs: NDArray, [contracting, batch]: readonly [AxisPairs, AxisPairs]): number[] => {
  const at = (x: NDArray, index: readonly number[]): number =>
    x.toTypedArray()[index.reduce((flat, value, axis) => flat * x.shape[axis]! + value, 0)]!;
  const free = (x: NDArray, side: 0 | 1): number[] =>
    x.shape.map((_, axis) => axis).filter(axis => !contracting[side].includes(axis) && !batch[side].includes(axis));
  const result: number[] = [];
  const each = (extents: readonly number[], visit: (index: number[]) => void, index: number[] = []): void => {
    if (index.length === extents.length) visit(index);
    else for (let i = 0; i < extents[index.length]!; i++) each(extents, visit, [...index, i]);
  };
  const extents = (x: NDArray, axes: readonly number[]): number[] => axes.map(axis => x.shape[axis]!);
  each(extents(lhs, batch[0]), b =>
    each(extents(lhs, free(lhs, 0)), m =>
      each(extents(rhs, free(rhs, 1)), n => {
        let sum = 0;
        each(extents(lhs, contracting[0]), k => {
          const place = (side: 0 | 1, rest: number[], x: NDArray): number[] =>
            x.shape.map((_, axis) => {
              const [c, d] = [contracting[side].indexOf(axis), batch[side].indexOf(axis)];
              return c >= 0 ? k[c]! : d >= 0 ? b[d]! : rest[free(x, side).indexOf(axis)]!;
            });
          sum += at(lhs, place(0, m, lhs)) * at(rhs, place(1, n, rhs));
        });
        result.push(sum);
      }),
    ),
  );
  return result;
};

describe('values', () => {
  it.each(cases)('of %j and %j contracting %j, batch %j', (lhs, rhs, contracting, batch, shape) => {
    for (const dtype of ['float32', 'float64', 'int32'] as const) {
      const [a, b] = [counting(lhs, dtype), counting(rhs, dtype)];
      const result = dotGeneral(a, b, { contracting, batch });
      expect(result.shape).toEqual(shape);
      expect(result.dtype).toBe(dtype);
      expect([...result.toTypedArray()]).toEqual(byDefinition(a, b, [contracting, batch]));
    }
  });

  it('multiplies complex numbers without conjugating', () => {
    const x = new ConcreteArray([2], 'complex64', Float32Array.of(1, 2, 3, -1));
    const y = new ConcreteArray([2], 'complex64', Float32Array.of(0, 1, 2, 2));
    // (1+2i)i + (3-i)(2+2i) = -2+i + 8+4i
    expect(dotGeneral(x, y, { contracting: [[0], [0]] }).item<never>()).toEqual({ re: 6, im: 5 });
    const mixed = dotGeneral(float64([2], [1, 2]), y, { contracting: [[0], [0]] });
    expect([mixed.dtype, mixed.item<never>()]).toEqual(['complex128', { re: 4, im: 5 }]);
  });

  it('lets integers wrap around and joins bools by and and or', () => {
    const big = fromTypedArray(Int32Array.of(2 ** 30, 2 ** 30));
    expect(dotGeneral(big, fromTypedArray(Int32Array.of(1, 1)), { contracting: [[0], [0]] }).item()).toBe(-(2 ** 31));
    const unsigned = fromTypedArray(Uint32Array.of(2 ** 31, 5));
    expect(dotGeneral(unsigned, fromTypedArray(Uint32Array.of(1, 1)), { contracting: [[0], [0]] }).item()).toBe(
      2 ** 31 + 5,
    );
    const bools = dotGeneral([true, true], [true, true], { contracting: [[0], [0]] });
    expect([bools.dtype, bools.item()]).toEqual(['bool', true]);
    expect(dotGeneral([true, false], [false, true], { contracting: [[0], [0]] }).item()).toBe(false);
  });

  it('sums float32 products in double precision and rounds once', () => {
    const x = fromTypedArray(Float32Array.of(1e8, 1, -1e8));
    expect(dotGeneral(x, fromTypedArray(Float32Array.of(1, 1, 1)), { contracting: [[0], [0]] }).item()).toBe(1);
  });

  it('propagates infinities and NaN also where the other factor is zero', () => {
    const x = float64([1, 2], [Number.POSITIVE_INFINITY, 1]);
    expect(dotGeneral(x, float64([2, 1], [0, 1]), { contracting: [[1], [0]] }).item()).toBeNaN();
  });

  it('returns the preferred dtype, summing in it', () => {
    const x = fromTypedArray(Int32Array.of(2 ** 30, 2 ** 30, 2 ** 30));
    const ones = fromTypedArray(Int32Array.of(1, 1, 1));
    const sum = dotGeneral(x, ones, { contracting: [[0], [0]], preferredElementType: 'float64' });
    expect([sum.dtype, sum.item()]).toEqual(['float64', 3 * 2 ** 30]);
    const complex = dotGeneral([1, 2], [3, 4], { contracting: [[0], [0]], preferredElementType: 'complex64' });
    expect(complex.item<never>()).toEqual({ re: 11, im: 0 });
  });

  it('is weakly typed when both operands are', () => {
    expect(dotGeneral(2, 3, { contracting: [[], []] }).weakType).toBe(true);
    expect(dotGeneral(2, scalar(3, 'float64'), { contracting: [[], []] })).toMatchObject({
      dtype: 'float64',
      weakType: false,
    });
  });
});

describe('errors', () => {
  const [a, b] = [float64([2, 3], [1, 2, 3, 4, 5, 6]), float64([2, 3], [1, 2, 3, 4, 5, 6])];
  it.each([
    [
      { contracting: [[1], [0]] },
      RangeError,
      'contracting axes must have the same extents, got float64[2,3] and float64[2,3]',
    ],
    [{ contracting: [[0, 1], [0]] }, RangeError, 'same number of contracting axes'],
    [{ contracting: [[], []], batch: [[0], [1]] }, RangeError, 'batch axes must have the same extents'],
    [{ contracting: [[1], [1]], batch: [[1], [0]] }, RangeError, 'axis 1 of lhs cannot be both'],
    [{ contracting: [[2], [0]] }, RangeError, 'dotGeneral: lhs: axis 2 is out of bounds'],
    [
      { contracting: [[1], [1]], preferredElementType: 'int32' },
      TypeError,
      'preferredElementType int32 cannot hold products of float64',
    ],
  ] as const)('%j', (options, type, message) => {
    const call = () => dotGeneral(a, b, options as Parameters<typeof dotGeneral>[2]);
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});

describe('rules', () => {
  const derivativeCases: Case[] = [
    ...cases.slice(0, 5),
    [
      [2, 1, 3],
      [3, 1, 2],
      [
        [1, 2],
        [1, 0],
      ],
      [[], []],
      [2, 2],
    ],
    [
      [2, 1, 3],
      [2, 3, 2],
      [[2], [1]],
      [[0], [0]],
      [2, 1, 2],
    ],
    [
      [2, 2, 1],
      [1, 2, 2, 2],
      [[1], [2]],
      [
        [2, 0],
        [0, 3],
      ],
      [1, 2, 2],
    ],
  ];
  it.each(derivativeCases)('derivatives of %j and %j contracting %j, batch %j', (lhs, rhs, contracting, batch) => {
    checkDerivatives((x, y) => dotGeneral(x, y, { contracting, batch }), [normal(lhs, 1), normal(rhs, 2)]);
  });

  it('pulls back through a preferred dtype to the dtype of the operands', () => {
    const x = fromTypedArray(Float32Array.of(1, 2));
    const params = { contracting: [[0], [0]], batch: [[], []], preferredElementType: 'float64' } as const;
    const linear = { kind: 'linear', aval: { shape: [2], dtype: 'float32', weakType: false } } as const;
    const [cotangent] = dotGeneralPrimitive.transpose([scalar(3, 'float64')], [linear, x], params);
    expect([cotangent!.dtype, cotangent!.tolist()]).toEqual(['float32', [3, 6]]);
  });

  it.each(cases.filter(([lhs]) => !lhs.includes(0)))(
    'batches of %j and %j contracting %j, batch %j',
    (lhs, rhs, contracting, batch) => {
      checkBatching(
        (x, y) => dotGeneral(x, y, { contracting, batch }),
        [normal([2, ...lhs], 1), normal([2, ...rhs], 2)],
      );
    },
  );

  it('prints its parameters as JAX does', () => {
    const params = { contracting: [[1], [0]], batch: [[], []], preferredElementType: null } as const;
    expect(shownParams('dot_general', params)).toEqual({ dimension_numbers: '(([1], [0]), ([], []))' });
    expect(shownParams('dot_general', { ...params, preferredElementType: 'float32' })).toEqual({
      dimension_numbers: '(([1], [0]), ([], []))',
      preferred_element_type: 'float32',
    });
  });
});
