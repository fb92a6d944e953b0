import type { NDArray } from '../../array/ndarray.ts';
import type { Params } from '../../core/primitive.ts';
import { mul } from './arithmetic.ts';
import type { TangentRule } from './construct.ts';

/**
 * The derivative of an elementwise function with respect to one operand, each form given the operands, then the value:
 *
 * - a function: the number that the tangent is multiplied by;
 * - `'zero'`: the function is constant in this operand wherever it is differentiable;
 * - `tangent`: the output tangent itself, where the map of tangents is no multiplication;
 * - `undefined`: there is none, and why; asking for it throws TypeError.
 */
export type Derivative =
  | ((...operandsAndValue: NDArray[]) => NDArray)
  | 'zero'
  | { readonly tangent: (tangent: NDArray, ...operandsAndValue: NDArray[]) => NDArray }
  | { readonly undefined: string };

/** The entry of an elementwise primitive's `jvp` that stands for a derivative. */
export const tangentRule = (name: string, derivative: Derivative): TangentRule<Params> | null => {
  if (derivative === 'zero') return null;
  if (typeof derivative === 'function') {
    return (tangent, value, operands) => mul(tangent, derivative(...operands, value));
  }
  if ('tangent' in derivative) return (tangent, value, operands) => derivative.tangent(tangent, ...operands, value);
  return () => {
    throw new TypeError(`${name}: ${derivative.undefined}`);
  };
};
