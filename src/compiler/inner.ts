import type { Equation, Jaxpr } from '../core/jaxpr.ts';
import type { Buffer } from '../kernel/expression.ts';
import type { Control } from '../kernel/lowering.ts';
import { range } from '../util/range.ts';
import { placeInCarry } from './in-place.ts';
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

/** Which inputs of a program that a primitive holds are carried from one run of it to the next. */
export const carryOf = ({ outputs }: Equation, control: Control, program: number): readonly number[] => {
  if (control.kind === 'scan') return range(control.carry).map(i => control.constants + i);
  if (control.kind === 'while' && program === 1) return outputs.map((_, i) => control.bodyConstants + i);
  return [];
};

/** An inner program with its memory, given which of its inputs it may write into. */
export const innerProgram = (planned: CompiledProgram, carry: readonly number[]): InnerProgram => {
  const inputs: (Buffer | undefined)[] = planned.inputs.map(() => undefined);
  for (const step of planned.steps) if (step.kind === 'upload') inputs[step.input] = step.buffer;
  const outputs = planned.outputs.flatMap(({ source }) => (source.kind === 'buffer' ? [source.buffer] : []));
  // the outputs begin with the next carry
  const carried = carry.flatMap((input, i) =>
    inputs[input] === undefined ? [] : [[inputs[input], outputs[i]!] as const],
  );
  const { steps, places } = placeInCarry(planned.steps, carried, outputs);
  const program = { ...planned, steps };
  return { program, plan: planMemory(program, { inner: true, places }), inputs, outputs, places };
};
