import { checkDType } from '../array/create.ts';
import type { PartsOf } from '../array/lists.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkList, checkOptions, type NoOptions } from '../array/options.ts';
import { normalizeAxis, shapeString } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { convertElementType } from '../primitives/convert.ts';
import { concatenate as laxConcatenate, split as laxSplit } from '../primitives/shape/concatenate.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { sliceInDim } from '../primitives/shape/slice.ts';
import { squeeze } from '../primitives/shape/squeeze.ts';
import { transpose } from '../primitives/shape/transpose.ts';
import { shown } from '../util/errors.ts';
import { asArray, asPromoted } from './convert.ts';
import { listOf } from './lists.ts';
import type { DTypeOption } from './methods/reductions.ts';
import { atleast1d, atleast2d, atleast3d } from './shape.ts';

export type JoinOptions = DTypeOption & {
  /** The axis to join along: the first by default; `null` flattens the arrays. */
  readonly axis?: number | null;
};

const operandsOf = (what: string, arrays: readonly ArrayLike[] | NDArray, dtype: DTypeOption['dtype']): NDArray[] => {
  const list = listOf(what, arrays);
  if (list.length === 0) throw new RangeError(`${what}: at least one array is needed`);
  const operands = asPromoted(what, list);
  return dtype === undefined ? [...operands] : operands.map(x => convertElementType(x, checkDType(what, dtype)));
};

/** Joins arrays that agree in all extents but one; errors name the arrays. */
const join = (what: string, operands: readonly NDArray[], axis: number): NDArray => {
  const first = operands[0]!;
  if (first.ndim === 0) throw new RangeError(`${what}: 0-d arrays cannot be joined: stack them`);
  const along = normalizeAxis(what, axis, first.ndim);
  for (const operand of operands) {
    const fits =
      operand.ndim === first.ndim && operand.shape.every((extent, k) => k === along || extent === first.shape[k]);
    if (!fits) {
      throw new RangeError(
        `${what}: shapes ${shapeString(first.shape)} and ${shapeString(operand.shape)} differ in more than axis ${along}`,
      );
    }
  }
  return laxConcatenate(operands, along);
};

/**
 * Arrays joined along an axis that they have.
 *
 * Their other extents must agree. Throws RangeError where they do not, and for an empty list.
 *
 * @example
 * ```ts
 * console.log(String(np.concatenate([[1, 2], [3]]))); // => [1. 2. 3.]
 * ```
 */
export const concatenate = (arrays: readonly ArrayLike[] | NDArray, options: JoinOptions = {}): NDArray => {
  checkOptions('concatenate', options, ['axis', 'dtype']);
  const { axis = 0, dtype } = options;
  const operands = operandsOf('concatenate', arrays, dtype);
  return axis === null
    ? laxConcatenate(
        operands.map(operand => reshape(operand, [operand.size])),
        0,
      )
    : join('concatenate', operands, axis);
};

export type StackOptions = DTypeOption & {
  /** Where the new axis stands in the result; first by default. */
  readonly axis?: number;
};

/**
 * Arrays of one shape joined along a new axis.
 *
 * Throws RangeError where shapes differ, and for an empty list.
 *
 * @example
 * ```ts
 * console.log(String(np.stack([[1, 2], [3, 4]], { axis: 1 })));
 * // => [[1. 3.]
 * //     [2. 4.]]
 * ```
 */
export const stack = (arrays: readonly ArrayLike[] | NDArray, options: StackOptions = {}): NDArray => {
  checkOptions('stack', options, ['axis', 'dtype']);
  const { axis = 0, dtype } = options;
  const operands = operandsOf('stack', arrays, dtype);
  const place = normalizeAxis('stack', axis, operands[0]!.ndim + 1);
  for (const operand of operands) {
    if (shapeString(operand.shape) !== shapeString(operands[0]!.shape)) {
      throw new RangeError(
        `stack: all arrays must have one shape, got ${shapeString(operands[0]!.shape)} and ${shapeString(operand.shape)}`,
      );
    }
  }
  return laxConcatenate(
    operands.map(operand => expandDims(operand, [place])),
    place,
  );
};

/**
 * The subarrays of x along an axis, without that axis.
 *
 * @example
 * ```ts
 * console.log(np.unstack([[1, 2], [3, 4]]).map(String)); // => [ '[1. 2.]', '[3. 4.]' ]
 * ```
 */
export const unstack = (x: ArrayLike, options: { readonly axis?: number } = {}): NDArray[] => {
  checkOptions('unstack', options, ['axis']);
  const { axis = 0 } = options;
  const operand = asArray('unstack', x);
  const along = normalizeAxis('unstack', axis, operand.ndim);
  return Array.from({ length: operand.shape[along]! }, (_, i) =>
    squeeze(sliceInDim(operand, i, i + 1, 1, along), [along]),
  );
};

/**
 * Arrays stacked as rows: vectors become rows, others are joined along their first axis.
 *
 * @example
 * ```ts
 * console.log(String(np.vstack([[1, 2], [3, 4]])));
 * // => [[1. 2.]
 * //     [3. 4.]]
 * ```
 */
export const vstack = (arrays: readonly ArrayLike[] | NDArray, options: DTypeOption = {}): NDArray => {
  checkOptions('vstack', options, ['dtype']);
  const { dtype } = options;
  return join('vstack', operandsOf('vstack', arrays, dtype).map(atleast2d), 0);
};

/**
 * Arrays joined side by side: vectors along their only axis, others along their second.
 *
 * @example
 * ```ts
 * console.log(String(np.hstack([[1, 2], [3]]))); // => [1. 2. 3.]
 * ```
 */
export const hstack = (arrays: readonly ArrayLike[] | NDArray, options: DTypeOption = {}): NDArray => {
  checkOptions('hstack', options, ['dtype']);
  const { dtype } = options;
  const operands = operandsOf('hstack', arrays, dtype).map(atleast1d);
  return join('hstack', operands, operands[0]!.ndim === 1 ? 0 : 1);
};

/**
 * Arrays joined along their third axis.
 *
 * @example
 * ```ts
 * console.log(np.dstack([[1, 2], [3, 4]]).shape); // => [ 1, 2, 2 ]
 * ```
 */
export const dstack = (arrays: readonly ArrayLike[] | NDArray, options: DTypeOption = {}): NDArray => {
  checkOptions('dstack', options, ['dtype']);
  const { dtype } = options;
  return join('dstack', operandsOf('dstack', arrays, dtype).map(atleast3d), 2);
};

/**
 * Vectors as the columns of a matrix; matrices are joined side by side.
 *
 * @example
 * ```ts
 * console.log(String(np.columnStack([[1, 2], [3, 4]])));
 * // => [[1. 3.]
 * //     [2. 4.]]
 * ```
 */
export const columnStack = (arrays: readonly ArrayLike[] | NDArray, options: NoOptions = {}): NDArray => {
  checkOptions('columnStack', options, []);
  return join(
    'columnStack',
    operandsOf('columnStack', arrays, undefined).map(x => (x.ndim < 2 ? transpose(atleast2d(x), [1, 0]) : x)),
    1,
  );
};

/**
 * Values joined to the end of x: both flattened, or along an axis.
 *
 * @example
 * ```ts
 * console.log(String(np.append([1, 2], 3))); // => [1. 2. 3.]
 * ```
 */
export const append = (x: ArrayLike, values: ArrayLike, options: Pick<JoinOptions, 'axis'> = {}): NDArray => {
  checkOptions('append', options, ['axis']);
  const { axis = null } = options;
  return concatenate([x, values], { axis });
};

/** Blocks within blocks, as JS arrays. */
export type Blocks = ArrayLike | readonly Blocks[];

/**
 * An array assembled from nested JS arrays of blocks: the innermost lists are joined along the last axis, those around
 * them along the one before, and so on.
 *
 * Throws RangeError where lists are not nested to equal depths, or blocks do not fit.
 *
 * @example
 * ```ts
 * console.log(String(np.block([[np.eye(1), np.zeros([1, 2])], [np.ones([1, 3])]])));
 * // => [[1. 0. 0.]
 * //     [1. 1. 1.]]
 * ```
 */
export const block = (blocks: Blocks, options: NoOptions = {}): NDArray => {
  checkOptions('block', options, []);
  return assemble(blocks).array;
};

const assemble = (blocks: Blocks): { readonly array: NDArray; readonly depth: number } => {
  if (!Array.isArray(blocks)) return { array: asArray('block', blocks as ArrayLike), depth: 0 };
  const parts = (blocks as readonly Blocks[]).map(assemble);
  const depth = parts[0]?.depth;
  if (depth === undefined || parts.some(part => part.depth !== depth)) {
    throw new RangeError('block: lists of blocks must be nested to equal depths and must not be empty');
  }
  const rank = Math.max(depth + 1, ...parts.map(part => part.array.ndim));
  const operands = asPromoted(
    'block',
    parts.map(part => part.array),
  ).map(x => reshape(x, [...new Array<number>(rank - x.ndim).fill(1), ...x.shape]));
  return { array: join('block', operands, rank - 1 - depth), depth: depth + 1 };
};

export type SplitOptions = { readonly axis?: number };

const splitAt = <const Sections extends number | readonly number[]>(
  what: string,
  x: ArrayLike,
  sections: Sections,
  axis: number,
  allowRest: boolean,
): PartsOf<Sections> => partsAt(what, x, sections, axis, allowRest) as PartsOf<Sections>;

const partsAt = (
  what: string,
  x: ArrayLike,
  sections: number | readonly number[],
  axis: number,
  allowRest: boolean,
): NDArray[] => {
  const operand = asArray(what, x);
  const along = normalizeAxis(what, axis, operand.ndim);
  const extent = operand.shape[along]!;
  if (typeof sections !== 'number') {
    checkList(what, 'the places to cut at', sections);
    if (!sections.every(Number.isInteger))
      throw new TypeError(`${what}: the places to cut at must be integers, got ${shown(sections)}`);
    // As in Python's slices, places past the end give empty parts.
    const places = sections.map(place => Math.min(Math.max(place < 0 ? place + extent : place, 0), extent));
    return [...places, extent].map((end, i) => {
      const start = i === 0 ? 0 : places[i - 1]!;
      return sliceInDim(operand, start, Math.max(start, end), 1, along);
    });
  }
  if (!Number.isInteger(sections) || sections < 1)
    throw new TypeError(`${what}: the number of parts must be a positive integer, got ${sections}`);
  const rest = extent % sections;
  if (rest !== 0 && !allowRest) {
    throw new RangeError(
      `${what}: axis ${along} of ${avalString(operand)} does not divide into ${sections} equal parts: use arraySplit`,
    );
  }
  const size = Math.floor(extent / sections);
  return laxSplit(
    operand,
    Array.from({ length: sections }, (_, i) => size + (i < rest ? 1 : 0)),
    along,
  );
};

/**
 * x cut along an axis into equal parts, or at the given places.
 *
 * Throws RangeError where it does not divide.
 *
 * @example
 * ```ts
 * console.log(np.split([1, 2, 3, 4], 2).map(String)); // => [ '[1. 2.]', '[3. 4.]' ]
 * console.log(np.split([1, 2, 3, 4], [1, 3]).map(String)); // => [ '[1.]', '[2. 3.]', '[4.]' ]
 * ```
 */
export const split = <const Sections extends number | readonly number[]>(
  x: ArrayLike,
  sections: Sections,
  options: SplitOptions = {},
): PartsOf<Sections> => {
  checkOptions('split', options, ['axis']);
  const { axis = 0 } = options;
  return splitAt('split', x, sections, axis, false);
};

/**
 * x cut along an axis into nearly equal parts, the longer ones first, or at the given places.
 *
 * @example
 * ```ts
 * console.log(np.arraySplit([1, 2, 3], 2).map(String)); // => [ '[1. 2.]', '[3.]' ]
 * ```
 */
export const arraySplit = <const Sections extends number | readonly number[]>(
  x: ArrayLike,
  sections: Sections,
  options: SplitOptions = {},
): PartsOf<Sections> => {
  checkOptions('arraySplit', options, ['axis']);
  const { axis = 0 } = options;
  return splitAt('arraySplit', x, sections, axis, true);
};

/**
 * x cut along its first axis, as `split` does.
 *
 * @example
 * ```ts
 * console.log(np.vsplit([[1, 2], [3, 4]], 2).map(x => x.shape)); // => [ [ 1, 2 ], [ 1, 2 ] ]
 * ```
 */
export const vsplit = <const Sections extends number | readonly number[]>(
  x: ArrayLike,
  sections: Sections,
): PartsOf<Sections> => splitAt('vsplit', x, sections, 0, false);

/**
 * x cut along its second axis, or a vector along its only one, as `split` does.
 *
 * @example
 * ```ts
 * console.log(np.hsplit([[1, 2], [3, 4]], 2).map(x => x.shape)); // => [ [ 2, 1 ], [ 2, 1 ] ]
 * ```
 */
export const hsplit = <const Sections extends number | readonly number[]>(
  x: ArrayLike,
  sections: Sections,
): PartsOf<Sections> => {
  const operand = asArray('hsplit', x);
  return splitAt('hsplit', operand, sections, operand.ndim === 1 ? 0 : 1, false);
};

/**
 * x cut along its third axis, as `split` does.
 *
 * @example
 * ```ts
 * console.log(np.dsplit(np.zeros([1, 2, 4]), 2).map(x => x.shape)); // => [ [ 1, 2, 2 ], [ 1, 2, 2 ] ]
 * ```
 */
export const dsplit = <const Sections extends number | readonly number[]>(
  x: ArrayLike,
  sections: Sections,
): PartsOf<Sections> => splitAt('dsplit', x, sections, 2, false);

export { concatenate as concat };
