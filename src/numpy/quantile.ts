import type { ArrayLike, NDArray, ReductionOptions } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { normalizeAxes, sizeOf } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { knownValue } from '../core/tracer.ts';
import { convertElementType } from '../primitives/convert.ts';
import { add, div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, le, lt } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { max, min } from '../primitives/elementwise/extrema.ts';
import { bitwiseNot, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { ceil, floor } from '../primitives/elementwise/rounding.ts';
import { select } from '../primitives/elementwise/select.ts';
import { takeAlongAxis } from '../primitives/indexing/take.ts';
import { cumsum } from '../primitives/reduction/cumulative.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { sliceInDim } from '../primitives/shape/slice.ts';
import { moveAxis, transpose } from '../primitives/shape/transpose.ts';
import { sort, sortKeyVal } from '../primitives/sort/sort.ts';
import { rangeWithout } from '../util/range.ts';
import { asArray, asPromoted } from './convert.ts';
import { refuseComplex } from './methods/read.ts';
import { any, sum } from './methods/reductions.ts';
import { isNaNOf } from './truth.ts';
import { spreadWeights } from './weights.ts';

/** How a quantile between two elements is found. */
export type QuantileMethod = 'linear' | 'lower' | 'higher' | 'midpoint' | 'nearest' | 'inverted_cdf';

const quantileMethods: readonly QuantileMethod[] = ['linear', 'lower', 'higher', 'midpoint', 'nearest', 'inverted_cdf'];

export type QuantileOptions = ReductionOptions & {
  /** What lies between two elements: `'linear'` interpolation by default. */
  readonly method?: QuantileMethod;
  /** How much each element counts: of the array's shape, or of the extents of the axes; with the method `'inverted_cdf'` only. */
  readonly weights?: ArrayLike;
};

/** The elements between which quantiles are sought, as the last axis. */
const linesOf = (x: NDArray, axes: readonly number[]): NDArray => {
  const kept = rangeWithout(x.shape.length, axes);
  const shape = kept.map(axis => x.shape[axis]!);
  return reshape(transpose(x, [...kept, ...axes]), [...shape, sizeOf(axes.map(axis => x.shape[axis]!))]);
};

/** For the share q of `whole`. */
const quantilesOf = (
  what: string,
  x: ArrayLike,
  shares: ArrayLike,
  whole: 1 | 100,
  options: QuantileOptions,
  skipNaN: boolean,
): NDArray => {
  checkOptions(what, options, ['axis', 'keepdims', 'method', 'weights']);
  const { axis = null, keepdims = false, method = 'linear', weights } = options;
  if (!quantileMethods.includes(method)) {
    throw new TypeError(`${what}: method must be one of ${quantileMethods.join(', ')}, got ${JSON.stringify(method)}`);
  }
  if (weights !== undefined && method !== 'inverted_cdf') {
    throw new TypeError(`${what}: weights need the method 'inverted_cdf', got '${method}'`);
  }
  const [operand, given] = asPromoted(what, weights === undefined ? [x] : [x, weights], promoteTypesInexact) as [
    NDArray,
    NDArray?,
  ];
  refuseComplex(what, operand);
  const q = probability(what, operand, shares, whole);
  if (q.ndim > 1) throw new RangeError(`${what}: q must be a scalar or a vector, got ${avalString(q)}`);
  const along = normalizeAxes(what, axis, operand.ndim);
  const axes = [...along].sort((a, b) => a - b);
  const lines = linesOf(operand, axes);
  const last = lines.ndim - 1;
  const stack = lines.shape.slice(0, last);
  const hasNaN = any(isNaNOf(lines), { axis: last, keepdims: true });
  const known = skipNaN ? lines : select(broadcastTo(hasNaN, lines.shape), constantLike(lines, Number.NaN), lines);
  // Quantiles along the last axis: (stack…, number of quantiles).
  const wanted = broadcastTo(reshape(q, [q.size]), [...stack, q.size]);
  const weightLines = (): NDArray =>
    given === undefined
      ? broadcastTo(constantLike(operand, 1), lines.shape)
      : linesOf(spreadWeights(what, operand, given, axis === null ? [] : along), axes);
  const result =
    method === 'inverted_cdf'
      ? weightedQuantiles(known, weightLines(), wanted)
      : betweenElements(method, known, wanted, skipNaN);
  const first = moveAxis(convertElementType(result, operand.dtype), last, 0);
  const shape = keepdims ? operand.shape.map((extent, k) => (axes.includes(k) ? 1 : extent)) : stack;
  return reshape(first, [...(q.ndim === 0 ? [] : [q.size]), ...shape]);
};

/** How many elements of sorted lines are numbers, for each quantile. */
const countOf = (sorted: NDArray, wanted: NDArray): NDArray =>
  broadcastTo(
    sum(bitwiseNot(isNaNOf(sorted)), { axis: sorted.ndim - 1, keepdims: true, dtype: wanted.dtype }),
    wanted.shape,
  );

/** Quantiles that divide the distances between elements. */
const betweenElements = (
  method: Exclude<QuantileMethod, 'inverted_cdf'>,
  lines: NDArray,
  wanted: NDArray,
  skipNaN: boolean,
): NDArray => {
  const last = lines.ndim - 1;
  const sorted = sort(lines, { dimension: last });
  const count = skipNaN ? countOf(sorted, wanted) : constantLike(wanted, lines.shape[last]!);
  const end = sub(count, constantLike(wanted, 1));
  const place = mul(wanted, end);
  const below = floor(place);
  const at = (p: NDArray): NDArray =>
    takeAlongAxis(sorted, convertElementType(max(constantLike(p, 0), min(p, end)), 'int32'), { axis: last });
  return between(method, at(below), at(ceil(place)), sub(place, below));
};

/** The least elements up to which the weights sum to the shares wanted; NaN where a weight is negative or NaN, or no element a number. */
const weightedQuantiles = (lines: NDArray, weights: NDArray, wanted: NDArray): NDArray => {
  const last = lines.ndim - 1;
  const size = lines.shape[last]!;
  const [sorted, along] = sortKeyVal(lines, weights, { dimension: last });
  const zero = constantLike(along, 0);
  const bad = bitwiseOr(lt(along, zero), isNaNOf(along));
  const sums = cumsum(select(bitwiseOr(bad, isNaNOf(sorted)), zero, along), last);
  const targets = mul(wanted, broadcastTo(sliceInDim(sums, size - 1, size, 1, last), wanted.shape));
  const shape = [...wanted.shape, size];
  const each = broadcastTo(expandDims(sums, [last]), shape);
  const index = sum(lt(each, broadcastTo(expandDims(targets, [last + 1]), shape)), { axis: last + 1, dtype: 'int32' });
  const count = convertElementType(countOf(sorted, wanted), 'int32');
  const end = max(constantLike(index, 0), sub(count, constantLike(count, 1)));
  const isUnknown = bitwiseOr(
    broadcastTo(any(bad, { axis: last, keepdims: true }), wanted.shape),
    eq(count, constantLike(count, 0)),
  );
  const result = takeAlongAxis(sorted, min(index, end), { axis: last });
  return select(isUnknown, constantLike(result, Number.NaN), result);
};

const between = (
  method: Exclude<QuantileMethod, 'inverted_cdf'>,
  low: NDArray,
  high: NDArray,
  highWeight: NDArray,
): NDArray => {
  switch (method) {
    case 'linear': {
      const weight = convertElementType(highWeight, low.dtype);
      return add(mul(low, sub(constantLike(weight, 1), weight)), mul(high, weight));
    }
    case 'lower':
      return low;
    case 'higher':
      return high;
    case 'nearest':
      return select(le(highWeight, constantLike(highWeight, 0.5)), low, high);
    case 'midpoint':
      return mul(add(low, high), constantLike(low, 0.5));
  }
};

const middle = (what: string, x: ArrayLike, options: ReductionOptions, skipNaN: boolean): NDArray => {
  checkOptions(what, options, ['axis', 'keepdims']);
  return quantilesOf(what, x, 0.5, 1, { ...options, method: 'midpoint' }, skipNaN);
};

/** A share of `whole` as a float beside x, where it is known from 0 to the whole. */
const probability = (what: string, x: NDArray, q: ArrayLike, whole: number): NDArray => {
  const isPlain = typeof q === 'number' || Array.isArray(q);
  const given = asArray(what, q, true);
  // JS numbers keep their digits beside doubles, in lists too
  const share = convertElementType(given, isPlain ? x.dtype : promoteTypesInexact([x, given]).dtype);
  const outside = knownValue(share)?.data.find(value => value < 0 || value > whole);
  if (outside !== undefined) throw new RangeError(`${what}: q must lie between 0 and ${whole}, got ${outside}`);
  return whole === 1 ? share : div(share, constantLike(share, whole));
};

/**
 * The q-quantiles of the elements, of all or along axes: the values below which a share q of them lies.
 *
 * A vector of q puts its axis first. NaN where an element is NaN. Throws TypeError for complex numbers or an unknown
 * method, RangeError for axes that x does not have and for q outside 0 … 1.
 *
 * @example
 * ```ts
 * console.log(String(np.quantile([1, 2, 3, 4], [0, 0.5, 1]))); // => [1.  2.5 4. ]
 * ```
 */
export const quantile = (x: ArrayLike, q: ArrayLike, options: QuantileOptions = {}): NDArray =>
  quantilesOf('quantile', x, q, 1, options, false);

/**
 * The quantiles of the elements for q in percent. Otherwise as `quantile`.
 *
 * @example
 * ```ts
 * console.log(np.percentile([1, 2, 3, 4], 50).item()); // => 2.5
 * ```
 */
export const percentile = (x: ArrayLike, q: ArrayLike, options: QuantileOptions = {}): NDArray =>
  quantilesOf('percentile', x, q, 100, options, false);

/**
 * The element in the middle, or the mean of the two in the middle, of all or along axes.
 *
 * @example
 * ```ts
 * console.log(np.median([3, 1, 2, 10]).item()); // => 2.5
 * ```
 */
export const median = (x: ArrayLike, options: ReductionOptions = {}): NDArray => middle('median', x, options, false);

/**
 * The quantiles of the elements that are not NaN. Otherwise as `quantile`.
 *
 * @example
 * ```ts
 * console.log(np.nanquantile([1, NaN, 3], 0.5).item()); // => 2
 * ```
 */
export const nanquantile = (x: ArrayLike, q: ArrayLike, options: QuantileOptions = {}): NDArray =>
  quantilesOf('nanquantile', x, q, 1, options, true);

/**
 * The quantiles, for q in percent, of the elements that are not NaN. Otherwise as `quantile`.
 *
 * @example
 * ```ts
 * console.log(np.nanpercentile([1, NaN, 3], 50).item()); // => 2
 * ```
 */
export const nanpercentile = (x: ArrayLike, q: ArrayLike, options: QuantileOptions = {}): NDArray =>
  quantilesOf('nanpercentile', x, q, 100, options, true);

/**
 * The median of the elements that are not NaN, of all or along axes.
 *
 * @example
 * ```ts
 * console.log(np.nanmedian([1, NaN, 4]).item()); // => 2.5
 * ```
 */
export const nanmedian = (x: ArrayLike, options: ReductionOptions = {}): NDArray =>
  middle('nanmedian', x, options, true);
