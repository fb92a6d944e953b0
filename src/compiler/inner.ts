import type { Equation, Jaxpr } from '../core/jaxpr.ts';
import type { Buffer } from '../kernel/expression.ts';
import type { Control } from '../kernel/lowering.ts';
import { planMemory } from './memory.ts';
import type { CompiledProgram, InnerProgram } from './program.ts';

/** The programs of a loop or choice: the condition before the body, branches in their order. */
export const programsOf = ({ params }: Equation, control: Control): readonly Jaxpr[] => {
  const names =
    control.kind === 'while'
      ? [control.condition, control.body]
      : [control.kind === 'scan' ? control.body : control.branches];
  return names.flatMap(name => params[name] as Jaxpr | readonly Jaxpr[]);
};

/** An inner program with its memory. */
export const innerProgram = (program: CompiledProgram): InnerProgram => {
  const inputs: (Buffer | undefined)[] = program.inputs.map(() => undefined);
  for (const step of program.steps) if (step.kind === 'upload') inputs[step.input] = step.buffer;
  const outputs = program.outputs.flatMap(({ source }) => (source.kind === 'buffer' ? [source.buffer] : []));
  return { program, plan: planMemory(program, { inner: true }), inputs, outputs };
};
