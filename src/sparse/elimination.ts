import type { CompressedMatrix, CompressedPattern } from '../pattern/compress.ts';
import { type Analysis, analyse, type Factor, factorise } from './ldlt.ts';
import { factoriseBlocks, type Supernodes, supernodesOf } from './supernodes.ts';

/** How matrices of a pattern are factored in a fixed order: by dense blocks, where there are supernodes, else row by row. */
export type Elimination = Analysis & { readonly supernodes: Supernodes | undefined };

/** Multiplications for each element of the factor from which on blocks take less time than rows. */
const worthBlocks = 100;

export const planElimination = (pattern: CompressedPattern): Elimination => {
  const analysis = analyse(pattern);
  const { columns } = analysis;
  let multiplications = 0;
  for (let k = 0; k + 1 < columns.length; k++) multiplications += (columns[k + 1]! - columns[k]!) ** 2;
  const pays = multiplications > worthBlocks * columns.at(-1)!;
  return { ...analysis, supernodes: pays ? supernodesOf(pattern, analysis) : undefined };
};

/** The factor of A + shift·I with pivots in the order of the plan; undefined where it would not be accurate. */
export const factoriseInOrder = (
  matrix: CompressedMatrix,
  plan: Elimination,
  shift: number,
  mostGrowth: number,
): Factor | undefined =>
  plan.supernodes === undefined
    ? factorise(matrix, plan, shift, mostGrowth)
    : factoriseBlocks(matrix, plan, plan.supernodes, shift, mostGrowth);
