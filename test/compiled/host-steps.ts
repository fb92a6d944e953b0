import { wasmTarget } from '../../src/backends/wasm/library/target.ts';
import { flattenProgram } from '../../src/compiler/flatten.ts';
import { Planner } from '../../src/compiler/planner.ts';
import type { Step } from '../../src/compiler/program.ts';
import type { Equation, Jaxpr } from '../../src/core/jaxpr.ts';

const equationsOf = (steps: readonly Step[]): Equation[] =>
  steps.flatMap(step => {
    if (step.kind === 'host') return [step.equation];
    return step.kind === 'control' ? step.programs.flatMap(({ plan }) => equationsOf(plan.steps)) : [];
  });

/** The equations of a program, and of its loops and choices, that are left to the interpreter when it is compiled. */
export const hostSteps = (jaxpr: Jaxpr): Equation[] =>
  equationsOf(new Planner(flattenProgram(jaxpr), wasmTarget(1)).plan('').steps);
