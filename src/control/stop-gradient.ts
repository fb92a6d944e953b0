import type { NDArray } from '../array/ndarray.ts';
import { avalOf } from '../core/aval.ts';
import { type Primitive, unsupported } from '../core/primitive.ts';
import { bindOne } from '../core/tracer.ts';
import { flattenArrays } from '../transforms/arguments.ts';
import type { Arrays } from '../transforms/types.ts';
import { unflatten } from '../tree/unflatten.ts';

const stopGradientPrimitive: Primitive = {
  name: 'stop_gradient',
  abstractEval: ([x]) => [avalOf(x!)],
  evaluate: ([x]) => [x!],
  jvp: ([x]) => ({ primals: [bindOne(stopGradientPrimitive, [x!], {})], tangents: [null] }),
  transpose: unsupported('stop_gradient', 'transpose', 'it is constant'),
  batch: ([x], [axis]) => ({ outputs: [bindOne(stopGradientPrimitive, [x!], {})], axes: [axis!] }),
  expand: () => inputs => inputs,
};

/**
 * The identity, but with derivative zero (`jax.lax.stop_gradient`); takes a tree of arrays.
 *
 * @example
 * ```ts
 * console.log(+grad((x: NDArray) => x.mul(stopGradient(x)))(3)); // => 3
 * ```
 */
export const stopGradient = <Tree>(tree: Tree): Arrays<Tree> => {
  const { leaves, structure } = flattenArrays(tree, 'the argument of stopGradient');
  return unflatten(
    structure,
    leaves.map((leaf: NDArray) => bindOne(stopGradientPrimitive, [leaf], {})),
  ) as Arrays<Tree>;
};
