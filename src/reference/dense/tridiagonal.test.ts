import { describe, expect, it } from 'vitest';
import { identity } from './matrix.ts';
import { diagonalize } from './tridiagonal.ts';

const solve = (diagonal: readonly number[], offDiagonal: readonly number[]) => {
  const n = diagonal.length;
  const t = {
    diagonal: Float64Array.from(diagonal),
    offDiagonal: Float64Array.from(offDiagonal),
    vectors: identity(n, n),
    width: n,
  };
  const converged = diagonalize(t);
  return { ...t, converged };
};

/** The largest entry of T v - λ v over all rows v. */
const residual = (diagonal: readonly number[], offDiagonal: readonly number[]): number => {
  const { diagonal: values, vectors, width: n } = solve(diagonal, offDiagonal);
  let largest = 0;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      const v = (j: number): number => vectors[k * n + j] ?? 0;
      const above = i > 0 ? offDiagonal[i - 1]! * v(i - 1) : 0;
      const below = i < n - 1 ? offDiagonal[i]! * v(i + 1) : 0;
      largest = Math.max(largest, Math.abs(above + (diagonal[i]! - values[k]!) * v(i) + below));
    }
  }
  return largest;
};

describe('diagonalize', () => {
  it.each([
    { name: 'nothing', d: [], e: [] },
    { name: 'one number', d: [3], e: [] },
    { name: 'a zero diagonal', d: [0, 0, 0, 0], e: [1, 0.5, 1] },
    { name: 'a split matrix', d: [1, 2, 3, 4, 5], e: [0.5, 0, 0.25, 0.125] },
    { name: 'a matrix that is large at its end', d: [1e-8, 1e-4, 0.5, 1], e: [1e-7, 1e-3, 0.1] },
    { name: 'a matrix that is small at its end', d: [1, 0.5, 1e-4, 1e-8], e: [0.1, 1e-3, 1e-7] },
    { name: "Wilkinson's matrix", d: [1, 0.9, 0.8, 0.7, 0.6, 0.7, 0.8, 0.9, 1], e: Array(8).fill(0.1) },
    { name: 'constant entries', d: Array(9).fill(0.5), e: Array(8).fill(0.25) },
    { name: 'two equal numbers', d: [0, 0], e: [1] },
    { name: 'a negative pair', d: [-1, -0.5], e: [0.25] },
    { name: 'a pair that cancels', d: [-1, 1], e: [0.25] },
    { name: 'a pair of opposite signs', d: [-1, 0.5], e: [2 ** -20] },
  ])('solves $name', ({ d, e }) => {
    expect(solve(d, e).converged).toBe(true);
    expect(residual(d, e)).toBeLessThan(2e-15);
  });

  it('keeps the smallest eigenvalue of a graded matrix to full relative accuracy', () => {
    // [[1, x], [x, y]] with y = 2x²: the smaller eigenvalue is about x² (1 - x² …).
    const x = 1e-9;
    const { diagonal } = solve([1, 2 * x * x], [x]);
    const wanted = (x * x) / ((1 + 2 * x * x + Math.sqrt(1 - 4 * x * x * (1 - x * x) + 4 * x * x)) / 2);
    expect(Math.min(...diagonal) / wanted).toBeCloseTo(1, 14);
  });
});
