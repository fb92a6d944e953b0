import type { ExpressionBuilder } from '../../kernel/builder.ts';
import type { Expression, ReductionName } from '../../kernel/expression.ts';
import { type Lowering, type LoweringInput, scalarTypeOf } from '../../kernel/lowering.ts';

/** Elements combined along axes, which disappear. */
export const lowerReduction = (
  builder: ExpressionBuilder,
  name: ReductionName,
  { shape, dtype, at }: LoweringInput,
  axes: readonly number[],
): Lowering | undefined => {
  const type = scalarTypeOf(dtype);
  if (type === undefined) return undefined;
  const extents = axes.map(axis => shape[axis]!);
  const element = (index: readonly Expression[]): Expression =>
    builder.reduce(name, type, extents, reduced => {
      let next = 0;
      return at(shape.map((_, axis) => (axes.includes(axis) ? reduced[axes.indexOf(axis)]! : index[next++]!)));
    });
  return { kind: 'elements', outputs: [element] };
};
