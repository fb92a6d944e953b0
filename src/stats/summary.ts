import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { defaultDType, promoteTypesInexact } from '../array/promotion.ts';
import { normalizeAxis } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { asArray, asPromoted } from '../numpy/convert.ts';
import { where } from '../numpy/indexing.ts';
import { refuseComplex } from '../numpy/methods/read.ts';
import { any, max, std, sum } from '../numpy/methods/reductions.ts';
import { nanstd } from '../numpy/nan-reductions.ts';
import { convertElementType } from '../primitives/convert.ts';
import { add, div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, ne } from '../primitives/elementwise/comparison.ts';
import { bitwiseAnd, bitwiseNot, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { sqrt } from '../primitives/elementwise/power.ts';
import { takeAlongAxis } from '../primitives/indexing/take.ts';
import { argmax } from '../primitives/reduction/arg-extremum.ts';
import { cummax, cummin, cumsum } from '../primitives/reduction/cumulative.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { iota } from '../primitives/shape/iota.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { sliceInDim } from '../primitives/shape/slice.ts';
import { argsort, sortKeyVal } from '../primitives/sort/sort.ts';

/** Statistics of samples. */

export type SemOptions = {
  /** The axis of the samples, 0 by default; null for all elements. */
  readonly axis?: number | null;
  /** What is taken off the number of samples; 1 by default. */
  readonly ddof?: number;
  /** Whether NaN makes the result NaN (`'propagate'`, the default) or is left out. */
  readonly nanPolicy?: 'propagate' | 'omit';
  readonly keepdims?: boolean;
};

/**
 * The standard error of the mean: the standard deviation over the square root of the number of samples.
 *
 * Throws RangeError for an axis that there is not, TypeError for another policy.
 *
 * @example
 * ```ts
 * console.log(stats.sem([1, 2, 3, 4, 5]).item()); // => 0.7071067690849304
 * ```
 */
export const sem = (a: ArrayLike, options: SemOptions = {}): NDArray => {
  checkOptions('sem', options, ['axis', 'ddof', 'nanPolicy', 'keepdims']);
  const { axis = 0, ddof = 1, nanPolicy = 'propagate', keepdims = false } = options;
  const [samples] = asPromoted('sem', [a], promoteTypesInexact);
  const how = { axis, ddof, keepdims };
  if (nanPolicy === 'omit') {
    const isNumber = convertElementType(eq(samples, samples), samples.dtype);
    return div(nanstd(samples, how), sqrt(sum(isNumber, { axis, keepdims })));
  }
  if (nanPolicy !== 'propagate')
    throw new TypeError(`sem: nanPolicy must be 'propagate' or 'omit', got ${JSON.stringify(nanPolicy)}`);
  const count = axis === null ? samples.size : samples.shape[normalizeAxis('sem', axis, samples.ndim)]!;
  return div(std(samples, how), Math.sqrt(count));
};

type Runs = {
  /** The elements in ascending order along the axis, and where each came from. */
  readonly sorted: NDArray;
  readonly order: NDArray;
  /** Whether an element is the first of those that equal it. */
  readonly isFirst: NDArray;
  readonly places: NDArray;
};

/** Equal elements next to each other; NaN equals NaN. */
const runsOf = (x: NDArray, axis: number): Runs => {
  const places = iota('int32', x.shape, axis);
  const [sorted, order] = sortKeyVal(x, places, { dimension: axis });
  const [before, after] = [sliceInDim(sorted, 0, -1, 1, axis), sliceInDim(sorted, 1, null, 1, axis)];
  const areSame = bitwiseOr(eq(before, after), bitwiseAnd(ne(before, before), ne(after, after)));
  const first = eq(sliceInDim(places, 0, 1, 1, axis), 0);
  return { sorted, order, isFirst: concatenate([first, bitwiseNot(areSame)], axis), places };
};

const asLines = (what: string, a: ArrayLike, axis: number | null): [x: NDArray, axis: number] => {
  const read = asArray(what, a);
  refuseComplex(what, read);
  const x = axis === null || read.ndim === 0 ? reshape(read, [read.size]) : read;
  return [x, axis === null ? 0 : normalizeAxis(what, axis, x.ndim)];
};

export type RankOptions = {
  /** Which rank equal elements get: the mean of theirs (the default), the least, the greatest, each its own, or no gaps. */
  readonly method?: 'average' | 'min' | 'max' | 'ordinal' | 'dense';
  /** The axis to rank along; null, the default, ranks all elements as one list. */
  readonly axis?: number | null;
};

/**
 * The ranks of elements in ascending order, from 1 on, as floats; NaN everywhere where there is a NaN.
 *
 * Throws TypeError for complex numbers and for an unknown method, RangeError for an axis that there is not.
 *
 * @example
 * ```ts
 * console.log(String(stats.rankdata([30, 10, 20, 20]))); // => [4.  1.  2.5 2.5]
 * ```
 */
export const rankdata = (a: ArrayLike, options: RankOptions = {}): NDArray => {
  checkOptions('rankdata', options, ['method', 'axis']);
  const { method = 'average', axis = null } = options;
  if (!['average', 'min', 'max', 'ordinal', 'dense'].includes(method)) {
    throw new TypeError(
      `rankdata: method must be 'average', 'min', 'max', 'ordinal' or 'dense', got ${JSON.stringify(method)}`,
    );
  }
  const [x, along] = asLines('rankdata', a, axis);
  if (x.size === 0) return convertElementType(x, defaultDType());
  const { order, isFirst, places } = runsOf(x, along);
  const count = x.shape[along]!;
  const inverse = argsort(order, { dimension: along });
  const ranksOf = (sorted: NDArray): NDArray =>
    convertElementType(takeAlongAxis(sorted, inverse, { axis: along }), defaultDType());
  const least = (): NDArray => ranksOf(add(cummax(where(isFirst, places, 0), along), 1));
  const greatest = (): NDArray => {
    const next = sliceInDim(isFirst, 1, null, 1, along);
    const last = eq(sliceInDim(places, 0, 1, 1, along), 0);
    const ends = where(concatenate([next, last], along), add(places, 1), count);
    return ranksOf(cummin(ends, along, { reverse: true }));
  };
  const ranks = {
    average: () => mul(add(least(), greatest()), 0.5),
    min: least,
    max: greatest,
    ordinal: () => convertElementType(add(inverse, 1), defaultDType()),
    dense: () => ranksOf(cumsum(convertElementType(isFirst, 'int32'), along)),
  }[method]();
  return where(any(ne(x, x), { axis: along, keepdims: true }), Number.NaN, ranks);
};

export type ModeOptions = {
  /** The axis of the samples, 0 by default; null for all elements. */
  readonly axis?: number | null;
  readonly keepdims?: boolean;
};

/**
 * The most frequent element, the least of several, and how often it occurs: `[mode, count]`.
 *
 * Throws TypeError for complex numbers, RangeError for an axis that there is not or that is empty.
 *
 * @example
 * ```ts
 * const [mode, count] = stats.mode([3, 1, 3, 2, 1, 3]);
 * console.log(mode.item(), count.item()); // => 3 3
 * ```
 */
export const mode = (a: ArrayLike, options: ModeOptions = {}): [mode: NDArray, count: NDArray] => {
  checkOptions('mode', options, ['axis', 'keepdims']);
  const { axis = 0, keepdims = false } = options;
  const given = asArray('mode', a);
  const [x, along] = asLines('mode', given, axis);
  if (x.shape[along] === 0) throw new RangeError(`mode: there are no samples in ${avalString(x)}`);
  const { sorted, isFirst, places } = runsOf(x, along);
  const lengths = add(sub(places, cummax(where(isFirst, places, 0), along)), 1);
  const shape = x.shape.map((extent, k) => (k === along ? 1 : extent));
  const place = reshape(argmax(lengths, along, 'int32'), shape);
  const kept = axis === null ? given.shape.map(() => 1) : shape;
  const output = keepdims ? kept : x.shape.filter((_, k) => k !== along);
  const value = reshape(takeAlongAxis(sorted, place, { axis: along }), output);
  return [value, reshape(max(lengths, { axis: along }), output)];
};
