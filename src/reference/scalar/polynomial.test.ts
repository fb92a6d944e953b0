import { describe, expect, it } from 'vitest';
import { polynomial } from './polynomial.ts';

describe('polynomial', () => {
  it('takes the lowest power first', () => {
    expect(polynomial([7], 3)).toBe(7);
    expect(polynomial([1, -2, 0.5], 4)).toBe(1 - 8 + 8);
  });
});
