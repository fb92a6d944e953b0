import type { MemoryPlan } from '../../../compiler/memory.ts';
import type { CompiledProgram, Step } from '../../../compiler/program.ts';
import type { ExpressionBuilder } from '../../../kernel/builder.ts';
import { type Buffer, type ExpressionOf, postorder } from '../../../kernel/expression.ts';
import { type Kernel, rootsOf } from '../../../kernel/kernel.ts';
import { expandFunctions } from '../../../kernel/math/expand.ts';
import type { Callee } from '../emit/function.ts';
import { ModuleBuilder } from '../emit/module.ts';
import type { ValueType } from '../emit/opcodes.ts';
import { mathPrefix } from '../runtime/threads.ts';
import { KernelEmitter } from './kernel.ts';
import { Addresses, type Location } from './nodes.ts';
import { planVectors } from './plan.ts';
import { Products } from './product.ts';
import { Routines } from './routine.ts';
import { Helpers } from './scalar.ts';
import { type Task, workOf, worthDividing } from './task.ts';
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
  /** The function f‹number› of the module, which threads may divide. */
  | {
      readonly kind: 'parallel';
      readonly function: number;
      readonly low: number;
      readonly high: number;
      readonly grain: number;
    }
  | { readonly kind: 'step'; readonly step: Step };

const hostKey = ({ name, type, operands }: HostCall): string =>
  `${name}|${type}|${operands.map(operand => operand.type).join()}`;

const hostParameter = (type: string): ValueType => (type === 'i32' || type === 'bool' ? 'i32' : 'f64');

export type ModuleOptions = {
  readonly memory: { readonly shared: boolean };
  readonly addressOf: (constant: Buffer) => number;
  /** How many threads large tasks are divided among. */
  readonly threads: number;
};

/** Writes the module of a program: a function for each kernel, and one for each run of kernels. */
export const emitProgram = (
  { builder }: CompiledProgram,
  { steps: planned, offsets, pointers }: MemoryPlan,
  { memory, addressOf, threads }: ModuleOptions,
): CompiledModule => {
  const module = new ModuleBuilder({ initialPages: 1, maximumPages: 65536, shared: memory.shared });
  const steps = planned.map(step =>
    step.kind === 'kernel' ? { ...step, kernel: withExpansions(builder, step.kernel) } : step,
  );
  const kernels = steps.flatMap(step => (step.kind === 'kernel' ? [step.kernel] : []));
  const imports: Record<string, (...operands: number[]) => number> = {};
  const hostFunctions = new Map<string, Callee>();
  for (const call of hostCalls(kernels)) {
    const math = mathNameOf(call.apply);
    const name = `${math === undefined ? 'host' : `${mathPrefix}${math}.`}${hostFunctions.size}`;
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
  const locate = (buffer: Buffer): Location => {
    const entry = pointers.get(buffer);
    if (entry !== undefined) return { kind: 'pointer', entry };
    return buffer.values === undefined
      ? { kind: 'relative', offset: offsets.get(buffer)! }
      : { kind: 'fixed', offset: addressOf(buffer) };
  };
  const addresses = new Addresses(builder, locate);

  const segments: Segment[] = [];
  const products = new Products(module, locate);
  const routines = new Routines(module, locate);
  const kernelTask = (kernel: Kernel): Task => {
    const [outer] = kernel.variables;
    const plan = planVectors(builder, kernel);
    return {
      low: outer?.low ?? 0,
      high: outer?.high ?? 1,
      align: 16,
      work: workOf(builder, kernel) / (plan.kind === 'scalar' ? 1 : plan.lanes),
      divisible: outer !== undefined && isDivisible(kernel),
      partsPerThread: 4,
      write: body => new KernelEmitter(context, addresses, body, kernel, plan).emit(),
    };
  };
  let pending: { readonly task: Task; readonly callee: Callee }[] = [];
  const flush = (): void => {
    if (pending.length === 0) return;
    const name = `run${segments.length}`;
    const body = module.function({ params: ['i32'], results: [] }, name);
    for (const { task, callee } of pending) {
      body.get(body.params[0]!);
      body.i32(task.low);
      body.i32(task.high);
      body.i32(0);
      body.call(callee);
    }
    segments.push({ kind: 'module', name });
    pending = [];
  };
  let functions = 0;
  for (const step of steps) {
    if (step.kind !== 'kernel' && step.kind !== 'product' && step.kind !== 'routine') {
      flush();
      segments.push({ kind: 'step', step });
      continue;
    }
    const task =
      step.kind === 'kernel'
        ? kernelTask(step.kernel)
        : step.kind === 'product'
          ? products.prepare(step)
          : routines.prepare(step);
    const divided = threads > 1 && task.divisible && task.work >= worthDividing && task.high - task.low > task.align;
    const number = functions++;
    const body = module.function(
      { params: ['i32', 'i32', 'i32', 'i32'], results: [] },
      divided ? `f${number}` : undefined,
    );
    task.write(body);
    if (divided) {
      flush();
      const { low, high, align, partsPerThread } = task;
      const parts = threads * partsPerThread;
      const grain = Math.max(align, Math.ceil((high - low) / parts / align) * align);
      segments.push({ kind: 'parallel', function: number, low, high, grain });
    } else pending.push({ task, callee: body });
  }
  flush();
  return { bytes: module.encode(), imports, segments };
};

/** Whether parts of a kernel can be computed by different threads: workers have no functions but Math's. */
const isDivisible = (kernel: Kernel): boolean =>
  kernel.stores.every(store => store.scatter === undefined) &&
  postorder(rootsOf(kernel)).every(node => node.kind !== 'function' || mathNameOf(node.apply) !== undefined);

const mathNames = new Map<unknown, string>(
  Object.getOwnPropertyNames(Math).map(name => [(Math as unknown as Record<string, unknown>)[name], name]),
);

/** Under which name Math has a function. */
const mathNameOf = (apply: (...operands: number[]) => number): string | undefined => mathNames.get(apply);

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
