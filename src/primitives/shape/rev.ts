import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { normalizeAxes, stridesOf } from '../../array/shape.ts';
import { makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { reversePattern } from '../../pattern/index-pattern.ts';
import { toArray } from '../convert.ts';
import { linear } from '../linear.ts';
import { stridedCopy } from './strided.ts';

export type RevParams = { readonly dimensions: readonly number[] };

export const revPrimitive: Primitive<RevParams> = linear({
  name: 'rev',
  abstractEval: ([x]) => [makeAval(x!.shape, x!.dtype, x!.weakType)],
  evaluate: ([x], { dimensions }) => {
    const own = stridesOf(x!.shape);
    const offset = dimensions.reduce((sum, axis) => sum + own[axis]! * (x!.shape[axis]! - 1), 0);
    return [
      stridedCopy(
        x!,
        x!.shape,
        own.map((stride, axis) => (dimensions.includes(axis) ? -stride : stride)),
        offset,
      ),
    ];
  },
  transpose: ([cotangent], [x], { dimensions }) => [
    cotangent === null || cotangent === undefined || !isLinear(x!) ? null : rev(cotangent, dimensions),
  ],
  batch: ([x], [axis], { dimensions }) => ({
    outputs: [
      rev(
        x!,
        dimensions.map(dimension => (dimension >= axis! ? dimension + 1 : dimension)),
      ),
    ],
    axes: [axis!],
  }),
  structure: (_, { dimensions }) => ({
    kind: 'view',
    view: (pattern, lead) =>
      reversePattern(
        pattern,
        dimensions.map(axis => axis + lead),
      ),
  }),
});

/**
 * `lax.rev`: x with the order of its elements reversed along the given axes. Negative axes count from the end.
 *
 * Throws RangeError for axes that x does not have or that are named twice.
 *
 * @example
 * ```ts
 * console.log(String(lax.rev(array([1, 2, 3]), [0]))); // => [3. 2. 1.]
 * ```
 */
export const rev = (x: ArrayLike, dimensions: readonly number[]): NDArray => {
  const operand = toArray('rev', x);
  const axes = normalizeAxes('rev', dimensions, operand.ndim);
  return axes.length === 0 ? operand : bindOne(revPrimitive, [operand], { dimensions: axes });
};
