import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import type { Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { convertElementType } from '../convert.ts';
import { div, mul } from '../elementwise/arithmetic.ts';
import { eq } from '../elementwise/comparison.ts';
import { reduceSum } from '../shape/broadcast.ts';
import { maximum, minimum } from './monoid.ts';
import { type AxesParams, reducer, reduction, spread } from './reducer.ts';

/** The tangent is the mean of the tangents of all elements that attain the extremum, as in JAX. */
const extremumJvp =
  (primitive: () => Primitive<AxesParams>): Primitive<AxesParams>['jvp'] =>
  ([x], [tangent], { axes }) => {
    const extremum = bindOne(primitive(), [x!], { axes });
    const attained = convertElementType(eq(x!, spread(extremum, x!.shape, axes)), x!.dtype);
    const count = reduceSum(attained, axes);
    return { primals: [extremum], tangents: [div(reduceSum(mul(tangent!, attained), axes), count)] };
  };

const reduceMaxPrimitive: Primitive<AxesParams> = reducer({
  name: 'reduce_max',
  caller: 'reduceMax',
  monoid: maximum,
  keepsWeakType: true,
  jvp: extremumJvp(() => reduceMaxPrimitive),
});

/**
 * `lax.reduce_max`: the greatest element over the given axes, which disappear; NaN where there is one.
 *
 * Complex numbers are ordered by their real, then their imaginary parts. Nothing at all has the lowest value of the
 * dtype as its maximum: -inf, the least int or false. Elements that tie share the derivative evenly. Negative axes count
 * from the end. Throws RangeError for axes that x does not have or that are named twice.
 *
 * @example
 * ```ts
 * console.log(String(lax.reduceMax(array([[1, 5], [3, 2]]), [1]))); // => [5. 3.]
 * ```
 */
export const reduceMax: (x: ArrayLike, axes: readonly number[]) => NDArray = reduction(reduceMaxPrimitive, 'reduceMax');

const reduceMinPrimitive: Primitive<AxesParams> = reducer({
  name: 'reduce_min',
  caller: 'reduceMin',
  monoid: minimum,
  keepsWeakType: true,
  jvp: extremumJvp(() => reduceMinPrimitive),
});

/**
 * `lax.reduce_min`: the smallest element over the given axes, which disappear; NaN where there is one.
 *
 * Complex numbers are ordered by their real, then their imaginary parts. Nothing at all has the highest value of the
 * dtype as its minimum: inf, the greatest int or true. Elements that tie share the derivative evenly. Negative axes count
 * from the end. Throws RangeError for axes that x does not have or that are named twice.
 *
 * @example
 * ```ts
 * console.log(String(lax.reduceMin(array([[1, 5], [3, 2]]), [1]))); // => [1. 2.]
 * ```
 */
export const reduceMin: (x: ArrayLike, axes: readonly number[]) => NDArray = reduction(reduceMinPrimitive, 'reduceMin');
