import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { defaultDType } from '../array/promotion.ts';
import { div, mul } from '../primitives/elementwise/arithmetic.ts';
import { shown } from '../util/errors.ts';
import { asPromoted } from './convert.ts';
import { array, ones } from './creation.ts';
import { i0 } from './special-points.ts';

/** Windows: m weights that fall off towards both ends, symmetric, in the default float dtype. */

const checkCount = (what: string, m: number): void => {
  if (!Number.isInteger(m) || m < 0)
    throw new RangeError(`${what}: the number of points must be a non-negative integer, got ${shown(m)}`);
};

/** The weights at the points k = 0 … m-1; a single point weighs 1. */
const weights = (what: string, m: number, weight: (k: number) => number): NDArray => {
  checkCount(what, m);
  if (m < 2) return ones(m);
  // mirrored, so that the two halves are equal to the last bit
  const half = Array.from({ length: m }, (_, k) => weight(Math.min(k, m - 1 - k)));
  return array(half, { dtype: defaultDType() });
};

/** a₀ - a₁·cos 2πk/(m-1) + a₂·cos 4πk/(m-1). */
const cosines = (what: string, m: number, [a0, a1, a2]: readonly [number, number, number]): NDArray =>
  weights(what, m, k => {
    const angle = (2 * Math.PI * k) / (m - 1);
    return a0 - a1 * Math.cos(angle) + a2 * Math.cos(2 * angle);
  });

/**
 * The triangular window of Bartlett, which is 0 at both ends.
 *
 * Throws RangeError unless m is a non-negative integer.
 *
 * @example
 * ```ts
 * console.log(String(np.bartlett(5))); // => [0.  0.5 1.  0.5 0. ]
 * ```
 */
export const bartlett = (m: number): NDArray => weights('bartlett', m, k => (2 * k) / (m - 1));

/**
 * The window of Blackman: three terms of cosines.
 *
 * Throws RangeError unless m is a non-negative integer.
 *
 * @example
 * ```ts
 * console.log(np.blackman(5).at(2).item()); // => 1
 * ```
 */
export const blackman = (m: number): NDArray => cosines('blackman', m, [0.42, 0.5, 0.08]);

/**
 * The window of Hamming: a raised cosine on a pedestal.
 *
 * Throws RangeError unless m is a non-negative integer.
 *
 * @example
 * ```ts
 * console.log(String(np.hamming(5))); // => [0.08 0.54 1.   0.54 0.08]
 * ```
 */
export const hamming = (m: number): NDArray => cosines('hamming', m, [0.54, 0.46, 0]);

/**
 * The window of Hann: a raised cosine.
 *
 * Throws RangeError unless m is a non-negative integer.
 *
 * @example
 * ```ts
 * console.log(String(np.hanning(5))); // => [0.  0.5 1.  0.5 0. ]
 * ```
 */
export const hanning = (m: number): NDArray => cosines('hanning', m, [0.5, 0.5, 0]);

/**
 * The window of Kaiser: I₀(β·√(1 - u²)) / I₀(β) for u from -1 to 1. It can be differentiated with respect to β.
 *
 * Throws RangeError unless m is a non-negative integer.
 *
 * @example
 * ```ts
 * console.log(String(np.kaiser(3, 0))); // => [1. 1. 1.]
 * ```
 */
export const kaiser = (m: number, beta: ArrayLike): NDArray => {
  checkCount('kaiser', m);
  if (m < 2) return ones(m);
  const roots = weights('kaiser', m, k => (2 * Math.sqrt(k * (m - 1 - k))) / (m - 1));
  const [points, scale] = asPromoted('kaiser', [roots, beta]);
  return div(i0(mul(points, scale)), i0(scale));
};
