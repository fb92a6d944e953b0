import { remainderInt32, remainderUint32, rem as remOfNumbers } from '../../reference/scalar/rounding.ts';
import { abs, sign } from './absolute.ts';
import { div, mul, neg } from './arithmetic.ts';
import { binary } from './nary.ts';
import { floor } from './rounding.ts';

/**
 * What is left of x after division by y, with the sign of x, element by element (`lax.rem`, `numpy.fmod`).
 *
 * Operands are promoted and broadcast. x - y·trunc(x / y) without rounding; for ints x itself where y is 0, as in XLA,
 * for floats NaN. Throws TypeError for bools and complex numbers, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.rem([5, -5], 3))); // => [ 2. -2.]
 * ```
 */
export const rem = binary({
  name: 'rem',
  value: { float: remOfNumbers, int: remainderInt32, uint: remainderUint32 },
  derivatives: [
    { tangent: tangent => tangent },
    (x, y) => {
      const quotient = div(x!, y!);
      return neg(mul(sign(quotient), floor(abs(quotient))));
    },
  ],
});
