/** Linear algebra under numpy.linalg's names. */
export { cross, matmul, outer, tensordot, vecdot } from '../products.ts';
export { matrixTranspose } from '../shape.ts';
export {
  type CholeskyOptions,
  cholesky,
  type EighOptions,
  eig,
  eigh,
  eigvals,
  eigvalsh,
  type QrMode,
  qr,
  type SvdOptions,
  svd,
  svdvals,
} from './decompositions.ts';
export {
  type CondOptions,
  cond,
  det,
  inv,
  type LstsqOptions,
  lstsq,
  matrixPower,
  matrixRank,
  multiDot,
  type PinvOptions,
  pinv,
  type RankOptions,
  slogdet,
  solve,
} from './equations.ts';
export {
  type MatrixNormOptions,
  matrixNorm,
  type NormOptions,
  type NormOrder,
  norm,
  type VectorNormOptions,
  vectorNorm,
} from './norm.ts';
export { type TensorsolveOptions, tensorinv, tensorsolve } from './tensors.ts';
export { diagonal, type OffsetOptions, trace } from './traces.ts';
