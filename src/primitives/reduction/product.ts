import { isComplex } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { type Shape, sizeOf } from '../../array/shape.ts';
import type { Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { mul } from '../elementwise/arithmetic.ts';
import { reshape } from '../shape/reshape.ts';
import { transpose } from '../shape/transpose.ts';
import { treeReduce } from './associative-scan.ts';
import { dualProduct } from './dual.ts';
import { multiplication } from './monoid.ts';
import { type AxesParams, keptAxes, reducer, reduction } from './reducer.ts';

const reduceProdPrimitive: Primitive<AxesParams> = reducer({
  name: 'reduce_prod',
  caller: 'reduceProd',
  monoid: multiplication,
  keepsWeakType: true,
  jvp: ([x], [tangent], { axes }) => {
    if (factorsOf(x!, axes) === 0) {
      return { primals: [bindOne(reduceProdPrimitive, [x!], { axes })], tangents: [null] };
    }
    // quotients of the product by its factors would fail at zeros
    const [product, productTangent] = treeReduce(dualProduct, [inFront(x!, axes), inFront(tangent!, axes)]);
    return { primals: [product!], tangents: [productTangent!] };
  },
  expand: ([x], { axes }) =>
    isComplex(x!.dtype) && factorsOf(x!, axes) > 0
      ? ([z]) => treeReduce(([a], [b]) => [mul(a!, b!)], [inFront(z!, axes)])
      : undefined,
});

/** How many numbers are multiplied for an element of the result. */
const factorsOf = ({ shape }: { readonly shape: Shape }, axes: readonly number[]): number =>
  sizeOf(axes.map(axis => shape[axis]!));

/** The axes as one in front of the others. */
const inFront = (x: NDArray, axes: readonly number[]): NDArray => {
  const kept = keptAxes(x.shape, axes);
  return reshape(transpose(x, [...axes, ...kept]), [factorsOf(x, axes), ...kept.map(axis => x.shape[axis]!)]);
};

/**
 * `lax.reduce_prod`: the product over the given axes, which disappear; 1 where there is nothing to multiply.
 *
 * Derivatives hold at zeros too. Ints wrap around. Negative axes count from the end. Throws TypeError for bools,
 * RangeError for axes that x does not have or that are named twice.
 *
 * @example
 * ```ts
 * console.log(String(lax.reduceProd(array([[1, 2], [3, 4]]), [1]))); // => [ 2. 12.]
 * ```
 */
export const reduceProd: (x: ArrayLike, axes: readonly number[]) => NDArray = reduction(
  reduceProdPrimitive,
  'reduceProd',
);
