import { realOf } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bind } from '../../core/tracer.ts';
import { eighSymmetric } from '../../reference/dense/eigh.ts';
import { eighHermitian } from '../../reference/dense/eigh-complex.ts';
import { add, mul, reciprocal, sub } from '../elementwise/arithmetic.ts';
import {
  adjoint,
  asColumns,
  asRows,
  diagonalOfMatrix,
  identities,
  likeDType,
  product,
  realPart,
  symmetrize,
} from './matrix.ts';
import { batchStacked, byLanes, checkSquare, evaluateStacked, inexactOperands, matrixExtents } from './stacked.ts';

export type EighParams = { readonly lower: boolean };

export const eighPrimitive: Primitive<EighParams> = {
  name: 'eigh',
  abstractEval: ([x]) => {
    checkSquare('eigh', x!);
    return [makeAval(x!.shape, x!.dtype), makeAval(x!.shape.slice(0, -1), realOf(x!.dtype))];
  },
  evaluate: ([x], { lower }) => {
    const [n] = matrixExtents(x!);
    const method = byLanes(x!, eighSymmetric, eighHermitian);
    const lanes = byLanes(x!, 1, 2) as 1 | 2;
    const parts = [
      { shape: [n, n], dtype: x!.dtype },
      { shape: [n], dtype: realOf(x!.dtype) },
    ];
    return evaluateStacked([x!], [2], parts, a => {
      const { values, vectors } = method(lower ? a : mirrored(a, n, lanes), n);
      return [vectors, values];
    });
  },
  // perturbation theory of simple eigenvalues (Giles, NA-08-01, section 3.1); V̇ = V (F ∘ Vᴴ Ȧ V)
  jvp: ([x], [tangent], params) => {
    const [v, w] = bind(eighPrimitive, [x!], params) as [NDArray, NDArray];
    const inner = product(product(adjoint(v), tangent!), v);
    return {
      primals: [v, w],
      tangents: [product(v, mul(reciprocalGaps(likeDType(w, v)), inner)), diagonalOfMatrix(realPart(inner))],
    };
  },
  transpose: unsupported('eigh', 'transpose', 'it is not linear'),
  batch: batchStacked(() => eighPrimitive),
};

/** 1 / (w_j - w_i) off the diagonal, zeros on it. */
export const reciprocalGaps = (w: NDArray): NDArray => {
  const eye = identities(asColumns(w), w.shape.at(-1)!);
  return sub(reciprocal(sub(add(eye, asRows(w)), asColumns(w))), eye);
};

/** Conjugates of the upper triangle in the place of the lower one, which is what the method reads. */
const mirrored = (a: Float64Array, n: number, lanes: 1 | 2): Float64Array => {
  const result = a.slice();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      result[lanes * (i * n + j)] = a[lanes * (j * n + i)]!;
      if (lanes === 2) result[2 * (i * n + j) + 1] = -a[2 * (j * n + i) + 1]!;
    }
  }
  return result;
};

export type EighOptions = {
  /** Which triangle is read if the input is not symmetrized; true by default. */
  readonly lower?: boolean;
  /** Whether (x + xᴴ)/2 is decomposed instead of x; true by default. */
  readonly symmetrizeInput?: boolean;
};

/**
 * The eigenvectors and eigenvalues of Hermitian matrices (…, n, n), `[v, w]` in that order (`jax.lax.linalg.eigh`).
 *
 * Eigenvalues ascend, eigenvectors are the columns of v. Derivatives of eigenvectors exist where all eigenvalues differ,
 * and give NaN or infinities elsewhere. Throws RangeError unless the matrices are square.
 * Source: Golub & Van Loan, Matrix Computations, 8.3.
 *
 * @example
 * ```ts
 * const [v, w] = lax.linalg.eigh(array([[2, 1], [1, 2]]));
 * console.log(String(w)); // => [1. 3.]
 * ```
 */
export const eigh = (x: ArrayLike, options: EighOptions = {}): [v: NDArray, w: NDArray] => {
  checkOptions('eigh', options, ['lower', 'symmetrizeInput']);
  const { lower = true, symmetrizeInput = true } = options;
  const [a] = inexactOperands('eigh', [x]);
  checkSquare('eigh', a!);
  return bind(eighPrimitive, [symmetrizeInput ? symmetrize(a!) : a!], { lower }) as [NDArray, NDArray];
};
