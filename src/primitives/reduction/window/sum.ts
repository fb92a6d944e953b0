import { isLinear, type Primitive } from '../../../core/primitive.ts';
import { bindOne } from '../../../core/tracer.ts';
import { constantLike } from '../../elementwise/constant.ts';
import { linearJvp } from '../../linear.ts';
import { pad } from '../../shape/slice.ts';
import { addition } from '../monoid.ts';
import { dilated, type PaddingPairs, type WindowParams } from './parameters.ts';
import { windowReducer, windowReduction } from './window-reducer.ts';

const reduceWindowSumPrimitive: Primitive<WindowParams> = windowReducer({
  name: 'reduce_window_sum',
  caller: 'reduceWindowSum',
  monoid: addition,
  jvp: linearJvp(() => reduceWindowSumPrimitive),
  // Each element receives the cotangents of the windows that reach it: a sum over windows of the same form, which run
  // over the cotangents put as far from each other as the windows were.
  transpose: ([cotangent], [x], { windowDimensions, windowStrides, padding, baseDilation, windowDilation }) => {
    if (cotangent === null || cotangent === undefined || !isLinear(x!)) return [null];
    const { shape } = x.aval;
    const config = shape.map((extent, axis): readonly [number, number, number] => {
      const reach = dilated(windowDimensions[axis]!, windowDilation[axis]!);
      const low = reach - 1 - padding[axis]![0];
      const needed = dilated(extent, baseDilation[axis]!) + reach - 1;
      return [low, needed - dilated(cotangent.shape[axis]!, windowStrides[axis]!) - low, windowStrides[axis]! - 1];
    });
    return [
      bindOne(reduceWindowSumPrimitive, [pad(cotangent, constantLike(cotangent, 0), config)], {
        windowDimensions,
        windowStrides: baseDilation,
        padding: shape.map((): PaddingPairs[number] => [0, 0]),
        baseDilation: shape.map(() => 1),
        windowDilation,
      }),
    ];
  },
});

/**
 * The sum of each window of x (`lax.reduce_window` with `lax.add` and 0).
 *
 * The result has an element for each window; padding counts as 0. Throws TypeError for bools or an unknown padding,
 * RangeError unless window, strides, dilations and padding have an entry for each axis of x.
 *
 * @example
 * ```ts
 * console.log(String(lax.reduceWindowSum(array([1, 2, 3, 4]), [2]))); // => [3. 5. 7.]
 * ```
 */
export const reduceWindowSum = windowReduction(reduceWindowSumPrimitive, 'reduceWindowSum');
