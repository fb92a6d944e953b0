import type { ExpressionBuilder } from '../../kernel/builder.ts';
import type { Expression, ReductionName } from '../../kernel/expression.ts';
import { type Element, type Lowering, type LoweringInput, scalarTypeOf } from '../../kernel/lowering.ts';

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
  const term = (index: readonly Expression[], reduced: readonly Expression[]): Expression => {
    let next = 0;
    return at(shape.map((_, axis) => (axes.includes(axis) ? reduced[axes.indexOf(axis)]! : index[next++]!)));
  };
  const element: Element = index => builder.reduce(name, type, extents, reduced => term(index, reduced));
  return { kind: 'elements', outputs: [element], ...(name === 'add' && { sum: { type, inner: extents, term } }) };
};
