import { filled } from '../../array/create.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { type Shape, shapeString, shapesEqual, sizeOf } from '../../array/shape.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { reshapePattern } from '../../pattern/index-pattern.ts';
import { linear } from '../linear.ts';
import { moveAxis } from './transpose.ts';

export type ReshapeParams = { readonly shape: Shape };

export const reshapePrimitive: Primitive<ReshapeParams> = linear({
  name: 'reshape',
  abstractEval: ([x], { shape }) => {
    if (sizeOf(shape) !== sizeOf(x!.shape)) {
      throw new RangeError(
        `reshape: cannot reshape ${avalString(x!)} (size ${sizeOf(x!.shape)}) into ${shapeString(shape)} (size ${sizeOf(shape)})`,
      );
    }
    return [makeAval(shape, x!.dtype, x!.weakType)];
  },
  evaluate: ([x], { shape }) => [
    x!.uniform !== undefined
      ? filled(shape, x!.dtype, x!.uniform, x!.weakType)
      : new ConcreteArray(shape, x!.dtype, x!.data, x!.weakType),
  ],
  transpose: ([cotangent], [x]) => [cotangent === null || !isLinear(x!) ? null : reshape(cotangent!, x.aval.shape)],
  batch: ([x], [axis], { shape }, axisSize) => ({
    outputs: [reshape(moveAxis(x!, axis!, 0), [axisSize, ...shape])],
    axes: [0],
  }),
  structure: (_, { shape }) => ({
    kind: 'view',
    view: (pattern, lead) => reshapePattern(pattern, [...pattern.shape.slice(0, lead), ...shape]),
  }),
});

/** `lax.reshape`: the same elements in row-major order under another shape of the same size. */
export const reshape = (x: NDArray, shape: Shape): NDArray =>
  shapesEqual(x.shape, shape) ? x : bindOne(reshapePrimitive, [x], { shape });

/** x with unit axes inserted so that they stand at the given places of the result. */
export const expandDims = (x: NDArray, axes: readonly number[]): NDArray => {
  const shape = [...x.shape];
  for (const axis of [...axes].sort((a, b) => a - b)) shape.splice(axis, 0, 1);
  return reshape(x, shape);
};
