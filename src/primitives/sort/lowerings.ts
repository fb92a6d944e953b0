import type { LoweringRules } from '../../core/primitive.ts';
import { scalarTypeOf } from '../../kernel/lowering.ts';
import type { SortParams } from './sort.ts';
import type { TopKParams } from './top-k.ts';

export const sortLowerings: LoweringRules = {
  sort: {
    lower: (_, operands, { dimension, numKeys }: SortParams) =>
      operands.some(({ dtype }) => scalarTypeOf(dtype) === undefined) || operands[0]!.shape.includes(0)
        ? undefined
        : { kind: 'routine', routine: { name: 'sort', axis: dimension, numKeys } },
  },
  top_k: {
    lower: (_, [x], { k, axis }: TopKParams) =>
      k === 0 || x!.shape.includes(0) ? undefined : { kind: 'routine', routine: { name: 'top_k', axis, k } },
  },
};
