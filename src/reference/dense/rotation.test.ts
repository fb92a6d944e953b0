import { describe, expect, it } from 'vitest';
import { randomNumbers } from './dense.samples.ts';
import { rotateRows, rotationOf, smallerSingularValue, triangleSVD, withSign } from './rotation.ts';

describe('rotationOf', () => {
  it('has LAPACK’s signs', () => {
    expect(rotationOf(3, 4)).toEqual({ c: 0.6, s: 0.8, r: 5 });
    expect(rotationOf(-3, 4)).toEqual({ c: 0.6, s: -0.8, r: -5 });
    expect(rotationOf(-3, 0)).toEqual({ c: 1, s: 0, r: -3 });
    expect(rotationOf(0, -4)).toEqual({ c: 0, s: -1, r: 4 });
    expect(rotationOf(0, 0)).toEqual({ c: 1, s: 0, r: 0 });
  });

  it('turns rows', () => {
    const rows = Float64Array.of(3, 1, 4, 2);
    rotateRows(rows, 2, 0, 1, rotationOf(3, 4));
    expect(rows[0]).toBeCloseTo(5, 14);
    expect(rows[2]).toBeCloseTo(0, 14);
    expect(rows[3]).toBeCloseTo(0.4, 14);
  });
});

it('withSign knows negative zeros', () => {
  expect([withSign(2, -0), withSign(-2, 0), withSign(2, -1)]).toEqual([-2, 2, -2]);
});

/** [[cl, sl], [-sl, cl]] · [[f, g], [0, h]] · [[cr, -sr], [sr, cr]] - diag(larger, smaller), relative to the larger. */
const error = (f: number, g: number, h: number): number => {
  const { larger, smaller, left: l, right: r } = triangleSVD(f, g, h);
  const top = [l.c * f, l.c * g + l.s * h] as const;
  const bottom = [-l.s * f, l.c * h - l.s * g] as const;
  const differences = [
    top[0] * r.c + top[1] * r.s - larger,
    top[1] * r.c - top[0] * r.s,
    bottom[0] * r.c + bottom[1] * r.s,
    bottom[1] * r.c - bottom[0] * r.s - smaller,
  ];
  return Math.max(...differences.map(Math.abs)) / Math.max(Math.abs(larger), 1e-300);
};

describe('triangleSVD', () => {
  it('diagonalises random triangles of all signs', () => {
    const numbers = randomNumbers(1, 600);
    for (let i = 0; i < numbers.length; i += 3) {
      expect(error(numbers[i]!, numbers[i + 1]!, numbers[i + 2]!)).toBeLessThan(1e-15);
    }
  });

  it.each([
    [1, 0, 2],
    [2, 0, -1],
    [0, 1, 0],
    [0, 1, 2],
    [2, 1, 0],
    [1, 1e20, 1],
    [1, 1e20, 3],
    [-3, -1e20, 1],
    [1, 1e-20, 1],
    [1, 1e-200, 1],
    [1, 1e-200, -1],
    [2, 1e-200, 1],
    [1, 1, 1],
    [-1, 1, 1],
    [1e-200, 1, 1e-100],
  ])('diagonalises [[%d, %d], [0, %d]]', (f, g, h) => {
    expect(error(f, g, h)).toBeLessThan(1e-15);
    const { larger, smaller } = triangleSVD(f, g, h);
    expect(Math.abs(smaller)).toBeLessThanOrEqual(Math.abs(larger));
    if (f * h !== 0) expect((larger * smaller) / (f * h)).toBeCloseTo(1, 14);
    if (smaller !== 0) expect(smallerSingularValue(f, g, h) / Math.abs(smaller)).toBeCloseTo(1, 14);
  });
});

describe('smallerSingularValue', () => {
  it('is zero for a singular triangle', () => {
    expect(smallerSingularValue(0, 1, 2)).toBe(0);
    expect(smallerSingularValue(1, 1, 0)).toBe(0);
  });

  it('survives corners out of proportion', () => {
    expect(smallerSingularValue(1e-200, 1e200, 1e-200)).toBe(0);
    expect(smallerSingularValue(1e-100, 1e200, 1e100) / 1e-200).toBeCloseTo(1, 14);
  });
});
