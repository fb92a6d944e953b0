import type { Buffer } from '../kernel/expression.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Group } from './group.ts';
import type { Step } from './program.ts';

/** A step while it is planned: groups take in more arrays until the end. */
export type PlannedStep =
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'kernels'; readonly build: () => readonly Kernel[]; readonly writes: Buffer }
  | { readonly kind: 'done'; readonly step: Step; readonly writes: readonly Buffer[] };

/** Whether a step writes a buffer. */
export const writesTo = (step: PlannedStep, buffer: Buffer): boolean => {
  switch (step.kind) {
    case 'group':
      return step.group.writes(buffer);
    case 'kernels':
      return step.writes === buffer;
    case 'done':
      return step.writes.includes(buffer);
    default:
      return step satisfies never;
  }
};
