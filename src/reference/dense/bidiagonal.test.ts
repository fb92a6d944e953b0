import { describe, expect, it } from 'vitest';
import { diagonalizeBidiagonal, lowerToUpper } from './bidiagonal.ts';
import { largestDifference, orthogonalityError, product, randomNumbers } from './dense.samples.ts';
import { identity, transpose } from './matrix.ts';

const decompose = (diagonal: ArrayLike<number>, offDiagonal: ArrayLike<number>, lower = false) => {
  const n = diagonal.length;
  const b = {
    diagonal: Float64Array.from(diagonal),
    offDiagonal: Float64Array.from(offDiagonal),
    left: identity(n, n),
    leftWidth: n,
    right: identity(n, n),
    rightWidth: n,
  };
  if (lower) lowerToUpper(b);
  expect(diagonalizeBidiagonal(b)).toBe(true);
  return b;
};

/** How well U S Vᵀ gives the bidiagonal matrix back. */
const error = (diagonal: ArrayLike<number>, offDiagonal: ArrayLike<number>, lower = false): number => {
  const n = diagonal.length;
  const { left, right, diagonal: s } = decompose(diagonal, offDiagonal, lower);
  expect(Math.min(0, ...s)).toBe(0);
  expect(orthogonalityError(left, n, n, 1)).toBeLessThan(1e-14);
  expect(orthogonalityError(right, n, n, 1)).toBeLessThan(1e-14);
  const scaled = right.map((x, i) => x * s[Math.floor(i / n)]!);
  const b = new Float64Array(n * n);
  for (let i = 0; i < n; i++) b[i * n + i] = diagonal[i]!;
  for (let i = 0; i < n - 1; i++) b[lower ? (i + 1) * n + i : i * n + i + 1] = offDiagonal[i]!;
  return largestDifference(product(transpose(left, n, n), scaled, [n, n, n], 1), b);
};

describe('diagonalizeBidiagonal', () => {
  it.each([
    { name: 'nothing', d: [], e: [] },
    { name: 'a number', d: [-2], e: [] },
    { name: 'two rows', d: [1, -0.5], e: [0.25] },
    { name: 'a zero first on the diagonal', d: [0, 1, 0.5], e: [1, 1] },
    { name: 'a zero amid the diagonal', d: [1, 0, 0.5, 1], e: [1, 1, 0.5] },
    { name: 'a zero last on the diagonal', d: [1, 0.5, 0], e: [1, 1] },
    { name: 'zeros only on the diagonal', d: [0, 0, 0], e: [1, 1] },
    { name: 'zeros', d: [0, 0, 0], e: [0, 0] },
    { name: 'equal entries', d: Array(8).fill(1), e: Array(7).fill(1) },
    { name: 'a matrix small at its end', d: [1, 1e-3, 1e-6, 1e-9], e: [1, 1e-3, 1e-6] },
    { name: 'a matrix small at its beginning', d: [1e-9, 1e-6, 1e-3, 1], e: [1e-6, 1e-3, 1] },
    { name: 'a split matrix', d: [1, 2, 3, 4, 5].map(x => x / 5), e: [0.5, 0, 0.5, 0.25] },
  ])('decomposes $name', ({ d, e }) => {
    expect(error(d, e)).toBeLessThan(4e-15);
    expect(error(d, e, true)).toBeLessThan(4e-15);
  });

  it('decomposes random matrices', () => {
    for (let n = 2; n < 30; n++) expect(error(randomNumbers(n, n), randomNumbers(-n, n - 1))).toBeLessThan(1e-14);
  });

  it('finds tiny singular values to full relative accuracy', () => {
    // The product of the singular values is the determinant, here far below the rounding error of the largest one.
    const d = [1, 1e-6, 1e-12, 1e-18, 1e-24];
    const { diagonal: s } = decompose(d, [1, 1e-6, 1e-12, 1e-18]);
    const determinant = d.reduce((x, y) => x * y);
    expect(s.reduce((x, y) => x * y) / determinant).toBeCloseTo(1, 12);
    expect(Math.min(...s)).toBeLessThan(1e-23);
  });
});
