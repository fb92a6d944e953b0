import { filled } from '../../array/create.ts';
import { kindOf, lanesOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, NDArray } from '../../array/ndarray.ts';
import { checkList } from '../../array/options.ts';
import { shapesEqual, stridesOf } from '../../array/shape.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import {
  type BatchAxis,
  isLinear,
  type LinearInput,
  type Primitive,
  type StructureInput,
} from '../../core/primitive.ts';
import { bindOne, isConcrete } from '../../core/tracer.ts';
import { slicePattern } from '../../pattern/index-pattern.ts';
import { convertElementType, toArray } from '../convert.ts';
import { add } from '../elementwise/arithmetic.ts';
import { lt } from '../elementwise/comparison.ts';
import { select } from '../elementwise/select.ts';
import { gatherPrimitive } from '../indexing/gather.ts';
import { scatterPrimitive } from '../indexing/scatter.ts';
import { instantiate, zerosLike } from '../linear.ts';
import { batchFirst } from './broadcast.ts';
import { stack } from './concatenate.ts';
import { placesInOne } from './places.ts';
import { indexInDim, slice } from './slice.ts';
import { stridedCopy, stridedStore } from './strided.ts';
import { moveAxis } from './transpose.ts';
import { valueLike } from './value-like.ts';

/** Slicing and updating at computed places stand in one file because each is in the other's transpose. */

/** The first element of a window that has been moved inside the operand, as a flat offset. */
const clampedOffset = (operand: ConcreteArray, starts: readonly ConcreteArray[], sizes: readonly number[]): number =>
  stridesOf(operand.shape).reduce(
    (sum, stride, axis) => sum + stride * clampStart(starts[axis]!, operand.shape[axis]! - sizes[axis]!),
    0,
  );

const clampStart = (start: ConcreteArray, limit: number): number => Math.max(0, Math.min(start.data[0]!, limit));

/** For each element of a batch the start indices as a vector. */
const stackStarts = (starts: readonly NDArray[], axes: readonly BatchAxis[], axisSize: number): NDArray =>
  stack(
    starts.map((start, i) => batchFirst(start, axes[i]!, axisSize)),
    1,
  );

/** Windows, one for each element of a batch, that have all axes of the operand. */
const batchedWindows = (ndim: number, operandBatched: boolean) => {
  const inner = Array.from({ length: ndim }, (_, axis) => axis + 1);
  return {
    windowDims: inner,
    collapsedDims: [],
    indexMap: operandBatched ? inner : inner.map(axis => axis - 1),
    operandBatchingDims: operandBatched ? [0] : [],
    indicesBatchingDims: operandBatched ? [0] : [],
  };
};

/** Start indices that are known while tracing, if all are. */
const knownStarts = (starts: readonly StructureInput[]): readonly ConcreteArray[] | undefined => {
  const known = starts.flatMap(start => start.known ?? []);
  return known.length === starts.length ? known : undefined;
};

const knownInputs = (inputs: readonly (NDArray | LinearInput)[]): NDArray[] =>
  inputs.filter((input): input is NDArray => !isLinear(input));

export type DynamicSliceParams = { readonly sizes: readonly number[] };

export const dynamicSlicePrimitive: Primitive<DynamicSliceParams> = {
  name: 'dynamic_slice',
  abstractEval: ([operand], { sizes }) => [makeAval(sizes, operand!.dtype, operand!.weakType)],
  evaluate: ([operand, ...starts], { sizes }) => [
    stridedCopy(operand!, sizes, stridesOf(operand!.shape), clampedOffset(operand!, starts, sizes)),
  ],
  jvp: ([operand, ...starts], [tangent], { sizes }) => ({
    primals: [dynamicSliceAt(operand!, starts, sizes)],
    tangents: [tangent === null ? null : dynamicSliceAt(tangent!, starts, sizes)],
  }),
  transpose: ([cotangent], [operand, ...starts]) => {
    const none = starts.map(() => null);
    if (cotangent === null || cotangent === undefined || !isLinear(operand!)) return [null, ...none];
    return [updateAt(zerosLike(operand.aval), cotangent, knownInputs(starts)), ...none];
  },
  batch: ([operand, ...starts], [axis, ...startAxes], { sizes }, axisSize) => {
    if (startAxes.every(startAxis => startAxis === null)) {
      const place = axis!;
      const zero = zerosLike(makeAval([], starts[0]?.dtype ?? 'int32'));
      const allStarts = starts.toSpliced(place, 0, zero);
      const allSizes = sizes.toSpliced(place, 0, axisSize);
      return { outputs: [dynamicSliceAt(operand!, allStarts, allSizes)], axes: [place] };
    }
    const batched = axis !== null;
    const indices = stackStarts(starts, startAxes, axisSize);
    const output = bindOne(gatherPrimitive, [moveAxis(operand!, axis!, 0), indices], {
      dims: batchedWindows(sizes.length, batched),
      sliceSizes: batched ? [Math.min(1, axisSize), ...sizes] : sizes,
      mode: 'clip',
      fillValue: null,
      uniqueIndices: batched,
      indicesAreSorted: batched,
    });
    return { outputs: [output], axes: [0] };
  },
  structure: ([operand, ...starts], { sizes }) => {
    const known = knownStarts(starts);
    if (known === undefined) return undefined;
    const first = known.map((start, axis) => clampStart(start, operand!.aval.shape[axis]! - sizes[axis]!));
    const limit = first.map((start, axis) => start + sizes[axis]!);
    return {
      kind: 'view',
      view: (pattern, lead) => {
        const leading = pattern.shape.slice(0, lead);
        return slicePattern(pattern, [...leading.map(() => 0), ...first], [...leading, ...limit], null);
      },
    };
  },
};

export const dynamicUpdateSlicePrimitive: Primitive = {
  name: 'dynamic_update_slice',
  abstractEval: ([operand, update]) => [
    makeAval(operand!.shape, operand!.dtype, operand!.weakType && update!.weakType),
  ],
  evaluate: ([operand, update, ...starts]) => {
    const { shape, dtype } = operand!;
    const weak = operand!.weakType && update!.weakType;
    if (shapesEqual(shape, update!.shape)) return [new ConcreteArray(shape, dtype, update!.data, weak)];
    const data = operand!.data.slice();
    const target = { data, strides: stridesOf(shape), offset: clampedOffset(operand!, starts, update!.shape) };
    stridedStore(
      target,
      { data: update!.data, strides: stridesOf(update!.shape), offset: 0 },
      update!.shape,
      lanesOf(dtype),
    );
    return [new ConcreteArray(shape, dtype, data, weak)];
  },
  jvp: ([operand, update, ...starts], [tangent, updateTangent]) => ({
    primals: [updateAt(operand!, update!, starts)],
    tangents: [updateAt(instantiate(tangent!, operand!), instantiate(updateTangent!, update!), starts)],
  }),
  transpose: ([cotangent], [operand, update, ...starts]) => {
    const none = starts.map(() => null);
    if (cotangent === null || cotangent === undefined) return [null, null, ...none];
    const known = knownInputs(starts);
    const { shape } = isLinear(update!) ? update.aval : update!;
    return [
      isLinear(operand!) ? updateAt(cotangent, zerosLike(makeAval(shape, cotangent.dtype)), known) : null,
      isLinear(update!) ? dynamicSliceAt(cotangent, known, shape) : null,
      ...none,
    ];
  },
  batch: ([operand, update, ...starts], [axis, updateAxis, ...startAxes], _, axisSize) => {
    const operands = batchFirst(operand!, axis!, axisSize);
    const updates = batchFirst(update!, updateAxis!, axisSize);
    if (startAxes.every(startAxis => startAxis === null)) {
      const zero = zerosLike(makeAval([], starts[0]?.dtype ?? 'int32'));
      return { outputs: [updateAt(operands, updates, [zero, ...starts])], axes: [0] };
    }
    const output = bindOne(scatterPrimitive, [operands, stackStarts(starts, startAxes, axisSize), updates], {
      dims: batchedWindows(starts.length, true),
      mode: 'clip',
      uniqueIndices: true,
      indicesAreSorted: true,
    });
    return { outputs: [output], axes: [0] };
  },
  structure: ([operand, update, ...starts]) => {
    const known = knownStarts(starts);
    if (known === undefined) return undefined;
    return {
      kind: 'place',
      sources: at => {
        const parts = placesInOne([operand!, update!], at);
        return dynamicUpdateSlicePrimitive.evaluate([...parts, ...known], {})[0]!.data as Int32Array;
      },
    };
  },
};

/** A window whose start indices count from the beginning. Where all are known it is a plain slice, the cheaper to transpose. */
export const dynamicSliceAt = (x: NDArray, starts: readonly NDArray[], sizes: readonly number[]): NDArray => {
  if (!starts.every(isConcrete)) return bindOne(dynamicSlicePrimitive, [x, ...starts], { sizes });
  const first = starts.map((start, axis) => clampStart(start, x.shape[axis]! - sizes[axis]!));
  return slice(
    x,
    first,
    first.map((start, axis) => start + sizes[axis]!),
  );
};

const updateAt = (x: NDArray, update: NDArray, starts: readonly NDArray[]): NDArray =>
  bindOne(dynamicUpdateSlicePrimitive, [x, update, ...starts], {});

/** Start indices as 0-d arrays of one dtype, negative ones counted from the end. */
const readStarts = (what: string, x: NDArray, startIndices: NDArray | readonly ArrayLike[]): NDArray[] => {
  if (!(startIndices instanceof NDArray)) checkList(what, 'the start indices', startIndices);
  const list: readonly ArrayLike[] =
    startIndices instanceof NDArray
      ? Array.from({ length: startIndices.ndim === 1 ? startIndices.length : 0 }, (_, i) =>
          indexInDim(startIndices, i, 0, false),
        )
      : startIndices;
  if (list.length !== x.ndim) {
    throw new RangeError(`${what}: needs one start index for each axis of ${avalString(x)}, got ${list.length}`);
  }
  const arrays = list.map(index => {
    if (typeof index !== 'number') return toArray(what, index);
    if (!Number.isInteger(index)) throw new TypeError(`${what}: start indices must be integers, got ${index}`);
    return filled([], 'int32', index);
  });
  const wrong = arrays.find(array => kindOf(array.dtype) !== 'int' || array.ndim > 0);
  if (wrong !== undefined)
    throw new TypeError(
      `${what}: start indices must be integers or 0-d arrays of dtype int32 or uint32, got ${avalString(wrong)}`,
    );
  const wrapped = arrays.map((array, axis) => (array.dtype === 'uint32' ? array : wrapNegative(array, x.shape[axis]!)));
  return wrapped.every(array => array.dtype === wrapped[0]!.dtype)
    ? wrapped
    : wrapped.map(array => convertElementType(array, 'int32'));
};

/** Indices of an axis with negative ones counted from its end. */
export const wrapNegative = (indices: NDArray, extent: number): NDArray =>
  select(lt(indices, 0), add(indices, extent), indices);

/**
 * `lax.dynamic_slice`: the window of the given sizes that starts at indices which may be computed.
 *
 * Negative start indices count from the end; a window that is not wholly inside x is moved inside. Throws RangeError for
 * sizes greater than the array or a wrong number of start indices, TypeError for indices that are not integers.
 *
 * @example
 * ```ts
 * console.log(String(lax.dynamicSlice(array([0, 1, 2, 3]), [3], [2]))); // => [2. 3.]
 * ```
 */
export const dynamicSlice = (
  x: ArrayLike,
  startIndices: NDArray | readonly ArrayLike[],
  sizes: readonly number[],
): NDArray => {
  const operand = toArray('dynamicSlice', x);
  checkList('dynamicSlice', 'the sizes', sizes);
  const starts = readStarts('dynamicSlice', operand, startIndices);
  const fits = (size: number, axis: number): boolean =>
    Number.isInteger(size) && size >= 0 && size <= operand.shape[axis]!;
  if (sizes.length !== operand.ndim || !sizes.every(fits)) {
    throw new RangeError(
      `dynamicSlice: sizes (${sizes.join(', ')}) must be from 0 to the extent of each axis of ${avalString(operand)}`,
    );
  }
  return dynamicSliceAt(operand, starts, sizes);
};

/**
 * `lax.dynamic_update_slice`: x with the window that starts at the given indices replaced by `update`.
 *
 * Negative start indices count from the end; a window that is not wholly inside x is moved inside. Throws RangeError for
 * an update greater than the array or a wrong number of start indices, TypeError for indices that are not integers.
 *
 * @example
 * ```ts
 * console.log(String(lax.dynamicUpdateSlice(np.zeros(4), array([1, 2]), [1]))); // => [0. 1. 2. 0.]
 * ```
 */
export const dynamicUpdateSlice = (
  x: ArrayLike,
  update: ArrayLike,
  startIndices: NDArray | readonly ArrayLike[],
): NDArray => {
  const operand = toArray('dynamicUpdateSlice', x);
  const values = valueLike('dynamicUpdateSlice', update, operand);
  const starts = readStarts('dynamicUpdateSlice', operand, startIndices);
  const seen = `got ${avalString(values)} for ${avalString(operand)}`;
  if (values.dtype !== operand.dtype)
    throw new TypeError(`dynamicUpdateSlice: the update must have the operand's dtype, ${seen}`);
  if (values.ndim !== operand.ndim || values.shape.some((extent, axis) => extent > operand.shape[axis]!)) {
    throw new RangeError(
      `dynamicUpdateSlice: the update must have as many axes as the operand and not exceed it, ${seen}`,
    );
  }
  return updateAt(operand, values, starts);
};
