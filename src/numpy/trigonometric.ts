import { isComplex } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { avalString } from '../core/aval.ts';
import { mul, neg } from '../primitives/elementwise/arithmetic.ts';
import { lt } from '../primitives/elementwise/comparison.ts';
import { real } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import {
  acosh,
  asinh as asinhOf,
  atanh as atanhOf,
  cosh as laxCosh,
  sinh as laxSinh,
  tanh as laxTanh,
} from '../primitives/elementwise/hyperbolic.ts';
import { select } from '../primitives/elementwise/select.ts';
import {
  acos as acosOf,
  asin as asinOf,
  atan2 as atan2Of,
  atan as atanOf,
  cos as laxCos,
  sin as laxSin,
  tan as laxTan,
} from '../primitives/elementwise/trigonometric.ts';
import { asAligned, asArray, asPromoted } from './convert.ts';

/**
 * The sine of x (radians), element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.sin([0, np.pi / 6]))); // => [0.  0.5]
 * ```
 */
export const sin = (x: ArrayLike): NDArray => laxSin(asArray('sin', x));

/**
 * The cosine of x (radians), element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.cos([0, np.pi / 3]))); // => [1.         0.49999997]
 * ```
 */
export const cos = (x: ArrayLike): NDArray => laxCos(asArray('cos', x));

/**
 * The tangent of x (radians), element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.tan([0, np.pi / 4]))); // => [0. 1.]
 * ```
 */
export const tan = (x: ArrayLike): NDArray => laxTan(asArray('tan', x));

/**
 * The inverse sine, in [-π/2, π/2]; NaN outside [-1, 1].
 *
 * @example
 * ```ts
 * console.log(String(np.arcsin([0, 1]))); // => [0.        1.5707964]
 * ```
 */
export const arcsin = (x: ArrayLike): NDArray => asinOf(asArray('arcsin', x));

/**
 * The inverse cosine, in [0, π]; NaN outside [-1, 1].
 *
 * @example
 * ```ts
 * console.log(String(np.arccos([1, 0]))); // => [0.        1.5707964]
 * ```
 */
export const arccos = (x: ArrayLike): NDArray => acosOf(asArray('arccos', x));

/**
 * The inverse tangent, in (-π/2, π/2).
 *
 * @example
 * ```ts
 * console.log(String(np.arctan([0, 1]))); // => [0.        0.7853982]
 * ```
 */
export const arctan = (x: ArrayLike): NDArray => atanOf(asArray('arctan', x));

/**
 * The hyperbolic sine, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.sinh([0, 1]))); // => [0.        1.1752012]
 * ```
 */
export const sinh = (x: ArrayLike): NDArray => laxSinh(asArray('sinh', x));

/**
 * The hyperbolic cosine, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.cosh([0, 1]))); // => [1.        1.5430807]
 * ```
 */
export const cosh = (x: ArrayLike): NDArray => laxCosh(asArray('cosh', x));

/**
 * The hyperbolic tangent, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.tanh([0, 1]))); // => [0.        0.7615942]
 * ```
 */
export const tanh = (x: ArrayLike): NDArray => laxTanh(asArray('tanh', x));

/**
 * The inverse hyperbolic sine, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.arcsinh([0, 1]))); // => [0.        0.8813736]
 * ```
 */
export const arcsinh = (x: ArrayLike): NDArray => asinhOf(asArray('arcsinh', x));

/**
 * The inverse hyperbolic tangent; NaN outside [-1, 1].
 *
 * @example
 * ```ts
 * console.log(String(np.arctanh([0, 0.5]))); // => [0.         0.54930615]
 * ```
 */
export const arctanh = (x: ArrayLike): NDArray => atanhOf(asArray('arctanh', x));

/**
 * The inverse hyperbolic cosine, at least 0; NaN below 1.
 *
 * @example
 * ```ts
 * console.log(String(np.arccosh([1, 2]))); // => [0.       1.316958]
 * ```
 */
export const arccosh = (x: ArrayLike): NDArray => {
  const result = acosh(asArray('arccosh', x));
  if (!isComplex(result.dtype)) return result;
  // NumPy's branch has a non-negative real part.
  const part = real(result);
  return select(lt(part, constantLike(part, 0)), neg(result), result);
};

/**
 * The angle of the point (x2, x1) with the positive axis, in [-π, π]: the inverse tangent of x1 / x2.
 *
 * Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.arctan2([1, -1], [-1, 1]))); // => [ 2.3561945 -0.7853982]
 * ```
 */
export const arctan2 = (x1: ArrayLike, x2: ArrayLike): NDArray => {
  const [y, x] = asAligned('arctan2', [x1, x2], promoteTypesInexact);
  if (isComplex(y.dtype))
    throw new TypeError(`arctan2: complex numbers have no angle between them, got ${avalString(y)}`);
  return atan2Of(y, x);
};

const scaled = (what: string, x: ArrayLike, factor: number): NDArray => {
  const [operand] = asPromoted(what, [x], promoteTypesInexact);
  return mul(operand, constantLike(operand, factor));
};

/**
 * Angles in degrees as radians.
 *
 * @example
 * ```ts
 * console.log(np.deg2rad(180).item()); // => 3.1415927410125732
 * ```
 */
export const deg2rad = (x: ArrayLike): NDArray => scaled('deg2rad', x, Math.PI / 180);

/**
 * Angles in radians as degrees.
 *
 * @example
 * ```ts
 * console.log(np.rad2deg(np.pi).item()); // => 180
 * ```
 */
export const rad2deg = (x: ArrayLike): NDArray => scaled('rad2deg', x, 180 / Math.PI);

export {
  arccos as acos,
  arccosh as acosh,
  arcsin as asin,
  arcsinh as asinh,
  arctan as atan,
  arctan2 as atan2,
  arctanh as atanh,
  deg2rad as radians,
  rad2deg as degrees,
};
