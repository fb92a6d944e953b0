import type { NDArray } from '../../array/ndarray.ts';
import { convertElementType } from '../../primitives/convert.ts';
import { abs } from '../../primitives/elementwise/absolute.ts';
import { mul } from '../../primitives/elementwise/arithmetic.ts';
import { lt } from '../../primitives/elementwise/comparison.ts';
import { constantLike } from '../../primitives/elementwise/constant.ts';
import { select } from '../../primitives/elementwise/select.ts';
import { takeAlongAxis } from '../../primitives/indexing/take.ts';
import { eigh } from '../../primitives/linalg/eigh.ts';
import { adjoint } from '../../primitives/linalg/matrix.ts';
import { checkSquare } from '../../primitives/linalg/stacked.ts';
import { broadcastTo } from '../../primitives/shape/broadcast-to.ts';
import { iota } from '../../primitives/shape/iota.ts';
import { expandDims } from '../../primitives/shape/reshape.ts';
import { rev } from '../../primitives/shape/rev.ts';
import { sort, sortKeyVal } from '../../primitives/sort/sort.ts';

/** The singular values of Hermitian matrices, descending: how large their eigenvalues are. */
export const hermitianSvdvals = (what: string, a: NDArray): NDArray => {
  checkSquare(what, a);
  const [, w] = eigh(a);
  return rev(sort(abs(w)), [w.ndim - 1]);
};

/**
 * The singular value decomposition of Hermitian matrices by their eigenvalues: `[u, s, vh]`, s descending. Each row of vh is the
 * eigenvector's with the sign of its eigenvalue.
 */
export const hermitianSvd = (what: string, a: NDArray): [u: NDArray, s: NDArray, vh: NDArray] => {
  checkSquare(what, a);
  const [v, w] = eigh(a);
  const last = w.ndim - 1;
  const [ascending, places] = sortKeyVal(abs(w), iota('int32', w.shape, last), { dimension: last });
  const order = rev(places, [last]);
  const u = takeAlongAxis(v, broadcastTo(expandDims(order, [last]), v.shape), { axis: last + 1 });
  const value = takeAlongAxis(w, order, { axis: last });
  const sign = select(lt(value, constantLike(value, 0)), constantLike(value, -1), constantLike(value, 1));
  const signed = mul(u, broadcastTo(expandDims(convertElementType(sign, u.dtype), [last]), u.shape));
  return [u, rev(ascending, [last]), adjoint(signed)];
};
