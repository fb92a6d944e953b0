import fc from 'fast-check';
import { array, hessian, hessianSparsity, linalg, type NDArray, numpy as np, sparseHessian } from 'nabla';
import { describe, expect, it } from 'vitest';
import { compressRows } from '../pattern/compress.ts';
import { minimumDegreeOrder } from '../pattern/minimum-degree.ts';
import { analyse } from './ldlt.ts';
import { SparseMatrix } from './matrix.ts';

const float64 = { dtype: 'float64' } as const;

/** A matrix from entries; those of one place add up. */
const matrixOf = (
  n: number,
  entries: readonly (readonly [row: number, column: number, value: number])[],
): SparseMatrix => {
  const { pattern, places } = compressRows(
    Int32Array.from(entries, ([row]) => row),
    Int32Array.from(entries, ([, column]) => column),
    [n, n],
  );
  const data = new Float64Array(pattern.indices.length);
  places.forEach((place, i) => {
    data[place]! += entries[i]![2];
  });
  return new SparseMatrix({ ...pattern, data });
};

const symmetric = (n: number, lower: readonly (readonly [number, number, number])[]): SparseMatrix =>
  matrixOf(
    n,
    lower.flatMap(([i, j, value]): [number, number, number][] =>
      i === j
        ? [[i, j, value]]
        : [
            [i, j, value],
            [j, i, value],
          ],
    ),
  );

/** Symmetric matrices with a few elements a row, definite or not. */
const matrices = fc.integer({ min: 1, max: 40 }).chain(n =>
  fc
    .array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1), fc.double({ min: -2, max: 2, noNaN: true })), { maxLength: 3 * n })
    .map(entries => {
      const diagonal = Array.from({ length: n }, (_, i): [number, number, number] => [i, i, i % 3 === 0 ? -5 : 4]);
      return symmetric(n, [
        ...diagonal,
        ...entries.map(([i, j, v]): [number, number, number] => [Math.max(i, j), Math.min(i, j), v]),
      ]);
    }),
);

/** The 5-point Laplacian of a square grid. */
const grid = (m: number): SparseMatrix =>
  symmetric(
    m * m,
    Array.from({ length: m * m }, (_, k): [number, number, number][] => [
      [k, k, 4],
      ...(k % m === 0 ? [] : [[k, k - 1, -1] as [number, number, number]]),
      ...(k < m ? [] : [[k, k - m, -1] as [number, number, number]]),
    ]).flat(),
  );

describe('SparseMatrix', () => {
  it('is what its dense array is', () => {
    fc.assert(
      fc.property(matrices, matrix => {
        const dense = matrix.toDense();
        const n = matrix.shape[0];
        const v = np.arange(n, float64).add(1);
        expect(matrix.matvec(v).tolist()).toEqual(np.matmul(dense, v).tolist());
        expect(matrix.transpose().toDense().tolist()).toEqual(dense.T.tolist());
        expect(matrix.diagonal().tolist()).toEqual(np.diagonal(dense).tolist());
        expect(SparseMatrix.fromMatrixMarket(matrix.toMatrixMarket()).toDense().tolist()).toEqual(dense.tolist());
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('solves as the dense method does, and knows the signs of its eigenvalues', () => {
    fc.assert(
      fc.property(matrices, matrix => {
        const dense = matrix.toDense();
        const eigenvalues = linalg.eigvalsh(dense).toTypedArray();
        fc.pre(eigenvalues.every(value => Math.abs(value) > 1e-3));
        const b = np.cos(np.arange(matrix.shape[0], float64));
        const [x, expected] = [matrix.solve(b).toTypedArray(), linalg.solve(dense, b).toTypedArray()];
        x.forEach((value, i) =>
          expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-8 * (1 + Math.abs(expected[i]!))),
        );
        const negative = eigenvalues.filter(value => value < 0).length;
        expect(matrix.inertia()).toEqual({ positive: eigenvalues.length - negative, negative, zero: 0 });
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it('solves systems with zeros on the diagonal', () => {
    const saddle = symmetric(3, [
      [0, 0, 2],
      [1, 1, 2],
      [2, 0, 1],
      [2, 1, 1],
      [2, 2, 0],
    ]);
    expect(saddle.inertia()).toEqual({ positive: 2, negative: 1, zero: 0 });
    const x = saddle.solve(array([1, 0, 1], float64));
    expect(np.max(np.abs(saddle.matvec(x).sub(array([1, 0, 1], float64)))).item()).toBeLessThan(1e-12);
  });

  it('solves for several right-hand sides, the columns of a matrix', () => {
    const matrix = symmetric(3, [
      [0, 0, 4],
      [1, 0, 1],
      [1, 1, 3],
      [2, 2, -2],
    ]);
    const right = array([
      [1, 0, 5],
      [2, 1, -1],
      [3, 0, 0],
    ]);
    const found = matrix.solve(right);
    expect(found.shape).toEqual([3, 3]);
    for (let column = 0; column < 3; column++) {
      expect(found.at(':', column).tolist()).toEqual(matrix.solve(right.at(':', column)).tolist());
    }
    expect(matrix.solve(np.zeros([3, 0])).shape).toEqual([3, 0]);
  });

  it('refuses what it cannot solve', () => {
    const singular = symmetric(2, [
      [0, 0, 1],
      [1, 0, 1],
      [1, 1, 1],
    ]);
    expect(() => singular.solve([1, 0])).toThrow(/singular to rounding/);
    expect(singular.inertia()).toEqual({ positive: 1, negative: 0, zero: 1 });
    expect(() => matrixOf(2, [[0, 1, 1]]).solve([1, 0])).toThrow(/not symmetric/);
    expect(() => singular.solve([1, 0, 0])).toThrow(/a vector of length 2 or a matrix of 2 rows, got shape \(3,\)/);
    expect(() => singular.solve([[[1]], [[0]]])).toThrow(/got shape \(2, 1, 1\)/);
    expect(() => symmetric(1, [[0, 0, Number.NaN]]).solve([1])).toThrow(/not finite/);
    expect(
      () =>
        new SparseMatrix({
          shape: [1, 1],
          indptr: new Int32Array(1),
          indices: new Int32Array(0),
          data: new Float64Array(0),
        }),
    ).toThrow(RangeError);
  });

  it('reads the forms of Matrix Market files, and says where one is broken', () => {
    const head = '%%MatrixMarket matrix coordinate';
    const read = (text: string): unknown => SparseMatrix.fromMatrixMarket(text).toDense().tolist();
    expect(read(`${head} pattern general\n% a comment\n2 2 1\n1 2\n`)).toEqual([
      [0, 1],
      [0, 0],
    ]);
    expect(read(`${head} integer skew-symmetric\n2 2 1\n2 1 3\n`)).toEqual([
      [0, -3],
      [3, 0],
    ]);
    expect(() => read('2 2 1')).toThrow(SyntaxError);
    expect(() => read(`${head} complex general\n1 1 1\n1 1 1 0\n`)).toThrow(/only real ones/);
    expect(() => read(`${head} real general\n2 2 1\n3 1 1\n`)).toThrow(/\(3, 1\) in line 3/);
    expect(() => read(`${head} real general\n2 2 2\n1 1 1\n`)).toThrow(/expected 3 numbers/);
    expect(() => read(`${head} real general\n2 2 1\n1 1\n`)).toThrow(/expected 3 numbers in line 3/);
    expect(() => read(`${head} real general\n2 2 1\n1.5 2 3\n`)).toThrow(/\(1.5, 2\) in line 3 is no place/);
    expect(() => read(`${head} real general\n2 2 1\n1 1 1\n2 2 1\n`)).toThrow(/expected 1 elements, got 2/);
    expect(() => read(`${head} real general\n-1 2 0\n`)).toThrow(/general matrices are not -1 × 2/);
    expect(() => read(`${head} real symmetric\n3 2 1\n3 1 1\n`)).toThrow(/symmetric matrices are not 3 × 2/);
  });
});

describe('arguments that are missing', () => {
  const pattern = { shape: [1, 1] as const, indptr: Int32Array.of(0, 1), indices: Int32Array.of(0) };
  it.each<[() => unknown, string]>([
    [() => new SparseMatrix(undefined as never), 'SparseMatrix: data must be a Float64Array or a Float32Array'],
    [() => SparseMatrix.fromEntries(undefined as never, [], [], []), 'fromEntries: the shape must be two counts'],
    [() => SparseMatrix.fromEntries([2, 2], undefined as never, [], []), 'fromEntries: rows must be a list'],
    [() => SparseMatrix.fromMatrixMarket(undefined as never), 'fromMatrixMarket: expected a text, got undefined'],
    [() => SparseMatrix.fromProducts(undefined as never, v => v), 'fromProducts: the shape must be two counts'],
    [
      () => SparseMatrix.fromProducts(pattern, () => undefined as never),
      'fromProducts: a product must be a list, got undefined',
    ],
    [() => SparseMatrix.fromProducts(pattern, 3 as never), 'fromProducts: Expected a callable value, got a number'],
  ])('%s', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('the order of elimination', () => {
  it('is a permutation', () => {
    fc.assert(
      fc.property(matrices, matrix => {
        expect([...minimumDegreeOrder(matrix)].sort((a, b) => a - b)).toEqual(
          Array.from({ length: matrix.shape[0] }, (_, i) => i),
        );
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it('has no fill in trees, and little in grids', () => {
    const star = symmetric(
      50,
      Array.from({ length: 50 }, (_, i): [number, number, number][] => [
        [i, i, 60],
        [i, 0, 1],
      ]).flat(),
    );
    expect(analyse(star).columns.at(-1)).toBe(49);
    const m = 40;
    // the natural order has m³ elements, nested dissection about 31/4 n log₂ n
    expect(analyse(grid(m)).columns.at(-1)).toBeLessThan(0.5 * m ** 3);
  });

  it('leaves variables that meet all others to the end, in time that grows with their number', () => {
    // two durations of a trajectory of many steps
    const chain = (n: number): SparseMatrix =>
      symmetric(
        n,
        Array.from({ length: n }, (_, i): [number, number, number][] => [
          [i, i, 8],
          ...[0, 1].filter(j => j < i).map((j): [number, number, number] => [i, j, 1]),
          ...(i > 2 ? [[i, i - 1, 1] as [number, number, number]] : []),
        ]).flat(),
      );
    const matrix = chain(40_000);
    // beyond the time that a test has where the durations' neighbours are looked at in each round
    const { order, columns } = analyse(matrix);
    expect([...order.subarray(-2)].sort()).toEqual([0, 1]);
    expect(columns.at(-1)).toBe(39_997 + 2 * 39_998 + 1);
    const b = np.cos(np.arange(40_000, float64));
    expect(np.max(np.abs(matrix.matvec(matrix.solve(b)).sub(b))).item()).toBeLessThan(1e-9);
  });
});

describe('sparseHessian', () => {
  const f = (x: NDArray): NDArray => np.sum(np.square(x.at('1:').sub(np.square(x.at(':-1'))))).add(np.sum(np.cosh(x)));
  const x = np.linspace(-1, 1, 30, float64);

  it('is the Hessian, with what its structure says is not zero', () => {
    const H = sparseHessian(f)(x);
    expect(H.nnz).toBe(30 + 2 * 29);
    expect(H.isSymmetric()).toBe(true);
  });

  it.each<[string, (x: NDArray) => NDArray]>([
    ['a constant one', v => np.sum(np.square(v.at('1:').sub(v.at(':-1'))))],
    ['one that is an argument', v => v.mul(v).mul(v).sum().div(6)],
    ['any', f],
  ])('is no other when its arrays are written into: %s', (_, g) => {
    const point = x.add(0);
    const prepared = sparseHessian(g).prepare(point);
    const expected = hessian(g)(point);
    const kinds: (() => SparseMatrix)[] = [
      () => prepared(point),
      () => prepared.valueGradAndHessian(point)[2],
      () => sparseHessian(g)(point),
    ];
    for (let round = 0; round < 3; round++) {
      for (const compute of kinds) {
        const H = compute();
        expect(np.allclose(H.toDense(), expected).item()).toBe(true);
        H.data.fill(99);
        H.indices.fill(1);
        expect(H.data[0]).toBe(99);
        expect(H.toDense().at(0, 0).item()).not.toBeCloseTo(expected.at(0, 0).item());
        H.indptr.fill(0);
        (H.shape as unknown as number[])[0] = 7;
        prepared.pattern.indices.fill(2);
        hessianSparsity(g)(point).indptr.fill(0);
      }
    }
    expect(np.allclose(point, x).item()).toBe(true);
  });

  it('can be spread into another', () => {
    const H = sparseHessian(f)(x);
    const twice = new SparseMatrix({ ...H, data: H.data.map(value => 2 * value) });
    expect(twice.toDense().tolist()).toEqual(H.toDense().mul(2).tolist());
  });

  it('makes Newton steps that share their analysis', () => {
    const prepared = sparseHessian(f).prepare(x);
    let point: NDArray = x;
    for (let step = 0; step < 8; step++) {
      const [, gradient, H] = prepared.valueGradAndHessian(point);
      point = point.sub(H.solve(gradient));
    }
    const [, gradient, H] = prepared.valueGradAndHessian(point);
    expect(np.max(np.abs(gradient)).item()).toBeLessThan(1e-12);
    expect(H.inertia().negative).toBe(0);
  });
});
