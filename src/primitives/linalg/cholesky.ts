import { allocate, isComplex, lanesOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { cholesky as factor, choleskyComplex as factorComplex } from '../../reference/dense/cholesky.ts';
import { mul, sub } from '../elementwise/arithmetic.ts';
import { complex, imag, real } from '../elementwise/complex.ts';
import { noParams } from '../elementwise/construct.ts';
import { broadcastInDim } from '../shape/broadcast.ts';
import { lowerTriangle, product, symmetrize } from './matrix.ts';
import { fromRealForm, realForm, withDiagonal } from './real-form.ts';
import {
  batchStacked,
  byLanes,
  checkSquare,
  evaluateStacked,
  inexactOperands,
  matrixExtents,
  stackOf,
} from './stacked.ts';
import { triangularSolve } from './triangular-solve.ts';

export const choleskyPrimitive: Primitive = {
  name: 'cholesky',
  abstractEval: ([x]) => {
    checkSquare('cholesky', x!);
    return [makeAval(x!.shape, x!.dtype)];
  },
  evaluate: ([x]) => {
    const [n] = matrixExtents(x!);
    const method = byLanes(x!, factor, factorComplex);
    return evaluateStacked([x!], [2], [{ shape: [n, n], dtype: x!.dtype }], a => [method(a, n)]);
  },
  // L̇ = L Φ(L⁻¹ Ȧ L⁻ᴴ), where Φ keeps the lower triangle and halves the diagonal (Murray, arXiv:1602.07527)
  jvp: ([x], [tangent]) => {
    const l = bindOne(choleskyPrimitive, [x!], noParams);
    const right = triangularSolve(l, tangent!, { lower: true, transposeA: true, conjugateA: true });
    const both = triangularSolve(l, right, { leftSide: true, lower: true });
    return { primals: [l], tangents: [product(l, halveDiagonal(lowerTriangle(both)))] };
  },
  transpose: unsupported('cholesky', 'transpose', 'it is not linear'),
  batch: batchStacked(() => choleskyPrimitive),
  expand: ([x]) => (isComplex(x!.dtype) && !x!.shape.includes(0) ? ([z]) => [byReals(z!)] : undefined),
};

/** The factor of the real form is that of the factor. */
const byReals = (z: NDArray): NDArray => {
  const hermitian = complex(real(z), withDiagonal(imag(z)));
  const l = fromRealForm(bindOne(choleskyPrimitive, [realForm(hermitian)], noParams));
  // zero on the diagonal, or NaN
  return complex(real(l), withDiagonal(imag(l), sub(real(l), real(l))));
};

const halveDiagonal = (x: NDArray): NDArray => {
  const [n] = matrixExtents(x);
  const lanes = lanesOf(x.dtype);
  const data = allocate(x.dtype, n * n);
  for (let i = 0; i < n * n; i++) data[i * lanes] = i % (n + 1) === 0 ? 0.5 : 1;
  const stack = stackOf(x).length;
  return mul(x, broadcastInDim(new ConcreteArray([n, n], x.dtype, data), x.shape, [stack, stack + 1]));
};

export type CholeskyOptions = {
  /** Whether (x + xᴴ)/2 is decomposed instead of x; true by default. If false, only the lower triangle is read. */
  readonly symmetrizeInput?: boolean;
};

/**
 * The lower triangular L with x = L Lᴴ, of Hermitian positive definite matrices (…, n, n) (`jax.lax.linalg.cholesky`).
 *
 * Where a matrix is not positive definite, the lower triangle of its factor is NaN. Throws RangeError unless the
 * matrices are square. Source: Golub & Van Loan, Matrix Computations, 4.2.5.
 *
 * @example
 * ```ts
 * console.log(String(lax.linalg.cholesky(array([[4, 2], [2, 5]]))));
 * // => [[2. 0.]
 * //     [1. 2.]]
 * ```
 */
export const cholesky = (x: ArrayLike, options: CholeskyOptions = {}): NDArray => {
  checkOptions('cholesky', options, ['symmetrizeInput']);
  const { symmetrizeInput = true } = options;
  const [a] = inexactOperands('cholesky', [x]);
  checkSquare('cholesky', a!);
  return bindOne(choleskyPrimitive, [symmetrizeInput ? symmetrize(a!) : a!], noParams);
};
