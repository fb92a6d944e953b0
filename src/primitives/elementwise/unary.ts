import type { DType } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import type { Aval } from '../../core/aval.ts';
import { isLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { mul } from './arithmetic.ts';
import { applyElementwise, elementwise, type Kernels, type Lift, noParams } from './construct.ts';

export type UnarySpec = {
  readonly name: string;
  readonly value: Kernels;
  /** Inexact (the default): bools and ints are lifted to float first. Keep: the dtype stays. */
  readonly lift?: Lift;
  /** dtype of the result; the same by default. */
  readonly output?: (dtype: DType) => DType;
  /**
   * The derivative at x, given y = f(x) too; `'zero'` where it is zero wherever it exists; `'linear'` for linear
   * functions; or, where the tangent map is no multiplication, the tangent itself.
   */
  readonly derivative: ((x: NDArray, y: NDArray) => NDArray) | 'zero' | 'linear' | { readonly tangent: (tangent: NDArray, x: NDArray, y: NDArray) => NDArray };
  /** For linear functions: the transpose. `input` says what the result must look like. */
  readonly transpose?: (cotangent: NDArray, input: Aval) => NDArray;
};

/** A function of one operand and its primitive, from value and derivative. */
export const unary = (spec: UnarySpec): ((x: ArrayLike) => NDArray) => {
  const { derivative, transpose } = spec;
  const jvp = (tangent: NDArray, output: NDArray, operand: NDArray): NDArray =>
    derivative === 'linear' || derivative === 'zero' ? bindOne(primitive, [tangent], noParams)
    : typeof derivative === 'function' ? mul(tangent, derivative(operand, output))
    : derivative.tangent(tangent, operand, output);
  const primitive: Primitive = elementwise({
    name: spec.name,
    kernels: () => spec.value,
    ...(spec.output === undefined ? {} : { output: spec.output }),
    jvp: [derivative === 'zero' ? null : (tangent, output, [x]) => jvp(tangent, output, x!)],
    ...(transpose === undefined
      ? {}
      : { transpose: (cotangent, [input]) => transpose(cotangent, isLinear(input!) ? input.aval : input!) }),
  });
  return x => applyElementwise(primitive, spec.lift ?? 'inexact', [x], noParams);
};
