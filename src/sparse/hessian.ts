import { type SparseHessian, sparseHessianOf } from '../hessian/index.ts';
import type { Argnum, DerivativeOptions } from '../transforms/types.ts';
import { type SparseMatrix, sharingMatrix } from './matrix.ts';

/**
 * The Hessian of a function with a scalar value as a sparse matrix over its ravelled arguments, at the cost of what is not zero.
 *
 * The pattern follows from the function's structure: it holds for all arguments of these shapes. `prepare(...args)` builds
 * pattern and program once and gives a function for arguments like these, with `valueGradAndHessian` beside it. With
 * `hasAux` the result is `[matrix, aux]`. Throws TypeError where the value is no real scalar and inside of transformations.
 *
 * @example
 * ```ts
 * const energy = (x: NDArray) => np.sum(np.square(x.at('1:').sub(x.at(':-1')))).add(np.sum(np.exp(x)));
 * const H = sparseHessian(energy)(np.zeros(5, { dtype: 'float64' }));
 * console.log(H.nnz, H.inertia()); // => 13 { positive: 5, negative: 0, zero: 0 }
 * console.log(String(H.solve(np.ones(5, { dtype: 'float64' })))); // => [1. 1. 1. 1. 1.]
 * ```
 */
export const sparseHessian = <
  Args extends readonly unknown[],
  Out,
  const N extends Argnum = 0,
  H extends boolean = false,
>(
  f: (...args: Args) => Out,
  options: DerivativeOptions<N, H> = {},
): SparseHessian<Args, Out, N, H, SparseMatrix> => sparseHessianOf(f, options, sharingMatrix) as never;
