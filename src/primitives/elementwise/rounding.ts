import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import type { Primitive } from '../../core/primitive.ts';
import { nextafter32, nextafter64, roundAwayFromZero, roundHalfEven } from '../../reference/scalar/rounding.ts';
import { applyElementwise, elementwise } from './construct.ts';
import { binary } from './nary.ts';
import { unary } from './unary.ts';

/**
 * The greatest integer that is not above x, element by element (`lax.floor`), as a float. The derivative is 0.
 *
 * Ints are lifted to float. Throws TypeError for complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.floor([1.5, -1.5]))); // => [ 1. -2.]
 * ```
 */
export const floor = unary({
  name: 'floor',
  value: { float: Math.floor },
  derivative: 'zero',
});

/**
 * The smallest integer that is not below x, element by element (`lax.ceil`), as a float. The derivative is 0.
 *
 * Ints are lifted to float. Throws TypeError for complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.ceil([1.5, -1.5]))); // => [ 2. -1.]
 * ```
 */
export const ceil = unary({
  name: 'ceil',
  value: { float: Math.ceil },
  derivative: 'zero',
});

/** What becomes of numbers half-way between two integers. */
export type RoundingMethod = 'awayFromZero' | 'toNearestEven';

export type RoundParams = { readonly roundingMethod: RoundingMethod };

const roundingMethods: Readonly<Record<RoundingMethod, (x: number) => number>> = {
  awayFromZero: roundAwayFromZero,
  toNearestEven: roundHalfEven,
};

const roundPrimitive: Primitive<RoundParams> = elementwise({
  name: 'round',
  kernels: ({ roundingMethod }) => ({ float: roundingMethods[roundingMethod] }),
  jvp: [null],
});

/**
 * The nearest integer, element by element (`lax.round`), as a float; halves go away from zero, or to the even
 * neighbour. The derivative is 0.
 *
 * Ints are lifted to float. Throws TypeError for complex operands and unknown methods.
 *
 * @example
 * ```ts
 * console.log(String(lax.round([0.5, 1.5, -2.5]))); // => [ 1.  2. -3.]
 * console.log(String(lax.round([0.5, 1.5, -2.5], { roundingMethod: 'toNearestEven' }))); // => [ 0.  2. -2.]
 * ```
 */
export const round = (x: ArrayLike, options: { readonly roundingMethod?: RoundingMethod } = {}): NDArray => {
  const { roundingMethod = 'awayFromZero' } = options;
  if (!Object.hasOwn(roundingMethods, roundingMethod)) {
    throw new TypeError(
      `round: roundingMethod is 'awayFromZero' or 'toNearestEven', got ${JSON.stringify(roundingMethod)}`,
    );
  }
  return applyElementwise(roundPrimitive, 'inexact', [x], { roundingMethod });
};

/**
 * Whether x is neither infinite nor NaN, element by element (`lax.is_finite`), as bools.
 *
 * Ints are lifted to float. Throws TypeError for complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.isFinite([1, Infinity, NaN]))); // => [ True False False]
 * ```
 */
export const isFinite = unary({
  name: 'is_finite',
  value: { float: x => Number(Number.isFinite(x)) },
  output: () => 'bool',
  derivative: 'zero',
});

/**
 * The number next to x in the direction of y, element by element (`lax.nextafter`), in steps of the dtype's precision.
 *
 * Operands are promoted, ints lifted to float, and broadcast. It has no derivative: asking for it throws TypeError, as
 * complex operands do.
 *
 * @example
 * ```ts
 * console.log(lax.nextafter(new Float64Array([1]), 2).tolist()); // => [ 1.0000000000000002 ]
 * ```
 */
export const nextafter = binary({
  name: 'nextafter',
  value: dtype => ({ float: dtype === 'float64' ? nextafter64 : nextafter32 }),
  lift: 'inexact',
  derivatives: [
    { undefined: 'has no derivative: it counts the numbers that a computer can represent' },
    { undefined: 'has no derivative: it counts the numbers that a computer can represent' },
  ],
});
