import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { cholesky as laxCholesky } from '../../primitives/linalg/cholesky.ts';
import { eig as laxEig } from '../../primitives/linalg/eig.ts';
import { eigh as laxEigh } from '../../primitives/linalg/eigh.ts';
import { adjoint } from '../../primitives/linalg/matrix.ts';
import { qr as laxQr } from '../../primitives/linalg/qr.ts';
import { checkSquare, inexactOperands } from '../../primitives/linalg/stacked.ts';
import { svd as laxSvd } from '../../primitives/linalg/svd.ts';
import { asArray } from '../convert.ts';
import { hermitianSvd, hermitianSvdvals } from './hermitian.ts';

export type CholeskyOptions = {
  /** Whether the upper factor U with a = Uᴴ U is wanted instead of the lower one. */
  readonly upper?: boolean;
  /** Whether (a + aᴴ)/2 is factorised, so that derivatives are symmetric too; true by default. */
  readonly symmetrizeInput?: boolean;
};

/**
 * The lower triangular L with a = L Lᴴ of positive definite matrices (…, n, n).
 *
 * NaN where a matrix is not positive definite. Throws RangeError unless the matrices are square.
 *
 * @example
 * ```ts
 * console.log(String(np.linalg.cholesky([[4, 2], [2, 5]])));
 * // => [[2. 0.]
 * //     [1. 2.]]
 * ```
 */
export const cholesky = (a: ArrayLike, options: CholeskyOptions = {}): NDArray => {
  checkOptions('cholesky', options, ['upper', 'symmetrizeInput']);
  const { upper = false, symmetrizeInput = true } = options;
  const lower = laxCholesky(asArray('cholesky', a), { symmetrizeInput });
  return upper ? adjoint(lower) : lower;
};

export type QrMode = 'reduced' | 'complete' | 'r';

/**
 * The QR decomposition of matrices (…, m, n): `[q, r]`, q with orthonormal columns, r upper triangular.
 *
 * With k = min(m, n) q is m × k and r k × n, in mode `'complete'` m × m and m × n; mode `'r'` gives r alone. Throws
 * RangeError unless a has two axes, TypeError for an unknown mode.
 *
 * @example
 * ```ts
 * const [q, r] = np.linalg.qr([[3, 1], [4, 2]]);
 * console.log(np.allclose(q.matmul(r), [[3, 1], [4, 2]]).item<boolean>()); // => true
 * ```
 */
export function qr(a: ArrayLike, options?: { readonly mode?: Exclude<QrMode, 'r'> }): [q: NDArray, r: NDArray];
export function qr(a: ArrayLike, options: { readonly mode: 'r' }): NDArray;
export function qr(a: ArrayLike, options: { readonly mode?: QrMode } = {}): [NDArray, NDArray] | NDArray {
  checkOptions('qr', options, ['mode']);
  const { mode = 'reduced' } = options;
  if (mode !== 'reduced' && mode !== 'complete' && mode !== 'r') {
    throw new TypeError(`qr: mode must be 'reduced', 'complete' or 'r', got ${JSON.stringify(mode)}`);
  }
  const [q, r] = laxQr(asArray('qr', a), { fullMatrices: mode === 'complete' });
  return mode === 'r' ? r : [q, r];
}

export type SvdOptions = {
  /** Whether u is m × m and vᴴ n × n, the default, instead of m × k and k × n with k = min(m, n). */
  readonly fullMatrices?: boolean;
  /** Whether the matrices are known to be Hermitian: eigenvalues, which take less time, give the singular ones. */
  readonly hermitian?: boolean;
};

/**
 * The singular value decomposition of matrices (…, m, n): `[u, s, vh]` with a = u diag(s) vh, s descending; or s alone.
 *
 * Throws RangeError unless a has two axes, of one extent where the matrices are `hermitian`.
 *
 * @example
 * ```ts
 * console.log(String(np.linalg.svd([[3, 0], [0, 4]], { computeUv: false }))); // => [4. 3.]
 * ```
 */
export function svd(
  a: ArrayLike,
  options?: SvdOptions & { readonly computeUv?: true },
): [u: NDArray, s: NDArray, vh: NDArray];
export function svd(a: ArrayLike, options: SvdOptions & { readonly computeUv: false }): NDArray;
export function svd(
  a: ArrayLike,
  options: SvdOptions & { readonly computeUv?: boolean } = {},
): [u: NDArray, s: NDArray, vh: NDArray] | NDArray {
  checkOptions('svd', options, ['fullMatrices', 'computeUv', 'hermitian']);
  const { hermitian = false, ...rest } = options;
  if (!hermitian) return laxSvd(asArray('svd', a), rest);
  const [operand] = inexactOperands('svd', [asArray('svd', a)]) as [NDArray];
  return rest.computeUv === false ? hermitianSvdvals('svd', operand) : hermitianSvd('svd', operand);
}

/**
 * The singular values of matrices (…, m, n), descending.
 *
 * @example
 * ```ts
 * console.log(String(np.linalg.svdvals([[3, 0], [0, 4]]))); // => [4. 3.]
 * ```
 */
export const svdvals = (a: ArrayLike): NDArray =>
  laxSvd(inexactOperands('svdvals', [asArray('svdvals', a)])[0]!, { computeUv: false });

export type EighOptions = {
  /** Which triangle is read if the matrix is not made symmetric first: `'L'` by default. */
  readonly uplo?: 'L' | 'U';
  /** Whether (a + aᴴ)/2 is decomposed, so that derivatives are symmetric too; true by default. */
  readonly symmetrizeInput?: boolean;
};

const eighOf = (what: string, a: ArrayLike, options: EighOptions): [w: NDArray, v: NDArray] => {
  checkOptions(what, options, ['uplo', 'symmetrizeInput']);
  const { uplo = 'L', symmetrizeInput = true } = options;
  if (uplo !== 'L' && uplo !== 'U')
    throw new TypeError(`${what}: uplo must be 'L' or 'U', got ${JSON.stringify(uplo)}`);
  const operand = asArray(what, a);
  checkSquare(what, operand);
  const [v, w] = laxEigh(operand, { lower: uplo === 'L', symmetrizeInput });
  return [w, v];
};

/**
 * The eigenvalues, ascending, and eigenvectors, as columns, of Hermitian matrices (…, n, n): `[w, v]`.
 *
 * Derivatives of eigenvectors exist where eigenvalues differ. Throws RangeError unless the matrices are square.
 *
 * @example
 * ```ts
 * console.log(String(np.linalg.eigh([[2, 1], [1, 2]])[0])); // => [1. 3.]
 * ```
 */
export const eigh = (a: ArrayLike, options: EighOptions = {}): [w: NDArray, v: NDArray] => eighOf('eigh', a, options);

/**
 * The eigenvalues of Hermitian matrices (…, n, n), ascending.
 *
 * @example
 * ```ts
 * console.log(String(np.linalg.eigvalsh([[2, 1], [1, 2]]))); // => [1. 3.]
 * ```
 */
export const eigvalsh = (a: ArrayLike, options: EighOptions = {}): NDArray => eighOf('eigvalsh', a, options)[0];

/**
 * The eigenvalues and eigenvectors, as columns, of square matrices (…, n, n), both complex: `[w, v]`.
 *
 * Eigenvalues are differentiable where they differ, eigenvectors are not. Throws RangeError unless the matrices are square.
 *
 * @example
 * ```ts
 * console.log(String(np.linalg.eig([[0, -1], [1, 0]])[0])); // => [0.+1.j 0.-1.j]
 * ```
 */
export const eig = (a: ArrayLike): [w: NDArray, v: NDArray] =>
  laxEig(asArray('eig', a), { computeLeftEigenvectors: false }) as [NDArray, NDArray];

/**
 * The eigenvalues of square matrices (…, n, n), complex.
 *
 * They are differentiable once; `lax.linalg.eig` with `enableEigvecDerivs` is any number of times, where eigenvalues differ.
 * Throws RangeError unless the matrices are square.
 *
 * @example
 * ```ts
 * console.log(String(np.linalg.eigvals([[2, 0], [0, 3]]))); // => [2.+0.j 3.+0.j]
 * ```
 */
export const eigvals = (a: ArrayLike): NDArray => {
  const operand = asArray('eigvals', a);
  checkSquare('eigvals', operand);
  return laxEig(operand, { computeLeftEigenvectors: false, computeRightEigenvectors: false })[0]!;
};
