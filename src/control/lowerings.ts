import type { LoweringRules } from '../core/primitive.ts';
import type { ScanParams } from './scan-steps.ts';
import type { WhileParams } from './while.ts';

export const controlLowerings: LoweringRules = {
  cond: {
    complex: 'pairs',
    lower: () => ({ kind: 'control', control: { kind: 'cond', branches: 'branches' } }),
  },
  scan: {
    complex: 'pairs',
    lower: (_, _inputs, { length, reverse, constants, carry }: ScanParams) => ({
      kind: 'control',
      control: { kind: 'scan', body: 'jaxpr', length, reverse, constants, carry },
    }),
  },
  while: {
    complex: 'pairs',
    lower: (_, _inputs, { condConstants, bodyConstants }: WhileParams) => ({
      kind: 'control',
      control: { kind: 'while', condition: 'cond', body: 'body', conditionConstants: condConstants, bodyConstants },
    }),
  },
};
