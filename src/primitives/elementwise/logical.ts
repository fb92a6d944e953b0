import { binary } from './nary.ts';
import { unary } from './unary.ts';

/**
 * The bits that x and y share (`lax.bitwise_and`); on bools, whether both are true.
 *
 * Operands are promoted and broadcast. Throws TypeError for float and complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.bitwiseAnd([true, false], true))); // => [ True False]
 * ```
 */
export const bitwiseAnd = binary({
  name: 'and',
  value: { int: (x, y) => x & y, bool: (x, y) => x & y },
  derivatives: ['zero', 'zero'],
});

/**
 * The bits of x and y together (`lax.bitwise_or`); on bools, whether either is true.
 *
 * Operands are promoted and broadcast. Throws TypeError for float and complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.bitwiseOr(new Int32Array([1, 4]), 2))); // => [3 6]
 * ```
 */
export const bitwiseOr = binary({
  name: 'or',
  value: { int: (x, y) => x | y, bool: (x, y) => x | y },
  derivatives: ['zero', 'zero'],
});

/**
 * The bits in which x and y differ (`lax.bitwise_xor`); on bools, whether exactly one is true.
 *
 * Operands are promoted and broadcast. Throws TypeError for float and complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.bitwiseXor(new Int32Array([1, 7]), 3))); // => [2 4]
 * ```
 */
export const bitwiseXor = binary({
  name: 'xor',
  value: { int: (x, y) => x ^ y, bool: (x, y) => x ^ y },
  derivatives: ['zero', 'zero'],
});

/**
 * x with every bit turned (`lax.bitwise_not`); on bools, whether x is false.
 *
 * The dtype stays. Throws TypeError for float and complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.bitwiseNot([true, false]))); // => [False  True]
 * ```
 */
export const bitwiseNot = unary({
  name: 'not',
  value: { int: x => ~x, bool: x => 1 - x },
  lift: 'keep',
  derivative: 'zero',
});
