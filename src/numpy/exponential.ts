import { isComplex } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { type CustomJvp, exactJvp } from '../control/custom-jvp.ts';
import { lazily } from '../control/custom-rule.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, integerPow, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, ne } from '../primitives/elementwise/comparison.ts';
import { complex, imag, real } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import {
  exp as laxExp,
  exp2 as laxExp2,
  expm1 as laxExpm1,
  log as laxLog,
  log1p as laxLog1p,
} from '../primitives/elementwise/exponential.ts';
import { max } from '../primitives/elementwise/extrema.ts';
import { cbrt as laxCbrt, sqrt as laxSqrt } from '../primitives/elementwise/power.ts';
import { select } from '../primitives/elementwise/select.ts';
import { logaddexp as laxLogaddexp } from '../primitives/reduction/logaddexp.ts';
import { asAligned, asArray, asPromoted } from './convert.ts';

/**
 * eˣ, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.exp([0, 1]))); // => [1.        2.7182817]
 * ```
 */
export const exp = (x: ArrayLike): NDArray => laxExp(asArray('exp', x));

/**
 * 2ˣ, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.exp2([0, 3]))); // => [1. 8.]
 * ```
 */
export const exp2 = (x: ArrayLike): NDArray => laxExp2(asArray('exp2', x));

/**
 * eˣ - 1, accurate for small x.
 *
 * @example
 * ```ts
 * console.log(String(np.expm1([0, 1]))); // => [0.        1.7182819]
 * ```
 */
export const expm1 = (x: ArrayLike): NDArray => laxExpm1(asArray('expm1', x));

/**
 * The natural logarithm; -inf at 0, NaN below.
 *
 * @example
 * ```ts
 * console.log(String(np.log([1, np.e]))); // => [0.         0.99999994]
 * ```
 */
export const log = (x: ArrayLike): NDArray => laxLog(asArray('log', x));

/**
 * log(1 + x), accurate for small x.
 *
 * @example
 * ```ts
 * console.log(String(np.log1p([0, 1]))); // => [0.        0.6931472]
 * ```
 */
export const log1p = (x: ArrayLike): NDArray => laxLog1p(asArray('log1p', x));

/**
 * The square root; NaN below 0.
 *
 * @example
 * ```ts
 * console.log(String(np.sqrt([4, 9]))); // => [2. 3.]
 * ```
 */
export const sqrt = (x: ArrayLike): NDArray => laxSqrt(asArray('sqrt', x));

/**
 * The cube root.
 *
 * @example
 * ```ts
 * console.log(String(np.cbrt([8, -27]))); // => [ 2. -3.]
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
 * console.log(String(np.log2([1, 8]))); // => [0. 3.]
 * ```
 */
export const log2 = (x: ArrayLike): NDArray => logarithm('log2', x, log => div(log, constantLike(log, Math.LN2)));

/**
 * The logarithm to base 10; -inf at 0, NaN below.
 *
 * @example
 * ```ts
 * console.log(String(np.log10([1, 1000]))); // => [0. 3.]
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
 * console.log(np.logaddexp(1000, 1000).item()); // => 1000.6931762695312
 * ```
 */
export const logaddexp = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('logaddexp', [x, y], promoteTypesInexact);
  return laxLogaddexp(a, b);
};

/** x with 0 in the place of inf, whose difference from itself would be NaN. */
const withoutInfinity = (x: NDArray): NDArray =>
  select(eq(x, constantLike(x, Number.POSITIVE_INFINITY)), constantLike(x, 0), x);

/** A rule of its own, because the distance of equal operands has no derivative. */
const binaryLogAddExp: () => CustomJvp<[x: NDArray, y: NDArray], NDArray> = lazily(() =>
  exactJvp((x: NDArray, y: NDArray): NDArray => {
    const distance = sub(x, y);
    const excess = laxLog1p(laxExp2(neg(abs(distance))));
    const sum = add(max(x, y), mul(excess, constantLike(excess, Math.LOG2E)));
    // Infinities of one sign have no distance, nor has NaN.
    return select(ne(distance, distance), add(x, y), sum);
  }).defjvp(([x, y], [xTangent, yTangent]) => {
    const value = binaryLogAddExp()(x, y);
    const share = (operand: NDArray): NDArray => laxExp2(sub(withoutInfinity(operand), withoutInfinity(value)));
    return [value, add(mul(xTangent, share(x)), mul(yTangent, share(y)))];
  }),
);

/**
 * log₂(2ˣ + 2ʸ), without overflow.
 *
 * Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(np.logaddexp2(3, 3).item()); // => 4
 * ```
 */
export const logaddexp2 = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('logaddexp2', [x, y], promoteTypesInexact);
  if (!isComplex(a.dtype)) return binaryLogAddExp()(a, b);
  const [first, second] = [a, b].map(z => mul(z, constantLike(z, Math.LN2))) as [NDArray, NDArray];
  const sum = logaddexp(first, second);
  return mul(sum, constantLike(sum, Math.LOG2E));
};

/**
 * 1 / x, element by element; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(np.reciprocal([2, 4]))); // => [0.5  0.25]
 * ```
 */
export const reciprocal = (x: ArrayLike): NDArray =>
  integerPow(asPromoted('reciprocal', [x], promoteTypesInexact)[0], -1);
