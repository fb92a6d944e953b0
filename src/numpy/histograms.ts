import { type ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { shapeString, shapesEqual, sizeOf } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { add, div, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { select } from '../primitives/elementwise/select.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { indexInDim, slice, sliceInDim } from '../primitives/shape/slice.ts';
import { rangeWithout } from '../util/range.ts';
import { diff } from './calculus.ts';
import { asArray, asPromoted } from './convert.ts';
import { array, onesLike } from './creation.ts';
import { ravelMultiIndex } from './indexing.ts';
import { refuseComplex } from './methods/read.ts';
import { max, min, sum } from './methods/reductions.ts';
import { astype } from './methods/shape.ts';
import { searchsorted } from './sorting.ts';
import { linspace } from './spacing.ts';
import { bincount } from './statistics.ts';

/** How many bins of equal width there are, or the edges of the bins, which ascend. */
export type Bins = number | Exclude<ArrayLike, number>;

type Range = readonly [low: ArrayLike, high: ArrayLike];

export type BinEdgesOptions = {
  /** 10 by default. */
  readonly bins?: Bins;
  /** Where bins of equal width begin and end: at the least and the greatest element by default. */
  readonly range?: Range | null;
};

export type HistogramOptions = BinEdgesOptions & {
  /** What each element counts: 1 by default. */
  readonly weights?: ArrayLike;
  /** Whether counts are divided by their sum and the widths of the bins, so that the integral is 1. */
  readonly density?: boolean;
};

const edgesOf = (what: string, x: NDArray, bins: Bins, range: Range | null): NDArray => {
  if (typeof bins !== 'number') {
    const edges = asArray(what, bins, true);
    if (edges.ndim !== 1 || edges.size < 2)
      throw new RangeError(
        `${what}: bins must be a number or a vector of at least two edges, got ${avalString(edges)}`,
      );
    return astype(edges, x.dtype);
  }
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`${what}: the number of bins must be a positive integer, got ${bins}`);
  if (range === null && x.size === 0) throw new RangeError(`${what}: an empty array needs options.range or edges`);
  if (range !== null && (!Array.isArray(range) || range.length !== 2))
    throw new RangeError(`${what}: range must be a pair, got ${JSON.stringify(range)}`);
  const [low, high] = (range ?? [min(x), max(x)]).map(end => astype(asArray(what, end, true), x.dtype)) as [
    NDArray,
    NDArray,
  ];
  const half = constantLike(low, 0.5);
  const isPoint = eq(low, high);
  const [start, stop] = [select(isPoint, sub(low, half), low), select(isPoint, add(high, half), high)];
  return linspace(start, stop, bins + 1, { dtype: x.dtype });
};

/**
 * The edges of the bins that `histogram` would use: one more than bins.
 *
 * Throws RangeError for a number of bins below 1 and edges that are no vector, TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(np.histogramBinEdges([0, 1, 4], { bins: 2 }))); // => [0. 2. 4.]
 * ```
 */
export const histogramBinEdges = (x: ArrayLike, options: BinEdgesOptions = {}): NDArray => {
  checkOptions('histogramBinEdges', options, ['bins', 'range']);
  const { bins = 10, range = null } = options;
  const [operand] = asPromoted('histogramBinEdges', [x], promoteTypesInexact);
  refuseComplex('histogramBinEdges', operand);
  return edgesOf('histogramBinEdges', operand, bins, range);
};

/** The bin of each element, counted from 1, the last edge belonging to the last bin. */
const binOf = (x: NDArray, edges: NDArray): NDArray => {
  const found = searchsorted(edges, x, { side: 'right' });
  const last = indexInDim(edges, edges.size - 1, 0, false);
  return select(eq(x, last), constantLike(found, edges.size - 1), found);
};

const weighed = (
  what: string,
  x: ArrayLike,
  weights: ArrayLike | undefined,
): readonly [x: NDArray, weights: NDArray] => {
  if (weights !== undefined) return asPromoted(what, [x, weights], promoteTypesInexact);
  const [operand] = asPromoted(what, [x], promoteTypesInexact);
  return [operand, onesLike(operand)];
};

/**
 * How many elements lie in each bin, or the sum of their weights, and the edges of the bins: `[counts, edges]`.
 *
 * Bins contain their left edge, the last one both; elements outside do not count. Counts are floats and can be
 * differentiated with respect to the weights. Throws RangeError where weights have another shape, for a number of bins below
 * 1 and edges that are no vector, TypeError for complex numbers.
 *
 * @example
 * ```ts
 * const [counts, edges] = np.histogram([1, 2, 1], { bins: [0, 1, 2, 3] });
 * console.log(String(counts), String(edges)); // => [0. 2. 1.] [0. 1. 2. 3.]
 * ```
 */
export const histogram = (x: ArrayLike, options: HistogramOptions = {}): [counts: NDArray, edges: NDArray] => {
  checkOptions('histogram', options, ['bins', 'range', 'weights', 'density']);
  const { bins = 10, range = null, weights, density = false } = options;
  const [operand, counted] = weighed('histogram', x, weights);
  refuseComplex('histogram', operand);
  if (!shapesEqual(operand.shape, counted.shape)) {
    throw new RangeError(
      `histogram: weights of shape ${shapeString(counted.shape)} for an array of shape ${shapeString(operand.shape)}`,
    );
  }
  const edges = edgesOf('histogram', operand, bins, range);
  const places = reshape(binOf(operand, edges), [operand.size]);
  const all = bincount(places, { weights: reshape(counted, [operand.size]), length: edges.size });
  const counts = sliceInDim(all, 1, edges.size);
  return [density ? div(div(counts, diff(edges)), sum(counts)) : counts, edges];
};

export type HistogramddOptions = Omit<HistogramOptions, 'bins' | 'range'> & {
  /** Bins for all dimensions, or a list with bins for each. */
  readonly bins?: number | readonly Bins[];
  /** A pair, or `null`, for each dimension. */
  readonly range?: readonly (Range | null)[] | null;
};

const gridCounts = (
  what: string,
  sample: ArrayLike,
  options: HistogramddOptions,
): [counts: NDArray, edges: NDArray[]] => {
  checkOptions(what, options, ['bins', 'range', 'weights', 'density']);
  const { bins = 10, range = null, weights, density = false } = options;
  const [points, counted] =
    weights === undefined
      ? [asPromoted(what, [sample], promoteTypesInexact)[0], undefined]
      : asPromoted(what, [sample, weights], promoteTypesInexact);
  refuseComplex(what, points);
  if (points.ndim !== 2)
    throw new RangeError(`${what}: the sample must have a point in each row, got ${avalString(points)}`);
  const [count, dimensions] = points.shape as readonly [number, number];
  if (counted !== undefined && !shapesEqual(counted.shape, [count]))
    throw new RangeError(`${what}: weights of shape ${shapeString(counted.shape)} for ${count} points`);
  const perDimension = typeof bins === 'number' ? new Array<Bins>(dimensions).fill(bins) : bins;
  if (perDimension.length !== dimensions)
    throw new RangeError(`${what}: bins for ${perDimension.length} dimensions, but there are ${dimensions}`);
  if (range !== null && range.length !== dimensions)
    throw new RangeError(`${what}: ranges for ${range.length} dimensions, but there are ${dimensions}`);
  const columns = perDimension.map((_, axis) => indexInDim(points, axis, 1, false));
  const edges = columns.map((column, axis) => edgesOf(what, column, perDimension[axis]!, range?.[axis] ?? null));
  // with a place before the first and one after the last bin for what lies outside
  const shape = edges.map(line => line.size + 1);
  const places = ravelMultiIndex(
    columns.map((column, axis) => binOf(column, edges[axis]!)),
    shape,
    { mode: 'clip' },
  );
  const flat = bincount(places, { ...(counted === undefined ? {} : { weights: counted }), length: sizeOf(shape) });
  const inside = slice(
    reshape(flat, shape),
    shape.map(() => 1),
    shape.map(extent => extent - 1),
  );
  if (!density) return [inside, edges];
  const floats = astype(inside, points.dtype);
  const shares = div(floats, sum(floats));
  return [
    edges.reduce<NDArray>((result, line, axis) => {
      const widths = expandDims(diff(line), rangeWithout(edges.length, [axis]));
      return div(result, widths);
    }, shares),
    edges,
  ];
};

/**
 * How many points, one in a row of the sample, lie in each cell of a grid: `[counts, edges]`, with edges for each dimension.
 *
 * Without weights counts are int32. Cells contain their lower edges, the last ones both; points outside do not count. Throws
 * RangeError where bins, ranges or weights do not fit the sample.
 *
 * @example
 * ```ts
 * const [counts] = np.histogramdd([[0, 0], [1, 1], [1, 0]], { bins: 2 });
 * console.log(counts.tolist()); // => [ [ 1, 0 ], [ 1, 1 ] ]
 * ```
 */
export const histogramdd = (sample: ArrayLike, options: HistogramddOptions = {}): [counts: NDArray, edges: NDArray[]] =>
  gridCounts('histogramdd', sample, options);

export type Histogram2dOptions = Omit<HistogramddOptions, 'bins'> & {
  /** Bins for both coordinates, edges for both (as one array), or a pair of bins. */
  readonly bins?: number | NDArray | readonly [Bins, Bins];
};

/**
 * How many points with the given coordinates lie in each cell of a grid: `[counts, xEdges, yEdges]`.
 *
 * Without weights counts are int32. Throws RangeError where shapes differ or bins do not fit.
 *
 * @example
 * ```ts
 * const [counts] = np.histogram2d([0, 1, 1], [0, 1, 0], { bins: 2 });
 * console.log(counts.tolist()); // => [ [ 1, 0 ], [ 1, 1 ] ]
 * ```
 */
export const histogram2d = (
  x: ArrayLike,
  y: ArrayLike,
  options: Histogram2dOptions = {},
): [counts: NDArray, xEdges: NDArray, yEdges: NDArray] => {
  checkOptions('histogram2d', options, ['bins', 'range', 'weights', 'density']);
  const { bins = 10 } = options;
  const [a, b] = asPromoted('histogram2d', [x, y]);
  if (a.ndim !== 1 || !shapesEqual(a.shape, b.shape)) {
    throw new RangeError(
      `histogram2d: coordinates must be vectors of one length, got ${shapeString(a.shape)} and ${shapeString(b.shape)}`,
    );
  }
  const both = bins instanceof NDArray ? [bins, bins] : bins;
  const [counts, [xEdges, yEdges]] = gridCounts('histogram2d', array([a, b]).T, { ...options, bins: both });
  return [counts, xEdges!, yEdges!];
};
