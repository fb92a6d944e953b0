import { describe, expect, it } from 'vitest';
import { randomNumbers } from './dense.samples.ts';
import { standardForm } from './standard-form.ts';

type Block = readonly [a: number, b: number, c: number, d: number];

/** The largest difference of the rotated matrix and the claimed block; also checks the block's shape. */
const error = ([a, b, c, d]: Block): number => {
  const { block, rotation } = standardForm(a, b, c, d);
  const { c: x, s: y } = rotation;
  expect(x * x + y * y).toBeCloseTo(1, 14);
  const [a1, b1, c1, d1] = [x * a + y * c, x * b + y * d, x * c - y * a, x * d - y * b];
  const rotated = [a1 * x + b1 * y, b1 * x - a1 * y, c1 * x + d1 * y, d1 * x - c1 * y];
  if (block.c !== 0) {
    expect(block.a).toBe(block.d);
    expect(block.b * block.c).toBeLessThan(0);
  }
  const claimed = [block.a, block.b, block.c, block.d];
  return Math.max(...rotated.map((value, i) => Math.abs(value - claimed[i]!)));
};

describe('standardForm', () => {
  it('rotates random matrices', () => {
    const numbers = randomNumbers(1, 800);
    let complex = 0;
    for (let i = 0; i < numbers.length; i += 4) {
      const block = [numbers[i]!, numbers[i + 1]!, numbers[i + 2]!, numbers[i + 3]!] as const;
      expect(error(block)).toBeLessThan(1e-15);
      if (standardForm(...block).block.c !== 0) complex++;
    }
    expect(complex).toBeGreaterThan(20);
    expect(complex).toBeLessThan(180);
  });

  it.each<Block>([
    [1, 2, 0, 3],
    [1, 0, 2, 3],
    [1, 2, -3, 1],
    [1, 2, 3, 1],
    [2, 1, -1, 0],
    [2, 1, -1 + 1e-15, 0],
    [2, 1, -1 - 1e-15, 0],
    [1, 1e-20, 1e-20, 1],
    [1, 1e-17, 1e-18, 1],
    [0, 1, -1, 0],
    [0, 1, 1, 0],
    [1, 1e-10, -1e-10, 1 + 1e-12],
    [1 + 2 ** -52, 1, -(2 ** -108), 1],
  ])('rotates [[%d, %d], [%d, %d]]', (a, b, c, d) => {
    expect(error([a, b, c, d])).toBeLessThan(1e-15);
  });

  it('exchanges rows and columns of a lower triangle exactly', () => {
    expect(standardForm(1, 0, 2, 3)).toEqual({ block: { a: 3, b: -2, c: 0, d: 1 }, rotation: { c: 0, s: 1 } });
  });
});
