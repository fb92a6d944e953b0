import { isFloating } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { avalString } from '../core/aval.ts';
import { asPromoted } from '../numpy/convert.ts';
import { besselI0, besselI1 } from '../numpy/special-points.ts';
import { besselI0e, besselI1e } from '../primitives/elementwise/bessel.ts';

const floatOf = (what: string, x: ArrayLike): NDArray => {
  const [operand] = asPromoted(what, [x], promoteTypesInexact);
  if (!isFloating(operand.dtype))
    throw new TypeError(`${what}: does not accept complex numbers, got ${avalString(operand)}`);
  return operand;
};

/**
 * The modified Bessel function of the first kind of order 0.
 *
 * @example
 * ```ts
 * console.log(special.i0(0).item()); // => 1
 * ```
 */
export const i0 = (x: ArrayLike): NDArray => besselI0(floatOf('i0', x));

/**
 * e^-|x| times the modified Bessel function of the first kind of order 0.
 *
 * @example
 * ```ts
 * console.log(special.i0e(0).item()); // => 1
 * ```
 */
export const i0e = (x: ArrayLike): NDArray => besselI0e(floatOf('i0e', x));

/**
 * The modified Bessel function of the first kind of order 1.
 *
 * @example
 * ```ts
 * console.log(special.i1(0).item()); // => 0
 * ```
 */
export const i1 = (x: ArrayLike): NDArray => besselI1(floatOf('i1', x));

/**
 * e^-|x| times the modified Bessel function of the first kind of order 1.
 *
 * @example
 * ```ts
 * console.log(special.i1e(0).item()); // => 0
 * ```
 */
export const i1e = (x: ArrayLike): NDArray => besselI1e(floatOf('i1e', x));
