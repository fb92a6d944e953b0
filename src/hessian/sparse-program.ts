import type { DType } from '../array/dtype.ts';
import { promoteTypes } from '../array/promotion.ts';
import { inputAvals, type Jaxpr } from '../core/jaxpr.ts';
import { traceClosed } from '../core/tracer.ts';
import type { CompressedPattern } from '../pattern/compress.ts';
import { memoize } from '../transforms/memoize.ts';
import { required } from '../util/errors.ts';
import { compressedHessian, diagonalOfRows } from './structured/compressed.ts';
import { largeProgram } from './structured/hessian-jaxpr.ts';
import { structuredTangents } from './structured/linearised.ts';

/** Programs of a gradient program (outputs: value, gradient, aux) that give of the Hessian what is not zero. */

const facts = (gradient: Jaxpr, differentiated: readonly boolean[]) => {
  const leaves = inputAvals(gradient).filter((_, i) => differentiated[i]);
  const dtype: DType = promoteTypes(leaves).dtype;
  return { leaves, dtype, wanted: gradient.outputs.map((_, i) => i >= 1 && i <= leaves.length) };
};

export type CompressedProgram = { readonly pattern: CompressedPattern; readonly jaxpr: Jaxpr };

/**
 * The elements of the Hessian in compressed rows, above the diagonal mirror images of those below if it `mirrors`. Outputs: these,
 * then aux; with `everything` value, gradient, elements, aux.
 */
export const compressedProgram: (
  gradient: Jaxpr,
  differentiated: readonly boolean[],
  mirrors: boolean,
  everything: boolean,
) => CompressedProgram = memoize((gradient, differentiated, mirrors, everything) => {
  const { leaves, dtype, wanted } = facts(gradient, differentiated);
  const symmetric = mirrors && leaves.every(leaf => leaf.dtype === leaves[0]!.dtype);
  const traced = (dense: boolean): CompressedProgram => {
    let pattern: CompressedPattern | undefined;
    const jaxpr = traceClosed(
      args => {
        const { outputs, tangents, columns } = structuredTangents(gradient, differentiated, args, wanted, dense);
        const result = compressedHessian(
          tangents.slice(1, 1 + leaves.length),
          columns.map(({ start }) => start),
          columns.reduce((sum, { size }) => sum + size, 0),
          dtype,
          symmetric,
        );
        pattern = result.pattern;
        const end = 1 + leaves.length;
        return [...(everything ? outputs.slice(0, end) : []), result.data, ...outputs.slice(end)];
      },
      inputAvals(gradient),
      `sparseHessian(${gradient.name})`,
    );
    return { pattern: required(pattern, 'pattern'), jaxpr };
  };
  const made = traced(false);
  if (made.jaxpr.equations.length < largeProgram || !isMostlyFull(made.pattern)) return made;
  const dense = traced(true);
  return dense.jaxpr.equations.length < made.jaxpr.equations.length ? dense : made;
});

/** Whether most elements are stored: then large programs are compared with dense tangents. */
const isMostlyFull = ({ indptr, indices }: CompressedPattern): boolean => 2 * indices.length > (indptr.length - 1) ** 2;

/** The diagonal, leaf by leaf as 1-D arrays of the leaves' dtypes, then aux. */
export const diagonalProgram: (gradient: Jaxpr, differentiated: readonly boolean[]) => Jaxpr = memoize(
  (gradient, differentiated) => {
    const { leaves, wanted } = facts(gradient, differentiated);
    return traceClosed(
      args => {
        const { outputs, tangents, columns } = structuredTangents(gradient, differentiated, args, wanted, false);
        const diagonals = leaves.map(({ dtype }, i) => {
          const { start, size } = columns[i]!;
          return diagonalOfRows(tangents[1 + i]!, start, size, dtype);
        });
        return [...diagonals, ...outputs.slice(1 + leaves.length)];
      },
      inputAvals(gradient),
      `hessianDiagonal(${gradient.name})`,
    );
  },
);
