import { complexOf } from '../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { cond } from '../control/cond.ts';
import { exactJvp } from '../control/custom-jvp.ts';
import { stopGradient } from '../control/stop-gradient.ts';
import { foriLoop } from '../control/while.ts';
import { avalString } from '../core/aval.ts';
import { asPromoted } from '../numpy/convert.ts';
import { diag } from '../numpy/grids.ts';
import { type EighOptions, eigh } from '../numpy/linalg/decompositions.ts';
import { max, sum } from '../numpy/methods/reductions.ts';
import { convertElementType } from '../primitives/convert.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { gt, lt } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { exp2, log } from '../primitives/elementwise/exponential.ts';
import { max as larger } from '../primitives/elementwise/extrema.ts';
import { ceil } from '../primitives/elementwise/rounding.ts';
import { select } from '../primitives/elementwise/select.ts';
import { adjoint, asRows, identities, likeDType, product, symmetrize } from '../primitives/linalg/matrix.ts';
import * as schurForms from '../primitives/linalg/schur.ts';
import { solve } from '../primitives/linalg/solve.ts';
import { checkSquare } from '../primitives/linalg/stacked.ts';
import { svd } from '../primitives/linalg/svd.ts';
import { sqrtm as laxSqrtm, solveSylvester } from '../primitives/linalg/sylvester.ts';
import { triangularSolve } from '../primitives/linalg/triangular-solve.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { jvp } from '../transforms/forward.ts';
import { vmap } from '../transforms/vmap.ts';

const squareOperand = (what: string, a: ArrayLike): NDArray => {
  const [operand] = asPromoted(what, [a], promoteTypesInexact);
  checkSquare(what, operand);
  return operand;
};

/** Coefficients of the Padé approximant of order 13, divided by the first. */
const padeCoefficients = (): number[] => {
  const list = [1];
  for (let k = 0; k < 13; k++) list.push((list[k]! * (13 - k)) / ((26 - k) * (k + 1)));
  return list;
};

/** Up to this 1-norm the approximant is exact in double precision (Higham, SIAM J. Matrix Anal. Appl. 26, 2005). */
const padeRadius = 5.371920351148152;

export type ExpmOptions = {
  /** Whether a is known to be upper triangular, which takes fewer operations. */
  readonly upperTriangular?: boolean;
  /** How often the result may be squared: 16 by default. Matrices with a norm above 5·2¹⁶ or so then give NaN. */
  readonly maxSquarings?: number;
};

/**
 * The exponentials of square matrices (…, n, n), by scaling and squaring of Padé's approximant.
 *
 * NaN for matrices that would have to be squared more than `maxSquarings` times. Throws RangeError unless they are
 * square. Source: Higham, The scaling and squaring method for the matrix exponential revisited (2005).
 *
 * @example
 * ```ts
 * console.log(String(linalg.expm([[0, 1], [0, 0]])));
 * // => [[1. 1.]
 * //     [0. 1.]]
 * ```
 */
export const expm = (a: ArrayLike, options: ExpmOptions = {}): NDArray => {
  checkOptions('expm', options, ['upperTriangular', 'maxSquarings']);
  const { upperTriangular = false, maxSquarings = 16 } = options;
  const operand = squareOperand('expm', a);
  if (operand.size === 0) return operand;
  const sizes = stopGradient(max(sum(abs(operand), { axis: -2, keepdims: true }), { axis: -1, keepdims: true }));
  const excess = div(log(div(sizes, constantLike(sizes, padeRadius))), constantLike(sizes, Math.LN2));
  const squarings = larger(ceil(excess), constantLike(sizes, 0));
  const scale = convertElementType(exp2(sub(constantLike(squarings, 0), squarings)), operand.dtype);
  const scaled = mul(operand, broadcastTo(scale, operand.shape));
  const powers = [identities(scaled, scaled.shape.at(-1)!), product(scaled, scaled)];
  powers.push(product(powers[1]!, powers[1]!));
  powers.push(product(powers[2]!, powers[1]!));
  const coefficients = padeCoefficients();
  /** c₀ + c₂a² + c₄a⁴ + c₆a⁶ + a⁶(c₈a² + c₁₀a⁴ + c₁₂a⁶), and the same of odd coefficients. */
  const half = (first: 0 | 1): NDArray => {
    const terms = (from: number, to: number, offset: number): NDArray =>
      powers
        .slice(from, to)
        .map((power, k) => mul(power, constantLike(power, coefficients[2 * (k + offset) + first]!)))
        .reduce(add);
    return add(terms(0, 4, 0), product(powers[3]!, terms(1, 4, 4)));
  };
  const [even, odd] = [half(0), product(scaled, half(1))];
  const divisor = sub(even, odd);
  const quotient = upperTriangular
    ? triangularSolve(divisor, add(even, odd), { leftSide: true })
    : solve(divisor, add(even, odd));
  return squared(quotient, squarings, maxSquarings);
};

/** How often the largest of the matrices asks to be squared, as far as that is known; NaN does not count. */
const roundsOf = (counts: NDArray, most: number): number =>
  counts instanceof ConcreteArray
    ? Math.min(
        most,
        Array.from(counts.data).reduce((a, b) => (b > a ? b : a), 0),
      )
    : most;

/** Matrices squared as often as each asks for. */
const squared = (start: NDArray, counts: NDArray, most: number, rounds = roundsOf(counts, most)): NDArray => {
  if (start.ndim > 2) return vmap((x: NDArray, count: NDArray) => squared(x, count, most, rounds))(start, counts);
  const count = reshape(counts, []);
  const step = (i: NDArray, x: NDArray): NDArray =>
    cond(
      lt(convertElementType(i, count.dtype), count),
      (base: NDArray) => product(base, base),
      (base: NDArray) => base,
      x,
    );
  const isTooLarge = broadcastTo(gt(counts, constantLike(counts, most)), start.shape);
  return select(isTooLarge, constantLike(start, Number.NaN), foriLoop(0, rounds, step, start));
};

/**
 * The exponential of square matrices and its derivative in the direction e: `[expm(a), d/dt expm(a + t e)]`.
 *
 * Throws RangeError unless a and e have one shape, of square matrices.
 *
 * @example
 * ```ts
 * console.log(linalg.expmFrechet([[0]], [[2]]).map(x => x.item())); // => [ 1, 2 ]
 * ```
 */
export const expmFrechet = (a: ArrayLike, e: ArrayLike): [expm: NDArray, derivative: NDArray] => {
  const [matrix, direction] = asPromoted('expmFrechet', [a, e], promoteTypesInexact);
  checkSquare('expmFrechet', matrix);
  if (String(matrix.shape) !== String(direction.shape)) {
    throw new RangeError(
      `expmFrechet: a and e must have one shape, got ${avalString(matrix)} and ${avalString(direction)}`,
    );
  }
  return jvp((x: NDArray) => expm(x), [matrix], [direction]) as [NDArray, NDArray];
};

/**
 * The principal square roots of square matrices (…, n, n), always complex; not finite where there is none.
 *
 * Differentiable to any order where no two eigenvalues of the root add up to 0; JAX 0.10 has no derivative. Throws
 * RangeError unless the matrices are square.
 * Source: Björck & Hammarling, A Schur method for the square root of a matrix (1983).
 *
 * @example
 * ```ts
 * console.log(String(linalg.sqrtm([[4, 0], [0, 9]]).real));
 * // => [[2. 0.]
 * //     [0. 3.]]
 * ```
 */
export const sqrtm = (a: ArrayLike): NDArray => laxSqrtm(squareOperand('sqrtm', a));

/** u p = a with m ≥ n; from uᴴȧ = Ωp + ṗ with Ω = uᴴu̇ skew: Ωp + pΩ = uᴴȧ - ȧᴴu. */
const polarOfTall = (matrix: NDArray): [u: NDArray, p: NDArray] =>
  exactJvp((a: NDArray): [NDArray, NDArray] => {
    const [u, s, vh] = svd(a, { fullMatrices: false });
    const v = adjoint(vh);
    return [product(u, vh), symmetrize(product(mul(v, asRows(likeDType(s, v))), vh))];
  }).defjvp(([a], [change]) => {
    const [u, p] = polarOfTall(a);
    const inner = product(adjoint(u), change);
    const turn = solveSylvester(p, p, sub(inner, adjoint(inner)));
    const around = product(u, turn);
    const isSquare = a.shape.at(-1) === a.shape.at(-2);
    const outside = isSquare ? null : adjoint(solve(p, adjoint(sub(change, product(u, inner)))));
    return [
      [u, p],
      [outside === null ? around : add(around, outside), symmetrize(sub(inner, product(turn, p)))],
    ];
  })(matrix);

/**
 * The polar decomposition of matrices (…, m, n): `[u, p]` with a = u p, or a = p u for `side: 'left'`, u with orthonormal
 * columns or rows and p positive semidefinite.
 *
 * Differentiable to any order where a has full rank, repeated singular values included. Throws RangeError unless a has
 * two axes, TypeError for another side.
 *
 * @example
 * ```ts
 * const [u, p] = linalg.polar([[0, -2], [3, 0]]);
 * console.log(np.allclose(u, [[0, -1], [1, 0]]).item<boolean>(), np.allclose(p, [[3, 0], [0, 2]]).item<boolean>());
 * // => true true
 * ```
 */
export const polar = (a: ArrayLike, options: { readonly side?: 'right' | 'left' } = {}): [u: NDArray, p: NDArray] => {
  checkOptions('polar', options, ['side']);
  const { side = 'right' } = options;
  if (side !== 'right' && side !== 'left')
    throw new TypeError(`polar: side must be 'right' or 'left', got ${JSON.stringify(side)}`);
  const [operand] = asPromoted('polar', [a], promoteTypesInexact);
  if (operand.ndim < 2) throw new RangeError(`polar: matrices are needed, got ${avalString(operand)}`);
  const isTall = operand.shape.at(-2)! >= operand.shape.at(-1)!;
  const [factor, p] = polarOfTall(isTall ? operand : adjoint(operand));
  const u = isTall ? factor : adjoint(factor);
  if (isTall === (side === 'right')) return [u, p];
  return [u, symmetrize(isTall ? product(operand, adjoint(u)) : product(adjoint(u), operand))];
};

/**
 * The Schur decomposition a = z t zᴴ of square matrices: `[t, z]`, z unitary, t triangular, or for real matrices unless
 * `output` is `'complex'` with 2 × 2 blocks where eigenvalues are complex.
 *
 * Has no derivative, as in JAX. Throws RangeError unless the matrices are square, TypeError for another output.
 *
 * @example
 * ```ts
 * const [t, z] = linalg.schur([[1, 2], [3, 4]]);
 * console.log(np.allclose(z.matmul(t).matmul(z.T), [[1, 2], [3, 4]], { atol: 1e-5 }).item<boolean>()); // => true
 * ```
 */
export const schur = (
  a: ArrayLike,
  options: { readonly output?: 'real' | 'complex' } = {},
): [t: NDArray, z: NDArray] => {
  checkOptions('schur', options, ['output']);
  const { output = 'real' } = options;
  if (output !== 'real' && output !== 'complex')
    throw new TypeError(`schur: output must be 'real' or 'complex', got ${JSON.stringify(output)}`);
  const operand = squareOperand('schur', a);
  return schurForms.schur(output === 'real' ? operand : convertElementType(operand, complexOf(operand.dtype)));
};

/**
 * The Hessenberg form a = q h qᴴ of square matrices: h, zero below its first subdiagonal, or with `calcQ` `[h, q]`.
 *
 * Has no derivative, as in JAX. Throws RangeError unless the matrices are square.
 *
 * @example
 * ```ts
 * console.log(linalg.hessenberg([[1, 2, 3], [4, 5, 6], [7, 8, 9]]).at(2, 0).item()); // => 0
 * ```
 */
export function hessenberg(a: ArrayLike, options?: { readonly calcQ?: false }): NDArray;
export function hessenberg(a: ArrayLike, options: { readonly calcQ: true }): [h: NDArray, q: NDArray];
export function hessenberg(a: ArrayLike, options: { readonly calcQ?: boolean } = {}): NDArray | NDArray[] {
  checkOptions('hessenberg', options, ['calcQ']);
  const { calcQ = false } = options;
  const [h, q] = schurForms.hessenberg(squareOperand('hessenberg', a));
  return calcQ ? [h, q] : h;
}

/**
 * The eigenvalues, ascending, and eigenvectors of the Hermitian tridiagonal matrix with diagonal d (n,) and e (n - 1,)
 * below it: `[w, v]`.
 *
 * Computed as those of a full matrix, with its derivatives. Throws RangeError where shapes do not fit.
 *
 * @example
 * ```ts
 * console.log(String(linalg.eighTridiagonal([2, 2], [1])[0])); // => [1. 3.]
 * ```
 */
export const eighTridiagonal = (d: ArrayLike, e: ArrayLike, options: EighOptions = {}): [w: NDArray, v: NDArray] => {
  const [diagonal, beside] = asPromoted('eighTridiagonal', [d, e], promoteTypesInexact);
  if (diagonal.ndim !== 1 || beside.ndim !== 1 || beside.size !== Math.max(0, diagonal.size - 1)) {
    throw new RangeError(
      `eighTridiagonal: d must be (n,) and e (n - 1,), got ${avalString(diagonal)} and ${avalString(beside)}`,
    );
  }
  if (diagonal.size < 2) return eigh(diag(diagonal), options);
  const lower = diag(beside, { k: -1 });
  return eigh(add(diag(diagonal), add(lower, adjoint(lower))), options);
};
