import { describe, expect, it } from 'vitest';
import {
  diagonalMatrix,
  graded,
  largestDifference,
  orthogonalityError,
  product,
  randomMatrix,
} from './dense.samples.ts';
import { upperTriangle, withColumns } from './matrix.ts';
import { geqrf, orgqr, qr } from './qr.ts';
import { geqrfComplex, orgqrComplex, qrComplex } from './qr-complex.ts';

const versions = [
  { name: 'real', qr, geqrf, orgqr, lanes: 1 },
  { name: 'complex', qr: qrComplex, geqrf: geqrfComplex, orgqr: orgqrComplex, lanes: 2 },
] as const;

const shapes = [
  [0, 0],
  [0, 3],
  [3, 0],
  [1, 1],
  [1, 4],
  [4, 1],
  [5, 5],
  [8, 3],
  [3, 8],
  [40, 30],
] as const;

describe.each(versions)('qr, $name', ({ qr, geqrf, orgqr, lanes }) => {
  const check = (a: Float64Array, m: number, n: number, tolerance = 1e-14): void => {
    for (const full of [false, true]) {
      const k = full ? m : Math.min(m, n);
      const { q, r } = qr(a, m, n, full);
      expect(q).toHaveLength(lanes * m * k);
      expect(r).toHaveLength(lanes * k * n);
      expect(orthogonalityError(q, m, k, lanes)).toBeLessThan(1e-14);
      expect(largestDifference(product(q, r, [m, k, n], lanes), a)).toBeLessThanOrEqual(tolerance);
      expect(r).toEqual(upperTriangle(r, k, n, lanes));
    }
  };

  it.each(shapes)('factors a %i × %i matrix', (m, n) => check(randomMatrix(m + 2 * n, m, n, lanes), m, n));

  it('factors singular and graded matrices', () => {
    check(new Float64Array(lanes * 12), 4, 3, 0);
    const column = randomMatrix(1, 6, 1, lanes);
    check(product(column, randomMatrix(2, 1, 4, lanes), [6, 1, 4], lanes), 6, 4);
    check(graded(randomMatrix(3, 6, 6, lanes), 6, 1e-3, lanes), 6, 6);
  });

  it('neither overflows nor loses small matrices', () => {
    const a = randomMatrix(4, 4, 3, lanes);
    for (const scale of [1e300, 1e-290]) {
      const { q, r } = qr(
        a.map(x => x * scale),
        4,
        3,
        false,
      );
      expect(orthogonalityError(q, 4, 3, lanes)).toBeLessThan(1e-14);
      const back = product(
        q,
        r.map(x => x / scale),
        [4, 3, 3],
        lanes,
      );
      expect(largestDifference(back, a)).toBeLessThan(1e-14);
    }
  });

  it('has its Householder form', () => {
    const [m, n] = [7, 4];
    const a = randomMatrix(5, m, n, lanes);
    const packed = geqrf(a, m, n);
    const { q, r } = qr(a, m, n, false);
    expect(upperTriangle(packed.a, n, n, lanes)).toEqual(r);
    expect(orgqr(packed.a, m, n, packed.taus)).toEqual(q);
  });

  it('multiplies fewer reflections than columns, too', () => {
    const packed = geqrf(randomMatrix(6, 5, 2, lanes), 5, 2);
    const q = orgqr(withColumns(packed.a, 5, 2, 4, lanes), 5, 4, packed.taus);
    expect(orthogonalityError(q, 5, 4, lanes)).toBeLessThan(1e-14);
    const none = orgqr(new Float64Array(lanes * 6), 3, 2, new Float64Array(0));
    expect(none).toEqual(diagonalMatrix([1, 1], 3, 2, lanes));
  });

  it('refuses what does not fit', () => {
    expect(() => qr(new Float64Array(5), 2, 2, true)).toThrow(RangeError);
    expect(() => geqrf(new Float64Array(5), 2, 2)).toThrow(RangeError);
    expect(() => orgqr(new Float64Array(lanes * 6), 2, 3, new Float64Array(lanes * 2))).toThrow(RangeError);
    expect(() => orgqr(new Float64Array(lanes * 4), 2, 2, new Float64Array(lanes * 3))).toThrow('3 taus');
  });

  it('passes NaN on', () => {
    const a = randomMatrix(7, 3, 3, lanes);
    a[0] = Number.NaN;
    expect(qr(a, 3, 3, true).r[0]).toBeNaN();
  });
});

describe('signs', () => {
  it('are those of LAPACK', () => {
    expect(qr(Float64Array.of(3, 4), 2, 1, false).r).toEqual(Float64Array.of(-5));
    expect(qr(Float64Array.of(-3, 4), 2, 1, false).r).toEqual(Float64Array.of(5));
    expect(qr(Float64Array.of(-3, 0), 2, 1, false).r).toEqual(Float64Array.of(-3));
    expect(qr(Float64Array.of(-0, 1), 2, 1, false).r).toEqual(Float64Array.of(1));
  });

  it('leave a real diagonal in complex factors', () => {
    const { r } = qrComplex(randomMatrix(8, 4, 4, 2), 4, 4, true);
    for (let i = 0; i < 4; i++) expect(r[2 * (i * 4 + i) + 1]).toBe(0);
  });
});
