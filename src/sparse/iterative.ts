import { describe } from '../array/create.ts';
import { type DType, isComplex, isInexact } from '../array/dtype.ts';
import { type ArrayLike as ArrayInput, ConcreteArray, type NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypes } from '../array/promotion.ts';
import { shapeString, shapesEqual } from '../array/shape.ts';
import { linearSolve, type Method, type Operator } from '../control/linear-solve.ts';
import { addFlat, takeFlat } from '../hessian/structured/places.ts';
import { matmul } from '../primitives/contraction/matmul.ts';
import { convertElementType, toArray } from '../primitives/convert.ts';
import { mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { sqrt } from '../primitives/elementwise/power.ts';
import { flattenArrays } from '../transforms/arguments.ts';
import { evalShape } from '../transforms/make-jaxpr.ts';
import { ravelPytree } from '../transforms/ravel.ts';
import type { Accept, Arrays } from '../transforms/types.ts';
import { treeDefEquals } from '../tree/treedef.ts';
import { biconjugateGradients, conjugateGradients, minimalResiduals, norm2, type Options } from './krylov.ts';
import { SparseMatrix } from './matrix.ts';

/** A linear operator: a function from trees like b to trees like b, a square matrix, or a sparse one. */
export type LinearOperator<Tree> = ((x: Arrays<Tree>) => unknown) | ArrayInput | SparseMatrix;

export type IterativeOptions<Tree> = {
  /** Where to start; zeros by default. */
  readonly x0?: Accept<Tree>;
  /** The residual is to be at most `max(tol · ‖b‖, atol)`; 1e-5 and 0 by default. */
  readonly tol?: number;
  readonly atol?: number;
  /** How many iterations at most; ten times the number of unknowns by default. */
  readonly maxiter?: number;
  /** Preconditioner: an approximation of the inverse of A, in one of the forms of A. */
  readonly M?: LinearOperator<Tree>;
};

export type GmresOptions<Tree> = IterativeOptions<Tree> & {
  /** How many directions are collected before it starts anew; 20 by default. */
  readonly restart?: number;
};

/** How a solution came out: the norm of b - A x. */
export type SolveInfo = { readonly residual: NDArray };

type Solver = (options: Options) => NDArray;

/** A sparse matrix as a function of vectors, also of traced ones. */
const sparseOperator = ({ shape, indptr, indices, data }: SparseMatrix): Operator => {
  const rows = new Int32Array(indices.length);
  for (let row = 0; row < shape[0]; row++) rows.fill(row, indptr[row], indptr[row + 1]);
  const values = new ConcreteArray([data.length], data instanceof Float32Array ? 'float32' : 'float64', data);
  return v => addFlat(shape[0], rows, mul(takeFlat(v, indices), values), false);
};

const operatorOf = (
  name: string,
  what: string,
  given: unknown,
  unravel: (v: NDArray) => unknown,
  n: number,
): Operator => {
  if (typeof given === 'function') {
    const f = given as (x: unknown) => unknown;
    return v => {
      const x = unravel(v);
      const result = f(x);
      const [taken, made] = [flattenArrays(x, 'b'), flattenArrays(result, `the output of ${what} (${name})`)];
      if (!treeDefEquals(made.structure, taken.structure))
        throw new TypeError(`${name}: ${what} makes ${String(made.structure)} of ${String(taken.structure)}`);
      made.leaves.forEach((leaf, i) => {
        const { shape } = taken.leaves[i]!;
        if (shapesEqual(leaf.shape, shape)) return;
        throw new RangeError(
          `${name}: ${what} must keep shapes: ${taken.place(i)} has ${shapeString(shape)}, ${made.place(i)} ${shapeString(leaf.shape)}`,
        );
      });
      return ravelPytree(result)[0];
    };
  }
  if (given instanceof SparseMatrix) {
    if (given.shape[0] === n && given.shape[1] === n) return sparseOperator(given);
    throw new RangeError(`${name}: ${what} must have the shape (${n}, ${n}), got ${shapeString(given.shape)}`);
  }
  const matrix = toArray(`${name}: ${what}`, given as ArrayInput, true);
  if (matrix.ndim === 2 && matrix.shape[0] === n && matrix.shape[1] === n) return v => matmul(matrix, v);
  throw new RangeError(
    `${name}: ${what} must be a function or a matrix of shape (${n}, ${n}), got shape ${shapeString(matrix.shape)}`,
  );
};

const solveWith = (
  name: string,
  solver: Solver,
  isSymmetric: boolean,
  A: unknown,
  b: unknown,
  options: GmresOptions<unknown>,
): [unknown, SolveInfo] => {
  checkOptions(name, options, ['x0', 'tol', 'atol', 'maxiter', 'M', ...(name === 'gmres' ? ['restart'] : [])]);
  const { x0, tol = 1e-5, atol = 0, maxiter, M, restart = 20 } = options;
  const { leaves, structure } = flattenArrays(b, `b of ${name}`);
  if (leaves.length === 0) throw new TypeError(`${name}: ${describe(b)} has no array leaves`);
  const [flat, unravel] = ravelPytree(b);
  const n = flat.size;
  for (const [option, value] of Object.entries({ tol, atol, maxiter: maxiter ?? 0, restart })) {
    if (!(typeof value === 'number' && value >= 0)) {
      throw new RangeError(`${name}: ${option} must be a number that is not negative, got ${describe(value)}`);
    }
  }
  if (!Number.isInteger(restart) || restart < 1)
    throw new RangeError(`${name}: restart must be a positive integer, got ${restart}`);
  const operator = operatorOf(name, 'A', A, unravel, n);
  const preconditioner = M === undefined ? (v: NDArray): NDArray => v : operatorOf(name, 'M', M, unravel, n);
  const floating: DType = isInexact(flat.dtype) ? flat.dtype : 'float32';
  const product = evalShape(operator as never, convertElementType(flat, floating) as never) as unknown as NDArray;
  const { dtype } = promoteTypes([
    { dtype: floating, weakType: false },
    { dtype: product.dtype, weakType: false },
  ]);
  const inDType =
    (f: Operator): Operator =>
    v =>
      convertElementType(f(v), dtype);
  const right = convertElementType(flat, dtype);
  const first = x0 === undefined ? undefined : flattenArrays(x0, `x0 of ${name}`);
  if (first !== undefined && !treeDefEquals(first.structure, structure)) {
    throw new TypeError(
      `${name}: x0 must have the structure of b, ${String(structure)}, got ${String(first.structure)}`,
    );
  }
  const start = x0 === undefined ? mul(right, 0) : convertElementType(ravelPytree(x0)[0], dtype);
  const method: Method = (own, rhs) =>
    solver({
      operator: own,
      b: rhs,
      start,
      preconditioner: inDType(preconditioner),
      tol,
      atol,
      maxiter: maxiter ?? 10 * n,
      restart,
    });
  // the transpose of a Hermitian operator is its conjugate
  const forTransposed = isSymmetric && !isComplex(dtype) ? 'symmetric' : method;
  const x = linearSolve(name, inDType(operator), right, method, forTransposed);
  const residual = sqrt(norm2(sub(right, inDType(operator)(x))));
  const [, back] = ravelPytree(b);
  return [back(x), { residual }];
};

/**
 * x with A x = b for a symmetric (Hermitian) positive definite operator, by conjugate gradients
 * (`jax.scipy.sparse.linalg.cg`).
 *
 * b is an array or a tree of arrays; A a function from such trees to such trees, a matrix, or a `SparseMatrix`. Returns
 * `[x, { residual }]`, where the residual is the norm of b - A x: look at it, as the method stops after `maxiter` iterations
 * whatever was reached. Derivatives with respect to b, and to what A closes over, are those of the equation, of any order.
 * Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * const A = array([[4, 1], [1, 3]]);
 * const [x, { residual }] = sparse.cg(A, array([1, 2]));
 * console.log(String(x), residual.item() < 1e-5); // => [0.09090909 0.6363636 ] true
 * ```
 */
export const cg = <Tree>(
  A: LinearOperator<Tree>,
  b: Accept<Tree>,
  options: IterativeOptions<Tree> = {},
): [x: Arrays<Tree>, info: SolveInfo] => solveWith('cg', conjugateGradients, true, A, b, options as never) as never;

/**
 * x with A x = b for any square operator, by stabilised biconjugate gradients (`jax.scipy.sparse.linalg.bicgstab`).
 *
 * Arguments, result and errors are those of `cg`. Reverse mode transposes A.
 *
 * @example
 * ```ts
 * const [x] = sparse.bicgstab(array([[4, 1], [2, 3]]), array([5, 5]));
 * console.log(String(x)); // => [1. 1.]
 * ```
 */
export const bicgstab = <Tree>(
  A: LinearOperator<Tree>,
  b: Accept<Tree>,
  options: IterativeOptions<Tree> = {},
): [x: Arrays<Tree>, info: SolveInfo] =>
  solveWith('bicgstab', biconjugateGradients, false, A, b, options as never) as never;

/**
 * x with A x = b for any square operator, by generalised minimal residuals with restarts (`jax.scipy.sparse.linalg.gmres`).
 *
 * Arguments, result and errors are those of `cg`; `maxiter` counts restarts. Reverse mode transposes A.
 *
 * @example
 * ```ts
 * const [x] = sparse.gmres((v: NDArray) => v.mul(2).sub(np.roll(v, 1)), np.ones(5), { restart: 5 });
 * console.log(String(x)); // => [1. 1. 1. 1. 1.]
 * ```
 */
export const gmres = <Tree>(
  A: LinearOperator<Tree>,
  b: Accept<Tree>,
  options: GmresOptions<Tree> = {},
): [x: Arrays<Tree>, info: SolveInfo] => solveWith('gmres', minimalResiduals, false, A, b, options as never) as never;
