import { filled } from '../../array/create.ts';
import { allocate, lanesOf } from '../../array/dtype.ts';
import type { ArraysOf } from '../../array/lists.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { checkList } from '../../array/options.ts';
import { normalizeAxis, type Shape, shapesEqual, sizeOf, stridesOf } from '../../array/shape.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive } from '../../core/primitive.ts';
import { bind, bindOne } from '../../core/tracer.ts';
import { slicePattern } from '../../pattern/index-pattern.ts';
import { toArray } from '../convert.ts';
import { instantiate, linear } from '../linear.ts';
import { batchFirst } from './broadcast.ts';
import { placesInOne } from './places.ts';
import { expandDims } from './reshape.ts';
import { sliceInDim } from './slice.ts';
import { stridedCopy, stridedStore } from './strided.ts';

/** Joining and splitting stand in one file because each is the other's transpose. */

const withExtent = (shape: Shape, axis: number, extent: number): number[] =>
  shape.map((old, k) => (k === axis ? extent : old));

export type ConcatenateParams = { readonly dimension: number };

export const concatenatePrimitive: Primitive<ConcatenateParams> = linear({
  name: 'concatenate',
  abstractEval: (operands, { dimension }) => {
    const first = operands[0]!;
    const seen = (): string => operands.map(avalString).join(', ');
    if (dimension >= first.shape.length)
      throw new RangeError(`concatenate: there is no axis ${dimension} in ${seen()}`);
    for (const operand of operands) {
      if (operand.dtype !== first.dtype)
        throw new TypeError(`concatenate: operands must have one dtype, got ${seen()}`);
      const same = operand.shape.length === first.shape.length;
      if (!same || !shapesEqual(withExtent(operand.shape, dimension, 0), withExtent(first.shape, dimension, 0))) {
        throw new RangeError(`concatenate: shapes may differ along axis ${dimension} only, got ${seen()}`);
      }
    }
    const extent = operands.reduce((sum, operand) => sum + operand.shape[dimension]!, 0);
    return [
      makeAval(
        withExtent(first.shape, dimension, extent),
        first.dtype,
        operands.every(operand => operand.weakType),
      ),
    ];
  },
  evaluate: (operands, { dimension }) => {
    const first = operands[0]!;
    const extent = operands.reduce((sum, operand) => sum + operand.shape[dimension]!, 0);
    const shape = withExtent(first.shape, dimension, extent);
    const weak = operands.every(operand => operand.weakType);
    const { uniform } = first;
    if (uniform !== undefined && operands.every(operand => Object.is(operand.uniform, uniform))) {
      return [filled(shape, first.dtype, uniform, weak)];
    }
    const data = allocate(first.dtype, sizeOf(shape));
    const strides = stridesOf(shape);
    let offset = 0;
    for (const operand of operands) {
      const source = { data: operand.data, strides: stridesOf(operand.shape), offset: 0 };
      stridedStore({ data, strides, offset }, source, operand.shape, lanesOf(first.dtype));
      offset += operand.shape[dimension]! * strides[dimension]!;
    }
    return [new ConcreteArray(shape, first.dtype, data, weak)];
  },
  transpose: ([cotangent], operands, { dimension }) => {
    if (cotangent === null || cotangent === undefined) return operands.map(() => null);
    const extents = operands.map(operand => (isLinear(operand) ? operand.aval : operand).shape[dimension]!);
    if (operands.every(isLinear)) return bind(splitPrimitive, [cotangent], { sizes: extents, axis: dimension });
    let start = 0;
    return operands.map((operand, i) => {
      const from = start;
      start += extents[i]!;
      return isLinear(operand) ? sliceInDim(cotangent, from, start, 1, dimension) : null;
    });
  },
  batch: (operands, axes, { dimension }, axisSize) => ({
    outputs: [
      concatenate(
        operands.map((operand, i) => batchFirst(operand, axes[i]!, axisSize)),
        dimension + 1,
      ),
    ],
    axes: [0],
  }),
  structure: (operands, params) => ({
    kind: 'place',
    still: [...operands[0]!.aval.shape.keys()].filter(axis => axis !== params.dimension),
    sources: operand => concatenatePrimitive.evaluate(placesInOne(operands, operand), params)[0]!.data as Int32Array,
  }),
});

/** What a user wants joined: one array at least. */
const joined = (what: string, operands: readonly ArrayLike[]): readonly [first: NDArray, ...rest: NDArray[]] => {
  checkList(what, 'operands', operands);
  const [first, ...rest] = operands.map(operand => toArray(what, operand));
  if (first === undefined) throw new TypeError(`${what}: at least one array is needed`);
  return [first, ...rest];
};

/**
 * `lax.concatenate`: arrays of one dtype joined along an axis.
 *
 * The shapes may differ along that axis only. Negative axes count from the end. Throws TypeError for an empty list or
 * different dtypes, RangeError for other shapes.
 *
 * @example
 * ```ts
 * console.log(String(lax.concatenate([array([1, 2]), array([3])], 0))); // => [1. 2. 3.]
 * ```
 */
export const concatenate = (operands: readonly ArrayLike[], dimension: number): NDArray => {
  const arrays = joined('concatenate', operands);
  const axis = normalizeAxis('concatenate', dimension, arrays[0].ndim);
  return arrays.length === 1 ? arrays[0] : bindOne(concatenatePrimitive, arrays, { dimension: axis });
};

/**
 * `lax.stack`: arrays of one shape and dtype joined along a new axis.
 *
 * Negative axes count from the end of the result. Throws as `concatenate` does.
 *
 * @example
 * ```ts
 * console.log(String(lax.stack([array([1, 2]), array([3, 4])], 1)));
 * // => [[1. 3.]
 * //     [2. 4.]]
 * ```
 */
export const stack = (operands: readonly ArrayLike[], axis = 0): NDArray => {
  const arrays = joined('stack', operands);
  const [first] = arrays;
  if (arrays.some(array => !shapesEqual(array.shape, first.shape))) {
    throw new RangeError(`stack: all arrays must have one shape, got ${arrays.map(avalString).join(', ')}`);
  }
  const along = normalizeAxis('stack', axis, first.ndim + 1);
  return concatenate(
    arrays.map(array => expandDims(array, [along])),
    along,
  );
};

export type SplitParams = { readonly sizes: readonly number[]; readonly axis: number };

export const splitPrimitive: Primitive<SplitParams> = linear({
  name: 'split',
  abstractEval: ([x], { sizes, axis }) =>
    sizes.map(size => makeAval(withExtent(x!.shape, axis, size), x!.dtype, x!.weakType)),
  evaluate: ([x], { sizes, axis }) => {
    const strides = stridesOf(x!.shape);
    let start = 0;
    return sizes.map(size => {
      const shape = withExtent(x!.shape, axis, size);
      const offset = start * strides[axis]!;
      start += size;
      return stridedCopy(x!, shape, strides, offset);
    });
  },
  transpose: (cotangents, [x], { sizes, axis }) => {
    if (!isLinear(x!)) return [null];
    const { shape, dtype } = x.aval;
    const parts = sizes.map((size, i) =>
      instantiate(cotangents[i] ?? null, makeAval(withExtent(shape, axis, size), dtype)),
    );
    return [concatenate(parts, axis)];
  },
  batch: ([x], [batchAxis], { sizes, axis }) => ({
    outputs: bind(splitPrimitive, [x!], { sizes, axis: axis >= batchAxis! ? axis + 1 : axis }),
    axes: sizes.map(() => batchAxis!),
  }),
  structure: (_, { sizes, axis }) => ({
    kind: 'view',
    view: (pattern, lead, output) => {
      const first = sizes.slice(0, output).reduce((sum, size) => sum + size, 0);
      const at = axis + lead;
      return slicePattern(
        pattern,
        pattern.shape.map((_, k) => (k === at ? first : 0)),
        pattern.shape.map((extent, k) => (k === at ? first + sizes[output]! : extent)),
        null,
      );
    },
  }),
});

/**
 * `lax.split`: the consecutive parts of x along an axis, of the given sizes.
 *
 * Negative axes count from the end. Throws RangeError unless the sizes sum to the extent of the axis.
 *
 * @example
 * ```ts
 * const [head, tail] = lax.split(array([1, 2, 3]), [1, 2]);
 * console.log(String(head), String(tail)); // => [1.] [2. 3.]
 * ```
 */
export const split = <const Sizes extends readonly number[]>(x: ArrayLike, sizes: Sizes, axis = 0): ArraysOf<Sizes> => {
  const operand = toArray('split', x);
  checkList('split', 'the sizes', sizes);
  const along = normalizeAxis('split', axis, operand.ndim);
  const extent = operand.shape[along]!;
  const fits =
    sizes.every(size => Number.isInteger(size) && size >= 0) && sizes.reduce((sum, size) => sum + size, 0) === extent;
  if (!fits) {
    throw new RangeError(
      `split: sizes (${sizes.join(', ')}) must be non-negative and sum to the extent ${extent} of axis ${along} of ${avalString(operand)}`,
    );
  }
  return [...bind(splitPrimitive, [operand], { sizes: [...sizes], axis: along })] as ArraysOf<Sizes>;
};
