import { buffersOf, type Step } from '../../../compiler/program.ts';
import type { Buffer, ExpressionOf } from '../../../kernel/expression.ts';
import type { Callee, FunctionBuilder } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import type { ValueType } from '../emit/opcodes.ts';
import { mathPrefix } from '../runtime/threads.ts';
import { emitAddress, type Location } from './nodes.ts';
import { valueTypeOf } from './scalar.ts';

type HostCall = ExpressionOf<'function'>;

export type HostStep = Extract<Step, { readonly kind: 'host' }>;

const keyOf = ({ name, type, operands }: HostCall): string =>
  `${name}|${type}|${operands.map(operand => operand.type).join()}`;

const parameterOf = (type: string): ValueType => (type === 'i32' || type === 'bool' ? 'i32' : 'f64');

const mathNames = new Map<unknown, string>(
  Object.getOwnPropertyNames(Math).map(name => [(Math as unknown as Record<string, unknown>)[name], name]),
);

/** Whether workers can call a function: they have those of Math only. */
export const isOfMath = (call: HostCall): boolean => mathNames.has(call.apply);

/**
 * Functions of the host that a module imports, those of numbers and steps on arrays: it must be told all of them before it has
 * functions of its own.
 */
export class HostFunctions {
  readonly imports: Record<string, (...operands: number[]) => number> = {};
  /** Steps by the names of their functions, which take the addresses of the buffers they read, then of those they write. */
  readonly steps = new Map<string, HostStep>();
  private readonly callees = new Map<string | HostStep, Callee>();

  constructor(module: ModuleBuilder, calls: readonly HostCall[], steps: readonly HostStep[]) {
    for (const step of steps) {
      const { reads, writes } = buffersOf(step);
      const name = `step${this.steps.size}`;
      const params = [...reads, ...writes].map(() => 'i32' as const);
      this.steps.set(name, step);
      this.callees.set(step, module.importFunction(name, { params, results: [] }));
    }
    for (const call of calls) {
      const key = keyOf(call);
      if (this.callees.has(key)) continue;
      const math = mathNames.get(call.apply);
      const name = `${math === undefined ? 'host' : `${mathPrefix}${math}.`}${this.callees.size}`;
      const params = call.operands.map(operand => parameterOf(operand.type));
      this.imports[name] = call.apply;
      this.callees.set(key, module.importFunction(name, { params, results: [parameterOf(call.type)] }));
    }
  }

  emitStep(body: FunctionBuilder, step: HostStep, locate: (buffer: Buffer) => Location): void {
    const { reads, writes } = buffersOf(step);
    for (const buffer of [...reads, ...writes]) emitAddress(body, locate(buffer), 0);
    body.call(this.callees.get(step)!);
  }

  /** Calls a function on numbers that are on the stack as their types say. */
  emitCall(body: FunctionBuilder, call: HostCall): void {
    const { type, operands } = call;
    // the host computes in double precision
    if (operands.some(({ type: from }) => from === 'f32' || from === 'u32')) {
      const held = operands.map(operand => body.local(valueTypeOf(operand.type)));
      for (const local of [...held].reverse()) body.set(local);
      operands.forEach((operand, i) => {
        body.get(held[i]!);
        if (operand.type === 'f32') body.op('f64.promote_f32');
        else if (operand.type === 'u32') body.op('f64.convert_i32_u');
      });
    }
    body.call(this.callees.get(keyOf(call))!);
    if (type === 'f32') body.op('f32.demote_f64');
  }
}
