export type { ArrayMethods, AxisOptions, Index, ReductionOptions } from './ndarray.ts';
