import { partsOf, type RowKernel, type Step } from '../../../compiler/program.ts';
import type { ExpressionBuilder } from '../../../kernel/builder.ts';
import { type ExpressionOf, postorder } from '../../../kernel/expression.ts';
import { type Kernel, rootsOf } from '../../../kernel/kernel.ts';
import { expandFunctions } from '../../../kernel/math/expand.ts';

/** A kernel with functions written out, where it is known how. */
const expandKernel = (builder: ExpressionBuilder, kernel: Kernel): Kernel => {
  const expanded = expandFunctions(builder, rootsOf(kernel));
  return {
    ...kernel,
    stores: kernel.stores.map(({ buffer, index, value, scatter }) => ({
      buffer,
      index: expanded(index),
      value: expanded(value),
      ...(scatter === undefined ? {} : { scatter: { ...scatter, inside: expanded(scatter.inside) } }),
    })),
  };
};

/** Steps with functions written out in all their kernels, those of inner programs included. */
export const expandSteps = (builder: ExpressionBuilder, steps: readonly Step[]): Step[] =>
  steps.map(step => {
    if (step.kind === 'kernel') return { ...step, kernel: expandKernel(builder, step.kernel) };
    if (step.kind === 'rows') {
      const expand = (kernels: readonly RowKernel[]): RowKernel[] =>
        kernels.map(each => ({ ...each, kernel: expandKernel(builder, each.kernel) }));
      return { ...step, before: expand(step.before), after: expand(step.after) };
    }
    if (step.kind !== 'control') return step;
    const programs = step.programs.map(inner => ({
      ...inner,
      plan: { ...inner.plan, steps: expandSteps(inner.program.builder, inner.plan.steps) },
    }));
    return { ...step, programs };
  });

/** All steps, those of inner programs included, and those that have been put together. */
export const allSteps = (steps: readonly Step[]): Step[] =>
  steps.flatMap(step =>
    step.kind === 'control' ? [step, ...step.programs.flatMap(({ plan }) => allSteps(plan.steps))] : partsOf(step),
  );

/** The calls of functions that a kernel makes. */
export const callsOf = (kernel: Kernel): ExpressionOf<'function'>[] =>
  postorder(rootsOf(kernel)).filter(node => node.kind === 'function');
