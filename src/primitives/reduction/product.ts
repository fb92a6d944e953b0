import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import type { Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
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
    const { shape } = x!;
    const count = sizeOf(axes.map(axis => shape[axis]!));
    if (count === 0) return { primals: [bindOne(reduceProdPrimitive, [x!], { axes })], tangents: [null] };
    const kept = keptAxes(shape, axes);
    const inFront = (array: NDArray): NDArray =>
      reshape(transpose(array, [...axes, ...kept]), [count, ...kept.map(axis => shape[axis]!)]);
    // quotients of the product by its factors would fail at zeros
    const [product, productTangent] = treeReduce(dualProduct, [inFront(x!), inFront(tangent!)]);
    return { primals: [product!], tangents: [productTangent!] };
  },
});

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
