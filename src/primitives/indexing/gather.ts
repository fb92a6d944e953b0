import { filled } from '../../array/create.ts';
import { allocate, type DType, isComplex, isInexact, lanesOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { checkList, checkOptions, ownLists } from '../../array/options.ts';
import { makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { toArray } from '../convert.ts';
import { instantiate, zerosLike } from '../linear.ts';
import { moveAxis } from '../shape/transpose.ts';
import { checkGather } from './check.ts';
import {
  batchDims,
  type GatherDimensionNumbers,
  gatherDims,
  type IndexMode,
  type Mode,
  modeOf,
  type ScatterDimensionNumbers,
  type WindowDims,
} from './dimension-numbers.ts';
import { type ScatterOptions, type ScatterParams, scatterLike, userScatter } from './scatter-like.ts';
import { sliceSizesOf, windowedShape, windowPlaces } from './windows.ts';

/** Gathering and adding at places stand in one file because each is the other's transpose. */

export type GatherParams = {
  readonly dims: WindowDims;
  readonly sliceSizes: readonly number[];
  readonly mode: Mode;
  /** What is read outside; `null` in modes where nothing is. */
  readonly fillValue: number | null;
  readonly uniqueIndices: boolean;
  readonly indicesAreSorted: boolean;
};

export const gatherPrimitive: Primitive<GatherParams> = {
  name: 'gather',
  abstractEval: ([operand, indices], { dims, sliceSizes }) => [
    makeAval(windowedShape(indices!.shape, dims, sliceSizes), operand!.dtype, operand!.weakType),
  ],
  evaluate: ([operand, indices], { dims, sliceSizes, mode, fillValue }) => {
    const { dtype, weakType, uniform } = operand!;
    const shape = windowedShape(indices!.shape, dims, sliceSizes);
    if (mode !== 'fill_or_drop' && uniform !== undefined) return [filled(shape, dtype, uniform, weakType)];
    const places = windowPlaces(operand!.shape, indices!, dims, sliceSizes, mode !== 'fill_or_drop');
    const lanes = lanesOf(dtype);
    const source = operand!.data;
    const data = allocate(dtype, places.length);
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!;
      // what is filled in has no imaginary part
      if (place < 0) data[lanes * i] = fillValue ?? 0;
      else {
        data[lanes * i] = source[lanes * place]!;
        if (lanes === 2) data[lanes * i + 1] = source[lanes * place + 1]!;
      }
    }
    return [new ConcreteArray(shape, dtype, data, weakType)];
  },
  jvp: ([operand, indices], [tangent], params) => ({
    primals: [bindOne(gatherPrimitive, [operand!, indices!], params)],
    tangents: [tangent === null ? null : bindOne(gatherPrimitive, [tangent!, indices!], withZeroFill(params))],
  }),
  transpose: ([cotangent], [operand, indices], { dims, mode, uniqueIndices, indicesAreSorted }) => {
    if (cotangent === null || !isLinear(operand!) || isLinear(indices!)) return [null, null];
    const params = { dims, mode, uniqueIndices, indicesAreSorted };
    return [bindOne(scatterAddPrimitive, [zerosLike(operand.aval), indices!, cotangent!], params), null];
  },
  batch: ([operand, indices], [operandAxis, indicesAxis], params, axisSize) => {
    const batched = { operand: operandAxis !== null, indices: indicesAxis !== null };
    const size = batched.indices ? Math.min(1, axisSize) : axisSize;
    const next: GatherParams = {
      ...params,
      dims: batchDims(params.dims, batched),
      sliceSizes: batched.operand ? [size, ...params.sliceSizes] : params.sliceSizes,
      // different elements of the batch may choose the same elements of an operand that they share
      uniqueIndices: params.uniqueIndices && batched.operand,
      indicesAreSorted: params.indicesAreSorted && batched.operand,
    };
    const inputs = [moveAxis(operand!, operandAxis!, 0), moveAxis(indices!, indicesAxis!, 0)];
    return { outputs: [bindOne(gatherPrimitive, inputs, next)], axes: [0] };
  },
  structure: ([operand, indices], { dims, sliceSizes, mode }) => {
    const known = indices?.known;
    if (known === undefined) return undefined;
    return {
      kind: 'place',
      sources: () => windowPlaces(operand!.aval.shape, known, dims, sliceSizes, mode !== 'fill_or_drop'),
    };
  },
};

/** Outside the operand derivatives are zero, whatever the values there are said to be. */
const withZeroFill = (params: GatherParams): GatherParams => ({
  ...params,
  fillValue: params.mode === 'fill_or_drop' ? 0 : null,
});

/** What JAX reads outside an array: NaN, the least integer, the greatest unsigned one, true. */
const defaultFill = (dtype: DType): number =>
  isInexact(dtype) ? Number.NaN : dtype === 'int32' ? -2147483648 : dtype === 'uint32' ? 4294967295 : 1;

export type GatherOptions = {
  /** `'promise_in_bounds'` by default. */
  readonly mode?: IndexMode;
  /** What is read outside the operand in mode `'fill'`: NaN, the least int32, the greatest uint32 or true by default. */
  readonly fillValue?: number | boolean;
  /** Promises that no element is read twice. */
  readonly uniqueIndices?: boolean;
  /** Promises that the index vectors ascend. */
  readonly indicesAreSorted?: boolean;
};

/** As `gather`, of dimension numbers and sizes that are known to fit. */
export const gatherWindows = (
  operand: NDArray,
  indices: NDArray,
  dimensionNumbers: GatherDimensionNumbers,
  sliceSizes: readonly number[],
  options: GatherOptions = {},
): NDArray => {
  const mode = modeOf('gather', options.mode ?? 'promise_in_bounds');
  return bindOne(gatherPrimitive, [operand, indices], {
    dims: gatherDims(dimensionNumbers),
    sliceSizes,
    mode,
    fillValue: mode === 'fill_or_drop' ? Number(options.fillValue ?? defaultFill(operand.dtype)) : null,
    uniqueIndices: options.uniqueIndices ?? false,
    indicesAreSorted: options.indicesAreSorted ?? false,
  });
};

/**
 * `lax.gather`: windows of the given sizes, cut out of the operand where the index vectors say.
 *
 * The result has the operand's dtype. Throws RangeError where dimension numbers, sizes and shapes do not fit together,
 * TypeError for indices that are not integers.
 *
 * @example
 * ```ts
 * const indices = array([[2], [0]], { dtype: 'int32' });
 * const numbers = { offsetDims: [], collapsedSliceDims: [0], startIndexMap: [0] };
 * console.log(String(lax.gather(array([1, 2, 3]), indices, numbers, [1]))); // => [3. 1.]
 * ```
 */
export const gather = (
  operand: ArrayLike,
  indices: NDArray,
  dimensionNumbers: GatherDimensionNumbers,
  sliceSizes: readonly number[],
  options: GatherOptions = {},
): NDArray => {
  checkOptions('gather', options, ['mode', 'fillValue', 'uniqueIndices', 'indicesAreSorted']);
  const array = toArray('gather', operand);
  checkOptions('gather (dimensionNumbers)', dimensionNumbers, Object.keys(dimensionNumbers ?? {}));
  checkList('gather', 'the slice sizes', sliceSizes);
  checkGather(array, indices, gatherDims(dimensionNumbers), sliceSizes);
  return gatherWindows(array, indices, ownLists(dimensionNumbers), [...sliceSizes], options);
};

/** Reads the windows that a scatter writes; those that it drops read as zero. */
export const gatherWritten = (
  operand: NDArray,
  indices: NDArray,
  updatesShape: readonly number[],
  params: ScatterParams,
): NDArray =>
  bindOne(gatherPrimitive, [operand, indices], {
    ...params,
    sliceSizes: sliceSizesOf(operand.shape, updatesShape, params.dims),
    fillValue: params.mode === 'fill_or_drop' ? 0 : null,
  });

/** Updates that are added to an operand, or replace what are values there and have no tangents. */
export const addedUpdates: NonNullable<Primitive<ScatterParams>['structure']> = (
  [operand, indices, updates],
  { dims, mode },
) => {
  const { shape } = operand!.aval;
  const known = indices?.known;
  const places = (): Int32Array =>
    windowPlaces(shape, known!, dims, sliceSizesOf(shape, updates!.aval.shape, dims), mode === 'clip');
  return known && { kind: 'accumulate', targets: at => (at === 0 ? null : places()) };
};

export const scatterAddPrimitive: Primitive<ScatterParams> = scatterLike({
  name: 'scatter-add',
  combine: dtype =>
    dtype === 'bool'
      ? { real: (old, update) => old | update }
      : isComplex(dtype)
        ? { complex: (a, b, c, d) => [a + c, b + d] }
        : { real: (old, update) => old + update },
  jvp: (primals, [tangent, , updateTangent], params) => {
    const [operand, indices, updates] = primals;
    return {
      primals: [bindOne(scatterAddPrimitive, primals, params)],
      tangents: [
        updateTangent === null || updateTangent === undefined
          ? tangent!
          : bindOne(
              scatterAddPrimitive,
              [instantiate(tangent!, operand!), indices!, instantiate(updateTangent, updates!)],
              params,
            ),
      ],
    };
  },
  transpose: ([cotangent], [operand, indices, updates], params) => {
    if (cotangent === null || cotangent === undefined || isLinear(indices!)) return [null, null, null];
    const read = isLinear(updates!) ? gatherWritten(cotangent, indices!, updates.aval.shape, params) : null;
    return [isLinear(operand!) ? cotangent : null, null, read];
  },
  structure: addedUpdates,
});

/**
 * `lax.scatter_add`: the operand with the updates added to the windows that the index vectors choose; an element that
 * is chosen twice receives both.
 *
 * Windows outside the operand are dropped unless the mode says otherwise. Throws RangeError where dimension numbers and
 * shapes do not fit together, TypeError for indices that are not integers or updates of another dtype.
 *
 * @example
 * ```ts
 * const indices = array([[1], [1]], { dtype: 'int32' });
 * const numbers = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
 * console.log(String(lax.scatterAdd(np.zeros(3), indices, array([1, 2]), numbers))); // => [0. 3. 0.]
 * ```
 */
export const scatterAdd = (
  operand: ArrayLike,
  indices: NDArray,
  updates: ArrayLike,
  dimensionNumbers: ScatterDimensionNumbers,
  options: ScatterOptions = {},
): NDArray => userScatter(scatterAddPrimitive, operand, indices, updates, dimensionNumbers, options);
