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
  const size = operands.find(operand => operand.lead)?.value.shape[0];
  return applyAlong(equation, operands).map(({ value, lead }) =>
    size === undefined ? value : placeBatchAxis(value, lead ? 0 : null, 0, size),
  );
};

/** The same, but that outputs which depend on no operand with a lead axis have none. */
export const applyAlong = (equation: Equation, operands: readonly Operand[]): readonly Operand[] => {
  const { primitive, params } = equation;
  const values = operands.map(operand => operand.value);
  const size = operands.find(operand => operand.lead)?.value.shape[0];
  if (size === undefined) return bind(primitive, values, params).map(value => ({ value, lead: false }));
  const { outputs, axes } = primitive.batch(
    values,
    operands.map(operand => (operand.lead ? 0 : null)),
    params,
    size,
  );
  return outputs.map((output, i) => {
    const axis = required(axes, 'axes')[i] ?? null;
    return axis === null
      ? { value: output, lead: false }
      : { value: placeBatchAxis(output, axis, 0, size), lead: true };
  });
};
