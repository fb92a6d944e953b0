import { describe, expect, it } from 'vitest';
import {
  diagonalMatrix,
  graded,
  largestDifference,
  largestEntry,
  orthogonalityError,
  product,
  randomMatrix,
  randomUnitary,
} from './dense.samples.ts';
import { conjugateTranspose, transpose } from './matrix.ts';
import { svd } from './svd.ts';
import { svdComplex } from './svd-complex.ts';

const versions = [
  { name: 'svd', svd, lanes: 1 },
  { name: 'svdComplex', svd: svdComplex, lanes: 2 },
] as const;

const shapes = [
  [0, 0],
  [0, 3],
  [3, 0],
  [1, 1],
  [1, 5],
  [5, 1],
  [2, 2],
  [4, 4],
  [6, 5],
  [5, 6],
  [9, 3],
  [3, 9],
  [20, 20],
  [40, 30],
] as const;

describe.each(versions)('$name', ({ svd, lanes }) => {
  const adjoint = lanes === 2 ? conjugateTranspose : transpose;

  const check = (a: Float64Array, m: number, n: number, tolerance = 1e-14): Float64Array => {
    const k = Math.min(m, n);
    const [whole, thin] = [svd(a, m, n, true), svd(a, m, n, false)];
    for (const { u, s, vt, rows, columns } of [
      { ...whole, rows: m, columns: n },
      { ...thin, rows: k, columns: k },
    ]) {
      expect(u).toHaveLength(lanes * m * rows);
      expect(vt).toHaveLength(lanes * columns * n);
      expect(s).toHaveLength(k);
      expect(s).toEqual(s.slice().sort().reverse());
      expect(Math.min(0, ...s)).toBe(0);
      expect(orthogonalityError(u, m, rows, lanes)).toBeLessThan(2e-14);
      expect(orthogonalityError(adjoint(vt, columns, n), n, columns, lanes)).toBeLessThan(2e-14);
      const us = product(u, diagonalMatrix(s, rows, columns, lanes), [m, rows, columns], lanes);
      const back = product(us, vt, [m, columns, n], lanes);
      expect(largestDifference(back, a)).toBeLessThanOrEqual(tolerance * largestEntry(a));
    }
    expect(largestDifference(whole.s, thin.s)).toBeLessThanOrEqual(1e-14 * largestEntry(a));
    return whole.s;
  };

  it.each(shapes)('decomposes a %i × %i matrix', (m, n) => {
    check(randomMatrix(m + 3 * n, m, n, lanes), m, n, 3e-14);
  });

  it('finds given singular values, repeated ones and zeros', () => {
    const wanted = [3, 2, 2, 2, 1, 0, 0];
    const [m, n] = [10, 7];
    const u = randomUnitary(1, m, lanes);
    const v = randomUnitary(2, n, lanes);
    const us = product(u, diagonalMatrix(wanted, m, n, lanes), [m, m, n], lanes);
    const a = product(us, v, [m, n, n], lanes);
    expect(largestDifference(check(a, m, n), wanted)).toBeLessThan(1e-14);
    expect(largestDifference(check(adjoint(a, m, n), n, m), wanted)).toBeLessThan(1e-14);
  });

  it('decomposes matrices of low rank', () => {
    const zero = new Float64Array(lanes * 12);
    expect(check(zero, 4, 3, 0)).toEqual(new Float64Array(3));
    const a = product(randomMatrix(3, 6, 2, lanes), randomMatrix(4, 2, 5, lanes), [6, 2, 5], lanes);
    const s = check(a, 6, 5);
    expect(s[1]).toBeGreaterThan(0.1);
    expect(s[2]).toBeLessThan(1e-15);
    const column = diagonalMatrix([1], 5, 5, lanes);
    expect(check(column, 5, 5, 0)).toEqual(Float64Array.of(1, 0, 0, 0, 0));
  });

  it('decomposes graded matrices', () => {
    check(graded(randomMatrix(5, 7, 7, lanes), 7, 1e-2, lanes), 7, 7);
  });

  it('gives the moduli of a diagonal matrix', () => {
    expect(check(diagonalMatrix([1, -3, 2], 3, 3, lanes), 3, 3)).toEqual(Float64Array.of(3, 2, 1));
  });

  it.each([1e300, 1e-300])('is as good for entries of size %d', scale => {
    const a = randomMatrix(6, 5, 4, lanes);
    const { s, u } = svd(
      a.map(x => x * scale),
      5,
      4,
      false,
    );
    const relative = s.map(x => x / scale);
    expect(largestDifference(relative, svd(a, 5, 4, false).s)).toBeLessThan(1e-13);
    expect(orthogonalityError(u, 5, 4, lanes)).toBeLessThan(1e-14);
  });

  it.each([Number.NaN, -Infinity])('gives NaN for a matrix with %d', x => {
    const a = randomMatrix(7, 3, 2, lanes);
    a[lanes * 3] = x;
    const nan = (length: number): Float64Array => new Float64Array(length).fill(Number.NaN);
    expect(svd(a, 3, 2, true)).toEqual({ u: nan(lanes * 9), s: nan(2), vt: nan(lanes * 4) });
    expect(svd(a, 3, 2, false)).toEqual({ u: nan(lanes * 6), s: nan(2), vt: nan(lanes * 4) });
    expect(svd(a, 2, 3, false)).toEqual({ u: nan(lanes * 4), s: nan(2), vt: nan(lanes * 6) });
  });

  it('refuses a wrong length', () => {
    expect(() => svd(new Float64Array(5), 2, 2, true)).toThrow(RangeError);
  });
});

it('gives a single vector its sign on the left, as LAPACK', () => {
  expect(svd(Float64Array.of(-2), 1, 1, true)).toEqual({
    u: Float64Array.of(-1),
    s: Float64Array.of(2),
    vt: Float64Array.of(1),
  });
});
