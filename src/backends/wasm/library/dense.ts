import type { DenseRoutine } from '../../../kernel/lowering.ts';
import type { Callee } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { writeComplexTools } from './complex.ts';
import { complexQrScratchBytes, writeComplexQr } from './complex-qr.ts';
import type { ComplexTools, DenseTools, Reflections } from './dense-tools.ts';
import { eighScratchBytes, writeEigh } from './eigh.ts';
import { luScratchBytes, writeLu } from './lu.ts';
import { qrScratchBytes, writeQr } from './qr.ts';
import { writeReflections } from './reflections.ts';
import { svdScratchBytes, writeSvd } from './svd.ts';
import { writeVectors } from './vectors.ts';

/** What the methods are made of, with a matrix product of f64; reflections and complex numbers are written once they are asked for. */
export const writeDenseTools = (module: ModuleBuilder, gemm: Callee): DenseTools => {
  let reflections: Reflections | undefined;
  let complex: ComplexTools | undefined;
  const tools: DenseTools = {
    module,
    vectors: writeVectors(module),
    gemm,
    reflections: () => {
      reflections ??= writeReflections(tools);
      return reflections;
    },
    complex: () => {
      complex ??= writeComplexTools(tools);
      return complex;
    },
  };
  return tools;
};

/**
 * Methods for one matrix of f64: functions of rows, columns, the address of the matrix, which they overwrite, those of
 * results, and that of scratch memory.
 */
export type DenseMethod = {
  readonly write: (tools: DenseTools) => Callee;
  /** Elements of each result; the first is what becomes of the matrix where that says undefined. Integers are not counted. */
  readonly floats: readonly (number | undefined)[];
  readonly scratchBytes: number;
  /** Roughly the number of operations. */
  readonly work: number;
};

export const denseMethod = (routine: DenseRoutine, m: number, n: number): DenseMethod => {
  const { lanes } = routine;
  const isComplex = lanes === 2;
  switch (routine.name) {
    case 'lu':
      return {
        write: writeLu(lanes),
        floats: [undefined],
        scratchBytes: luScratchBytes(m, n, lanes),
        work: lanes * lanes * m * n * Math.min(m, n),
      };
    case 'qr': {
      const width = routine.full ? m : Math.min(m, n);
      return {
        write: (isComplex ? writeComplexQr : writeQr)(routine.full),
        floats: [lanes * m * width, lanes * width * n],
        scratchBytes: (isComplex ? complexQrScratchBytes : qrScratchBytes)(m, n),
        work: 2 * lanes * lanes * m * m * n,
      };
    }
    case 'eigh':
      return {
        write: writeEigh(routine.lower, lanes),
        floats: [lanes * n * n, n],
        scratchBytes: eighScratchBytes(n, lanes),
        work: 8 * lanes * n * n * n,
      };
    case 'svd': {
      const { full, vectors } = routine;
      const k = Math.min(m, n);
      return {
        write: writeSvd(full, vectors, lanes),
        floats: vectors ? [k, lanes * m * (full ? m : k), lanes * n * (full ? n : k)] : [k],
        scratchBytes: svdScratchBytes(m, n, full, lanes),
        work: 12 * lanes * m * n * Math.max(m, n),
      };
    }
    default:
      return routine satisfies never;
  }
};

/** Bytes for the matrix, floats that result, and what the method works in. */
export const denseScratchBytes = (routine: DenseRoutine, m: number, n: number): number => {
  const { floats, scratchBytes } = denseMethod(routine, m, n);
  const elements = floats.reduce<number>((sum, size) => sum + (size ?? 0), routine.lanes * m * n);
  return 64 * Math.ceil((8 * elements + scratchBytes) / 64);
};
