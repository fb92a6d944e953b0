/**
 * The nearest integer, halves to the even one; keeps the sign of zero. Exact.
 *
 * @example
 * ```ts
 * import { roundHalfEven } from '/src/reference/scalar/rounding.ts';
 * [0.5, 1.5, -2.5].map(roundHalfEven); // => [ 0, 2, -2 ]
 * ```
 */
export function roundHalfEven(x: number): number {
  // At 2⁵² the spacing of float64 is 1, so that the addition itself rounds, halves to even.
  if (!(Math.abs(x) < 2 ** 52) || x === 0) return x;
  return x > 0 ? x + 2 ** 52 - 2 ** 52 : -(2 ** 52 - x - 2 ** 52);
}

/**
 * The nearest integer, halves away from zero; keeps the sign of zero. Exact.
 *
 * @example
 * ```ts
 * import { roundAwayFromZero } from '/src/reference/scalar/rounding.ts';
 * [0.5, 1.5, -2.5].map(roundAwayFromZero); // => [ 1, 2, -3 ]
 * ```
 */
export function roundAwayFromZero(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

const BYTES = new ArrayBuffer(8);
const FLOAT64 = new Float64Array(BYTES);
const BITS64 = new BigInt64Array(BYTES);
const FLOAT32 = new Float32Array(BYTES);
const BITS32 = new Int32Array(BYTES);

/**
 * The float64 that follows `x` in the direction of `y`; `y` itself if they are equal, nan if either is.
 *
 * @example
 * ```ts
 * import { nextafter64 } from '/src/reference/scalar/rounding.ts';
 * nextafter64(1, 2); // => 1.0000000000000002
 * ```
 */
export function nextafter64(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x === y) return y;
  if (x === 0) return y > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
  FLOAT64[0] = x;
  // The bits of a sign–magnitude number count away from zero.
  BITS64[0]! += y > x === x > 0 ? 1n : -1n;
  return FLOAT64[0]!;
}

/**
 * The float32 that follows `x` in the direction of `y`, both rounded to float32 first; `y` itself if they are equal,
 * nan if either is.
 *
 * @example
 * ```ts
 * import { nextafter32 } from '/src/reference/scalar/rounding.ts';
 * nextafter32(1, 2); // => 1.0000001192092896
 * ```
 */
export function nextafter32(x: number, y: number): number {
  const from = Math.fround(x);
  const to = Math.fround(y);
  if (Number.isNaN(from) || Number.isNaN(to)) return Number.NaN;
  if (from === to) return to;
  if (from === 0) return to > 0 ? 2 ** -149 : -(2 ** -149);
  FLOAT32[0] = from;
  BITS32[0]! += to > from === from > 0 ? 1 : -1;
  return FLOAT32[0]!;
}

/**
 * The remainder of the division truncated towards zero (C's fmod): it has the sign of `x`, and is exact.
 *
 * nan for infinite `x` or zero `y`; `x` itself for infinite `y`.
 *
 * @example
 * ```ts
 * import { rem } from '/src/reference/scalar/rounding.ts';
 * [rem(-5, 3), rem(5, -3)]; // => [ -2, 2 ]
 * ```
 */
export function rem(x: number, y: number): number {
  return x % y;
}

/**
 * int32 quotient truncated towards zero, as XLA defines it everywhere: x/0 is -1 and -2³¹/-1 is -2³¹.
 *
 * @example
 * ```ts
 * import { divideInt32 } from '/src/reference/scalar/rounding.ts';
 * [divideInt32(-7, 2), divideInt32(7, 0)]; // => [ -3, -1 ]
 * ```
 */
export function divideInt32(x: number, y: number): number {
  return y === 0 ? -1 : (x / y) | 0;
}

/**
 * int32 remainder with the sign of `x`, as XLA defines it everywhere: the remainder by 0 is `x`.
 *
 * @example
 * ```ts
 * import { remainderInt32 } from '/src/reference/scalar/rounding.ts';
 * [remainderInt32(-7, 2), remainderInt32(7, 0)]; // => [ -1, 7 ]
 * ```
 */
export function remainderInt32(x: number, y: number): number {
  return y === 0 ? x : (x % y) | 0;
}

/**
 * uint32 quotient, as XLA defines it everywhere: x/0 is 2³² - 1.
 *
 * @example
 * ```ts
 * import { divideUint32 } from '/src/reference/scalar/rounding.ts';
 * divideUint32(7, 0); // => 4294967295
 * ```
 */
export function divideUint32(x: number, y: number): number {
  return y === 0 ? 0xffffffff : Math.floor(x / y);
}

/**
 * uint32 remainder, as XLA defines it everywhere: the remainder by 0 is `x`.
 *
 * @example
 * ```ts
 * import { remainderUint32 } from '/src/reference/scalar/rounding.ts';
 * remainderUint32(7, 4); // => 3
 * ```
 */
export function remainderUint32(x: number, y: number): number {
  return y === 0 ? x : x % y;
}
