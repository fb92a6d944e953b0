import { stepsOfPart } from '../../../compiler/product.ts';
import type { MatrixView, MemoryPlan, ProductStep, RowKernel, Step } from '../../../compiler/program.ts';
import type { ExpressionBuilder } from '../../../kernel/builder.ts';
import { type Buffer, bytesOfType } from '../../../kernel/expression.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { emitControl } from './control.ts';
import { callsOf } from './expanded.ts';
import { hostCallsOf } from './functions.ts';
import { isOfMath } from './host.ts';
import { KernelEmitter } from './kernel.ts';
import type { Library } from './library.ts';
import { Addresses, type Location } from './nodes.ts';
import { planVectors } from './plan.ts';
import { Products, pushPanelsOfPart } from './product.ts';
import { Routines } from './routine.ts';
import { isDivided, type Task, wholeTask, workOf } from './task.ts';
import type { CodegenContext } from './values.ts';

/** Steps of the module. */
export type ModuleStep = Exclude<Step, { readonly kind: 'upload' }>;

type RowsStep = Extract<Step, { readonly kind: 'rows' }>;

export const isModuleStep = (step: Step): step is ModuleStep => step.kind !== 'upload';

/** What the programs of a module have in common. */
export type ModuleContext = Omit<CodegenContext, 'builder'> & {
  readonly module: ModuleBuilder;
  readonly constantAt: (buffer: Buffer) => number;
  readonly library: Library;
  /** How many threads large tasks are divided among. */
  readonly threads: number;
};

/** A kernel as a task, and as a part of another one whose parts are multiples of `unit`. */
type KernelTask = Task & { readonly part: (unit: number, addresses?: Addresses) => Task };

/** A kernel as a part of the task of a product; `panels` are those that it writes for a part of the sum. */
type PartKernel = Pick<RowKernel, 'perRow'> & { readonly task: Task; readonly panels?: MatrixView | undefined };

const workOfAll = (tasks: readonly Task[]): number => tasks.reduce((sum, { work }) => sum + work, 0);

/** Makes tasks of the steps of one program: that of the module, or one inside of it. */
export class ProgramTasks {
  private readonly context: ModuleContext;
  private readonly builder: ExpressionBuilder;
  private readonly addresses: Addresses;
  private readonly products: Products;
  private readonly routines: Routines;
  readonly locate: (buffer: Buffer) => Location;

  /** `elsewhere` knows buffers that are not in the program's own memory, which begins at `start`. */
  constructor(
    context: ModuleContext,
    builder: ExpressionBuilder,
    { offsets, pointers }: MemoryPlan,
    start = 0,
    elsewhere: ReadonlyMap<Buffer, Location> = new Map(),
  ) {
    this.context = context;
    this.builder = builder;
    this.locate = buffer => {
      const entry = pointers.get(buffer);
      if (entry !== undefined) return { kind: 'pointer', entry };
      if (buffer.values !== undefined) return { kind: 'fixed', offset: context.constantAt(buffer) };
      return elsewhere.get(buffer) ?? { kind: 'relative', offset: start + offsets.get(buffer)! };
    };
    this.addresses = new Addresses(builder, this.locate);
    this.products = new Products(context.library, this.locate, context.threads);
    this.routines = new Routines(context.library, this.locate);
  }

  /** What a step does, in order. */
  tasksOf(step: ModuleStep): readonly Task[] {
    switch (step.kind) {
      case 'kernel':
        return [this.kernelTask(step.kernel)];
      case 'product':
        return this.products.prepare(step);
      case 'rows':
        return this.rowTasks(step);
      case 'mirror':
        return [this.products.mirror(step)];
      case 'routine':
        return [this.routines.prepare(step)];
      case 'control':
        return [this.controlTask(step)];
      case 'host':
        return [wholeTask(body => this.context.host.emitStep(body, step, this.locate))];
      default:
        return step satisfies never;
    }
  }

  private kernelTask(kernel: Kernel): KernelTask {
    const { builder, context } = this;
    const [outer] = kernel.variables;
    const plan = planVectors(builder, kernel);
    const codegen = { ...context, builder };
    const align = kernel.variables.length > 1 ? 1 : 16;
    const task: Omit<Task, 'write'> = {
      low: outer?.low ?? 0,
      high: outer?.high ?? 1,
      align,
      work: workOf(builder, kernel) / (plan.kind === 'scalar' ? 1 : plan.lanes),
      divisible:
        outer !== undefined &&
        kernel.sequential !== true &&
        kernel.stores.every(store => store.scatter === undefined) &&
        callsOf(kernel).flatMap(hostCallsOf).every(isOfMath),
      partsPerThread: 4,
    };
    const part = (unit: number | undefined, addresses = this.addresses): Task => ({
      ...task,
      write: body => new KernelEmitter(codegen, addresses, body, kernel, plan, unit).emit(),
    });
    return { ...part(context.threads > 1 && isDivided(task) ? align : undefined), part };
  }

  private rowTasks({ before, product, after }: RowsStep): readonly Task[] {
    return after.length > 0 ? this.productThenRows(product, after) : this.productOfParts(before, product);
  }

  /** What is computed from rows follows their product part by part, where threads divide the product. */
  private productThenRows(product: ProductStep, kernels: readonly RowKernel[]): readonly Task[] {
    const tasks = this.products.prepare(product);
    const main = tasks.at(-1)!;
    const after = kernels.map(({ kernel }) => this.kernelTask(kernel));
    if (this.context.threads === 1 || !isDivided(main) || !after.every(({ divisible }) => divisible)) {
      return [...tasks, ...after];
    }
    const call = this.callsOf(kernels.map(({ perRow }, i) => ({ perRow, task: after[i]!.part(main.align * perRow) })));
    const write = (body: FunctionBuilder): void => {
      main.write(body);
      call(body, body.params[1]!, body.params[2]!);
    };
    return [...tasks.slice(0, -1), { ...main, work: workOfAll([main, ...after]), write }];
  }

  /**
   * What the parts of a sum are computed from comes before each of them, unless it takes most of the time and few threads could: then
   * only the panels that are written part by part do.
   */
  private productOfParts(kernels: readonly RowKernel[], product: ProductStep): readonly Task[] {
    const panels = [product.lhs, product.rhs].filter(({ inPanels }) => inPanels === 'by part');
    const unit = stepsOfPart(product.extents.inner, product.partialSums);
    const before = kernels.map(({ kernel, perRow }) => ({
      perRow,
      task: this.kernelTask(kernel),
      panels: panels.find(({ buffer }) => kernel.stores[0]!.buffer === buffer),
    }));
    const tasks = before.map(({ task }) => task);
    const isJoined =
      workOfAll(tasks) <= workOfAll(this.products.prepare(product)) && tasks.every(({ divisible }) => divisible);
    const joined = before
      .filter(each => isJoined || each.panels !== undefined)
      .map(each => ({ ...each, task: each.task.part(unit * each.perRow, this.addressesWith(each.panels)) }));
    const alone = before.filter(each => !isJoined && each.panels === undefined);
    const work = workOfAll(joined.map(({ task }) => task));
    return [
      ...alone.map(({ task }) => task),
      ...this.products.prepare(product, this.callsOf(joined)).map(main => ({ ...main, work: work + main.work })),
    ];
  }

  /** Addresses in a kernel that writes panels of a part, if it does. */
  private addressesWith(panels: MatrixView | undefined): Addresses {
    if (panels === undefined) return this.addresses;
    return new Addresses(this.builder, buffer => (buffer === panels.buffer ? { kind: 'part' } : this.locate(buffer)));
  }

  /**
   * Writes calls of kernels for some rows of a product, or steps of its sum. Those that write panels of a part get an address at which
   * the panels of its first step would be where they are if they stood there whole.
   */
  private callsOf(kernels: readonly PartKernel[]) {
    const callees = kernels.map(({ task }) => this.functionOf(task));
    return (body: FunctionBuilder, begin: Local, end: Local): void =>
      callees.forEach((callee, i) => {
        const { perRow, panels } = kernels[i]!;
        const [base, , , thread] = body.params;
        body.get(base!);
        for (const edge of [begin, end]) {
          body.get(edge);
          body.i32(perRow);
          body.op('i32.mul');
        }
        if (panels === undefined) body.get(thread!);
        else {
          pushPanelsOfPart(body, this.locate, panels);
          body.get(begin);
          body.i32(panels.strides[2] * bytesOfType(panels.buffer.type));
          body.op('i32.mul', 'i32.sub');
        }
        body.call(callee);
      });
  }

  /** A task as a function (base, begin, end, thread). */
  private functionOf(task: Task): FunctionBuilder {
    const body = this.context.module.function({ params: ['i32', 'i32', 'i32', 'i32'], results: [] });
    task.write(body);
    return body;
  }

  private controlTask(step: Extract<Step, { readonly kind: 'control' }>): Task {
    // inner programs run on one thread
    const context = { ...this.context, threads: 1 };
    const workspace = this.locate(step.workspace);
    if (workspace.kind !== 'relative') throw new Error('nabla internal error: a workspace outside of memory');
    let start = workspace.offset + 64 * Math.ceil(step.inputs.length / 16);
    const runs = step.programs.map(inner => {
      const own = start;
      start += inner.plan.bytes;
      // inputs are found by pointers, one an input of the step; `emitControl` sets them
      return (inputOf: (input: number) => number) => {
        const elsewhere = new Map<Buffer, Location>();
        inner.inputs.forEach((buffer, i) => {
          if (buffer !== undefined)
            elsewhere.set(buffer, { kind: 'pointer', entry: workspace.offset / 4 + inputOf(i) });
        });
        for (const [buffer, place] of inner.places) elsewhere.set(buffer, elsewhere.get(place)!);
        const tasks = new ProgramTasks(context, inner.program.builder, inner.plan, own, elsewhere);
        const functions = inner.plan.steps
          .filter(isModuleStep)
          .flatMap(each => tasks.tasksOf(each))
          .map(task => ({ task, body: this.functionOf(task) }));
        return { functions, outputs: inner.outputs.map(tasks.locate) };
      };
    });
    return wholeTask(emitControl(step, runs, this.locate, workspace.offset / 4));
  }
}
