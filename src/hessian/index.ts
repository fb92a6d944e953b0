export { hessian, valueGradAndHessian } from './hessian.ts';
export { hvp } from './hvp.ts';
export { type HessianMatrix, hessianMatrix } from './matrix.ts';
