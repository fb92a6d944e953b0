import { isComplex } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { eq, ge, gt, le, lt, ne } from '../../primitives/elementwise/comparison.ts';
import { imag, real } from '../../primitives/elementwise/complex.ts';
import { select } from '../../primitives/elementwise/select.ts';
import { readAligned } from './read.ts';

type Compare = (x: ArrayLike, y: ArrayLike) => NDArray;

const comparison =
  (what: string, compare: Compare): Compare =>
  (x, y) => {
    const [a, b] = readAligned(what, [x, y]) as [NDArray, NDArray];
    return compare(a, b);
  };

/** Complex numbers are ordered by their real, then their imaginary parts. */
const ordering =
  (what: string, compare: Compare): Compare =>
  (x, y) => {
    const [a, b] = readAligned(what, [x, y]) as [NDArray, NDArray];
    if (!isComplex(a.dtype)) return compare(a, b);
    return select(eq(real(a), real(b)), compare(imag(a), imag(b)), compare(real(a), real(b)));
  };

export const equal = comparison('equal', eq);
export const notEqual = comparison('notEqual', ne);
export const less = ordering('less', lt);
export const lessEqual = ordering('lessEqual', le);
export const greater = ordering('greater', gt);
export const greaterEqual = ordering('greaterEqual', ge);
