import { filled } from '../array/create.ts';
import { isComplex, isInexact, isInteger } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { together } from '../control/together.ts';
import { avalString } from '../core/aval.ts';
import { convertElementType } from '../primitives/convert.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, mul, neg, reciprocal, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, ge, gt, lt, ne } from '../primitives/elementwise/comparison.ts';
import { complex, imag, real } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { exp2 } from '../primitives/elementwise/exponential.ts';
import { bitwiseAnd, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { ceil, floor, nextafter as laxNextafter } from '../primitives/elementwise/rounding.ts';
import { select } from '../primitives/elementwise/select.ts';
import { asAligned, asArray, asOperands, asPromoted } from './convert.ts';
import { finfo } from './dtypes.ts';
import { log2 } from './exponential.ts';
import { refuseComplex } from './methods/read.ts';
import { clip } from './methods/rounding.ts';

/**
 * Whether the sign bit is set, element by element: true for negative numbers and -0.
 *
 * Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(np.signbit([1, -1, -0]))); // => [False  True  True]
 * ```
 */
export const signbit = (x: ArrayLike): NDArray => {
  const [operand] = asPromoted('signbit', [x]);
  refuseComplex('signbit', operand);
  if (operand.dtype === 'bool' || operand.dtype === 'uint32') return filled(operand.shape, 'bool', 0);
  const zero = constantLike(operand, 0);
  if (isInteger(operand.dtype)) return lt(operand, zero);
  // 1/x tells -0 from 0.
  return bitwiseOr(lt(operand, zero), bitwiseAnd(eq(operand, zero), lt(reciprocal(operand), zero)));
};

/**
 * x with the sign of y, element by element. Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(np.copysign([1, -2], -1))); // => [-1. -2.]
 * ```
 */
export const copysign = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('copysign', [x, y], promoteTypesInexact);
  refuseComplex('copysign', a);
  // a plain number takes the type of y, where it would be weak by itself
  const size = convertElementType(abs(a), a.dtype, a.weakType && b.weakType);
  return select(signbit(b), neg(size), size);
};

/**
 * The next floating-point number after x towards y, element by element.
 *
 * @example
 * ```ts
 * console.log(np.nextafter(0, 1).item() > 0); // => true
 * ```
 */
export const nextafter = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('nextafter', [x, y], promoteTypesInexact);
  return laxNextafter(a, b);
};

/**
 * 0 where x is negative, 1 where it is positive, and y where it is 0.
 *
 * @example
 * ```ts
 * console.log(String(np.heaviside([-1, 0, 1], 0.5))); // => [0.  0.5 1. ]
 * ```
 */
export const heaviside = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('heaviside', [x, y], promoteTypesInexact);
  refuseComplex('heaviside', a);
  const [zero, one] = [constantLike(a, 0), constantLike(a, 1)];
  return select(lt(a, zero), zero, select(gt(a, zero), one, select(ne(a, a), a, b)));
};

export type NanToNumOptions = {
  /** What NaN becomes: 0 by default. */
  readonly nan?: number;
  /** What ∞ becomes: the greatest finite number of the dtype by default. */
  readonly posinf?: number;
  /** What -∞ becomes: the least finite number of the dtype by default. */
  readonly neginf?: number;
};

/**
 * x with numbers in the place of NaN and infinities.
 *
 * @example
 * ```ts
 * console.log(String(np.nanToNum([NaN, 1, Infinity], { posinf: 9 }))); // => [0. 1. 9.]
 * ```
 */
export const nanToNum = (x: ArrayLike, options: NanToNumOptions = {}): NDArray => {
  checkOptions('nanToNum', options, ['nan', 'posinf', 'neginf']);
  const operand = asArray('nanToNum', x);
  if (!isInexact(operand.dtype)) return operand;
  if (isComplex(operand.dtype)) return complex(nanToNum(real(operand), options), nanToNum(imag(operand), options));
  const { max, min } = finfo(operand.dtype);
  const { nan = 0, posinf = max, neginf = min } = options;
  return together([convertElementType(operand, operand.dtype)], strong => {
    const replace = (y: NDArray, where: NDArray, value: number): NDArray =>
      select(where, constantLike(strong, value), y);
    const numbers = replace(strong, ne(strong, strong), nan);
    const below = replace(numbers, eq(numbers, constantLike(numbers, Number.POSITIVE_INFINITY)), posinf);
    return replace(below, eq(below, constantLike(below, Number.NEGATIVE_INFINITY)), neginf);
  });
};

/**
 * Fractional and whole parts, both with the sign of x: `[fraction, whole]`.
 *
 * @example
 * ```ts
 * console.log(np.modf(-3.5).map(Number)); // => [ -0.5, -3 ]
 * ```
 */
export const modf = (x: ArrayLike): [fraction: NDArray, whole: NDArray] => {
  const [operand] = asPromoted('modf', [x], promoteTypesInexact);
  refuseComplex('modf', operand);
  const whole = select(ge(operand, constantLike(operand, 0)), floor(operand), ceil(operand));
  return [sub(operand, whole), whole];
};

/**
 * x · 2ⁿ, element by element, for integers n.
 *
 * Throws TypeError where n is not of an integer dtype or a plain integer.
 *
 * @example
 * ```ts
 * console.log(String(np.ldexp([1, 1.5], 3))); // => [ 8. 12.]
 * ```
 */
export const ldexp = (x: ArrayLike, n: ArrayLike): NDArray => {
  const power = typeof n === 'number' && Number.isInteger(n) ? filled([], 'int32', n) : asOperands('ldexp', [n])[0];
  if (!isInteger(power.dtype) && power.dtype !== 'bool')
    throw new TypeError(`ldexp: the exponent must be integers, got ${avalString(power)}`);
  const [operand] = asPromoted('ldexp', [x], promoteTypesInexact);
  refuseComplex('ldexp', operand);
  // In three steps, none of which overflows unless the result does; beyond the limit all results are 0, infinite or NaN.
  const limit = operand.dtype === 'float32' ? 300 : 2200;
  const [a, exponent] = asAligned('ldexp', [operand, clip(convertElementType(power, operand.dtype), -limit, limit)]);
  const third = floor(mul(exponent, constantLike(exponent, 1 / 3)));
  const rest = sub(sub(exponent, third), third);
  return mul(mul(mul(a, exp2(third)), exp2(third)), exp2(rest));
};

/**
 * Mantissa and exponent, element by element: `[m, e]` with x = m · 2ᵉ and ½ ≤ |m| < 1; e is int32.
 *
 * 0, infinities and NaN have exponent 0. Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(np.frexp([8, -3]).map(String)); // => [ '[ 0.5  -0.75]', '[4 2]' ]
 * ```
 */
export const frexp = (x: ArrayLike): [mantissa: NDArray, exponent: NDArray] => {
  const [operand] = asPromoted('frexp', [x], promoteTypesInexact);
  refuseComplex('frexp', operand);
  const { smallestSubnormal } = finfo(operand.dtype);
  const size = abs(operand);
  const zero = constantLike(operand, 0);
  const isPlain = bitwiseAnd(gt(size, zero), lt(size, constantLike(size, Number.POSITIVE_INFINITY)));
  const safe = select(isPlain, size, constantLike(size, 1));
  // subnormal numbers are brought up first; what the logarithm says may be one off, which comparing sets right
  const lift = Math.log2(smallestSubnormal) < -1000 ? 60 : 30;
  const isSmall = lt(safe, constantLike(safe, finfo(operand.dtype).tiny));
  const lifted = mul(safe, select(isSmall, constantLike(safe, 2 ** lift), constantLike(safe, 1)));
  const guess = floor(log2(lifted));
  const scaled = scaledBy(lifted, neg(guess));
  const one = constantLike(scaled, 1);
  const correction = select(lt(scaled, one), neg(one), select(lt(scaled, constantLike(scaled, 2)), zero, one));
  const lower = select(isSmall, constantLike(safe, lift), zero);
  const exponent = select(isPlain, add(sub(add(guess, correction), lower), one), zero);
  return [scaledBy(operand, neg(exponent)), convertElementType(exponent, 'int32')];
};

/** x · 2ⁿ for whole floats n, in two steps, since 2ⁿ may overflow where the product does not. */
const scaledBy = (x: NDArray, n: NDArray): NDArray => {
  const half = floor(mul(n, constantLike(n, 0.5)));
  return mul(mul(x, exp2(half)), exp2(sub(n, half)));
};

/**
 * The distance from x to the next number farther from 0, element by element, with the sign of x.
 *
 * Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(np.spacing(1).item() === np.finfo('float32').eps); // => true
 * ```
 */
export const spacing = (x: ArrayLike): NDArray => {
  const [operand] = asPromoted('spacing', [x], promoteTypesInexact);
  refuseComplex('spacing', operand);
  const far = copysign(constantLike(operand, Number.POSITIVE_INFINITY), operand);
  return sub(laxNextafter(operand, far), operand);
};
