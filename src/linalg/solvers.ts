import { isComplex } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkList, checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { broadcastShapes } from '../array/shape.ts';
import { linearSolve } from '../control/linear-solve.ts';
import { stopGradient } from '../control/stop-gradient.ts';
import { avalString } from '../core/aval.ts';
import { asArray, asPromoted } from '../numpy/convert.ts';
import { solve as solveGeneral } from '../numpy/linalg/equations.ts';
import { expandDims as expandAxes, matrixTranspose } from '../numpy/shape.ts';
import { matmul } from '../primitives/contraction/matmul.ts';
import { add } from '../primitives/elementwise/arithmetic.ts';
import { conj } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { cholesky } from '../primitives/linalg/cholesky.ts';
import { lu as laxLu, luSolve as laxLuSolve, luPivotsToPermutation } from '../primitives/linalg/lu.ts';
import {
  adjoint,
  columnRange,
  identities,
  lowerTriangle,
  rowRange,
  upperTriangle,
} from '../primitives/linalg/matrix.ts';
import { checkSquare, matrixExtents, stackOf } from '../primitives/linalg/stacked.ts';
import { solveSylvester as laxSolveSylvester } from '../primitives/linalg/sylvester.ts';
import { triangularSolve } from '../primitives/linalg/triangular-solve.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { pad } from '../primitives/shape/slice.ts';
import { shown } from '../util/errors.ts';

/** Which system is solved: that of the matrix (0), of its transpose (1) or of its conjugate transpose (2). */
export type Transposition = 0 | 1 | 2;

const checkTransposition = (what: string, trans: Transposition): void => {
  if (trans !== 0 && trans !== 1 && trans !== 2)
    throw new TypeError(`${what}: trans must be 0, 1 or 2, got ${shown(trans)}`);
};

/** Matrices with one stack that the stacks of all broadcast to. */
const withCommonStack = (what: string, matrices: readonly NDArray[]): NDArray[] => {
  const stack = broadcastShapes(
    what,
    matrices.map(x => stackOf(x)),
  );
  return matrices.map(x => broadcastTo(x, [...stack, ...x.shape.slice(-2)]));
};

/** Calls a solver of a x = b for b (…, n, k), also where b is one vector. */
const withColumns = (what: string, a: NDArray, b: NDArray, solve: (a: NDArray, b: NDArray) => NDArray): NDArray => {
  checkSquare(what, a);
  if (b.ndim === 0) throw new RangeError(`${what}: b must be (n,) or (…, n, k), got ${avalString(b)}`);
  const columns = b.ndim === 1 ? expandAxes(b, 1) : b;
  const n = a.shape.at(-1)!;
  if (columns.shape.at(-2) !== n)
    throw new RangeError(`${what}: b must be (${n},) or (…, ${n}, k) beside ${avalString(a)}, got ${avalString(b)}`);
  const [x, y] = withCommonStack(what, [a, columns]) as [NDArray, NDArray];
  const solution = solve(x, y);
  return b.ndim === 1 ? reshape(solution, solution.shape.slice(0, -1)) : solution;
};

export type SolveTriangularOptions = {
  /** Whether a is lower triangular; upper by default. The other triangle is not read. */
  readonly lower?: boolean;
  /** Which system is solved: a letter stands for the number at its place in `'NTC'`. */
  readonly trans?: Transposition | 'N' | 'T' | 'C';
  /** Whether the diagonal of a is taken to be ones, and not read. */
  readonly unitDiagonal?: boolean;
};

/**
 * The x with a x = b for triangular a (…, n, n) and b (n,) or (…, n, k); leading axes broadcast.
 *
 * A zero on the diagonal gives infinities or NaN. Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * console.log(String(linalg.solveTriangular([[2, 0], [1, 4]], [2, 5], { lower: true }))); // => [1. 1.]
 * ```
 */
export const solveTriangular = (a: ArrayLike, b: ArrayLike, options: SolveTriangularOptions = {}): NDArray => {
  checkOptions('solveTriangular', options, ['lower', 'trans', 'unitDiagonal']);
  const { lower = false, trans: given = 0, unitDiagonal = false } = options;
  const trans = (typeof given === 'string' ? { N: 0, T: 1, C: 2 }[given] : given) as Transposition;
  if (trans === undefined)
    throw new TypeError(`solveTriangular: trans must be 0, 1, 2, 'N', 'T' or 'C', got ${shown(given)}`);
  checkTransposition('solveTriangular', trans);
  const [matrix, right] = asPromoted('solveTriangular', [a, b], promoteTypesInexact);
  return withColumns('solveTriangular', matrix, right, (x, y) =>
    triangularSolve(x, y, { leftSide: true, lower, transposeA: trans > 0, conjugateA: trans === 2, unitDiagonal }),
  );
};

/**
 * The Cholesky factor of positive definite matrices for `choSolve`: `[c, lower]`, c upper triangular unless `lower`.
 *
 * Only that triangle of a is read. NaN where a matrix is not positive definite. Throws RangeError unless the matrices are
 * square.
 *
 * @example
 * ```ts
 * console.log(String(linalg.choSolve(linalg.choFactor([[4, 2], [2, 5]]), [6, 7]))); // => [1. 1.]
 * ```
 */
export const choFactor = (a: ArrayLike, options: { readonly lower?: boolean } = {}): [c: NDArray, lower: boolean] => {
  checkOptions('choFactor', options, ['lower']);
  const { lower = false } = options;
  const [matrix] = asPromoted('choFactor', [a], promoteTypesInexact);
  checkSquare('choFactor', matrix);
  // what is read stands for both triangles, so that derivatives are those of what is read
  const read = lower ? lowerTriangle(matrix) : adjoint(upperTriangle(matrix));
  const factor = cholesky(add(read, adjoint(lowerTriangle(read, -1))), { symmetrizeInput: false });
  return [lower ? factor : adjoint(factor), lower];
};

/**
 * The x with a x = b, from the factor that `choFactor` gives for a; b is (n,) or (…, n, k).
 *
 * Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * const factor = linalg.choFactor([[4, 2], [2, 5]], { lower: true });
 * console.log(String(linalg.choSolve(factor, [6, 7]))); // => [1. 1.]
 * ```
 */
export const choSolve = (factorisation: readonly [c: ArrayLike, lower: boolean], b: ArrayLike): NDArray => {
  checkList('choSolve', 'the factor', factorisation);
  const [c, lower] = factorisation;
  const [factor, right] = asPromoted('choSolve', [c, b], promoteTypesInexact);
  return withColumns('choSolve', factor, right, (x, y) => {
    const by = (z: NDArray, transposeA: boolean): NDArray =>
      triangularSolve(x, z, { leftSide: true, lower, transposeA, conjugateA: transposeA });
    return by(by(y, !lower), lower);
  });
};

export type SolveOptions = {
  /**
   * What a is known to be: `'pos'` (positive definite) is solved by its Cholesky factor; `'gen'`, the default, `'sym'` and `'her'`
   * by LU, as in JAX.
   */
  readonly assumeA?: 'gen' | 'sym' | 'her' | 'pos';
  /** Which triangle of a positive definite matrix is read to factor it: the upper one by default. */
  readonly lower?: boolean;
};

/**
 * The x with a x = b for square matrices a (…, n, n) and b (n,) or (…, n, k).
 *
 * Singular matrices give NaN or infinities. Throws RangeError where shapes do not fit, TypeError for another `assumeA`.
 *
 * @example
 * ```ts
 * console.log(String(linalg.solve([[4, 2], [2, 5]], [6, 7], { assumeA: 'pos' }))); // => [1. 1.]
 * ```
 */
export const solve = (a: ArrayLike, b: ArrayLike, options: SolveOptions = {}): NDArray => {
  checkOptions('solve', options, ['assumeA', 'lower']);
  const { assumeA = 'gen', ...triangle } = options;
  if (!['gen', 'sym', 'her', 'pos'].includes(assumeA))
    throw new TypeError(`solve: assumeA must be 'gen', 'sym', 'her' or 'pos', got ${shown(assumeA)}`);
  if (assumeA !== 'pos') return solveGeneral(a, b);
  const [matrix, right] = asPromoted('solve', [a, b], promoteTypesInexact);
  return withColumns('solve', matrix, right, (x, y) => {
    const factor = choFactor(stopGradient(x), triangle);
    // derivatives are those of the equation, with both triangles of a
    return linearSolve(
      'solve',
      v => matmul(x, v),
      y,
      (_, v) => choSolve(factor, v),
      isComplex(x.dtype) ? (_, v) => conj(choSolve(factor, conj(v))) : 'symmetric',
    );
  });
};

/**
 * The LU decomposition of square matrices for `luSolve`: `[lu, pivots]`, L without its unit diagonal and U in one matrix.
 *
 * Throws RangeError unless the matrices are square.
 *
 * @example
 * ```ts
 * console.log(String(linalg.luSolve(linalg.luFactor([[1, 2], [4, 4]]), [3, 8]))); // => [1. 1.]
 * ```
 */
export const luFactor = (a: ArrayLike): [lu: NDArray, pivots: NDArray] => {
  const operand = asArray('luFactor', a);
  checkSquare('luFactor', operand);
  const [factors, pivots] = laxLu(operand);
  return [factors, pivots];
};

/**
 * The x with a x = b, from what `luFactor` gives for a; b is (n,) or (…, n, k). With `trans` the system of aᵀ or aᴴ.
 *
 * Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * console.log(String(linalg.luSolve(linalg.luFactor([[1, 2], [4, 4]]), [5, 6], { trans: 1 }))); // => [1. 1.]
 * ```
 */
export const luSolve = (
  factorisation: readonly [lu: ArrayLike, pivots: ArrayLike],
  b: ArrayLike,
  options: { readonly trans?: Transposition } = {},
): NDArray => {
  checkList('luSolve', 'the factor', factorisation);
  const [lu, pivots] = factorisation;
  checkOptions('luSolve', options, ['trans']);
  const { trans = 0 } = options;
  checkTransposition('luSolve', trans);
  const [factors, right] = asPromoted('luSolve', [lu, b], promoteTypesInexact);
  checkSquare('luSolve', factors);
  const permutation = luPivotsToPermutation(asArray('luSolve', pivots), factors.shape.at(-1)!);
  return withColumns('luSolve', factors, right, (x, y) =>
    laxLuSolve(x, broadcastTo(permutation, x.shape.slice(0, -1)), y, trans),
  );
};

/**
 * The LU decomposition a = p l u of matrices (…, m, n) with partial pivoting: `[p, l, u]`, p a permutation matrix.
 *
 * With k = min(m, n) l is m × k with ones on its diagonal, u k × n; with `permuteL` the product p l stands for both:
 * `[pl, u]`. Throws RangeError unless a has two axes.
 *
 * @example
 * ```ts
 * const [p, l, u] = linalg.lu([[1, 2], [4, 6]]);
 * console.log(np.allclose(p.matmul(l).matmul(u), [[1, 2], [4, 6]]).item<boolean>()); // => true
 * ```
 */
export function lu(a: ArrayLike, options?: { readonly permuteL?: false }): [p: NDArray, l: NDArray, u: NDArray];
export function lu(a: ArrayLike, options: { readonly permuteL: true }): [pl: NDArray, u: NDArray];
export function lu(a: ArrayLike, options: { readonly permuteL?: boolean } = {}): NDArray[] {
  checkOptions('lu', options, ['permuteL']);
  const [factors, , permutation] = laxLu(asArray('lu', a));
  const [m, n] = matrixExtents(factors);
  const k = Math.min(m, n);
  const rows = expandAxes(permutation, -1);
  const places = asArray(
    'lu',
    Int32Array.from({ length: m }, (_, i) => i),
  );
  const p = matrixTranspose(rows.equal(places)).astype(factors.dtype);
  const below = lowerTriangle(columnRange(factors, 0, k), -1);
  const around = stackOf(factors).map(() => [0, 0, 0] as const);
  const ones = pad(identities(factors, k), constantLike(factors, 0), [...around, [0, m - k, 0], [0, 0, 0]]);
  const [l, u] = [add(below, ones), upperTriangle(rowRange(factors, 0, k))];
  return options.permuteL ? [matmul(p, l), u] : [p, l, u];
}

/**
 * The x with a x + x b = c, for a (…, m, m), b (…, n, n) and c (…, m, n); leading axes broadcast.
 *
 * Not finite where a and -b have an eigenvalue in common. Differentiable to any order, where JAX 0.10 has no derivative.
 * Throws RangeError where shapes do not fit.
 * Source: Bartels & Stewart, Solution of the matrix equation AX + XB = C, CACM 15 (1972).
 *
 * @example
 * ```ts
 * console.log(linalg.solveSylvester([[2]], [[3]], [[10]]).item()); // => 2
 * ```
 */
export const solveSylvester = (a: ArrayLike, b: ArrayLike, c: ArrayLike): NDArray => {
  const matrices = asPromoted('solveSylvester', [a, b, c], promoteTypesInexact);
  for (const x of matrices) {
    if (x.ndim < 2) throw new RangeError(`solveSylvester: matrices are needed, got ${avalString(x)}`);
  }
  return laxSolveSylvester(...(withCommonStack('solveSylvester', matrices) as [NDArray, NDArray, NDArray]));
};
