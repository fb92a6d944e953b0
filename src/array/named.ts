/**
 * Types that nearly every signature has. Each entry point exports them: what a project infers from `nabla/numpy` alone, its
 * declarations must be able to name.
 */
export type { Data, DType } from './dtype.ts';
export type { ArraysOf, Destructured, ListOf, PartsOf, StackOf } from './lists.ts';
export type {
  ArrayLike,
  Complex,
  Index,
  NDArray,
  NestedList,
  OrderOptions,
  ReductionOptions,
  ScalarValue,
  TypedArray,
} from './ndarray.ts';
export type { DefaultDType } from './promotion.ts';
export type { Shape } from './shape.ts';
