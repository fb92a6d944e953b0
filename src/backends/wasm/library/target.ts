import type { Target } from '../../../compiler/target.ts';
import { bytesOfType, isFloatType } from '../../../kernel/expression.ts';
import type { Routine, SortRoutine } from '../../../kernel/lowering.ts';
import { detectFeatures } from '../emit/features.ts';
import { choleskyScratchBytes } from './cholesky.ts';
import { denseScratchBytes } from './dense.ts';
import { fftScratchBytes, fftTables } from './fft.ts';
import { gemmScratchBytes } from './gemm.ts';
import { packsTogether, panelsOf } from './panels.ts';
import { sortScratchBytes } from './sort.ts';
import { triangularScratchBytes } from './triangular.ts';

const isSort = (routine: Routine): routine is SortRoutine => routine.name === 'sort' || routine.name === 'top_k';

/** What this backend brings along for the planner to use; each thread has scratch memory of its own. */
export const wasmTarget = (threads: number): Target => {
  const tables = fftTables();
  return {
    fusesMultiplyAdd: detectFeatures().fusedMultiplyAdd,
    productScratch: (type, extents) => {
      const { rows, columns, inner } = extents;
      const packed = packsTogether(type, extents, threads)
        ? panelsOf(type, 'rhs', columns, inner, detectFeatures()).size * bytesOfType(type)
        : 0;
      return threads * gemmScratchBytes(type, rows, columns, inner) + packed;
    },
    threads,
    panelsOf: (type, side, lines, inner) => panelsOf(type, side, lines, inner, detectFeatures()),
    hasRoutine: (routine, type) => type !== undefined && (isSort(routine) || isFloatType(type)),
    routineTables: routine => (routine.name === 'fft' ? tables(routine) : []),
    routineScratch: (routine, type, { shape }) => {
      if (routine.name === 'fft') return threads * fftScratchBytes(routine, tables(routine).length);
      if (isSort(routine)) {
        return threads * sortScratchBytes(shape[routine.axis]!, routine.name === 'top_k' ? 1 : routine.numKeys);
      }
      if (!isFloatType(type)) return 0;
      const [rows, columns] = shape.slice(-2) as [number, number];
      if (routine.name === 'cholesky') return threads * choleskyScratchBytes(type, columns);
      if (routine.name === 'triangular_solve') return threads * triangularScratchBytes(type, columns);
      return threads * denseScratchBytes(routine, rows, columns);
    },
  };
};
