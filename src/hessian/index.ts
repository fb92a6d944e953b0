export { checkHessian, type HessianCheck } from './check.ts';
export type { Progress } from './chunked.ts';
export { hessianDiagonal, laplacian } from './diagonal.ts';
export { hessian, valueGradAndHessian } from './hessian.ts';
export { hvp } from './hvp.ts';
export { type HessianMatrix, hessianMatrix } from './matrix.ts';
export { type HessianOperator, hessianOperator } from './operator.ts';
export type { CostOptions } from './run.ts';
export {
  type HessianSparsity,
  hessianSparsity,
  type PreparedHessian,
  type SparseHessian,
  sparseHessianOf,
} from './sparse.ts';
