import * as complexScalar from '../../reference/scalar/complex.ts';
import { exp2 as exp2OfNumber, logistic as logisticOfNumber } from '../../reference/scalar/elementary.ts';
import { add, mul, reciprocal, sub } from './arithmetic.ts';
import { constantLike } from './constant.ts';
import { unary } from './unary.ts';

/**
 * The exponential eˣ, element by element (`lax.exp`). Takes floats and complex numbers; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.exp([0, 1]))); // => [1.        2.7182817]
 * ```
 */
export const exp = unary({
  name: 'exp',
  value: { float: Math.exp, complex: complexScalar.exp },
  derivative: (_, y) => y!,
});

/**
 * The power 2ˣ, element by element (`lax.exp2`). Takes floats and complex numbers; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.exp2([0, 3, -1]))); // => [1.  8.  0.5]
 * ```
 */
export const exp2 = unary({
  name: 'exp2',
  value: { float: exp2OfNumber, complex: complexScalar.exp2 },
  derivative: (x, y) => mul(constantLike(x!, Math.LN2), y!),
});

/**
 * eˣ - 1 without cancellation near 0, element by element (`lax.expm1`). Takes floats and complex numbers; ints are
 * lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.expm1([0, 1e-9]))); // => [0.e+00 1.e-09]
 * ```
 */
export const expm1 = unary({
  name: 'expm1',
  value: { float: Math.expm1, complex: complexScalar.expm1 },
  // expm1(x) + 1 has no digits left where eˣ is small
  derivative: x => exp(x!),
});

/**
 * The natural logarithm, element by element (`lax.log`): -inf at 0, NaN for negative floats. Takes floats and complex
 * numbers; ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.log([1, 2]))); // => [0.        0.6931472]
 * ```
 */
export const log = unary({
  name: 'log',
  value: { float: Math.log, complex: complexScalar.log },
  derivative: x => reciprocal(x!),
});

/**
 * log(1 + x) without cancellation near 0, element by element (`lax.log1p`). Takes floats and complex numbers; ints are
 * lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.log1p([0, 1e-9]))); // => [0.e+00 1.e-09]
 * ```
 */
export const log1p = unary({
  name: 'log1p',
  value: { float: Math.log1p, complex: complexScalar.log1p },
  derivative: x => reciprocal(add(x!, constantLike(x!, 1))),
});

/**
 * The logistic function 1 / (1 + e⁻ˣ), element by element (`lax.logistic`). Takes floats and complex numbers; ints are
 * lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.logistic([0, 1000]))); // => [0.5 1. ]
 * ```
 */
export const logistic = unary({
  name: 'logistic',
  value: { float: logisticOfNumber, complex: complexScalar.logistic },
  derivative: (x, y) => mul(y!, sub(constantLike(x!, 1), y!)),
});
