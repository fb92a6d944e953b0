import { isComplex } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bind } from '../../core/tracer.ts';
import { qr as factor } from '../../reference/dense/qr.ts';
import { qrComplex as factorComplex } from '../../reference/dense/qr-complex.ts';
import { add, mul, sub } from '../elementwise/arithmetic.ts';
import { zerosLike } from '../linear.ts';
import { concatenate } from '../shape/concatenate.ts';
import { adjoint, columnRange, identities, likeDType, lowerTriangle, product, realPart, rowRange } from './matrix.ts';
import { solve } from './solve.ts';
import { batchStacked, byLanes, evaluateStacked, inexactOperands, matrixExtents, stackOf } from './stacked.ts';
import { triangularSolve } from './triangular-solve.ts';

export type QrParams = { readonly fullMatrices: boolean };

export const qrPrimitive: Primitive<QrParams> = {
  name: 'qr',
  abstractEval: ([x], { fullMatrices }) => {
    const [m, n] = matrixExtents(x!);
    const k = fullMatrices ? m : Math.min(m, n);
    const stack = stackOf(x!);
    return [makeAval([...stack, m, k], x!.dtype), makeAval([...stack, k, n], x!.dtype)];
  },
  evaluate: ([x], { fullMatrices }) => {
    const [m, n] = matrixExtents(x!);
    const k = fullMatrices ? m : Math.min(m, n);
    const method = byLanes(x!, factor, factorComplex);
    const parts = [
      { shape: [m, k], dtype: x!.dtype },
      { shape: [k, n], dtype: x!.dtype },
    ];
    return evaluateStacked([x!], [2], parts, a => {
      const { q, r } = method(a, m, n, fullMatrices);
      return [q, r];
    });
  },
  jvp: ([x], [tangent], params) => {
    const [q, r] = bind(qrPrimitive, [x!], params) as [NDArray, NDArray];
    const [m, n] = matrixExtents(x!);
    return {
      primals: [q, r],
      tangents:
        m < n
          ? tangentsOfWide(x!, tangent!, q, r)
          : params.fullMatrices && m > n
            ? tangentsOfFull(q, r, tangent!)
            : tangentsOfThin(q, r, tangent!),
    };
  },
  transpose: unsupported('qr', 'transpose', 'it is not linear'),
  batch: batchStacked(() => qrPrimitive),
};

/** For m ≥ n and q with n columns: Qᴴ Q̇ is the skew part of Qᴴ Ȧ R⁻¹ (Walter & Lehmann, AIP Conf. Proc. 1558, 2013). */
const tangentsOfThin = (q: NDArray, r: NDArray, tangent: NDArray): [NDArray, NDArray] => {
  const right = triangularSolve(r, tangent);
  const inner = product(adjoint(q), right);
  const below = lowerTriangle(inner, -1);
  const skew = sub(below, adjoint(below));
  // R keeps a real diagonal, so that the imaginary part of the diagonal belongs to Q
  const rotation = isComplex(inner.dtype) ? add(skew, imaginaryDiagonal(inner)) : skew;
  return [add(product(q, sub(rotation, inner)), right), product(sub(inner, rotation), r)];
};

const imaginaryDiagonal = (x: NDArray): NDArray =>
  mul(identities(x, matrixExtents(x)[0]), sub(x, likeDType(realPart(x), x)));

/** For m < n: the first m columns have a square decomposition, and R's other columns are Qᴴ times those of x. */
const tangentsOfWide = (x: NDArray, tangent: NDArray, q: NDArray, r: NDArray): [NDArray, NDArray] => {
  const [m, n] = matrixExtents(x);
  const [dq, left] = tangentsOfThin(q, columnRange(r, 0, m), columnRange(tangent, 0, m));
  const right = add(product(adjoint(dq), columnRange(x, m, n)), product(adjoint(q), columnRange(tangent, m, n)));
  return [dq, concatenate([left, right], left.ndim - 1)];
};

/**
 * For m > n and all m columns of Q. Those from n on are what the Householder reflections make of the rest of the
 * identity: they follow from the others by Z = Q₂₁ (Q₁₁ - I)⁻¹ (arXiv:2409.13374, equations 32 and 33).
 */
const tangentsOfFull = (q: NDArray, r: NDArray, tangent: NDArray): [NDArray, NDArray] => {
  const [m, n] = [matrixExtents(q)[0], matrixExtents(r)[1]];
  const thin = columnRange(q, 0, n);
  const [dThin, dr] = tangentsOfThin(thin, rowRange(r, 0, n), tangent);
  const top = rowRange(thin, 0, n);
  const shifted = adjoint(sub(top, identities(top, n)));
  const zAdjoint = solve(shifted, adjoint(rowRange(thin, n, m)));
  const z = adjoint(zAdjoint);
  const reflected = add(thin, product(columnRange(q, n, m), z));
  const change = sub(rowRange(dThin, n, m), product(z, rowRange(dThin, 0, n)));
  const dRest = sub(product(dThin, zAdjoint), product(reflected, adjoint(change)));
  const zeros = zerosLike({ shape: [...stackOf(dr), m - n, n], dtype: dr.dtype, weakType: false });
  return [concatenate([dThin, dRest], q.ndim - 1), concatenate([dr, zeros], r.ndim - 2)];
};

export type QrOptions = {
  /** Whether Q is m × m and R m × n, the default, instead of m × k and k × n with k = min(m, n). */
  readonly fullMatrices?: boolean;
};

/**
 * The QR decomposition of matrices (…, m, n), `[q, r]` with x = q r, q having orthonormal columns and r being upper
 * triangular (`jax.lax.linalg.qr`), by Householder reflections; the diagonal of r may be negative.
 *
 * Throws RangeError unless x has two axes. Derivatives exist where the first min(m, n) columns are independent.
 * Source: Golub & Van Loan, Matrix Computations, 5.2.2.
 *
 * @example
 * ```ts
 * const [q, r] = lax.linalg.qr(array([[3, 1], [4, 2]]));
 * console.log(String(r));
 * // => [[-5.  -2.2]
 * //     [ 0.   0.4]]
 * ```
 */
export const qr = (x: ArrayLike, options: QrOptions = {}): [q: NDArray, r: NDArray] => {
  checkOptions('qr', options, ['fullMatrices']);
  const { fullMatrices = true } = options;
  return bind(qrPrimitive, inexactOperands('qr', [x]), { fullMatrices }) as [NDArray, NDArray];
};
