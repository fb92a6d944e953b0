import type { NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import * as roots from '../control/custom-root.ts';
import { linearSolve } from '../control/linear-solve.ts';
import { installMethods, wired } from '../numpy/methods.ts';
import { checkCallable } from '../transforms/arguments.ts';
import { ravelPytree } from '../transforms/ravel.ts';
import type { Accept, Arrays, TupleTree } from '../transforms/types.ts';

/** Solutions of equations, with the derivatives of the equation. */

/** A root of a function: `customRoot(f, initialGuess, solve, tangentSolve)`. */
export const customRoot: typeof roots.customRoot = wired(roots.customRoot);

type LinearFunction<X> = (v: Accept<X>) => Arrays<X>;
type LinearMethod<X> = (matvec: LinearFunction<X>, b: Arrays<X>) => X;

export type CustomLinearSolveOptions<X> = {
  /** Solves with the transposed operator, which reverse mode needs. */
  readonly transposeSolve?: LinearMethod<X>;
  /** Whether the operator is its own transpose, so that `solve` does for both. */
  readonly symmetric?: boolean;
};

/**
 * x with matvec(x) = b, differentiable however it was found (`jax.lax.custom_linear_solve`).
 *
 * `solve(matvec, b)` finds it; b and x are arrays or trees of arrays of one dtype. The derivatives, with respect to b and to
 * what matvec closes over, are those of the equation, of any order; reverse mode needs `transposeSolve` or `symmetric`, else
 * it throws TypeError. Throws TypeError where matvec gives what does not look like b.
 *
 * @example
 * ```ts
 * const solve = (d: NDArray) => lax.customLinearSolve(
 *   (v: NDArray) => v.mul(d),
 *   array([2, 3]),
 *   (_, b) => b.div(d),
 *   { symmetric: true },
 * );
 * console.log(String(solve(array([4, 2])))); // => [0.5 1.5]
 * ```
 */
export const customLinearSolve = <X extends TupleTree>(
  matvec: (v: Arrays<X>) => X,
  b: Accept<X>,
  solve: LinearMethod<X>,
  options: CustomLinearSolveOptions<X> = {},
): Arrays<X> => {
  installMethods();
  checkOptions('customLinearSolve', options, ['transposeSolve', 'symmetric']);
  const { transposeSolve, symmetric = false } = options;
  for (const given of [matvec, solve, transposeSolve ?? solve]) checkCallable('customLinearSolve', given);
  const [flat, unravel] = ravelPytree(b);
  const tree = (v: NDArray): Arrays<X> => unravel(v) as Arrays<X>;
  const vector = (v: unknown): NDArray => ravelPytree(v)[0];
  const inVectors =
    (method: LinearMethod<X>) =>
    (operator: (v: NDArray) => NDArray, right: NDArray): NDArray =>
      vector(method(v => tree(operator(vector(v))), tree(right)));
  const transposed = symmetric ? 'symmetric' : transposeSolve && inVectors(transposeSolve);
  return tree(linearSolve('customLinearSolve', v => vector(matvec(tree(v))), flat, inVectors(solve), transposed));
};
