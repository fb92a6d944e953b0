import { describe, expect, it } from 'vitest';
import {
  diagonalMatrix,
  graded,
  largestDifference,
  largestEntry,
  orthogonalityError,
  product,
  randomHermitian,
  randomMatrix,
  withEigenvalues,
} from './dense.samples.ts';
import { eighSymmetric } from './eigh.ts';
import { eighHermitian } from './eigh-complex.ts';

const versions = [
  { name: 'eighSymmetric', eigh: eighSymmetric, lanes: 1 },
  { name: 'eighHermitian', eigh: eighHermitian, lanes: 2 },
] as const;

describe.each(versions)('$name', ({ eigh, lanes }) => {
  const check = (a: Float64Array, n: number, tolerance = 2e-14): Float64Array => {
    const { values, vectors } = eigh(a, n);
    expect(values).toHaveLength(n);
    expect(values).toEqual(values.slice().sort());
    expect(orthogonalityError(vectors, n, n, lanes)).toBeLessThan(2e-14);
    const left = product(a, vectors, [n, n, n], lanes);
    const right = product(vectors, diagonalMatrix(values, n, n, lanes), [n, n, n], lanes);
    expect(largestDifference(left, right)).toBeLessThanOrEqual(tolerance * largestEntry(a));
    return values;
  };

  it.each([0, 1, 2, 3, 4, 7, 20, 60])('decomposes a random %i × %i matrix', n => {
    check(randomHermitian(n + 1, n, lanes), n, 1e-13);
  });

  it('finds repeated eigenvalues', () => {
    const wanted = [-3, -3, 0, 0, 0, 1, 1, 2.5];
    const values = check(withEigenvalues(3, wanted, lanes), 8);
    expect(largestDifference(values, wanted)).toBeLessThan(1e-14);
  });

  it('finds clusters and eigenvalues of opposite sign', () => {
    const wanted = [-1 - 1e-12, -1, 1, 1 + 1e-13, 1 + 1e-12];
    expect(largestDifference(check(withEigenvalues(4, wanted, lanes), 5), wanted)).toBeLessThan(1e-14);
  });

  it('takes diagonal matrices as they are', () => {
    const values = check(diagonalMatrix([3, -1, 0, 3], 4, 4, lanes), 4, 0);
    expect(values).toEqual(Float64Array.of(-1, 0, 3, 3));
    expect(eigh(diagonalMatrix([2], 1, 1, lanes), 1).vectors[0]).toBe(1);
    expect(check(new Float64Array(lanes * 9), 3, 0)).toEqual(new Float64Array(3));
  });

  it('keeps small eigenvalues of graded matrices, whichever end is small', () => {
    const n = 6;
    const a = graded(randomHermitian(5, n, lanes), n, 1e-2, lanes);
    const down = check(a, n);
    const reversed = new Float64Array(a.length);
    for (let i = 0; i < n * n; i++) reversed.set(a.subarray(lanes * i, lanes * (i + 1)), lanes * (n * n - 1 - i));
    const up = check(reversed, n);
    for (let i = 0; i < n; i++) expect(Math.abs(up[i]! - down[i]!)).toBeLessThan(1e-14);
  });

  it('finds the eigenvalues of all ones', () => {
    const n = 5;
    const ones = new Float64Array(lanes * n * n).map((_, i) => (i % lanes === 0 ? 1 : 0));
    expect(largestDifference(check(ones, n), [0, 0, 0, 0, n])).toBeLessThan(1e-14);
  });

  it.each([1e300, 1e-300])('is as good for entries of size %d', scale => {
    const a = randomHermitian(6, 5, lanes);
    const { values, vectors } = eigh(
      a.map(x => x * scale),
      5,
    );
    const plain = eigh(a, 5);
    const relative = values.map(x => x / scale);
    expect(largestDifference(relative, plain.values)).toBeLessThan(1e-13);
    expect(orthogonalityError(vectors, 5, 5, lanes)).toBeLessThan(1e-14);
  });

  it('reads the lower triangle only', () => {
    const a = randomHermitian(7, 4, lanes);
    const spoiled = a.slice();
    for (let i = 0; i < 4; i++) spoiled.fill(Number.NaN, lanes * (i * 4 + i + 1), lanes * (i + 1) * 4);
    expect(eigh(spoiled, 4)).toEqual(eigh(a, 4));
  });

  it.each([Number.NaN, Infinity])('gives NaN for a matrix with %d', x => {
    const a = randomMatrix(8, 3, 3, lanes);
    a[lanes * 3] = x;
    const { values, vectors } = eigh(a, 3);
    expect(values).toEqual(new Float64Array(3).fill(Number.NaN));
    expect(vectors).toEqual(new Float64Array(lanes * 9).fill(Number.NaN));
  });

  it('refuses a wrong length', () => {
    expect(() => eigh(new Float64Array(5), 2)).toThrow(RangeError);
  });
});

describe('known eigenvalues', () => {
  it('of the second difference matrix', () => {
    const n = 12;
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      a[i * n + i] = 2;
      if (i > 0) a[i * n + i - 1] = -1;
    }
    const wanted = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
    expect(largestDifference(eighSymmetric(a, n).values, wanted)).toBeLessThan(1e-14);
  });

  it('of the Pauli matrix σ₂', () => {
    expect(eighHermitian(Float64Array.of(0, 0, 0, -1, 0, 1, 0, 0), 2).values).toEqual(Float64Array.of(-1, 1));
  });

  it('ignores imaginary parts on the diagonal', () => {
    expect(eighHermitian(Float64Array.of(4, 7), 1).values).toEqual(Float64Array.of(4));
  });
});
