import { isInexact, isInteger } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { promoteTypesInexact } from '../../array/promotion.ts';
import type { Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import * as complexScalar from '../../reference/scalar/complex.ts';
import { cbrt as cbrtOfNumber, power, rsqrt as rsqrtOfNumber } from '../../reference/scalar/elementary.ts';
import { promoteOperands, toArray, toDType } from '../convert.ts';
import { add, div, integerPow, mul, sub } from './arithmetic.ts';
import { eq } from './comparison.ts';
import { constantLike } from './constant.ts';
import { alignShapes, elementwise, noParams } from './construct.ts';
import { log } from './exponential.ts';
import { replaceZero, select } from './select.ts';
import { unary } from './unary.ts';

/** ∂xʸ/∂x. With integer exponents x⁰ counts as constant, so that 0⁻¹ does not matter. */
const powerRule = (x: NDArray, y: NDArray): NDArray => {
  const exponent = toDType(y, x);
  const lowered = bindOne(powPrimitive, alignShapes('pow', [x, sub(exponent, constantLike(exponent, 1))]), noParams);
  if (!isInteger(y.dtype)) return mul(exponent, lowered);
  const zero = constantLike(exponent, 0);
  return select(eq(exponent, zero), zero, mul(replaceZero(exponent), lowered));
};

/** Integer exponents keep their dtype, because the derivative at 0 depends on it. */
const powPrimitive: Primitive = elementwise(
  {
    name: 'pow',
    kernels: { float: power, complex: complexScalar.pow },
    unify: ([base, exponent]) => (isInexact(base!) && isInteger(exponent!) ? base : undefined),
    jvp: [
      (tangent, _, [x, y]) => mul(tangent, powerRule(x!, y!)),
      (tangent, value, [x]) => mul(tangent, mul(log(replaceZero(x!)), value)),
    ],
  },
  add,
);

/**
 * x to the power of y, element by element (`lax.pow`, `numpy.power`).
 *
 * An exponent that is an integer-valued JS number makes an integer power (`integerPow`), which keeps the dtype of x.
 * Else x is lifted to float; exponents of an integer dtype stay what they are, so that x⁰ has derivative 0 also at 0,
 * others are promoted with x. Operands are broadcast; NaN for negative floats to broken powers. Throws RangeError where
 * shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.pow([1, 2, 3], 2))); // => [1. 4. 9.]
 * console.log(String(lax.pow(2, [0.5, -1]))); // => [1.4142135 0.5      ]
 * ```
 */
export const pow = (x: ArrayLike, y: ArrayLike): NDArray => {
  if (typeof y === 'number' && Number.isSafeInteger(y)) return integerPow(x, y);
  const exponent = typeof y === 'number' ? undefined : toArray('pow', y);
  if (exponent !== undefined && isInteger(exponent.dtype)) {
    const [base] = promoteOperands('pow', [x], promoteTypesInexact);
    return bindOne(powPrimitive, alignShapes('pow', [base!, exponent]), noParams);
  }
  return bindOne(powPrimitive, alignShapes('pow', promoteOperands('pow', [x, y], promoteTypesInexact)), noParams);
};

/**
 * The square x², element by element (`lax.square`).
 *
 * The dtype stays; ints wrap around. Throws TypeError for bools.
 *
 * @example
 * ```ts
 * console.log(String(lax.square([1, -3]))); // => [1. 9.]
 * ```
 */
export const square = unary({
  name: 'square',
  value: { float: x => x * x, int: x => Math.imul(x, x), complex: (a, b) => [(a - b) * (a + b), 2 * a * b] },
  lift: 'keep',
  derivative: x => mul(constantLike(x!, 2), x!),
});

/**
 * The square root, element by element (`lax.sqrt`): NaN for negative floats, the root with a real part ≥ 0 of complex
 * numbers. Ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.sqrt([4, 2]))); // => [2.        1.4142135]
 * ```
 */
export const sqrt = unary({
  name: 'sqrt',
  value: { float: Math.sqrt, complex: complexScalar.sqrt },
  derivative: (x, y) => div(constantLike(x!, 0.5), y!),
});

/**
 * One over the square root, element by element (`lax.rsqrt`): inf at 0, NaN for negative floats. Takes floats and
 * complex numbers; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.rsqrt([4, 0]))); // => [0.5 inf]
 * ```
 */
export const rsqrt = unary({
  name: 'rsqrt',
  value: { float: rsqrtOfNumber, complex: complexScalar.rsqrt },
  derivative: (x, y) => mul(constantLike(x!, -0.5), div(y!, x!)),
});

/**
 * The cube root, element by element (`lax.cbrt`), negative for negative numbers.
 *
 * Ints are lifted to float. Throws TypeError for complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.cbrt([8, -27]))); // => [ 2. -3.]
 * ```
 */
export const cbrt = unary({
  name: 'cbrt',
  value: { float: cbrtOfNumber },
  derivative: (x, y) => mul(constantLike(x!, 1 / 3), integerPow(y!, -2)),
});
