import type { Data } from '../../../array/dtype.ts';
import type { ConcreteArray } from '../../../array/ndarray.ts';
import { bytesOfBuffer } from '../../../compiler/memory.ts';
import { scatterInto } from '../../../compiler/scattered.ts';
import type { Buffer } from '../../../kernel/expression.ts';
import { whenCollected } from './collected.ts';
import type { RunnableProgram } from './program.ts';
import { copyIn, type View, viewOf } from './views.ts';

/** Runs a program on typed arrays, in and out. */
export type TypedCall = (inputs: readonly Data[], outputs: readonly Data[]) => void;

type Port = { readonly index: number; readonly buffer: Buffer };

/** Blocks of calls that nobody can make any more are given back. */
const forgotten = whenCollected<() => void>(release => release());

/** Any byte but 0 is true. */
const setTruth = (target: View, data: Data): void => {
  for (let i = 0; i < data.length; i++) target[i] = data[i] === 0 ? 0 : 1;
};

const none: readonly Data[] = [];

/**
 * A program as a function of typed arrays that creates no arrays when called, but for what steps of the host take and give;
 * `lifted` are the values of the inputs after the first ones. Undefined for programs that hand an input or a constant on.
 */
export const typedCall = (runnable: RunnableProgram, lifted: readonly ConcreteArray[]): TypedCall | undefined => {
  const { program, plan, host, scattered } = runnable;
  const { memory, arena } = host;
  const inputs: Port[] = [];
  for (const step of plan.steps) {
    if (step.kind === 'upload') inputs.push({ index: step.input, buffer: step.buffer });
  }
  const outputs: Port[] = [];
  for (const [index, { source }] of program.outputs.entries()) {
    if (source.kind !== 'buffer') return undefined;
    outputs.push({ index, buffer: source.buffer });
  }
  const given = program.inputs.length - lifted.length;
  const pointers = [...plan.pointers].map(([buffer, entry]) => ({
    entry,
    address: memory.allocate(bytesOfBuffer(buffer)),
    buffer,
  }));
  const fill = (index: number, target: View): void => {
    copyIn(target, lifted[index - given]!);
  };

  // views are made anew only where memory has moved
  let base = -1;
  let seen: ArrayBufferLike | undefined;
  let inputViews: View[] = [];
  let outputViews: View[] = [];
  const prepare = (at: number): void => {
    base = at;
    seen = memory.memory.buffer;
    for (const { entry, address } of pointers) runnable.setPointer(entry, address, base);
    const view = ({ buffer }: Port): View => viewOf(memory, buffer.type, runnable.addressOf(buffer, base), buffer.size);
    inputViews = inputs.map(view);
    outputViews = outputs.map(view);
  };
  for (const { address, buffer } of pointers) {
    const port = inputs.find(input => input.buffer === buffer && input.index >= given);
    if (port !== undefined) fill(port.index, viewOf(memory, buffer.type, address, buffer.size));
  }
  const isPointer = inputs.map(({ buffer }) => plan.pointers.has(buffer));
  const isGiven = inputs.map(({ index }) => index < given);

  // of the call under way: closures made for each call would be garbage
  let from = none;
  let to = none;
  const runAt = (at: number): void => {
    if (at !== base || seen !== memory.memory.buffer) prepare(at);
    else for (const { entry, address } of pointers) runnable.setPointer(entry, address, base);
    for (let i = 0; i < inputs.length; i++) {
      const { index, buffer } = inputs[i]!;
      if (isGiven[i]) {
        if (buffer.type === 'bool') setTruth(inputViews[i]!, from[index]!);
        else inputViews[i]!.set(from[index]!);
      } else if (!isPointer[i]) fill(index, inputViews[i]!);
    }
    runnable.perform(at);
    // steps of the host may run programs that need more memory
    if (seen !== memory.memory.buffer) prepare(at);
    for (let i = 0; i < outputs.length; i++) {
      const { index } = outputs[i]!;
      const part = scattered[index];
      if (part === undefined) to[index]!.set(outputViews[i]!);
      else scatterInto(to[index]!.fill(0), part, outputViews[i]!);
    }
  };
  const call: TypedCall = (givenInputs, givenOutputs) => {
    from = givenInputs;
    to = givenOutputs;
    arena.use(plan.bytes, runAt);
    from = to = none;
  };
  runnable.hold();
  forgotten.register(call, () => {
    for (const { address } of pointers) memory.free(address);
    runnable.release();
  });
  return call;
};
