import { filled } from '../../array/create.ts';
import { allocate, isComplex } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { mul, reciprocal } from '../elementwise/arithmetic.ts';
import { ne } from '../elementwise/comparison.ts';
import { imag, real } from '../elementwise/complex.ts';
import { constantLike } from '../elementwise/constant.ts';
import { noParams } from '../elementwise/construct.ts';
import { bitwiseAnd } from '../elementwise/logical.ts';
import { isFinite as finite } from '../elementwise/rounding.ts';
import { select } from '../elementwise/select.ts';
import { reduceAnd } from '../reduction/logical.ts';
import { reduceProd } from '../reduction/product.ts';
import { reduceSum } from '../shape/broadcast.ts';
import { iota } from '../shape/iota.ts';
import { reshape } from '../shape/reshape.ts';
import { sliceInDim } from '../shape/slice.ts';
import { determinant2, determinant3, determinantOfFactors, productOf } from './determinant-values.ts';
import { lu } from './lu.ts';
import { diagonalOfMatrix, elementOf, identities, matrixTranspose, spreadOver } from './matrix.ts';
import { permuteRows } from './rows.ts';
import {
  batchStacked,
  byLanes,
  checkSquare,
  evaluateStacked,
  inexactOperands,
  matrixExtents,
  stackOf,
} from './stacked.ts';
import { triangularSolve } from './triangular-solve.ts';

/**
 * The determinant, given the matrix, its LU factors, pivots and permutation. Its derivative by the matrix are the
 * cofactors, which exist for singular matrices, too.
 */
export const detPrimitive: Primitive = {
  name: 'det',
  abstractEval: ([a]) => [makeAval(stackOf(a!), a!.dtype)],
  evaluate: ([a, factors, pivots]) => {
    const lanes = byLanes<1 | 2>(a!, 1, 2);
    const part = { shape: [], dtype: a!.dtype };
    return evaluateStacked([factors!, pivots!], [2, 1], [part], (f, p) => [
      productOf(determinantOfFactors(f!, p!, lanes), lanes),
    ]);
  },
  jvp: (inputs, [tangent]) => {
    const [a, factors, pivots, permutation] = inputs as [NDArray, NDArray, NDArray, NDArray];
    const primals = [bindOne(detPrimitive, inputs, noParams)];
    if (tangent === null) return { primals, tangents: [null] };
    const cofactors = matrixTranspose(adjugate(factors, pivots, permutation));
    return { primals, tangents: [reduceSum(mul(cofactors, tangent!), [a.ndim - 2, a.ndim - 1])] };
  },
  transpose: unsupported('det', 'transpose', 'it is not linear'),
  batch: batchStacked(() => detPrimitive),
};

/**
 * det(a) a⁻¹ from the factors of a. With the last pivot replaced by the reciprocal of the product of the others, and all
 * rows but the last multiplied by the determinant, back substitution gives it without dividing by the last pivot, which
 * is the one that is zero where the rank is n-1. Where the rank is less, all cofactors are zero.
 */
const adjugate = (factors: NDArray, pivots: NDArray, permutation: NDArray): NDArray => {
  const [n] = matrixExtents(factors);
  const diagonal = diagonalOfMatrix(factors);
  const last = diagonal.ndim - 1;
  const one = constantLike(factors, 1);
  const exchanged = ne(pivots, iota('int32', pivots.shape, last));
  const sign = reduceProd(select(exchanged, constantLike(factors, -1), one), [last]);
  const butLast = mul(reduceProd(sliceInDim(diagonal, 0, n - 1, 1, last), [last]), sign);
  const determinant = mul(butLast, elementOf(factors, n - 1, n - 1));
  const pivotFree = select(mask(n, n, n * n - 1), spreadOver(reciprocal(butLast), factors), factors);
  const upper = { leftSide: true };
  const ones = filled([...stackOf(factors), n, 1], factors.dtype, 1);
  const probe = triangularSolve(pivotFree, ones, upper);
  const hasRank = reduceAnd(
    isComplex(probe.dtype) ? bitwiseAnd(finite(real(probe)), finite(imag(probe))) : finite(probe),
    [probe.ndim - 2, probe.ndim - 1],
  );
  const keep = (x: NDArray): NDArray => select(spreadOver(hasRank, x), x, constantLike(x, 0));
  const right = permuteRows(keep(identities(factors, n)), permutation);
  const forward = triangularSolve(pivotFree, right, { leftSide: true, lower: true, unitDiagonal: true });
  const lastRow = mask(n, n, n * (n - 1));
  const scaled = mul(forward, select(lastRow, one, spreadOver(determinant, forward)));
  return keep(triangularSolve(pivotFree, scaled, upper));
};

/** True from a flat position on. */
const mask = (rows: number, columns: number, from: number): ConcreteArray =>
  new ConcreteArray([rows, columns], 'bool', allocate('bool', rows * columns).fill(1, from));

/**
 * The determinants of square matrices (…, n, n) (`numpy.linalg.det`): by formula up to n = 3, then by LU decomposition.
 *
 * First derivatives are right for singular matrices, too; second ones of singular matrices are from n = 4 on NaN.
 * Throws RangeError unless the matrices are square.
 *
 * @example
 * ```ts
 * console.log(linalg.det(array([[1, 2], [3, 4]])).item()); // => -2
 * ```
 */
export const det = (a: ArrayLike): NDArray => {
  const [x] = inexactOperands('det', [a]) as [NDArray];
  checkSquare('det', x);
  switch (matrixExtents(x)[0]) {
    case 0:
      return filled(stackOf(x), x.dtype, 1);
    case 1:
      return reshape(x, stackOf(x));
    case 2:
      return determinant2(x);
    case 3:
      return determinant3(x);
    default:
      return bindOne(detPrimitive, [x, ...lu(x)], noParams);
  }
};
