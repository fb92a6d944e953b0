import type { Target } from '../../../compiler/target.ts';
import { isFloatType } from '../../../kernel/expression.ts';
import { gemmScratchBytes } from './gemm.ts';
import { triangularScratchBytes } from './triangular.ts';

/** What this backend brings along for the planner to use; each thread has scratch memory of its own. */
export const wasmTarget = (threads: number): Target => ({
  productScratch: (type, { rows, columns, inner }) => threads * gemmScratchBytes(type, rows, columns, inner),
  hasRoutine: (_, type) => type !== undefined && isFloatType(type),
  routineScratch: ({ name }, type, { shape }) =>
    name === 'triangular_solve' && isFloatType(type) ? threads * triangularScratchBytes(type, shape.at(-1)!) : 0,
});
