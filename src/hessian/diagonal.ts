import type { NDArray } from '../array/ndarray.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { convertElementType } from '../primitives/convert.ts';
import { add } from '../primitives/elementwise/arithmetic.ts';
import { reduceSum } from '../primitives/shape/broadcast.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { checkDerivative } from '../transforms/arguments.ts';
import type { AcceptedAt, Argnum, DerivativeOptions, Gradient, WithAux } from '../transforms/types.ts';
import { unflatten } from '../tree/unflatten.ts';
import { type ScalarCall, scalarCall } from './scalar-call.ts';
import { diagonalProgram } from './sparse-program.ts';

type Diagonal = { readonly scalar: ScalarCall; readonly parts: readonly NDArray[]; readonly aux: unknown };

const evaluate = (
  caller: string,
  f: unknown,
  args: readonly unknown[],
  options: DerivativeOptions<Argnum, boolean>,
): Diagonal => {
  const scalar = scalarCall(caller, f, args, options);
  const results = evaluateJaxpr(diagonalProgram(scalar.gradient, scalar.differentiated), scalar.inputs);
  const count = scalar.leaves.length;
  return {
    scalar,
    parts: results.slice(0, count),
    aux: options.hasAux ? scalar.call.rebuildAux(results.slice(count)) : undefined,
  };
};

/**
 * The diagonal of the Hessian of a scalar function, exactly, and without the rest of it where the function's structure
 * allows: in linear time for sums of elementwise terms and for sparse Hessians.
 *
 * The result has the tree, shapes and dtypes of the differentiated argument (a list for a list of argnums); with `hasAux`
 * `[diagonal, aux]`. Throws as `grad` does.
 *
 * @example
 * ```ts
 * const f = (x: NDArray) => x.pow(3).sum().add(x.at(0).mul(x.at(1)));
 * console.log(String(hessianDiagonal(f)(array([1, 2])))); // => [ 6. 12.]
 * ```
 */
export const hessianDiagonal = <
  Args extends readonly unknown[],
  Out,
  const N extends Argnum = 0,
  H extends boolean = false,
>(
  f: (...args: Args) => Out,
  options: DerivativeOptions<N, H> = {},
): ((...args: AcceptedAt<Args, N>) => WithAux<Gradient<Args, N>, Out, H>) => {
  checkDerivative('hessianDiagonal', f, options);
  return ((...args: readonly unknown[]) => {
    const { scalar, parts, aux } = evaluate('hessianDiagonal', f, args, options);
    const diagonal = unflatten(
      scalar.structure,
      parts.map((part, i) => reshape(part, scalar.leaves[i]!.shape)),
    );
    return options.hasAux ? [diagonal, aux] : diagonal;
  }) as never;
};

/**
 * The sum of the second derivatives of a scalar function with respect to each of its variables: the trace of the Hessian, at
 * the cost of its diagonal.
 *
 * Over all leaves of the differentiated arguments, in their common dtype; with `hasAux` `[laplacian, aux]`. Throws as `grad`
 * does.
 *
 * @example
 * ```ts
 * console.log(+laplacian((x: NDArray) => x.pow(3).sum())(array([1, 2]))); // => 18
 * ```
 */
export const laplacian = <Args extends readonly unknown[], Out, const N extends Argnum = 0, H extends boolean = false>(
  f: (...args: Args) => Out,
  options: DerivativeOptions<N, H> = {},
): ((...args: AcceptedAt<Args, N>) => WithAux<NDArray, Out, H>) => {
  checkDerivative('laplacian', f, options);
  return ((...args: readonly unknown[]) => {
    const { scalar, parts, aux } = evaluate('laplacian', f, args, options);
    if (parts.length === 0)
      throw new TypeError(
        'laplacian: the differentiated argument has no array leaves: there is nothing to differentiate',
      );
    const sums = parts.map(part => reduceSum(convertElementType(part, scalar.dtype), [0]));
    const sum = sums.reduce((a, b) => add(a, b));
    return options.hasAux ? [sum, aux] : sum;
  }) as never;
};
