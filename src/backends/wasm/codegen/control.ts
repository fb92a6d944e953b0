import type { Step } from '../../../compiler/program.ts';
import { type Buffer, bytesOfType } from '../../../kernel/expression.ts';
import type { Callee, FunctionBuilder } from '../emit/function.ts';
import { constant, forLoop } from '../library/loops.ts';
import { emitAddress, type Location } from './nodes.ts';
import type { Task } from './task.ts';

type ControlStep = Extract<Step, { readonly kind: 'control' }>;

/** An inner program as functions to call, one after the other, and where its outputs are then. */
export type InnerRun = {
  readonly functions: readonly { readonly task: Task; readonly body: Callee }[];
  readonly outputs: readonly Location[];
};

/** Makes an inner program whose input i is the input `inputOf(i)` of the step. */
export type PrepareRun = (inputOf: (input: number) => number) => InnerRun;

const bytesOf = ({ type, size }: Buffer): number => size * bytesOfType(type);

/** Few bytes are copied number by number, since memory.copy is a call. */
const emitCopy = (body: FunctionBuilder, bytes: number, to: () => void, from: () => void): void => {
  if (bytes > 64) {
    to();
    from();
    body.i32(bytes);
    body.copyMemory();
    return;
  }
  for (let at = 0; at < bytes; ) {
    const type = bytes - at >= 8 ? 'i64' : 'i32';
    to();
    from();
    body.memory(`${type}.load`, at);
    body.memory(`${type}.store`, at);
    at += type === 'i64' ? 8 : 4;
  }
};

/**
 * What writes a loop or a choice into a function whose first parameter is the memory of the run.
 *
 * The inputs of inner programs are found by pointers: to the step's inputs, to slices of them, or to the carry, which is
 * kept in the step's outputs.
 */
export const emitControl = (
  { control, inputs, outputs }: ControlStep,
  prepare: readonly PrepareRun[],
  locate: (buffer: Buffer) => Location,
  firstPointer: number,
): ((body: FunctionBuilder) => void) => {
  const runs = prepare.map((make, i) => make(inputOfProgram(control, i)));
  return body => {
    const [base] = body.params;
    const address =
      (location: Location, offset = 0) =>
      (): void =>
        emitAddress(body, location, offset);
    const point = (input: number, to: () => void): void => {
      body.get(base!);
      to();
      body.memory('i32.store', 4 * (firstPointer + input));
    };
    const call = ({ functions }: InnerRun): void => {
      for (const { task, body: callee } of functions) {
        body.get(base!);
        body.i32(task.low);
        body.i32(task.high);
        body.i32(0);
        body.call(callee);
      }
    };
    /** Copies the first outputs of an inner program to those of the step, but for those that have been written there. */
    const copyOut = (run: InnerRun, count: number): void => {
      for (let i = 0; i < count; i++) {
        if (run.outputs[i]!.kind === 'pointer') continue;
        emitCopy(body, bytesOf(outputs[i]!), address(locate(outputs[i]!)), address(run.outputs[i]!));
      }
    };
    /** The carry, from the inputs that begin at `first`, is kept in the outputs. */
    const startCarry = (first: number, count: number): void => {
      for (let i = 0; i < count; i++) {
        emitCopy(body, bytesOf(outputs[i]!), address(locate(outputs[i]!)), address(locate(inputs[first + i]!)));
        point(first + i, address(locate(outputs[i]!)));
      }
    };

    switch (control.kind) {
      case 'scan': {
        const { constants, carry, length, reverse } = control;
        const [run] = runs;
        for (let i = 0; i < constants; i++) point(i, address(locate(inputs[i]!)));
        startCarry(constants, carry);
        const step = body.local('i32');
        const place = body.local('i32');
        const sliceOf = (buffer: Buffer) => (): void => {
          emitAddress(body, locate(buffer), 0);
          body.get(place);
          body.i32(bytesOf(buffer) / length);
          body.op('i32.mul', 'i32.add');
        };
        if (length > 0) {
          forLoop(body, step, constant(body, 0), constant(body, length), 1, () => {
            if (reverse) {
              body.i32(length - 1);
              body.get(step);
              body.op('i32.sub');
            } else body.get(step);
            body.set(place);
            for (let i = constants + carry; i < inputs.length; i++) point(i, sliceOf(inputs[i]!));
            call(run!);
            for (let i = carry; i < outputs.length; i++) {
              emitCopy(body, bytesOf(outputs[i]!) / length, sliceOf(outputs[i]!), address(run!.outputs[i]!));
            }
            copyOut(run!, carry);
          });
        }
        return;
      }
      case 'while': {
        const first = control.conditionConstants + control.bodyConstants;
        const [condition, run] = runs;
        for (let i = 0; i < first; i++) point(i, address(locate(inputs[i]!)));
        startCarry(first, outputs.length);
        body.block(done =>
          body.loop(again => {
            call(condition!);
            emitAddress(body, condition!.outputs[0]!, 0);
            body.memory('i32.load');
            body.op('i32.eqz');
            body.brIf(done);
            call(run!);
            copyOut(run!, outputs.length);
            body.br(again);
          }),
        );
        return;
      }
      case 'cond': {
        for (let i = 1; i < inputs.length; i++) point(i, address(locate(inputs[i]!)));
        runs.forEach((run, branch) => {
          emitAddress(body, locate(inputs[0]!), 0);
          body.memory('i32.load');
          body.i32(branch);
          body.op('i32.eq');
          body.if(() => {
            call(run);
            copyOut(run, outputs.length);
          });
        });
        return;
      }
      default:
        control satisfies never;
    }
  };
};

/** Which input of the step is input i of its program with the given number. */
const inputOfProgram = (control: ControlStep['control'], program: number): ((input: number) => number) => {
  switch (control.kind) {
    case 'scan':
      return input => input;
    case 'while': {
      const { conditionConstants, bodyConstants } = control;
      if (program === 1) return input => conditionConstants + input;
      return input => (input < conditionConstants ? input : input + bodyConstants);
    }
    case 'cond':
      return input => input + 1;
    default:
      return control satisfies never;
  }
};
