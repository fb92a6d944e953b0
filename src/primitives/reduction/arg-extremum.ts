import { allocate, kindOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { normalizeAxis, sizeOf } from '../../array/shape.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { toArray } from '../convert.ts';
import { withoutAxes } from '../shape/broadcast.ts';
import { batchReduction, reducedAxesLast } from './reducer.ts';

type IndexDType = 'int32' | 'uint32';

export type ArgExtremumParams = { readonly axes: readonly number[]; readonly indexDType: IndexDType };

type ArgExtremumSpec = {
  readonly name: string;
  readonly beats: (x: number, y: number) => boolean;
};

/** The first index whose value no other beats; NaN beats everything. */
const argExtremum = ({ name, beats }: ArgExtremumSpec): Primitive<ArgExtremumParams> => {
  const primitive: Primitive<ArgExtremumParams> = {
    name,
    abstractEval: ([x], { axes, indexDType }) => {
      const seen = avalString(x!);
      if (indexDType !== 'int32' && indexDType !== 'uint32') {
        throw new TypeError(`${name}: the index dtype must be 'int32' or 'uint32', got ${JSON.stringify(indexDType)}`);
      }
      if (kindOf(x!.dtype) === 'complex') throw new TypeError(`${name}: complex numbers are not ordered, got ${seen}`);
      if (axes.some(axis => x!.shape[axis] === 0))
        throw new RangeError(`${name}: axis ${axes[0]} of ${seen} is empty: there is nothing to choose from`);
      return [makeAval(withoutAxes(x!.shape, axes), indexDType)];
    },
    evaluate: ([x], { axes, indexDType }) => {
      const shape = withoutAxes(x!.shape, axes);
      const size = sizeOf(shape);
      const count = size === 0 ? 0 : x!.size / size;
      const source = reducedAxesLast(x!, axes).data;
      const data = allocate(indexDType, size);
      for (let i = 0; i < size; i++) {
        let best = 0;
        for (let k = 1; k < count; k++) {
          const value = source[i * count + k]!;
          const leader = source[i * count + best]!;
          if (!Number.isNaN(leader) && (Number.isNaN(value) || beats(value, leader))) best = k;
        }
        data[i] = best;
      }
      return [new ConcreteArray(shape, indexDType, data)];
    },
    jvp: ([x], _, params) => ({ primals: [bindOne(primitive, [x!], params)], tangents: [null] }),
    transpose: unsupported(name, 'transpose', 'it is not linear'),
    batch: ([x], [axis], params) => batchReduction(primitive, x!, axis!, params),
  };
  return primitive;
};

const indexOfExtremum = (spec: ArgExtremumSpec): ((x: ArrayLike, axis: number, indexDType?: IndexDType) => NDArray) => {
  const primitive = argExtremum(spec);
  return (x, axis, indexDType = 'int32') => {
    const operand = toArray(spec.name, x);
    return bindOne(primitive, [operand], { axes: [normalizeAxis(spec.name, axis, operand.ndim)], indexDType });
  };
};

/**
 * `lax.argmax`: the index of the greatest element along an axis, which disappears; of several the first.
 *
 * NaN counts as greatest. The result has dtype int32 unless uint32 is asked for. Negative axes count from the end. Throws
 * TypeError for complex numbers, RangeError for an axis that is empty or that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(lax.argmax(array([[1, 5], [3, 2]]), 1))); // => [1 0]
 * ```
 */
export const argmax = indexOfExtremum({ name: 'argmax', beats: (x, y) => x > y });

/**
 * `lax.argmin`: the index of the smallest element along an axis, which disappears; of several the first.
 *
 * NaN counts as smallest. The result has dtype int32 unless uint32 is asked for. Negative axes count from the end. Throws
 * TypeError for complex numbers, RangeError for an axis that is empty or that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(lax.argmin(array([[1, 5], [3, 2]]), 1))); // => [0 1]
 * ```
 */
export const argmin = indexOfExtremum({ name: 'argmin', beats: (x, y) => x < y });
