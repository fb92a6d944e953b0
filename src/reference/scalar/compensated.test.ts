import { describe, expect, it } from 'vitest';
import * as compensated from './compensated.ts';
import { golden } from './golden.samples.ts';

/** The value that two words stand for, as a multiple of 2⁻²⁰⁰. */
function exact(high: number, low: number): bigint {
  const scaled = (x: number): bigint => BigInt(x * 2 ** 60) * 2n ** 140n;
  return scaled(Math.trunc(high)) + BigInt((high % 1) * 2 ** 200) + BigInt(low * 2 ** 200);
}

const numbers = [1, 3, -7.25, 2 ** 40 + 1, 1 + 2 ** -52, -(1 - 2 ** -53), 12345.678901234567, 2 ** -30 + 2 ** -70];

describe('sum and product', () => {
  it('lose nothing', () => {
    for (const a of numbers) {
      for (const b of numbers) {
        const total = compensated.sum(a, b);
        expect(exact(total, compensated.low), `${a} + ${b}`).toBe(exact(a, b));
        expect(total).toBe(a + b);
        const square = compensated.product(a, b);
        expect(exact(square, compensated.low) * 2n ** 200n, `${a} · ${b}`).toBe(exact(a, 0) * exact(b, 0));
        expect(square).toBe(a * b);
      }
    }
  });
});

describe('operations on two words', () => {
  const third = compensated.divide(1, 0, 3, 0);
  const thirdLow = compensated.low;

  it('divide to 32 digits', () => {
    expect(third).toBe(1 / 3);
    expect(thirdLow).toBeCloseTo((1 / 3) * 2 ** -54, 30);
  });

  it('multiply back and add up to 1', () => {
    expect(compensated.multiply(third, thirdLow, 3, 0)).toBe(1);
    expect(Math.abs(compensated.low)).toBeLessThan(1e-31);
    const twice = compensated.add(third, thirdLow, third, thirdLow);
    expect(compensated.add(twice, compensated.low, third, thirdLow)).toBe(1);
    expect(Math.abs(compensated.low)).toBeLessThan(1e-31);
  });
});

describe('logarithm', () => {
  it('is good to 1e-19, absolute or relative', () => {
    for (const [x, high, low] of golden('logarithm words') as [number, number, number][]) {
      const got = compensated.logarithm(x, 1 - x);
      const error = Math.abs(got - high + (compensated.low - low));
      expect(error, `log ${x}`).toBeLessThanOrEqual(1e-19 * Math.max(1, Math.abs(high)));
    }
  });

  it('takes the complement of what is near 1', () => {
    expect(compensated.logarithm(1, 1e-30)).toBe(-1e-30);
  });
});

describe('deviance', () => {
  it('is good to 1e-19 relative, and a few bits more than float64 where it is small', () => {
    for (const [a, x, high, low] of golden('deviance words') as [number, number, number, number][]) {
      const got = compensated.deviance(a, x, 0);
      const error = Math.abs(got - high + (compensated.low - low));
      expect(error, `deviance of ${a}, ${x}`).toBeLessThanOrEqual(1e-19 * Math.abs(high));
    }
  });

  it('bears the ends of the range', () => {
    expect(compensated.deviance(1e300, 1e300, 0)).toBe(0);
    expect(compensated.deviance(1e300, 1e-300, 0)).toBeGreaterThan(1e302);
    expect(compensated.deviance(1e-300, 1e300, 0)).toBeCloseTo(1e300, -290);
    expect(compensated.deviance(5e-324, 1, 0)).toBe(1);
    expect(compensated.deviance(1e308, 1e-308, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
