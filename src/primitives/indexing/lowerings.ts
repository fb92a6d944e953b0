import type { DType } from '../../array/dtype.ts';
import type { LoweringRule, LoweringRules } from '../../core/primitive.ts';
import type { ReductionName } from '../../kernel/expression.ts';
import type { GatherParams } from './gather.ts';
import { lowerGather, lowerScatter } from './lower.ts';
import type { ScatterParams } from './scatter-like.ts';

/** Updates that are combined with what stands at their places. */
const scattering = (combine: (dtype: DType) => ReductionName | 'replace', complex?: 'parts'): LoweringRule => ({
  complex,
  lower: (builder, inputs, params: ScatterParams) => lowerScatter(builder, combine(inputs[0]!.dtype), inputs, params),
});

export const indexingLowerings: LoweringRules = {
  gather: {
    complex: ({ fillValue }) => ((fillValue ?? 0) === 0 ? 'parts' : undefined),
    lower: (builder, [operand, indices], params: GatherParams) => lowerGather(builder, operand!, indices!, params),
  },
  scatter: scattering(() => 'replace', 'parts'),
  'scatter-add': scattering(dtype => (dtype === 'bool' ? 'or' : 'add'), 'parts'),
  'scatter-mul': scattering(dtype => (dtype === 'bool' ? 'and' : 'mul')),
  'scatter-min': scattering(dtype => (dtype === 'bool' ? 'and' : 'min')),
  'scatter-max': scattering(dtype => (dtype === 'bool' ? 'or' : 'max')),
};
