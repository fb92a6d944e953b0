import type { Aval } from '../core/aval.ts';
import type { ScalarType } from '../kernel/expression.ts';
import type { Routine } from '../kernel/lowering.ts';
import type { ProductExtents } from './product.ts';

/**
 * How a product reads an operand that stands as a whole in the order of its tiles: in panels of so many lines, the step along the
 * axis that is summed over outermost within a panel. Element (i, k) stands at (i - i % width) · line + k · width + i % width.
 */
export type Panels = {
  readonly width: number;
  readonly line: number;
  /** Elements of all panels. */
  readonly size: number;
};

/** What the planner has to know of the backend. */
export type Target = {
  /** Whether its multiply-add is sure to round once. */
  readonly fusesMultiplyAdd: boolean;
  /** Bytes of scratch memory that a matrix product takes. */
  readonly productScratch: (type: 'f32' | 'f64', extents: ProductExtents) => number;
  /** How many threads may work on a product at the same time. */
  readonly threads: number;
  readonly panelsOf: (type: 'f32' | 'f64', side: 'lhs' | 'rhs', lines: number, inner: number) => Panels;
  /** Dense methods that it has; the interpreter stands in for the others. */
  readonly hasRoutine: (routine: Routine, type: ScalarType | undefined) => boolean;
  /** Numbers in f64 that a method reads beside its operands; the same array where they are the same. */
  readonly routineTables: (routine: Routine) => readonly Float64Array[];
  /** Bytes of scratch memory that a dense method takes, for a first operand. */
  readonly routineScratch: (routine: Routine, type: ScalarType, operand: Aval) => number;
};
