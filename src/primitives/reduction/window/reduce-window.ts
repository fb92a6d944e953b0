import { describe } from '../../../array/create.ts';
import type { ArrayLike, NDArray } from '../../../array/ndarray.ts';
import { avalString } from '../../../core/aval.ts';
import { isConcrete } from '../../../core/tracer.ts';
import { toArray } from '../../convert.ts';
import { add, mul } from '../../elementwise/arithmetic.ts';
import { max, min } from '../../elementwise/extrema.ts';
import { valueLike } from '../../shape/value-like.ts';
import { addition, type Monoid, maximum, minimum, multiplication } from '../monoid.ts';
import { reduceWindowMax, reduceWindowMin } from './extremum.ts';
import type { WindowOptions } from './parameters.ts';
import { reduceWindowProd } from './product.ts';
import { reduceWindowSum } from './sum.ts';
import type { WindowReduction } from './window-reducer.ts';

/** What the elements of a window are combined with. */
export type WindowComputation = 'add' | 'mul' | 'max' | 'min';

const computations: {
  readonly [Kind in WindowComputation]: {
    readonly reduce: WindowReduction;
    readonly combine: (x: ArrayLike, y: ArrayLike) => NDArray;
    readonly monoid: Monoid;
  };
} = {
  add: { reduce: reduceWindowSum, combine: add, monoid: addition },
  mul: { reduce: reduceWindowProd, combine: mul, monoid: multiplication },
  max: { reduce: reduceWindowMax, combine: max, monoid: maximum },
  min: { reduce: reduceWindowMin, combine: min, monoid: minimum },
};

/** Whether windows may start from nothing; an initial value that is not known yet is taken into account. */
const isIdentity = (start: NDArray, monoid: Monoid): boolean =>
  isConcrete(start) && start.data[0] === monoid.identity(start.dtype) && (start.data[1] ?? 0) === 0;

/**
 * `lax.reduce_window`: the elements of each window of x combined, starting from an initial value.
 *
 * `init` is a scalar of x's dtype that every window starts from; padding counts for nothing. The result has an element for
 * each window. Differentiable in x and in `init`. Throws TypeError for another initial value, an unknown computation or
 * padding, or a dtype that the computation does not accept; RangeError unless window, strides, dilations and padding have
 * an entry for each axis of x.
 *
 * @example
 * ```ts
 * const x = array([1, 2, 3, 4]);
 * console.log(String(lax.reduceWindow(x, 0, 'add', [2]))); // => [3. 5. 7.]
 * console.log(String(lax.reduceWindow(x, 1, 'mul', [3], { padding: 'SAME' }))); // => [ 2.  6. 24. 12.]
 * ```
 */
export const reduceWindow = (
  x: ArrayLike,
  init: ArrayLike,
  computation: WindowComputation,
  windowDimensions: readonly number[],
  options: WindowOptions = {},
): NDArray => {
  if (!Object.hasOwn(computations, computation)) {
    throw new TypeError(
      `reduceWindow: unknown computation ${JSON.stringify(computation) ?? describe(computation)}: expected 'add', 'mul', 'max' or 'min'`,
    );
  }
  const { reduce, combine, monoid } = computations[computation];
  const operand = toArray('reduceWindow', x);
  const start = valueLike('reduceWindow', init, operand);
  if (start.ndim > 0 || start.dtype !== operand.dtype) {
    throw new TypeError(
      `reduceWindow: the initial value must be a scalar of dtype ${operand.dtype}, got ${avalString(start)}`,
    );
  }
  const reduced = reduce(operand, windowDimensions, options);
  return isIdentity(start, monoid) ? reduced : combine(start, reduced);
};
