import { controlLowerings } from '../control/lowerings.ts';
import type { LoweringRule, LoweringRules, Params, Primitive } from '../core/primitive.ts';
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
export const loweringRuleOf = ({ name, kernel }: Primitive): LoweringRule | undefined =>
  kernel === undefined ? loweringRules[name] : elementwiseRule(kernel, writtenFunctions[name]);

/** How a rule takes complex arrays; undefined where it does not. */
export const wayOf = (rule: LoweringRule | undefined, params: Params): 'parts' | 'pairs' | undefined =>
  typeof rule?.complex === 'function' ? rule.complex(params) : rule?.complex;
