import { isInteger, kindOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, elementAt, type NDArray } from '../../array/ndarray.ts';
import { promoteTypesInexact } from '../../array/promotion.ts';
import { avalString } from '../../core/aval.ts';
import { abs as laxAbs, sign as laxSign } from '../../primitives/elementwise/absolute.ts';
import {
  div,
  integerPow,
  add as laxAdd,
  mul as laxMul,
  sub as laxSub,
  neg,
} from '../../primitives/elementwise/arithmetic.ts';
import { shiftRightLogical } from '../../primitives/elementwise/bits.ts';
import { eq, lt, ne } from '../../primitives/elementwise/comparison.ts';
import { constantLike } from '../../primitives/elementwise/constant.ts';
import { alignShapes } from '../../primitives/elementwise/construct.ts';
import { bitwiseAnd, bitwiseOr } from '../../primitives/elementwise/logical.ts';
import { square as laxSquare, pow } from '../../primitives/elementwise/power.ts';
import { rem } from '../../primitives/elementwise/remainder.ts';
import { round as laxRound } from '../../primitives/elementwise/rounding.ts';
import { select } from '../../primitives/elementwise/select.ts';
import { promoteNumeric, readAligned, readOperands, readPromoted, refuseComplex } from './read.ts';

/** NumPy's arithmetic, where it is more than a primitive. */

export const add = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = readAligned('add', [x, y]) as [NDArray, NDArray];
  return a.dtype === 'bool' ? bitwiseOr(a, b) : laxAdd(a, b);
};

export const subtract = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = readAligned('subtract', [x, y]) as [NDArray, NDArray];
  return laxSub(a, b);
};

export const multiply = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = readAligned('multiply', [x, y]) as [NDArray, NDArray];
  return a.dtype === 'bool' ? bitwiseAnd(a, b) : laxMul(a, b);
};

export const divide = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = readAligned('divide', [x, y], promoteTypesInexact) as [NDArray, NDArray];
  return div(a, b);
};

export const negative = (x: ArrayLike): NDArray => neg(readOperands('negative', [x])[0]!);

export const absolute = (x: ArrayLike): NDArray => {
  const operand = readOperands('absolute', [x])[0]!;
  return operand.dtype === 'bool' || operand.dtype === 'uint32' ? operand : laxAbs(operand);
};

/** Quotient, rounded down, and remainder of floats, the latter with the divisor's sign. */
export const floatDivmod = (x: NDArray, y: NDArray): [quotient: NDArray, remainder: NDArray] => {
  const mod = rem(x, y);
  const quotient = div(select(eq(y, constantLike(y, 0)), x, laxSub(x, mod)), y);
  const other = bitwiseAnd(ne(mod, constantLike(mod, 0)), ne(laxSign(y), laxSign(mod)));
  return [
    laxRound(select(other, laxSub(quotient, constantLike(quotient, 1)), quotient)),
    select(other, laxAdd(mod, y), mod),
  ];
};

const intFloorDivide = (x: NDArray, y: NDArray): NDArray => {
  const quotient = div(x, y);
  if (x.dtype === 'uint32') return quotient;
  const inexact = bitwiseAnd(ne(laxSign(x), laxSign(y)), ne(rem(x, y), constantLike(y, 0)));
  return select(inexact, laxSub(quotient, constantLike(quotient, 1)), quotient);
};

export const floorDivide = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = readAligned('floorDivide', [x, y], promoteNumeric) as [NDArray, NDArray];
  refuseComplex('floorDivide', a);
  return isInteger(a.dtype) ? intFloorDivide(a, b) : floatDivmod(a, b)[0];
};

export const remainder = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = readAligned('remainder', [x, y], promoteNumeric) as [NDArray, NDArray];
  refuseComplex('remainder', a);
  const zero = constantLike(a, 0);
  const divisor = isInteger(b.dtype) ? select(eq(b, constantLike(b, 0)), constantLike(b, 1), b) : b;
  const truncated = rem(a, divisor);
  const other = bitwiseAnd(ne(lt(truncated, zero), lt(divisor, zero)), ne(truncated, zero));
  return select(other, laxAdd(truncated, divisor), truncated);
};

/** An exponent that is a known integer: such powers are products, and differentiable at 0. */
const integerExponent = (y: ArrayLike): number | undefined => {
  if (typeof y === 'number') return Number.isSafeInteger(y) ? y : undefined;
  return y instanceof ConcreteArray && y.ndim === 0 && isInteger(y.dtype) ? (elementAt(y, 0) as number) : undefined;
};

/** Integer powers of integers, by squaring; more than six bits of exponent would overflow for any base but 0 and ±1. */
const integerPower = (x: NDArray, y: NDArray): NDArray => {
  const [zero, one] = [constantLike(y, 0), constantLike(y, 1)];
  let result = select(bitwiseAnd(eq(x, zero), ne(y, zero)), zero, one);
  let [base, exponent] = [x, y];
  for (let bit = 0; bit < 6; bit++) {
    result = select(ne(bitwiseAnd(exponent, one), zero), laxMul(result, base), result);
    base = laxMul(base, base);
    exponent = shiftRightLogical(exponent, one);
  }
  return result;
};

export const power = (x: ArrayLike, y: ArrayLike): NDArray => {
  const exponent = integerExponent(y);
  if (exponent !== undefined) {
    const operand = readPromoted('power', [x], promoteNumeric)[0]!;
    if (exponent < 0 && isInteger(operand.dtype)) {
      throw new TypeError(
        `power: ${avalString(operand)} cannot be raised to the negative power ${exponent}: convert it to float first`,
      );
    }
    return integerPow(operand, exponent);
  }
  const [a, b] = alignShapes('power', readOperands('power', [x, y])) as [NDArray, NDArray];
  const [base, raised] = readPromoted('power', [a, b], promoteNumeric) as [NDArray, NDArray];
  if (isInteger(base.dtype)) return integerPower(base, raised);
  // An integer exponent keeps its dtype, so that the derivative at 0 is right.
  return kindOf(a.dtype) !== 'int' && kindOf(a.dtype) !== 'bool' && isInteger(b.dtype) ? pow(a, b) : pow(base, raised);
};

export const square = (x: ArrayLike): NDArray => laxSquare(readPromoted('square', [x], promoteNumeric)[0]!);
