import type { Target } from '../../../compiler/target.ts';
import { isFloatType } from '../../../kernel/expression.ts';
import { denseScratchBytes } from './dense.ts';
import { gemmScratchBytes } from './gemm.ts';
import { triangularScratchBytes } from './triangular.ts';

/** What this backend brings along for the planner to use; each thread has scratch memory of its own. */
export const wasmTarget = (threads: number): Target => ({
  productScratch: (type, { rows, columns, inner }) => threads * gemmScratchBytes(type, rows, columns, inner),
  hasRoutine: (_, type) => type !== undefined && isFloatType(type),
  routineScratch: (routine, type, { shape }) => {
    if (!isFloatType(type) || routine.name === 'cholesky') return 0;
    const [rows, columns] = shape.slice(-2) as [number, number];
    if (routine.name === 'triangular_solve') return threads * triangularScratchBytes(type, columns);
    return threads * denseScratchBytes(routine, rows, columns);
  },
});
