import { isComplex, isFloating } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { avalString } from '../core/aval.ts';
import { type CustomJvp, customJvp } from '../control/custom-jvp.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, integerPow, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { besselI0e, besselI1e } from '../primitives/elementwise/bessel.ts';
import { eq } from '../primitives/elementwise/comparison.ts';
import { complex, imag, real } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { sign } from '../primitives/elementwise/absolute.ts';
import {
  exp as laxExp,
  exp2 as laxExp2,
  expm1 as laxExpm1,
  log as laxLog,
  log1p as laxLog1p,
} from '../primitives/elementwise/exponential.ts';
import { cbrt as laxCbrt, sqrt as laxSqrt } from '../primitives/elementwise/power.ts';
import { replaceZero, select } from '../primitives/elementwise/select.ts';
import { sin } from '../primitives/elementwise/trigonometric.ts';
import { logaddexp as laxLogaddexp } from '../primitives/reduction/logaddexp.ts';
import { asAligned, asArray, asPromoted } from './convert.ts';
import { square } from './methods/arithmetic.ts';

/**
 * eˣ, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.exp([0, 1]))); // => ?
 * ```
 */
export const exp = (x: ArrayLike): NDArray => laxExp(asArray('exp', x));

/**
 * 2ˣ, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.exp2([0, 3]))); // => ?
 * ```
 */
export const exp2 = (x: ArrayLike): NDArray => laxExp2(asArray('exp2', x));

/**
 * eˣ - 1, accurate for small x.
 *
 * @example
 * ```ts
 * console.log(String(np.expm1([0, 1]))); // => ?
 * ```
 */
export const expm1 = (x: ArrayLike): NDArray => laxExpm1(asArray('expm1', x));

/**
 * The natural logarithm; -inf at 0, NaN below.
 *
 * @example
 * ```ts
 * console.log(String(np.log([1, np.e]))); // => ?
 * ```
 */
export const log = (x: ArrayLike): NDArray => laxLog(asArray('log', x));

/**
 * log(1 + x), accurate for small x.
 *
 * @example
 * ```ts
 * console.log(String(np.log1p([0, 1]))); // => ?
 * ```
 */
export const log1p = (x: ArrayLike): NDArray => laxLog1p(asArray('log1p', x));

/**
 * The square root; NaN below 0.
 *
 * @example
 * ```ts
 * console.log(String(np.sqrt([4, 9]))); // => ?
 * ```
 */
export const sqrt = (x: ArrayLike): NDArray => laxSqrt(asArray('sqrt', x));

/**
 * The cube root.
 *
 * @example
 * ```ts
 * console.log(String(np.cbrt([8, -27]))); // => ?
 * ```
 */
export const cbrt = (x: ArrayLike): NDArray => laxCbrt(asArray('cbrt', x));

/** A logarithm to another base, as a multiple of the natural one. */
const logarithm = (what: string, x: ArrayLike, scale: (log: NDArray) => NDArray): NDArray => {
  const [operand] = asPromoted(what, [x], promoteTypesInexact);
  const natural = laxLog(operand);
  return isComplex(natural.dtype) ? complex(scale(real(natural)), scale(imag(natural))) : scale(natural);
};

/**
 * The logarithm to base 2; -inf at 0, NaN below.
 *
 * @example
 * ```ts
 * console.log(String(np.log2([1, 8]))); // => ?
 * ```
 */
export const log2 = (x: ArrayLike): NDArray => logarithm('log2', x, log => div(log, constantLike(log, Math.LN2)));

/**
 * The logarithm to base 10; -inf at 0, NaN below.
 *
 * @example
 * ```ts
 * console.log(String(np.log10([1, 1000]))); // => ?
 * ```
 */
export const log10 = (x: ArrayLike): NDArray => logarithm('log10', x, log => mul(log, constantLike(log, Math.LOG10E)));

/**
 * log(eˣ + eʸ), without overflow.
 *
 * Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(np.logaddexp(1000, 1000).item()); // => ?
 * ```
 */
export const logaddexp = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('logaddexp', [x, y], promoteTypesInexact);
  return laxLogaddexp(a, b);
};

/**
 * log₂(2ˣ + 2ʸ), without overflow.
 *
 * Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(np.logaddexp2(3, 3).item()); // => ?
 * ```
 */
export const logaddexp2 = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('logaddexp2', [x, y], promoteTypesInexact);
  const ln2 = constantLike(a, Math.LN2);
  return div(laxLogaddexp(mul(a, ln2), mul(b, ln2)), ln2);
};

/**
 * 1 / x, element by element; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(np.reciprocal([2, 4]))); // => ?
 * ```
 */
export const reciprocal = (x: ArrayLike): NDArray => integerPow(asPromoted('reciprocal', [x], promoteTypesInexact)[0], -1);
