import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { shapeString, shapesEqual } from '../../array/shape.ts';
import { type Aval, avalString, makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive, type Tangent } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { range } from '../../util/range.ts';
import { add, mul, neg, sub } from '../elementwise/arithmetic.ts';
import { constantLike } from '../elementwise/constant.ts';
import { addTangents, noParams } from '../elementwise/construct.ts';
import { broadcastInDim } from '../shape/broadcast.ts';
import { pad } from '../shape/slice.ts';
import { batchColumns, byLanes, evaluateStacked, inexactOperands, matrixExtents } from './stacked.ts';
import { solveTridiagonal, solveTridiagonalComplex } from './tridiagonal-elimination.ts';

const checkShapes = (dl: Aval, d: Aval, du: Aval, b: Aval): void => {
  const fits =
    d.shape.length >= 1 &&
    shapesEqual(dl.shape, d.shape) &&
    shapesEqual(du.shape, d.shape) &&
    shapesEqual(b.shape.slice(0, -1), d.shape);
  if (fits) return;
  const [one, two, three, four] = [dl, d, du, b].map(({ shape }) => shapeString(shape));
  throw new RangeError(
    `tridiagonalSolve: dl, d and du must be (…, n) and b (…, n, k), got ${one}, ${two}, ${three} and ${four}`,
  );
};

export const tridiagonalSolvePrimitive: Primitive = {
  name: 'tridiagonal_solve',
  abstractEval: ([dl, d, du, b]) => {
    if ([dl, d, du].some(diagonal => diagonal!.dtype !== b!.dtype)) {
      throw new TypeError(
        `tridiagonalSolve: operands must have one dtype, got ${[dl, d, du, b].map(x => avalString(x!)).join(', ')}`,
      );
    }
    checkShapes(dl!, d!, du!, b!);
    return [makeAval(b!.shape, b!.dtype)];
  },
  evaluate: inputs => {
    const b = inputs[3]!;
    const [n, columns] = matrixExtents(b);
    const method = byLanes(b, solveTridiagonal, solveTridiagonalComplex);
    return evaluateStacked(inputs, [1, 1, 1, 2], [{ shape: [n, columns], dtype: b.dtype }], (dl, d, du, y) => [
      method(dl!, d!, du!, y!, columns),
    ]);
  },
  // from T x = b: T ẋ = ḃ - Ṫ x
  jvp: ([dl, d, du, b], [dlTangent, dTangent, duTangent, bTangent]) => {
    const solve = (rhs: NDArray): NDArray => bindOne(tridiagonalSolvePrimitive, [dl!, d!, du!, rhs], noParams);
    const solution = solve(b!);
    const change = addTangents(add, [
      dlTangent === null ? null : scaleRows(dlTangent!, shiftRows(solution, 1)),
      dTangent === null ? null : scaleRows(dTangent!, solution),
      duTangent === null ? null : scaleRows(duTangent!, shiftRows(solution, -1)),
    ]);
    return { primals: [solution], tangents: [solve(residual(bTangent!, change))] };
  },
  transpose: ([cotangent], [dl, d, du, b]) => {
    if (cotangent === null || !isLinear(b!)) return [null, null, null, null];
    if (isLinear(dl!) || isLinear(d!) || isLinear(du!)) {
      throw new TypeError('tridiagonal_solve is linear in its right hand side only, not in its diagonals');
    }
    const transposed = [shiftLast(du!, 1), d!, shiftLast(dl!, -1), cotangent!];
    return [null, null, null, bindOne(tridiagonalSolvePrimitive, transposed, noParams)];
  },
  batch: batchColumns(() => tridiagonalSolvePrimitive),
};

/** Ḃ - Ṫ X where at least one of the two is there. */
const residual = (b: Tangent, change: Tangent): NDArray =>
  change === null ? b! : b === null ? neg(change) : sub(b, change);

const scaleRows = (factors: NDArray, x: NDArray): NDArray =>
  mul(broadcastInDim(factors, x.shape, range(factors.shape.length)), x);

/** Moves elements by one place along an axis; zero comes in, what goes out is lost. */
const shift = (x: NDArray, axis: number, by: 1 | -1): NDArray =>
  x.shape[axis] === 0
    ? x
    : pad(
        x,
        constantLike(x, 0),
        x.shape.map((_, k) => (k === axis ? [by, -by, 0] : [0, 0, 0])),
      );

const shiftRows = (x: NDArray, by: 1 | -1): NDArray => shift(x, x.ndim - 2, by);
const shiftLast = (x: NDArray, by: 1 | -1): NDArray => shift(x, x.ndim - 1, by);

/**
 * Solves T x = b for tridiagonal T given by its diagonals (`jax.lax.linalg.tridiagonal_solve`), with partial pivoting.
 *
 * dl, d and du are (…, n): the diagonals below, on and above the main one, of which dl[0] and du[n-1] do not count;
 * b is (…, n, k). Singular matrices give NaN. Throws RangeError where shapes do not fit. Source: LAPACK's gtsv.
 *
 * @example
 * ```ts
 * const x = lax.linalg.tridiagonalSolve([0, 1, 1], [2, 2, 2], [1, 1, 0], [[3], [4], [3]]);
 * console.log(String(x.ravel())); // => [1. 1. 1.]
 * ```
 */
export const tridiagonalSolve = (dl: ArrayLike, d: ArrayLike, du: ArrayLike, b: ArrayLike): NDArray =>
  bindOne(tridiagonalSolvePrimitive, inexactOperands('tridiagonalSolve', [dl, d, du, b], 1), noParams);
