import { wired } from '../numpy/methods.ts';
import * as choleskyFamily from '../primitives/linalg/cholesky.ts';
import * as eigFamily from '../primitives/linalg/eig.ts';
import * as eighFamily from '../primitives/linalg/eigh.ts';
import * as luFamily from '../primitives/linalg/lu.ts';
import * as qrFamily from '../primitives/linalg/qr.ts';
import * as svdFamily from '../primitives/linalg/svd.ts';
import * as triangular from '../primitives/linalg/triangular-solve.ts';
import * as tridiagonal from '../primitives/linalg/tridiagonal-solve.ts';

export type { CholeskyOptions } from '../primitives/linalg/cholesky.ts';
export type { EigOptions } from '../primitives/linalg/eig.ts';
export type { EighOptions } from '../primitives/linalg/eigh.ts';
export type { QrOptions } from '../primitives/linalg/qr.ts';
export type { SvdOptions } from '../primitives/linalg/svd.ts';
export type { TriangularSolveOptions } from '../primitives/linalg/triangular-solve.ts';

/** Decompositions and solvers under the names of jax.lax.linalg. */

/** The lower triangular factor of positive definite matrices. */
export const cholesky = wired(choleskyFamily.cholesky);

/** Eigenvalues and eigenvectors of square matrices: `[w, vl, vr]`. */
export const eig = wired(eigFamily.eig);

/** Eigenvectors and eigenvalues of Hermitian matrices: `[v, w]`. */
export const eigh = wired(eighFamily.eigh);

/** LU decompositions with partial pivoting: `[lu, pivots, permutation]`. */
export const lu = wired(luFamily.lu);

/** Row exchanges as one permutation. */
export const luPivotsToPermutation = wired(luFamily.luPivotsToPermutation);

/** QR decompositions: `[q, r]`. */
export const qr = wired(qrFamily.qr);

/** Singular value decompositions: `[u, s, vh]`. */
export const svd: typeof svdFamily.svd = wired(svdFamily.svd);

/** Solves triangular systems. */
export const triangularSolve = wired(triangular.triangularSolve);

/** Solves tridiagonal systems. */
export const tridiagonalSolve = wired(tridiagonal.tridiagonalSolve);
