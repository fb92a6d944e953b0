import { filled } from '../array/create.ts';
import { isComplex, isFloating, isInexact } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { shapesEqual, tryBroadcastShapes } from '../array/shape.ts';
import { together } from '../control/together.ts';
import { avalString } from '../core/aval.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, le, ne } from '../primitives/elementwise/comparison.ts';
import { imag, real } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor } from '../primitives/elementwise/logical.ts';
import { isFinite as laxIsFinite } from '../primitives/elementwise/rounding.ts';
import { reduceAnd } from '../primitives/reduction/logical.ts';
import { range } from '../util/range.ts';
import { asAligned, asArray } from './convert.ts';
import * as comparison from './methods/comparison.ts';
import { wired } from './methods.ts';
import { truth } from './truth.ts';

/**
 * x = y, element by element, as bools; NaN equals nothing.
 *
 * Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.equal([1, 2], 2))); // => [False  True]
 * ```
 */
export const equal = wired(comparison.equal);

/**
 * x ≠ y, element by element, as bools. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.notEqual([1, 2], 2))); // => [ True False]
 * ```
 */
export const notEqual = wired(comparison.notEqual);

/**
 * x < y, element by element, as bools. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.less([1, 2], 2))); // => [ True False]
 * ```
 */
export const less = wired(comparison.less);

/**
 * x ≤ y, element by element, as bools. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.lessEqual([1, 2], 1))); // => [ True False]
 * ```
 */
export const lessEqual = wired(comparison.lessEqual);

/**
 * x > y, element by element, as bools. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.greater([1, 2], 1))); // => [False  True]
 * ```
 */
export const greater = wired(comparison.greater);

/**
 * x ≥ y, element by element, as bools. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.greaterEqual([1, 2], 2))); // => [False  True]
 * ```
 */
export const greaterEqual = wired(comparison.greaterEqual);

/**
 * Whether both are true, element by element; numbers are true unless they are 0.
 *
 * @example
 * ```ts
 * console.log(String(np.logicalAnd([true, false], true))); // => [ True False]
 * ```
 */
export const logicalAnd = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('logicalAnd', [x, y]);
  return bitwiseAnd(truth(a), truth(b));
};

/**
 * Whether either is true, element by element; numbers are true unless they are 0.
 *
 * @example
 * ```ts
 * console.log(String(np.logicalOr([true, false], false))); // => [ True False]
 * ```
 */
export const logicalOr = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('logicalOr', [x, y]);
  return bitwiseOr(truth(a), truth(b));
};

/**
 * Whether exactly one is true, element by element; numbers are true unless they are 0.
 *
 * @example
 * ```ts
 * console.log(String(np.logicalXor([true, false], true))); // => [False  True]
 * ```
 */
export const logicalXor = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('logicalXor', [x, y]);
  return bitwiseXor(truth(a), truth(b));
};

/**
 * Whether x is false, element by element; numbers are true unless they are 0.
 *
 * @example
 * ```ts
 * console.log(String(np.logicalNot([1, 0]))); // => [False  True]
 * ```
 */
export const logicalNot = (x: ArrayLike): NDArray => bitwiseNot(truth(asArray('logicalNot', x)));

const all = (value: boolean, x: NDArray): NDArray => filled(x.shape, 'bool', Number(value));

/**
 * Whether x is NaN, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.isnan([1, NaN]))); // => [False  True]
 * ```
 */
export const isnan = (x: ArrayLike): NDArray => {
  const operand = asArray('isnan', x);
  return ne(operand, operand);
};

/**
 * Whether x is neither infinite nor NaN, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.isfinite([1, Infinity, NaN]))); // => [ True False False]
 * ```
 */
export const isfinite = (x: ArrayLike): NDArray => {
  const operand = asArray('isfinite', x);
  if (!isInexact(operand.dtype)) return all(true, operand);
  if (!isComplex(operand.dtype)) return laxIsFinite(operand);
  return bitwiseAnd(laxIsFinite(real(operand)), laxIsFinite(imag(operand)));
};

/**
 * Whether x is infinite, element by element.
 *
 * @example
 * ```ts
 * console.log(String(np.isinf([1, -Infinity, NaN]))); // => [False  True False]
 * ```
 */
export const isinf = (x: ArrayLike): NDArray => {
  const operand = asArray('isinf', x);
  const isInfinite = (part: NDArray): NDArray => eq(abs(part), constantLike(part, Number.POSITIVE_INFINITY));
  if (!isInexact(operand.dtype)) return all(false, operand);
  return isComplex(operand.dtype)
    ? bitwiseOr(isInfinite(real(operand)), isInfinite(imag(operand)))
    : isInfinite(operand);
};

const isInfinity = (what: string, x: ArrayLike, infinity: number): NDArray => {
  const operand = asArray(what, x);
  if (isComplex(operand.dtype))
    throw new TypeError(`${what}: complex numbers have no sign, got ${avalString(operand)}`);
  return isFloating(operand.dtype) ? eq(operand, constantLike(operand, infinity)) : all(false, operand);
};

/**
 * Whether x is +∞, element by element. Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(np.isposinf([Infinity, -Infinity]))); // => [ True False]
 * ```
 */
export const isposinf = (x: ArrayLike): NDArray => isInfinity('isposinf', x, Number.POSITIVE_INFINITY);

/**
 * Whether x is -∞, element by element. Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(np.isneginf([Infinity, -Infinity]))); // => [False  True]
 * ```
 */
export const isneginf = (x: ArrayLike): NDArray => isInfinity('isneginf', x, Number.NEGATIVE_INFINITY);

export type CloseOptions = {
  /** How far apart numbers may be, as a share of |y|; 1e-5 by default. */
  readonly rtol?: number;
  /** How far apart numbers may be in any case; 1e-8 by default. */
  readonly atol?: number;
  /** Whether NaN equals NaN. */
  readonly equalNan?: boolean;
};

/**
 * Whether |x - y| ≤ atol + rtol·|y|, element by element.
 *
 * Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.isclose([1, 2], [1.000001, 2.1]))); // => [ True False]
 * ```
 */
export const isclose = (x: ArrayLike, y: ArrayLike, options: CloseOptions = {}): NDArray =>
  closeness('isclose', x, y, options, isClose => isClose);

const allOf = (x: NDArray): NDArray => reduceAnd(x, range(x.ndim));

const closeness = (
  what: string,
  x: ArrayLike,
  y: ArrayLike,
  options: CloseOptions,
  summary: (isClose: NDArray) => NDArray,
): NDArray => {
  checkOptions(what, options, ['rtol', 'atol', 'equalNan']);
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options;
  return together(asAligned(what, [x, y], promoteTypesInexact), (a, b) => {
    const size = abs(b);
    const bound = add(constantLike(size, atol), mul(constantLike(size, rtol), size));
    const near = bitwiseAnd(isfinite(b), le(abs(sub(a, b)), bound));
    const close = bitwiseOr(eq(a, b), near);
    return summary(equalNan ? bitwiseOr(close, bitwiseAnd(ne(a, a), ne(b, b))) : close);
  });
};

/**
 * Whether all elements are close, as `isclose` has it: a 0-d bool.
 *
 * @example
 * ```ts
 * console.log(np.allclose([1, 2], [1.000001, 2]).item<boolean>()); // => true
 * ```
 */
export const allclose = (x: ArrayLike, y: ArrayLike, options: CloseOptions = {}): NDArray =>
  closeness('allclose', x, y, options, allOf);

export type EqualOptions = Pick<CloseOptions, 'equalNan'>;

/**
 * Whether x and y have one shape and equal elements: a 0-d bool.
 *
 * @example
 * ```ts
 * console.log(np.arrayEqual([1, 2], [1, 2]).item<boolean>()); // => true
 * ```
 */
export const arrayEqual = (x: ArrayLike, y: ArrayLike, options: EqualOptions = {}): NDArray => {
  checkOptions('arrayEqual', options, ['equalNan']);
  const { equalNan = false } = options;
  const [a, b] = [asArray('arrayEqual', x), asArray('arrayEqual', y)];
  if (!shapesEqual(a.shape, b.shape)) return filled([], 'bool', 0);
  const same = comparison.equal(a, b);
  const equal = equalNan ? bitwiseOr(same, bitwiseAnd(ne(a, a), ne(b, b))) : same;
  return allOf(equal);
};

/**
 * Whether x and y broadcast to one shape with equal elements: a 0-d bool.
 *
 * @example
 * ```ts
 * console.log(np.arrayEquiv([1, 1], 1).item<boolean>()); // => true
 * ```
 */
export const arrayEquiv = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = [asArray('arrayEquiv', x), asArray('arrayEquiv', y)];
  if (tryBroadcastShapes([a.shape, b.shape]) === undefined) return filled([], 'bool', 0);
  const same = comparison.equal(a, b);
  return allOf(same);
};
