import * as gamma from '../../reference/scalar/gamma.ts';
import type { Expression } from '../expression.ts';
import { log } from './logarithm.ts';
import type { FloatOperations, Operand } from './operations.ts';
import { sin, tan } from './trigonometric.ts';

/** Gamma functions in double precision, by the methods of reference/scalar/gamma.ts. */

/** log Γ(1+z) for -½ ≤ z ≤ 1½ */
const logGammaOnePlus = (f: FloatOperations, z: Expression): Expression => {
  const slope = f.quotient(f.add(z, 0.5), gamma.LOG_GAMMA_NUMERATOR, gamma.LOG_GAMMA_DENOMINATOR);
  const rest = f.add(gamma.LOG_GAMMA_CENTRE, f.mul(f.sub(z, 0.5), slope));
  return f.sub(0, f.mul(z, f.mul(f.sub(1, z), rest)));
};

/** How far x is from the nearest integers below and above, for x ≥ 0. */
const fractions = (f: FloatOperations, x: Expression): readonly [below: Expression, above: Expression] => {
  const below = f.sub(x, f.floor(x));
  return [below, f.sub(1, below)];
};

/** |sin πx| for x ≥ 0 */
const sinOfTurn = (f: FloatOperations, x: Expression): Expression => sin(f, f.mul(Math.PI, f.min(...fractions(f, x))));

export const lgamma = (f: FloatOperations, x: Expression): Expression => {
  const isReflected = f.not(f.less(-0.5, x));
  const size = f.select(isReflected, f.neg(x), x);

  const isMiddle = f.less(size, 10);
  const inverse = f.div(1, size);
  const correction = f.mul(inverse, f.polynomial(f.mul(inverse, inverse), gamma.STIRLING));
  const large = f.add(f.mul(f.sub(size, 0.5), f.sub(log(f, size), 1)), f.add(gamma.HALF_LOG_TWO_PI_OVER_E, correction));

  const isSmall = f.less(size, 0.5);
  // Γ(x) = (x - 1) (x - 2) … Γ(base) with a base below 2½
  let product: Operand = 1;
  for (let i = 1; i <= 8; i++) {
    const below = f.sub(size, i);
    product = f.mul(product, f.select(f.less(below, 1.5), 1, below));
  }
  const base = f.sub(size, f.max(0, f.floor(f.sub(size, 1.5))));
  const core = logGammaOnePlus(f, f.select(isSmall, size, f.sub(base, 1)));
  const logarithm = log(f, f.select(isSmall, f.abs(size), product));
  const small = f.select(isSmall, f.sub(core, logarithm), f.add(core, logarithm));

  const value = f.either(isMiddle, small, large);
  // Γ(x) = -π/(x·sin(πx)·Γ(-x))
  const sine = sinOfTurn(f, size);
  const reflected = f.sub(f.sub(gamma.LOG_PI, log(f, f.mul(size, sine))), value);
  const isPole = f.equal(x, f.floor(x));
  return f.branch(isReflected, f.select(isPole, Number.POSITIVE_INFINITY, reflected), value);
};

export const digamma = (f: FloatOperations, x: Expression): Expression => {
  const isNear = f.less(-1, x);
  const isShiftedOnce = f.less(0, x);
  const shifted = f.add(x, f.select(isShiftedOnce, 1, 2));
  const isRegular = f.not(f.less(x, 1));
  const size = f.select(isRegular, x, f.select(isNear, shifted, f.neg(x)));

  const isMiddle = f.less(size, 10);
  const inverse = f.div(1, size);
  const square = f.mul(inverse, inverse);
  const tail = f.add(f.mul(0.5, inverse), f.mul(square, f.polynomial(square, gamma.DIGAMMA_TAIL)));
  const large = f.sub(log(f, size), tail);

  // ψ(x) = 1/(x - 1) + 1/(x - 2) + … + ψ(base) with a base below 2, the sum kept as a fraction
  let [above, product]: [Operand, Operand] = [0, 1];
  for (let i = 1; i <= 8; i++) {
    const below = f.sub(size, i);
    const isPast = f.less(below, 1);
    const factor = f.select(isPast, 1, below);
    above = f.add(f.mul(above, factor), f.select(isPast, 0, product));
    product = f.mul(product, factor);
  }
  const base = f.sub(size, f.sub(f.floor(size), 1));
  const distance = f.sub(f.sub(base, gamma.DIGAMMA_ROOT), gamma.DIGAMMA_ROOT_LOW);
  const slope = f.quotient(f.sub(base, 1), gamma.DIGAMMA_NUMERATOR, gamma.DIGAMMA_DENOMINATOR);
  const small = f.add(f.div(above, product), f.mul(distance, slope));

  const value = f.either(isMiddle, small, large);
  const [past, left] = fractions(f, f.neg(x));
  const isPastHalf = f.less(0.5, past);
  const tangent = tan(f, f.mul(Math.PI, f.select(isPastHalf, left, past)));
  const cotangent = f.div(f.select(isPastHalf, -1, 1), tangent);
  const once = f.select(isShiftedOnce, value, f.sub(value, f.div(1, f.add(1, x))));
  const rest = f.sub(f.select(isNear, once, f.add(value, f.mul(Math.PI, cotangent))), f.div(1, x));
  return f.branch(f.not(isRegular), f.select(f.equal(x, f.floor(x)), Number.NaN, rest), value);
};

/** The derivative of digamma: ten terms of its series and Euler's and Maclaurin's formula, reflection below 0 (DLMF 5.15). */
export const trigamma = (f: FloatOperations, x: Expression): Expression => {
  const isReflected = f.less(x, 0);
  const size = f.select(isReflected, f.sub(1, x), x);
  const isSmall = f.less(size, 10);
  let terms: Operand = 0;
  for (let i = 9; i >= 0; i--) {
    const inverse = f.div(1, f.add(size, i));
    terms = f.add(terms, f.mul(inverse, inverse));
  }
  const inverse = f.div(1, f.select(isSmall, f.add(size, 10), size));
  const square = f.mul(inverse, inverse);
  const bernoulli = gamma.DIGAMMA_TAIL.map((value, k) => 2 * (k + 1) * value);
  const rest = f.add(f.mul(0.5, square), f.mul(f.mul(inverse, square), f.polynomial(square, bernoulli)));
  const value = f.add(f.branch(isSmall, terms, 0), f.add(inverse, rest));
  const ratio = f.div(Math.PI, sinOfTurn(f, f.neg(x)));
  return f.branch(isReflected, f.sub(f.mul(ratio, ratio), value), value);
};
