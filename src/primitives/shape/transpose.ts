import type { NDArray } from '../../array/ndarray.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { transposePattern } from '../../pattern/index-pattern.ts';
import { rangeWithout } from '../../util/range.ts';
import { linear } from '../linear.ts';
import { inOrder } from './strided.ts';

export type TransposeParams = { readonly permutation: readonly number[] };

export const transposePrimitive: Primitive<TransposeParams> = linear({
  name: 'transpose',
  abstractEval: ([x], { permutation }) => {
    const sorted = [...permutation].sort((a, b) => a - b);
    if (sorted.length !== x!.shape.length || sorted.some((axis, i) => axis !== i)) {
      throw new RangeError(`transpose: (${permutation.join(', ')}) is no permutation of the axes of ${avalString(x!)}`);
    }
    return [
      makeAval(
        permutation.map(axis => x!.shape[axis]!),
        x!.dtype,
        x!.weakType,
      ),
    ];
  },
  evaluate: ([x], { permutation }) => [inOrder(x!, permutation)],
  transpose: ([cotangent], [x], { permutation }) => [
    cotangent === null || !isLinear(x!) ? null : transpose(cotangent!, invertPermutation(permutation)),
  ],
  batch: ([x], [axis], { permutation }) => ({
    outputs: [transpose(x!, [axis!, ...permutation.map(p => (p >= axis! ? p + 1 : p))])],
    axes: [0],
  }),
  structure: (_, { permutation }) => ({
    kind: 'view',
    view: (pattern, lead) =>
      transposePattern(pattern, [...(lead === 0 ? [] : [0]), ...permutation.map(axis => axis + lead)]),
  }),
});

export const invertPermutation = (permutation: readonly number[]): number[] => {
  const inverse = new Array<number>(permutation.length);
  permutation.forEach((axis, i) => {
    inverse[axis] = i;
  });
  return inverse;
};

/** `lax.transpose`: axis i of the result is axis `permutation[i]` of x. */
export const transpose = (x: NDArray, permutation: readonly number[]): NDArray =>
  permutation.every((axis, i) => axis === i) && permutation.length === x.ndim
    ? x
    : bindOne(transposePrimitive, [x], { permutation });

/** x with one axis, if it is given, moved to another place, the others keeping their order. */
export const moveAxis = (x: NDArray, from: number | null, to: number): NDArray => {
  if (from === null || from === to) return x;
  const order = rangeWithout(x.shape.length, [from]);
  order.splice(to, 0, from);
  return transpose(x, order);
};
