import { realOf } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { shapeString } from '../../array/shape.ts';
import { makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bind } from '../../core/tracer.ts';
import { svd as factor } from '../../reference/dense/svd.ts';
import { svdComplex as factorComplex } from '../../reference/dense/svd-complex.ts';
import { add, div, mul, reciprocal, sub } from '../elementwise/arithmetic.ts';
import { eq } from '../elementwise/comparison.ts';
import { constantLike } from '../elementwise/constant.ts';
import { select } from '../elementwise/select.ts';
import { broadcastInDim } from '../shape/broadcast.ts';
import { adjoint, asColumns, asRows, diagonalOfMatrix, identities, likeDType, product, realPart } from './matrix.ts';
import { batchStacked, byLanes, evaluateStacked, inexactOperands, matrixExtents, stackOf } from './stacked.ts';

export type SvdParams = { readonly fullMatrices: boolean; readonly computeUv: boolean };

/** The shapes of s, u and vᴴ for one matrix. */
const partShapes = (m: number, n: number, { fullMatrices, computeUv }: SvdParams): number[][] => {
  const k = Math.min(m, n);
  return computeUv ? [[k], [m, fullMatrices ? m : k], [fullMatrices ? n : k, n]] : [[k]];
};

export const svdPrimitive: Primitive<SvdParams> = {
  name: 'svd',
  abstractEval: ([x], params) => {
    const [m, n] = matrixExtents(x!);
    return partShapes(m, n, params).map((shape, i) =>
      makeAval([...stackOf(x!), ...shape], i === 0 ? realOf(x!.dtype) : x!.dtype),
    );
  },
  evaluate: ([x], params) => {
    const [m, n] = matrixExtents(x!);
    const method = byLanes(x!, factor, factorComplex);
    const parts = partShapes(m, n, params).map((shape, i) => ({ shape, dtype: i === 0 ? realOf(x!.dtype) : x!.dtype }));
    return evaluateStacked([x!], [2], parts, a => {
      const { u, s, vt } = method(a, m, n, params.fullMatrices);
      return params.computeUv ? [s, u, vt] : [s];
    });
  },
  jvp: ([x], [tangent], params) => {
    const [m, n] = matrixExtents(x!);
    if (params.computeUv && params.fullMatrices && m !== n) {
      throw new TypeError(
        `svd: the full matrices of ${shapeString(x!.shape)} have no derivative, for part of their columns is arbitrary: pass { fullMatrices: false }`,
      );
    }
    const [s, u, vh] = bind(svdPrimitive, [x!], { fullMatrices: false, computeUv: true }) as [
      NDArray,
      NDArray,
      NDArray,
    ];
    const inner = product(product(adjoint(u), tangent!), adjoint(vh));
    const ds = diagonalOfMatrix(realPart(inner));
    if (!params.computeUv) return { primals: [s], tangents: [ds] };
    const [du, dv] = tangentsOfVectors(s, u, vh, inner, tangent!);
    return { primals: [s, u, vh], tangents: [ds, du, adjoint(dv)] };
  },
  transpose: unsupported('svd', 'transpose', 'it is not linear'),
  batch: batchStacked(() => svdPrimitive),
};

/**
 * U̇ and V̇ of the thin decomposition with distinct singular values, given P = Uᴴ Ȧ V (Giles, NA-08-01, section 3.2):
 * F_ij = 1/(s_j² - s_i²), U̇ = U (F ∘ (P S + S Pᴴ)), V̇ = V (F ∘ (S P + Pᴴ S)), and what U and V do not span. The phase
 * that is left free in complex matrices goes to U.
 */
const tangentsOfVectors = (
  s: NDArray,
  u: NDArray,
  vh: NDArray,
  inner: NDArray,
  tangent: NDArray,
): [du: NDArray, dv: NDArray] => {
  const [m, n] = matrixExtents(tangent);
  const v = adjoint(vh);
  const [rows, columns] = [asRows(s), asColumns(s)];
  const eye = identities(rows, s.shape.at(-1)!);
  const gaps = mul(add(rows, columns), sub(rows, columns));
  const f = likeDType(sub(reciprocal(add(gaps, eye)), eye), inner);
  const left = mul(likeDType(rows, inner), inner);
  const right = mul(likeDType(columns, inner), inner);
  const isZero = select(eq(s, constantLike(s, 0)), constantLike(s, 1), constantLike(s, 0));
  const inverse = sub(reciprocal(add(s, isZero)), isZero);
  const phase = mul(
    mul(sub(inner, adjoint(inner)), constantLike(inner, 0.5)),
    likeDType(mul(asRows(inverse), eye), inner),
  );
  const du = product(u, add(mul(f, add(left, adjoint(left))), phase));
  const dv = product(v, mul(f, add(right, adjoint(right))));
  /** The part of x that the orthonormal columns of `basis` do not span, divided by the singular values. */
  const outside = (basis: NDArray, x: NDArray): NDArray => {
    const divisor = broadcastInDim(s, x.shape, [...stackOf(x).map((_, axis) => axis), x.ndim - 1]);
    return div(sub(x, product(basis, product(adjoint(basis), x))), likeDType(divisor, x));
  };
  return [
    m > n ? add(du, outside(u, product(tangent, v))) : du,
    n > m ? add(dv, outside(v, product(adjoint(tangent), u))) : dv,
  ];
};

export type SvdOptions = {
  /** Whether u is m × m and vᴴ n × n, the default, instead of m × k and k × n with k = min(m, n). */
  readonly fullMatrices?: boolean;
  /** Whether u and vᴴ are wanted; true by default. */
  readonly computeUv?: boolean;
};

type Svd = {
  (x: ArrayLike, options?: SvdOptions & { readonly computeUv?: true }): [u: NDArray, s: NDArray, vh: NDArray];
  (x: ArrayLike, options: SvdOptions & { readonly computeUv: false }): NDArray;
  (x: ArrayLike, options: SvdOptions): [u: NDArray, s: NDArray, vh: NDArray] | NDArray;
};

/**
 * The singular value decomposition of matrices (…, m, n): `[u, s, vh]` with x = u diag(s) vh, or s alone without
 * `computeUv` (`jax.lax.linalg.svd`).
 *
 * Singular values descend. Derivatives of the vectors exist where singular values differ, are not zero, and matrices are
 * square or `fullMatrices` is false. Throws RangeError unless x has two axes.
 * Source: Golub & Van Loan, Matrix Computations, 8.6.
 *
 * @example
 * ```ts
 * console.log(String(lax.linalg.svd(array([[3, 0], [0, 4]]), { computeUv: false }))); // => [4. 3.]
 * ```
 */
export const svd: Svd = ((x: ArrayLike, options: SvdOptions = {}) => {
  checkOptions('svd', options, ['fullMatrices', 'computeUv']);
  const { fullMatrices = true, computeUv = true } = options;
  const operands = inexactOperands('svd', [x]);
  const [s, u, vh] = bind(svdPrimitive, operands, { fullMatrices, computeUv });
  return computeUv ? [u, s, vh] : s;
}) as Svd;
