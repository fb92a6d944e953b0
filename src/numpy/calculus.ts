import { isComplex } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { normalizeAxes, normalizeAxis, shapeString, shapesEqual, tryBroadcastShapes } from '../array/shape.ts';
import { together } from '../control/together.ts';
import { avalString } from '../core/aval.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, gt, le, lt, ne } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { bitwiseAnd } from '../primitives/elementwise/logical.ts';
import { select } from '../primitives/elementwise/select.ts';
import { take } from '../primitives/indexing/take.ts';
import { cumsum } from '../primitives/reduction/cumulative.ts';
import { reduceSum } from '../primitives/shape/broadcast.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { indexInDim, sliceInDim } from '../primitives/shape/slice.ts';
import { moveAxis } from '../primitives/shape/transpose.ts';
import { sort } from '../primitives/sort/sort.ts';
import { shown } from '../util/errors.ts';
import { asArray, asOperands, asPromoted } from './convert.ts';
import { finfo } from './dtypes.ts';
import { where } from './indexing.ts';
import { add as addNumbers, divide, multiply, remainder, subtract } from './methods/arithmetic.ts';
import { refuseComplex } from './methods/read.ts';
import { clip } from './methods/rounding.ts';
import { astype, ravel } from './methods/shape.ts';
import { broadcastTo } from './shape.ts';
import { searchsorted } from './sorting.ts';

export type DiffOptions = {
  /** How often differences are taken; 1 by default. */
  readonly n?: number;
  /** The last by default. */
  readonly axis?: number;
  /** Values put before or after x first. */
  readonly prepend?: ArrayLike;
  readonly append?: ArrayLike;
};

/**
 * The differences of neighbours along an axis; of bools, whether they differ.
 *
 * Throws RangeError for 0-d arrays and negative n.
 *
 * @example
 * ```ts
 * console.log(String(np.diff([1, 4, 9]))); // => [3. 5.]
 * ```
 */
export const diff = (x: ArrayLike, options: DiffOptions = {}): NDArray => {
  checkOptions('diff', options, ['n', 'axis', 'prepend', 'append']);
  const { n = 1, axis = -1, prepend, append } = options;
  const operand = asArray('diff', x);
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`diff: n must be a non-negative integer, got ${shown(n)}`);
  if (operand.ndim === 0) throw new RangeError('diff: a 0-d array has no neighbours');
  const along = normalizeAxis('diff', axis, operand.ndim);
  const end = (value: ArrayLike): NDArray => {
    const [, given] = asOperands('diff', [operand, value]);
    return given.ndim === 0
      ? broadcastTo(
          given,
          operand.shape.map((extent, k) => (k === along ? 1 : extent)),
        )
      : given;
  };
  const parts = [
    ...(prepend === undefined ? [] : [end(prepend)]),
    operand,
    ...(append === undefined ? [] : [end(append)]),
  ];
  const joined: readonly NDArray[] = parts.length === 1 ? parts : asPromoted('diff', parts);
  return together(joined, (...pieces) => {
    let result = concatenate(pieces, along);
    for (let i = 0; i < n; i++) {
      const extent = result.shape[along]!;
      const later = sliceInDim(result, Math.min(1, extent), extent, 1, along);
      const earlier = sliceInDim(result, 0, Math.max(0, extent - 1), 1, along);
      result = result.dtype === 'bool' ? ne(later, earlier) : sub(later, earlier);
    }
    return result;
  });
};

export type Ediff1dOptions = { readonly toBegin?: ArrayLike; readonly toEnd?: ArrayLike };

/**
 * The differences of neighbours in the flattened array, with values put before and after.
 *
 * @example
 * ```ts
 * console.log(String(np.ediff1d([1, 4, 9], { toEnd: 0 }))); // => [3. 5. 0.]
 * ```
 */
export const ediff1d = (x: ArrayLike, options: Ediff1dOptions = {}): NDArray => {
  checkOptions('ediff1d', options, ['toBegin', 'toEnd']);
  const { toBegin, toEnd } = options;
  const operand = asArray('ediff1d', x);
  if (operand.dtype === 'bool') {
    throw new TypeError(`ediff1d: bools have no differences, got ${avalString(operand)}: convert with astype`);
  }
  const differences = diff(ravel(operand));
  const end = (value: ArrayLike | undefined): NDArray[] =>
    value === undefined ? [] : [astype(ravel(asArray('ediff1d', value, true)), differences.dtype)];
  return concatenate([...end(toBegin), differences, ...end(toEnd)], 0);
};

export type GradientOptions = {
  /** The axis or axes; all by default. */
  readonly axis?: number | readonly number[] | null;
  /**
   * The distance of neighbours, 1 by default: a number or the vector of positions, for all axes, or a list with one of these for
   * each of several axes.
   */
  readonly spacing?: ArrayLike;
};

const gradientAlong = (x: NDArray, spacing: NDArray, axis: number): NDArray => {
  const extent = x.shape[axis]!;
  if (extent < 2) throw new RangeError(`gradient: axis ${axis} of ${avalString(x)} needs at least two elements`);
  const from = (y: NDArray, start: number, stop: number): NDArray => sliceInDim(y, start, stop, 1, axis);
  const step = (y: NDArray, start: number): NDArray => sub(from(y, start + 1, start + 2), from(y, start, start + 1));
  if (spacing.ndim === 0) {
    const inner = multiply(sub(from(x, 2, extent), from(x, 0, extent - 2)), 0.5);
    return divide(concatenate([step(x, 0), inner, step(x, extent - 2)], axis), spacing);
  }
  if (spacing.ndim !== 1 || spacing.size !== extent) {
    throw new RangeError(`gradient: positions ${avalString(spacing)} do not fit axis ${axis} of ${avalString(x)}`);
  }
  const positions = reshape(
    spacing,
    x.shape.map((_, k) => (k === axis ? extent : 1)),
  );
  const before = sub(from(positions, 1, extent - 1), from(positions, 0, extent - 2));
  const after = sub(from(positions, 2, extent), from(positions, 1, extent - 1));
  const both = add(before, after);
  const left = divide(multiply(-1, after), mul(before, both));
  const middle = div(sub(after, before), mul(before, after));
  const right = div(before, mul(after, both));
  const inner = add(
    add(mul(left, from(x, 0, extent - 2)), mul(middle, from(x, 1, extent - 1))),
    mul(right, from(x, 2, extent)),
  );
  const edge = (start: number): NDArray => div(step(x, start), step(positions, start));
  return concatenate([edge(0), inner, edge(extent - 2)], axis);
};

/**
 * The derivative along an axis by central differences, one-sided at the ends; a list of them for several axes.
 *
 * Throws RangeError where an axis has fewer than two elements, or positions do not fit.
 *
 * @example
 * ```ts
 * console.log(String(np.gradient([1, 4, 9, 16]))); // => [3. 4. 6. 7.]
 * ```
 */
export const gradient = (x: ArrayLike, options: GradientOptions = {}): NDArray | NDArray[] => {
  checkOptions('gradient', options, ['axis', 'spacing']);
  const { axis = null, spacing = 1 } = options;
  const axes = normalizeAxes('gradient', axis, asArray('gradient', x).ndim);
  const isListed = Array.isArray(spacing) && axes.length > 1 && spacing.length === axes.length;
  const given: readonly ArrayLike[] = isListed ? spacing : axes.map(() => spacing);
  const [operand, ...distances] = asPromoted('gradient', [x, ...given], promoteTypesInexact) as [NDArray, ...NDArray[]];
  const gradients = axes.map((along, i) => gradientAlong(operand, distances[i]!, along));
  return gradients.length === 1 ? gradients[0]! : gradients;
};

export type TrapezoidOptions = {
  /** The positions of the values; at equal distances by default. */
  readonly x?: ArrayLike;
  /** The distance of the values where no positions are given; 1 by default. */
  readonly dx?: ArrayLike;
  /** The last by default. */
  readonly axis?: number;
};

/**
 * The integral along an axis by the trapezoidal rule.
 *
 * Throws RangeError where positions do not fit.
 *
 * @example
 * ```ts
 * console.log(np.trapezoid([1, 2, 3]).item()); // => 4
 * ```
 */
export const trapezoid = (y: ArrayLike, options: TrapezoidOptions = {}): NDArray => {
  checkOptions('trapezoid', options, ['x', 'dx', 'axis']);
  const { x, dx = 1, axis = -1 } = options;
  const [values, given] = asPromoted('trapezoid', [y, x ?? dx], promoteTypesInexact);
  const along = normalizeAxis('trapezoid', axis, values.ndim);
  const last = values.ndim - 1;
  const heights = moveAxis(values, along, last);
  const extent = heights.shape[last]!;
  if (
    x !== undefined &&
    !(given.ndim === 1 ? given.size === extent : tryBroadcastShapes([given.shape, values.shape]))
  ) {
    throw new RangeError(
      `trapezoid: positions of shape ${shapeString(given.shape)} fit neither axis ${along} nor the whole of ${avalString(values)}`,
    );
  }
  const pairs = add(
    sliceInDim(heights, Math.min(1, extent), extent, 1, last),
    sliceInDim(heights, 0, Math.max(0, extent - 1), 1, last),
  );
  const widths =
    x === undefined ? given : given.ndim === 1 ? diff(given) : moveAxis(diff(given, { axis: along }), along, last);
  return multiply(0.5, reduceSum(multiply(widths, pairs), [last]));
};

export type InterpOptions = {
  /** The values left and right of the data; those at the ends by default, `'extrapolate'` continues the lines. */
  readonly left?: ArrayLike | 'extrapolate';
  readonly right?: ArrayLike | 'extrapolate';
  /** After which positions recur: points may then come in any order, and there is neither left nor right. */
  readonly period?: ArrayLike | null;
};

/**
 * Values of the piecewise linear function through the points (xp, fp), xp ascending.
 *
 * Throws RangeError where xp and fp are not vectors of one length, TypeError for complex positions.
 *
 * @example
 * ```ts
 * console.log(String(np.interp([0, 1.5, 9], [1, 2, 3], [3, 2, 0]))); // => [3.  2.5 0. ]
 * ```
 */
export const interp = (x: ArrayLike, xp: ArrayLike, fp: ArrayLike, options: InterpOptions = {}): NDArray => {
  checkOptions('interp', options, ['left', 'right', 'period']);
  const { period = null } = options;
  const { left, right } = period === null ? options : ({ left: 'extrapolate', right: 'extrapolate' } as const);
  let [position, points] = asPromoted('interp', [x, xp], promoteTypesInexact);
  let [values] = asPromoted('interp', [fp], promoteTypesInexact);
  if (points.ndim !== 1 || !shapesEqual(points.shape, values.shape) || points.size === 0) {
    throw new RangeError(
      `interp: xp and fp must be non-empty vectors of one length, got ${avalString(points)} and ${avalString(values)}`,
    );
  }
  refuseComplex('interp (x, xp)', position);
  if (period !== null) {
    const length = abs(asArray('interp', period));
    if (length.ndim > 0) throw new RangeError(`interp: period must be a scalar, got ${avalString(length)}`);
    position = remainder(position, length);
    const [own, sorted] = sort([remainder(points, length), values]) as [NDArray, NDArray];
    const end = (y: NDArray, index: number): NDArray => indexInDim(y, index);
    points = concatenate(
      [subtract(end(own, -1), length), own, addNumbers(end(own, 0), length)].map(y => astype(y, own.dtype)),
      0,
    );
    values = concatenate([end(sorted, -1), sorted, end(sorted, 0)], 0);
  }
  return together([position, points, values], (wanted, xs, ys) => {
    const last = xs.size - 1;
    const place = clip(searchsorted(xs, wanted, { side: 'right' }), 1, Math.max(1, last));
    const before = sub(place, constantLike(place, 1));
    const at = (array: NDArray, index: NDArray): NDArray => take(array, index, { mode: 'clip' });
    const [start, height] = [at(xs, before), at(ys, before)];
    const width = sub(at(xs, place), start);
    // Points that coincide would have no slope between them, and no derivative.
    const smallest = finfo(xs.dtype).eps * finfo(xs.dtype).eps;
    const coincide = le(abs(width), constantLike(width, smallest));
    const share = divide(sub(wanted, start), select(coincide, constantLike(width, 1), width));
    const rise = sub(at(ys, place), height);
    let result = where(coincide, height, height.add(multiply(share, rise)));
    if (left !== 'extrapolate')
      result = where(lt(wanted, indexInDim(xs, 0, 0, false)), left ?? indexInDim(ys, 0, 0, false), result);
    if (right !== 'extrapolate')
      result = where(gt(wanted, indexInDim(xs, last, 0, false)), right ?? indexInDim(ys, last, 0, false), result);
    return result;
  });
};

export type UnwrapOptions = {
  /** The greatest jump that is left as it is; half the period by default. */
  readonly discont?: number;
  /** The last by default. */
  readonly axis?: number;
  /** 2π by default. */
  readonly period?: number;
};

/**
 * Angles without jumps: neighbours along an axis are brought within half a period of each other.
 *
 * @example
 * ```ts
 * console.log(String(np.unwrap([0, 3, 6, 0.5]))); // => [0.        3.        6.        6.7831855]
 * ```
 */
export const unwrap = (x: ArrayLike, options: UnwrapOptions = {}): NDArray => {
  checkOptions('unwrap', options, ['discont', 'axis', 'period']);
  const { discont, axis = -1, period = 2 * Math.PI } = options;
  const [operand] = asPromoted('unwrap', [x, period]);
  if (isComplex(operand.dtype))
    throw new TypeError(`unwrap: complex numbers are no angles, got ${avalString(operand)}`);
  const along = normalizeAxis('unwrap', axis, operand.ndim);
  const extent = operand.shape[along]!;
  if (extent === 0) return operand;
  const half = period / 2;
  const jump = diff(operand, { axis: along });
  const interval = constantLike(jump, half);
  const wrapped = sub(remainder(add(jump, interval), period), interval);
  const down = constantLike(jump, -half);
  const turned = select(bitwiseAnd(eq(wrapped, down), gt(jump, constantLike(jump, 0))), interval, wrapped);
  const small = lt(abs(jump), constantLike(jump, discont ?? half));
  const correction = select(small, constantLike(jump, 0), sub(turned, jump));
  const rest = add(sliceInDim(operand, 1, extent, 1, along), cumsum(correction, along));
  return concatenate([sliceInDim(operand, 0, 1, 1, along), rest], along);
};
