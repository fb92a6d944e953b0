import type { Target } from '../../../compiler/planner.ts';
import { gemmScratchBytes } from './gemm.ts';

/** What this backend brings along for the planner to use. */
export const wasmTarget: Target = {
  productScratch: (type, { rows, columns, inner }) => gemmScratchBytes(type, rows, columns, inner),
  hasRoutine: () => false,
};
