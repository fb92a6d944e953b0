import { filled } from '../array/create.ts';
import { isComplex } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions, type NoOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { broadcastShapes } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { convGeneralDilated } from '../primitives/contraction/conv.ts';
import { add, mul, neg } from '../primitives/elementwise/arithmetic.ts';
import { conj } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { addAt } from '../primitives/indexing/update-array.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { rev } from '../primitives/shape/rev.ts';
import { indexInDim, sliceInDim } from '../primitives/shape/slice.ts';
import { shown } from '../util/errors.ts';
import { asPromoted } from './convert.ts';
import { array } from './creation.ts';
import { divide, multiply } from './methods/arithmetic.ts';

/** Polynomials are vectors of coefficients, that of the highest power first. */

const checkVector = (what: string, x: NDArray): void => {
  if (x.ndim !== 1) throw new RangeError(`${what}: a vector is needed, got ${avalString(x)}`);
};

/** How much of a convolution is kept. */
export type ConvolveMode = 'full' | 'same' | 'valid';

const convolution = (what: string, x: ArrayLike, y: ArrayLike, mode: ConvolveMode, reversed: boolean): NDArray => {
  const [a, b] = asPromoted(what, [x, y], promoteTypesInexact);
  for (const operand of [a, b]) {
    checkVector(what, operand);
    if (operand.size === 0)
      throw new RangeError(`${what}: the arguments must not be empty, got ${avalString(operand)}`);
  }
  const second = reversed || !isComplex(b.dtype) ? b : conj(b);
  const swapped = a.size < second.size;
  const [long, short] = swapped ? [second, a] : [a, second];
  const n = short.size;
  const paddings = {
    valid: [0, 0],
    same: [Math.floor(n / 2), n - Math.floor(n / 2) - 1],
    full: [n - 1, n - 1],
  } as const;
  const padding = paddings[mode];
  if (padding === undefined)
    throw new TypeError(`${what}: mode must be 'full', 'same' or 'valid', got ${JSON.stringify(mode)}`);
  const kernel = reversed ? rev(short, [0]) : short;
  const result = convGeneralDilated(
    expandDims(long, [0, 1]),
    expandDims(kernel, [0, 1]),
    [1],
    [[padding[0], padding[1]]],
  );
  const line = reshape(result, [result.size]);
  return !reversed && swapped ? rev(line, [0]) : line;
};

export type ConvolveOptions = { readonly mode?: ConvolveMode };

/**
 * The convolution of two vectors: the coefficients of the product of two polynomials.
 *
 * Ints are lifted to float. Throws RangeError for arguments that are not 1-D or empty.
 *
 * @example
 * ```ts
 * console.log(String(np.convolve([1, 2, 3], [0, 1, 0.5]))); // => [0.  1.  2.5 4.  1.5]
 * ```
 */
export const convolve = (x: ArrayLike, y: ArrayLike, options: ConvolveOptions = {}): NDArray => {
  checkOptions('convolve', options, ['mode']);
  const { mode = 'full' } = options;
  return convolution('convolve', x, y, mode, true);
};

/**
 * The cross-correlation of two vectors: sums of products with the second, conjugated, moved along the first.
 *
 * Throws RangeError for arguments that are not 1-D or empty.
 *
 * @example
 * ```ts
 * console.log(String(np.correlate([1, 2, 3], [0, 1, 0.5]))); // => [3.5]
 * ```
 */
export const correlate = (x: ArrayLike, y: ArrayLike, options: ConvolveOptions = {}): NDArray => {
  checkOptions('correlate', options, ['mode']);
  const { mode = 'valid' } = options;
  return convolution('correlate', x, y, mode, false);
};

/**
 * The values of a polynomial at x, by Horner's rule.
 *
 * Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(np.polyval([3, 0, 1], 5).item()); // => 76
 * ```
 */
export const polyval = (p: ArrayLike, x: ArrayLike): NDArray => {
  const [coefficients, at] = asPromoted('polyval', [p, x]);
  if (coefficients.ndim === 0)
    throw new RangeError(`polyval: the coefficients must be a vector, got ${avalString(coefficients)}`);
  const shape = broadcastShapes('polyval', [coefficients.shape.slice(1), at.shape]);
  const points = broadcastTo(at, shape);
  let value: NDArray = filled(shape, at.dtype, 0);
  for (let i = 0; i < coefficients.shape[0]!; i++) {
    const coefficient = broadcastTo(indexInDim(coefficients, i, 0, false), shape);
    value = i === 0 ? coefficient : add(mul(value, points), coefficient);
  }
  return value;
};

const joined = (what: string, p: ArrayLike, q: ArrayLike, sign: 1 | -1): NDArray => {
  const [a, second] = asPromoted(what, [p, q]);
  checkVector(what, a);
  checkVector(what, second);
  const b = sign === 1 ? second : neg(second);
  const [long, short] = b.size <= a.size ? [a, b] : [b, a];
  return addAt(long, `${long.size - short.size}:`, short);
};

/**
 * The sum of two polynomials.
 *
 * @example
 * ```ts
 * console.log(String(np.polyadd([1, 2], [9, 5, 4]))); // => [9. 6. 6.]
 * ```
 */
export const polyadd = (p: ArrayLike, q: ArrayLike): NDArray => joined('polyadd', p, q, 1);

/**
 * The difference of two polynomials.
 *
 * @example
 * ```ts
 * console.log(String(np.polysub([2, 10, -2], [3, 10, -4]))); // => [-1.  0.  2.]
 * ```
 */
export const polysub = (p: ArrayLike, q: ArrayLike): NDArray => joined('polysub', p, q, -1);

/**
 * The product of two polynomials.
 *
 * @example
 * ```ts
 * console.log(String(np.polymul([1, 2, 3], [9, 5, 1]))); // => [ 9. 23. 38. 17.  3.]
 * ```
 */
export const polymul = (p: ArrayLike, q: ArrayLike, options: NoOptions = {}): NDArray => {
  checkOptions('polymul', options, []);
  return convolution('polymul', p, q, 'full', true);
};

const checkOrder = (what: string, m: number): void => {
  if (!Number.isInteger(m) || m < 0)
    throw new RangeError(`${what}: the order must be a non-negative integer, got ${shown(m)}`);
};

/** n·(n-1)·… with `count` factors. */
const fallingFactorial = (n: number, count: number): number => {
  let product = 1;
  for (let i = 0; i < count; i++) product *= n - i;
  return product;
};

/**
 * The derivative of a polynomial, or the m-th.
 *
 * Throws RangeError for a negative order.
 *
 * @example
 * ```ts
 * console.log(String(np.polyder([1, 1, 1, 1]))); // => [3. 2. 1.]
 * ```
 */
export const polyder = (p: ArrayLike, options: { readonly m?: number } = {}): NDArray => {
  checkOptions('polyder', options, ['m']);
  const { m = 1 } = options;
  const [coefficients] = asPromoted('polyder', [p], promoteTypesInexact);
  checkVector('polyder', coefficients);
  checkOrder('polyder', m);
  const count = Math.max(0, coefficients.size - m);
  const factors = Array.from({ length: count }, (_, i) => fallingFactorial(coefficients.size - 1 - i, m));
  return multiply(sliceInDim(coefficients, 0, count), array(factors, { dtype: coefficients.dtype }));
};

export type PolyintOptions = {
  /** How often to integrate; 1 by default. */
  readonly m?: number;
  /** The constants of integration, the first one first, or one for all; 0 by default. */
  readonly k?: ArrayLike;
};

/**
 * An integral of a polynomial, or the m-th.
 *
 * Throws RangeError for a negative order, or where there is not one constant for each integration.
 *
 * @example
 * ```ts
 * console.log(String(np.polyint([3, 2, 1]))); // => [1. 1. 1. 0.]
 * ```
 */
export const polyint = (p: ArrayLike, options: PolyintOptions = {}): NDArray => {
  checkOptions('polyint', options, ['m', 'k']);
  const { m = 1, k = 0 } = options;
  const [coefficients, constants] = asPromoted('polyint', [p, k], promoteTypesInexact);
  checkVector('polyint', coefficients);
  checkOrder('polyint', m);
  if (m === 0) return coefficients;
  if (constants.size !== 1 && constants.size !== m)
    throw new RangeError(`polyint: ${constants.size} constants for ${m} integrations`);
  const n = coefficients.size + m;
  const factors = Array.from({ length: n }, (_, i) => {
    let product = 1;
    for (let j = 0; j < m; j++) product *= Math.max(1, n - 1 - i - j);
    return product;
  });
  const all = concatenate([coefficients, broadcastTo(reshape(constants, [constants.size]), [m])], 0);
  return divide(all, array(factors, { dtype: constantLike(coefficients, 0).dtype }));
};
