import { wasmTarget } from '../../src/backends/wasm/library/target.ts';
import { flattenProgram } from '../../src/compiler/flatten.ts';
import { Planner } from '../../src/compiler/planner.ts';
import type { Equation, Jaxpr } from '../../src/core/jaxpr.ts';

/** The equations of a program that are left to the interpreter when it is compiled. */
export const hostSteps = (jaxpr: Jaxpr): Equation[] =>
  new Planner(flattenProgram(jaxpr), wasmTarget(1))
    .plan('')
    .steps.flatMap(step => (step.kind === 'host' ? [step.equation] : []));
