import { isComplex } from '../../array/dtype.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { type Complex, multiply } from '../../reference/dense/complex.ts';
import { lu, luComplex } from '../../reference/dense/lu.ts';
import { svd as decompose } from '../../reference/dense/svd.ts';
import { svdComplex as decomposeComplex } from '../../reference/dense/svd-complex.ts';
import { mul, neg, reciprocal, sub } from '../elementwise/arithmetic.ts';
import { noParams } from '../elementwise/construct.ts';
import { replaceZero } from '../elementwise/select.ts';
import { zerosLike } from '../linear.ts';
import { reduceProd } from '../reduction/product.ts';
import { concatenate } from '../shape/concatenate.ts';
import { expandDims } from '../shape/reshape.ts';
import { sliceInDim } from '../shape/slice.ts';
import { determinantOfFactors } from './determinant-values.ts';
import {
  adjoint,
  asRows,
  conjugate,
  diagonalOfMatrix,
  identities,
  likeDType,
  matrixTranspose,
  product,
  spreadOver,
} from './matrix.ts';
import { slogdet } from './slogdet.ts';
import { batchStacked, byLanes, evaluateStacked, matrixExtents } from './stacked.ts';
import { svd } from './svd.ts';

/**
 * The cofactors of square matrices, ∂det(a)/∂a, of singular ones, too: with a = U S Vᴴ they are
 * det(U) det(Vᴴ) Ū adj(S) V̄ᴴ, and the adjugate of a diagonal matrix needs no division.
 */
export const cofactorsPrimitive: Primitive = {
  name: 'cofactors',
  abstractEval: ([a]) => [makeAval(a!.shape, a!.dtype)],
  evaluate: ([a]) => {
    const [n] = matrixExtents(a!);
    const lanes = byLanes<1 | 2>(a!, 1, 2);
    return evaluateStacked([a!], [2], [{ shape: [n, n], dtype: a!.dtype }], x => [cofactorsOf(x, n, lanes)]);
  },
  jvp: ([a], [tangent]) => ({
    primals: [bindOne(cofactorsPrimitive, [a!], noParams)],
    tangents: [tangentOfCofactors(a!, tangent!)],
  }),
  transpose: unsupported('cofactors', 'transpose', 'they are not linear'),
  batch: batchStacked(() => cofactorsPrimitive),
};

/** The determinant of a unitary matrix, of modulus 1. */
const phaseOf = (u: Float64Array, n: number, lanes: 1 | 2): Complex => {
  const { lu: factors, pivots } = (lanes === 1 ? lu : luComplex)(u, n, n);
  const determinant = determinantOfFactors(factors, Float64Array.from(pivots), lanes).reduce(multiply);
  const modulus = Math.hypot(...determinant);
  return [determinant[0] / modulus, determinant[1] / modulus];
};

/** The products of all numbers but one. */
const productsOfOthers = (numbers: Float64Array): Float64Array => {
  const result = new Float64Array(numbers.length);
  for (let i = 0, before = 1; i < numbers.length; before *= numbers[i++]!) result[i] = before;
  for (let i = numbers.length - 1, after = 1; i >= 0; after *= numbers[i--]!) result[i]! *= after;
  return result;
};

const cofactorsOf = (a: Float64Array, n: number, lanes: 1 | 2): Float64Array => {
  const { u, s, vt } = (lanes === 1 ? decompose : decomposeComplex)(a, n, n, true);
  const phase = multiply(phaseOf(u, n, lanes), phaseOf(vt, n, lanes));
  const others = productsOfOthers(s);
  const result = new Float64Array(lanes * n * n);
  const conjugated = (x: Float64Array, index: number): Complex =>
    lanes === 1 ? [x[index]!, 0] : [x[2 * index]!, -x[2 * index + 1]!];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const [re, im] = multiply(phase, conjugated(u, i * n + k));
      const factor: Complex = [re * others[k]!, im * others[k]!];
      for (let j = 0; j < n; j++) {
        const term = multiply(factor, conjugated(vt, k * n + j));
        for (let lane = 0; lane < lanes; lane++) result[lanes * (i * n + j) + lane]! += term[lane]!;
      }
    }
  }
  return result;
};

/**
 * With F = Uᴴ Ȧ V and P_ij the product of all singular values but s_i and s_j, the second derivative of the determinant
 * of S is Σ_{i≠j} (F_ii G_jj - F_ij G_ji) P_ij; the derivative of the cofactors is what it multiplies G with.
 */
const tangentOfCofactors = (a: NDArray, tangent: NDArray): NDArray => {
  const [u, s, vh] = svd(a);
  const pairs = likeDType(productsWithoutPairs(s), a);
  const inner = product(product(adjoint(u), tangent), adjoint(vh));
  const onDiagonal = reduceSum(mul(pairs, asRows(diagonalOfMatrix(inner))), [a.ndim - 1]);
  const change = sub(mul(identities(a, s.shape.at(-1)!), asRows(onDiagonal)), matrixTranspose(mul(inner, pairs)));
  const phase = mul(slogdet(u)[0], slogdet(vh)[0]);
  const turned = mul(spreadOver(phase, a), conjugate(u));
  return product(product(turned, change), conjugate(vh));
};

/**
 * The products of all but two of the descending singular values, zeros on the diagonal. Only the last two may be zero
 * where such a product is not, so that it is safe to divide by the others.
 */
const productsWithoutPairs = (s: NDArray): NDArray => {
  const axis = s.ndim - 1;
  const n = s.shape[axis]!;
  const head = sliceInDim(s, 0, n - 2, 1, axis);
  const [a, b] = [sliceInDim(s, n - 2, n - 1, 1, axis), sliceInDim(s, n - 1, n, 1, axis)];
  const inverse = reciprocal(replaceZero(head));
  const both = spreadLast(mul(a, b), head);
  const row = (x: NDArray): NDArray => expandDims(x, [axis]);
  const column = (x: NDArray): NDArray => expandDims(x, [axis + 1]);
  const [beside, below] = [mul(inverse, spreadLast(b, head)), mul(inverse, spreadLast(a, head))];
  const inHead = product(column(inverse), row(mul(inverse, both)));
  const corner = withoutDiagonal(product(column(oneLike(a, 2)), row(oneLike(a, 2))));
  const upper = concatenate([withoutDiagonal(inHead), column(beside), column(below)], axis + 1);
  const lower = concatenate([concatenate([row(beside), row(below)], axis), corner], axis + 1);
  return mul(spreadOver(reduceProd(head, [axis]), inHead), concatenate([upper, lower], axis));
};
