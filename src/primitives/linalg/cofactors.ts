import type { NDArray } from '../../array/ndarray.ts';
import { makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { type Complex, multiply } from '../../reference/dense/complex.ts';
import { lu, luComplex } from '../../reference/dense/lu.ts';
import { svd as decompose } from '../../reference/dense/svd.ts';
import { svdComplex as decomposeComplex } from '../../reference/dense/svd-complex.ts';
import { range } from '../../util/range.ts';
import { convertElementType, toDouble } from '../convert.ts';
import { mul, reciprocal, sub } from '../elementwise/arithmetic.ts';
import { constantLike } from '../elementwise/constant.ts';
import { noParams } from '../elementwise/construct.ts';
import { replaceZero, select } from '../elementwise/select.ts';
import { cumprod } from '../reduction/cumulative.ts';
import { reduceProd } from '../reduction/product.ts';
import { broadcastInDim, reduceSum } from '../shape/broadcast.ts';
import { reshape } from '../shape/reshape.ts';
import { pad, sliceInDim } from '../shape/slice.ts';
import { determinantOfFactors } from './determinant-values.ts';
import {
  adjoint,
  asColumns,
  asRows,
  conjugate,
  diagonalOfMatrix,
  identities,
  likeDType,
  matrixMask,
  matrixTranspose,
  product,
  spreadOver,
} from './matrix.ts';
import { slogdet } from './slogdet.ts';
import { batchStacked, byLanes, evaluateStacked, matrixExtents, stackOf } from './stacked.ts';
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
    primals: [cofactors(a!)],
    tangents: [tangentOfCofactors(a!, tangent!)],
  }),
  transpose: unsupported('cofactors', 'transpose', 'they are not linear'),
  batch: batchStacked(() => cofactorsPrimitive),
  expand: ([a]) => (a!.shape.includes(0) ? undefined : ([x]) => [cofactorsByVectors(x!)]),
};

/** As `cofactorsOf`, in double precision. */
const cofactorsByVectors = (a: NDArray): NDArray => {
  const [u, s, vh] = svd(toDouble(a));
  const axis = s.ndim - 1;
  /** The products of all numbers before each one, or after it. */
  const others = (reverse: boolean): NDArray => {
    const shifted = stackOf(s, 1).map(() => [0, 0, 0] as const);
    const config = [...shifted, reverse ? ([-1, 1, 0] as const) : ([1, -1, 0] as const)];
    return cumprod(pad(s, constantLike(s, 1), config), axis, { reverse });
  };
  const phase = broadcastLast(mul(slogdet(u)[0], slogdet(vh)[0]), s);
  const weights = mul(likeDType(mul(others(false), others(true)), phase), phase);
  return convertElementType(product(mul(conjugate(u), asRows(weights)), conjugate(vh)), a.dtype);
};

/** One number a vector, repeated over its elements. */
const broadcastLast = (x: NDArray, vectors: NDArray): NDArray =>
  broadcastInDim(x, vectors.shape, range(x.shape.length));

/** The cofactors of matrices (…, n, n): the derivative of the determinant by each element. */
export const cofactors = (a: NDArray): NDArray => bindOne(cofactorsPrimitive, [a], noParams);

/** The determinant of a unitary matrix, of modulus 1. */
const phaseOf = (u: Float64Array, n: number, lanes: 1 | 2): Complex => {
  const { lu: factors, pivots } = (lanes === 1 ? lu : luComplex)(u, n, n);
  const determinant = determinantOfFactors(factors, pivots, lanes).reduce(multiply);
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
 * The products of all but two of the descending singular values, zeros on the diagonal. Where such a product is not zero
 * all values but the last two are positive, so that it is safe to divide by these.
 */
const productsWithoutPairs = (s: NDArray): NDArray => {
  const axis = s.ndim - 1;
  const n = s.shape[axis]!;
  const [zero, one] = [constantLike(s, 0), constantLike(s, 1)];
  const isLast = vectorMask(n, i => i >= n - 2);
  const inverse = reciprocal(select(isLast, one, replaceZero(s)));
  const head = reduceProd(select(isLast, one, s), [axis]);
  const quotients = mul(asRows(inverse), asColumns(inverse));
  /** One of the last two values, but 1 in its own row and column. */
  const elsewhere = (index: number): NDArray =>
    select(
      matrixMask(n, n, (i, j) => i === index || j === index),
      one,
      spreadOver(entryOf(s, index), quotients),
    );
  const products = mul(spreadOver(head, quotients), mul(quotients, mul(elsewhere(n - 2), elsewhere(n - 1))));
  return select(
    matrixMask(n, n, (i, j) => i === j),
    zero,
    products,
  );
};

const vectorMask = (n: number, holds: (i: number) => boolean): NDArray =>
  reshape(
    matrixMask(1, n, (_, i) => holds(i)),
    [n],
  );

const entryOf = (x: NDArray, index: number): NDArray =>
  reshape(sliceInDim(x, index, index + 1, 1, x.ndim - 1), stackOf(x, 1));
