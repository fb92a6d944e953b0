import { isComplex } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { shapeString, shapesEqual } from '../../array/shape.ts';
import { type Aval, avalString, makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import {
  triangularSolveComplex as solveComplex,
  triangularSolve as solveReal,
} from '../../reference/dense/triangular-solve.ts';
import { add, div, neg } from '../elementwise/arithmetic.ts';
import { addTangents } from '../elementwise/construct.ts';
import { batchFirst, broadcastInDim } from '../shape/broadcast.ts';
import { expandDims, reshape } from '../shape/reshape.ts';
import { moveAxis } from '../shape/transpose.ts';
import { conjugate, diagonalOfMatrix, lowerTriangle, matrixTranspose, product, upperTriangle } from './matrix.ts';
import { fromPartsAlong, partsAlong, realForm, withDiagonal } from './real-form.ts';
import { byLanes, checkSquare, evaluateStacked, inexactOperands, matrixExtents, stackOf } from './stacked.ts';

export type TriangularSolveParams = {
  readonly leftSide: boolean;
  readonly lower: boolean;
  readonly transposeA: boolean;
  readonly conjugateA: boolean;
  readonly unitDiagonal: boolean;
};

const checkShapes = (a: Aval, b: Aval, { leftSide }: TriangularSolveParams): void => {
  checkSquare('triangularSolve', a);
  const [n] = matrixExtents(a);
  const common = leftSide ? b.shape.at(-2) : b.shape.at(-1);
  if (b.shape.length !== a.shape.length || common !== n || !shapesEqual(stackOf(a), stackOf(b))) {
    throw new RangeError(
      `triangularSolve: a of shape ${shapeString(a.shape)} and b of shape ${shapeString(b.shape)} do not fit: ` +
        `b must be ${leftSide ? '(…, n, k)' : '(…, k, n)'} with n = ${n} and the leading axes of a`,
    );
  }
};

export const triangularSolvePrimitive: Primitive<TriangularSolveParams> = {
  name: 'triangular_solve',
  abstractEval: ([a, b], params) => {
    if (a!.dtype !== b!.dtype) {
      throw new TypeError(`triangularSolve: operands must have one dtype, got ${avalString(a!)} and ${avalString(b!)}`);
    }
    checkShapes(a!, b!, params);
    return [makeAval(b!.shape, b!.dtype)];
  },
  evaluate: ([a, b], { leftSide, lower, transposeA, conjugateA, unitDiagonal }) => {
    const [n] = matrixExtents(a!);
    const [rows, columns] = matrixExtents(b!);
    const solve = byLanes(a!, solveReal, solveComplex);
    const options = {
      leftSide,
      lower,
      unitDiagonal,
      transposeA: !transposeA ? 'none' : conjugateA ? 'conjugate' : 'transpose',
    } as const;
    const conjugated = conjugateA && !transposeA;
    return evaluateStacked([a!, b!], [2, 2], [{ shape: [rows, columns], dtype: b!.dtype }], (x, y) => {
      if (conjugated) for (let i = 1; i < x.length; i += 2) x[i] = -x[i]!;
      return [solve(x, n, y, leftSide ? columns : rows, options)];
    });
  },
  jvp: ([a, b], [aTangent, bTangent], params) => {
    const solution = solve(a!, b!, params);
    return {
      primals: [solution],
      tangents: [
        addTangents(add, [
          aTangent === null ? null : tangentOfMatrix(a!, solution, aTangent!, params),
          bTangent === null ? null : solve(a!, bTangent!, params),
        ]),
      ],
    };
  },
  transpose: ([cotangent], [a, b], params) => {
    if (cotangent === null || !isLinear(b!)) return [null, null];
    if (isLinear(a!)) throw new TypeError('triangular_solve is linear in its right hand side only, not in its matrix');
    return [null, solve(a!, cotangent!, { ...params, transposeA: !params.transposeA })];
  },
  batch: ([a, b], [aAxis, bAxis], params, axisSize) => {
    if (aAxis !== null) {
      const inputs = [batchFirst(a!, aAxis!, axisSize), batchFirst(b!, bAxis!, axisSize)] as const;
      return { outputs: [solve(...inputs, params)], axes: [0] };
    }
    // many right hand sides of one matrix are one wider right hand side
    const at = params.leftSide ? b!.ndim - 1 : b!.ndim - 2;
    const moved = moveAxis(b!, bAxis!, at);
    const shape = [...moved.shape];
    shape.splice(at - 1, 2, shape[at - 1]! * shape[at]!);
    return { outputs: [reshape(solve(a!, reshape(moved, shape), params), moved.shape)], axes: [at] };
  },
  structure: ([, b], { leftSide }) => ({
    kind: 'along',
    axes: [b!.aval.shape.length - (leftSide ? 2 : 1)],
    operand: 1,
  }),
  expand: ([a, b], params) =>
    isComplex(a!.dtype) && !a!.shape.includes(0) && !b!.shape.includes(0)
      ? ([matrix, sides]) => [solveByReals(matrix!, sides!, params)]
      : undefined,
};

const solve = (a: NDArray, b: NDArray, params: TriangularSolveParams): NDArray =>
  bindOne(triangularSolvePrimitive, [a, b], params);

/** By the real form of the matrix, whose diagonal must be real: it is made ones. */
const solveByReals = (a: NDArray, b: NDArray, params: TriangularSolveParams): NDArray => {
  const { leftSide, transposeA, conjugateA, unitDiagonal } = params;
  const diagonal = diagonalOfMatrix(a);
  const spread = (x: NDArray, like: NDArray, along: 'rows' | 'columns'): NDArray =>
    broadcastInDim(x, like.shape, [...stackOf(a).map((_, axis) => axis), like.ndim - (along === 'rows' ? 2 : 1)]);
  const over = (x: NDArray, divisor: NDArray, rows: boolean): NDArray =>
    unitDiagonal ? x : div(x, spread(divisor, x, rows ? 'rows' : 'columns'));
  const scaled = withDiagonal(over(a, diagonal, leftSide !== transposeA));
  const sides = over(b, conjugateA ? conjugate(diagonal) : diagonal, leftSide);
  // the transpose of the real form is that of the adjoint
  const matrix = realForm((conjugateA !== transposeA) === leftSide ? conjugate(scaled) : scaled);
  const axis = leftSide ? -2 : -1;
  const realParams = { ...params, conjugateA: false, unitDiagonal: true };
  return fromPartsAlong(solve(matrix, partsAlong(sides, axis), realParams), axis);
};

/** -A⁻¹ Ȧ X, or -X Ȧ A⁻¹ on the right, in the order that takes fewer operations. */
const tangentOfMatrix = (a: NDArray, solution: NDArray, tangent: NDArray, params: TriangularSolveParams): NDArray => {
  const { leftSide, lower, transposeA, conjugateA, unitDiagonal } = params;
  const offset = unitDiagonal ? 1 : 0;
  const read = neg(lower ? lowerTriangle(tangent, -offset) : upperTriangle(tangent, offset));
  const transposed = transposeA ? matrixTranspose(read) : read;
  const change = conjugateA ? conjugate(transposed) : transposed;
  const [rows, columns] = matrixExtents(solution);
  if (leftSide) {
    return rows > columns ? solve(a, product(change, solution), params) : product(solve(a, change, params), solution);
  }
  return rows < columns ? solve(a, product(solution, change), params) : product(solution, solve(a, change, params));
};

export type TriangularSolveOptions = {
  /** Whether op(a) x = b is solved; by default x op(a) = b is. */
  readonly leftSide?: boolean;
  /** Whether a is lower triangular; upper by default. The other triangle is not read. */
  readonly lower?: boolean;
  readonly transposeA?: boolean;
  readonly conjugateA?: boolean;
  /** Whether the diagonal of a is taken to be ones, and not read. */
  readonly unitDiagonal?: boolean;
};

/**
 * Solves x op(a) = b, or op(a) x = b with `leftSide`, for triangular a (`jax.lax.linalg.triangular_solve`).
 *
 * a is (…, n, n), b is (…, k, n), or (…, n, k) with `leftSide`; b may also be (…, n), one vector a matrix. op may
 * transpose and conjugate. A zero on the diagonal gives infinities or NaN. Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * const l = array([[2, 0], [1, 4]]);
 * console.log(String(lax.linalg.triangularSolve(l, array([2, 5]), { leftSide: true, lower: true }))); // => [1. 1.]
 * ```
 */
export const triangularSolve = (a: ArrayLike, b: ArrayLike, options: TriangularSolveOptions = {}): NDArray => {
  checkOptions('triangularSolve', options, ['leftSide', 'lower', 'transposeA', 'conjugateA', 'unitDiagonal']);
  const { leftSide = false, lower = false, transposeA = false, unitDiagonal = false } = options;
  const [x, y] = inexactOperands('triangularSolve', [a, b], 1) as [NDArray, NDArray];
  const params = {
    leftSide,
    lower,
    transposeA,
    conjugateA: (options.conjugateA ?? false) && isComplex(x.dtype),
    unitDiagonal,
  };
  const isVector = y.ndim === x.ndim - 1;
  const operand = isVector ? expandDims(y, [leftSide ? y.ndim : y.ndim - 1]) : y;
  const solution = solve(x, operand, params);
  return isVector ? reshape(solution, y.shape) : solution;
};
