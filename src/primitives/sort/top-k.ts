import { allocate, kindOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { normalizeAxis, sizeOf, stridesOf } from '../../array/shape.ts';
import { type Aval, avalString, makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bind } from '../../core/tracer.ts';
import { toArray } from '../convert.ts';
import { forEachSortedLine, gatherAlong } from './lines.ts';
import { descending } from './order.ts';

export type TopKParams = { readonly k: number; readonly axis: number };

const outputAvals = (x: Aval, { k, axis }: TopKParams): readonly [values: Aval, indices: Aval] => {
  const shape = x.shape.map((extent, i) => (i === axis ? k : extent));
  return [makeAval(shape, x.dtype, x.weakType), makeAval(shape, 'int32', x.weakType)];
};

const topKPrimitive: Primitive<TopKParams> = {
  name: 'top_k',
  abstractEval: ([x], params) => {
    const { k, axis } = params;
    if (kindOf(x!.dtype) === 'complex')
      throw new TypeError(`topK: complex numbers are not ordered, got ${avalString(x!)}`);
    if (!Number.isInteger(k) || k < 0 || k > x!.shape[axis]!) {
      throw new RangeError(
        `topK: k must be an integer from 0 to the extent of axis ${axis} of ${avalString(x!)}, got ${k}`,
      );
    }
    return outputAvals(x!, params);
  },
  evaluate: ([x], params) => {
    const [valuesAval, indicesAval] = outputAvals(x!, params);
    const { k, axis } = params;
    const { shape, dtype, weakType } = valuesAval;
    const values = allocate(dtype, sizeOf(shape));
    const indices = new Int32Array(values.length);
    const step = stridesOf(shape)[axis]!;
    forEachSortedLine(x!.shape, axis, descending(x!), (order, start, stride, line) => {
      const first = Math.floor(line / step) * step * k + (line % step);
      for (let i = 0; i < k; i++) {
        values[first + i * step] = x!.data[order[i]!]!;
        indices[first + i * step] = (order[i]! - start) / stride;
      }
    });
    return [
      new ConcreteArray(shape, dtype, values, weakType),
      new ConcreteArray(shape, 'int32', indices, indicesAval.weakType),
    ];
  },
  jvp: ([x], [tangent], params) => {
    const [values, indices] = bind(topKPrimitive, [x!], params);
    const selected = indices!.size === 0 ? null : gatherAlong(tangent!, indices!, params.axis);
    return { primals: [values!, indices!], tangents: [selected, null] };
  },
  transpose: unsupported('top_k', 'transpose', 'it is not linear'),
  batch: ([x], [batchAxis], { k, axis }) => ({
    outputs: bind(topKPrimitive, [x!], { k, axis: axis >= batchAxis! ? axis + 1 : axis }),
    axes: [batchAxis!, batchAxis!],
  }),
};

export type TopKOptions = {
  /** The axis to choose along; the last by default. */
  readonly axis?: number;
};

/**
 * `lax.top_k`: the k greatest elements along an axis, greatest first, and their indices (int32).
 *
 * Of equal elements the first comes first; NaN counts as greatest, and 0 as greater than -0. Negative axes count from the
 * end. Throws TypeError for complex numbers, RangeError for an axis that x does not have or that has fewer than k elements.
 *
 * @example
 * ```ts
 * const [values, indices] = lax.topK([9, 3, 6, 10], 2);
 * console.log(String(values), String(indices)); // => [10.  9.] [3 0]
 * ```
 */
export const topK = (x: ArrayLike, k: number, options: TopKOptions = {}): [values: NDArray, indices: NDArray] => {
  checkOptions('topK', options, ['axis']);
  const { axis = -1 } = options;
  const operand = toArray('topK', x);
  const [values, indices] = bind(topKPrimitive, [operand], { k, axis: normalizeAxis('topK', axis, operand.ndim) });
  return [values!, indices!];
};
