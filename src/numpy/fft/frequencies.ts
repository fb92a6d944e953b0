import { checkDType } from '../../array/create.ts';
import { type DType, isFloating } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { defaultDType } from '../../array/promotion.ts';
import { normalizeAxis } from '../../array/shape.ts';
import { shown } from '../../util/errors.ts';
import { range } from '../../util/range.ts';
import { asArray } from '../convert.ts';
import { array } from '../creation.ts';
import { roll } from '../rearranging.ts';

export type FrequencyOptions = {
  /** How far apart the samples are; 1 by default. */
  readonly d?: number;
  /** A float dtype; the default one by default. */
  readonly dtype?: DType;
};

const frequencies = (what: string, n: number, options: FrequencyOptions, steps: (n: number) => number[]): NDArray => {
  checkOptions(`fft.${what}`, options, ['d', 'dtype']);
  const { d = 1, dtype = defaultDType() } = options;
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`fft.${what}: the number of samples must be a positive integer, got ${shown(n)}`);
  if (typeof d !== 'number') throw new TypeError(`fft.${what}: the spacing d must be a number, got ${shown(d)}`);
  if (!isFloating(checkDType(`fft.${what}`, dtype)))
    throw new TypeError(`fft.${what}: frequencies cannot have dtype ${dtype}: use float32 or float64`);
  return array(
    steps(n).map(step => step / (n * d)),
    { dtype },
  );
};

/**
 * The frequencies that the elements of `fft` belong to, in cycles per unit of the samples' spacing.
 *
 * Throws RangeError unless n is a positive integer, TypeError for dtypes that are not float.
 *
 * @example
 * ```ts
 * console.log(String(np.fft.fftfreq(4))); // => [ 0.    0.25 -0.5  -0.25]
 * ```
 */
export const fftfreq = (n: number, options: FrequencyOptions = {}): NDArray =>
  frequencies('fftfreq', n, options, count => Array.from({ length: count }, (_, k) => (2 * k < count ? k : k - count)));

/**
 * The frequencies that the elements of `rfft` belong to, in cycles per unit of the samples' spacing.
 *
 * Throws RangeError unless n is a positive integer, TypeError for dtypes that are not float.
 *
 * @example
 * ```ts
 * console.log(String(np.fft.rfftfreq(4))); // => [0.   0.25 0.5 ]
 * ```
 */
export const rfftfreq = (n: number, options: FrequencyOptions = {}): NDArray =>
  frequencies('rfftfreq', n, options, count => Array.from({ length: Math.floor(count / 2) + 1 }, (_, k) => k));

export type ShiftOptions = {
  /** The axis or axes; all by default. */
  readonly axes?: number | readonly number[];
};

const shifted = (what: string, x: ArrayLike, options: ShiftOptions, by: (n: number) => number): NDArray => {
  checkOptions(what, options, ['axes']);
  const { axes } = options;
  const operand = asArray(what, x);
  const given = axes === undefined ? range(operand.shape.length) : [axes].flat();
  const axis = given.map(one => normalizeAxis(what, one, operand.ndim));
  if (axis.length === 0) return operand;
  return roll(
    operand,
    axis.map(one => by(operand.shape[one]!)),
    { axis },
  );
};

/**
 * x with the element that belongs to frequency 0 in the middle, along the given axes or all.
 *
 * Throws RangeError for an axis that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(np.fft.fftshift([0, 1, 2, -2, -1]))); // => [-2. -1.  0.  1.  2.]
 * ```
 */
export const fftshift = (x: ArrayLike, options: ShiftOptions = {}): NDArray =>
  shifted('fft.fftshift', x, options, n => Math.floor(n / 2));

/**
 * The inverse of `fftshift`: the element that belongs to frequency 0 comes first again.
 *
 * Throws RangeError for an axis that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(np.fft.ifftshift([-2, -1, 0, 1, 2]))); // => [ 0.  1.  2. -2. -1.]
 * ```
 */
export const ifftshift = (x: ArrayLike, options: ShiftOptions = {}): NDArray =>
  shifted('fft.ifftshift', x, options, n => -Math.floor(n / 2));
