import type { NDArray } from '../../array/ndarray.ts';
import { add, mul } from '../elementwise/arithmetic.ts';
import { max, min, shareOfExtremum } from '../elementwise/extrema.ts';
import type { Combine } from './associative-scan.ts';
import { logaddexp, logaddexpShare } from './logaddexp.ts';

/**
 * Functions of two operands that carry tangents along: elements are pairs of a value and its tangent. Reductions that are
 * not linear are differentiated by reducing such pairs, since that holds at zeros and ties too.
 */

type Factor = (x: NDArray, y: NDArray, value: NDArray) => NDArray;

/** `factor` is the derivative with respect to the first operand; the functions are symmetric in theirs. */
const symmetric =
  (f: (x: NDArray, y: NDArray) => NDArray, factor: Factor): Combine =>
  ([x, xTangent], [y, yTangent]) => {
    const value = f(x!, y!);
    return [value, add(mul(xTangent!, factor(x!, y!, value)), mul(yTangent!, factor(y!, x!, value)))];
  };

export const dualProduct: Combine = symmetric(mul, (_, y) => y);
export const dualMaximum: Combine = symmetric(max, shareOfExtremum);
export const dualMinimum: Combine = symmetric(min, shareOfExtremum);
export const dualLogAddExp: Combine = symmetric(logaddexp, (x, _, value) => logaddexpShare(x, value));
