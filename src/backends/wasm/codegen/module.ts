import type { CompiledProgram, MemoryPlan } from '../../../compiler/program.ts';
import type { Buffer } from '../../../kernel/expression.ts';
import type { Callee } from '../emit/function.ts';
import { ModuleBuilder } from '../emit/module.ts';
import { allSteps, callsOf, expandSteps } from './expanded.ts';
import { hostCallsOf, MathFunctions } from './functions.ts';
import { HostFunctions, type HostStep } from './host.ts';
import { Library } from './library.ts';
import { Helpers } from './scalar.ts';
import { grainOf, isDivided, type Task } from './task.ts';
import { isModuleStep, ProgramTasks } from './tasks.ts';

export type CompiledModule = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Functions of the host that the module imports, by name. */
  readonly imports: Readonly<Record<string, (...operands: number[]) => number>>;
  /** Steps that it calls the host for, by the names that it imports; see `HostFunctions`. */
  readonly hostSteps: ReadonlyMap<string, HostStep>;
  readonly segments: readonly Segment[];
};

export type Segment =
  /** Steps that the module does by itself: a function of the memory of the run. */
  | { readonly kind: 'module'; readonly name: string }
  /** The function f‹number› of the module, which threads may divide. */
  | {
      readonly kind: 'parallel';
      readonly function: number;
      readonly low: number;
      readonly high: number;
      readonly grain: number;
      /** Roughly in operations on vectors. */
      readonly work: number;
    };

export type ModuleOptions = {
  readonly memory: { readonly shared: boolean };
  readonly addressOf: (constant: Buffer) => number;
  /** How many threads large tasks are divided among. */
  readonly threads: number;
};

/** Writes the module of a program: a function for each task, and one for each run of small tasks. */
export const emitProgram = (
  { builder }: CompiledProgram,
  plan: MemoryPlan,
  { memory, addressOf, threads }: ModuleOptions,
): CompiledModule => {
  const module = new ModuleBuilder({ initialPages: 1, maximumPages: 65536, shared: memory.shared });
  const steps = expandSteps(builder, plan.steps);
  const all = allSteps(steps);
  const calls = all.flatMap(step => (step.kind === 'kernel' ? callsOf(step.kernel) : []));
  const host = new HostFunctions(
    module,
    calls.flatMap(hostCallsOf),
    all.filter(step => step.kind === 'host'),
  );
  const helpers = new Helpers(module);
  const context = {
    module,
    helpers,
    host,
    functionOf: new MathFunctions(module, helpers, host).functionOf,
    constantAt: addressOf,
    library: new Library(module),
    threads,
  };
  const tasks = new ProgramTasks(context, builder, plan);

  const segments: Segment[] = [];
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
  for (const task of steps.filter(isModuleStep).flatMap(step => tasks.tasksOf(step))) {
    const { low, high, work } = task;
    const divided = threads > 1 && isDivided(task);
    const number = functions++;
    const params = ['i32', 'i32', 'i32', 'i32'] as const;
    const body = module.function({ params, results: [] }, divided ? `f${number}` : undefined);
    task.write(body);
    if (divided) {
      flush();
      segments.push({ kind: 'parallel', function: number, low, high, grain: grainOf(task, threads), work });
    } else pending.push({ task, callee: body });
  }
  flush();
  return { bytes: module.encode(), imports: host.imports, hostSteps: host.steps, segments };
};
