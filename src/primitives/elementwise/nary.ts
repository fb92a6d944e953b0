import type { DType } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import type { Primitive } from '../../core/primitive.ts';
import { add } from './arithmetic.ts';
import { applyElementwise, type ElementwiseSpec, elementwise, type Lift, noParams } from './construct.ts';
import { type Derivative, tangentRule } from './derivative.ts';
import type { Kernels } from './kernels.ts';

type NarySpec = {
  readonly name: string;
  readonly value: Kernels | ((dtype: DType) => Kernels);
  /** Keep (the default): the promoted dtype stays. Inexact: bools and ints are lifted to float first. */
  readonly lift?: Lift;
  /** dtype of the result; that of the operands by default. */
  readonly output?: (dtype: DType) => DType;
  /** For functions that are linear in some operand: the cotangent of that operand, before broadcasting is undone. */
  readonly transpose?: NonNullable<ElementwiseSpec<Readonly<Record<string, unknown>>>['transpose']>;
};

export type BinarySpec = NarySpec & { readonly derivatives: readonly [Derivative, Derivative] };
export type TernarySpec = NarySpec & { readonly derivatives: readonly [Derivative, Derivative, Derivative] };

const nary = (
  spec: NarySpec & { readonly derivatives: readonly Derivative[] },
): ((operands: readonly ArrayLike[]) => NDArray) => {
  const { name, value, lift = 'keep', output, derivatives, transpose } = spec;
  const primitive: Primitive = elementwise(
    {
      name,
      kernels: typeof value === 'function' ? (_, dtype) => value(dtype) : value,
      ...(output === undefined ? {} : { output }),
      jvp: derivatives.map(derivative => tangentRule(name, derivative)),
      ...(transpose === undefined ? {} : { transpose }),
    },
    add,
  );
  return operands => applyElementwise(primitive, lift, operands, noParams);
};

/** A function of two operands and its primitive, from value and derivatives. */
export const binary = (spec: BinarySpec): ((x: ArrayLike, y: ArrayLike) => NDArray) => {
  const apply = nary(spec);
  return (x, y) => apply([x, y]);
};

/** A function of three operands and its primitive, from value and derivatives. */
export const ternary = (spec: TernarySpec): ((x: ArrayLike, y: ArrayLike, z: ArrayLike) => NDArray) => {
  const apply = nary(spec);
  return (x, y, z) => apply([x, y, z]);
};
