import { describe, expect, it } from 'vitest';
import { erf, erfc, erfcx, erfInv } from './error.ts';
import { misses, worst } from './golden.samples.ts';

describe('erf', () => {
  it('is good to 3 ulp', () => {
    const { error, at } = worst('erf', erf);
    expect(error, at).toBeLessThanOrEqual(3);
  });
  it("has JAX's special values", () => expect(misses('erf special', erf)).toEqual([]));
  it('is odd', () => {
    for (const x of [1e-300, 0.3, 1, 2.5, 7]) expect(erf(-x)).toBe(-erf(x));
  });
});

describe('erfc', () => {
  it('is good to 8 ulp, upper tail included', () => {
    const { error, at } = worst('erfc', erfc);
    expect(error, at).toBeLessThanOrEqual(8);
  });
  it("has JAX's special values", () => expect(misses('erfc special', erfc)).toEqual([]));
});

describe('erfcx', () => {
  it('is good to 5 ulp', () => {
    const { error, at } = worst('erfcx', erfcx);
    expect(error, at).toBeLessThanOrEqual(5);
  });
  it('ends at 0 and inf', () => {
    expect(erfcx(Number.POSITIVE_INFINITY)).toBe(0);
    expect(erfcx(-28)).toBe(Number.POSITIVE_INFINITY);
    expect(erfcx(Number.NEGATIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(erfcx(Number.NaN)).toBeNaN();
  });
});

describe('erfInv', () => {
  it('is good to 4 ulp, near ±1 too', () => {
    const { error, at } = worst('erfInv', erfInv);
    expect(error, at).toBeLessThanOrEqual(4);
  });
  it("has JAX's special values", () => expect(misses('erfInv special', erfInv)).toEqual([]));
});
