import { allocate, lanesOf } from '../../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { type Complex, multiply } from '../../reference/dense/complex.ts';
import { timesPowerOfTwo } from '../../reference/dense/matrix.ts';
import { add, mul, sub } from '../elementwise/arithmetic.ts';
import { broadcastInDim } from '../shape/broadcast.ts';
import { rev } from '../shape/rev.ts';
import { elementOf } from './matrix.ts';
import { stackOf } from './stacked.ts';

/** The determinant of a matrix with at most two rows. */
export const determinantOfSmall = (a: Float64Array, n: number, lanes: 1 | 2): Complex => {
  const at = (index: number): Complex => [a[lanes * index]!, lanes === 1 ? 0 : a[2 * index + 1]!];
  if (n === 0) return [1, 0];
  if (n === 1) return at(0);
  if (lanes === 1) return [a[0]! * a[3]! - a[1]! * a[2]!, 0];
  const [x, y] = [multiply(at(0), at(3)), multiply(at(1), at(2))];
  return [x[0] - y[0], x[1] - y[1]];
};

/** The factors of the determinant of a matrix: the diagonal of U, and the sign of the row exchanges. */
export const determinantOfFactors = (factors: Float64Array, pivots: Iterable<number>, lanes: 1 | 2): Complex[] => {
  const exchanges = [...pivots];
  const n = exchanges.length;
  const parity: Complex = [exchanges.reduce((sign, pivot, i) => (pivot === i ? sign : -sign), 1), 0];
  const diagonal = Array.from({ length: n }, (_, i): Complex => {
    const at = lanes * i * (n + 1);
    return [factors[at]!, lanes === 1 ? 0 : factors[at + 1]!];
  });
  return [parity, ...diagonal];
};

/** A product without overflow or underflow on the way. */
export const productOf = (factors: readonly Complex[], lanes: 1 | 2): Float64Array => {
  let value: Complex = [1, 0];
  let exponent = 0;
  for (const factor of factors) {
    value = lanes === 1 ? [value[0] * factor[0], 0] : multiply(value, factor);
    const size = Math.max(Math.abs(value[0]), Math.abs(value[1]));
    const by = size > 1e150 && size < Number.POSITIVE_INFINITY ? -500 : size < 1e-150 && size > 0 ? 500 : 0;
    exponent -= by;
    value = [value[0] * 2 ** by, value[1] * 2 ** by];
  }
  const parts = value.slice(0, lanes).map(part => timesPowerOfTwo(part, exponent));
  return Float64Array.from(parts);
};

/** Determinant and cofactors of 2 × 2 matrices. */
export const cofactorsOfSmall = (a: NDArray): { readonly determinant: NDArray; readonly cofactors: NDArray } => {
  const lanes = lanesOf(a.dtype);
  const signs = allocate(a.dtype, 4);
  [1, -1, -1, 1].forEach((sign, i) => {
    signs[i * lanes] = sign;
  });
  const stack = stackOf(a).length;
  const pattern = broadcastInDim(new ConcreteArray([2, 2], a.dtype, signs), a.shape, [stack, stack + 1]);
  return { determinant: determinant2(a), cofactors: mul(pattern, rev(a, [stack, stack + 1])) };
};

export const determinant2 = (a: NDArray): NDArray =>
  sub(mul(elementOf(a, 0, 0), elementOf(a, 1, 1)), mul(elementOf(a, 0, 1), elementOf(a, 1, 0)));

export const determinant3 = (a: NDArray): NDArray => {
  const product = (i: number, j: number, k: number): NDArray =>
    mul(mul(elementOf(a, 0, i), elementOf(a, 1, j)), elementOf(a, 2, k));
  const even = add(add(product(0, 1, 2), product(1, 2, 0)), product(2, 0, 1));
  return sub(sub(sub(even, product(2, 1, 0)), product(0, 2, 1)), product(1, 0, 2));
};

/** Laplace's expansion by the first two rows: minors of these times the complementary minors of the other two. */
export const determinant4 = (a: NDArray): NDArray => {
  const minor = (row: number, j: number, k: number): NDArray =>
    sub(mul(elementOf(a, row, j), elementOf(a, row + 1, k)), mul(elementOf(a, row, k), elementOf(a, row + 1, j)));
  const term = (j: number, k: number, l: number, m: number): NDArray => mul(minor(0, j, k), minor(2, l, m));
  const plus = add(add(term(0, 1, 2, 3), term(0, 3, 1, 2)), add(term(1, 2, 0, 3), term(2, 3, 0, 1)));
  return sub(plus, add(term(0, 2, 1, 3), term(1, 3, 0, 2)));
};
