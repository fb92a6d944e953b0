import type { NDArray } from '../../array/ndarray.ts';
import type { Equation } from '../../core/jaxpr.ts';
import { bind } from '../../core/tracer.ts';
import { placeBatchAxis } from '../../transforms/batch.ts';
import { required } from '../../util/errors.ts';

/** An operand of an equation: with a lead axis in front, or as it is. */
export type Operand = { readonly value: NDArray; readonly lead: boolean };

/**
 * Applies an equation's primitive, along the lead axis of those operands that have one by its batch rule. The outputs have a
 * lead axis if an operand has.
 */
export const applyEquation = (equation: Equation, operands: readonly Operand[]): readonly NDArray[] => {
  const { primitive, params } = equation;
  const values = operands.map(operand => operand.value);
  const leading = operands.find(operand => operand.lead);
  if (leading === undefined) return bind(primitive, values, params);
  const size = leading.value.shape[0]!;
  const result = primitive.batch(
    values,
    operands.map(operand => (operand.lead ? 0 : null)),
    params,
    size,
  );
  return result.outputs.map((output, i) => placeBatchAxis(output, required(result.axes, 'axes')[i] ?? null, 0, size));
};
