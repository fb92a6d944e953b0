export type { CompressedMatrix, CompressedPattern } from '../pattern/compress.ts';
export { sparseHessian } from './hessian.ts';
export { SparseMatrix } from './matrix.ts';
export type { Inertia } from './system.ts';
