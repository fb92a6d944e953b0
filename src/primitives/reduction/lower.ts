import type { ExpressionBuilder } from '../../kernel/builder.ts';
import type { Expression, ReductionName } from '../../kernel/expression.ts';
import {
  elementOfReduction,
  type Lowering,
  type LoweringInput,
  type Reduction,
  scalarTypeOf,
} from '../../kernel/lowering.ts';

/** Elements combined along axes, which disappear. */
export const lowerReduction = (
  builder: ExpressionBuilder,
  name: ReductionName,
  { shape, dtype, at }: LoweringInput,
  axes: readonly number[],
): Lowering | undefined => {
  const type = scalarTypeOf(dtype);
  if (type === undefined) return undefined;
  const term = (index: readonly Expression[], reduced: readonly Expression[]): Expression => {
    let next = 0;
    return at(shape.map((_, axis) => (axes.includes(axis) ? reduced[axes.indexOf(axis)]! : index[next++]!)));
  };
  const reduction: Reduction = { name, type, inner: axes.map(axis => shape[axis]!), term };
  return { kind: 'elements', outputs: [elementOfReduction(builder, reduction)], reduction };
};
