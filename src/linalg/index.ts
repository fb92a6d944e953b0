/** Linear algebra: numpy.linalg, and from scipy.linalg what that lacks. */
export type * from '../array/named.ts';
export * from '../numpy/linalg/index.ts';
export type { DTypeOption } from '../numpy/methods/reductions.ts';
export type { CrossOptions, TensordotOptions } from '../numpy/products.ts';
export { dft, hadamard, helmert, hilbert, invhilbert, invpascal, type PascalKind, pascal } from './constants.ts';
export {
  type ExpmOptions,
  eighTridiagonal,
  expm,
  expmFrechet,
  hessenberg,
  polar,
  schur,
  sqrtm,
} from './functions.ts';
export {
  choFactor,
  choSolve,
  lu,
  luFactor,
  luSolve,
  type SolveOptions,
  type SolveTriangularOptions,
  solve,
  solveSylvester,
  solveTriangular,
  type Transposition,
} from './solvers.ts';
export {
  blockDiag,
  type ConvolutionMode,
  circulant,
  companion,
  convolutionMatrix,
  fiedler,
  hankel,
  leslie,
  toeplitz,
} from './structured.ts';
