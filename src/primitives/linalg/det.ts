import { filled } from '../../array/create.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { lu, luComplex } from '../../reference/dense/lu.ts';
import { convertElementType, toDouble } from '../convert.ts';
import { abs } from '../elementwise/absolute.ts';
import { mul } from '../elementwise/arithmetic.ts';
import { gt, lt } from '../elementwise/comparison.ts';
import { noParams } from '../elementwise/construct.ts';
import { exp } from '../elementwise/exponential.ts';
import { bitwiseAnd } from '../elementwise/logical.ts';
import { select } from '../elementwise/select.ts';
import { cumprod } from '../reduction/cumulative.ts';
import { reduceAnd } from '../reduction/logical.ts';
import { reduceSum } from '../shape/broadcast.ts';
import { reshape } from '../shape/reshape.ts';
import { sliceInDim } from '../shape/slice.ts';
import { cofactors } from './cofactors.ts';
import { determinant2, determinant3, determinant4, determinantOfFactors, productOf } from './determinant-values.ts';
import { constantFactors } from './lu.ts';
import { diagonalOfMatrix, likeDType } from './matrix.ts';
import { signAndLogarithmOf } from './slogdet.ts';
import {
  batchStacked,
  byLanes,
  checkSquare,
  evaluateStacked,
  inexactOperands,
  matrixExtents,
  stackOf,
} from './stacked.ts';

/** The determinant; its derivative by the matrix are the cofactors, which exist for singular matrices, too. */
export const detPrimitive: Primitive = {
  name: 'det',
  abstractEval: ([a]) => [makeAval(stackOf(a!), a!.dtype)],
  evaluate: ([a]) => {
    const [n] = matrixExtents(a!);
    const lanes = byLanes<1 | 2>(a!, 1, 2);
    const factor = byLanes(a!, lu, luComplex);
    return evaluateStacked([a!], [2], [{ shape: [], dtype: a!.dtype }], x => {
      const { lu: factors, pivots } = factor(x, n, n);
      return [productOf(determinantOfFactors(factors, pivots, lanes), lanes)];
    });
  },
  jvp: ([a], [tangent]) => {
    return {
      primals: [bindOne(detPrimitive, [a!], noParams)],
      tangents: [reduceSum(mul(cofactors(a!), tangent!), [a!.ndim - 2, a!.ndim - 1])],
    };
  },
  transpose: unsupported('det', 'transpose', 'it is not linear'),
  batch: batchStacked(() => detPrimitive),
  expand: ([a]) => (a!.shape.includes(0) ? undefined : ([x]) => [determinantByFactors(x!)]),
};

/** The product of the pivots in double precision; where it leaves its range on the way, by logarithms. */
const determinantByFactors = (a: NDArray): NDArray => {
  const [factors, pivots] = constantFactors(a);
  const double = toDouble(factors);
  const [sign, logarithm] = signAndLogarithmOf([a, double, pivots]);
  const axis = a.ndim - 2;
  const products = cumprod(diagonalOfMatrix(double), axis);
  const sizes = abs(products);
  const isSafe = reduceAnd(bitwiseAnd(gt(sizes, 1e-290), lt(sizes, 1e300)), [axis]);
  // the sign of the diagonal is part of the product
  const last = abs(reshape(sliceInDim(products, -1, null, 1, axis), stackOf(a)));
  return convertElementType(mul(sign, likeDType(select(isSafe, last, exp(logarithm)), sign)), a.dtype);
};

/**
 * The determinants of square matrices (…, n, n) (`numpy.linalg.det`): by formula up to n = 4, then by LU decomposition.
 * What single precision gives is computed in double precision; in this, products of two or three entries must not leave its range.
 *
 * First and second derivatives are right for singular matrices, too. From n = 5 on third derivatives are NaN where two
 * singular values are equal. Throws RangeError unless the matrices are square.
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
    case 4: {
      // products of two entries may leave the range of single precision where the determinant does not
      const double = toDouble(x);
      return convertElementType(x.shape.at(-1) === 3 ? determinant3(double) : determinant4(double), x.dtype);
    }
    default:
      return bindOne(detPrimitive, [x], noParams);
  }
};
