import { describe, expect, it } from 'vitest';
import { largestDifference, product, randomMatrix } from './dense.samples.ts';
import { type LU, lu, luComplex } from './lu.ts';
import { identity, upperTriangle } from './matrix.ts';

const versions = [
  { name: 'lu', factor: lu, lanes: 1 },
  { name: 'luComplex', factor: luComplex, lanes: 2 },
] as const;

describe.each(versions)('$name', ({ factor, lanes }) => {
  /** L (m × k) times U (k × n). */
  const multiplied = ({ lu: f }: LU, m: number, n: number): Float64Array => {
    const k = Math.min(m, n);
    const u = upperTriangle(f, k, n, lanes);
    const l = identity(m, k, lanes);
    for (let i = 0; i < m; i++) {
      const below = Math.min(i, k);
      l.set(f.subarray(lanes * i * n, lanes * (i * n + below)), lanes * i * k);
    }
    return product(l, u, [m, k, n], lanes);
  };

  const permuted = (a: Float64Array, n: number, permutation: Int32Array): Float64Array => {
    const result = new Float64Array(a.length);
    const width = lanes * n;
    permutation.forEach((from, to) => {
      result.set(a.subarray(from * width, (from + 1) * width), to * width);
    });
    return result;
  };

  it.each([
    [0, 0],
    [0, 3],
    [3, 0],
    [1, 1],
    [4, 4],
    [7, 3],
    [3, 7],
    [40, 40],
  ])('factors a %i × %i matrix', (m, n) => {
    const a = randomMatrix(m + n, m, n, lanes);
    const result = factor(a, m, n);
    expect(largestDifference(multiplied(result, m, n), permuted(a, n, result.permutation))).toBeLessThan(1e-14);
    expect(result.pivots).toHaveLength(Math.min(m, n));
    expect(Array.from(result.permutation).sort((i, j) => i - j)).toEqual(Array.from({ length: m }, (_, i) => i));
    const factors = result.lu.filter((_, i) => Math.floor(i / lanes / n) > Math.floor(i / lanes) % n);
    // Partial pivoting by |re| + |im| bounds the modulus of L by √2.
    for (const x of factors) expect(Math.abs(x)).toBeLessThanOrEqual(lanes === 1 ? 1 : Math.SQRT2);
  });

  it('takes the first of equal pivots', () => {
    const a = new Float64Array(lanes * 3);
    a[0] = -1;
    a[lanes] = 2;
    a[2 * lanes] = -2;
    expect(factor(a, 3, 1)).toMatchObject({ pivots: Int32Array.of(1), permutation: Int32Array.of(1, 0, 2) });
  });

  it('leaves columns without a pivot alone', () => {
    const zeros = new Float64Array(lanes * 6);
    expect(factor(zeros, 2, 3)).toEqual({ lu: zeros, pivots: Int32Array.of(0, 1), permutation: Int32Array.of(0, 1) });
  });

  it('does not touch its argument, and refuses a wrong length', () => {
    const a = randomMatrix(3, 4, 4, lanes);
    const kept = a.slice();
    factor(a, 4, 4);
    expect(a).toEqual(kept);
    expect(() => factor(a, 4, 5)).toThrow(RangeError);
  });
});

it('passes NaN on', () => {
  expect(lu(Float64Array.of(2, 3, Number.NaN, 1), 2, 2).lu.slice(2)).toEqual(Float64Array.of(Number.NaN, Number.NaN));
});
