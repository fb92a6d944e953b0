import { wired } from '../numpy/methods.ts';
import * as solvers from './iterative.ts';

export type * from '../array/named.ts';
export type { PreparedHessian, SparseHessian } from '../hessian/sparse.ts';
export type { CompressedMatrix, CompressedPattern } from '../pattern/compress.ts';
export type { Accept, Accepted, AcceptedAt, Argnum, Arrays, DerivativeOptions } from '../transforms/types.ts';
export { sparseHessian } from './hessian.ts';
export type { GmresOptions, IterativeOptions, LinearOperator, SolveInfo } from './iterative.ts';
export { SparseMatrix } from './matrix.ts';
export type { Inertia } from './system.ts';

/** Conjugate gradients, for symmetric positive definite operators: `cg(A, b, options)` gives `[x, { residual }]`. */
export const cg: typeof solvers.cg = wired(solvers.cg);

/** Stabilised biconjugate gradients, for any square operator. */
export const bicgstab: typeof solvers.bicgstab = wired(solvers.bicgstab);

/** Generalised minimal residuals with restarts, for any square operator. */
export const gmres: typeof solvers.gmres = wired(solvers.gmres);
