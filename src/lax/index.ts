/** The primitives and control flow under jax.lax's names. */

export type * from '../array/named.ts';
export type { MapOptions } from '../control/map.ts';
export type { ScanOptions } from '../control/scan.ts';
export type { DotGeneralOptions } from '../primitives/contraction/checked-dot-general.ts';
export type { ConvOptions } from '../primitives/contraction/conv.ts';
export type {
  ConvDimensionNumbers,
  ConvPadding,
  NamedPadding,
} from '../primitives/contraction/conv-geometry.ts';
export type { RoundingMethod } from '../primitives/elementwise/rounding.ts';
export type {
  GatherDimensionNumbers,
  IndexMode,
  ScatterDimensionNumbers,
} from '../primitives/indexing/dimension-numbers.ts';
export type { GatherOptions } from '../primitives/indexing/gather.ts';
export type { ScatterOptions } from '../primitives/indexing/scatter-like.ts';
export type { CumulativeOptions } from '../primitives/reduction/cumulative.ts';
export type { WindowOptions } from '../primitives/reduction/window/parameters.ts';
export type { WindowComputation, WindowFunction } from '../primitives/reduction/window/reduce-window.ts';
export type { WindowReduction } from '../primitives/reduction/window/window-reducer.ts';
export type { PaddingConfig } from '../primitives/shape/slice.ts';
export type { SortOptions } from '../primitives/sort/sort.ts';
export type { TopKOptions } from '../primitives/sort/top-k.ts';
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
