import { filled } from '../../array/create.ts';
import { allocate, lanesOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { checkList } from '../../array/options.ts';
import { normalizeAxis, type Shape, shapesEqual, sizeOf, stridesOf } from '../../array/shape.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { slicePattern } from '../../pattern/index-pattern.ts';
import { shown } from '../../util/errors.ts';
import { range } from '../../util/range.ts';
import { toArray } from '../convert.ts';
import { sub } from '../elementwise/arithmetic.ts';
import { select } from '../elementwise/select.ts';
import { linear } from '../linear.ts';
import { batchFirst, broadcastInDim, reduceSum } from './broadcast.ts';
import { placesIn } from './places.ts';
import { squeeze } from './squeeze.ts';
import { stridedCopy, stridedStore } from './strided.ts';
import { valueLike } from './value-like.ts';

/** Slicing and padding stand in one file because each is the other's transpose. */

export type SliceParams = {
  readonly start: readonly number[];
  readonly limit: readonly number[];
  /** `null` where all are 1. */
  readonly strides: readonly number[] | null;
};

const slicedShape = ({ start, limit, strides }: SliceParams): number[] =>
  start.map((first, axis) => Math.ceil((limit[axis]! - first) / (strides?.[axis] ?? 1)));

export const slicePrimitive: Primitive<SliceParams> = linear({
  name: 'slice',
  abstractEval: ([x], params) => {
    const { start, limit, strides } = params;
    const { shape } = x!;
    const steps = strides ?? shape.map(() => 1);
    const fits =
      [start, limit, steps].every(list => list.length === shape.length && list.every(Number.isInteger)) &&
      shape.every((extent, axis) => {
        const [first, end] = [start[axis]!, limit[axis]!];
        return first >= 0 && first <= end && end <= extent && steps[axis]! >= 1;
      });
    if (!fits) {
      throw new RangeError(
        `slice: each axis of ${avalString(x!)} needs integers 0 <= start <= limit <= extent and strides >= 1, got ${shown(params)}`,
      );
    }
    return [makeAval(slicedShape(params), x!.dtype, x!.weakType)];
  },
  evaluate: ([x], params) => {
    const own = stridesOf(x!.shape);
    const strides = own.map((stride, axis) => stride * (params.strides?.[axis] ?? 1));
    const offset = own.reduce((sum, stride, axis) => sum + stride * params.start[axis]!, 0);
    return [stridedCopy(x!, slicedShape(params), strides, offset)];
  },
  transpose: ([cotangent], [x], { start, strides }) => {
    if (cotangent === null || cotangent === undefined || !isLinear(x!)) return [null];
    const config = x.aval.shape.map((extent, axis): PaddingConfig[number] => {
      const taken = cotangent.shape[axis]!;
      const stride = strides?.[axis] ?? 1;
      const spanned = taken === 0 ? 0 : 1 + (taken - 1) * stride;
      return [start[axis]!, extent - start[axis]! - spanned, stride - 1];
    });
    return [pad(cotangent, valueLike('pad', 0, cotangent), config)];
  },
  batch: ([x], [axis], { start, limit, strides }, axisSize) => ({
    outputs: [
      slice(
        x!,
        start.toSpliced(axis!, 0, 0),
        limit.toSpliced(axis!, 0, axisSize),
        strides === null ? undefined : strides.toSpliced(axis!, 0, 1),
      ),
    ],
    axes: [axis!],
  }),
  structure: (_, { start, limit, strides }) => ({
    kind: 'view',
    view: (pattern, lead) => {
      const leading = pattern.shape.slice(0, lead);
      const steps = strides === null ? null : [...leading.map(() => 1), ...strides];
      return slicePattern(pattern, [...leading.map(() => 0), ...start], [...leading, ...limit], steps);
    },
  }),
});

/** As `lax.slice`, of lists that nobody writes into. */
export const slice = (
  x: ArrayLike,
  start: readonly number[],
  limit: readonly number[],
  strides?: readonly number[],
): NDArray => {
  const operand = toArray('slice', x);
  checkList('slice', 'the start', start);
  checkList('slice', 'the limit', limit);
  if (strides !== undefined) checkList('slice', 'the strides', strides);
  const steps = strides === undefined || strides.every(stride => stride === 1) ? null : strides;
  const whole = steps === null && start.every(first => first === 0) && shapesEqual(limit, operand.shape);
  return whole && start.length === operand.ndim
    ? operand
    : bindOne(slicePrimitive, [operand], { start, limit, strides: steps });
};

/**
 * `lax.slice_in_dim`: a slice along one axis, whole along the others.
 *
 * `null` stands for the beginning or the end, negative numbers count from the end. Throws RangeError for an axis or a
 * range outside the array.
 *
 * @example
 * ```ts
 * console.log(String(lax.sliceInDim(array([[1, 2, 3], [4, 5, 6]]), 1, null, 1, 1)));
 * // => [[2. 3.]
 * //     [5. 6.]]
 * ```
 */
export const sliceInDim = (x: ArrayLike, start: number | null, limit: number | null, stride = 1, axis = 0): NDArray => {
  const operand = toArray('sliceInDim', x);
  const along = normalizeAxis('sliceInDim', axis, operand.ndim);
  const extent = operand.shape[along]!;
  const wrap = (index: number): number => (index < 0 ? index + extent : index);
  const replace = (list: readonly number[], value: number): number[] =>
    list.map((old, k) => (k === along ? value : old));
  const zeros = operand.shape.map(() => 0);
  return slice(
    operand,
    replace(zeros, wrap(start ?? 0)),
    replace(operand.shape, limit === null ? extent : wrap(limit)),
    replace(
      zeros.map(() => 1),
      stride,
    ),
  );
};

/**
 * `lax.index_in_dim`: what stands at one index of an axis, which stays with extent 1 unless `keepdims` is false.
 *
 * Negative indices count from the end. Throws RangeError for an index or axis outside the array.
 *
 * @example
 * ```ts
 * console.log(String(lax.indexInDim(array([[1, 2], [3, 4]]), -1, 0, false))); // => [3. 4.]
 * ```
 */
export const indexInDim = (x: ArrayLike, index: number, axis = 0, keepdims = true): NDArray => {
  const operand = toArray('indexInDim', x);
  const along = normalizeAxis('indexInDim', axis, operand.ndim);
  const extent = operand.shape[along]!;
  if (!Number.isInteger(index)) throw new TypeError(`indexInDim: the index must be an integer, got ${index}`);
  const wrapped = index < 0 ? index + extent : index;
  if (wrapped < 0 || wrapped >= extent) {
    throw new RangeError(`indexInDim: index ${index} is out of bounds for axis ${along} with extent ${extent}`);
  }
  const result = sliceInDim(operand, wrapped, wrapped + 1, 1, along);
  return keepdims ? result : squeeze(result, [along]);
};

/** For each axis how many elements to put before it, after it (fewer than none: to cut off) and between neighbours. */
export type PaddingConfig = readonly (readonly [low: number, high: number, interior: number])[];

export type PadParams = { readonly config: PaddingConfig };

const paddedShape = (shape: Shape, config: PaddingConfig): number[] =>
  shape.map((extent, axis) => {
    const [low, high, interior] = config[axis]!;
    return low + high + (extent === 0 ? 0 : 1 + (extent - 1) * (interior + 1));
  });

export const padPrimitive: Primitive<PadParams> = linear({
  name: 'pad',
  abstractEval: ([x, value], { config }) => {
    if (x!.dtype !== value!.dtype || value!.shape.length > 0) {
      throw new TypeError(`pad: the padding value must be a scalar of dtype ${x!.dtype}, got ${avalString(value!)}`);
    }
    if (
      config.length !== x!.shape.length ||
      config.some(
        entry => !Array.isArray(entry) || entry.length !== 3 || !entry.every(Number.isInteger) || entry[2] < 0,
      )
    ) {
      throw new RangeError(
        `pad: each axis of ${avalString(x!)} needs integers [low, high, interior], the last not negative, got ${shown(config)}`,
      );
    }
    const shape = paddedShape(x!.shape, config);
    for (const [axis, extent] of shape.entries()) {
      if (extent < 0) {
        throw new RangeError(
          `pad: [${config[axis]!.join(', ')}] cuts more off axis ${axis} of ${avalString(x!)} than there is`,
        );
      }
    }
    return [makeAval(shape, x!.dtype, x!.weakType && value!.weakType)];
  },
  evaluate: ([x, value], { config }) => {
    const shape = paddedShape(x!.shape, config);
    const weak = x!.weakType && value!.weakType;
    const lanes = lanesOf(x!.dtype);
    const [re, im] = value!.data;
    if (lanes === 1 && x!.uniform !== undefined && Object.is(x!.uniform, re))
      return [filled(shape, x!.dtype, re!, weak)];
    const data = allocate(x!.dtype, sizeOf(shape));
    if (lanes === 1) data.fill(re!);
    else for (let i = 0; i < data.length; i += 2) data.set([re!, im!], i);
    const from = x!.shape.map((_, axis) => Math.max(0, Math.ceil(-config[axis]![0] / (config[axis]![2] + 1))));
    const until = x!.shape.map((extent, axis) =>
      Math.min(extent, Math.floor((shape[axis]! - 1 - config[axis]![0]) / (config[axis]![2] + 1)) + 1),
    );
    const own = stridesOf(x!.shape);
    const target = stridesOf(shape);
    const dot = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    stridedStore(
      {
        data,
        strides: target.map((stride, axis) => stride * (config[axis]![2] + 1)),
        offset: dot(
          target,
          from.map((first, axis) => config[axis]![0] + first * (config[axis]![2] + 1)),
        ),
      },
      { data: x!.data, strides: own, offset: dot(own, from) },
      from.map((first, axis) => Math.max(0, until[axis]! - first)),
      lanes,
    );
    return [new ConcreteArray(shape, x!.dtype, data, weak)];
  },
  transpose: ([cotangent], [x, value], { config }) => {
    if (cotangent === null || cotangent === undefined) return [null, null];
    const cropped = pad(
      cotangent,
      valueLike('pad', 0, cotangent),
      config.map(([low, high]) => [-low, -high, 0]),
    );
    const taken = slice(
      cropped,
      config.map(() => 0),
      cropped.shape,
      config.map(([, , interior]) => interior + 1),
    );
    const sum = (y: NDArray): NDArray => reduceSum(y, range(y.shape.length));
    return [isLinear(x!) ? taken : null, isLinear(value!) ? sub(sum(cotangent), sum(taken)) : null];
  },
  batch: ([x, value], [axis, valueAxis], { config }, axisSize) => {
    if (axis !== null && valueAxis === null) {
      const batched = [...config.slice(0, axis), [0, 0, 0] as const, ...config.slice(axis!)];
      return { outputs: [pad(x!, value!, batched)], axes: [axis!] };
    }
    const operand = batchFirst(x!, axis!, axisSize);
    const batched: PaddingConfig = [[0, 0, 0], ...config];
    const padded = pad(operand, valueLike('pad', 0, operand), batched);
    const isOperand = pad(filled(operand.shape, 'bool', 1), filled([], 'bool', 0), batched);
    return { outputs: [select(isOperand, padded, broadcastInDim(value!, padded.shape, [0]))], axes: [0] };
  },
  structure: ([x], params) => ({
    kind: 'place',
    still: [...x!.aval.shape.keys()].filter(axis => params.config[axis]!.every(count => count === 0)),
    sources: operand => {
      const { shape } = x!.aval;
      const places = placesIn(shape);
      const sources = padPrimitive.evaluate([places, filled([], 'int32', -1)], params)[0]!.data as Int32Array;
      return operand === 0 ? sources : sources.map(source => (source < 0 ? 0 : -1));
    },
  }),
});

/** As `lax.pad`, of lists that nobody writes into. */
export const pad = (x: ArrayLike, paddingValue: ArrayLike, config: PaddingConfig): NDArray => {
  const operand = toArray('pad', x);
  checkList('pad', 'the padding', config);
  const value = valueLike('pad', paddingValue, operand);
  const nothing =
    config.length === operand.ndim && config.every(entry => Array.isArray(entry) && entry.every(count => count === 0));
  return nothing ? operand : bindOne(padPrimitive, [operand, value], { config });
};
