import { isComplex, realOf } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bind, bindOne } from '../../core/tracer.ts';
import { abs } from '../elementwise/absolute.ts';
import { div, mul, neg, reciprocal, sub } from '../elementwise/arithmetic.ts';
import { eq } from '../elementwise/comparison.ts';
import { constantLike } from '../elementwise/constant.ts';
import { noParams } from '../elementwise/construct.ts';
import { log } from '../elementwise/exponential.ts';
import { select } from '../elementwise/select.ts';
import { reduceProd } from '../reduction/product.ts';
import { reduceSum } from '../shape/broadcast.ts';
import { iota } from '../shape/iota.ts';
import { reshape } from '../shape/reshape.ts';
import { cofactorsOfSmall, determinant2, determinantOfFactors, determinantOfSmall } from './determinant-values.ts';
import { linearSolvePrimitive } from './linear-solve.ts';
import { constantFactors } from './lu.ts';
import { diagonalOfMatrix, identities, likeDType, matrixTranspose, overMatrix, realPart } from './matrix.ts';
import {
  batchStacked,
  byLanes,
  checkSquare,
  evaluateStacked,
  inexactOperands,
  matrixExtents,
  stackOf,
} from './stacked.ts';

/**
 * Sign and logarithm of the determinant, given the matrix and, from n = 3 on, its LU factors, pivots and permutation.
 * The derivative is tr(a⁻¹ ȧ), so that one factorisation serves derivatives of all orders; the factors count as
 * constants. The sign of a real determinant has derivative zero.
 */
export const slogdetPrimitive: Primitive = {
  name: 'slogdet',
  abstractEval: ([a]) => [makeAval(stackOf(a!), a!.dtype), makeAval(stackOf(a!), realOf(a!.dtype))],
  evaluate: ([a, factors, pivots]) => {
    const [n] = matrixExtents(a!);
    const lanes = byLanes<1 | 2>(a!, 1, 2);
    const parts = [
      { shape: [], dtype: a!.dtype },
      { shape: [], dtype: realOf(a!.dtype) },
    ];
    if (factors === undefined) {
      return evaluateStacked([a!], [2], parts, x => signAndLogarithm([determinantOfSmall(x, n, lanes)], lanes));
    }
    return evaluateStacked([factors, pivots!], [2, 1], parts, (f, p) =>
      signAndLogarithm(determinantOfFactors(f!, p!, lanes), lanes),
    );
  },
  jvp: (inputs, [tangent]) => {
    const [a] = inputs;
    const [sign, logarithm] = bind(slogdetPrimitive, inputs, noParams) as [NDArray, NDArray];
    if (tangent === null || matrixExtents(a!)[0] === 0) return { primals: [sign, logarithm], tangents: [null, null] };
    const change = reduceSum(mul(inverseTransposed(inputs), tangent!), [a!.ndim - 2, a!.ndim - 1]);
    const size = realPart(change);
    // the imaginary part turns the sign
    const turn = isComplex(a!.dtype) ? mul(sub(change, likeDType(size, change)), sign) : null;
    return { primals: [sign, logarithm], tangents: [turn, size] };
  },
  transpose: unsupported('slogdet', 'transpose', 'it is not linear'),
  batch: batchStacked(() => slogdetPrimitive),
  expand: ([a]) => (matrixExtents(a!)[0] === 0 ? undefined : signAndLogarithmOf),
};

/** Sign and logarithm of the determinants of matrices, given LU factors and pivots, or of small ones without these. */
export const signAndLogarithmOf = ([a, factors, pivots]: readonly NDArray[]): readonly [NDArray, NDArray] => {
  const [n] = matrixExtents(a!);
  const small = (): NDArray => reshape(n === 1 ? a! : determinant2(a!), [...stackOf(a!), 1]);
  const parts = factors === undefined ? small() : diagonalOfMatrix(factors);
  const axis = parts.ndim - 1;
  const moduli = abs(parts);
  const [zero, one] = [constantLike(parts, 0), constantLike(parts, 1)];
  const signs = select(eq(moduli, constantLike(moduli, 0)), zero, div(parts, likeDType(moduli, parts)));
  const sign = reduceProd(signs, [axis]);
  const logarithm = reduceSum(log(moduli), [axis]);
  if (pivots === undefined) return [sign, logarithm];
  const isKept = eq(pivots, iota('int32', pivots.shape, axis));
  return [mul(sign, reduceProd(select(isKept, one, neg(one)), [axis])), logarithm];
};

/** a⁻ᵀ, the derivative of the logarithm by each element. */
const inverseTransposed = ([a, factors, , permutation]: readonly NDArray[]): NDArray => {
  const [n] = matrixExtents(a!);
  if (n === 1) return reciprocal(a!);
  if (factors === undefined) {
    const { cofactors, determinant } = cofactorsOfSmall(a!);
    return overMatrix(cofactors, determinant);
  }
  const inputs = [a!, factors, permutation!, identities(a!, n)];
  return matrixTranspose(bindOne(linearSolvePrimitive, inputs, { transposeA: false }));
};

/** The sign and the logarithm of the modulus of a product; the sign of zero is zero. */
const signAndLogarithm = (
  factors: readonly (readonly [re: number, im: number])[],
  lanes: 1 | 2,
): [Float64Array, Float64Array] => {
  let [signRe, signIm] = [1, 0];
  let logarithm = 0;
  for (const [re, im] of factors) {
    const modulus = lanes === 1 ? Math.abs(re) : Math.hypot(re, im);
    logarithm += Math.log(modulus);
    if (modulus === 0) [signRe, signIm] = [0, 0];
    else [signRe, signIm] = [(signRe * re - signIm * im) / modulus, (signRe * im + signIm * re) / modulus];
  }
  return [lanes === 1 ? Float64Array.of(signRe) : Float64Array.of(signRe, signIm), Float64Array.of(logarithm)];
};

/**
 * Sign and natural logarithm of the modulus of the determinants of square matrices, `[sign, logabsdet]`
 * (`numpy.linalg.slogdet`), by LU decomposition.
 *
 * Singular matrices give 0 and -Infinity, and no finite derivative. The sign of real matrices has derivative zero.
 * Throws RangeError unless the matrices are square.
 *
 * @example
 * ```ts
 * const [sign, logabsdet] = linalg.slogdet(array([[1, 2], [3, 4]]));
 * console.log(sign.item(), Math.exp(logabsdet.item()).toFixed(4)); // => -1 2.0000
 * ```
 */
export const slogdet = (a: ArrayLike): [sign: NDArray, logabsdet: NDArray] => {
  const [x] = inexactOperands('slogdet', [a]) as [NDArray];
  checkSquare('slogdet', x);
  const inputs = matrixExtents(x)[0] <= 2 ? [x] : [x, ...constantFactors(x)];
  return bind(slogdetPrimitive, inputs, noParams) as [NDArray, NDArray];
};
