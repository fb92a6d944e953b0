import {
  digamma as digammaOfNumber,
  lgamma as lgammaOfNumber,
  polygamma as polygammaOfNumber,
  zeta as zetaOfNumber,
} from '../../reference/scalar/gamma.ts';
import { add, mul, neg } from './arithmetic.ts';
import { constantLike } from './constant.ts';
import { binary } from './nary.ts';
import { unary } from './unary.ts';

/**
 * log |Γ(x)|, element by element (`lax.lgamma`): inf at 0 and the negative integers.
 *
 * Ints are lifted to float. Throws TypeError for complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.lgamma([3, 0]))); // => [0.6931472       inf]
 * ```
 */
export const lgamma = unary({ name: 'lgamma', value: { float: lgammaOfNumber }, derivative: x => digamma(x!) });

/**
 * The derivative of log Γ(x), element by element (`lax.digamma`): NaN at 0 and the negative integers.
 *
 * Ints are lifted to float. Throws TypeError for complex operands.
 *
 * @example
 * ```ts
 * console.log(String(lax.digamma([1, 2]))); // => [-0.5772157   0.42278433]
 * ```
 */
export const digamma = unary({
  name: 'digamma',
  value: { float: digammaOfNumber },
  derivative: x => polygamma(constantLike(x!, 1), x!),
});

/**
 * The m-th derivative of digamma at x, element by element (`lax.polygamma`), for m = 0, 1, 2, …
 *
 * Operands are promoted, ints lifted to float, and broadcast. There is no derivative with respect to m: asking for it
 * throws TypeError, as complex operands do.
 *
 * @example
 * ```ts
 * console.log(String(lax.polygamma(1, [1, 2]))); // => [1.644934   0.64493406]
 * ```
 */
export const polygamma = binary({
  name: 'polygamma',
  value: { float: polygammaOfNumber },
  lift: 'inexact',
  derivatives: [
    { undefined: 'has no derivative with respect to the order m: wrap it in stopGradient' },
    (m, x) => polygamma(add(m!, constantLike(m!, 1)), x!),
  ],
});

/**
 * Hurwitz' zeta function Σ (q + k)⁻ˣ over k = 0, 1, 2, …, element by element (`lax.zeta`), for x > 1.
 *
 * Operands are promoted, ints lifted to float, and broadcast. There is no derivative with respect to x: asking for it
 * throws TypeError, as complex operands do.
 *
 * @example
 * ```ts
 * console.log(String(lax.zeta(2, [1, 2]))); // => [1.644934   0.64493406]
 * ```
 */
export const zeta = binary({
  name: 'zeta',
  value: { float: zetaOfNumber },
  lift: 'inexact',
  derivatives: [
    { undefined: 'has no derivative with respect to the exponent x: wrap it in stopGradient' },
    (x, q) => mul(neg(x!), zeta(add(x!, constantLike(x!, 1)), q!)),
  ],
});
