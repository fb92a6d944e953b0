import { isFloating, isInteger } from '../array/dtype.ts';
import { type ArrayLike, type NDArray, scalar } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { checkShape, normalizeAxis, type Shape, shapeString, sizeOf } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { asArray, asPromoted } from '../numpy/convert.ts';
import { searchsorted } from '../numpy/sorting.ts';
import { add, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { log } from '../primitives/elementwise/exponential.ts';
import { take } from '../primitives/indexing/take.ts';
import { argmax } from '../primitives/reduction/arg-extremum.ts';
import { cumsum } from '../primitives/reduction/cumulative.ts';
import { iota } from '../primitives/shape/iota.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { indexInDim, sliceInDim } from '../primitives/shape/slice.ts';
import { moveAxis, transpose } from '../primitives/shape/transpose.ts';
import { sortKeyVal } from '../primitives/sort/sort.ts';
import { topK } from '../primitives/sort/top-k.ts';
import { shown } from '../util/errors.ts';
import { range } from '../util/range.ts';
import { asKey, type FloatDType, optionsOf, type SampleShape, type ShapeOption, sampleShape } from './arguments.ts';
import { keysOf, randomBits } from './key.ts';
import { checkMode, type GumbelMode, standardGumbel } from './standard.ts';
import { randint, standardUniform } from './uniform.ts';

/** Random orders and choices. */

/** x in random order along an axis: sorted by random words, often enough that equal words do not matter. */
const shuffled = (key: NDArray, x: NDArray, axis: number): NDArray => {
  const rounds = Math.ceil((3 * Math.log(Math.max(1, x.size))) / Math.log(2 ** 32 - 1));
  let [rest, result] = [key, x];
  for (let round = 0; round < rounds; round++) {
    const [next, own] = keysOf(rest, 2) as [NDArray, NDArray];
    rest = next;
    result = sortKeyVal(randomBits(own, x.shape), result, { dimension: axis })[1];
  }
  return result;
};

export type PermutationOptions = {
  /** The axis along which the order is random; 0 by default. */
  readonly axis?: number;
  /** Whether each line along the axis has an order of its own. */
  readonly independent?: boolean;
};

/** The number of elements of a range that x stands for, if it is no array. */
const countOf = (what: string, x: ArrayLike): number | undefined => {
  const isNumber = typeof x === 'number';
  if (!isNumber && asArray(what, x).ndim > 0) return undefined;
  const read = isNumber ? scalar(x, 'float64') : asArray(what, x);
  const count = isNumber || isInteger(read.dtype) ? read.item() : Number.NaN;
  if (Number.isInteger(count) && count >= 0) return count;
  throw new TypeError(`${what}: expected an array or the number of elements of a range, got ${shown(x)}`);
};

/**
 * x in random order along its first axis or another one; for a number n, 0 … n-1 in random order, as int32.
 *
 * Throws RangeError for an axis that x does not have, TypeError for a scalar that is no number of elements.
 *
 * @example
 * ```ts
 * console.log(String(random.permutation(random.key(0), 5))); // => [0 1 4 3 2]
 * ```
 */
export const permutation = (key: ArrayLike, x: ArrayLike, options: PermutationOptions = {}): NDArray => {
  checkOptions('permutation', options, ['axis', 'independent']);
  const { axis = 0, independent = false } = options;
  const checked = asKey('permutation', key);
  const count = countOf('permutation', x);
  if (count !== undefined) return shuffled(checked, iota('int32', [count]), 0);
  const given = asArray('permutation', x);
  const along = normalizeAxis('permutation', axis, given.ndim);
  if (independent || given.ndim === 1) return shuffled(checked, given, along);
  return take(given, shuffled(checked, iota('int32', [given.shape[along]!]), 0), { axis: along });
};

export type ChoiceOptions = ShapeOption & {
  /** Whether an element may be chosen more than once; true by default. */
  readonly replace?: boolean;
  /** The probability of each element; equal ones by default. */
  readonly p?: ArrayLike | null;
  /** The axis along which elements are chosen; 0 by default. */
  readonly axis?: number;
  readonly mode?: GumbelMode;
};

/** The numbers of elements chosen with probabilities p. */
const weightedChoice = (key: NDArray, p: NDArray, shape: Shape, options: ChoiceOptions): NDArray => {
  const dtype = p.dtype as FloatDType;
  if (options.replace ?? true) {
    const cumulative = cumsum(p, 0);
    const total = indexInDim(cumulative, -1, 0, false);
    return searchsorted(cumulative, mul(total, sub(1, standardUniform(key, shape, dtype))));
  }
  const noise = standardGumbel(key, p.shape, dtype, checkMode('choice', options.mode));
  return reshape(topK(add(noise, log(p)), sizeOf(shape))[1], shape);
};

/**
 * Random elements of an array along an axis, or of the range 0 … a-1 for a number a.
 *
 * Each element of the shape, () by default, is a choice; the shape stands in the place of the axis. Throws TypeError for
 * wrong probabilities, RangeError for an axis that a does not have and for more choices than elements where none may repeat.
 *
 * @example
 * ```ts
 * const key = random.key(0);
 * console.log(String(random.choice(key, 5, [3], { replace: false }))); // => [0 1 4]
 * console.log(random.choice(key, [10, 20, 30], [2], { p: [0, 1, 0] }).tolist()); // => [ 20, 20 ]
 * ```
 */
export const choice = (
  key: ArrayLike,
  a: ArrayLike,
  shape?: SampleShape | ChoiceOptions,
  options: ChoiceOptions = {},
): NDArray => {
  const given = optionsOf('choice', shape, options, ['replace', 'p', 'axis', 'mode']);
  const { replace = true, p = null } = given;
  const checked = asKey('choice', key);
  const extents = checkShape('choice', given.shape ?? []);
  const range = countOf('choice', a);
  const source = range === undefined ? asArray('choice', a) : undefined;
  const along = source === undefined ? 0 : normalizeAxis('choice', given.axis ?? 0, source.ndim);
  const count = range ?? source!.shape[along]!;
  const draws = sizeOf(extents);
  if (count === 0 && draws > 0) throw new RangeError('choice: there is nothing to choose from');
  if (!replace && draws > count) {
    throw new RangeError(`choice: ${draws} different elements of ${count} were asked for: set replace to true`);
  }
  const place = (x: NDArray, indices: NDArray): NDArray => take(x, indices, { axis: along });
  if (p !== null) {
    const [probabilities] = asPromoted('choice', [p], promoteTypesInexact);
    if (!isFloating(probabilities.dtype) || probabilities.ndim !== 1 || probabilities.size !== count) {
      throw new TypeError(
        `choice: p must have a number for each of the ${count} elements, got ${avalString(probabilities)}`,
      );
    }
    const indices = weightedChoice(checked, probabilities, extents, given);
    return source === undefined ? indices : place(source, indices);
  }
  if (replace) {
    const indices = randint(checked, extents, 0, count);
    return source === undefined ? indices : place(source, indices);
  }
  const order = permutation(checked, source ?? count, { axis: along });
  const chosen = sliceInDim(order, 0, draws, 1, along);
  return reshape(chosen, [...chosen.shape.slice(0, along), ...extents, ...chosen.shape.slice(along + 1)]);
};

export type CategoricalOptions = ShapeOption & {
  /** The axis along which logits belong together; the last by default. */
  readonly axis?: number;
  /** Whether a category may be drawn more than once along the axes that the shape adds; true by default. */
  readonly replace?: boolean;
  readonly mode?: GumbelMode;
};

/**
 * Random categories, as int32, with probabilities softmax(logits) along an axis.
 *
 * The shape is by default that of the logits without the axis, and may have axes before those. Throws RangeError where it does
 * not end in that, and for more categories than there are where none may repeat.
 *
 * @example
 * ```ts
 * const logits = np.log([0, 1, 0]);
 * console.log(String(random.categorical(random.key(0), logits, { shape: [3] }))); // => [1 1 1]
 * ```
 */
export const categorical = (key: ArrayLike, logits: ArrayLike, options: CategoricalOptions = {}): NDArray => {
  checkOptions('categorical', options, ['shape', 'axis', 'replace', 'mode']);
  const { axis = -1, replace = true } = options;
  const [given] = asPromoted('categorical', [logits], promoteTypesInexact);
  if (!isFloating(given.dtype)) throw new TypeError(`categorical: logits must be real, got ${avalString(given)}`);
  const along = normalizeAxis('categorical', axis, given.ndim);
  const stack = given.shape.filter((_, k) => k !== along);
  const extents = sampleShape('categorical', options.shape, stack);
  const extra = extents.slice(0, extents.length - stack.length);
  const own = extents.slice(extra.length);
  const mode = checkMode('categorical', options.mode);
  const [checked, dtype] = [asKey('categorical', key), given.dtype as FloatDType];
  if (replace) {
    const shape = [...extra, ...own.slice(0, along), given.shape[along]!, ...own.slice(along)];
    const noise = standardGumbel(checked, shape, dtype, mode);
    return argmax(add(noise, given), extra.length + along, 'int32');
  }
  const count = sizeOf(extra);
  if (count > given.shape[along]!) {
    throw new RangeError(
      `categorical: ${count} different categories of ${given.shape[along]} were asked for by shape ` +
        `${shapeString(extents)}: set replace to true`,
    );
  }
  const noisy = add(given, standardGumbel(checked, given.shape, dtype, mode));
  const [, indices] = topK(moveAxis(noisy, along, given.ndim - 1), count);
  const last = indices.ndim - 1;
  return reshape(transpose(indices, [last, ...range(stack.length)]), extents);
};
