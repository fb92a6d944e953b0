import type { MemoryPlan } from '../../../compiler/memory.ts';
import type { CompiledProgram, Step } from '../../../compiler/program.ts';
import type { ExpressionBuilder } from '../../../kernel/builder.ts';
import { type Buffer, type ExpressionOf, postorder } from '../../../kernel/expression.ts';
import { type Kernel, rootsOf } from '../../../kernel/kernel.ts';
import { expandFunctions } from '../../../kernel/math/expand.ts';
import type { Callee, FunctionBuilder } from '../emit/function.ts';
import { ModuleBuilder } from '../emit/module.ts';
import type { ValueType } from '../emit/opcodes.ts';
import { KernelEmitter } from './kernel.ts';
import { Addresses, type Location } from './nodes.ts';
import { planVectors } from './plan.ts';
import { Products } from './product.ts';
import { Routines } from './routine.ts';
import { Helpers } from './scalar.ts';
import type { CodegenContext } from './values.ts';

type HostCall = ExpressionOf<'function'>;

export type CompiledModule = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Functions of the host that the module imports, by name. */
  readonly imports: Readonly<Record<string, (...operands: number[]) => number>>;
  /** Runs of steps that the module does by itself: exported as `run0`, `run1` …, in the place of their first step. */
  readonly segments: readonly Segment[];
};

export type Segment =
  | { readonly kind: 'module'; readonly name: string }
  | { readonly kind: 'step'; readonly step: Step };

const hostKey = ({ name, type, operands }: HostCall): string =>
  `${name}|${type}|${operands.map(operand => operand.type).join()}`;

const hostParameter = (type: string): ValueType => (type === 'i32' || type === 'bool' ? 'i32' : 'f64');

export type ModuleOptions = {
  readonly memory: { readonly shared: boolean };
  readonly addressOf: (constant: Buffer) => number;
};

/** Writes the module of a program: a function for each kernel, and one for each run of kernels. */
export const emitProgram = (
  { builder }: CompiledProgram,
  { steps: planned, offsets }: MemoryPlan,
  { memory, addressOf }: ModuleOptions,
): CompiledModule => {
  const module = new ModuleBuilder({ initialPages: 1, maximumPages: 65536, shared: memory.shared });
  const steps = planned.map(step =>
    step.kind === 'kernel' ? { ...step, kernel: withExpansions(builder, step.kernel) } : step,
  );
  const kernels = steps.flatMap(step => (step.kind === 'kernel' ? [step.kernel] : []));
  const imports: Record<string, (...operands: number[]) => number> = {};
  const hostFunctions = new Map<string, Callee>();
  for (const call of hostCalls(kernels)) {
    const name = `host${hostFunctions.size}`;
    const result: ValueType = call.type === 'f32' || call.type === 'f64' ? 'f64' : 'i32';
    imports[name] = call.apply;
    hostFunctions.set(
      hostKey(call),
      module.importFunction(name, {
        params: call.operands.map(operand => hostParameter(operand.type)),
        results: [result],
      }),
    );
  }
  const context: CodegenContext = {
    builder,
    helpers: new Helpers(module),
    host: call => hostFunctions.get(hostKey(call))!,
  };
  const locate = (buffer: Buffer): Location =>
    buffer.values === undefined
      ? { relative: true, offset: offsets.get(buffer)! }
      : { relative: false, offset: addressOf(buffer) };
  const addresses = new Addresses(builder, locate);

  const segments: Segment[] = [];
  const products = new Products(module, locate);
  const routines = new Routines(module, locate);
  let pending: ((body: FunctionBuilder) => void)[] = [];
  const flush = (): void => {
    if (pending.length === 0) return;
    const name = `run${segments.length}`;
    const body = module.function({ params: ['i32'], results: [] }, name);
    for (const write of pending) write(body);
    segments.push({ kind: 'module', name });
    pending = [];
  };
  for (const step of steps) {
    if (step.kind === 'kernel') {
      const body = module.function({ params: ['i32', 'i32', 'i32'], results: [] });
      new KernelEmitter(context, addresses, body, step.kernel, planVectors(builder, step.kernel)).emit();
      const [outer] = step.kernel.variables;
      pending.push(run => {
        run.get(run.params[0]!);
        run.i32(outer?.low ?? 0);
        run.i32(outer?.high ?? 1);
        run.call(body);
      });
    } else if (step.kind === 'product') {
      pending.push(products.prepare(step));
    } else if (step.kind === 'routine') {
      pending.push(routines.prepare(step));
    } else {
      flush();
      segments.push({ kind: 'step', step });
    }
  }
  flush();
  return { bytes: module.encode(), imports, segments };
};

const withExpansions = (builder: ExpressionBuilder, kernel: Kernel): Kernel => {
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

/** Functions that the module must import: those that it cannot compute itself. */
const hostCalls = (kernels: readonly Kernel[]): HostCall[] => {
  const calls = new Map<string, HostCall>();
  for (const kernel of kernels) {
    for (const node of postorder(rootsOf(kernel))) if (node.kind === 'function') calls.set(hostKey(node), node);
  }
  return [...calls.values()];
};
