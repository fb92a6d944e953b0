import type { NDArray } from '../array/ndarray.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { mul } from '../primitives/elementwise/arithmetic.ts';
import { gt } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { log, log1p } from '../primitives/elementwise/exponential.ts';
import { square } from '../primitives/elementwise/power.ts';
import { select } from '../primitives/elementwise/select.ts';

/** Distributions whose densities fall as powers do have values far out, where squares leave the range of floats. */

/**
 * Whether 1 + z² is z² to the last digit, and z where it is not and where it is, with 1 elsewhere. Squares of what is far leave the
 * range of floats, and with them derivatives that do not.
 */
export const parted = (z: NDArray): { readonly isFar: NDArray; readonly near: NDArray; readonly far: NDArray } => {
  const isFar = gt(abs(z), z.dtype === 'float32' ? 2 ** 12 : 2 ** 27);
  const one = constantLike(z, 1);
  return { isFar, near: select(isFar, one, z), far: select(isFar, z, one) };
};

/** log(1 + z²). */
export const logOfOneAndSquare = (z: NDArray): NDArray => {
  const { isFar, near, far } = parted(z);
  return select(isFar, mul(log(abs(far)), 2), log1p(square(near)));
};
