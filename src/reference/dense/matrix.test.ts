import { describe, expect, it } from 'vitest';
import {
  allFinite,
  checkMatrix,
  conjugateTranspose,
  norm,
  scaledToOne,
  timesPowerOfTwo,
  transpose,
  upperTriangle,
  withColumns,
} from './matrix.ts';

const of = (...x: number[]): Float64Array => Float64Array.of(...x);

describe('checkMatrix', () => {
  it('says which argument of what has the wrong length', () => {
    expect(() => checkMatrix('lu', 'a', of(1, 2, 3), 2, 2)).toThrow(
      new RangeError('lu: a must hold 2 × 2 elements (4 numbers), got 3 numbers'),
    );
    expect(() => checkMatrix('lu', 'a', of(1, 2, 3, 4), 2, 2, 2)).toThrow('2 × 2 complex elements (8 numbers)');
    expect(() => checkMatrix('lu', 'a', of(), -1, 0)).toThrow('integers ≥ 0, got -1 × 0');
    expect(() => checkMatrix('lu', 'a', of(), 0.5, 0)).toThrow(RangeError);
  });

  it('lets empty matrices pass', () => {
    expect(() => checkMatrix('lu', 'a', of(), 0, 7)).not.toThrow();
  });
});

describe('rearrangements', () => {
  it('transposes', () => {
    expect(transpose(of(1, 2, 3, 4, 5, 6), 2, 3)).toEqual(of(1, 4, 2, 5, 3, 6));
    expect(conjugateTranspose(of(1, 2, 3, 4), 1, 2)).toEqual(of(1, -2, 3, -4));
  });

  it('cuts and fills up columns', () => {
    expect(withColumns(of(1, 2, 3, 4), 2, 2, 3)).toEqual(of(1, 2, 0, 3, 4, 0));
    expect(withColumns(of(1, 2, 3, 4), 2, 2, 1)).toEqual(of(1, 3));
    expect(withColumns(of(1, 2, 3, 4), 1, 2, 1, 2)).toEqual(of(1, 2));
  });

  it('keeps the upper triangle of the first rows', () => {
    expect(upperTriangle(of(1, 2, 3, 4, 5, 6), 2, 2)).toEqual(of(1, 2, 0, 4));
    expect(upperTriangle(of(1, 2, 3, 4, 5, 6, 7, 8), 2, 2, 2)).toEqual(of(1, 2, 3, 4, 0, 0, 7, 8));
    expect(upperTriangle(of(1, 2, 3), 3, 1)).toEqual(of(1, 0, 0));
  });
});

describe('norm', () => {
  it('neither overflows nor vanishes', () => {
    expect(norm(of(3, 4))).toBe(5);
    expect(norm(of(9, 3, 4), 1)).toBe(5);
    expect(norm(of(3e200, 4e200)) / 5e200).toBeCloseTo(1, 14);
    expect(norm(of(3e-200, 4e-200)) / 5e-200).toBeCloseTo(1, 14);
  });

  it('passes on zeros, infinities and NaN', () => {
    expect(norm(of())).toBe(0);
    expect(norm(of(0, 0))).toBe(0);
    expect(norm(of(1, -Infinity))).toBe(Infinity);
    expect(norm(of(1, Number.NaN))).toBeNaN();
  });
});

describe('scaledToOne', () => {
  it.each([1, 0.75, 3e-310, 5e-324, 1.7e308, 4])('brings %d between 1/2 and 1, exactly', x => {
    const { scaled, exponent } = scaledToOne(of(x, -x));
    expect(scaled[0]).toBeGreaterThanOrEqual(0.5);
    expect(scaled[0]).toBeLessThanOrEqual(1);
    expect(timesPowerOfTwo(scaled[1]!, exponent)).toBe(-x);
  });

  it('leaves zeros alone', () => {
    expect(scaledToOne(of(0, 0))).toEqual({ scaled: of(0, 0), exponent: 0 });
  });
});

describe('allFinite', () => {
  it('finds what is not finite', () => {
    expect(allFinite(of(1, 2))).toBe(true);
    expect(allFinite(of(1, Number.NaN))).toBe(false);
    expect(allFinite(of(-Infinity))).toBe(false);
  });
});
