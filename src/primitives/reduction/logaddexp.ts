import { isComplex } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import * as complexScalar from '../../reference/scalar/complex.ts';
import { sub } from '../elementwise/arithmetic.ts';
import { eq } from '../elementwise/comparison.ts';
import { real } from '../elementwise/complex.ts';
import { constantLike } from '../elementwise/constant.ts';
import { exp } from '../elementwise/exponential.ts';
import type { ComplexResult, Kernels } from '../elementwise/kernels.ts';
import { binary } from '../elementwise/nary.ts';
import { select } from '../elementwise/select.ts';
import { type Monoid, maximum } from './monoid.ts';

const logAddExpOfNumbers = (x: number, y: number): number => {
  const distance = Math.abs(x - y);
  // infinities of one sign have no distance, nor has NaN
  return Number.isNaN(distance) ? x + y : Math.max(x, y) + Math.log1p(Math.exp(-distance));
};

const inHalfTurn = (angle: number): number => {
  const turned = (angle + Math.PI) % (2 * Math.PI);
  return (turned < 0 ? turned + 2 * Math.PI : turned) - Math.PI;
};

const logAddExpOfComplex = (a: number, b: number, c: number, d: number): ComplexResult => {
  const [re, im] = maximum.kernels.complex!(a, b, c, d);
  const [expRe, expIm] = complexScalar.exp(a + c - 2 * re, b + d - 2 * im);
  const [logRe, logIm] = complexScalar.log1p(expRe, expIm);
  return [re + logRe, inHalfTurn(im + logIm)];
};

const kernels: Kernels = { float: logAddExpOfNumbers, complex: logAddExpOfComplex };

/** log(eˣ + eʸ) as a monoid. */
export const logAddition: Monoid = { kernels, identity: () => Number.NEGATIVE_INFINITY };

/** x with 0 in the place of inf, whose differences from itself would be NaN. */
const withoutInfinity = (x: NDArray): NDArray => {
  const part = isComplex(x.dtype) ? real(x) : x;
  return select(eq(part, constantLike(part, Number.POSITIVE_INFINITY)), constantLike(x, 0), x);
};

/** The derivative of log(eˣ + eʸ) with respect to x, as JAX has it at infinities. */
export const logaddexpShare = (x: NDArray, value: NDArray): NDArray =>
  exp(sub(withoutInfinity(x), withoutInfinity(value)));

/**
 * log(eˣ + eʸ), element by element, without overflow (`numpy.logaddexp`).
 *
 * Operands are promoted and broadcast, ints are lifted to float; the imaginary part of complex results lies between -π
 * and π. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.logaddexp([0, 3], [0, 3]))); // => [0.6931472 3.6931472]
 * ```
 */
export const logaddexp: (x: ArrayLike, y: ArrayLike) => NDArray = binary({
  name: 'logaddexp',
  value: kernels,
  lift: 'inexact',
  derivatives: [(x, _, value) => logaddexpShare(x!, value!), (_, y, value) => logaddexpShare(y!, value!)],
});
