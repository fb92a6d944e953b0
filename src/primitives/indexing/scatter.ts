import { isComplex } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive, type Tangent } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { mul as multiplyComplex } from '../../reference/scalar/complex/arithmetic.ts';
import { add, mul } from '../elementwise/arithmetic.ts';
import { eq } from '../elementwise/comparison.ts';
import { select } from '../elementwise/select.ts';
import { instantiate, zerosLike } from '../linear.ts';
import { iota } from '../shape/iota.ts';
import { placesInOne } from '../shape/places.ts';
import { reshape } from '../shape/reshape.ts';
import type { ScatterDimensionNumbers } from './dimension-numbers.ts';
import { addedUpdates, gatherWritten, scatterAddPrimitive } from './gather.ts';
import { type ScatterOptions, type ScatterParams, scatterLike, userScatter } from './scatter-like.ts';

const where = (mask: NDArray, x: NDArray): NDArray => select(mask, x, zerosLike(x));

/**
 * The tangent of overwriting, for indices that may repeat: each update gets a number, and overwriting a field of zeros
 * with the numbers shows which update each element keeps.
 */
const overwriteTangent = (
  operand: NDArray,
  indices: NDArray,
  updates: NDArray,
  tangent: Tangent,
  updateTangent: Tangent,
  params: ScatterParams,
): Tangent => {
  const ids = add(reshape(iota('uint32', updates.size), updates.shape), 1);
  const winners = bindOne(scatterPrimitive, [zerosLike(makeAval(operand.shape, 'uint32')), indices, ids], params);
  const kept = tangent === null ? null : where(eq(winners, 0), tangent);
  if (updateTangent === null) return kept;
  const written = where(eq(ids, gatherWritten(winners, indices, updates.shape, params)), updateTangent);
  return bindOne(scatterAddPrimitive, [instantiate(kept, operand), indices, written], params);
};

export const scatterPrimitive: Primitive<ScatterParams> = scatterLike({
  name: 'scatter',
  combine: dtype => (isComplex(dtype) ? { complex: (_re, _im, re, im) => [re, im] } : { real: (_, update) => update }),
  jvp: (primals, [tangent, , updateTangent], params) => {
    const [operand, indices, updates] = primals;
    const output = bindOne(scatterPrimitive, primals, params);
    const outputTangent = params.uniqueIndices
      ? bindOne(
          scatterPrimitive,
          [instantiate(tangent!, operand!), indices!, instantiate(updateTangent!, updates!)],
          params,
        )
      : overwriteTangent(operand!, indices!, updates!, tangent!, updateTangent!, params);
    return { primals: [output], tangents: [outputTangent] };
  },
  transpose: ([cotangent], [operand, indices, updates], params) => {
    if (cotangent === null || cotangent === undefined || isLinear(indices!)) return [null, null, null];
    if (!params.uniqueIndices) {
      throw new TypeError(
        'transpose of scatter is defined for unique indices only: pass uniqueIndices: true if they are',
      );
    }
    const { shape } = isLinear(updates!) ? updates.aval : updates!;
    const erased = (): NDArray =>
      bindOne(scatterPrimitive, [cotangent, indices!, zerosLike(makeAval(shape, cotangent.dtype))], params);
    return [
      isLinear(operand!) ? erased() : null,
      null,
      isLinear(updates!) ? gatherWritten(cotangent, indices!, shape, params) : null,
    ];
  },
  structure: (inputs, params) => {
    const [operand, indices, updates] = inputs;
    const known = indices?.known;
    if (known === undefined || !params.uniqueIndices) return undefined;
    if (operand!.known !== undefined) return addedUpdates(inputs, params);
    return {
      kind: 'place',
      sources: at => {
        const [kept, written] = placesInOne([operand!, updates!], at / 2);
        return scatterPrimitive.evaluate([kept!, known, written!], params)[0]!.data as Int32Array;
      },
    };
  },
});

/**
 * `lax.scatter`: the operand with the windows that the index vectors choose replaced by the updates; of several updates
 * of one element the last stays.
 *
 * Windows outside the operand are dropped unless the mode says otherwise. Throws RangeError where dimension numbers and
 * shapes do not fit together, TypeError for indices that are not integers or updates of another dtype.
 *
 * @example
 * ```ts
 * const indices = array([[2], [0]], { dtype: 'int32' });
 * const numbers = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
 * console.log(String(lax.scatter(np.zeros(3), indices, array([1, 2]), numbers))); // => [2. 0. 1.]
 * ```
 */
export const scatter = (
  operand: ArrayLike,
  indices: NDArray,
  updates: ArrayLike,
  dimensionNumbers: ScatterDimensionNumbers,
  options: ScatterOptions = {},
): NDArray => userScatter(scatterPrimitive, operand, indices, updates, dimensionNumbers, options);

export const scatterMulPrimitive: Primitive<ScatterParams> = scatterLike({
  name: 'scatter-mul',
  combine: dtype =>
    dtype === 'bool'
      ? { real: (old, update) => old & update }
      : dtype === 'int32' || dtype === 'uint32'
        ? { real: Math.imul }
        : isComplex(dtype)
          ? { complex: multiplyComplex }
          : { real: (old, update) => old * update },
  jvp: (primals, [tangent, , updateTangent], params) => {
    const [operand, indices, updates] = primals;
    const output = bindOne(scatterMulPrimitive, primals, params);
    const scaled = tangent === null ? null : bindOne(scatterMulPrimitive, [tangent!, indices!, updates!], params);
    if (updateTangent === null || updateTangent === undefined) return { primals: [output], tangents: [scaled] };
    if (!params.uniqueIndices) {
      throw new TypeError(
        'derivative of scatterMul (mulAt) by its factors is defined for unique indices only: pass uniqueIndices: true if they are',
      );
    }
    const change = mul(updateTangent, gatherWritten(operand!, indices!, updates!.shape, params));
    return {
      primals: [output],
      tangents: [bindOne(scatterAddPrimitive, [instantiate(scaled, operand!), indices!, change], params)],
    };
  },
  transpose: ([cotangent], [operand, indices, updates], params) => {
    if (cotangent === null || cotangent === undefined || !isLinear(operand!)) return [null, null, null];
    if (isLinear(indices!) || isLinear(updates!))
      throw new TypeError('transpose of scatter-mul: it is linear in the operand only');
    return [bindOne(scatterMulPrimitive, [cotangent, indices!, updates!], params), null, null];
  },
});

/**
 * `lax.scatter_mul`: the operand with the windows that the index vectors choose multiplied by the updates; an element
 * that is chosen twice is multiplied by both.
 *
 * Windows outside the operand are dropped unless the mode says otherwise. As in JAX the derivative with respect to the
 * updates needs `uniqueIndices: true`. Throws as `scatterAdd` does.
 *
 * @example
 * ```ts
 * const indices = array([[1], [1]], { dtype: 'int32' });
 * const numbers = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
 * console.log(String(lax.scatterMul(np.ones(3), indices, array([2, 3]), numbers))); // => [1. 6. 1.]
 * ```
 */
export const scatterMul = (
  operand: ArrayLike,
  indices: NDArray,
  updates: ArrayLike,
  dimensionNumbers: ScatterDimensionNumbers,
  options: ScatterOptions = {},
): NDArray => userScatter(scatterMulPrimitive, operand, indices, updates, dimensionNumbers, options);
