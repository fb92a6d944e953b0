import { isComplex, isInexact } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { avalString } from '../core/aval.ts';
import { toDType } from '../primitives/convert.ts';
import { lt } from '../primitives/elementwise/comparison.ts';
import { complex, imag, real } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { ceil as laxCeil, floor as laxFloor } from '../primitives/elementwise/rounding.ts';
import { select } from '../primitives/elementwise/select.ts';
import { asArray } from './convert.ts';
import * as methods from './methods/rounding.ts';
import { wired } from './methods.ts';

/**
 * The greatest integer that is not above x, element by element; ints stay as they are. The derivative is 0.
 *
 * @example
 * ```ts
 * console.log(String(np.floor([1.5, -1.5]))); // => [ 1. -2.]
 * ```
 */
export const floor = wired(methods.floor);

/**
 * The smallest integer that is not below x, element by element; ints stay as they are. The derivative is 0.
 *
 * @example
 * ```ts
 * console.log(String(np.ceil([1.5, -1.5]))); // => [ 2. -1.]
 * ```
 */
export const ceil = wired(methods.ceil);

/**
 * x without its fractional part, element by element; ints stay as they are. The derivative is 0.
 *
 * @example
 * ```ts
 * console.log(String(np.trunc([1.5, -1.5]))); // => [ 1. -1.]
 * ```
 */
export const trunc = (x: ArrayLike): NDArray => {
  const operand = asArray('trunc', x);
  if (isComplex(operand.dtype))
    throw new TypeError(`trunc: complex numbers have no integer part, got ${avalString(operand)}`);
  if (!isInexact(operand.dtype)) return operand;
  return select(lt(operand, constantLike(operand, 0)), laxCeil(operand), laxFloor(operand));
};

/**
 * x to the nearest integer as a float, from half-way to the even one. The derivative is 0.
 *
 * @example
 * ```ts
 * console.log(String(np.rint([0.5, 1.5, 2.6]))); // => [0. 2. 3.]
 * ```
 */
export const rint = (x: ArrayLike): NDArray => {
  const operand = asArray('rint', x);
  if (!isInexact(operand.dtype)) return toDType(operand, promoteTypesInexact([operand]));
  if (!isComplex(operand.dtype)) return methods.roundHalfEven(operand);
  return complex(methods.roundHalfEven(real(operand)), methods.roundHalfEven(imag(operand)));
};

/**
 * x to so many decimals, from half-way to the even one; ints stay as they are. The derivative is 0.
 *
 * Throws TypeError where `decimals` is no integer, RangeError for negative decimals of ints.
 *
 * @example
 * ```ts
 * console.log(String(np.round([2.5, 3.14159], { decimals: 2 }))); // => [2.5  3.14]
 * ```
 */
export const round = wired(methods.round);

export { round as around, trunc as fix };
