import type { Data } from '../../../array/dtype.ts';
import { ConcreteArray } from '../../../array/ndarray.ts';
import { flattenProgram } from '../../../compiler/flatten.ts';
import { bytesOfBuffer, planMemory } from '../../../compiler/memory.ts';
import { Planner } from '../../../compiler/planner.ts';
import type { CompiledProgram, MemoryPlan, Source, Step } from '../../../compiler/program.ts';
import type { Aval } from '../../../core/aval.ts';
import type { Jaxpr } from '../../../core/jaxpr.ts';
import type { Buffer } from '../../../kernel/expression.ts';
import { emitProgram, type Segment } from '../codegen/module.ts';
import { wasmTarget } from '../library/target.ts';
import type { Arena } from './arena.ts';
import type { Memory } from './memory.ts';
import { Pending, type Residents } from './residents.ts';
import type { Threads } from './threads.ts';
import { copyOut, viewOf } from './views.ts';

/** The memory that programs run in, and who runs them. */
export type HostMemory = {
  readonly memory: Memory;
  readonly arena: Arena;
  readonly residents: Residents;
  readonly threads: Threads;
};

export const compileProgram = (jaxpr: Jaxpr, host: HostMemory): RunnableProgram => {
  const program = new Planner(flattenProgram(jaxpr), wasmTarget(host.threads.count)).plan(jaxpr.name);
  return new RunnableProgram(program, host);
};

/** Workers know programs by their numbers. */
let programCount = 0;

type Exports = Readonly<Record<string, (...params: number[]) => void>>;

/** A program that is ready to run. */
export class RunnableProgram {
  readonly program: CompiledProgram;
  readonly plan: MemoryPlan;
  readonly host: HostMemory;
  /** How many threads it was compiled for. */
  readonly threads: number;
  private readonly segments: readonly Segment[];
  private readonly exports: Exports;
  private readonly identity = programCount++;
  /** Blocks that the program keeps: its constants and, for workers, its module. */
  private readonly blocks: number[] = [];
  private readonly constants = new Map<Buffer, number>();
  private readonly module: { readonly at: number; readonly length: number };
  /** Outputs that are computed in blocks of their own. */
  private readonly ownBlocks: readonly (readonly [buffer: Buffer, entry: number])[];

  constructor(program: CompiledProgram, host: HostMemory) {
    const { memory, threads } = host;
    this.program = program;
    this.host = host;
    this.threads = threads.count;
    this.plan = planMemory(program);
    this.placeConstants();
    const { bytes, imports, segments } = emitProgram(program, this.plan, {
      memory,
      addressOf: constant => this.constants.get(constant)!,
      threads: this.threads,
    });
    this.segments = segments;
    const env = { memory: memory.memory, ...imports };
    this.exports = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env }).exports as unknown as Exports;
    const at = segments.some(({ kind }) => kind === 'parallel') ? this.keep(bytes.length) : 0;
    if (at > 0) new Uint8Array(memory.memory.buffer, at, bytes.length).set(bytes);
    this.module = { at, length: bytes.length };
    const uploaded = this.plan.steps.flatMap(step => (step.kind === 'upload' ? [step.buffer] : []));
    this.ownBlocks = [...this.plan.pointers].filter(([buffer]) => !uploaded.includes(buffer));
  }

  private keep(bytes: number): number {
    const address = this.host.memory.allocate(bytes);
    this.blocks.push(address);
    return address;
  }

  private placeConstants(): void {
    const { constants } = this.plan;
    const bytes = constants.reduce((sum, buffer) => sum + bytesOfBuffer(buffer), 0);
    let next = bytes > 0 ? this.keep(bytes) : 0;
    for (const buffer of constants) {
      this.constants.set(buffer, next);
      viewOf(this.host.memory, buffer.type, next, buffer.size).set(buffer.values!);
      next += bytesOfBuffer(buffer);
    }
  }

  /** Gives back what the program keeps in memory. */
  dispose(): void {
    for (const address of this.blocks.splice(0)) this.host.memory.free(address);
  }

  setPointer(entry: number, address: number, base: number): void {
    new Int32Array(this.host.memory.memory.buffer, base, entry + 1)[entry] = address;
  }

  addressOf(buffer: Buffer, base: number): number {
    const entry = this.plan.pointers.get(buffer);
    if (entry !== undefined) return new Int32Array(this.host.memory.memory.buffer, base, entry + 1)[entry]!;
    return this.constants.get(buffer) ?? base + this.plan.offsets.get(buffer)!;
  }

  run(args: readonly ConcreteArray[]): ConcreteArray[] {
    const { arena, residents } = this.host;
    return residents.during(() => arena.use(this.plan.bytes, base => this.runIn(base, args)));
  }

  private runIn(base: number, args: readonly ConcreteArray[]): ConcreteArray[] {
    const { residents } = this.host;
    const slots = [...args];
    const blocks = new Map<Buffer, number>();
    try {
      for (const [buffer, entry] of this.ownBlocks) {
        const address = residents.allocate(bytesOfBuffer(buffer));
        blocks.set(buffer, address);
        this.setPointer(entry, address, base);
      }
      this.perform(base, step => this.performHere(step, slots, base));
      return this.program.outputs.map(({ source, aval }) => {
        const block = source.kind === 'buffer' ? blocks.get(source.buffer) : undefined;
        if (source.kind !== 'buffer' || block === undefined) return this.fetch(source, aval, slots, base);
        blocks.delete(source.buffer);
        return this.handOver(source.buffer, block, aval);
      });
    } finally {
      // where a step has failed
      for (const address of blocks.values()) residents.abandon(address);
    }
  }

  /** Runs all steps; those that are not the module's are left to the callback. */
  perform(base: number, here: (step: Step) => void): void {
    for (const segment of this.segments) {
      switch (segment.kind) {
        case 'module':
          this.exports[segment.name]!(base);
          break;
        case 'parallel': {
          const { at: bytesAt, length: bytesLength } = this.module;
          const job = { ...segment, program: this.identity, bytesAt, bytesLength, base, threads: this.threads };
          this.host.threads.run(job, this.exports[`f${segment.function}`]!);
          break;
        }
        case 'step':
          here(segment.step);
          break;
        default:
          segment satisfies never;
      }
    }
  }

  private performHere(step: Step, slots: ConcreteArray[], base: number): void {
    switch (step.kind) {
      case 'upload':
        this.upload(slots[step.slot]!, step.buffer, base);
        return;
      case 'host': {
        const { equation, inputs } = step;
        const values = inputs.map((source, i) => this.fetch(source, equation.inputs[i]!.aval, slots, base));
        const results = equation.primitive.evaluate(values, equation.params);
        step.slots.forEach((slot, i) => {
          slots[slot] = results[i]!;
        });
        return;
      }
      case 'kernel':
      case 'product':
      case 'routine':
      case 'control':
        throw new Error(`nabla internal error: a ${step.kind} outside the module`);
      default:
        step satisfies never;
    }
  }

  private upload(array: ConcreteArray, buffer: Buffer, base: number): void {
    const { memory, residents } = this.host;
    const entry = this.plan.pointers.get(buffer);
    if (entry !== undefined) {
      const known = residents.addressOf(array);
      const address = known ?? residents.allocate(bytesOfBuffer(buffer));
      this.setPointer(entry, address, base);
      if (known !== undefined) return;
      residents.admit(array, address, bytesOfBuffer(buffer));
    }
    const target = viewOf(memory, buffer.type, this.addressOf(buffer, base), buffer.size);
    if (array.uniform !== undefined) target.fill(array.uniform);
    else target.set(array.data);
  }

  private fetch(source: Source, aval: Aval, slots: readonly ConcreteArray[], base: number): ConcreteArray {
    switch (source.kind) {
      case 'known':
        return withAval(source.value, aval);
      case 'slot':
        return withAval(slots[source.slot]!, aval);
      case 'buffer': {
        const { type, size } = source.buffer;
        const view = viewOf(this.host.memory, type, this.addressOf(source.buffer, base), size);
        return new ConcreteArray(aval.shape, aval.dtype, copyOut(aval.dtype, view), aval.weakType);
      }
      default:
        return source satisfies never;
    }
  }

  /** The array that a block belongs to from now on. */
  private handOver(buffer: Buffer, address: number, aval: Aval): ConcreteArray {
    const { memory, residents } = this.host;
    const pending = new Pending((): Data => copyOut(aval.dtype, viewOf(memory, buffer.type, address, buffer.size)));
    const array = new ConcreteArray(aval.shape, aval.dtype, pending, aval.weakType);
    residents.admit(array, address, bytesOfBuffer(buffer), pending.read);
    return array;
  }
}

/** An array with the weakness that the program says. */
const withAval = (array: ConcreteArray, { shape, dtype, weakType }: Aval): ConcreteArray =>
  array.weakType === weakType
    ? array
    : new ConcreteArray(shape, dtype, array.uniform === undefined ? array.data : { uniform: array.uniform }, weakType);
