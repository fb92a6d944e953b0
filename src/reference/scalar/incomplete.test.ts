import { describe, expect, it } from 'vitest';
import { lgamma } from './gamma.ts';
import { type Measure, misses, worst } from './golden.samples.ts';
import { betainc, igamma, igammac, igammaGradA, randomGammaGrad } from './incomplete.ts';

const relative: Measure = (got, want) => (got === want ? 0 : Math.abs(got - want) / Math.abs(want));

describe.each([
  ['igamma', igamma],
  ['igammac', igammac],
  ['igammaGradA', igammaGradA],
  ['randomGammaGrad', randomGammaGrad],
] as const)('%s', (name, f) => {
  it('is good to 2e-15 relative', () => {
    const { error, at } = worst(name, f, relative);
    expect(error, at).toBeLessThanOrEqual(2e-15);
  });
  it("has JAX's special values, and limits", () => expect(misses(`${name} special`, f)).toEqual([]));
});

const sizes = [1e-300, 1e-5, 0.3, 0.999, 1, 5, 19.99, 20, 300, 1e5, 1e10, 1e15, 1e300];
const ratios = [1e-3, 0.3499, 0.3501, 0.9, 1, 1.0001, 2.199, 2.201, 10];

describe('P and Q', () => {
  it('add up to 1 and are probabilities in all regions', () => {
    for (const a of sizes) {
      for (const ratio of ratios) {
        const lower = igamma(a, a * ratio);
        const upper = igammac(a, a * ratio);
        expect(Math.abs(lower + upper - 1), `${a}, ${ratio}`).toBeLessThanOrEqual(2 ** -51);
        expect(Math.min(lower, upper)).toBeGreaterThanOrEqual(0);
        expect(Math.max(lower, upper)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('are continuous where the methods meet', () => {
    for (const [a, x] of [
      [20, 7],
      [20, 20],
      [20, 44],
      [1, 1],
      [0.5, 1],
      [1, 0.7],
      [10, 3],
      [10, 30],
      [100, 35],
      [100, 220],
    ] as const) {
      for (const f of [igamma, igammac, igammaGradA, randomGammaGrad]) {
        const corners = [-1, 1].flatMap(i => [-1, 1].map(j => f(a * (1 + i * 1e-15), x * (1 + j * 1e-15))));
        expect(Math.max(...corners) / Math.min(...corners), `${f.name}(${a}, ${x})`).toBeCloseTo(1, 12);
      }
    }
  });

  it('at x = a follow ½ + 1/(3√(2πa)) (DLMF 8.11.12) however large a is', () => {
    for (const a of [1e8, 1e12, 1e16, 1e20]) {
      expect(igamma(a, a)).toBeCloseTo(0.5 + 1 / (3 * Math.sqrt(2 * Math.PI * a)), 13);
      expect(randomGammaGrad(a, a)).toBeCloseTo(1, 7);
    }
  });
});

describe('igammaGradA and randomGammaGrad', () => {
  it('differ by the density', () => {
    for (const a of [1e-5, 0.3, 1, 5, 19, 30, 300]) {
      for (const ratio of ratios) {
        const x = a * ratio;
        const density = Math.exp((a - 1) * Math.log(x) - x - lgamma(a));
        const gradient = igammaGradA(a, x);
        if (Math.abs(gradient) < 1e-290) continue;
        expect(-gradient / (randomGammaGrad(a, x) * density), `${a}, ${x}`).toBeCloseTo(1, 11);
      }
    }
  });
});

describe('betainc', () => {
  it('is good to 2e-15 relative', () => {
    const { error, at } = worst('betainc', betainc, relative);
    expect(error, at).toBeLessThanOrEqual(2e-15);
  });
  it("has JAX's special values", () => expect(misses('betainc special', betainc)).toEqual([]));

  it('is 1 - its mirror image in all regions', () => {
    for (const a of sizes) {
      for (const b of sizes) {
        for (const x of [0.25, 0.5, 0.75, 2 ** -20, 1 - 2 ** -20, 2 ** -40, 1 - 2 ** -40]) {
          const value = betainc(a, b, x);
          expect(Math.abs(value + betainc(b, a, 1 - x) - 1), `${a}, ${b}, ${x}`).toBeLessThanOrEqual(2 ** -50);
          expect(value >= 0 && value <= 1, `betainc(${a}, ${b}, ${x}) = ${value}`).toBe(true);
        }
      }
    }
  });

  it('is continuous where the methods meet', () => {
    for (const [a, b, x] of [
      [20, 20, 0.5],
      [20, 20, 0.35],
      [20, 500, 0.05],
      [41, 0.5, 0.99],
      [40, 3, 0.9],
      [10, 10, 0.5],
      [3, 1, 0.8],
      [0.5, 0.9999999999999999, 0.6],
      [1000, 50, 0.9],
      [30, 1e4, 0.0015],
    ] as const) {
      const corners = [-1, 1].flatMap(i => [-1, 1].map(j => betainc(a * (1 + i * 1e-15), b, x * (1 + j * 1e-15))));
      expect(Math.max(...corners) / Math.min(...corners), `${a}, ${b}, ${x}`).toBeCloseTo(1, 11);
    }
  });

  it('becomes the incomplete gamma function for one huge parameter', () => {
    for (const b of [1e14, 1e150, 1e250]) {
      for (const [a, z] of [
        [2, 1],
        [0.3, 5],
        [25, 40],
      ] as const) {
        expect(betainc(a, b, z / b) / igamma(a, (z / b) * b)).toBeCloseTo(1, 11);
      }
    }
  });
});
