import { describe, expect, it } from 'vitest';
import { digamma, gammaOnePlus, lgamma, polygamma, stirlingFactor, zeta } from './gamma.ts';
import { type Measure, misses, worst } from './golden.samples.ts';

describe('lgamma', () => {
  it('is good to 3 ulp above -2, its zeros at 1 and 2 included', () => {
    const { error, at } = worst('lgamma', lgamma);
    expect(error, at).toBeLessThanOrEqual(3);
  });
  it('is good to 5e-16 of the terms of the reflection below -2', () => {
    const scaled: Measure = (got, want, [x]) => Math.abs(got - want) / Math.max(Math.abs(want), lgamma(-x!), 1);
    const { error, at } = worst('lgamma negative', lgamma, scaled);
    expect(error, at).toBeLessThanOrEqual(5e-16);
  });
  it("has JAX's special values", () => expect(misses('lgamma special', lgamma)).toEqual([]));
});

describe('gammaOnePlus and stirlingFactor', () => {
  it('know factorials', () => {
    let factorial = 1;
    for (let n = 1; n <= 18; n++) {
      factorial *= n;
      expect(gammaOnePlus(n)).toBe(factorial);
    }
  });
  it('agree where the factor changes its method', () => {
    expect(stirlingFactor(10 - 1e-13)).toBeCloseTo(stirlingFactor(10), 14);
    expect(stirlingFactor(1e9)).toBe(1 + 1 / 12e9);
  });
});

describe('digamma', () => {
  it('is good to 4 ulp above 0, its zero included', () => {
    const { error, at } = worst('digamma', digamma);
    expect(error, at).toBeLessThanOrEqual(4);
  });
  it('is good to 4e-16 of the terms of the reflection below 0', () => {
    const scaled: Measure = (got, want, [x]) =>
      Math.abs(got - want) / (1 + Math.abs(Math.log(-x!)) + Math.abs(Math.PI / Math.tan(Math.PI * (x! % 1))));
    const { error, at } = worst('digamma negative', digamma, scaled);
    expect(error, at).toBeLessThanOrEqual(4e-16);
  });
  it("has JAX's special values", () => expect(misses('digamma special', digamma)).toEqual([]));
});

describe('zeta', () => {
  it('is good to 6 ulp', () => {
    const { error, at } = worst('zeta', zeta);
    expect(error, at).toBeLessThanOrEqual(6);
  });
  it('is good to 8e-16 for negative q', () => {
    const scaled: Measure = (got, want, [x, q]) => {
      let size = Math.abs(want);
      for (let k = 0; k < -q!; k++) size += Math.abs(q! + k) ** -x!;
      return Math.abs(got - want) / size;
    };
    const { error, at } = worst('zeta negative', zeta, scaled);
    expect(error, at).toBeLessThanOrEqual(8e-16);
  });
  it("has JAX's special values, and limits", () => expect(misses('zeta special', zeta)).toEqual([]));
  it('costs no more for a negative q of any size', () => {
    expect(zeta(2, -1e6 - 0.5)).toBeCloseTo(Math.PI ** 2 - 1e-6, 9);
    expect(zeta(2, -1e12 - 0.5)).toBeCloseTo(Math.PI ** 2, 11);
  });
});

describe('polygamma', () => {
  it('is good to 8 ulp above 0, for all orders', () => {
    const { error, at } = worst('polygamma', polygamma);
    expect(error, at).toBeLessThanOrEqual(8);
  });
  it('is good to 8 ulp below 0, away from its zeros', () => {
    const { error, at } = worst('polygamma negative', polygamma);
    expect(error, at).toBeLessThanOrEqual(8);
  });
  it("has JAX's special values, and limits", () => expect(misses('polygamma special', polygamma)).toEqual([]));
  it('of order 0 is digamma', () => {
    for (const x of [-1.5, 0.3, 2, 40]) expect(polygamma(0, x)).toBe(digamma(x));
  });
  it('of very high order below 0 overflows as its nearest pole does', () => {
    expect(polygamma(301, -0.25)).toBe(Number.POSITIVE_INFINITY);
    // The poles on both sides of -1/2 cancel, the next ones remain.
    const want = -Math.exp(lgamma(173) - 173 * Math.log(1.5));
    expect(polygamma(172, -0.5) / want).toBeCloseTo(1, 11);
  });
});
