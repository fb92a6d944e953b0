/** The primitives and control flow under jax.lax's names. */

export type { MapOptions } from '../control/map.ts';
export type { ScanOptions } from '../control/scan.ts';
export type { DotGeneralOptions } from '../primitives/contraction/checked-dot-general.ts';
export type {
  ConvDimensionNumbers,
  ConvPadding,
  NamedPadding,
} from '../primitives/contraction/conv-geometry.ts';
export type {
  GatherDimensionNumbers,
  IndexMode,
  ScatterDimensionNumbers,
} from '../primitives/indexing/dimension-numbers.ts';
export type { PaddingConfig } from '../primitives/shape/slice.ts';
export * from './contractions.ts';
export * from './control.ts';
export * from './elementwise.ts';
export * from './fft.ts';
export * from './folds.ts';
export * from './indexing.ts';
export * as linalg from './linalg.ts';
export * from './reductions.ts';
export * from './shape.ts';
export * from './solvers.ts';
