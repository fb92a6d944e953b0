import { describe, expect, it } from 'vitest';
import { checkBatching, checkDerivatives, float64, normal, programOf } from '../../../test/support/rules.ts';
import { ConcreteArray } from '../../array/ndarray.ts';
import { dot, inner, matmul, outer, tensordot, vdot } from './matmul.ts';

const counting = (...shape: number[]): ConcreteArray =>
  float64(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
  );

describe('matmul', () => {
  it('multiplies matrices, vectors and stacks', () => {
    expect(matmul(counting(2, 3), counting(3, 2)).tolist()).toEqual([
      [10, 13],
      [28, 40],
    ]);
    expect(matmul([1, 2, 3], counting(3, 2)).tolist()).toEqual([16, 22]);
    expect(matmul(counting(2, 3), [1, 2, 3]).tolist()).toEqual([8, 26]);
    expect(matmul([1, 2, 3], [4, 5, 6]).item()).toBe(32);
    expect(matmul(counting(2, 1, 2), counting(2, 2)).tolist()).toEqual([[[2, 3]], [[6, 11]]]);
  });

  it.each([
    [
      [5, 2, 3],
      [3, 4],
      [5, 2, 4],
    ],
    [
      [2, 3],
      [5, 3, 4],
      [5, 2, 4],
    ],
    [
      [5, 1, 2, 3],
      [6, 3, 4],
      [5, 6, 2, 4],
    ],
    [
      [1, 6, 2, 3],
      [5, 1, 3, 4],
      [5, 6, 2, 4],
    ],
    [[3], [5, 6, 3, 4], [5, 6, 4]],
    [[5, 6, 2, 3], [3], [5, 6, 2]],
    [
      [1, 2, 3],
      [1, 3, 4],
      [1, 2, 4],
    ],
    [
      [0, 2, 3],
      [1, 3, 4],
      [0, 2, 4],
    ],
    [
      [2, 0],
      [0, 3],
      [2, 3],
    ],
  ])('stacks %j and %j broadcast to %j', (a, b, shape) => {
    const [x, y] = [normal(a, 1), normal(b, 2)];
    const result = matmul(x, y);
    expect(result.shape).toEqual(shape);
    // element by element from the definition, with broadcasting by index
    const rows = a.length > 1;
    const columns = b.length > 1;
    const stack = shape.slice(0, shape.length - Number(rows) - Number(columns));
    const inner = a.at(-1)!;
    const flat = (x: ConcreteArray, index: number[]): number =>
      x.data[index.reduce((at, value, axis) => at * x.shape[axis]! + (x.shape[axis] === 1 ? 0 : value), 0)]!;
    const data = result.toTypedArray();
    for (let i = 0; i < data.length; i++) {
      const index: number[] = [];
      for (let axis = shape.length - 1, rest = i; axis >= 0; axis--) {
        index.unshift(rest % shape[axis]!);
        rest = Math.floor(rest / shape[axis]!);
      }
      const place = index.slice(0, stack.length);
      const row = rows ? [index[stack.length]!] : [];
      const column = columns ? [index.at(-1)!] : [];
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        const left = [...place.slice(stack.length - Math.max(0, a.length - 2)), ...row, k];
        const right = [...place.slice(stack.length - Math.max(0, b.length - 2)), k, ...column];
        sum += flat(x, left) * flat(y, right);
      }
      expect(data[i]).toBeCloseTo(sum, 12);
    }
  });

  it('promotes dtypes, JS numbers giving way', () => {
    expect(matmul(counting(2, 2), Int32Array.of(1, 2)).dtype).toBe('float64');
    expect(matmul([[true]], [[true]]).dtype).toBe('bool');
  });

  it('repeats no operand for the sake of broadcasting', () => {
    const program = programOf((x, y) => matmul(x!, y!), [normal([5, 1, 2, 3]), normal([6, 3, 4])]);
    expect(program.equations.map(({ primitive }) => primitive.name)).toEqual(['reshape', 'dot_general', 'transpose']);
  });

  it.each([
    [
      counting(2, 3),
      counting(2, 3),
      'matmul: shapes (2, 3) and (2, 3) do not fit: extent 3 of axis 1 of the first must equal extent 2 of axis 0',
    ],
    [counting(3), counting(2), 'shapes (3,) and (2,) do not fit'],
    [float64([], [1]), counting(2), 'at least one axis'],
    [counting(2, 2, 3), counting(4, 3, 2), '(2,) and (4,), must broadcast'],
  ])('refuses shapes that do not fit (%#)', (a, b, message) => {
    expect(() => matmul(a, b)).toThrow(RangeError);
    expect(() => matmul(a, b)).toThrow(message);
  });

  it('has derivatives and batches', () => {
    checkDerivatives((x, y) => matmul(x!, y!), [normal([2, 1, 2], 1), normal([1, 2, 2], 2)]);
    checkBatching((x, y) => matmul(x!, y!), [normal([2, 3, 1, 2], 1), normal([2, 2, 2], 2)]);
  });
});

describe('dot', () => {
  it('is inner product, matrix product, or product by a number', () => {
    expect(dot([1, 2, 3], [4, 5, 6]).item()).toBe(32);
    expect(dot(2, [1, 2]).tolist()).toEqual([2, 4]);
    expect(dot(counting(2, 2), counting(2, 2)).tolist()).toEqual([
      [2, 3],
      [6, 11],
    ]);
    expect(dot(counting(2, 2), [1, 1]).tolist()).toEqual([1, 5]);
  });

  it('keeps the axes of both operands apart', () => {
    const result = dot(counting(2, 1, 3), counting(4, 3, 2));
    expect(result.shape).toEqual([2, 1, 4, 2]);
    expect((result.toTypedArray() as Float64Array)[0]).toBe(0 * 0 + 1 * 2 + 2 * 4);
  });

  it('names both shapes', () => {
    expect(() => dot(counting(2, 3), counting(2, 3))).toThrow('dot: shapes (2, 3) and (2, 3) do not fit');
  });
});

describe('inner, outer, vdot', () => {
  it('inner sums over the last axes', () => {
    expect(inner(counting(2, 2), counting(3, 2)).tolist()).toEqual([
      [1, 3, 5],
      [3, 13, 23],
    ]);
    expect(inner(3, [1, 2]).tolist()).toEqual([3, 6]);
    expect(() => inner(counting(2, 3), counting(2))).toThrow('inner: shapes (2, 3) and (2,) do not fit');
  });

  it('outer ravels', () => {
    expect(outer([[1, 2]], [3, 4, 5]).tolist()).toEqual([
      [3, 4, 5],
      [6, 8, 10],
    ]);
    checkDerivatives((x, y) => outer(x!, y!), [normal([2], 1), normal([2], 2)]);
  });

  it('vdot conjugates its first operand', () => {
    const z = new ConcreteArray([2], 'complex128', Float64Array.of(1, 2, 3, -1));
    expect(vdot(z, z).item<never>()).toEqual({ re: 15, im: 0 });
    expect(
      vdot(
        [
          [1, 2],
          [3, 4],
        ],
        [1, 1, 1, 1],
      ).item(),
    ).toBe(10);
    expect(() => vdot(counting(2, 3), counting(5))).toThrow('they have 6 and 5 elements');
  });
});

describe('tensordot', () => {
  it('sums over as many axes as asked for', () => {
    expect(tensordot(counting(2, 3), counting(2, 3)).item()).toBe(55);
    expect(tensordot(counting(2, 3), counting(3, 2), 1).tolist()).toEqual([
      [10, 13],
      [28, 40],
    ]);
    expect(tensordot([1, 2], [3, 4], 0).tolist()).toEqual([
      [3, 4],
      [6, 8],
    ]);
  });

  it('sums over the axes listed', () => {
    expect(
      tensordot(counting(2, 3, 4), counting(4, 3, 5), [
        [2, 1],
        [0, 1],
      ]).shape,
    ).toEqual([2, 5]);
    expect(tensordot(counting(2, 3), counting(2, 3), [-1, 1]).tolist()).toEqual([
      [5, 14],
      [14, 50],
    ]);
  });

  it.each([
    [3, 'at least 3 axes'],
    [-1, 'axes must be a count'],
    [1.5, 'axes must be a count'],
    [[[0, 1], [0]], 'lists 2 axes of the first and 1 of the second'],
    [[[0], [1]], 'do not fit'],
    [[[5], [0]], 'out of bounds'],
  ] as const)('refuses axes %j', (axes, message) => {
    expect(() => tensordot(counting(2, 3), counting(2, 3), axes)).toThrow(message);
  });
});
