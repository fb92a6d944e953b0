import { describe, expect, it } from 'vitest';
import { misses } from './golden.samples.ts';
import * as rounding from './rounding.ts';

describe.each(Object.entries(rounding))('%s', (name, f) => {
  it("has JAX's values", () => expect(misses(`${name} special`, f)).toEqual([]));
});

describe('roundHalfEven and roundAwayFromZero', () => {
  it('differ only at halves', () => {
    for (let x = -20.25; x < 20; x += 0.25) {
      const nearest = Math.floor(x + 0.5);
      if (Math.abs(x % 1) === 0.5) {
        expect(rounding.roundHalfEven(x) % 2).toBeCloseTo(0);
        expect(Math.abs(rounding.roundAwayFromZero(x))).toBe(Math.abs(x) + 0.5);
      } else {
        expect(rounding.roundHalfEven(x) + 0).toBe(nearest);
        expect(rounding.roundAwayFromZero(x) + 0).toBe(nearest);
      }
    }
  });
});
