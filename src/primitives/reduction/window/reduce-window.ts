import { describe } from '../../../array/create.ts';
import type { DType } from '../../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../../array/ndarray.ts';
import { type Aval, avalString } from '../../../core/aval.ts';
import { isConcrete, trace } from '../../../core/tracer.ts';
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

/** The same, or a function that computes it from two scalars, such as `lax.add` and `lax.max`. */
export type WindowFunction = WindowComputation | ((x: NDArray, y: NDArray) => NDArray);

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

/** What a function makes of two scalars, where that is one of the computations. */
const nameOf = (f: (x: NDArray, y: NDArray) => NDArray, dtype: DType): string => {
  const scalar: Aval = { shape: [], dtype, weakType: false };
  const label = 'the computation of reduceWindow';
  const { jaxpr } = trace(([x, y]) => ({ outputs: [toArray(label, f(x!, y!))], extra: undefined }), [scalar, scalar], {
    label,
  });
  const [equation] = jaxpr.equations;
  const isOne =
    jaxpr.equations.length === 1 &&
    jaxpr.inputs.every(input => equation!.inputs.includes(input)) &&
    jaxpr.outputs[0] === equation!.outputs[0];
  return isOne ? equation!.primitive.name : '';
};

/**
 * `lax.reduce_window`: the elements of each window of x combined, starting from an initial value.
 *
 * `init` is a scalar of x's dtype that every window starts from; padding counts for nothing. The computation is a name, or a
 * function of two scalars that does the same: `lax.add`, `lax.mul`, `lax.max` or `lax.min`. The result has an element for each
 * window. Differentiable in x and in `init`. Throws TypeError for another initial value, an unknown computation or
 * padding, or a dtype that the computation does not accept; RangeError unless window, strides, dilations and padding have
 * an entry for each axis of x.
 *
 * @example
 * ```ts
 * const x = array([1, 2, 3, 4]);
 * console.log(String(lax.reduceWindow(x, 0, 'add', [2]))); // => [3. 5. 7.]
 * console.log(String(lax.reduceWindow(x, 1, 'mul', [3], { padding: 'SAME' }))); // => [ 2.  6. 24. 12.]
 * console.log(String(lax.reduceWindow(x, -Infinity, lax.max, [2], { windowStrides: [2] }))); // => [2. 4.]
 * ```
 */
export const reduceWindow = (
  x: ArrayLike,
  init: ArrayLike,
  computation: WindowFunction,
  windowDimensions: readonly number[],
  options: WindowOptions = {},
): NDArray => {
  const operand = toArray('reduceWindow', x);
  const name = typeof computation === 'function' ? nameOf(computation, operand.dtype) : computation;
  if (!Object.hasOwn(computations, name)) {
    throw new TypeError(
      `reduceWindow: unknown computation ${JSON.stringify(computation) ?? describe(computation)}: expected 'add', 'mul', 'max' or 'min', or lax.add, lax.mul, lax.max or lax.min`,
    );
  }
  const { reduce, combine, monoid } = computations[name as WindowComputation];
  const start = valueLike('reduceWindow', init, operand);
  if (start.ndim > 0 || start.dtype !== operand.dtype) {
    throw new TypeError(
      `reduceWindow: the initial value must be a scalar of dtype ${operand.dtype}, got ${avalString(start)}`,
    );
  }
  const reduced = reduce(operand, windowDimensions, options);
  return isIdentity(start, monoid) ? reduced : combine(start, reduced);
};
