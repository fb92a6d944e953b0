import { complexOf, realOf } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bind } from '../../core/tracer.ts';
import { eigGeneral, eigGeneralComplex } from '../../reference/dense/eig.ts';
import { rangeWithout } from '../../util/range.ts';
import { convertElementType } from '../convert.ts';
import { abs } from '../elementwise/absolute.ts';
import { add, div, mul, neg } from '../elementwise/arithmetic.ts';
import { eq } from '../elementwise/comparison.ts';
import { complex, conj, imag, real } from '../elementwise/complex.ts';
import { argmax } from '../reduction/arg-extremum.ts';
import { broadcastInDim, reduceSum } from '../shape/broadcast.ts';
import { iota } from '../shape/iota.ts';
import { reciprocalGaps } from './eigh.ts';
import { adjoint, diagonalOfMatrix, matrixTranspose, product } from './matrix.ts';
import { solve } from './solve.ts';
import { batchStacked, byLanes, checkSquare, evaluateStacked, inexactOperands, matrixExtents } from './stacked.ts';

type EigParams = {
  readonly computeLeftEigenvectors: boolean;
  readonly computeRightEigenvectors: boolean;
  readonly enableEigvecDerivs: boolean;
};

export const eigPrimitive: Primitive<EigParams> = {
  name: 'eig',
  abstractEval: ([x], { computeLeftEigenvectors, computeRightEigenvectors }) => {
    checkSquare('eig', x!);
    const dtype = complexOf(x!.dtype);
    const vectors = Number(computeLeftEigenvectors) + Number(computeRightEigenvectors);
    return [
      makeAval(x!.shape.slice(0, -1), dtype),
      ...Array.from({ length: vectors }, () => makeAval(x!.shape, dtype)),
    ];
  },
  evaluate: ([x], { computeLeftEigenvectors, computeRightEigenvectors }) => {
    const [n] = matrixExtents(x!);
    const dtype = complexOf(x!.dtype);
    const method = byLanes(x!, eigGeneral, eigGeneralComplex);
    const wanted = { left: computeLeftEigenvectors, right: computeRightEigenvectors };
    const vectors = { shape: [n, n], dtype };
    const parts = [{ shape: [n], dtype }, ...(wanted.left ? [vectors] : []), ...(wanted.right ? [vectors] : [])];
    return evaluateStacked([x!], [2], parts, a => {
      const { values, left, right } = method(a, n, wanted);
      return [values, ...(wanted.left ? [left] : []), ...(wanted.right ? [right] : [])];
    });
  },
  jvp: ([x], [tangent], params) => {
    const { computeLeftEigenvectors: wantsLeft, computeRightEigenvectors: wantsRight } = params;
    if ((wantsLeft || wantsRight) && !params.enableEigvecDerivs) {
      throw new TypeError(
        'eig: derivatives of eigenvectors, and second derivatives of eigenvalues, exist only where all eigenvalues differ (and ' +
          'no eigenvector has two largest components), which cannot be checked here: call ' +
          'lax.linalg.eig(x, { enableEigvecDerivs: true }) if you know that they do. First derivatives of eigenvalues alone ' +
          '(eigvals) need no such promise',
      );
    }
    const results = bind(eigPrimitive, [x!], { ...params, computeRightEigenvectors: true }) as NDArray[];
    const [w, v] = [results[0]!, results.at(-1)!];
    const change = convertElementType(tangent!, v.dtype);
    if (!wantsLeft && !wantsRight) {
      return { primals: [w], tangents: [reduceSum(mul(solve(v, change), matrixTranspose(v)), [v.ndim - 1])] };
    }
    const right = tangentsOfVectors(w, v, change);
    const left = wantsLeft ? [tangentsOfVectors(conj(w), results[1]!, adjoint(change)).vectors] : [];
    return {
      primals: wantsRight ? results : results.slice(0, 2),
      tangents: [right.values, ...left, ...(wantsRight ? [right.vectors] : [])],
    };
  },
  transpose: unsupported('eig', 'transpose', 'it is not linear'),
  batch: batchStacked(() => eigPrimitive),
};

/**
 * Perturbation theory of simple eigenvalues (Giles, NA-08-01, section 3.1). It leaves each vector a complex factor, which
 * the normalisation fixes: the 2-norm stays 1 and the largest component real.
 */
const tangentsOfVectors = (
  w: NDArray,
  v: NDArray,
  change: NDArray,
): { readonly values: NDArray; readonly vectors: NDArray } => {
  const row = v.ndim - 2;
  const inner = product(solve(v, change), v);
  const free = product(v, mul(reciprocalGaps(w), inner));
  const largest = argmax(abs(v), row, 'int32');
  const shape = v.shape;
  const columnsOnly = rangeWithout(shape.length, [row]);
  const isLargest = convertElementType(
    eq(iota('int32', shape, row), broadcastInDim(largest, shape, columnsOnly)),
    realOf(v.dtype),
  );
  const atLargest = (x: NDArray): NDArray => reduceSum(mul(isLargest, x), [row]);
  const factor = complex(
    neg(real(reduceSum(mul(conj(v), free), [row]))),
    neg(div(atLargest(imag(free)), atLargest(real(v)))),
  );
  return { values: diagonalOfMatrix(inner), vectors: add(free, mul(v, broadcastInDim(factor, shape, columnsOnly))) };
};

export type EigOptions = {
  readonly computeLeftEigenvectors?: boolean;
  readonly computeRightEigenvectors?: boolean;
  /**
   * Whether eigenvectors may be differentiated, and eigenvalues twice: a promise that all eigenvalues differ and that no
   * eigenvector has two components of largest modulus. False by default.
   */
  readonly enableEigvecDerivs?: boolean;
};

/**
 * The eigenvalues and eigenvectors of square matrices (…, n, n), `[w, vl, vr]` without those not asked for
 * (`jax.lax.linalg.eig`).
 *
 * Results are complex. Eigenvectors are columns of 2-norm 1 with a real largest component: x vr = vr diag(w) and
 * vlᴴ x = diag(w) vlᴴ. Throws RangeError unless the matrices are square; differentiating eigenvectors throws TypeError
 * without `enableEigvecDerivs`. Source: Golub & Van Loan, Matrix Computations, 7.5.
 *
 * @example
 * ```ts
 * const [w] = lax.linalg.eig(array([[0, 1], [-1, 0]]), { computeLeftEigenvectors: false, computeRightEigenvectors: false });
 * console.log(String(w)); // => [0.+1.j 0.-1.j]
 * ```
 */
export const eig = (x: ArrayLike, options: EigOptions = {}): NDArray[] => {
  checkOptions('eig', options, ['computeLeftEigenvectors', 'computeRightEigenvectors', 'enableEigvecDerivs']);
  const { computeLeftEigenvectors = true, computeRightEigenvectors = true, enableEigvecDerivs = false } = options;
  const operands = inexactOperands('eig', [x]);
  checkSquare('eig', operands[0]!);
  return [...bind(eigPrimitive, operands, { computeLeftEigenvectors, computeRightEigenvectors, enableEigvecDerivs })];
};
