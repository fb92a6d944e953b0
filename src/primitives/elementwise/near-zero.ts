import type { NDArray } from '../../array/ndarray.ts';
import { abs } from './absolute.ts';
import { lt } from './comparison.ts';
import { constantLike } from './constant.ts';
import { select } from './select.ts';

/**
 * A function by its series for |x| below a limit, and by a formula elsewhere: near 0 derivatives of formulas that divide by x lose
 * their digits. Neither sees numbers that are the other's.
 */
export const bySeriesNearZero = (
  x: NDArray,
  limit: number,
  series: (small: NDArray) => NDArray,
  formula: (large: NDArray) => NDArray,
): NDArray => {
  const size = abs(x);
  const isSmall = lt(size, constantLike(size, limit));
  const large = select(isSmall, constantLike(x, 1), x);
  const small = select(isSmall, x, constantLike(x, 0));
  return select(isSmall, series(small), formula(large));
};
