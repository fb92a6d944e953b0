import { isComplex } from '../array/dtype.ts';
import { controlLowerings } from '../control/lowerings.ts';
import type { Equation } from '../core/jaxpr.ts';
import type { LoweringRule, LoweringRules, Params, Primitive } from '../core/primitive.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import { lowerParts, partsOf } from '../kernel/complex.ts';
import { type Lowering, type LoweringInput, scalarTypeOf } from '../kernel/lowering.ts';
import { contractionLowerings } from '../primitives/contraction/lowerings.ts';
import { type ElementRules, elementwiseRule } from '../primitives/elementwise/lower.ts';
import { elementRules, elementwiseLowerings } from '../primitives/elementwise/lowerings.ts';
import { fftLowerings } from '../primitives/fft/lowerings.ts';
import { indexingLowerings } from '../primitives/indexing/lowerings.ts';
import { linalgLowerings } from '../primitives/linalg/lowerings.ts';
import { randomElementRules, randomLowerings } from '../primitives/random/lowerings.ts';
import { reductionLowerings } from '../primitives/reduction/lowerings.ts';
import { shapeLowerings } from '../primitives/shape/lowerings.ts';
import { sortLowerings } from '../primitives/sort/lowerings.ts';
import type { Target } from './target.ts';

/** Functions that are written out element by element, by the names of their primitives. */
export const writtenFunctions: ElementRules = { ...elementRules, ...randomElementRules };

/** All other primitives that are written out. */
export const loweringRules: LoweringRules = {
  ...elementwiseLowerings,
  ...shapeLowerings,
  ...indexingLowerings,
  ...reductionLowerings,
  ...contractionLowerings,
  ...linalgLowerings,
  ...sortLowerings,
  ...fftLowerings,
  ...randomLowerings,
  ...controlLowerings,
};

/** How a primitive is written out; undefined where all that there is to it is `evaluate`. */
const loweringRuleOf = ({ name, kernel }: Primitive): LoweringRule | undefined =>
  kernel === undefined ? loweringRules[name] : elementwiseRule(kernel, writtenFunctions[name]);

/** Whether there is anything but `evaluate` to a primitive. */
export const isWritten = (primitive: Primitive): boolean => loweringRuleOf(primitive) !== undefined;

/** How a rule takes complex arrays; undefined where it does not. */
const wayOf = (rule: LoweringRule | undefined, params: Params): 'parts' | 'pairs' | undefined =>
  typeof rule?.complex === 'function' ? rule.complex(params) : rule?.complex;

/** How an equation is written out, given its operands; undefined where it is not, or needs a method that the target lacks. */
export const lowerEquation = (
  builder: ExpressionBuilder,
  target: Target,
  { primitive, inputs, outputs, params }: Equation,
  operands: readonly LoweringInput[],
): Lowering | undefined => {
  const rule = loweringRuleOf(primitive);
  const avals = outputs.map(({ aval }) => aval);
  const lower = (each: readonly LoweringInput[]): Lowering | undefined => rule?.lower(builder, each, params, avals);
  const isReal = [...inputs, ...outputs].every(({ aval }) => !isComplex(aval.dtype));
  const way = isReal ? 'pairs' : wayOf(rule, params);
  const lowering =
    way === 'pairs' ? lower(operands) : way === 'parts' ? lowerParts(builder, operands, lower) : undefined;
  return lowering?.kind === 'routine' && !target.hasRoutine(lowering.routine, scalarTypeOf(partsOf(avals[0]!.dtype)))
    ? undefined
    : lowering;
};
