import type { Aval } from '../core/aval.ts';
import type { ScalarType } from '../kernel/expression.ts';
import type { Routine } from '../kernel/lowering.ts';
import type { ProductExtents } from './product.ts';

/** What the planner has to know of the backend. */
export type Target = {
  /** Bytes of scratch memory that a matrix product takes. */
  readonly productScratch: (type: 'f32' | 'f64', extents: ProductExtents) => number;
  /** Dense methods that it has; the interpreter stands in for the others. */
  readonly hasRoutine: (routine: Routine, type: ScalarType | undefined) => boolean;
  /** Numbers in f64 that a method reads beside its operands; the same array where they are the same. */
  readonly routineTables: (routine: Routine) => readonly Float64Array[];
  /** Bytes of scratch memory that a dense method takes, for a first operand. */
  readonly routineScratch: (routine: Routine, type: ScalarType, operand: Aval) => number;
};
