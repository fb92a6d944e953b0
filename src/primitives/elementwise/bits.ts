import { binary } from './nary.ts';
import { unary } from './unary.ts';

/** JS counts shifts modulo 32; as in XLA, a shift by 32 or more (or by a negative number) leaves nothing of the bits. */
const isShift = (amount: number): boolean => amount >= 0 && amount < 32;

/**
 * x with its bits moved y places up (`lax.shift_left`), element by element; 0 where y is not in 0 … 31.
 *
 * Takes int32 and uint32, promoted and broadcast. Throws TypeError for other operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.shiftLeft(new Int32Array([1, 5]), 2))); // => [ 4 20]
 * ```
 */
export const shiftLeft = binary({
  name: 'shift_left',
  value: { int: (x, y) => (isShift(y) ? x << y : 0) },
  derivatives: ['zero', 'zero'],
});

/**
 * x with its bits moved y places down and zeros moved in (`lax.shift_right_logical`); 0 where y is not in 0 … 31.
 *
 * Takes int32 and uint32, promoted and broadcast. Throws TypeError for other operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.shiftRightLogical(new Int32Array([-1, 20]), 2))); // => [1073741823          5]
 * ```
 */
export const shiftRightLogical = binary({
  name: 'shift_right_logical',
  value: { int: (x, y) => (isShift(y) ? x >>> y : 0) },
  derivatives: ['zero', 'zero'],
});

/**
 * x with its bits moved y places down and copies of the highest bit moved in (`lax.shift_right_arithmetic`).
 *
 * Takes int32 and uint32, promoted and broadcast. Throws TypeError for other operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.shiftRightArithmetic(new Int32Array([-8, 20]), 2))); // => [-2  5]
 * ```
 */
export const shiftRightArithmetic = binary({
  name: 'shift_right_arithmetic',
  value: { int: (x, y) => x >> (isShift(y) ? y : 31) },
  derivatives: ['zero', 'zero'],
});

/** Counts bits in parallel: pairs, then groups of four and eight, whose counts one product adds up (Warren, Hacker's Delight, §5-1). */
const countOnes = (x: number): number => {
  const pairs = x - ((x >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/**
 * The number of bits of x that are set (`lax.population_count`), element by element, in x's dtype.
 *
 * Takes int32 and uint32. Throws TypeError for other operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.populationCount(new Int32Array([7, -1])))); // => [ 3 32]
 * ```
 */
export const populationCount = unary({
  name: 'population_count',
  value: { int: countOnes },
  lift: 'keep',
  derivative: 'zero',
});

/**
 * The number of zeros before the highest bit of x that is set (`lax.clz`), element by element, in x's dtype.
 *
 * Takes int32 and uint32. Throws TypeError for other operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.clz(new Int32Array([1, 0])))); // => [31 32]
 * ```
 */
export const clz = unary({
  name: 'clz',
  value: { int: Math.clz32 },
  lift: 'keep',
  derivative: 'zero',
});
