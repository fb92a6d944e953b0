import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { besselI0, besselI1 } from '../numpy/special-points.ts';
import { besselI0e, besselI1e } from '../primitives/elementwise/bessel.ts';
import { realOperand } from './arguments.ts';

/**
 * The modified Bessel function of the first kind of order 0.
 *
 * @example
 * ```ts
 * console.log(special.i0(0).item()); // => 1
 * ```
 */
export const i0 = (x: ArrayLike): NDArray => besselI0(realOperand('i0', x));

/**
 * e^-|x| times the modified Bessel function of the first kind of order 0.
 *
 * @example
 * ```ts
 * console.log(special.i0e(0).item()); // => 1
 * ```
 */
export const i0e = (x: ArrayLike): NDArray => besselI0e(realOperand('i0e', x));

/**
 * The modified Bessel function of the first kind of order 1.
 *
 * @example
 * ```ts
 * console.log(special.i1(0).item()); // => 0
 * ```
 */
export const i1 = (x: ArrayLike): NDArray => besselI1(realOperand('i1', x));

/**
 * e^-|x| times the modified Bessel function of the first kind of order 1.
 *
 * @example
 * ```ts
 * console.log(special.i1e(0).item()); // => 0
 * ```
 */
export const i1e = (x: ArrayLike): NDArray => besselI1e(realOperand('i1e', x));
