import { isComplex, realOf } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkList, checkOptions } from '../../array/options.ts';
import { promoteTypesInexact } from '../../array/promotion.ts';
import { shapeString } from '../../array/shape.ts';
import { exactJvp } from '../../control/custom-jvp.ts';
import { avalString } from '../../core/aval.ts';
import { matmul } from '../../primitives/contraction/matmul.ts';
import { convertElementType } from '../../primitives/convert.ts';
import { add, div, mul, neg, sub } from '../../primitives/elementwise/arithmetic.ts';
import { ge, gt, ne } from '../../primitives/elementwise/comparison.ts';
import { conj } from '../../primitives/elementwise/complex.ts';
import { constantLike } from '../../primitives/elementwise/constant.ts';
import { bitwiseAnd, bitwiseNot } from '../../primitives/elementwise/logical.ts';
import { select } from '../../primitives/elementwise/select.ts';
import { det as laxDet } from '../../primitives/linalg/det.ts';
import { adjoint, symmetrize } from '../../primitives/linalg/matrix.ts';
import { slogdet as laxSlogdet } from '../../primitives/linalg/slogdet.ts';
import { inv as laxInv, solve as laxSolve } from '../../primitives/linalg/solve.ts';
import { svd } from '../../primitives/linalg/svd.ts';
import { expandDims, reshape } from '../../primitives/shape/reshape.ts';
import { indexInDim } from '../../primitives/shape/slice.ts';
import { shown } from '../../util/errors.ts';
import { powerByProducts } from '../../util/power.ts';
import { asArray, asPromoted } from '../convert.ts';
import { eye, zeros } from '../creation.ts';
import { finfo } from '../dtypes.ts';
import { divide, multiply } from '../methods/arithmetic.ts';
import { any, max, sum } from '../methods/reductions.ts';
import { broadcastTo, matrixTranspose } from '../shape.ts';
import { hermitianSvd, hermitianSvdvals } from './hermitian.ts';
import { type NormOrder, norm } from './norm.ts';

const checkMatrix = (what: string, x: NDArray): void => {
  if (x.ndim < 2) throw new RangeError(`${what}: at least two axes are needed, got ${avalString(x)}`);
};

const checkSquare = (what: string, x: NDArray): void => {
  checkMatrix(what, x);
  if (x.shape.at(-1) !== x.shape.at(-2))
    throw new RangeError(`${what}: the matrices must be square, got ${avalString(x)}`);
};

/**
 * The x with a x = b for square matrices a (…, n, n) and b (n,) or (…, n, k).
 *
 * Singular matrices give NaN or infinities. Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * console.log(String(np.linalg.solve([[2, 1], [1, 3]], [3, 4]))); // => [1. 1.]
 * ```
 */
export const solve = (a: ArrayLike, b: ArrayLike): NDArray => laxSolve(asArray('solve', a), asArray('solve', b));

/**
 * The inverses of square matrices (…, n, n). Throws RangeError unless they are square.
 *
 * @example
 * ```ts
 * console.log(String(np.linalg.inv([[2, 0], [0, 4]])));
 * // => [[0.5  0.  ]
 * //     [0.   0.25]]
 * ```
 */
export const inv = (a: ArrayLike): NDArray => laxInv(asArray('inv', a));

/**
 * The determinants of square matrices (…, n, n). Throws RangeError unless they are square.
 *
 * @example
 * ```ts
 * console.log(np.linalg.det([[1, 2], [3, 4]]).item()); // => -2
 * ```
 */
export const det = (a: ArrayLike): NDArray => laxDet(asArray('det', a));

/**
 * Sign and logarithm of the modulus of the determinants of square matrices: `[sign, logabsdet]`.
 *
 * @example
 * ```ts
 * console.log(np.linalg.slogdet([[2, 0], [0, 0.5]]).map(Number)); // => [ 1, 0 ]
 * ```
 */
export const slogdet = (a: ArrayLike): [sign: NDArray, logabsdet: NDArray] => laxSlogdet(asArray('slogdet', a));

/**
 * Powers of square matrices (…, n, n) by repeated squaring; negative ones of their inverses.
 *
 * Throws RangeError unless the matrices are square, TypeError unless the exponent is an integer.
 *
 * @example
 * ```ts
 * console.log(String(np.linalg.matrixPower([[1, 1], [0, 1]], 3)));
 * // => [[1. 3.]
 * //     [0. 1.]]
 * ```
 */
export const matrixPower = (a: ArrayLike, n: number): NDArray => {
  const operand = asArray('matrixPower', a);
  checkSquare('matrixPower', operand);
  if (!Number.isInteger(n)) throw new TypeError(`matrixPower: the exponent must be an integer, got ${shown(n)}`);
  if (n === 0) return broadcastTo(eye(operand.shape.at(-1)!, { dtype: operand.dtype }), operand.shape);
  return powerByProducts(n < 0 ? laxInv(operand) : operand, Math.abs(n), matmul)!;
};

export type RankOptions = {
  /** The share of the largest singular value up to which singular values count as 0. */
  readonly rtol?: number;
  /** Whether the matrices are known to be Hermitian: eigenvalues, which take less time, give the singular ones. */
  readonly hermitian?: boolean;
};

/**
 * The ranks of matrices (…, m, n), as int32: how many singular values are not 0, as far as rounding can tell.
 *
 * @example
 * ```ts
 * console.log(np.linalg.matrixRank([[1, 2], [2, 4]]).item()); // => 1
 * ```
 */
export const matrixRank = (a: ArrayLike, options: RankOptions = {}): NDArray => {
  checkOptions('matrixRank', options, ['rtol', 'hermitian']);
  const { rtol, hermitian = false } = options;
  const [operand] = asPromoted('matrixRank', [a], promoteTypesInexact);
  if (operand.ndim < 2) return convertElementType(any(ne(operand, constantLike(operand, 0))), 'int32');
  const s = hermitian
    ? hermitianSvdvals('matrixRank', operand)
    : svd(operand, { fullMatrices: false, computeUv: false });
  const share = Math.max(...operand.shape.slice(-2)) * finfo(s.dtype).eps;
  const bound =
    rtol === undefined ? multiply(max(s, { axis: -1, keepdims: true, initial: 0 }), share) : constantLike(s, rtol);
  return sum(gt(s, broadcastTo(bound, s.shape)), { axis: -1, dtype: 'int32' });
};

export type PinvOptions = RankOptions;

const pseudoInverse = (a: NDArray, rtol: number, hermitian: boolean): NDArray => {
  const conjugate = isComplex(a.dtype) ? conj(a) : a;
  const [u, s, vh] = hermitian ? hermitianSvd('pinv', conjugate) : svd(conjugate, { fullMatrices: false });
  const cutoff = broadcastTo(mul(constantLike(s, rtol), max(s, { axis: -1, keepdims: true, initial: 0 })), s.shape);
  const kept = convertElementType(select(gt(s, cutoff), s, constantLike(s, Number.POSITIVE_INFINITY)), a.dtype);
  return matmul(matrixTranspose(vh), divide(matrixTranspose(u), expandDims(kept, [kept.ndim])));
};

/** The derivative by Golub and Pereyra (SIAM J. Numer. Anal. 10, 1973), in the order that makes the smaller products. */
const differentiablePinv = (operand: NDArray, rtol: number, hermitian: boolean): NDArray =>
  exactJvp((a: NDArray): NDArray => pseudoInverse(a, rtol, hermitian)).defjvp(([a], [change]) => {
    const p = differentiablePinv(a, rtol, hermitian);
    const [pH, changeH] = [adjoint(p), adjoint(change)];
    const tall = a.shape.at(-2)! >= a.shape.at(-1)!;
    const s = tall ? matmul(matmul(p, pH), changeH) : matmul(p, matmul(pH, changeH));
    const t = tall ? matmul(matmul(changeH, pH), p) : matmul(changeH, matmul(pH, p));
    const main = neg(matmul(matmul(p, change), p));
    const left = sub(s, tall ? matmul(matmul(s, a), p) : matmul(s, matmul(a, p)));
    const right = sub(t, tall ? matmul(matmul(p, a), t) : matmul(p, matmul(a, t)));
    return [p, add(main, add(left, right))];
  })(operand);

/**
 * The Moore–Penrose inverses of matrices (…, m, n), by singular value decomposition.
 *
 * Singular values up to the share `rtol` of the largest count as 0. Differentiable where the rank does not change.
 *
 * @example
 * ```ts
 * console.log(String(np.linalg.pinv([[2, 0], [0, 0]])));
 * // => [[0.5 0. ]
 * //     [0.  0. ]]
 * ```
 */
export const pinv = (a: ArrayLike, options: PinvOptions = {}): NDArray => {
  checkOptions('pinv', options, ['rtol', 'hermitian']);
  const { rtol, hermitian = false } = options;
  const [operand] = asPromoted('pinv', [a], promoteTypesInexact);
  checkMatrix('pinv', operand);
  const [m, n] = operand.shape.slice(-2) as [number, number];
  if (hermitian) checkSquare('pinv', operand);
  if (m === 0 || n === 0) return zeros([...operand.shape.slice(0, -2), n, m], { dtype: operand.dtype });
  return differentiablePinv(
    hermitian ? symmetrize(operand) : operand,
    rtol ?? 10 * Math.max(m, n) * finfo(operand.dtype).eps,
    hermitian,
  );
};

export type LstsqOptions = {
  /** The share of the largest singular value up to which singular values count as 0. */
  readonly rcond?: number;
};

/**
 * Least squares: the shortest x that makes |a x - b| least, for a (m, n) and b (m,) or (m, k).
 *
 * Returns `[x, residuals, rank, singularValues]`, residuals being the squared distances. Throws RangeError where shapes do
 * not fit.
 *
 * @example
 * ```ts
 * const [x] = np.linalg.lstsq([[1, 0], [1, 1], [1, 2]], [1, 2, 3]);
 * console.log(np.allclose(x, [1, 1], { atol: 1e-5 }).item<boolean>()); // => true
 * ```
 */
export const lstsq = (
  a: ArrayLike,
  b: ArrayLike,
  options: LstsqOptions = {},
): [x: NDArray, residuals: NDArray, rank: NDArray, singularValues: NDArray] => {
  checkOptions('lstsq', options, ['rcond']);
  const { rcond } = options;
  const [matrix, right] = asPromoted('lstsq', [a, b], promoteTypesInexact);
  if (matrix.ndim !== 2 || (right.ndim !== 1 && right.ndim !== 2) || matrix.shape[0] !== right.shape[0]) {
    throw new RangeError(
      `lstsq: a must be (m, n) and b (m,) or (m, k), got ${shapeString(matrix.shape)} and ${shapeString(right.shape)}`,
    );
  }
  const columns = right.ndim === 1 ? expandDims(right, [1]) : right;
  const [m, n] = matrix.shape as readonly [number, number];
  if (m === 0 || n === 0) {
    const x = zeros([n, ...right.shape.slice(1)], { dtype: matrix.dtype });
    const residuals = sum(mul(columns, isComplex(columns.dtype) ? conj(columns) : columns), { axis: 0 });
    return [x, residuals, zeros([], { dtype: 'int32' }), zeros([0], { dtype: realOf(matrix.dtype) })];
  }
  const [u, s, vh] = svd(matrix, { fullMatrices: false });
  const share = rcond === undefined ? finfo(s.dtype).eps * Math.max(m, n) : rcond < 0 ? finfo(s.dtype).eps : rcond;
  const largest = broadcastTo(indexInDim(s, 0), s.shape);
  const counts = bitwiseAnd(gt(s, constantLike(s, 0)), ge(s, mul(constantLike(s, share), largest)));
  const safe = select(counts, s, constantLike(s, 1));
  const inverse = convertElementType(select(counts, div(constantLike(s, 1), safe), constantLike(s, 0)), matrix.dtype);
  const x = matmul(adjoint(vh), multiply(expandDims(inverse, [1]), matmul(adjoint(u), columns)));
  const distance = norm(sub(columns, matmul(matrix, x)), { axis: 0 });
  const rank = sum(counts, { dtype: 'int32' });
  return [right.ndim === 1 ? reshape(x, [n]) : x, mul(distance, distance), rank, s];
};

export type CondOptions = { readonly ord?: NormOrder | null };

/**
 * The condition numbers of matrices (…, m, n): the norm times that of the inverse; order 2 by default.
 *
 * Throws RangeError for empty matrices, and unless they are square where the order is not ±2.
 *
 * @example
 * ```ts
 * console.log(np.linalg.cond([[4, 0], [0, 2]]).item()); // => 2
 * ```
 */
export const cond = (a: ArrayLike, options: CondOptions = {}): NDArray => {
  checkOptions('cond', options, ['ord']);
  const { ord = null } = options;
  const [operand] = asPromoted('cond', [a], promoteTypesInexact);
  checkMatrix('cond', operand);
  if (operand.size === 0) throw new RangeError(`cond: the matrices must not be empty, got ${avalString(operand)}`);
  if (ord === null || ord === 2 || ord === -2) {
    const s = svd(operand, { computeUv: false });
    const [first, last] = [0, s.shape.at(-1)! - 1].map(i => indexInDim(s, i, s.ndim - 1, false)) as [NDArray, NDArray];
    return withoutNaN(operand, ord === -2 ? div(last, first) : div(first, last));
  }
  checkSquare('cond', operand);
  const axis = [-2, -1];
  return withoutNaN(operand, mul(norm(operand, { ord, axis }), norm(laxInv(operand), { ord, axis })));
};

/** NaN means infinity where the matrix has none itself. */
const withoutNaN = (a: NDArray, number: NDArray): NDArray => {
  const hasNaN = any(ne(a, a), { axis: [-2, -1] });
  const isSingular = bitwiseAnd(ne(number, number), bitwiseNot(hasNaN));
  return select(isSingular, constantLike(number, Number.POSITIVE_INFINITY), number);
};

/**
 * The product of several matrices, multiplied in an order that takes few operations; the first and the last may be
 * vectors.
 *
 * Throws RangeError for fewer than two arrays and where shapes do not fit.
 *
 * @example
 * ```ts
 * console.log(np.linalg.multiDot([np.ones([2, 3]), np.ones([3, 4]), np.ones(4)]).tolist()); // => [ 12, 12 ]
 * ```
 */
export const multiDot = (arrays: readonly ArrayLike[]): NDArray => {
  checkList('multiDot', 'the argument', arrays);
  const operands = asPromoted('multiDot', arrays) as NDArray[];
  if (operands.length < 2) throw new RangeError(`multiDot: at least two arrays are needed, got ${operands.length}`);
  const fits = operands.every(({ ndim }, i) => ndim === 2 || (ndim === 1 && (i === 0 || i === operands.length - 1)));
  const chained = operands.every((x, i) => i === 0 || x.shape[0] === operands[i - 1]!.shape.at(-1));
  if (!fits || !chained) {
    throw new RangeError(
      `multiDot: matrices do not fit one another, got shapes ${operands.map(x => shapeString(x.shape)).join(', ')}`,
    );
  }
  const first = operands[0]!;
  const last = operands.at(-1)!;
  const chain = operands.map((x, i) => (x.ndim === 2 ? x : i === 0 ? expandDims(x, [0]) : expandDims(x, [1])));
  const product = multiplyChain(chain);
  return reshape(product, [
    ...(first.ndim === 1 ? [] : [first.shape[0]!]),
    ...(last.ndim === 1 ? [] : [last.shape[1]!]),
  ]);
};

/** The cheapest parenthesisation, by dynamic programming (Cormen et al., Introduction to Algorithms, 15.2). */
const multiplyChain = (matrices: readonly NDArray[]): NDArray => {
  const extents = [matrices[0]!.shape[0]!, ...matrices.map(x => x.shape[1]!)];
  const best = new Map<string, { readonly cost: number; readonly split: number }>();
  const costOf = (from: number, to: number): number => {
    if (from === to) return 0;
    const key = `${from},${to}`;
    const known = best.get(key);
    if (known !== undefined) return known.cost;
    let result = { cost: Number.POSITIVE_INFINITY, split: from };
    for (let split = from; split < to; split++) {
      const cost =
        costOf(from, split) + costOf(split + 1, to) + extents[from]! * extents[split + 1]! * extents[to + 1]!;
      if (cost < result.cost) result = { cost, split };
    }
    best.set(key, result);
    return result.cost;
  };
  const productOf = (from: number, to: number): NDArray => {
    if (from === to) return matrices[from]!;
    costOf(from, to);
    const { split } = best.get(`${from},${to}`)!;
    return matmul(productOf(from, split), productOf(split + 1, to));
  };
  return productOf(0, matrices.length - 1);
};
