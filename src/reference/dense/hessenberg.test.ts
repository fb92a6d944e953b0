import { describe, expect, it } from 'vitest';
import { adjoint, largestDifference, orthogonalityError, product, randomMatrix } from './dense.samples.ts';
import { gehrd, gehrdComplex, unpackHessenberg } from './hessenberg.ts';

const versions = [
  { name: 'gehrd', gehrd, lanes: 1 },
  { name: 'gehrdComplex', gehrd: gehrdComplex, lanes: 2 },
] as const;

describe.each(versions)('$name', ({ gehrd, lanes }) => {
  it.each([0, 1, 2, 3, 9, 30])('reduces a %i × %i matrix', n => {
    const a = randomMatrix(n, n, n, lanes);
    const { h, q } = unpackHessenberg(gehrd(a, n), n, lanes);
    expect(orthogonalityError(q, n, n, lanes)).toBeLessThan(1e-14);
    for (let i = 2; i < n; i++) {
      expect(h.subarray(lanes * i * n, lanes * (i * n + i - 1)).every(x => x === 0)).toBe(true);
    }
    const qh = product(q, h, [n, n, n], lanes);
    expect(largestDifference(product(qh, adjoint(q, n, n, lanes), [n, n, n], lanes), a)).toBeLessThan(1e-14);
  });

  it('leaves what is outside its block', () => {
    const n = 5;
    const a = randomMatrix(1, n, n, lanes);
    for (const i of [1, 2, 3, 4]) a.fill(0, lanes * i * n, lanes * (i * n + 1));
    a.fill(0, lanes * 4 * n, lanes * (4 * n + 4));
    const { h, q } = unpackHessenberg(gehrd(a, n, 1, 3), n, lanes);
    expect(h.subarray(lanes * 4 * n)).toEqual(a.subarray(lanes * 4 * n));
    const qh = product(q, h, [n, n, n], lanes);
    expect(largestDifference(product(qh, adjoint(q, n, n, lanes), [n, n, n], lanes), a)).toBeLessThan(1e-14);
  });

  it('refuses a wrong length', () => {
    expect(() => gehrd(new Float64Array(5), 2)).toThrow(RangeError);
  });
});
