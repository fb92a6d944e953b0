import { allocate, lanesOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { normalizeAxis, shapesEqual } from '../../array/shape.ts';
import { avalOf, avalString } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bind } from '../../core/tracer.ts';
import { toArray } from '../convert.ts';
import { placeBatchAxis } from '../shape/broadcast.ts';
import { iota } from '../shape/iota.ts';
import { forEachSortedLine, gatherAlong } from './lines.ts';
import { ascending, lexicographic } from './order.ts';

export type SortParams = { readonly dimension: number; readonly isStable: boolean; readonly numKeys: number };

const sortArrays = (operands: readonly ConcreteArray[], { dimension, numKeys }: SortParams): ConcreteArray[] => {
  const results = operands.map(({ dtype, size }) => allocate(dtype, size));
  const compare = lexicographic(operands.slice(0, numKeys).map(ascending));
  forEachSortedLine(operands[0]!.shape, dimension, compare, (order, start, stride) => {
    operands.forEach(({ data, dtype }, i) => {
      const lanes = lanesOf(dtype);
      order.forEach((from, k) => {
        const to = start + k * stride;
        for (let lane = 0; lane < lanes; lane++) results[i]![to * lanes + lane] = data[from * lanes + lane]!;
      });
    });
  });
  return operands.map(({ shape, dtype, weakType }, i) => new ConcreteArray(shape, dtype, results[i]!, weakType));
};

const sortPrimitive: Primitive<SortParams> = {
  name: 'sort',
  abstractEval: operands => {
    if (operands.some(operand => !shapesEqual(operand.shape, operands[0]!.shape))) {
      throw new RangeError(
        `sort: arrays sorted together must have one shape, got ${operands.map(avalString).join(', ')}`,
      );
    }
    return operands.map(avalOf);
  },
  evaluate: (operands, params) => sortArrays(operands, params),
  jvp: (operands, tangents, params) => {
    const { dimension } = params;
    const places = iota('uint32', operands[0]!.shape, dimension);
    const sorted = bind(sortPrimitive, [...operands, places], params);
    const order = sorted[operands.length]!;
    return {
      primals: sorted.slice(0, -1),
      tangents: tangents.map(tangent =>
        tangent === null || tangent.size === 0 ? null : gatherAlong(tangent, order, dimension),
      ),
    };
  },
  transpose: unsupported('sort', 'transpose', 'it is not linear'),
  batch: (operands, axes, params) => {
    const first = axes.findIndex(axis => axis !== null);
    const batchAxis = axes[first]!;
    const size = operands[first]!.shape[batchAxis]!;
    const aligned = operands.map((operand, i) => placeBatchAxis(operand, axes[i]!, batchAxis, size));
    const dimension = params.dimension >= batchAxis ? params.dimension + 1 : params.dimension;
    return { outputs: bind(sortPrimitive, aligned, { ...params, dimension }), axes: operands.map(() => batchAxis) };
  },
};

export type SortOptions = {
  /** The axis to sort along; the last by default. */
  readonly dimension?: number;
  /** Whether equal elements must keep their order. They always do; the choice is recorded for compilers. */
  readonly isStable?: boolean;
  /** How many of the arrays decide the order, the first one first; 1 by default. */
  readonly numKeys?: number;
};

const isList = (operand: ArrayLike | readonly NDArray[]): operand is readonly NDArray[] =>
  Array.isArray(operand) && operand.every(element => element instanceof NDArray);

/**
 * `lax.sort`: x with its elements in ascending order along an axis.
 *
 * Of a list of arrays of one shape, all are permuted alike, in the order of the first `numKeys`. NaN comes last; -0 equals
 * 0, and equal elements keep their order; complex numbers are ordered by their real, then their imaginary parts. Negative
 * axes count from the end. Throws TypeError for an empty list, RangeError for arrays of different shapes, an axis that they
 * do not have or a number of keys that is not one of 1 … the number of arrays.
 *
 * @example
 * ```ts
 * console.log(String(lax.sort([3, 1, 2]))); // => [1. 2. 3.]
 * const [keys, values] = lax.sort([array([3, 1, 2]), array([10, 20, 30])]);
 * console.log(String(keys), String(values)); // => [1. 2. 3.] [20. 30. 10.]
 * ```
 */
export function sort(operands: readonly NDArray[], options?: SortOptions): NDArray[];
export function sort(operand: ArrayLike, options?: SortOptions): NDArray;
export function sort(operand: ArrayLike | readonly NDArray[], options: SortOptions = {}): NDArray | NDArray[] {
  checkOptions('sort', options, ['dimension', 'isStable', 'numKeys']);
  const { dimension = -1, isStable = true, numKeys = 1 } = options;
  const operands = isList(operand) ? operand : [toArray('sort', operand)];
  const first = operands[0];
  if (first === undefined) throw new TypeError('sort: at least one array is needed');
  if (!Number.isInteger(numKeys) || numKeys < 1 || numKeys > operands.length) {
    throw new RangeError(
      `sort: numKeys must be an integer from 1 to the number of arrays, ${operands.length}, got ${numKeys}`,
    );
  }
  const params = { dimension: normalizeAxis('sort', dimension, first.ndim), isStable, numKeys };
  const sorted = bind(sortPrimitive, operands, params);
  return isList(operand) ? [...sorted] : sorted[0]!;
}

/**
 * `lax.sort_key_val`: keys in ascending order along an axis, and values permuted alike.
 *
 * Both have one shape; negative axes count from the end. Throws RangeError for different shapes or an axis that they do not
 * have.
 *
 * @example
 * ```ts
 * const [keys, values] = lax.sortKeyVal(array([3, 1, 2]), array([10, 20, 30]));
 * console.log(String(keys), String(values)); // => [1. 2. 3.] [20. 30. 10.]
 * ```
 */
export const sortKeyVal = (
  keys: ArrayLike,
  values: ArrayLike,
  options: Omit<SortOptions, 'numKeys'> = {},
): [keys: NDArray, values: NDArray] => {
  const [sortedKeys, sortedValues] = sort([toArray('sortKeyVal', keys), toArray('sortKeyVal', values)], options);
  return [sortedKeys!, sortedValues!];
};

/**
 * The indices that sort x along an axis, as int32; of equal elements the first comes first (`numpy.argsort`).
 *
 * NaN comes last; complex numbers are ordered by their real, then their imaginary parts. Negative axes count from the end.
 * Throws RangeError for an axis that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(np.argsort([30, 10, 20]))); // => [1 2 0]
 * ```
 */
export const argsort = (x: ArrayLike, options: Omit<SortOptions, 'numKeys'> = {}): NDArray => {
  const operand = toArray('argsort', x);
  const along = normalizeAxis('argsort', options.dimension ?? -1, operand.ndim);
  const [, order] = sort([operand, iota('int32', operand.shape, along)], { ...options, dimension: along });
  return order!;
};
