import type { NDArray } from '../array/ndarray.ts';
import { where } from '../numpy/indexing.ts';
import { convertElementType } from '../primitives/convert.ts';
import { div, mul, neg } from '../primitives/elementwise/arithmetic.ts';
import { gt, lt } from '../primitives/elementwise/comparison.ts';
import { exp, expm1, log, log1p } from '../primitives/elementwise/exponential.ts';
import { bitwiseOr } from '../primitives/elementwise/logical.ts';

/** One less a probability, to its last digits at both ends, and what is made of exp(-exp(u)) without overflow. */

/** u, but no more than 20: exp(-exp(20)) is 0 already, with a slope of 0, which 0 · ∞ further out would not be. */
export const capped = (u: NDArray): NDArray => where(gt(u, 20), 20, u);

/** exp(-exp(u)). */
export const expMinusExp = (u: NDArray): NDArray => exp(neg(exp(capped(u))));

/** The density of a Gumbel distribution of this scale: what exp(-exp(u)) falls by. */
export const gumbelDensity = (u: NDArray, scale: NDArray): NDArray => div(mul(exp(capped(u)), expMinusExp(u)), scale);

/** log(1 - exp(-x)) for positive x. */
export const logOneMinusExp = (x: NDArray): NDArray => {
  const isSmall = lt(x, Math.LN2);
  const small = log(neg(expm1(neg(where(isSmall, x, 1)))));
  return where(isSmall, small, log1p(neg(exp(neg(where(isSmall, 1, x))))));
};

/** log(1 - exp(-exp(u))), which is u far to the left, and 0 far to the right. */
export const logOneMinusExpExp = (u: NDArray): NDArray => {
  const [isLow, isHigh] = [lt(u, -40), gt(u, 7)];
  const middle = logOneMinusExp(exp(where(bitwiseOr(isLow, isHigh), 0, u)));
  return where(isLow, u, where(isHigh, 0, middle));
};

/** The logarithm of a probability, by way of double precision: the probability itself may be too small for single precision. */
export const logOfProbability = <Operands extends readonly [NDArray, ...NDArray[]]>(
  probability: (...operands: Operands) => NDArray,
  operands: Operands,
): NDArray => {
  const wide = operands.map(operand => convertElementType(operand, 'float64')) as unknown as Operands;
  return convertElementType(log(probability(...wide)), operands[0].dtype);
};
