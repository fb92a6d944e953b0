import type { ExpressionBuilder } from '../../kernel/builder.ts';
import type { Expression } from '../../kernel/expression.ts';
import { asOperation } from './lower.ts';
import { binary } from './nary.ts';
import { unary } from './unary.ts';

/** JS counts shifts modulo 32; as in XLA, a shift by 32 or more (or by a negative number) leaves nothing of the bits. */
const isShift = (amount: number): boolean => amount >= 0 && amount < 32;

/** x shifted by y places where that is a shift, else `otherwise`. */
const shifted = (
  builder: ExpressionBuilder,
  direction: 'shl' | 'shr',
  x: Expression,
  y: Expression,
  otherwise: Expression,
): Expression => {
  const amount = builder.operation('convert', 'u32', [y]);
  const inside = builder.operation('lt', 'bool', [amount, builder.constant('u32', 32)]);
  const result = builder.operation(direction, x.type, [x, builder.operation('convert', x.type, [y])]);
  return builder.operation('select', x.type, [inside, result, otherwise]);
};

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
  lower: (builder, [x, y]) => shifted(builder, 'shl', x!, y!, builder.constant(x!.type, 0)),
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
  lower: (builder, [x, y]) => {
    const unsigned = builder.operation('convert', 'u32', [x!]);
    const result = shifted(builder, 'shr', unsigned, y!, builder.constant('u32', 0));
    return builder.operation('convert', x!.type, [result]);
  },
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
  lower: (builder, [x, y]) => {
    const signed = builder.operation('convert', 'i32', [x!]);
    const all = builder.operation('shr', 'i32', [signed, builder.index(31)]);
    return builder.operation('convert', x!.type, [shifted(builder, 'shr', signed, y!, all)]);
  },
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
  lower: asOperation('popcnt'),
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
  lower: asOperation('clz'),
  lift: 'keep',
  derivative: 'zero',
});
