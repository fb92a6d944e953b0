import type { NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { gt, le } from '../primitives/elementwise/comparison.ts';
import { igamma } from '../primitives/elementwise/incomplete.ts';

/** P(a, y), and 0 for y ≤ 0 with all derivatives, which those of P are not. */
export const cumulativeGamma = (a: NDArray, y: NDArray): NDArray => {
  const isBelow = le(y, 0);
  const below = where(gt(a, 0), 0, Number.NaN);
  return where(isBelow, below, igamma(a, where(isBelow, 1, y)));
};
