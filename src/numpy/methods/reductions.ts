import { checkDType } from '../../array/create.ts';
import { type DType, isComplex, isInexact, realOf } from '../../array/dtype.ts';
import type { ArrayLike, NDArray, ReductionOptions } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { promoteTypesInexact } from '../../array/promotion.ts';
import { normalizeAxes, normalizeAxis, shapeString, shapesEqual, tryBroadcastShapes } from '../../array/shape.ts';
import { avalString } from '../../core/aval.ts';
import { convertElementType } from '../../primitives/convert.ts';
import { add, div, mul, sub } from '../../primitives/elementwise/arithmetic.ts';
import { gt } from '../../primitives/elementwise/comparison.ts';
import { conj, real } from '../../primitives/elementwise/complex.ts';
import { constantLike } from '../../primitives/elementwise/constant.ts';
import { max as laxMax, min as laxMin } from '../../primitives/elementwise/extrema.ts';
import { sqrt, square } from '../../primitives/elementwise/power.ts';
import { select } from '../../primitives/elementwise/select.ts';
import { argmax as laxArgmax, argmin as laxArgmin } from '../../primitives/reduction/arg-extremum.ts';
import { reduceMax, reduceMin } from '../../primitives/reduction/extremum.ts';
import { reduceAnd, reduceOr } from '../../primitives/reduction/logical.ts';
import {
  addition,
  conjunction,
  disjunction,
  type Monoid,
  maximum,
  minimum,
  multiplication,
} from '../../primitives/reduction/monoid.ts';
import { reduceProd } from '../../primitives/reduction/product.ts';
import { reduceSum } from '../../primitives/shape/broadcast.ts';
import { broadcastTo } from '../../primitives/shape/broadcast-to.ts';
import { expandDims, reshape } from '../../primitives/shape/reshape.ts';
import { shown } from '../../util/errors.ts';
import { truth } from '../truth.ts';
import { checkComputed, countAlong, numericDType, readArray } from './read.ts';

export type WhereOptions = {
  /** Which elements count, as bools that broadcast to the array; all by default. */
  readonly where?: ArrayLike;
};

export type DTypeOption = {
  /** The dtype that is computed in and returned. */
  readonly dtype?: DType;
};

export type SumOptions = ReductionOptions &
  WhereOptions &
  DTypeOption & {
    /** A number that the result starts from. */
    readonly initial?: ArrayLike;
  };

export type ExtremumOptions = ReductionOptions & WhereOptions & { readonly initial?: ArrayLike };

export type MeanOptions = ReductionOptions & WhereOptions & DTypeOption;

export type VarianceOptions = MeanOptions & {
  /** Subtracted from the number of elements in the divisor: 0 by default, 1 for an unbiased estimate. */
  readonly ddof?: number;
  /** Another name of `ddof`, that of the array API standard; `ddof` counts where both are given. */
  readonly correction?: number;
  /** The mean, if it is known: of the shape that `keepdims` gives. */
  readonly mean?: ArrayLike;
};

/** The bools of a `where` option, of the shape of the array that they choose from. */
export const readMask = (what: string, where: ArrayLike, x: NDArray): NDArray => {
  const mask = readArray(what, where);
  if (mask.dtype !== 'bool') throw new TypeError(`${what}: where must be bools, got ${avalString(mask)}`);
  const shape = tryBroadcastShapes([mask.shape, x.shape]);
  if (shape === undefined || !shapesEqual(shape, x.shape)) {
    throw new RangeError(
      `${what}: where of shape ${shapeString(mask.shape)} does not broadcast to ${shapeString(x.shape)}`,
    );
  }
  return broadcastTo(mask, x.shape);
};

const readInitial = (what: string, initial: ArrayLike, dtype: DType): NDArray => {
  const value = readArray(what, initial, true);
  if (value.ndim !== 0) throw new RangeError(`${what}: initial must be a scalar, got ${avalString(value)}`);
  return convertElementType(value, dtype);
};

const withKeptAxes = (result: NDArray, axes: readonly number[], keepdims: boolean | undefined): NDArray =>
  keepdims ? expandDims(result, axes) : result;

type Reducer = {
  readonly reduce: (x: NDArray, axes: readonly number[]) => NDArray;
  readonly combine: (x: NDArray, y: NDArray) => NDArray;
  /** Its identity is what elements that do not count are replaced by. */
  readonly monoid: Monoid;
  /** Whether there is a result of some elements only, and none of nothing. */
  readonly nonempty?: true;
};

const checkReduction = (what: string, options: object, ...more: readonly string[]): void =>
  checkOptions(what, options, ['axis', 'keepdims', 'where', ...more]);

const reduceWith = (what: string, operand: NDArray, reducer: Reducer, options: ExtremumOptions): NDArray => {
  const { where, initial, keepdims } = options;
  const axes = normalizeAxes(what, options.axis, operand.ndim);
  // The result is strongly typed, even if the operand came from a plain number.
  let x = convertElementType(operand, operand.dtype);
  const start = initial === undefined ? undefined : readInitial(what, initial, x.dtype);
  if (reducer.nonempty && start === undefined) {
    if (where !== undefined)
      throw new TypeError(`${what}: where needs initial too, for the case that no element counts`);
    if (countAlong(x.shape, axes) === 0) {
      throw new RangeError(
        `${what}: ${avalString(x)} has no elements along ${options.axis == null ? 'its axes' : `axis ${options.axis}`}, and there is no ${what} of nothing: give initial`,
      );
    }
  }
  if (where !== undefined) {
    x = select(readMask(what, where, x), x, constantLike(x, reducer.monoid.identity(x.dtype)));
  }
  if (start !== undefined && countAlong(x.shape, axes) === 0) {
    const kept = x.shape.filter((_, axis) => !axes.includes(axis));
    return withKeptAxes(broadcastTo(start, kept), axes, keepdims);
  }
  const result = axes.length === 0 ? x : reducer.reduce(x, axes);
  const started = start === undefined ? result : reducer.combine(start, result);
  return withKeptAxes(started, axes, keepdims);
};

const readNumbers = (what: string, x: ArrayLike, dtype: DType | undefined): NDArray => {
  const operand = readArray(what, x, !!dtype);
  return convertElementType(operand, checkDType(what, dtype ?? numericDType(operand.dtype)));
};

const extremumWith =
  (reducer: Reducer) =>
  (what: string, x: ArrayLike, options: ExtremumOptions): NDArray => {
    checkReduction(what, options, 'initial');
    return reduceWith(what, readArray(what, x), reducer, options);
  };

/** The greatest and the smallest element; `what` names the caller in errors. */
export const greatest = extremumWith({ reduce: reduceMax, combine: laxMax, monoid: maximum, nonempty: true });
export const smallest = extremumWith({ reduce: reduceMin, combine: laxMin, monoid: minimum, nonempty: true });

export const max = (x: ArrayLike, options: ExtremumOptions = {}): NDArray => greatest('max', x, options);
export const min = (x: ArrayLike, options: ExtremumOptions = {}): NDArray => smallest('min', x, options);

const anyTrue: Reducer = { reduce: reduceOr, combine: laxMax, monoid: disjunction };
const allTrue: Reducer = { reduce: reduceAnd, combine: laxMin, monoid: conjunction };

const truthWith =
  (what: string, reducer: Reducer) =>
  (x: ArrayLike, options: ReductionOptions & WhereOptions = {}): NDArray => {
    checkReduction(what, options);
    return reduceWith(what, truth(readArray(what, x)), reducer, options);
  };

export const any = truthWith('any', anyTrue);
export const all = truthWith('all', allTrue);

const totalWith =
  (what: string, ofNumbers: Reducer, ofBools: Reducer) =>
  (x: ArrayLike, options: SumOptions = {}): NDArray => {
    checkReduction(what, options, 'initial', 'dtype');
    return options.dtype === 'bool'
      ? reduceWith(what, truth(readArray(what, x)), ofBools, options)
      : reduceWith(what, readNumbers(what, x, options.dtype), ofNumbers, options);
  };

export const sum = totalWith('sum', { reduce: reduceSum, combine: add, monoid: addition }, anyTrue);
export const prod = totalWith('prod', { reduce: reduceProd, combine: mul, monoid: multiplication }, allTrue);

/** How many elements count along the axes: a 0-d array, or with a mask an array like the reduced one. */
export const countOf = (x: NDArray, dtype: DType, options: ReductionOptions & WhereOptions): NDArray => {
  if (options.where === undefined) {
    const count = countAlong(x.shape, normalizeAxes('count', options.axis, x.ndim));
    return constantLike(convertElementType(constantLike(x, 0), dtype), count);
  }
  const { where, ...rest } = options;
  return sum(readMask('where', where, x), { ...rest, dtype });
};

const inexactDType = (x: NDArray): DType => promoteTypesInexact([x]).dtype;

export const mean = (x: ArrayLike, options: MeanOptions = {}): NDArray => {
  checkReduction('mean', options, 'dtype');
  const operand = readArray('mean', x, !!options.dtype);
  normalizeAxes('mean', options.axis, operand.ndim);
  const dtype = checkDType('mean', options.dtype ?? inexactDType(operand));
  const { dtype: _, ...where } = options;
  const computed = isInexact(dtype) ? dtype : inexactDType(operand);
  const total = sum(operand, { ...options, dtype: computed });
  return convertElementType(div(total, countOf(operand, computed, where)), dtype);
};

export const variance = (x: ArrayLike, options: VarianceOptions = {}): NDArray => spread('var', x, options);

const spread = (what: string, x: ArrayLike, options: VarianceOptions): NDArray => {
  checkReduction(what, options, 'dtype', 'ddof', 'correction', 'mean');
  const { correction = 0, ddof = correction, dtype, mean: known, ...chosen } = options;
  if (typeof ddof !== 'number') throw new TypeError(`${what}: ddof must be a number, got ${shown(ddof)}`);
  const operand = readArray(what, x, !!dtype);
  normalizeAxes(what, chosen.axis, operand.ndim);
  if (dtype !== undefined) checkComputed(what, 'variance', operand, dtype);
  const computed = dtype ?? inexactDType(operand);
  const a = convertElementType(operand, computed);
  const center = known ?? mean(a, { ...chosen, keepdims: true });
  const centered = sub(a, convertElementType(readArray(what, center, true), computed));
  const squares = isComplex(computed) ? real(mul(centered, conj(centered))) : square(centered);
  const count = countOf(a, squares.dtype, chosen);
  const divisor = sub(count, constantLike(count, ddof));
  const result = div(sum(squares, chosen), divisor);
  const isDefined = gt(divisor, constantLike(divisor, 0));
  return convertElementType(select(isDefined, result, constantLike(result, Number.NaN)), dtype ?? realOf(computed));
};

export const std = (x: ArrayLike, options: VarianceOptions = {}): NDArray => sqrt(spread('std', x, options));

export type ArgOptions = { readonly axis?: number | null; readonly keepdims?: boolean };

const argExtremum =
  (what: string, find: (x: NDArray, axis: number) => NDArray) =>
  (x: ArrayLike, options: ArgOptions = {}): NDArray => {
    checkOptions(what, options, ['axis', 'keepdims']);
    const { axis = null, keepdims = false } = options;
    const operand = readArray(what, x);
    const line = axis === null ? reshape(operand, [operand.size]) : operand;
    const along = normalizeAxis(what, axis ?? 0, line.ndim);
    if (line.shape[along] === 0)
      throw new RangeError(`${what}: axis ${along} of ${avalString(operand)} has no elements to choose from`);
    const index = find(line, along);
    if (!keepdims) return index;
    return reshape(
      index,
      operand.shape.map((extent, k) => (axis === null || k === along ? 1 : extent)),
    );
  };

export const argmax = argExtremum('argmax', laxArgmax);
export const argmin = argExtremum('argmin', laxArgmin);
