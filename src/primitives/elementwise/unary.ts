import type { DType } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import type { Aval } from '../../core/aval.ts';
import { isLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { applyElementwise, elementwise, type Lift, noParams } from './construct.ts';
import { type Derivative, tangentRule } from './derivative.ts';
import type { Kernels } from './kernels.ts';

/** Of a function that is linear: its transpose, given the cotangent and what the result must look like. */
type LinearFunction = { readonly transpose: (cotangent: NDArray, input: Aval) => NDArray };

export type UnarySpec = {
  readonly name: string;
  readonly value: Kernels | ((dtype: DType) => Kernels);
  /** Inexact (the default): bools and ints are lifted to float first. Keep: the dtype stays. */
  readonly lift?: Lift;
  /** dtype of the result; the same by default. */
  readonly output?: (dtype: DType) => DType;
  readonly derivative: Derivative | LinearFunction;
};

/** A function of one operand and its primitive, from value and derivative. */
export const unary = ({
  name,
  value,
  lift = 'inexact',
  output,
  derivative,
}: UnarySpec): ((x: ArrayLike) => NDArray) => {
  const linear = typeof derivative === 'object' && 'transpose' in derivative;
  const primitive: Primitive = elementwise({
    name,
    kernels: typeof value === 'function' ? (_, dtype) => value(dtype) : value,
    ...(output === undefined ? {} : { output }),
    jvp: [linear ? tangent => bindOne(primitive, [tangent], noParams) : tangentRule(name, derivative)],
    ...(linear
      ? { transpose: (cotangent, [input]) => derivative.transpose(cotangent, isLinear(input!) ? input.aval : input!) }
      : {}),
  });
  return x => applyElementwise(primitive, lift, [x], noParams);
};
