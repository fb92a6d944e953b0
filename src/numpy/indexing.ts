import { filled } from '../array/create.ts';
import { isInteger } from '../array/dtype.ts';
import type { ArraysOf } from '../array/lists.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkList, checkOptions, type NoOptions } from '../array/options.ts';
import { broadcastShapes, sizeOf, stridesOf } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { knownValue } from '../core/tracer.ts';
import { add, div, mul } from '../primitives/elementwise/arithmetic.ts';
import { gt } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { alignShapes } from '../primitives/elementwise/construct.ts';
import { rem } from '../primitives/elementwise/remainder.ts';
import { select as laxSelect, selectN } from '../primitives/elementwise/select.ts';
import {
  take as laxTake,
  takeAlongAxis as laxTakeAlongAxis,
  type TakeAlongAxisOptions,
  type TakeOptions,
} from '../primitives/indexing/take.ts';
import { setAt } from '../primitives/indexing/update-array.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { iota } from '../primitives/shape/iota.ts';
import { asArray, asOperands, asPromoted } from './convert.ts';
import { listOf } from './lists.ts';
import { remainder } from './methods/arithmetic.ts';
import { clip } from './methods/rounding.ts';
import { nonzero } from './nonzero.ts';
import { isOptions } from './options.ts';
import type { SizeOptions } from './places.ts';
import { truth } from './truth.ts';

/**
 * x where the condition is true, y elsewhere, element by element; with the condition alone the indices where it is true.
 *
 * All three broadcast. Derivatives flow through the operand that is taken; a NaN in the derivative of the other still
 * spoils it, as in JAX. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * const x = array([-1, 2]);
 * console.log(String(np.where(x.greater(0), x, 0))); // => [0. 2.]
 * ```
 */
export function where(condition: ArrayLike, x: ArrayLike, y: ArrayLike): NDArray;
export function where(condition: ArrayLike, options?: SizeOptions): NDArray[];
export function where(condition: ArrayLike, x?: ArrayLike | SizeOptions, y?: ArrayLike): NDArray | NDArray[] {
  if (x === undefined || isOptions<SizeOptions>(x)) {
    if (y !== undefined) throw new TypeError('where: x and y must be given both, or neither');
    return nonzero(condition, x);
  }
  if (y === undefined) throw new TypeError('where: x and y must be given both, or neither');
  const operands = asPromoted('where', [x, y]);
  const [predicate, a, b] = alignShapes('where', [truth(asArray('where', condition)), ...operands]) as [
    NDArray,
    NDArray,
    NDArray,
  ];
  const result = laxSelect(predicate, a, b);
  const shape = broadcastShapes('where', [predicate.shape, a.shape, b.shape]);
  return result.ndim === shape.length ? result : broadcastTo(result, shape);
}

/**
 * For each element the choice that belongs to the first condition that is true, `default` (0) where none is.
 *
 * Throws RangeError where there are not as many choices as conditions, or none, and where shapes do not broadcast.
 *
 * @example
 * ```ts
 * const x = array([1, 2, 3]);
 * console.log(String(np.select([x.less(2), x.less(3)], [x.mul(10), x.mul(100)]))); // => [ 10. 200.   0.]
 * ```
 */
export const select = (
  conditions: readonly ArrayLike[],
  choices: readonly ArrayLike[],
  otherwise: ArrayLike = 0,
): NDArray => {
  checkList('select', 'conditions', conditions);
  checkList('select', 'choices', choices);
  if (conditions.length !== choices.length || conditions.length === 0) {
    throw new RangeError(`select: ${conditions.length} conditions for ${choices.length} choices`);
  }
  const operands = asPromoted('select', [otherwise, ...choices]);
  const predicates = conditions.map(condition => truth(asArray('select', condition)));
  const shape = broadcastShapes(
    'select',
    [...predicates, ...operands].map(x => x.shape),
  );
  const [rest, ...values] = operands.map(x => broadcastTo(x, shape));
  return values.reduceRight<NDArray>(
    (result, value, i) => laxSelect(broadcastTo(predicates[i]!, shape), value, result),
    rest!,
  );
};

export type ChooseOptions = {
  /** What indices outside mean: an error (`'raise'`, the default), the nearest choice, or counting round. */
  readonly mode?: 'raise' | 'clip' | 'wrap';
};

/**
 * For each element of an array of indices, the element at that place of the choice that the index names.
 *
 * Throws TypeError for indices that are not ints, RangeError for indices outside.
 *
 * @example
 * ```ts
 * console.log(String(np.choose(new Int32Array([1, 0]), [[1, 2], [10, 20]]))); // => [10.  2.]
 * ```
 */
export const choose = (
  indices: ArrayLike,
  choices: readonly ArrayLike[] | NDArray,
  options: ChooseOptions = {},
): NDArray => {
  checkOptions('choose', options, ['mode']);
  const { mode = 'raise' } = options;
  const which = asArray('choose', indices);
  if (!isInteger(which.dtype))
    throw new TypeError(
      `choose: the indices must be ints, got ${avalString(which)}: make them with { dtype: 'int32' }`,
    );
  const operands = asPromoted('choose', listOf('choose', choices));
  const count = operands.length;
  if (count === 0) throw new RangeError('choose: at least one choice is needed');
  const shape = broadcastShapes(
    'choose',
    [which, ...operands].map(x => x.shape),
  );
  if (mode === 'raise') {
    const known = knownIntegers('choose', which, "give mode 'clip' or 'wrap'");
    if (known.some(index => index < 0 || index >= count))
      throw new RangeError(`choose: an index is out of bounds for ${count} choices`);
  }
  const index = mode === 'wrap' ? remainder(which, count) : mode === 'clip' ? clip(which, 0, count - 1) : which;
  return selectN(broadcastTo(index, shape), ...operands.map(x => broadcastTo(x, shape)));
};

const knownIntegers = (what: string, x: NDArray, wayOut: string): number[] => {
  const known = knownValue(x);
  if (known === undefined)
    throw new TypeError(`${what}: needs values that are traced (${avalString(x)}) and not known here: ${wayOut}`);
  return [...known.data];
};

/**
 * What stands at the indices of an axis, or of the flattened array; the axis is replaced by the axes of the indices.
 *
 * Negative indices count from the end; those outside read NaN, unless `mode` is `'clip'` or `'wrap'`. Throws TypeError
 * for indices that are not integers, RangeError for an axis that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(np.take([4, 5, 6], [2, 0]))); // => [6. 4.]
 * ```
 */
export const take = (x: ArrayLike, indices: ArrayLike, options: TakeOptions = {}): NDArray =>
  laxTake(asArray('take', x), indices, options);

/**
 * For each place of the indices what stands at that index of an axis (the last by default), at the same place of the others.
 *
 * Throws TypeError for indices that are not integers, RangeError where the axes do not fit.
 *
 * @example
 * ```ts
 * console.log(String(np.takeAlongAxis([[1, 2, 3], [4, 5, 6]], new Int32Array([2]), { axis: null }))); // => [3.]
 * ```
 */
export const takeAlongAxis = (x: ArrayLike, indices: ArrayLike, options: TakeAlongAxisOptions = {}): NDArray =>
  laxTakeAlongAxis(asArray('takeAlongAxis', x), indices, options);

/**
 * The indices, one int32 array an axis, that belong to indices of the flattened array.
 *
 * Negative indices count from the end; indices outside give the nearest element's.
 *
 * @example
 * ```ts
 * console.log(np.unravelIndex(new Int32Array([5]), [2, 3]).map(String)); // => [ '[1]', '[2]' ]
 * ```
 */
export const unravelIndex = <const Extents extends readonly number[]>(
  indices: ArrayLike,
  shape: Extents,
): ArraysOf<Extents> => {
  checkList('unravelIndex', 'the shape', shape);
  const given = typeof indices === 'number' ? filled([], 'int32', indices) : asArray('unravelIndex', indices);
  if (!isInteger(given.dtype)) throw new TypeError(`unravelIndex: the indices must be ints, got ${avalString(given)}`);
  const size = sizeOf(shape);
  const clipped = clip(given, -size, size - 1);
  const place = laxSelect(gt(constantLike(clipped, 0), clipped), add(clipped, constantLike(clipped, size)), clipped);
  const strides = stridesOf(shape);
  return asOperands(
    'unravelIndex',
    shape.map((extent, axis) => rem(div(place, constantLike(place, strides[axis]!)), constantLike(place, extent))),
  ) as ArraysOf<Extents>;
};

export type RavelMultiIndexOptions = {
  /** What indices outside mean: an error (`'raise'`, the default), the nearest element, or counting round. */
  readonly mode?: 'raise' | 'clip' | 'wrap';
};

/**
 * The indices in the flattened array that belong to indices along each axis.
 *
 * Throws TypeError for indices that are not ints, RangeError for indices outside.
 *
 * @example
 * ```ts
 * console.log(np.ravelMultiIndex([1, 2], [2, 3]).item()); // => 5
 * ```
 */
export const ravelMultiIndex = (
  indices: readonly ArrayLike[],
  shape: readonly number[],
  options: RavelMultiIndexOptions = {},
): NDArray => {
  checkOptions('ravelMultiIndex', options, ['mode']);
  const { mode = 'raise' } = options;
  checkList('ravelMultiIndex', 'the indices', indices);
  checkList('ravelMultiIndex', 'the shape', shape);
  if (indices.length !== shape.length)
    throw new RangeError(`ravelMultiIndex: ${indices.length} indices for ${shape.length} axes`);
  const strides = stridesOf(shape);
  return indices
    .map((given, axis) => {
      const index = typeof given === 'number' ? filled([], 'int32', given) : asArray('ravelMultiIndex', given);
      if (!isInteger(index.dtype))
        throw new TypeError(`ravelMultiIndex: the indices must be ints, got ${avalString(index)}`);
      const extent = shape[axis]!;
      if (
        mode === 'raise' &&
        knownIntegers('ravelMultiIndex', index, "give mode 'clip' or 'wrap'").some(i => i < 0 || i >= extent)
      ) {
        throw new RangeError(`ravelMultiIndex: an index is out of bounds for axis ${axis} with extent ${extent}`);
      }
      const inside = mode === 'wrap' ? remainder(index, extent) : mode === 'clip' ? clip(index, 0, extent - 1) : index;
      return mul(inside, constantLike(inside, strides[axis]!));
    })
    .reduce<NDArray>((sum, term) => add(sum, term), filled([], 'int32', 0));
};

/**
 * x with a value on its main diagonal.
 *
 * Throws RangeError for arrays with fewer than two axes, and where more than two have different extents.
 *
 * @example
 * ```ts
 * console.log(String(np.fillDiagonal(np.zeros([2, 2]), 5)));
 * // => [[5. 0.]
 * //     [0. 5.]]
 * ```
 */
export const fillDiagonal = (x: ArrayLike, value: ArrayLike, options: NoOptions = {}): NDArray => {
  checkOptions('fillDiagonal', options, []);
  const operand = asArray('fillDiagonal', x);
  if (operand.ndim < 2 || (operand.ndim > 2 && operand.shape.some(extent => extent !== operand.shape[0]))) {
    throw new RangeError(`fillDiagonal: a matrix, or an array of equal extents, is needed, got ${avalString(operand)}`);
  }
  const places = iota('int32', [Math.min(...operand.shape)]);
  return setAt(
    operand,
    operand.shape.map(() => places),
    value,
  );
};
