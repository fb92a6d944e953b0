import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { normalizeAxes } from '../../array/shape.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { reshapePattern } from '../../pattern/index-pattern.ts';
import { toArray } from '../convert.ts';
import { linear } from '../linear.ts';
import { withoutAxes } from './broadcast.ts';
import { reshape, reshapePrimitive } from './reshape.ts';

export type SqueezeParams = { readonly dimensions: readonly number[] };

export const squeezePrimitive: Primitive<SqueezeParams> = linear({
  name: 'squeeze',
  abstractEval: ([x], { dimensions }) => {
    for (const axis of dimensions) {
      if (x!.shape[axis] !== 1) {
        throw new RangeError(
          `squeeze: axis ${axis} of ${avalString(x!)} has extent ${x!.shape[axis]}, only axes of extent 1 can be dropped`,
        );
      }
    }
    return [makeAval(withoutAxes(x!.shape, dimensions), x!.dtype, x!.weakType)];
  },
  evaluate: ([x], { dimensions }) => reshapePrimitive.evaluate([x!], { shape: withoutAxes(x!.shape, dimensions) }),
  transpose: ([cotangent], [x]) => [
    cotangent === null || cotangent === undefined || !isLinear(x!) ? null : reshape(cotangent, x.aval.shape),
  ],
  batch: ([x], [axis], { dimensions }) => {
    const moved = dimensions.map(dimension => (dimension >= axis! ? dimension + 1 : dimension));
    return { outputs: [squeeze(x!, moved)], axes: [axis! - moved.filter(dimension => dimension < axis!).length] };
  },
  structure: ([x], { dimensions }) => ({
    kind: 'view',
    view: (pattern, lead) =>
      reshapePattern(pattern, [...pattern.shape.slice(0, lead), ...withoutAxes(x!.aval.shape, dimensions)]),
  }),
});

/**
 * `lax.squeeze`: x without the given axes, each of extent 1. Negative axes count from the end.
 *
 * Throws RangeError for axes of another extent.
 *
 * @example
 * ```ts
 * console.log(lax.squeeze(array([[1, 2, 3]]), [0]).shape); // => [ 3 ]
 * ```
 */
export const squeeze = (x: ArrayLike, dimensions: readonly number[]): NDArray => {
  const operand = toArray('squeeze', x);
  const axes = normalizeAxes('squeeze', dimensions, operand.ndim).sort((a, b) => a - b);
  return axes.length === 0 ? operand : bindOne(squeezePrimitive, [operand], { dimensions: axes });
};
