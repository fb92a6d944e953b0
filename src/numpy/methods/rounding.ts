import { isComplex, kindOf } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { broadcastShapes } from '../../array/shape.ts';
import { avalString } from '../../core/aval.ts';
import { div, mul } from '../../primitives/elementwise/arithmetic.ts';
import { complex, conj as laxConj, imag as laxImag, real as laxReal } from '../../primitives/elementwise/complex.ts';
import { constantLike } from '../../primitives/elementwise/constant.ts';
import { max, min } from '../../primitives/elementwise/extrema.ts';
import { ceil as laxCeil, floor as laxFloor, round as laxRound } from '../../primitives/elementwise/rounding.ts';
import { zerosLike } from '../../primitives/linear.ts';
import { readAligned, readArray, refuseComplex } from './read.ts';

const isExact = (x: NDArray): boolean => kindOf(x.dtype) === 'int' || kindOf(x.dtype) === 'bool';

export const floor = (x: ArrayLike): NDArray => {
  const operand = readArray('floor', x);
  return isExact(operand) ? operand : laxFloor(operand);
};

export const ceil = (x: ArrayLike): NDArray => {
  const operand = readArray('ceil', x);
  return isExact(operand) ? operand : laxCeil(operand);
};

/** To the nearest integer, from half-way to the even one. */
export const roundHalfEven = (x: NDArray): NDArray => laxRound(x, { roundingMethod: 'toNearestEven' });

export type RoundOptions = {
  /** The number of decimals that stay; 0 by default, negative ones round to tens, hundreds and so on. */
  readonly decimals?: number;
};

export const round = (x: ArrayLike, options: RoundOptions = {}): NDArray => {
  checkOptions('round', options, ['decimals']);
  const { decimals = 0 } = options;
  const operand = readArray('round', x);
  if (!Number.isInteger(decimals)) throw new TypeError(`round: decimals must be an integer, got ${decimals}`);
  if (isExact(operand)) {
    if (decimals < 0)
      throw new RangeError(
        `round: ${avalString(operand)} cannot be rounded to ${decimals} decimals: convert to float first`,
      );
    return operand;
  }
  // Rounding beyond what the dtype can hold changes nothing.
  if (decimals > (operand.dtype === 'float32' || operand.dtype === 'complex64' ? 38 : 308)) return operand;
  const roundReal = (part: NDArray): NDArray => {
    if (decimals === 0) return roundHalfEven(part);
    const factor = constantLike(part, 10 ** decimals);
    return div(roundHalfEven(mul(part, factor)), factor);
  };
  return isComplex(operand.dtype)
    ? complex(roundReal(laxReal(operand)), roundReal(laxImag(operand)))
    : roundReal(operand);
};

export const maximum = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = readAligned('maximum', [x, y]) as [NDArray, NDArray];
  return max(a, b);
};

export const minimum = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = readAligned('minimum', [x, y]) as [NDArray, NDArray];
  return min(a, b);
};

export const clip = (x: ArrayLike, low: ArrayLike | null = null, high: ArrayLike | null = null): NDArray => {
  // A plain number is read beside its bounds, as an operand of theirs.
  let result: ArrayLike = x;
  const operands = [x, low, high].filter(operand => operand !== null && typeof operand !== 'number');
  broadcastShapes(
    'clip',
    operands.map(operand => readArray('clip', operand!).shape),
  );
  if (low !== null) result = maximum(low, result);
  if (high !== null) result = minimum(high, result);
  const clipped = readArray('clip', result);
  refuseComplex('clip', clipped);
  return clipped;
};

export const conj = (x: ArrayLike): NDArray => {
  const operand = readArray('conj', x);
  return isComplex(operand.dtype) ? laxConj(operand) : operand;
};

export const real = (x: ArrayLike): NDArray => {
  const operand = readArray('real', x);
  return isComplex(operand.dtype) ? laxReal(operand) : operand;
};

export const imag = (x: ArrayLike): NDArray => {
  const operand = readArray('imag', x);
  return isComplex(operand.dtype) ? laxImag(operand) : zerosLike(operand);
};
