import { filled } from '../../array/create.ts';
import { isComplex } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { avalOf } from '../../core/aval.ts';
import { type Primitive, type Tangent, unsupported } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { convertElementType } from '../convert.ts';
import { div, mul } from '../elementwise/arithmetic.ts';
import { eq } from '../elementwise/comparison.ts';
import { select } from '../elementwise/select.ts';
import { instantiate, zerosLike } from '../linear.ts';
import type { ScatterDimensionNumbers } from './dimension-numbers.ts';
import { gatherWritten, scatterAddPrimitive } from './gather.ts';
import { type Combine, type ScatterOptions, type ScatterParams, scatterLike, userScatter } from './scatter-like.ts';

/**
 * The tangent of taking extrema, which is shared evenly by all that attain one: the old value and any number of updates.
 *
 * An element that became NaN by an update has derivative zero, as in JAX.
 */
const extremalTangent = (
  [operand, indices, updates]: readonly NDArray[],
  output: NDArray,
  tangent: Tangent,
  updateTangent: Tangent,
  params: ScatterParams,
): Tangent => {
  const { dtype } = operand!;
  const ones = (like: NDArray): NDArray => filled(like.shape, dtype, 1);
  const indicator = (mask: NDArray): NDArray => convertElementType(mask, dtype);
  const addUp = (base: NDArray, values: NDArray): NDArray =>
    bindOne(scatterAddPrimitive, [base, indices!, values], params);
  const updatesSeen = addUp(zerosLike(avalOf(operand!)), ones(updates!));
  const kept = select(eq(updatesSeen, 0), ones(operand!), indicator(eq(operand!, output)));
  const won = indicator(eq(updates!, gatherWritten(output, indices!, updates!.shape, params)));
  const count = addUp(kept, won);
  const share = select(eq(count, 0), zerosLike(avalOf(count)), div(1, count));
  const keptTangent = tangent === null ? null : mul(tangent, mul(kept, share));
  if (updateTangent === null) return keptTangent;
  const shareOfUpdates = mul(won, gatherWritten(share, indices!, updates!.shape, params));
  return addUp(instantiate(keptTangent, operand!), mul(updateTangent, shareOfUpdates));
};

const extremal = (name: string, combine: (complex: boolean) => Combine): Primitive<ScatterParams> => {
  const primitive: Primitive<ScatterParams> = scatterLike({
    name,
    combine: dtype => combine(isComplex(dtype)),
    jvp: (primals, [tangent, , updateTangent], params) => {
      const output = bindOne(primitive, primals, params);
      return { primals: [output], tangents: [extremalTangent(primals, output, tangent!, updateTangent!, params)] };
    },
    transpose: unsupported(name, 'transpose', 'it is not linear'),
  });
  return primitive;
};

/** Complex numbers are ordered by real part, then imaginary part; NaN beats everything. */
const isLess = (a: number, b: number, c: number, d: number): boolean => a < c || (a === c && b < d);
const isNaNPair = (re: number, im: number): boolean => Number.isNaN(re) || Number.isNaN(im);

export const scatterMinPrimitive: Primitive<ScatterParams> = extremal('scatter-min', complex =>
  complex
    ? { complex: (a, b, c, d) => (isNaNPair(a, b) || (!isNaNPair(c, d) && isLess(a, b, c, d)) ? [a, b] : [c, d]) }
    : { real: Math.min },
);

export const scatterMaxPrimitive: Primitive<ScatterParams> = extremal('scatter-max', complex =>
  complex
    ? { complex: (a, b, c, d) => (isNaNPair(a, b) || (!isNaNPair(c, d) && isLess(c, d, a, b)) ? [a, b] : [c, d]) }
    : { real: Math.max },
);

/**
 * `lax.scatter_min`: the operand with the windows that the index vectors choose lowered to the updates where those are
 * less.
 *
 * Windows outside the operand are dropped unless the mode says otherwise. At ties the derivative is shared evenly.
 * Throws as `scatterAdd` does.
 *
 * @example
 * ```ts
 * const indices = array([[0], [2]], { dtype: 'int32' });
 * const numbers = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
 * console.log(String(lax.scatterMin(np.ones(3), indices, array([-1, 5]), numbers))); // => [-1.  1.  1.]
 * ```
 */
export const scatterMin = (
  operand: ArrayLike,
  indices: NDArray,
  updates: ArrayLike,
  dimensionNumbers: ScatterDimensionNumbers,
  options: ScatterOptions = {},
): NDArray => userScatter(scatterMinPrimitive, operand, indices, updates, dimensionNumbers, options);

/**
 * `lax.scatter_max`: the operand with the windows that the index vectors choose raised to the updates where those are
 * greater.
 *
 * Windows outside the operand are dropped unless the mode says otherwise. At ties the derivative is shared evenly.
 * Throws as `scatterAdd` does.
 *
 * @example
 * ```ts
 * const indices = array([[0], [2]], { dtype: 'int32' });
 * const numbers = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
 * console.log(String(lax.scatterMax(np.ones(3), indices, array([-1, 5]), numbers))); // => [1. 1. 5.]
 * ```
 */
export const scatterMax = (
  operand: ArrayLike,
  indices: NDArray,
  updates: ArrayLike,
  dimensionNumbers: ScatterDimensionNumbers,
  options: ScatterOptions = {},
): NDArray => userScatter(scatterMaxPrimitive, operand, indices, updates, dimensionNumbers, options);
