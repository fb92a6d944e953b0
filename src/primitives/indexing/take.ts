import { filled, isTypedArray, readNested } from '../../array/create.ts';
import { kindOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { normalizeAxis, sizeOf, tryBroadcastShapes } from '../../array/shape.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import { range } from '../../util/range.ts';
import { toArray } from '../convert.ts';
import { rem } from '../elementwise/remainder.ts';
import { zerosLike } from '../linear.ts';
import { wrapNegative } from '../shape/dynamic-slice.ts';
import { reshape } from '../shape/reshape.ts';
import { squeeze } from '../shape/squeeze.ts';
import type { IndexMode } from './dimension-numbers.ts';
import { type GatherOptions, gatherWindows } from './gather.ts';

/** Reads indices: plain numbers become int32. */
const toIndices = (what: string, indices: ArrayLike): NDArray => {
  const wrong = (seen: string): never => {
    throw new TypeError(
      `${what}: indices must be integers or an array of dtype int32 or uint32, got ${seen}: make it with { dtype: 'int32' }`,
    );
  };
  if (indices instanceof NDArray || isTypedArray(indices) || typeof indices === 'boolean') {
    const array = toArray(what, indices);
    return kindOf(array.dtype) === 'int' ? array : wrong(avalString(array));
  }
  const { shape, leaves } = readNested(what, [indices]);
  const numbers = leaves.map(leaf => (typeof leaf === 'number' && Number.isInteger(leaf) ? leaf : wrong(String(leaf))));
  return new ConcreteArray(shape.slice(1), 'int32', Int32Array.from(numbers));
};

const flatten = (x: NDArray): NDArray => reshape(x, [x.size]);

/** A fill value among options where there is one. */
const withFill = (fillValue: number | boolean | undefined): Pick<GatherOptions, 'fillValue'> =>
  fillValue === undefined ? {} : { fillValue };

export type TakeOptions = {
  /** The axis to take from; without one x is flattened first. */
  readonly axis?: number | null;
  /**
   * What indices outside read: a fill value (`'fill'`, the default), the nearest element (`'clip'`, which takes negative
   * indices for 0), or the element reached by counting round (`'wrap'`).
   */
  readonly mode?: 'fill' | 'clip' | 'wrap';
  /** NaN, the least int32, the greatest uint32 or true by default. */
  readonly fillValue?: number | boolean;
  /** Promises that no element is taken twice. */
  readonly uniqueIndices?: boolean;
  /** Promises that the indices ascend. */
  readonly indicesAreSorted?: boolean;
};

/**
 * `numpy.take`: what stands at the indices of an axis.
 *
 * The axis is replaced by the axes of the indices; negative indices count from the end. Throws TypeError for indices
 * that are not integers or an unknown mode, RangeError for an axis that x does not have or one without elements.
 *
 * @example
 * ```ts
 * console.log(String(np.take(array([4, 5, 6]), [2, 0]))); // => [6. 4.]
 * ```
 */
export const take = (x: ArrayLike, indices: ArrayLike, options: TakeOptions = {}): NDArray => {
  checkOptions('take', options, ['axis', 'mode', 'fillValue', 'uniqueIndices', 'indicesAreSorted']);
  const { axis = null, mode = 'fill', fillValue, uniqueIndices = false, indicesAreSorted = false } = options;
  const array = toArray('take', x);
  const operand = axis === null ? flatten(array) : array;
  const along = normalizeAxis('take', axis ?? 0, operand.ndim);
  const extent = operand.shape[along]!;
  const places = toIndices('take', indices);
  const before = operand.shape.slice(0, along);
  const after = operand.shape.slice(along + 1);
  const shape = [...before, ...places.shape, ...after];
  if (extent === 0 && places.size > 0)
    throw new RangeError(`take: axis ${along} of ${avalString(operand)} has no elements to take`);
  if (sizeOf(shape) === 0) return zerosLike(makeAval(shape, operand.dtype, operand.weakType));
  const rank = places.ndim;
  const dimensionNumbers = {
    offsetDims: [...range(before.length), ...after.map((_, i) => along + rank + i)],
    collapsedSliceDims: [along],
    startIndexMap: [along],
  };
  const sliceSizes = operand.shape.map((size, k) => (k === along ? 1 : size));
  const wrapped = (): NDArray => (places.dtype === 'uint32' ? places : wrapNegative(places, extent));
  const [chosen, gatherMode] = takeModes(mode, places, extent, wrapped);
  return gatherWindows(operand, reshape(chosen, [...places.shape, 1]), dimensionNumbers, sliceSizes, {
    mode: gatherMode,
    ...withFill(fillValue),
    uniqueIndices,
    indicesAreSorted,
  });
};

const takeModes = (
  mode: NonNullable<TakeOptions['mode']>,
  places: NDArray,
  extent: number,
  wrapped: () => NDArray,
): readonly [NDArray, IndexMode] => {
  switch (mode) {
    case 'fill':
      return [wrapped(), 'fill'];
    case 'clip':
      return [places, 'clip'];
    case 'wrap': {
      const rest = rem(places, filled([], places.dtype, extent));
      return [places.dtype === 'uint32' ? rest : wrapNegative(rest, extent), 'promise_in_bounds'];
    }
    default:
      throw new TypeError(`take: unknown mode ${JSON.stringify(mode)}: expected 'fill', 'clip' or 'wrap'`);
  }
};

export type TakeAlongAxisOptions = {
  /** -1 by default; `null` flattens x first. */
  readonly axis?: number | null;
  /** What indices outside read: a fill value (`'fill'`, the default) or the nearest element (`'clip'`). */
  readonly mode?: 'fill' | 'clip' | 'promise_in_bounds';
  /** NaN, the least int32, the greatest uint32 or true by default. */
  readonly fillValue?: number | boolean;
};

/**
 * `numpy.take_along_axis`: for each place of the indices what stands at that index of an axis, at the same place of the
 * others.
 *
 * x and indices have as many axes, which broadcast except for the one indexed; negative indices count from the end.
 * Throws TypeError for indices that are not integers, RangeError where the axes do not fit.
 *
 * @example
 * ```ts
 * const x = array([[1, 2, 3], [4, 5, 6]]);
 * console.log(String(np.takeAlongAxis(x, array([[2], [0]], { dtype: 'int32' }), { axis: 1 })));
 * // => [[3.]
 * //     [4.]]
 * ```
 */
export const takeAlongAxis = (x: ArrayLike, indices: ArrayLike, options: TakeAlongAxisOptions = {}): NDArray => {
  checkOptions('takeAlongAxis', options, ['axis', 'mode', 'fillValue']);
  const { axis = -1, mode = 'fill', fillValue } = options;
  const array = toArray('takeAlongAxis', x);
  const operand = axis === null ? flatten(array) : array;
  const places = toIndices('takeAlongAxis', indices);
  const seen = `got ${avalString(operand)} and indices ${avalString(places)}`;
  if (operand.ndim !== places.ndim) {
    throw new RangeError(
      `takeAlongAxis: x${axis === null ? ', flattened,' : ''} and the indices must have as many axes, ${seen}`,
    );
  }
  const along = normalizeAxis('takeAlongAxis', axis ?? 0, operand.ndim);
  const others = [operand, places].map(({ shape }) => shape.map((extent, k) => (k === along ? 1 : extent)));
  const common = tryBroadcastShapes(others);
  if (common === undefined) throw new RangeError(`takeAlongAxis: the axes other than ${along} must broadcast, ${seen}`);
  const shape = common.map((extent, k) => (k === along ? places.shape[k]! : extent));
  const extent = operand.shape[along]!;
  if (extent === 0 && places.size > 0)
    throw new RangeError(`takeAlongAxis: axis ${along} has no elements to take, ${seen}`);
  if (sizeOf(shape) === 0) return zerosLike(makeAval(shape, operand.dtype, operand.weakType));

  // Axes that only x has run through windows, axes that only the indices have are dropped from x, axes of both run together.
  const role = shape.map((_, k): 'indexed' | 'window' | 'dropped' | 'together' =>
    k === along ? 'indexed' : places.shape[k] === 1 ? 'window' : operand.shape[k] === 1 ? 'dropped' : 'together',
  );
  const axesOf = (wanted: string, among: readonly string[]): number[] =>
    among.flatMap((name, k) => (name === wanted ? [k] : []));
  const inOperand = role.filter(name => name !== 'dropped');
  const inIndices = role.filter(name => name !== 'window');
  const kept = shape.filter((_, k) => role[k] !== 'window');
  const wrap = mode !== 'promise_in_bounds' && places.dtype !== 'uint32';
  return gatherWindows(
    squeeze(operand, axesOf('dropped', role)),
    reshape(wrap ? wrapNegative(places, extent) : places, [...kept, 1]),
    {
      offsetDims: axesOf('window', role),
      collapsedSliceDims: axesOf('indexed', inOperand),
      startIndexMap: axesOf('indexed', inOperand),
      operandBatchingDims: axesOf('together', inOperand),
      startIndicesBatchingDims: axesOf('together', inIndices),
    },
    operand.shape.flatMap((size, k) => (role[k] === 'dropped' ? [] : [role[k] === 'window' ? size : 1])),
    { mode, ...withFill(fillValue) },
  );
};
