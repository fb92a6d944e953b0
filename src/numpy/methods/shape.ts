import { checkDType } from '../../array/create.ts';
import { type DType, isComplex } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, NDArray, type OrderOptions } from '../../array/ndarray.ts';
import { checkList, checkOptions } from '../../array/options.ts';
import { normalizeAxes, normalizeAxis, shapeString, sizeOf, wrongShape } from '../../array/shape.ts';
import { avalString } from '../../core/aval.ts';
import { convertElementType } from '../../primitives/convert.ts';
import { ne } from '../../primitives/elementwise/comparison.ts';
import { real } from '../../primitives/elementwise/complex.ts';
import { constantLike } from '../../primitives/elementwise/constant.ts';
import { take } from '../../primitives/indexing/take.ts';
import { broadcastInDim } from '../../primitives/shape/broadcast.ts';
import { reshape as laxReshape } from '../../primitives/shape/reshape.ts';
import { squeeze as laxSqueeze } from '../../primitives/shape/squeeze.ts';
import { transpose as laxTranspose } from '../../primitives/shape/transpose.ts';
import { shown } from '../../util/errors.ts';
import { readArray } from './read.ts';

/** A new shape in which one extent may be -1: what is left. */
const resolveShape = (x: NDArray, shape: number | readonly number[]): readonly number[] => {
  const list = typeof shape === 'number' ? [shape] : Array.isArray(shape) ? [...shape] : undefined;
  if (!list?.every(extent => Number.isInteger(extent) && extent >= -1)) {
    throw wrongShape('reshape', shape, ', one of which may be -1');
  }
  const open = list.indexOf(-1);
  if (open < 0) return list;
  if (list.lastIndexOf(-1) !== open)
    throw new RangeError(`reshape: only one extent can be -1, got ${shapeString(list)}`);
  const known = sizeOf(list.filter(extent => extent !== -1));
  if (known === 0 || x.size % known !== 0) {
    throw new RangeError(`reshape: cannot reshape ${avalString(x)} (size ${x.size}) into ${shapeString(list)}`);
  }
  return list.map(extent => (extent === -1 ? x.size / known : extent));
};

/** The elements in the order that options say, row by row or column by column, in a shape that is filled in that order. */
const ordered = (what: string, x: NDArray, shape: readonly number[], options: OrderOptions): NDArray => {
  checkOptions(what, options, ['order']);
  const { order = 'C' } = options;
  if (order === 'C') return laxReshape(x, shape);
  if (order === 'F') return transpose(laxReshape(transpose(x), [...shape].reverse()));
  throw new TypeError(`${what}: order must be 'C' or 'F', got ${shown(order)}`);
};

export const reshape = (
  x: ArrayLike,
  shape: number | readonly number[],
  options: OrderOptions = {},
  ...more: never[]
): NDArray => {
  const operand = readArray('reshape', x);
  if (typeof options === 'number')
    throw new TypeError(`reshape: the shape is one list, [${[shape, options, ...more].join(', ')}]`);
  return ordered('reshape', operand, resolveShape(operand, shape), options);
};

const flat =
  (what: string) =>
  (x: ArrayLike, options: OrderOptions = {}): NDArray => {
    const operand = readArray(what, x);
    return ordered(what, operand, [operand.size], options);
  };

export const ravel = flat('ravel');
export const flatten = flat('flatten');

const permuted =
  (what: string) =>
  (x: ArrayLike, axes?: readonly number[] | null, ...more: never[]): NDArray => {
    const operand = readArray(what, x);
    if (typeof axes === 'number')
      throw new TypeError(`${what}: the axes are one list, [${[axes, ...more].join(', ')}]`);
    if (axes === undefined || axes === null)
      return laxTranspose(
        operand,
        operand.shape.map((_, axis) => operand.ndim - 1 - axis),
      );
    checkList(what, 'axes', axes);
    const order = axes.map(axis => normalizeAxis(what, axis, operand.ndim));
    if (order.length !== operand.ndim || new Set(order).size !== operand.ndim)
      throw new RangeError(`${what}: (${order.join(', ')}) is no permutation of the axes of ${avalString(operand)}`);
    return laxTranspose(operand, order);
  };

export const transpose = permuted('transpose');
export const permuteDims = permuted('permuteDims');

export const swapaxes = (x: ArrayLike, axis1: number, axis2: number): NDArray => {
  const operand = readArray('swapaxes', x);
  const first = normalizeAxis('swapaxes', axis1, operand.ndim);
  const second = normalizeAxis('swapaxes', axis2, operand.ndim);
  const order = operand.shape.map((_, axis) => (axis === first ? second : axis === second ? first : axis));
  return laxTranspose(operand, order);
};

export type SqueezeOptions = { readonly axis?: number | readonly number[] | null };

export const squeeze = (x: ArrayLike, options: SqueezeOptions = {}): NDArray => {
  checkOptions('squeeze', options, ['axis']);
  const { axis = null } = options;
  const operand = readArray('squeeze', x);
  const units = operand.shape.flatMap((extent, k) => (extent === 1 ? [k] : []));
  return laxSqueeze(operand, axis === null ? units : normalizeAxes('squeeze', axis, operand.ndim));
};

export const astype = (x: ArrayLike, dtype: DType): NDArray => {
  const operand = readArray('astype', x);
  const target = checkDType('astype', dtype);
  if (target === 'bool' && operand.dtype !== 'bool') return ne(operand, constantLike(operand, 0));
  const part = isComplex(operand.dtype) && !isComplex(target) ? real(operand) : operand;
  return convertElementType(part, target);
};

export type RepeatOptions = { readonly axis?: number | null };

/** Known numbers of repeats: one for all, or a list. */
export const repeatCounts = (repeats: number | ArrayLike): number | readonly number[] => {
  if (repeats instanceof NDArray && !(repeats instanceof ConcreteArray)) {
    throw new TypeError('repeat: traced numbers of repeats decide no shape: give np.repeat a totalRepeatLength');
  }
  const given: unknown = typeof repeats === 'number' ? repeats : readArray('repeat', repeats).tolist();
  const counts = [given].flat().map(Number);
  if (!counts.every(count => Number.isInteger(count) && count >= 0)) {
    throw new TypeError(`repeat: the numbers of repeats must be non-negative integers, got ${shown(given)}`);
  }
  return counts.length === 1 ? counts[0]! : counts;
};

/** Throws unless there is a number of repeats for each element along an axis. */
export const checkRepeats = (count: number, operand: NDArray, along: number): void => {
  const extent = operand.shape[along]!;
  if (count === extent) return;
  throw new RangeError(
    `repeat: ${count} numbers of repeats for the ${extent} elements along axis ${along} of ${avalString(operand)}`,
  );
};

export const repeat = (x: ArrayLike, repeats: number | ArrayLike, options: RepeatOptions = {}): NDArray => {
  checkOptions('repeat', options, ['axis']);
  const { axis = null } = options;
  const array = readArray('repeat', x);
  const operand = axis === null || array.ndim === 0 ? laxReshape(array, [array.size]) : array;
  const along = normalizeAxis('repeat', axis ?? 0, operand.ndim);
  const counts = repeatCounts(repeats);
  if (typeof counts === 'number') {
    const repeated = [...operand.shape.slice(0, along + 1), counts, ...operand.shape.slice(along + 1)];
    const own = operand.shape.map((_, k) => (k <= along ? k : k + 1));
    return laxReshape(
      broadcastInDim(operand, repeated, own),
      operand.shape.map((size, k) => (k === along ? size * counts : size)),
    );
  }
  checkRepeats(counts.length, operand, along);
  const places = counts.flatMap((count, place) => new Array<number>(count).fill(place));
  return take(operand, Int32Array.from(places), { axis: along, mode: 'clip' });
};
