import type { NDArray } from '../../array/ndarray.ts';
import { makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import {
  triangularSolveComplex as solveComplex,
  triangularSolve as solveReal,
} from '../../reference/dense/triangular-solve.ts';
import { neg, sub } from '../elementwise/arithmetic.ts';
import { solveWithFactors } from './lu.ts';
import { matrixTranspose, product } from './matrix.ts';
import { batchColumns, byLanes, evaluateStacked, matrixExtents } from './stacked.ts';

type LinearSolveParams = {
  /** Whether aᵀ x = b is solved. */
  readonly transposeA: boolean;
};

/**
 * Solves a x = b given a, its LU factors and permutation, and b (…, n, k): what `jax.lax.custom_linear_solve` is to
 * `solve`. The derivative is that of the equation, ȧ x + a ẋ = ḃ, and not that of the method, so that one factorisation
 * serves derivatives of all orders; the factors count as constants.
 */
export const linearSolvePrimitive: Primitive<LinearSolveParams> = {
  name: 'linear_solve',
  abstractEval: ([, , , b]) => [makeAval(b!.shape, b!.dtype)],
  evaluate: ([, factors, permutation, b], { transposeA }) => {
    const [n, columns] = matrixExtents(b!);
    const solve = byLanes(b!, solveReal, solveComplex);
    const transposed = transposeA ? 'transpose' : 'none';
    const lower = { leftSide: true, lower: true, unitDiagonal: true, transposeA: transposed } as const;
    const upper = { leftSide: true, lower: false, unitDiagonal: false, transposeA: transposed } as const;
    const part = { shape: [n, columns], dtype: b!.dtype };
    return evaluateStacked([factors!, permutation!, b!], [2, 1, 2], [part], (f, p, y) => {
      if (transposeA) {
        return [withRows(solve(f, n, solve(f, n, y, columns, upper), columns, lower), p, (to, from) => [from, to])];
      }
      return [
        solve(
          f,
          n,
          solve(
            f,
            n,
            withRows(y, p, (to, from) => [to, from]),
            columns,
            lower,
          ),
          columns,
          upper,
        ),
      ];
    });
  },
  jvp: ([a, factors, permutation, b], [aTangent, , , bTangent], params) => {
    const solve = (rhs: NDArray): NDArray => bindOne(linearSolvePrimitive, [a!, factors!, permutation!, rhs], params);
    const solution = solve(b!);
    if (aTangent === null && bTangent === null) return { primals: [solution], tangents: [null] };
    if (aTangent === null) return { primals: [solution], tangents: [solve(bTangent!)] };
    const change = product(params.transposeA ? matrixTranspose(aTangent!) : aTangent!, solution);
    return { primals: [solution], tangents: [solve(bTangent === null ? neg(change) : sub(bTangent!, change))] };
  },
  transpose: ([cotangent], [a, factors, permutation, b], { transposeA }) => {
    if (cotangent === null || !isLinear(b!)) return [null, null, null, null];
    if (isLinear(a!) || isLinear(factors!) || isLinear(permutation!)) {
      throw new TypeError('linear_solve is linear in its right hand side only, not in its matrix');
    }
    const params = { transposeA: !transposeA };
    return [null, null, null, bindOne(linearSolvePrimitive, [a!, factors!, permutation!, cotangent!], params)];
  },
  batch: batchColumns(() => linearSolvePrimitive),
  expand:
    (_, { transposeA }) =>
    ([, factors, permutation, rhs]) => [solveWithFactors(factors!, permutation!, rhs!, transposeA ? 1 : 0)],
  structure: ([, , , b]) => ({ kind: 'along', axes: [b!.aval.shape.length - 2], operand: 3 }),
};

/** Rows moved about: `place` gives for i and permutation[i] the row to write and the row to read. */
const withRows = (
  y: Float64Array,
  permutation: Float64Array,
  place: (i: number, permuted: number) => readonly [to: number, from: number],
): Float64Array => {
  const result = new Float64Array(y.length);
  const width = y.length / Math.max(1, permutation.length);
  permutation.forEach((permuted, i) => {
    const [to, from] = place(i, permuted);
    result.set(y.subarray(from * width, (from + 1) * width), to * width);
  });
  return result;
};
