import { isInteger } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { stopGradient } from '../control/stop-gradient.ts';
import { avalString } from '../core/aval.ts';
import { abs as laxAbs, sign as laxSign } from '../primitives/elementwise/absolute.ts';
import { div, add as laxAdd, mul } from '../primitives/elementwise/arithmetic.ts';
import { eq, ge } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { max } from '../primitives/elementwise/extrema.ts';
import { bitwiseOr } from '../primitives/elementwise/logical.ts';
import { pow as laxPow, square as laxSquare, sqrt } from '../primitives/elementwise/power.ts';
import { rem } from '../primitives/elementwise/remainder.ts';
import { select } from '../primitives/elementwise/select.ts';
import { asAligned, asArray, asPromoted } from './convert.ts';
import * as methods from './methods/arithmetic.ts';
import { greater, less } from './methods/comparison.ts';
import { promoteNumeric, refuseComplex } from './methods/read.ts';
import * as rounding from './methods/rounding.ts';
import { wired } from './methods.ts';
import { isNaNOf } from './truth.ts';

/**
 * x + y, element by element; bools are joined by or.
 *
 * Operands are promoted and broadcast. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.add([1, 2], 3))); // => [4. 5.]
 * ```
 */
export const add = wired(methods.add);

/**
 * x - y, element by element.
 *
 * Throws TypeError for bools, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.subtract([1, 2], 3))); // => [-2. -1.]
 * ```
 */
export const subtract = wired(methods.subtract);

/**
 * x · y, element by element; bools are joined by and.
 *
 * Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.multiply([1, 2], 3))); // => [3. 6.]
 * ```
 */
export const multiply = wired(methods.multiply);

/**
 * x / y, element by element; ints are lifted to float.
 *
 * Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.divide([1, 2], 4))); // => [0.25 0.5 ]
 * ```
 */
export const divide = wired(methods.divide);

/**
 * The greatest integer that is not above x / y; ints stay ints.
 *
 * Throws TypeError for complex numbers, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.floorDivide([7, -7], 2))); // => [ 3. -4.]
 * ```
 */
export const floorDivide = wired(methods.floorDivide);

/**
 * What is left of x after whole multiples of y, with the sign of y.
 *
 * Throws TypeError for complex numbers, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.remainder([7, -7], 3))); // => [1. 2.]
 * ```
 */
export const remainder = wired(methods.remainder);

/**
 * What is left of x after whole multiples of y, with the sign of x.
 *
 * Throws TypeError for complex numbers, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.fmod([7, -7], 3))); // => [ 1. -1.]
 * ```
 */
export const fmod = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('fmod', [x, y], promoteNumeric);
  refuseComplex('fmod', a);
  return rem(a, isInteger(b.dtype) ? select(eq(b, constantLike(b, 0)), constantLike(b, 1), b) : b);
};

/**
 * `[floorDivide(x, y), remainder(x, y)]`.
 *
 * @example
 * ```ts
 * console.log(np.divmod(7, 2).map(Number)); // => [ 3, 1 ]
 * ```
 */
export const divmod = (x: ArrayLike, y: ArrayLike): [quotient: NDArray, remainder: NDArray] => {
  const [a, b] = asAligned('divmod', [x, y], promoteNumeric);
  refuseComplex('divmod', a);
  return isInteger(a.dtype) ? [methods.floorDivide(a, b), methods.remainder(a, b)] : methods.floatDivmod(a, b);
};

/**
 * x to the power y, element by element; ints stay ints.
 *
 * An exponent that is a plain integer, or a known 0-d array of ints, makes a product of factors x, which is
 * differentiable at 0. Throws TypeError for negative powers of ints, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.power([1, 2, 3], 2))); // => [1. 4. 9.]
 * ```
 */
export const power = wired(methods.power);

/**
 * x to the power y, element by element, as a float whatever the operands are.
 *
 * @example
 * ```ts
 * console.log(String(np.floatPower(new Int32Array([4, 9]), 0.5))); // => [2. 3.]
 * ```
 */
export const floatPower = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('floatPower', [x, y], promoteTypesInexact);
  return laxPow(a, b);
};

/**
 * -x, element by element. Throws TypeError for bools.
 *
 * @example
 * ```ts
 * console.log(String(np.negative([1, -2]))); // => [-1.  2.]
 * ```
 */
export const negative = wired(methods.negative);

/**
 * x itself, as an array.
 *
 * @example
 * ```ts
 * console.log(String(np.positive([1, -2]))); // => [ 1. -2.]
 * ```
 */
export const positive = (x: ArrayLike): NDArray => asArray('positive', x);

/**
 * |x|, element by element; real for complex numbers. The derivative at 0 is 1, as in JAX.
 *
 * @example
 * ```ts
 * console.log(String(np.abs([1, -2]))); // => [1. 2.]
 * ```
 */
export const absolute = wired(methods.absolute);

/**
 * |x|, element by element, as a float. Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(np.fabs(new Int32Array([-3])).dtype); // => float32
 * ```
 */
export const fabs = (x: ArrayLike): NDArray => {
  const [operand] = asPromoted('fabs', [x], promoteTypesInexact);
  refuseComplex('fabs', operand);
  return laxAbs(operand);
};

/**
 * -1, 0 or 1 by the sign of x, element by element; x / |x| for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(np.sign([-5, 0, 5]))); // => [-1.  0.  1.]
 * ```
 */
export const sign = (x: ArrayLike): NDArray => laxSign(asArray('sign', x));

/**
 * x², element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.square([1, -2]))); // => [1. 4.]
 * ```
 */
export const square = wired(methods.square);

/**
 * √(x² + y²), element by element, without overflow.
 *
 * At 0 either derivative is ½, as in JAX; where |x| = |y| the Hessian is the formula's, for which JAX gives 0.
 * Throws TypeError for complex numbers, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.hypot([3, 5], [4, 12]))); // => [ 5. 13.]
 * ```
 */
export const hypot = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('hypot', [x, y], promoteTypesInexact);
  refuseComplex('hypot', a);
  const [p, q] = [laxAbs(a), laxAbs(b)];
  const [one, infinity] = [constantLike(p, 1), constantLike(p, Number.POSITIVE_INFINITY)];
  // The longer leg and the ratio of both keep the digits of second derivatives; chosen, not averaged, where both are as long.
  const isLonger = ge(p, q);
  const leg = select(isLonger, p, q);
  const isZero = eq(leg, constantLike(p, 0));
  const longer = select(isZero, one, leg);
  // A scale is a constant to derivatives: they do not square it.
  const scale = stopGradient(longer);
  const unit = div(longer, scale);
  const ratio = div(div(select(isLonger, q, p), scale), unit);
  const length = mul(mul(unit, sqrt(laxAdd(laxSquare(ratio), one))), scale);
  return select(bitwiseOr(eq(p, infinity), eq(q, infinity)), infinity, select(isZero, max(p, q), length));
};

/**
 * The greater of x and y, element by element; NaN where either is. Ties share the derivative evenly.
 *
 * Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.maximum([1, 5], 3))); // => [3. 5.]
 * ```
 */
export const maximum = wired(rounding.maximum);

/**
 * The smaller of x and y, element by element; NaN where either is. Ties share the derivative evenly.
 *
 * Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.minimum([1, 5], 3))); // => [1. 3.]
 * ```
 */
export const minimum = wired(rounding.minimum);

/**
 * The greater of x and y, element by element; where one is NaN, the other.
 *
 * @example
 * ```ts
 * console.log(String(np.fmax([1, NaN], 3))); // => [3. 3.]
 * ```
 */
export const fmax = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('fmax', [x, y]);
  return select(bitwiseOr(greater(a, b), isNaNOf(b)), a, b);
};

/**
 * The smaller of x and y, element by element; where one is NaN, the other.
 *
 * @example
 * ```ts
 * console.log(String(np.fmin([1, NaN], 3))); // => [1. 3.]
 * ```
 */
export const fmin = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('fmin', [x, y]);
  return select(bitwiseOr(less(a, b), isNaNOf(b)), a, b);
};

/**
 * x, kept between `low` and `high`; `null` leaves that side open.
 *
 * At the bounds the derivative is 1/2. Throws TypeError for complex numbers, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.clip([-1, 0.5, 2], 0, 1))); // => [0.  0.5 1. ]
 * ```
 */
export const clip = wired(rounding.clip);

const greatestDivisor = (x: NDArray, y: NDArray, steps: number): NDArray => {
  let [a, b] = [x, y];
  for (let step = 0; step < steps; step++) {
    const zero = constantLike(b, 0);
    const done = eq(b, zero);
    const rest = select(done, zero, rem(a, select(done, constantLike(b, 1), b)));
    [a, b] = [select(done, a, b), rest];
  }
  return a;
};

const asIntegers = (what: string, x: ArrayLike, y: ArrayLike): [NDArray, NDArray] => {
  const [a, b] = asAligned(what, [x, y]);
  if (!isInteger(a.dtype))
    throw new TypeError(
      `${what}: the arguments must be integers, got ${avalString(a)}: make them with { dtype: 'int32' }`,
    );
  return [methods.absolute(a), methods.absolute(b)];
};

/**
 * The greatest common divisor of integers, element by element.
 *
 * Throws TypeError for anything but ints.
 *
 * @example
 * ```ts
 * console.log(String(np.gcd(new Int32Array([12, 18]), 8))); // => [4 2]
 * ```
 */
export const gcd = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asIntegers('gcd', x, y);
  // By Lamé's theorem Euclid's algorithm takes no more steps for 32 bits.
  return greatestDivisor(a, b, 47);
};

/**
 * The least common multiple of integers, element by element; 0 where either is.
 *
 * Throws TypeError for anything but ints.
 *
 * @example
 * ```ts
 * console.log(String(np.lcm(new Int32Array([4, 6]), 10))); // => [20 30]
 * ```
 */
export const lcm = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asIntegers('lcm', x, y);
  const divisor = greatestDivisor(a, b, 47);
  const [zero, one] = [constantLike(divisor, 0), constantLike(divisor, 1)];
  return select(eq(divisor, zero), zero, mul(a, div(b, select(eq(divisor, zero), one, divisor))));
};

export { absolute as abs, divide as trueDivide, power as pow, remainder as mod };
