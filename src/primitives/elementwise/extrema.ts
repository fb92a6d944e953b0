import type { NDArray } from '../../array/ndarray.ts';
import { div } from './arithmetic.ts';
import { eq } from './comparison.ts';
import { constantLike } from './constant.ts';
import type { ComplexResult, Kernels } from './kernels.ts';
import { binary } from './nary.ts';
import { select } from './select.ts';

/** What of the tangent goes to x, if the value is the greater or smaller of x and y: ties share it evenly. */
export const shareOfExtremum = (x: NDArray, y: NDArray, value: NDArray): NDArray => {
  const [one, two] = [constantLike(value, 1), constantLike(value, 2)];
  return div(select(eq(x, value), one, constantLike(value, 0)), select(eq(y, value), two, one));
};

/** Real parts decide, then imaginary ones; NaN loses to whatever stands second, as in XLA. */
const greater = (a: number, b: number, c: number, d: number): boolean => a > c || (a === c && b > d);

export const maximumKernels: Kernels = {
  float: Math.max,
  int: Math.max,
  bool: (x, y) => x | y,
  complex: (a, b, c, d): ComplexResult => (greater(a, b, c, d) ? [a, b] : [c, d]),
};

export const minimumKernels: Kernels = {
  float: Math.min,
  int: Math.min,
  bool: (x, y) => x & y,
  complex: (a, b, c, d): ComplexResult => (greater(c, d, a, b) ? [a, b] : [c, d]),
};

/**
 * The greater of x and y, element by element (`lax.max`, `numpy.maximum`); NaN where either is NaN.
 *
 * Operands are promoted and broadcast; complex numbers are ordered by their real, then their imaginary parts. Where
 * x = y each gets half of the derivative. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.max([1, 5], 3))); // => [3. 5.]
 * ```
 */
export const max = binary({
  name: 'max',
  value: maximumKernels,
  derivatives: [(x, y, value) => shareOfExtremum(x!, y!, value!), (x, y, value) => shareOfExtremum(y!, x!, value!)],
});

/**
 * The smaller of x and y, element by element (`lax.min`, `numpy.minimum`); NaN where either is NaN.
 *
 * Operands are promoted and broadcast; complex numbers are ordered by their real, then their imaginary parts. Where
 * x = y each gets half of the derivative. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.min([1, 5], 3))); // => [1. 3.]
 * ```
 */
export const min = binary({
  name: 'min',
  value: minimumKernels,
  derivatives: [(x, y, value) => shareOfExtremum(x!, y!, value!), (x, y, value) => shareOfExtremum(y!, x!, value!)],
});
