import { allocate } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { shapeString } from '../../array/shape.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bind, bindOne } from '../../core/tracer.ts';
import { lu as factor, luComplex as factorComplex } from '../../reference/dense/lu.ts';
import { toArray } from '../convert.ts';
import { add } from '../elementwise/arithmetic.ts';
import { constantLike } from '../elementwise/constant.ts';
import { expandDims, reshape } from '../shape/reshape.ts';
import { pad } from '../shape/slice.ts';
import { columnRange, identities, lowerTriangle, product, rowRange, upperTriangle } from './matrix.ts';
import { permuteRows, unpermuteRows } from './rows.ts';
import { batchStacked, byLanes, evaluateStacked, inexactOperands, matrixExtents, stackOf } from './stacked.ts';
import { triangularSolve } from './triangular-solve.ts';

type LuParams = {
  /** Whether the factors serve rules that know their derivatives without them: their own tangents are then left out. */
  readonly constant: boolean;
};

export const luPrimitive: Primitive<LuParams> = {
  name: 'lu',
  abstractEval: ([x]) => {
    const [m, n] = matrixExtents(x!);
    const stack = stackOf(x!);
    return [
      makeAval(x!.shape, x!.dtype),
      makeAval([...stack, Math.min(m, n)], 'int32'),
      makeAval([...stack, m], 'int32'),
    ];
  },
  evaluate: ([x]) => {
    const [m, n] = matrixExtents(x!);
    const method = byLanes(x!, factor, factorComplex);
    const parts = [
      { shape: [m, n], dtype: x!.dtype },
      { shape: [Math.min(m, n)], dtype: 'int32' },
      { shape: [m], dtype: 'int32' },
    ] as const;
    return evaluateStacked([x!], [2], parts, a => {
      const { lu, pivots, permutation } = method(a, m, n);
      return [lu, pivots, permutation];
    });
  },
  jvp: ([x], [tangent], params) => {
    const primals = bind(luPrimitive, [x!], params);
    const [factors, , permutation] = primals as [NDArray, NDArray, NDArray];
    return {
      primals,
      tangents: [params.constant ? null : tangentOfFactors(factors, permutation, tangent!), null, null],
    };
  },
  transpose: unsupported('lu', 'transpose', 'it is not linear'),
  batch: batchStacked(() => luPrimitive),
};

/**
 * From P A = L U: L⁻¹ P Ȧ U⁻¹ = L⁻¹ L̇ + U̇ U⁻¹, whose parts below and above the diagonal are the two summands
 * (de Hoog, Anderssen & Lukas, Differentiation of Matrix Functionals Using Triangular Factorization). L and U are made
 * square by the identity.
 */
const tangentOfFactors = (factors: NDArray, permutation: NDArray, tangent: NDArray): NDArray => {
  const [m, n] = matrixExtents(factors);
  const k = Math.min(m, n);
  const zero = constantLike(factors, 0);
  const around = stackOf(factors).map(() => [0, 0, 0] as const);
  const below = lowerTriangle(columnRange(factors, 0, k), -1);
  const l = add(pad(below, zero, [...around, [0, 0, 0], [0, m - k, 0]]), identities(factors, m));
  const above = pad(upperTriangle(rowRange(factors, 0, k)), zero, [...around, [0, n - k, 0], [0, 0, 0]]);
  const rest = pad(identities(factors, n - k), zero, [...around, [k, 0, 0], [k, 0, 0]]);
  const u = n > k ? add(above, rest) : above;
  const right = triangularSolve(l, permuteRows(tangent, permutation), {
    leftSide: true,
    lower: true,
    unitDiagonal: true,
  });
  const both = triangularSolve(u, right);
  return add(product(l, lowerTriangle(both, -1)), product(upperTriangle(both), u));
};

/** Factors of square matrices for rules that know their own derivatives. */
export const constantFactors = (a: NDArray): readonly [lu: NDArray, pivots: NDArray, permutation: NDArray] =>
  bind(luPrimitive, [a], { constant: true }) as [NDArray, NDArray, NDArray];

/**
 * The LU decomposition P x = L U of matrices (…, m, n) with partial pivoting (`jax.lax.linalg.lu`).
 *
 * Returns `[lu, pivots, permutation]`: L (unit diagonal left out) and U in one matrix, the row exchanges, and these as a
 * permutation, such that row i of L U is row permutation[i] of x. Throws RangeError unless x has two axes.
 * Source: Golub & Van Loan, Matrix Computations, 3.4.
 *
 * @example
 * ```ts
 * const [factors, pivots, permutation] = lax.linalg.lu(array([[1, 2], [4, 6]]));
 * console.log(String(factors), String(pivots), String(permutation));
 * // => [[4.   6.  ]
 * //     [0.25 0.5 ]] [1 1] [1 0]
 * ```
 */
export const lu = (x: ArrayLike): [lu: NDArray, pivots: NDArray, permutation: NDArray] => {
  const operands = inexactOperands('lu', [x]);
  return bind(luPrimitive, operands, { constant: false }) as [NDArray, NDArray, NDArray];
};

type PermutationParams = { readonly permutationSize: number };

export const luPivotsToPermutationPrimitive: Primitive<PermutationParams> = {
  name: 'lu_pivots_to_permutation',
  abstractEval: ([pivots], { permutationSize }) => {
    if (pivots!.dtype !== 'int32')
      throw new TypeError(`luPivotsToPermutation: pivots must be int32, got ${avalString(pivots!)}`);
    if (!Number.isInteger(permutationSize))
      throw new TypeError(
        `luPivotsToPermutation: the number of rows must be an integer, got ${JSON.stringify(permutationSize)}`,
      );
    const count = pivots!.shape.at(-1);
    if (count === undefined || count > permutationSize) {
      throw new RangeError(
        `luPivotsToPermutation: ${permutationSize} rows are too few for pivots of shape ${shapeString(pivots!.shape)}`,
      );
    }
    return [makeAval([...stackOf(pivots!, 1), permutationSize], 'int32')];
  },
  evaluate: ([pivots], { permutationSize }) => {
    const stack = stackOf(pivots!, 1);
    const count = pivots!.shape.at(-1)!;
    const size = stack.reduce((product, extent) => product * extent, permutationSize);
    const data = allocate('int32', size);
    for (let i = 0; i < size; i++) data[i] = i % permutationSize;
    for (let first = 0, next = 0; first < size; first += permutationSize) {
      for (let i = 0; i < count; i++) {
        const other = first + pivots!.data[next++]!;
        [data[first + i], data[other]] = [data[other]!, data[first + i]!];
      }
    }
    return [new ConcreteArray([...stack, permutationSize], 'int32', data)];
  },
  jvp: unsupported('lu_pivots_to_permutation', 'jvp', 'integers have no tangents'),
  transpose: unsupported('lu_pivots_to_permutation', 'transpose', 'integers have no cotangents'),
  batch: batchStacked(() => luPivotsToPermutationPrimitive),
};

/**
 * The row exchanges that `lu` lists as one permutation of `permutationSize` rows
 * (`jax.lax.linalg.lu_pivots_to_permutation`).
 *
 * @example
 * ```ts
 * console.log(String(lax.linalg.luPivotsToPermutation(new Int32Array([2, 2, 2]), 3))); // => [2 0 1]
 * ```
 */
export const luPivotsToPermutation = (pivots: ArrayLike, permutationSize: number): NDArray =>
  bindOne(luPivotsToPermutationPrimitive, [toArray('luPivotsToPermutation', pivots)], { permutationSize });

/** `luSolve` for matrices b with the leading axes of the factors. */
export const solveWithFactors = (factors: NDArray, permutation: NDArray, b: NDArray, trans: 0 | 1 | 2): NDArray => {
  const lower = { leftSide: true, lower: true, unitDiagonal: true, transposeA: trans > 0, conjugateA: trans === 2 };
  const upper = { leftSide: true, transposeA: trans > 0, conjugateA: trans === 2 };
  return trans === 0
    ? triangularSolve(factors, triangularSolve(factors, permuteRows(b, permutation), lower), upper)
    : unpermuteRows(triangularSolve(factors, triangularSolve(factors, b, upper), lower), permutation);
};

/**
 * Solves a x = b with the factors and the permutation that `lu` gives for a (`jax.scipy.linalg.lu_solve`).
 *
 * `trans` 1 solves aᵀ x = b, 2 solves aᴴ x = b. b is (…, n, k), or (…, n): one vector a matrix. Throws RangeError where
 * shapes do not fit. Differentiable in the factors and in b.
 */
export const luSolve = (factors: ArrayLike, permutation: ArrayLike, b: ArrayLike, trans: 0 | 1 | 2 = 0): NDArray => {
  const [f, rhs] = inexactOperands('luSolve', [factors, b], 1) as [NDArray, NDArray];
  const isVector = rhs.ndim === f.ndim - 1;
  const columns = isVector ? expandDims(rhs, [rhs.ndim]) : rhs;
  const p = toArray('luSolve', permutation);
  const solution = solveWithFactors(f, p, columns, trans);
  return isVector ? reshape(solution, rhs.shape) : solution;
};
