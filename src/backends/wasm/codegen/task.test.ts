import { describe, expect, it } from 'vitest';
import { grainOf, wholeTask } from './task.ts';

describe('parts of a task', () => {
  const grain = (high: number, align: number, partsPerThread: number, threads = 2): number =>
    grainOf({ ...wholeTask(() => {}), high, align, partsPerThread }, threads);

  it('are as many as are wanted, if shares are the same then', () => {
    expect(grain(2048, 16, 4)).toBe(256);
    expect(grain(8, 1, 4)).toBe(1);
    expect(grain(5, 6, 4)).toBe(6);
  });

  it('are more where shares would differ: of 256 rows in tiles of 6, one thread had 144', () => {
    expect(grain(256, 6, 4)).toBe(18);
    expect(grain(100, 6, 4)).toBe(12);
    expect(grain(300, 6, 1, 3)).toBe(102);
  });

  it('are as many as are wanted where they are long, without a search', () => {
    expect(grain(1_000_000, 16, 4)).toBe(125_008);
    expect(grain(10_000_000, 1, 1, 3)).toBe(3_333_334);
  });
});
