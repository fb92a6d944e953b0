import { isInteger } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { shapesEqual, tryBroadcastShapes } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { convertElementType } from '../primitives/convert.ts';
import { mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { indexArray } from '../primitives/indexing/index-array.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { rev } from '../primitives/shape/rev.ts';
import { indexInDim, pad as laxPad, sliceInDim } from '../primitives/shape/slice.ts';
import { shown } from '../util/errors.ts';
import { asArray } from './convert.ts';
import { max, mean, min } from './methods/reductions.ts';
import { round } from './methods/rounding.ts';
import { astype, repeat } from './methods/shape.ts';
import { median } from './quantile.ts';
import { linspace } from './spacing.ts';

/** What is put around an array. */
export type PadMode =
  | 'constant'
  | 'edge'
  | 'linear_ramp'
  | 'reflect'
  | 'symmetric'
  | 'wrap'
  | 'maximum'
  | 'minimum'
  | 'mean'
  | 'median'
  | 'empty';

/** How much is added: one number for all ends, a pair (before, after) for all axes, or a pair for each axis. */
export type PadWidth =
  | number
  | readonly [both: number]
  | readonly [before: number, after: number]
  | readonly (readonly [before: number, after: number])[];

export type PadOptions = {
  /** `'constant'` by default. */
  readonly mode?: PadMode;
  /** What mode `'constant'` puts around, in the forms of `width`: 0 by default. */
  readonly constantValues?: ArrayLike;
  /** What the outermost elements are in mode `'linear_ramp'`, in the forms of `width`: 0 by default. */
  readonly endValues?: PadWidth;
  /** Whether modes `'reflect'` and `'symmetric'` mirror the values (`'even'`), or also the way they go (`'odd'`). */
  readonly reflectType?: 'even' | 'odd';
  /** Of how many elements at either end statistics are taken, in the forms of `width`: of all by default. */
  readonly statLength?: PadWidth;
};

type Pair = readonly [before: number, after: number];

const pairsOf = (what: string, x: NDArray, width: PadWidth): Pair[] => {
  const [first, second = first] = [width].flat(2) as readonly number[];
  const isOne = typeof width === 'number' || (width?.length === 1 && typeof width[0] === 'number');
  const pairs: readonly Pair[] = isOne
    ? [[first!, second!]]
    : width?.length === 2 && typeof width[0] === 'number'
      ? [width as Pair]
      : (width as readonly Pair[]);
  const all = x.shape.map((_, axis) => (pairs?.length === 1 ? pairs[0]! : pairs?.[axis]));
  if (
    (pairs?.length !== 1 && pairs?.length !== x.ndim) ||
    !all.every(pair => Array.isArray(pair) && pair.length === 2)
  ) {
    throw new RangeError(
      `pad: one ${what}, one pair, or a pair for each axis of ${avalString(x)} is needed, got ${shown(width)}`,
    );
  }
  return all as Pair[];
};

const widthsOf = (x: NDArray, width: PadWidth): Pair[] => {
  const all = pairsOf('width', x, width);
  if (!all.every(pair => pair.every(count => Number.isInteger(count) && count >= 0))) {
    throw new TypeError(`pad: widths must be non-negative integers, got ${shown(width)}`);
  }
  return all;
};

const statLengthsOf = (x: NDArray, lengths: PadWidth): Pair[] => {
  const all = pairsOf('statLength', x, lengths);
  if (!all.every(pair => pair.every(count => count === Infinity || (Number.isInteger(count) && count > 0)))) {
    throw new TypeError(`pad: statLength must be positive integers, got ${shown(lengths)}`);
  }
  return all;
};

type AxisPadding = (x: NDArray, axis: number, width: Pair) => NDArray;

const part = (x: NDArray, axis: number, start: number, end: number): NDArray => sliceInDim(x, start, end, 1, axis);

const edge: AxisPadding = (x, axis, [before, after]) => {
  const extent = x.shape[axis]!;
  const first = repeat(part(x, axis, 0, 1), before, { axis });
  const last = repeat(part(x, axis, extent - 1, extent), after, { axis });
  return concatenate([first, x, last], axis);
};

/** From given values at the ends to those at the edges. */
const ramp =
  (ends: readonly Pair[]): AxisPadding =>
  (x, axis, [before, after]) => {
    const towards = (end: number, at: number, num: number): NDArray => {
      const edgeValues = indexInDim(x, at, axis, false);
      const steps = linspace(end, edgeValues, num, { endpoint: false, dtype: x.dtype, axis });
      return convertElementType(steps, x.dtype, x.weakType);
    };
    const [first, last] = ends[axis]!;
    return concatenate([towards(first, 0, before), x, rev(towards(last, -1, after), [axis])], axis);
  };

const wrap: AxisPadding = (x, axis, [before, after]) => {
  const extent = x.shape[axis]!;
  const whole = Math.floor(before / extent) + Math.floor(after / extent) + 1;
  const copies = new Array<NDArray>(whole).fill(x);
  return concatenate(
    [part(x, axis, extent - (before % extent), extent), ...copies, part(x, axis, 0, after % extent)],
    axis,
  );
};

/** The mirrored array, again and again until there is enough of it; `gap` is 1 where the edge itself is not repeated. */
const mirror =
  (mode: 'reflect' | 'symmetric', odd: boolean): AxisPadding =>
  (x, axis, [before, after]) => {
    const own = x.shape[axis]!;
    const gap = mode === 'reflect' && own > 1 ? 1 : 0;
    const mirrored = (piece: NDArray, edgeValue: NDArray): NDArray => {
      const turned = rev(piece, [axis]);
      return odd ? sub(mul(edgeValue, constantLike(edgeValue, 2)), turned) : turned;
    };
    let result = x;
    for (let missing = before; missing > 0; ) {
      const count = Math.min(missing, own - gap);
      const piece = mirrored(part(result, axis, gap, gap + count), part(result, axis, 0, 1));
      result = concatenate([piece, result], axis);
      missing -= count;
    }
    for (let missing = after; missing > 0; ) {
      const count = Math.min(missing, own - gap);
      const extent = result.shape[axis]!;
      const piece = mirrored(
        part(result, axis, extent - gap - count, extent - gap),
        part(result, axis, extent - 1, extent),
      );
      result = concatenate([result, piece], axis);
      missing -= count;
    }
    return result;
  };

const statistic =
  (
    reduce: (x: NDArray, options: { readonly axis: number; readonly keepdims: true }) => NDArray,
    lengths: readonly Pair[],
  ): AxisPadding =>
  (x, axis, [before, after]) => {
    const extent = x.shape[axis]!;
    const valueOf = (start: number, end: number): NDArray => {
      const reduced = reduce(part(x, axis, start, end), { axis, keepdims: true });
      // The mean of ints is rounded, not cut.
      return convertElementType(isInteger(x.dtype) ? round(reduced) : reduced, x.dtype, x.weakType);
    };
    const [first, last] = lengths[axis]!.map(length => Math.min(length, extent)) as [number, number];
    const low = valueOf(0, first);
    const high = first === extent && last === extent ? low : valueOf(extent - last, extent);
    return concatenate([repeat(low, before, { axis }), x, repeat(high, after, { axis })], axis);
  };

const axisPadding = (
  mode: Exclude<PadMode, 'constant' | 'empty'>,
  odd: boolean,
  ends: () => readonly Pair[],
  lengths: () => readonly Pair[],
): AxisPadding => {
  switch (mode) {
    case 'linear_ramp':
      return ramp(ends());
    case 'edge':
      return edge;
    case 'wrap':
      return wrap;
    case 'reflect':
    case 'symmetric':
      return mirror(mode, odd);
    case 'maximum':
      return statistic(max, lengths());
    case 'minimum':
      return statistic(min, lengths());
    case 'mean':
      return statistic(mean, lengths());
    case 'median':
      return statistic(median, lengths());
    default:
      throw new TypeError(
        `pad: unknown mode ${JSON.stringify(mode)}: expected 'constant', 'edge', 'linear_ramp', 'reflect', 'symmetric', 'wrap', 'maximum', 'minimum', 'mean', 'median' or 'empty'`,
      );
  }
};

/** Padded by one value, or by values for the ends, axis by axis. */
const padWith = (x: NDArray, value: NDArray, widths: readonly Pair[]): NDArray => {
  const padBy = (padded: NDArray, by: NDArray, pairs: readonly Pair[]): NDArray =>
    laxPad(
      padded,
      by,
      pairs.map(([before, after]) => [before, after, 0]),
    );
  if (value.ndim === 0) return padBy(x, value, widths);
  const shape = [x.ndim, 2];
  if (!shapesEqual(tryBroadcastShapes([value.shape, shape]) ?? [], shape)) {
    throw new RangeError(
      `pad: constantValues must be a scalar, one pair, or a pair for each axis of ${avalString(x)}, got ${avalString(value)}`,
    );
  }
  const ends = broadcastTo(value, shape);
  return widths.reduce((padded, [before, after], axis) => {
    const only = (pair: Pair): Pair[] => widths.map((_, k) => (k === axis ? pair : [0, 0]));
    const first = padBy(padded, indexArray(ends, [axis, 0]), only([before, 0]));
    return padBy(first, indexArray(ends, [axis, 1]), only([0, after]));
  }, x);
};

/**
 * x with values put before and after along each axis.
 *
 * `width` is one number, a pair (before, after), or a pair for each axis. Throws TypeError for widths that are not
 * non-negative integers and unknown modes, RangeError where the pairs are not as many as axes, and for an empty axis
 * where the mode needs elements.
 *
 * @example
 * ```ts
 * console.log(String(np.pad([1, 2, 3], [1, 2]))); // => [0. 1. 2. 3. 0. 0.]
 * console.log(String(np.pad([1, 2, 3], 2, { mode: 'reflect' }))); // => [3. 2. 1. 2. 3. 2. 1.]
 * ```
 */
export const pad = (x: ArrayLike, width: PadWidth, options: PadOptions = {}): NDArray => {
  checkOptions('pad', options, ['mode', 'constantValues', 'endValues', 'reflectType', 'statLength']);
  const { mode = 'constant', constantValues = 0, endValues = 0, reflectType = 'even', statLength = Infinity } = options;
  const operand = asArray('pad', x);
  const widths = widthsOf(operand, width);
  if (mode === 'constant' || mode === 'empty') {
    const value = astype(asArray('pad', mode === 'empty' ? 0 : constantValues, true), operand.dtype);
    return padWith(operand, convertElementType(value, operand.dtype, operand.weakType), widths);
  }
  const padAxis = axisPadding(
    mode,
    reflectType === 'odd',
    () => pairsOf('end value', operand, endValues),
    () => statLengthsOf(operand, statLength),
  );
  return widths.reduce((padded, pair, axis) => {
    if (pair[0] === 0 && pair[1] === 0) return padded;
    if (operand.shape[axis] === 0)
      throw new RangeError(`pad: mode '${mode}' needs elements, but axis ${axis} of ${avalString(operand)} is empty`);
    return padAxis(padded, axis, pair);
  }, operand);
};
