import { isInteger } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { avalString } from '../core/aval.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { populationCount, shiftLeft, shiftRightArithmetic, shiftRightLogical } from '../primitives/elementwise/bits.ts';
import {
  bitwiseAnd as laxAnd,
  bitwiseNot as laxNot,
  bitwiseOr as laxOr,
  bitwiseXor as laxXor,
} from '../primitives/elementwise/logical.ts';
import { asAligned, asPromoted } from './convert.ts';
import { promoteNumeric } from './methods/read.ts';

/** Operands for functions of bits; errors show how to make ints. */
const bitsOf = (what: string, x: ArrayLike, y: ArrayLike, allowBools: boolean): [NDArray, NDArray] => {
  const [a, b] = allowBools ? asAligned(what, [x, y]) : asAligned(what, [x, y], promoteNumeric);
  checkBits(what, a);
  return [a, b];
};

const checkBits = (what: string, x: NDArray): void => {
  if (!isInteger(x.dtype) && x.dtype !== 'bool') {
    throw new TypeError(
      `${what}: the arguments must be ints or bools, got ${avalString(x)}: make them with { dtype: 'int32' }`,
    );
  }
};

/**
 * The bits that both have, element by element. Throws TypeError for floats.
 *
 * @example
 * ```ts
 * console.log(String(np.bitwiseAnd(new Int32Array([6]), 3))); // => [2]
 * ```
 */
export const bitwiseAnd = (x: ArrayLike, y: ArrayLike): NDArray => laxAnd(...bitsOf('bitwiseAnd', x, y, true));

/**
 * The bits that either has, element by element. Throws TypeError for floats.
 *
 * @example
 * ```ts
 * console.log(String(np.bitwiseOr(new Int32Array([6]), 3))); // => [7]
 * ```
 */
export const bitwiseOr = (x: ArrayLike, y: ArrayLike): NDArray => laxOr(...bitsOf('bitwiseOr', x, y, true));

/**
 * The bits that exactly one has, element by element. Throws TypeError for floats.
 *
 * @example
 * ```ts
 * console.log(String(np.bitwiseXor(new Int32Array([6]), 3))); // => [5]
 * ```
 */
export const bitwiseXor = (x: ArrayLike, y: ArrayLike): NDArray => laxXor(...bitsOf('bitwiseXor', x, y, true));

/**
 * All bits turned round, element by element. Throws TypeError for floats.
 *
 * @example
 * ```ts
 * console.log(String(np.bitwiseNot(new Int32Array([0, 5])))); // => [-1 -6]
 * ```
 */
export const bitwiseNot = (x: ArrayLike): NDArray => {
  const [operand] = asPromoted('bitwiseNot', [x]);
  checkBits('bitwiseNot', operand);
  return laxNot(operand);
};

/**
 * The number of bits that |x| has set, element by element, as int32. Throws TypeError for floats.
 *
 * @example
 * ```ts
 * console.log(String(np.bitwiseCount(new Int32Array([7, 8])))); // => [3 1]
 * ```
 */
export const bitwiseCount = (x: ArrayLike): NDArray => {
  const [operand] = asPromoted('bitwiseCount', [x], promoteNumeric);
  checkBits('bitwiseCount', operand);
  return populationCount(operand.dtype === 'uint32' ? operand : abs(operand));
};

/**
 * x with its bits moved to the left. Throws TypeError for floats.
 *
 * @example
 * ```ts
 * console.log(String(np.leftShift(new Int32Array([1, 2]), 3))); // => [ 8 16]
 * ```
 */
export const leftShift = (x: ArrayLike, y: ArrayLike): NDArray => shiftLeft(...bitsOf('leftShift', x, y, false));

/**
 * x with its bits moved to the right; the sign stays. Throws TypeError for floats.
 *
 * @example
 * ```ts
 * console.log(String(np.rightShift(new Int32Array([16, -16]), 2))); // => [ 4 -4]
 * ```
 */
export const rightShift = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = bitsOf('rightShift', x, y, false);
  return a.dtype === 'uint32' ? shiftRightLogical(a, b) : shiftRightArithmetic(a, b);
};

export {
  bitwiseNot as bitwiseInvert,
  bitwiseNot as invert,
  leftShift as bitwiseLeftShift,
  rightShift as bitwiseRightShift,
};
