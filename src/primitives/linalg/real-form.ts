import type { NDArray } from '../../array/ndarray.ts';
import { neg } from '../elementwise/arithmetic.ts';
import { complex, imag, real } from '../elementwise/complex.ts';
import { constantLike } from '../elementwise/constant.ts';
import { select } from '../elementwise/select.ts';
import { stack } from '../shape/concatenate.ts';
import { reshape } from '../shape/reshape.ts';
import { indexInDim } from '../shape/slice.ts';
import { matrixMask } from './matrix.ts';
import { matrixExtents, stackOf } from './stacked.ts';

/**
 * Complex matrices as real ones of twice the extents: x + iy becomes [[x, -y], [y, x]] in place. Products, adjoints and inverses
 * are those of the complex matrices, and triangular matrices with a real diagonal stay triangular, so that methods for real
 * matrices do for these.
 */

/** (…, m, n) to (…, 2m, 2n). */
export const realForm = (z: NDArray): NDArray => {
  const [m, n] = matrixExtents(z);
  const [re, im] = [real(z), imag(z)];
  const rows = [stack([re, neg(im)], -1), stack([im, re], -1)];
  return reshape(stack(rows, -3), [...stackOf(z), 2 * m, 2 * n]);
};

/** The complex matrix of which this is the real form. */
export const fromRealForm = (x: NDArray): NDArray => {
  const [m, n] = matrixExtents(x);
  const parts = reshape(x, [...stackOf(x), m / 2, 2, n / 2, 2]);
  const left = indexInDim(parts, 0, -1, false);
  return complex(indexInDim(left, 0, -2, false), indexInDim(left, 1, -2, false));
};

/** Real and imaginary parts side by side along one of the last two axes: what the real form, or its transpose, multiplies. */
export const partsAlong = (z: NDArray, axis: -1 | -2): NDArray => {
  const [m, n] = matrixExtents(z);
  const shape = axis === -1 ? [m, 2 * n] : [2 * m, n];
  return reshape(stack([real(z), imag(z)], axis), [...stackOf(z), ...shape]);
};

export const fromPartsAlong = (x: NDArray, axis: -1 | -2): NDArray => {
  const [m, n] = matrixExtents(x);
  const shape = axis === -1 ? [m, n / 2, 2] : [m / 2, 2, n];
  const parts = reshape(x, [...stackOf(x), ...shape]);
  return complex(indexInDim(parts, 0, axis, false), indexInDim(parts, 1, axis, false));
};

/** Square matrices with other elements on the diagonal, zeros unless they are given. */
export const withDiagonal = (x: NDArray, diagonal: NDArray = constantLike(x, 0)): NDArray => {
  const [n] = matrixExtents(x);
  return select(
    matrixMask(n, n, (row, column) => row === column),
    diagonal,
    x,
  );
};
