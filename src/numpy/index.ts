/** Arrays under NumPy's names, in camelCase. */

export type * from '../array/named.ts';
export type { DiagonalOptions } from '../array/ndarray.ts';
export type { TakeAlongAxisOptions, TakeOptions } from '../primitives/indexing/take.ts';
export * from './arithmetic.ts';
export * from './bits.ts';
export * from './calculus.ts';
export * from './complex.ts';
export * from './constants.ts';
export * from './creation.ts';
export * from './dtypes.ts';
export * from './einsum.ts';
export * from './exponential.ts';
export * as fft from './fft/index.ts';
export * from './floating.ts';
export * from './grids.ts';
export * from './histograms.ts';
export * from './indexing.ts';
export * from './joining.ts';
export * as linalg from './linalg/index.ts';
export * from './logic.ts';
export * from './mapping.ts';
export type { CumulativeOptions } from './methods/cumulative.ts';
export type {
  ArgOptions,
  DTypeOption,
  ExtremumOptions,
  MeanOptions,
  SumOptions,
  VarianceOptions,
  WhereOptions,
} from './methods/reductions.ts';
export type { RoundOptions } from './methods/rounding.ts';
export type { SqueezeOptions } from './methods/shape.ts';
export type { SortOptions } from './methods/sorting.ts';
export * from './nan-reductions.ts';
export * from './nonzero.ts';
export * from './padding.ts';
export type { SizeOptions } from './places.ts';
export * from './polynomial.ts';
export * from './polynomial-roots.ts';
export * from './printing.ts';
export * from './products.ts';
export * from './putting.ts';
export * from './quantile.ts';
export * from './rearranging.ts';
export * from './reductions.ts';
export * from './rounding.ts';
export * from './set-operations.ts';
export * from './shape.ts';
export * from './sorting.ts';
export * from './spacing.ts';
export { i0, sinc } from './special-points.ts';
export * from './statistics.ts';
export * from './trigonometric.ts';
export * from './trimming.ts';
export {
  type UniqueOptions,
  type UniqueReturns,
  unique,
  uniqueAll,
  uniqueCounts,
  uniqueInverse,
  uniqueValues,
} from './unique.ts';
export * from './windows.ts';
