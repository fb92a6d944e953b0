import { filled } from '../array/create.ts';
import type { NDArray } from '../array/ndarray.ts';
import type { Aval } from '../core/aval.ts';
import type { Params, Primitive, Tangent } from '../core/primitive.ts';
import { bind } from '../core/tracer.ts';

/** An array of zeros that looks like another. */
export const zerosLike = (like: Aval): NDArray => filled(like.shape, like.dtype, 0);

/** The tangent as an array: symbolic zeros become arrays of zeros. */
export const instantiate = (tangent: Tangent, primal: Aval): NDArray => tangent ?? zerosLike(primal);

/** The jvp rule of a primitive that is linear in all its inputs together: apply it to the tangents. */
export const linearJvp =
  <P extends Params>(primitive: () => Primitive<P>): Primitive<P>['jvp'] =>
  (primals, tangents, params) => ({
    primals: bind(primitive(), primals, params),
    tangents: bind(
      primitive(),
      tangents.map((tangent, i) => instantiate(tangent, primals[i]!)),
      params,
    ),
  });

/** A primitive that is linear in all its inputs together, so that its jvp rule follows. */
export const linear = <P extends Params>(rules: Omit<Primitive<P>, 'jvp'>): Primitive<P> => {
  const primitive: Primitive<P> = { ...rules, jvp: linearJvp(() => primitive) };
  return primitive;
};
