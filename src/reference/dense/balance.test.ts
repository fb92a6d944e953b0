import { describe, expect, it } from 'vitest';
import { balance, undoBalance } from './balance.ts';
import { largestEntry, product, randomMatrix } from './dense.samples.ts';
import { toComplex } from './matrix.ts';

describe('balance', () => {
  it('leaves a full, even matrix alone', () => {
    const a = Float64Array.of(1, 2, 2, 1);
    expect(balance(a, 2, 1)).toEqual({
      low: 0,
      high: 1,
      exchanges: Int32Array.of(0, 0),
      scales: Float64Array.of(1, 1),
    });
    expect(a).toEqual(Float64Array.of(1, 2, 2, 1));
  });

  it('reads off the eigenvalues of triangular matrices', () => {
    const lower = Float64Array.of(1, 0, 0, 4, 2, 0, 5, 6, 3);
    const { low, high } = balance(lower, 3, 1);
    expect(low).toBeGreaterThan(high);
    expect([lower[3], lower[6], lower[7]]).toEqual([0, 0, 0]);
    const diagonal = Float64Array.of(2, 0, 0, 3);
    balance(diagonal, 2, 1);
    expect(diagonal).toEqual(Float64Array.of(2, 0, 0, 3));
  });

  it('isolates what can be isolated from both ends', () => {
    // Row 1 has its diagonal entry only, and then column 2.
    const a = Float64Array.of(1, 2, 0, 3, 0, 4, 0, 0, 5, 6, 7, 8, 9, 1, 0, 2);
    const { low, high, exchanges } = balance(a, 4, 1);
    expect({ low, high }).toEqual({ low: 1, high: 2 });
    expect([exchanges[3], exchanges[0]]).toEqual([1, 2]);
    for (let j = 0; j < 3; j++) expect(a[3 * 4 + j]).toBe(0);
    for (let i = 1; i < 4; i++) expect(a[i * 4]).toBe(0);
  });

  it('evens out rows and columns by powers of two', () => {
    const a = Float64Array.of(1, 1e6, 1e-6, 1);
    const { scales } = balance(a, 2, 1);
    for (const scale of scales) expect(Number.isInteger(Math.log2(scale))).toBe(true);
    expect(largestEntry(a)).toBeLessThan(3);
    expect(a[1]! * a[2]!).toBe(1);
  });

  it('does the same to a complex matrix', () => {
    const a = Float64Array.of(1, 1e6, 1e-6, 1);
    const complex = toComplex(a);
    const found = balance(complex, 2, 2);
    expect(found).toEqual(balance(a, 2, 1));
    expect(complex).toEqual(toComplex(a));
  });

  it('is undone for vectors on both sides', () => {
    const n = 4;
    const a = Float64Array.of(1, 2, 0, 3, 0, 4, 0, 0, 5e6, 6, 7, 8, 9e-5, 1, 0, 2);
    const balanced = a.slice();
    const found = balance(balanced, n, 1);
    // A S = S B and S⁻¹ A = B S⁻¹: the columns of S are the images of unit vectors, as are those of S⁻ᴴ.
    const imageOf = (side: 'right' | 'left'): Float64Array => {
      const rows = new Float64Array(2 * n * n);
      for (let i = 0; i < n; i++) rows[2 * (i * n + i)] = 1;
      undoBalance(found, rows, n, side);
      return rows.filter((_, i) => i % 2 === 0);
    };
    const right = imageOf('right');
    const left = imageOf('left');
    const x = randomMatrix(1, 1, n);
    const y = randomMatrix(2, 1, n);
    // yᴴ B x must be (S⁻ᴴ y)ᴴ A (S x).
    const inside = product(y, product(balanced, x, [n, n, 1], 1), [1, n, 1], 1)[0]!;
    const sx = product(x, right, [1, n, n], 1);
    const sy = product(y, left, [1, n, n], 1);
    const outside = product(sy, product(a, sx, [n, n, 1], 1), [1, n, 1], 1)[0]!;
    expect(outside / inside).toBeCloseTo(1, 13);
  });
});
