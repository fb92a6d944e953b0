import { lanesOf } from '../../array/dtype.ts';
import type { LoweringRules } from '../../core/primitive.ts';
import { type DenseKind, type Lowering, type LoweringInput, scalarTypeOf } from '../../kernel/lowering.ts';
import type { EighParams } from './eigh.ts';
import type { QrParams } from './qr.ts';
import type { SvdParams } from './svd.ts';
import type { TriangularSolveParams } from './triangular-solve.ts';

/** The lowering of primitives that backends have a method for: of matrices that are not empty. */
const denseRoutine = ({ dtype, shape }: LoweringInput, kind: DenseKind): Lowering | undefined =>
  shape.includes(0) ? undefined : { kind: 'routine', routine: { ...kind, lanes: lanesOf(dtype) } };

export const linalgLowerings: LoweringRules = {
  cholesky: {
    lower: (_, [x]) =>
      scalarTypeOf(x!.dtype) === undefined ? undefined : { kind: 'routine', routine: { name: 'cholesky' } },
  },
  triangular_solve: {
    lower: (_, [a], { leftSide, lower, transposeA, unitDiagonal }: TriangularSolveParams) =>
      scalarTypeOf(a!.dtype) === undefined
        ? undefined
        : { kind: 'routine', routine: { name: 'triangular_solve', leftSide, lower, transposeA, unitDiagonal } },
  },
  lu: {
    complex: 'pairs',
    lower: (_, [x]) => denseRoutine(x!, { name: 'lu' }),
  },
  qr: {
    complex: 'pairs',
    lower: (_, [x], { fullMatrices }: QrParams) => denseRoutine(x!, { name: 'qr', full: fullMatrices }),
  },
  eigh: {
    complex: 'pairs',
    lower: (_, [x], { lower }: EighParams) => denseRoutine(x!, { name: 'eigh', lower }),
  },
  svd: {
    complex: 'pairs',
    lower: (_, [x], { fullMatrices, computeUv }: SvdParams) =>
      denseRoutine(x!, { name: 'svd', full: fullMatrices && computeUv, vectors: computeUv }),
  },
};
