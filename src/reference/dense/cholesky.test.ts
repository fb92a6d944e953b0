import { describe, expect, it } from 'vitest';
import { cholesky, choleskyComplex } from './cholesky.ts';
import { adjoint, largestDifference, product, randomMatrix } from './dense.samples.ts';

const versions = [
  { name: 'cholesky', factor: cholesky, lanes: 1 },
  { name: 'choleskyComplex', factor: choleskyComplex, lanes: 2 },
] as const;

describe.each(versions)('$name', ({ factor, lanes }) => {
  const positive = (seed: number, n: number): Float64Array => {
    const x = randomMatrix(seed, n, n + 1, lanes);
    return product(x, adjoint(x, n, n + 1, lanes), [n, n + 1, n], lanes);
  };

  it.each([0, 1, 2, 3, 10, 40])('gives a lower factor of a %i × %i matrix', n => {
    const a = positive(n, n);
    const l = factor(a, n);
    expect(largestDifference(product(l, adjoint(l, n, n, lanes), [n, n, n], lanes), a)).toBeLessThan(1e-13);
    for (let i = 0; i < n; i++) {
      expect(l[lanes * (i * n + i)]).toBeGreaterThan(0);
      expect(l.subarray(lanes * (i * n + i + 1), lanes * (i + 1) * n).every(x => x === 0)).toBe(true);
    }
  });

  it('reads the lower triangle only', () => {
    const a = positive(3, 4);
    const spoiled = a.slice();
    for (let i = 0; i < 4; i++) spoiled.fill(Number.NaN, lanes * (i * 4 + i + 1), lanes * (i + 1) * 4);
    expect(factor(spoiled, 4)).toEqual(factor(a, 4));
  });

  it.each([-1, 0, Number.NaN])('has NaN in the lower triangle where a pivot is %d', pivot => {
    const a = positive(5, 3);
    a[lanes * 8] = pivot === 0 ? 0 : pivot;
    const l = factor(a, 3);
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        for (let lane = 0; lane < lanes; lane++) {
          const entry = l[lanes * (i * 3 + j) + lane];
          if (j <= i) expect(entry).toBeNaN();
          else expect(entry).toBe(0);
        }
      }
    }
  });

  it('refuses a wrong length', () => {
    expect(() => factor(new Float64Array(5), 2)).toThrow(RangeError);
  });
});

it('ignores imaginary parts on the diagonal', () => {
  expect(choleskyComplex(Float64Array.of(4, 7), 1)).toEqual(Float64Array.of(2, 0));
});
