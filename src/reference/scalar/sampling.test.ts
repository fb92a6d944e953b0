import { describe, expect, it } from 'vitest';
import { erfInv } from './error.ts';
import { randomGammaGradA } from './incomplete.ts';
import { erfInvDouble, erfInvSingle, fusedDouble, log1pDouble, log1pSingle, logSingle } from './sampling.ts';
import { threefry } from './threefry.ts';

const { fround } = Math;

/** 1,000 numbers between low and high. */
const between = (low: number, high: number): number[] =>
  Array.from({ length: 1000 }, (_, i) => fround(low + ((i + 0.5) / 1000) * (high - low)));

/** The greatest relative error. */
const worst = (xs: readonly number[], f: (x: number) => number, truth: (x: number) => number): number =>
  Math.max(...xs.map(x => Math.abs(f(x) / truth(x) - 1)));

describe('logarithms of samples', () => {
  it('are as good as the libraries that they are from', () => {
    expect(worst(between(1e-30, 0.99), logSingle, Math.log)).toBeLessThan(2 ** -22);
    expect(worst(between(-0.999, 0.4), log1pSingle, Math.log1p)).toBeLessThan(2 ** -22);
    // Cephes ends its series where it is no longer good to the last bits
    expect(worst(between(-0.999, 0.4), log1pDouble, Math.log1p)).toBeLessThan(3e-14);
  });

  it('have limits', () => {
    expect([0, Infinity, -1, Number.NaN].map(logSingle)).toEqual([-Infinity, Infinity, Number.NaN, Number.NaN]);
    expect(log1pSingle(-1)).toBe(-Infinity);
    // geometric gaps are quotients by log(1 - p): at p = 0 they must be +∞
    expect([log1pSingle(-0), log1pDouble(-0)]).toEqual([-0, -0]);
  });
});

describe('the inverse error function of samples', () => {
  it('is that of Giles: good to a few units, less in the tails', () => {
    expect(worst(between(-0.9, 0.9), erfInvSingle, erfInv)).toBeLessThan(1e-6);
    expect(worst(between(-0.9999, 0.9999), erfInvDouble, erfInv)).toBeLessThan(1e-11);
    expect(erfInvDouble(1 - 2 ** -53) / erfInv(1 - 2 ** -53)).toBeCloseTo(1, 12);
  });

  it('ends at ±∞', () => {
    expect([erfInvSingle(1), erfInvSingle(-1), erfInvDouble(1), erfInvDouble(-1)]).toEqual([
      Infinity,
      -Infinity,
      Infinity,
      -Infinity,
    ]);
  });
});

describe('fused multiplication and addition', () => {
  it('rounds once', () => {
    expect(fusedDouble(1 + 2 ** -30, 1 - 2 ** -30, -1)).toBe(-(2 ** -60));
    expect(fusedDouble(0.1, 10, -1)).toBe(5.551115123125783e-17);
    expect(fusedDouble(3, 5, 7)).toBe(22);
  });
});

describe('threefry', () => {
  // the test vectors of Random123 1.09 for threefry2x32, 20 rounds
  it.each([
    [0, 0, 0, 0, 0x6b200159, 0x99ba4efe],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
    [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xc4923a9c, 0x483df7a0],
  ])('of key %i %i and counter %i %i', (key0, key1, high, low, first, second) => {
    const out = new Uint32Array(3);
    threefry(key0, key1, high, low, out, 1);
    expect([...out]).toEqual([0, first, second]);
  });
});

describe('randomGammaGradA', () => {
  // by 200 digits of mpmath
  it.each([
    [2, 3, -0.362323007255139],
    [0.5, 0.2, -1.28217234870766],
    [0.3, 1.5, -7.90333211890911],
    [19, 25, -0.0294940926787783],
    [30, 28, -0.0165552593017464],
    [30, 90, -0.0229314597706275],
    [10, 100, -0.0871633153837188],
    [500, 480, -0.000987377483173848],
    [1e5, 100100, -5.00169084387804e-6],
  ])('at a = %d, x = %d', (a, x, expected) => {
    expect(randomGammaGradA(a, x) / expected).toBeCloseTo(1, 12);
  });

  it('has the special values of randomGammaGrad', () => {
    expect(randomGammaGradA(2, 0)).toBe(0);
    for (const [a, x] of [
      [0, 1],
      [-1, 1],
      [1, -1],
      [1, Infinity],
      [Number.NaN, 1],
    ] as const)
      expect(randomGammaGradA(a, x)).toBeNaN();
  });
});
