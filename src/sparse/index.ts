export type { CompressedMatrix, CompressedPattern } from '../pattern/compress.ts';
export { sparseHessian } from './hessian.ts';
export type { Inertia } from './ldlt.ts';
export { SparseMatrix } from './matrix.ts';
