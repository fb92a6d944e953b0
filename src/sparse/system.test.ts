import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { array, linalg, numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';
import type { CompressedMatrix } from '../pattern/compress.ts';
import { factoriseInOrder, planElimination } from './elimination.ts';
import { analyse, factorise } from './ldlt.ts';
import { SparseMatrix } from './matrix.ts';
import { factorisePivoted } from './pivoted.ts';
import { factoriseBlocks, supernodesOf } from './supernodes.ts';

type Entry = readonly [row: number, column: number, value: number];

const symmetric = (n: number, lower: readonly Entry[]): SparseMatrix => {
  const all = lower.flatMap(([i, j, value]): Entry[] =>
    i === j
      ? [[i, j, value]]
      : [
          [i, j, value],
          [j, i, value],
        ],
  );
  return SparseMatrix.fromEntries(
    [n, n],
    all.map(([i]) => i),
    all.map(([, j]) => j),
    Float64Array.from(all, ([, , value]) => value),
  );
};

const diagonal = (values: readonly number[]): SparseMatrix =>
  symmetric(
    values.length,
    values.map((value, i) => [i, i, value]),
  );

/** Differences on a cube of m × m × m points, and a hundredth on the diagonal. */
const cube = (m: number): SparseMatrix => {
  const strides = [m * m, m, 1];
  const entries = Array.from({ length: m ** 3 }, (_, i): Entry[] => [
    [i, i, 6.01],
    ...strides.filter(stride => Math.floor(i / stride) % m > 0).map((stride): Entry => [i, i - stride, -1]),
  ]);
  return symmetric(m ** 3, entries.flat());
};

const patternOf = ({ shape, indptr, indices }: SparseMatrix) => ({ shape, indptr, indices });

const dense = (matrix: SparseMatrix): number[][] => matrix.toDense().tolist() as number[][];

/** d A d, where d are powers of two: exact. */
const scaledBy = ({ shape, indptr, indices, data }: SparseMatrix, exponents: readonly number[]): SparseMatrix => {
  const values = data.slice();
  for (let row = 0; row < shape[0]; row++) {
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      values[at]! *= 2 ** (exponents[row]! + exponents[indices[at]!]!);
    }
  }
  return new SparseMatrix({ shape, indptr, indices, data: values });
};

/** Elements below the diagonal at random places, and a diagonal that is 0 in places. */
const matrices = fc.integer({ min: 1, max: 14 }).chain(n =>
  fc
    .record({
      off: fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1), fc.double({ min: -2, max: 2, noNaN: true })), {
        maxLength: 3 * n,
      }),
      diagonal: fc.array(fc.constantFrom(0, 0, 1, -1, 1e-9, 3), { minLength: n, maxLength: n }),
      exponents: fc.array(fc.integer({ min: -40, max: 40 }), { minLength: n, maxLength: n }),
    })
    .map(({ off, diagonal: own, exponents }) => ({
      n,
      exponents,
      matrix: symmetric(n, [
        ...own.map((value, i): Entry => [i, i, value]),
        // tiny numbers are no elements that one would want to tell from 0
        ...off.map(([i, j, v]): Entry => [Math.max(i, j), Math.min(i, j), Math.abs(v) < 1e-3 ? 0 : v]),
      ]),
    })),
);

type Spectrum = { readonly negative: number; readonly condition: number };

/** What the dense method finds of a matrix; undefined where it cannot tell the signs of all eigenvalues. */
const spectrumOf = (matrix: SparseMatrix): Spectrum | undefined => {
  const values = linalg.eigvalsh(matrix.toDense()).toTypedArray();
  const sizes = values.map(Math.abs).sort();
  if (sizes[0]! < 1e-7) return undefined;
  return { negative: values.filter(value => value < 0).length, condition: sizes.at(-1)! / sizes[0]! };
};

describe('symmetric systems', () => {
  it('are solved whatever the scales of their rows', () => {
    fc.assert(
      fc.property(matrices, ({ n, matrix, exponents }) => {
        const spectrum = spectrumOf(matrix);
        fc.pre(spectrum !== undefined);
        const scaled = scaledBy(matrix, exponents);
        expect(scaled.inertia()).toEqual({ positive: n - spectrum.negative, negative: spectrum.negative, zero: 0 });
        const x = Float64Array.from({ length: n }, (_, i) => Math.cos(i));
        const b = matrix.matvec(x).toTypedArray();
        const found = scaled.solve(b.map((value, i) => value * 2 ** exponents[i]!)).toTypedArray();
        found.forEach((value, i) =>
          expect(Math.abs(value * 2 ** exponents[i]! - x[i]!)).toBeLessThan(1e-13 * spectrum.condition),
        );
      }),
      { numRuns: 80, seed: 4 },
    );
  });

  it('are factored as accurately by pivots chosen on the way', () => {
    fc.assert(
      fc.property(matrices, ({ n, matrix }) => {
        const spectrum = spectrumOf(matrix);
        fc.pre(spectrum !== undefined);
        const { negative, zero, solve } = factorisePivoted(matrix, analyse(matrix), 0);
        expect([negative, zero]).toEqual([spectrum.negative, 0]);
        const b = Float64Array.from({ length: n }, (_, i) => 1 + i);
        const x = solve(b);
        const found = matrix.matvec(x).toTypedArray();
        const size = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        found.forEach((value, i) => expect(Math.abs(value - b[i]!)).toBeLessThan(1e-12 * (n + size * n)));
      }),
      { numRuns: 80, seed: 5 },
    );
  });

  it('are factored by blocks as they are row by row', () => {
    const agree = (matrix: SparseMatrix, shift: number): void => {
      const analysis = analyse(matrix);
      const plain = factorise(matrix, analysis, shift, 2 ** 10);
      const blocks = factoriseBlocks(matrix, analysis, supernodesOf(matrix, analysis), shift, 2 ** 10);
      // where one has only just found that another order is needed, the other need not
      if (plain === undefined || plain.leastPivot < 1e-5) return;
      expect(blocks).toBeDefined();
      expect([blocks!.negative, blocks!.zero]).toEqual([plain.negative, plain.zero]);
      expect(Math.abs(blocks!.leastPivot / plain.leastPivot - 1)).toBeLessThan(1e-8);
      expect(Math.abs(blocks!.logDeterminant - plain.logDeterminant)).toBeLessThan(1e-8);
      const b = Float64Array.from({ length: matrix.shape[0] }, (_, i) => Math.cos(i));
      const x = plain.solve(b);
      const size = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      blocks!.solve(b).forEach((value, i) => expect(Math.abs(value - x[i]!)).toBeLessThan(1e-8 * size));
    };
    fc.assert(
      fc.property(matrices, fc.constantFrom(0, 0.5, -2), ({ matrix }, shift) => agree(matrix, shift)),
      { numRuns: 200, seed: 6 },
    );
    // wider than a block, with several kinds of supernodes; the last indefinite
    for (const shift of [0, 0.01, -3]) agree(cube(9), shift);
    expect(factoriseInOrder(diagonal([1, 0, 1]), planElimination(diagonal([1, 0, 1])), 0, 2 ** 10)).toBeUndefined();
    const zero = diagonal([1, 0]);
    const analysis = analyse(zero);
    expect(factoriseBlocks(zero, analysis, supernodesOf(zero, analysis), 0, 2 ** 10)).toBeUndefined();
  });

  it('of three dimensions are solved by blocks, definite or not', () => {
    const matrix = cube(12);
    expect(planElimination(matrix).supernodes).toBeDefined();
    expect(matrix.inertia()).toEqual({ positive: 1728, negative: 0, zero: 0 });
    const b = np.cos(np.arange(1728, { dtype: 'float64' }));
    expect(np.max(np.abs(matrix.matvec(matrix.solve(b)).sub(b))).item()).toBeLessThan(1e-13);
    const less = matrix.data.map(value => (value > 0 ? value - 3.21 : value));
    const indefinite = new SparseMatrix({ ...patternOf(matrix), data: less });
    // eigenvalues of the cube are sums of three of those of a line
    const line = Array.from({ length: 12 }, (_, k) => 2 - 2 * Math.cos((Math.PI * (k + 1)) / 13));
    const all = line.flatMap(u => line.flatMap(v => line.map(w => u + v + w - 3.2)));
    const negative = all.filter(value => value < 0).length;
    expect(indefinite.inertia()).toEqual({ positive: 1728 - negative, negative, zero: 0 });
    expect(np.max(np.abs(indefinite.matvec(indefinite.solve(b)).sub(b))).item()).toBeLessThan(1e-11);
  });

  it('have the determinants of dense ones, whatever the scales of their rows', () => {
    fc.assert(
      fc.property(matrices, ({ matrix, exponents }) => {
        const spectrum = spectrumOf(matrix);
        fc.pre(spectrum !== undefined && spectrum.condition < 1e6);
        const [sign, logabsdet] = linalg.slogdet(matrix.toDense());
        const own = scaledBy(matrix, exponents).slogdet();
        expect(own[0].item()).toBe(sign.item());
        const scale = 2 * Math.LN2 * exponents.reduce((sum, exponent) => sum + exponent, 0);
        expect(Math.abs(own[1].sub(logabsdet).sub(scale).item())).toBeLessThan(1e-6);
      }),
      { numRuns: 200, seed: 6 },
    );
    expect(
      symmetric(2, [[1, 0, 2]])
        .slogdet()
        .map(Number),
    ).toEqual([-1, Math.log(4)]);
    expect(diagonal([0, 1]).slogdet().map(Number)).toEqual([0, Number.NEGATIVE_INFINITY]);
    const single = new SparseMatrix({ ...diagonal([2, -3]), data: Float32Array.of(2, -3) });
    expect(single.slogdet().map(({ dtype }) => dtype)).toEqual(['float32', 'float32']);
    expect(() => SparseMatrix.fromEntries([2, 2], [0], [1], [1]).slogdet()).toThrow(
      /SparseMatrix.slogdet: .*not symmetric/,
    );
  });

  it('know the number of zero eigenvalues: that of a graph’s parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 36, maxLength: 36 }),
        (sizes, exponents) => {
          const entries: Entry[] = [];
          let start = 0;
          for (const size of sizes) {
            entries.push([start, start, 0]);
            for (let i = 1; i < size; i++) {
              const [a, b, weight] = [start + i, start + Math.floor(i / 2), 1 / (1 + i)];
              entries.push([a, a, weight], [b, b, weight], [a, b, -weight]);
            }
            start += size;
          }
          const laplacian = symmetric(start, entries);
          const expected = { positive: start - sizes.length, negative: 0, zero: sizes.length };
          expect(laplacian.inertia()).toEqual(expected);
          expect(scaledBy(laplacian, exponents).inertia()).toEqual(expected);
          expect(() => scaledBy(laplacian, exponents).solve(new Float64Array(start).fill(1))).toThrow(
            /singular to rounding/,
          );
        },
      ),
      { numRuns: 40, seed: 6 },
    );
  });

  it('may have elements of any size', () => {
    for (const values of [
      [1e13, 1, -1],
      [1e300, 1e-300, -1],
      [-5e-324, 1.7e308, 1],
    ]) {
      const matrix = diagonal(values);
      expect(matrix.solve(values).tolist()).toEqual([1, 1, 1]);
      expect(matrix.inertia()).toEqual({ positive: 2, negative: 1, zero: 0 });
    }
  });

  it('are refused where nothing can be told apart from rounding', () => {
    const nearly = (distance: number): SparseMatrix =>
      symmetric(2, [
        [0, 0, 1],
        [1, 0, 1],
        [1, 1, 1 + distance],
      ]);
    expect(nearly(1e-10).solve([1, 1]).tolist()).toEqual([1, 0]);
    expect(nearly(1e-10).inertia()).toEqual({ positive: 2, negative: 0, zero: 0 });
    expect(() => nearly(1e-15).solve([1, 1])).toThrow(/singular to rounding \(reciprocal condition \d/);
    expect(nearly(1e-15).inertia()).toEqual({ positive: 1, negative: 0, zero: 1 });
    expect(() => diagonal([1, 1]).solve([1, Number.NaN])).toThrow(/right-hand side .* not finite/);
    expect(() => diagonal([1, 1]).solve(array([1, 1], { dtype: 'complex64' }))).toThrow(TypeError);
  });

  it('need other pivots where zeros stand on the diagonal', () => {
    const n = 60;
    // equality constraints: nothing on half of the diagonal
    const entries = Array.from({ length: n }, (_, j): Entry[] => [
      [j, j, 1 + (j % 3)],
      [n + j, j, 1],
      [n + j, (j + 1) % n, 2],
    ]).flat();
    const saddle = symmetric(2 * n, entries);
    expect(factorise(saddle, { ...analyse(saddle), ...naturalReversed(saddle) }, 0, 2 ** 10)).toBeUndefined();
    expect(saddle.inertia()).toEqual({ positive: n, negative: n, zero: 0 });
    const b = np.cos(np.arange(2 * n, { dtype: 'float64' }));
    expect(np.max(np.abs(saddle.matvec(saddle.solve(b)).sub(b))).item()).toBeLessThan(1e-13);
  });
});

/** An analysis that eliminates the last variable first. */
const naturalReversed = (matrix: CompressedMatrix): { order: Int32Array; place: Int32Array } => {
  const [n] = matrix.shape;
  const order = Int32Array.from({ length: n }, (_, k) => n - 1 - k);
  return { order, place: order.slice() };
};

type Golden = Record<'n' | 'negative' | 'condition', number> &
  Record<'indptr' | 'indices' | 'data' | 'b' | 'x', number[]>;

describe('systems solved by SciPy', () => {
  const golden = JSON.parse(
    readFileSync(new URL('../../test/golden/sparse.json', import.meta.url), 'utf8'),
  ) as Golden[];
  it.each(golden)('have the same solution and inertia', ({ n, indptr, indices, data, b, x, negative, condition }) => {
    const matrix = new SparseMatrix({
      shape: [n, n],
      indptr: Int32Array.from(indptr),
      indices: Int32Array.from(indices),
      data: Float64Array.from(data),
    });
    expect(matrix.inertia()).toEqual({ positive: n - negative, negative, zero: 0 });
    const solution = matrix.solve(Float64Array.from(b)).toTypedArray();
    solution.forEach((value, i) =>
      expect(Math.abs(value - x[i]!)).toBeLessThan(1e-12 * condition * Math.abs(x[i]!) + 1e-12),
    );
  });
});

describe('what a SparseMatrix remembers', () => {
  it('is given up when elements are written to', () => {
    const matrix = diagonal([2, 4]);
    expect(matrix.solve([2, 4]).tolist()).toEqual([1, 1]);
    matrix.data[1] = -8;
    expect(matrix.solve([2, 4]).tolist()).toEqual([1, -0.5]);
    expect(matrix.inertia()).toEqual({ positive: 1, negative: 1, zero: 0 });
  });

  it('is given up when columns are written to', () => {
    const matrix = new SparseMatrix({
      shape: [4, 4],
      indptr: Int32Array.of(0, 2, 4, 6, 8),
      indices: Int32Array.of(0, 2, 1, 3, 0, 2, 1, 3),
      data: Float64Array.of(1, 2, 2, 3, 2, 3, 3, 5),
    });
    matrix.solve([3, 5, 5, 8]);
    matrix.indices.set([0, 1, 0, 1, 2, 3, 2, 3]);
    const solution = matrix.solve([5, 8, 18, 29]).toTypedArray();
    expect(Array.from(solution, value => Number(value.toFixed(9)))).toEqual([1, 2, 3, 4]);
  });

  it('belongs to a whole pattern, not to its columns', () => {
    const indices = Int32Array.of(0, 1, 0, 1, 2);
    const rows = (indptr: number[], data: number[]): SparseMatrix =>
      new SparseMatrix({ shape: [3, 3], indptr: Int32Array.from(indptr), indices, data: Float64Array.from(data) });
    const first = rows([0, 2, 4, 5], [2, 1, 1, 3, 4]);
    expect(first.solve([3, 4, 4]).tolist()).toEqual([1, 1, 1]);
    const own = Int32Array.of(0, 1, 2);
    const diagonalOne = new SparseMatrix({
      ...first,
      indices: own,
      indptr: Int32Array.of(0, 1, 2, 3),
      data: Float64Array.of(2, 4, 5),
    });
    expect(diagonalOne.solve([2, 4, 5]).tolist()).toEqual([1, 1, 1]);
    const other = new SparseMatrix({
      shape: [2, 2],
      indptr: Int32Array.of(0, 1, 2),
      indices: indices.subarray(0, 2),
      data: Float64Array.of(2, 4),
    });
    expect(other.solve([2, 4]).tolist()).toEqual([1, 1]);
    indices.set([0, 2, 1, 0, 2]);
    expect(rows([0, 2, 3, 5], [2, 1, 3, 1, 4]).solve([3, 3, 5]).tolist()).toEqual([1, 1, 1]);
  });
});

describe('the parts of a SparseMatrix', () => {
  const make = (shape: readonly number[], indptr: number[], indices: number[], data: unknown): SparseMatrix =>
    new SparseMatrix({
      shape: shape as [number, number],
      indptr: Int32Array.from(indptr),
      indices: Int32Array.from(indices),
      data: data as Float64Array,
    });
  const values = (count: number): Float64Array => new Float64Array(count);

  it.each<[string, () => unknown, RegExp]>([
    ['a column outside', () => make([2, 2], [0, 1, 2], [0, 2], values(2)), /row 1 has column 2, outside of 2 columns/],
    ['a negative column', () => make([1, 2], [0, 1], [-1], values(1)), /row 0 has column -1/],
    ['unsorted columns', () => make([1, 3], [0, 2], [2, 0], values(2)), /row 0 has column 0 after 2.*fromEntries/],
    ['a column twice', () => make([1, 3], [0, 2], [1, 1], values(2)), /row 0 has column 1 twice/],
    ['rows that end early', () => make([2, 2], [0, 2, 1], [0, 1], values(2)), /indptr needs 3 entries/],
    ['rows that fall', () => make([3, 2], [0, 2, 1, 2], [0, 1], values(2)), /indptr falls from 2 to 1 at row 1/],
    ['a start that is not 0', () => make([1, 2], [1, 2], [0, 1], values(2)), /got 2 from 1 to 2/],
    ['too few data', () => make([1, 2], [0, 2], [0, 1], values(1)), /indices has 2 entries, data 1/],
    ['a list of data', () => make([1, 2], [0, 1], [0], [1]), /data must be a Float64Array or a Float32Array/],
    ['a shape that is none', () => make([1.5, 2], [0, 1], [0], values(1)), /shape must be two counts/],
    ['entries outside', () => SparseMatrix.fromEntries([2, 2], [0, 2], [0, 0], [1, 1]), /entry 1 stands at \(2, 0\)/],
    [
      'lists of other lengths',
      () => SparseMatrix.fromEntries([2, 2], [0], [0, 1], [1, 1]),
      /same length, got 1, 2 and 2/,
    ],
  ])('are refused with %s', (_, build, message) => expect(build).toThrow(message));

  it('add up where they share a place', () => {
    expect(dense(SparseMatrix.fromEntries([2, 2], [1, 0, 1], [0, 1, 0], [1, 2, 3]))).toEqual([
      [0, 2],
      [4, 0],
    ]);
  });

  it('are recovered from products only if the pattern holds all of them', () => {
    const matrix = symmetric(4, [
      [0, 0, 1],
      [1, 1, 2],
      [2, 2, 3],
      [3, 3, 4],
      [1, 0, 5],
      [3, 1, 6],
    ]);
    const product = (v: Float64Array): Float64Array => matrix.matvec(v).toTypedArray() as Float64Array;
    expect(dense(SparseMatrix.fromProducts(matrix, product))).toEqual(dense(matrix));
    expect(() => SparseMatrix.fromProducts(diagonal([1, 1, 1, 1]), product)).toThrow(/the pattern lacks elements/);
    const lopsided = SparseMatrix.fromEntries([2, 2], [0], [1], [1]);
    expect(() => SparseMatrix.fromProducts(lopsided, v => v)).toThrow(/expected a symmetric pattern/);
    expect(() => SparseMatrix.fromProducts(diagonal([1, 1]), () => [1])).toThrow(/length 1, not 2/);
  });
});
