import { type DType, lanesOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { checkOptions, ownLists } from '../../array/options.ts';
import { makeAval } from '../../core/aval.ts';
import type { Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { toArray } from '../convert.ts';
import { batchFirst } from '../shape/broadcast.ts';
import { moveAxis } from '../shape/transpose.ts';
import { valueLike } from '../shape/value-like.ts';
import { checkScatter } from './check.ts';
import {
  batchDims,
  type IndexMode,
  type Mode,
  modeOf,
  type ScatterDimensionNumbers,
  scatterDims,
  type WindowDims,
} from './dimension-numbers.ts';
import { sliceSizesOf, windowsOf } from './windows.ts';

export type ScatterParams = {
  readonly dims: WindowDims;
  readonly mode: Mode;
  readonly uniqueIndices: boolean;
  readonly indicesAreSorted: boolean;
};

/** What an element becomes, given what it was and the update. */
export type Combine = {
  readonly real?: (old: number, update: number) => number;
  readonly complex?: (oldRe: number, oldIm: number, re: number, im: number) => readonly [re: number, im: number];
};

export type ScatterSpec = Pick<Primitive<ScatterParams>, 'name' | 'jvp' | 'transpose' | 'structure'> & {
  readonly combine: (dtype: DType) => Combine;
};

const combineAll = (
  [operand, indices, updates]: readonly ConcreteArray[],
  { dims, mode }: ScatterParams,
  { real, complex }: Combine,
): ConcreteArray => {
  const { shape, dtype, weakType } = operand!;
  const sliceSizes = sliceSizesOf(shape, updates!.shape, dims);
  const { starts, resultStarts, operandOffsets, resultOffsets } = windowsOf(
    shape,
    indices!,
    dims,
    sliceSizes,
    mode === 'clip',
  );
  const source = updates!.data;
  // single precision is rounded once, at the end
  const values = operand!.data instanceof Float32Array ? new Float64Array(operand!.data) : operand!.data.slice();
  const lanes = lanesOf(dtype);
  for (let i = 0; i < starts.length; i++) {
    const to = starts[i]!;
    const from = resultStarts[i]!;
    if (to < 0) continue;
    for (let k = 0; k < operandOffsets.length; k++) {
      const target = (to + operandOffsets[k]!) * lanes;
      const start = (from + resultOffsets[k]!) * lanes;
      if (complex !== undefined) {
        const [re, im] = complex(values[target]!, values[target + 1]!, source[start]!, source[start + 1]!);
        values[target] = re;
        values[target + 1] = im;
      } else if (real !== undefined) values[target] = real(values[target]!, source[start]!);
    }
  }
  const data = operand!.data instanceof Float32Array ? new Float32Array(values) : values;
  return new ConcreteArray(shape, dtype, data, weakType);
};

/** A primitive that writes updates into windows of an operand; what stays to be said is how, and its derivative. */
export const scatterLike = ({ name, combine, jvp, transpose, structure }: ScatterSpec): Primitive<ScatterParams> => {
  const primitive: Primitive<ScatterParams> = {
    name,
    abstractEval: ([operand]) => [makeAval(operand!.shape, operand!.dtype, operand!.weakType)],
    evaluate: (inputs, params) => [combineAll(inputs, params, combine(inputs[0]!.dtype))],
    jvp,
    transpose,
    batch: ([operand, indices, updates], [operandAxis, indicesAxis, updatesAxis], params, axisSize) => {
      const batched = { operand: true, indices: indicesAxis !== null };
      const inputs = [
        batchFirst(operand!, operandAxis!, axisSize),
        moveAxis(indices!, indicesAxis!, 0),
        batchFirst(updates!, updatesAxis!, axisSize),
      ];
      return { outputs: [bindOne(primitive, inputs, { ...params, dims: batchDims(params.dims, batched) })], axes: [0] };
    },
    ...(structure === undefined ? {} : { structure }),
  };
  return primitive;
};

export type ScatterOptions = {
  /** `'drop'` by default. */
  readonly mode?: IndexMode;
  /** Promises that no element is written twice. */
  readonly uniqueIndices?: boolean;
  /** Promises that the index vectors ascend. */
  readonly indicesAreSorted?: boolean;
};

/** What all scatter functions that users call do. */
export const userScatter = (
  primitive: Primitive<ScatterParams>,
  operand: ArrayLike,
  indices: NDArray,
  updates: ArrayLike,
  dimensionNumbers: ScatterDimensionNumbers,
  options: ScatterOptions,
): NDArray => {
  checkOptions(primitive.name, options, ['mode', 'uniqueIndices', 'indicesAreSorted']);
  const array = toArray(primitive.name, operand);
  checkOptions(`${primitive.name} (dimensionNumbers)`, dimensionNumbers, Object.keys(dimensionNumbers ?? {}));
  const dims = scatterDims(ownLists(dimensionNumbers));
  const values = valueLike(primitive.name, updates, array);
  checkScatter(primitive.name, array, indices, values, dims);
  return bindOne(primitive, [array, indices, values], {
    dims,
    mode: modeOf(primitive.name, options.mode ?? 'drop'),
    uniqueIndices: options.uniqueIndices ?? false,
    indicesAreSorted: options.indicesAreSorted ?? false,
  });
};
