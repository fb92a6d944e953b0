import { type Primitive, unsupported } from '../../../core/primitive.ts';
import { bindOne } from '../../../core/tracer.ts';
import { maximum, minimum } from '../monoid.ts';
import type { SelectionParams, WindowParams } from './parameters.ts';
import { selectAndGatherAdd } from './selection.ts';
import { type WindowReducerSpec, type WindowReduction, windowReducer, windowReduction } from './window-reducer.ts';

type WindowExtremumSpec = Pick<WindowReducerSpec, 'name' | 'caller' | 'monoid'> & Pick<SelectionParams, 'select'>;

const windowExtremum = ({ select, ...spec }: WindowExtremumSpec): WindowReduction => {
  const primitive: Primitive<WindowParams> = windowReducer({
    ...spec,
    jvp: ([x], [tangent], params) => ({
      primals: [bindOne(primitive, [x!], params)],
      tangents: [selectAndGatherAdd(tangent!, x!, { ...params, select })],
    }),
    transpose: unsupported(spec.name, 'transpose', 'it is not linear'),
  });
  return windowReduction(primitive, spec.caller);
};

/**
 * The greatest element of each window of x (`lax.reduce_window` with `lax.max` and -inf): max-pooling.
 *
 * The result has an element for each window; padding counts for nothing, and a window of padding alone has the lowest
 * value of the dtype. NaN where there is one. Of elements that tie the first receives the derivative. Throws TypeError for
 * an unknown padding, RangeError unless window, strides, dilations and padding have an entry for each axis of x; complex
 * maxima are not differentiable.
 *
 * @example
 * ```ts
 * console.log(String(lax.reduceWindowMax(array([1, 4, 2, 3]), [2], { windowStrides: [2] }))); // => [4. 3.]
 * ```
 */
export const reduceWindowMax = windowExtremum({
  name: 'reduce_window_max',
  caller: 'reduceWindowMax',
  monoid: maximum,
  select: 'ge',
});

/**
 * The smallest element of each window of x (`lax.reduce_window` with `lax.min` and inf).
 *
 * The result has an element for each window; padding counts for nothing, and a window of padding alone has the highest
 * value of the dtype. NaN where there is one. Of elements that tie the first receives the derivative. Throws TypeError for
 * an unknown padding, RangeError unless window, strides, dilations and padding have an entry for each axis of x; complex
 * minima are not differentiable.
 *
 * @example
 * ```ts
 * console.log(String(lax.reduceWindowMin(array([1, 4, 2, 3]), [2], { windowStrides: [2] }))); // => [1. 2.]
 * ```
 */
export const reduceWindowMin = windowExtremum({
  name: 'reduce_window_min',
  caller: 'reduceWindowMin',
  monoid: minimum,
  select: 'le',
});
