import { describe, expect, it } from 'vitest';
import { divide, multiply, squareRoot, taxicab } from './complex.ts';
import { randomNumbers } from './dense.samples.ts';

describe('complex numbers', () => {
  it('divides', () => {
    expect(divide(-5, 10, 3, 4)).toEqual([1, 2]);
    expect(divide(-5, 10, 0, 5)).toEqual([2, 1]);
  });

  it('divides without overflow on the way', () => {
    const [re, im] = divide(1e300, 1e300, 1e300, 1e300);
    expect([re, im]).toEqual([1, 0]);
    expect(divide(1, 0, 1e-300, 1e-300)[0]).toBeCloseTo(5e299, -290);
  });

  it('gives NaN for a division by zero', () => {
    expect(divide(1, 1, 0, 0)).toEqual([Number.NaN, Number.NaN]);
  });

  it('takes square roots with real part ≥ 0', () => {
    expect(squareRoot(-4, 0)).toEqual([0, 2]);
    expect(squareRoot(3, 4)).toEqual([2, 1]);
    expect(squareRoot(-3, -4)).toEqual([1, -2]);
    expect(squareRoot(0, 0)).toEqual([0, 0]);
    const numbers = randomNumbers(1, 200);
    for (let i = 0; i < numbers.length; i += 2) {
      const root = squareRoot(numbers[i]!, numbers[i + 1]!);
      const [re, im] = multiply(root, root);
      expect(root[0]).toBeGreaterThanOrEqual(0);
      expect(re).toBeCloseTo(numbers[i]!, 14);
      expect(im).toBeCloseTo(numbers[i + 1]!, 14);
    }
  });

  it('measures as LAPACK does', () => {
    expect(taxicab(-3, 4)).toBe(7);
  });
});
