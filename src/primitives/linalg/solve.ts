import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { shapeString, sizeOf, tryBroadcastShapes } from '../../array/shape.ts';
import { bindOne } from '../../core/tracer.ts';
import { broadcastInDim } from '../shape/broadcast.ts';
import { expandDims, reshape } from '../shape/reshape.ts';
import { moveAxis } from '../shape/transpose.ts';
import { linearSolvePrimitive } from './linear-solve.ts';
import { constantFactors } from './lu.ts';
import { identities } from './matrix.ts';
import { checkSquare, inexactOperands, stackOf } from './stacked.ts';

const refuse = (a: NDArray, b: NDArray, why: string): never => {
  throw new RangeError(`solve: shapes ${shapeString(a.shape)} and ${shapeString(b.shape)} do not fit: ${why}`);
};

/** x repeated along the leading axes of a larger stack; `rank` axes stay what they are. */
const withStack = (x: NDArray, stack: readonly number[], rank: number): NDArray => {
  const own = stackOf(x, rank);
  const offset = stack.length - own.length;
  return broadcastInDim(
    x,
    [...stack, ...x.shape.slice(own.length)],
    x.shape.map((_, axis) => axis + offset),
  );
};

/** Solves for columns (…, n, k); the stack of a and that of b broadcast. */
const solveColumns = (a: NDArray, b: NDArray): NDArray => {
  const [factors, , permutation] = constantFactors(a);
  const n = a.shape.at(-1)!;
  const columns = b.shape.at(-1)!;
  const stackA = stackOf(a);
  const stackB = stackOf(b);
  if (stackA.length === 0 && stackB.length > 0) {
    // one matrix: all right hand sides side by side, (…, n, k) to (n, …, k) to (n, …·k)
    const side = moveAxis(b, b.ndim - 2, 0);
    const wide = reshape(side, [n, sizeOf(stackB) * columns]);
    const solution = bindOne(linearSolvePrimitive, [a, factors, permutation, wide], { transposeA: false });
    return moveAxis(reshape(solution, side.shape), 0, b.ndim - 2);
  }
  const stack =
    tryBroadcastShapes([stackA, stackB]) ??
    refuse(a, b, `leading axes ${shapeString(stackA)} and ${shapeString(stackB)} must broadcast`);
  const inputs = [
    withStack(a, stack, 2),
    withStack(factors, stack, 2),
    withStack(permutation, stack, 1),
    withStack(b, stack, 2),
  ];
  return bindOne(linearSolvePrimitive, inputs, { transposeA: false });
};

/**
 * The x with a x = b for square a (`numpy.linalg.solve`), by LU decomposition with partial pivoting.
 *
 * a is (…, n, n), b is (n,) or (…, n, k); leading axes broadcast. Singular matrices give NaN or infinities. The
 * derivative is that of the equation, of any order, and reuses the factors. Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * console.log(String(linalg.solve(array([[2, 1], [1, 3]]), array([3, 4])))); // => [1. 1.]
 * ```
 */
export const solve = (a: ArrayLike, b: ArrayLike): NDArray => {
  const [x, y] = inexactOperands('solve', [a, b], 1) as [NDArray, NDArray];
  checkSquare('solve', x);
  const n = x.shape.at(-1)!;
  if (y.ndim === 1) {
    if (y.shape[0] !== n) refuse(x, y, `b must have ${n} elements`);
    const solution = solveColumns(x, expandDims(y, [1]));
    return reshape(solution, solution.shape.slice(0, -1));
  }
  if (y.shape.at(-2) !== n) {
    const hint = y.ndim === x.ndim - 1 && y.shape.at(-1) === n ? '; for one vector a matrix give b as (…, n, 1)' : '';
    refuse(x, y, `b must be (${n},) or (…, ${n}, k)${hint}`);
  }
  return solveColumns(x, y);
};

/**
 * The inverses of square matrices (…, n, n) (`numpy.linalg.inv`); `solve` is faster and more accurate where the inverse
 * is only multiplied with. Singular matrices give NaN or infinities. Throws RangeError unless the matrices are square.
 *
 * @example
 * ```ts
 * console.log(String(linalg.inv(array([[2, 0], [0, 4]]))));
 * // => [[0.5  0.  ]
 * //     [0.   0.25]]
 * ```
 */
export const inv = (a: ArrayLike): NDArray => {
  const [x] = inexactOperands('inv', [a]) as [NDArray];
  checkSquare('inv', x);
  return solveColumns(x, identities(x, x.shape.at(-1)!));
};
