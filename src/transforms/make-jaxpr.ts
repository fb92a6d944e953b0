import type { DType } from '../array/dtype.ts';
import type { NDArray } from '../array/ndarray.ts';
import type { Shape } from '../array/shape.ts';
import { type Aval, makeAval } from '../core/aval.ts';
import { type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import { printJaxpr } from '../core/print.ts';
import type { MapTree } from '../tree/types.ts';
import { unflatten } from '../tree/unflatten.ts';
import { range } from '../util/range.ts';
import { checkCallable } from './arguments.ts';
import { type AnyFunction, traceCall } from './trace-call.ts';
import type { Accepted } from './types.ts';

/** A traced program; `String(program)` is JAX's notation. */
export class PrintableJaxpr {
  readonly jaxpr: Jaxpr;

  constructor(jaxpr: Jaxpr) {
    this.jaxpr = jaxpr;
  }

  get inputAvals(): readonly Aval[] {
    return this.jaxpr.inputs.map(input => input.aval);
  }

  get outputAvals(): readonly Aval[] {
    return outputAvals(this.jaxpr);
  }

  toString(): string {
    return printJaxpr(this.jaxpr);
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/**
 * The program that f traces to (`jax.make_jaxpr`): `makeJaxpr(f)(...args)` prints in JAX's notation.
 *
 * Only shapes and dtypes of the arguments matter.
 *
 * @example
 * ```ts
 * console.log(String(makeJaxpr((x: NDArray) => np.sin(x).mul(2))(array([1, 2]))));
 * // => { lambda ; a:f32[2]. let
 * //        b:f32[2] = sin a
 * //        c:f32[2] = mul b 2.0:f32[]
 * //      in (c,) }
 * ```
 */
export const makeJaxpr = <Args extends readonly unknown[], Out>(
  f: (...args: Args) => Out,
): ((...args: Accepted<Args>) => PrintableJaxpr) => {
  checkCallable('makeJaxpr', f);
  return (...args) =>
    new PrintableJaxpr(
      traceCall(f as AnyFunction, args, { what: 'makeJaxpr', positions: range(args.length), keepDead: true }).jaxpr,
    );
};

/** Shape and dtype of an array that is not there. */
export type ShapeDtype = { readonly shape: Shape; readonly dtype: DType; readonly weakType: boolean };

/**
 * The shapes and dtypes of f's outputs, in their tree, without computing anything (`jax.eval_shape`).
 *
 * @example
 * ```ts
 * console.log(evalShape((x: NDArray) => x.sum({ axis: 0 }), np.zeros([1000, 3])).shape); // => [ 3 ]
 * ```
 */
export const evalShape = <Args extends readonly unknown[], Out>(
  f: (...args: Args) => Out,
  ...args: Accepted<Args>
): MapTree<Out, NDArray, ShapeDtype> => {
  checkCallable('evalShape', f);
  const call = traceCall(f as AnyFunction, args, { what: 'evalShape', positions: range(args.length) });
  const avals = outputAvals(call.jaxpr).map(aval => makeAval(aval.shape, aval.dtype, aval.weakType));
  return unflatten(call.outputStructure, avals) as MapTree<Out, NDArray, ShapeDtype>;
};
