// Dense linear algebra in plain TypeScript, one matrix at a time: what the reference interpreter runs.
export { cholesky, choleskyComplex } from './cholesky.ts';
export { type Eig, type EigenvectorChoice, eigGeneral, eigGeneralComplex } from './eig.ts';
export { type Eigh, eighSymmetric } from './eigh.ts';
export { eighHermitian } from './eigh-complex.ts';
export { gehrd, gehrdComplex } from './hessenberg.ts';
export { type LU, lu, luComplex } from './lu.ts';
export { geqrf, orgqr, type PackedQR, type QR, qr } from './qr.ts';
export { geqrfComplex, orgqrComplex, qrComplex } from './qr-complex.ts';
export { type SVD, svd } from './svd.ts';
export { svdComplex } from './svd-complex.ts';
export { type TriangularSolveOptions, triangularSolve, triangularSolveComplex } from './triangular-solve.ts';
