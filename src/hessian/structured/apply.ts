import type { NDArray } from '../../array/ndarray.ts';
import type { Equation } from '../../core/jaxpr.ts';
import { bind } from '../../core/tracer.ts';
import { moveAxis } from '../../primitives/shape/transpose.ts';

/** An operand of an equation: with a lead axis in front, or as it is. */
export type Operand = { readonly value: NDArray; readonly lead: boolean };

/**
 * Applies an equation's primitive, along the lead axis of those operands that have one by its batch rule. Outputs that depend on
 * such an operand have a lead axis.
 */
export const applyEquation = (equation: Equation, operands: readonly Operand[]): readonly NDArray[] => {
  const { primitive, params } = equation;
  const values = operands.map(operand => operand.value);
  const leading = operands.find(operand => operand.lead);
  if (leading === undefined) return bind(primitive, values, params);
  const result = primitive.batch(
    values,
    operands.map(operand => (operand.lead ? 0 : null)),
    params,
    leading.value.shape[0]!,
  );
  return result.outputs.map((output, i) => moveAxis(output, result.axes[i] ?? null, 0));
};
