import type { NDArray } from '../../array/ndarray.ts';
import { erfc as erfcOfNumber, erfInv as erfInvOfNumber, erf as erfOfNumber } from '../../reference/scalar/error.ts';
import { mul, neg } from './arithmetic.ts';
import { constantLike } from './constant.ts';
import { exp } from './exponential.ts';
import { square } from './power.ts';
import { unary } from './unary.ts';

const twoOverRootPi = 2 / Math.sqrt(Math.PI);

const gaussian = (x: NDArray, factor: number): NDArray => mul(constantLike(x, factor), exp(neg(square(x))));

/**
 * The error function 2/√π · ∫₀ˣ exp(-t²) dt, element by element (`lax.erf`).
 *
 * Ints are lifted to float. Throws TypeError for complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.erf([0, 1]))); // => [0.        0.8427008]
 * ```
 */
export const erf = unary({
  name: 'erf',
  value: { float: erfOfNumber },
  derivative: x => gaussian(x!, twoOverRootPi),
});

/**
 * 1 - erf(x) without cancellation for large x, element by element (`lax.erfc`).
 *
 * Ints are lifted to float. Throws TypeError for complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.erfc([0, 1]))); // => [1.        0.1572992]
 * ```
 */
export const erfc = unary({
  name: 'erfc',
  value: { float: erfcOfNumber },
  derivative: x => gaussian(x!, -twoOverRootPi),
});

/**
 * The inverse of the error function, element by element (`lax.erf_inv`): ±inf at ±1, NaN beyond.
 *
 * Ints are lifted to float. Throws TypeError for complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.erfInv([0, 0.5, 1]))); // => [0.         0.47693628        inf]
 * ```
 */
export const erfInv = unary({
  name: 'erf_inv',
  value: { float: erfInvOfNumber },
  derivative: (x, y) => mul(constantLike(x!, 1 / twoOverRootPi), exp(square(y!))),
});
