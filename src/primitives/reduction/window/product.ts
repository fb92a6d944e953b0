import type { NDArray } from '../../../array/ndarray.ts';
import { sizeOf } from '../../../array/shape.ts';
import { type Primitive, unsupported } from '../../../core/primitive.ts';
import { bindOne } from '../../../core/tracer.ts';
import { constantLike } from '../../elementwise/constant.ts';
import { stack } from '../../shape/concatenate.ts';
import { pad, slice } from '../../shape/slice.ts';
import { treeReduce } from '../associative-scan.ts';
import { dualProduct } from '../dual.ts';
import { multiplication } from '../monoid.ts';
import { type WindowParams, windowedShape } from './parameters.ts';
import { windowReducer, windowReduction } from './window-reducer.ts';

/** All index vectors of a shape, in row-major order. */
const indexVectors = (shape: readonly number[]): number[][] =>
  shape.reduce<number[][]>(
    (vectors, extent) => vectors.flatMap(vector => Array.from({ length: extent }, (_, k) => [...vector, k])),
    [[]],
  );

/** The elements at each position of all windows, stacked along a new leading axis; `fill` where there is none. */
const elementsOfWindows = (x: NDArray, params: WindowParams, fill: number): NDArray => {
  const { windowDimensions, windowStrides, padding, baseDilation, windowDilation } = params;
  const padded = pad(
    x,
    constantLike(x, fill),
    padding.map(([low, high], axis) => [low, high, baseDilation[axis]! - 1]),
  );
  const counts = windowedShape(x.shape, params);
  return stack(
    indexVectors(windowDimensions).map(position => {
      const start = position.map((k, axis) => k * windowDilation[axis]!);
      const limit = start.map((first, axis) => first + (counts[axis]! - 1) * windowStrides[axis]! + 1);
      return slice(padded, start, limit, windowStrides);
    }),
  );
};

const reduceWindowProdPrimitive: Primitive<WindowParams> = windowReducer({
  name: 'reduce_window_prod',
  caller: 'reduceWindowProd',
  monoid: multiplication,
  jvp: ([x], [tangent], params) => {
    if (sizeOf(windowedShape(x!.shape, params)) === 0) {
      return { primals: [bindOne(reduceWindowProdPrimitive, [x!], params)], tangents: [null] };
    }
    const elements = [elementsOfWindows(x!, params, 1), elementsOfWindows(tangent!, params, 0)];
    const [product, productTangent] = treeReduce(dualProduct, elements);
    return { primals: [product!], tangents: [productTangent!] };
  },
  transpose: unsupported('reduce_window_prod', 'transpose', 'it is not linear'),
});

/**
 * The product of each window of x (`lax.reduce_window` with `lax.mul` and 1).
 *
 * The result has an element for each window; padding counts as 1. Derivatives hold at zeros too. Throws TypeError for
 * bools or an unknown padding, RangeError unless window, strides, dilations and padding have an entry for each axis of x.
 *
 * @example
 * ```ts
 * console.log(String(lax.reduceWindowProd(array([1, 2, 3, 4]), [2]))); // => [ 2.  6. 12.]
 * ```
 */
export const reduceWindowProd = windowReduction(reduceWindowProdPrimitive, 'reduceWindowProd');
