import type { Data } from '../../../array/dtype.ts';
import { ConcreteArray } from '../../../array/ndarray.ts';
import { sizeOf } from '../../../array/shape.ts';
import { bytesOfBuffer, planMemory } from '../../../compiler/memory.ts';
import { Planner } from '../../../compiler/planner.ts';
import type { CompiledProgram, MemoryPlan, Source } from '../../../compiler/program.ts';
import { type PeeledProgram, type Scattered, scatterInto } from '../../../compiler/scattered.ts';
import type { Aval } from '../../../core/aval.ts';
import { interpreter } from '../../../core/evaluate.ts';
import type { Buffer } from '../../../kernel/expression.ts';
import type { HostStep } from '../codegen/host.ts';
import { emitProgram } from '../codegen/module.ts';
import { wasmTarget } from '../library/target.ts';
import type { Arena } from './arena.ts';
import { instantiate } from './instantiate.ts';
import type { Memory } from './memory.ts';
import { Pending, type Residents } from './residents.ts';
import type { Job, Threads } from './threads.ts';
import { allocateResult, copyIn, copyOut, viewOf } from './views.ts';

/** The memory that programs run in, and who runs them. */
export type HostMemory = {
  readonly memory: Memory;
  readonly arena: Arena;
  readonly residents: Residents;
  readonly threads: Threads;
};

/** Compiles a program of which the last `constants` inputs are the same at every run. */
export const compileProgram = (
  name: string,
  { program, scattered }: PeeledProgram,
  constants: number,
  host: HostMemory,
): RunnableProgram => {
  const planned = new Planner(program, wasmTarget(host.threads.count)).plan(name);
  return new RunnableProgram(planned, scattered, constants, host);
};

/** Interprets a program that has not been compiled. */
export const interpretPeeled = (
  { program, scattered }: PeeledProgram,
  args: readonly ConcreteArray[],
): ConcreteArray[] => {
  const { inputs, equations, outputs, known } = program;
  const constants = [...known].map(([variable, value]) => ({ variable, value }));
  const results = interpreter.run({ name: 'interpreted', constants, inputs, equations, outputs }, args);
  return results.map((result, i) => {
    const places = scattered[i];
    return places === undefined ? result : amongZeros(places, result);
  });
};

/** Workers know programs by their numbers. */
let programCount = 0;

type Run = (...params: number[]) => void;

/** What to do next: a function of the module, for this thread or for all. */
type Part =
  | { readonly kind: 'module'; readonly run: Run }
  | { readonly kind: 'parallel'; readonly run: Run; readonly job: Job };

/** A program that is ready to run, for as long as somebody holds it. */
export class RunnableProgram {
  readonly program: CompiledProgram;
  /** The outputs of which the program computes some elements only, the others being zero. */
  readonly scattered: readonly (Scattered | undefined)[];
  readonly plan: MemoryPlan;
  readonly host: HostMemory;
  /** How many threads it was compiled for. */
  readonly threads: number;
  private readonly parts: readonly Part[];
  private holders = 1;
  /** Blocks that the program keeps: its constants and, for workers, its module. */
  private readonly blocks: number[] = [];
  private readonly constants = new Map<Buffer, number>();
  /** Outputs that are computed in blocks of their own. */
  private readonly ownBlocks: readonly (readonly [buffer: Buffer, entry: number])[];

  constructor(
    program: CompiledProgram,
    scattered: readonly (Scattered | undefined)[],
    constants: number,
    host: HostMemory,
  ) {
    this.program = program;
    this.scattered = scattered;
    this.host = host;
    this.threads = host.threads.count;
    this.plan = planMemory(program, { constants });
    try {
      this.placeConstants();
      this.parts = this.load();
    } catch (error) {
      this.release();
      throw error;
    }
    const uploaded = this.plan.steps.flatMap(step => (step.kind === 'upload' ? [step.buffer] : []));
    this.ownBlocks = [...this.plan.pointers].filter(([buffer]) => !uploaded.includes(buffer));
  }

  /** Writes and compiles the module. */
  private load(): Part[] {
    const { memory } = this.host;
    const { bytes, imports, hostSteps, segments } = emitProgram(this.program, this.plan, {
      memory,
      addressOf: constant => this.constants.get(constant)!,
      threads: this.threads,
    });
    const called = [...hostSteps].map(([name, step]) => [name, this.callOf(step)]);
    const exports = instantiate(bytes, { memory: memory.memory, ...imports, ...Object.fromEntries(called) });
    const at = segments.some(({ kind }) => kind === 'parallel') ? this.keep(bytes.length) : 0;
    if (at > 0) new Uint8Array(memory.memory.buffer, at, bytes.length).set(bytes);
    const shared = { program: programCount++, bytesAt: at, bytesLength: bytes.length, threads: this.threads };
    return segments.map(segment => {
      switch (segment.kind) {
        case 'module':
          return { kind: 'module', run: exports[segment.name]! };
        case 'parallel':
          return { kind: 'parallel', run: exports[`f${segment.function}`]!, job: { ...segment, ...shared } };
        default:
          return segment satisfies never;
      }
    });
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

  /** The program stays until `release` is called once more. */
  hold(): void {
    this.holders++;
  }

  /** Gives back what the program keeps in memory once nobody holds it. */
  release(): void {
    if (--this.holders > 0) return;
    for (const address of this.blocks.splice(0)) this.host.memory.free(address);
  }

  setPointer(entry: number, address: number, base: number): void {
    this.host.memory.words[base / 4 + entry] = address;
  }

  addressOf(buffer: Buffer, base: number): number {
    const entry = this.plan.pointers.get(buffer);
    if (entry !== undefined) return this.host.memory.words[base / 4 + entry]! >>> 0;
    return this.constants.get(buffer) ?? base + this.plan.offsets.get(buffer)!;
  }

  run(args: readonly ConcreteArray[]): ConcreteArray[] {
    const { arena, residents } = this.host;
    // steps of the host may run other programs, for which the cache may let go of this one
    this.hold();
    try {
      return residents.during(() => arena.use(this.plan.bytes, base => this.runIn(base, args)));
    } finally {
      this.release();
    }
  }

  private runIn(base: number, args: readonly ConcreteArray[]): ConcreteArray[] {
    const { memory, residents } = this.host;
    const blocks = new Map<Buffer, number>();
    try {
      for (const [buffer, entry] of this.ownBlocks) {
        const address = residents.allocate(bytesOfBuffer(buffer));
        blocks.set(buffer, address);
        this.setPointer(entry, address, base);
      }
      for (const step of this.plan.steps) {
        if (step.kind === 'upload') this.upload(args[step.input]!, step.buffer, base, blocks);
      }
      this.perform(base);
      return this.program.outputs.map(({ source, aval }, i) => {
        const scattered = this.scattered[i];
        if (scattered !== undefined) return amongZeros(scattered, this.fetch(source, aval, args, base));
        const block = source.kind === 'buffer' ? blocks.get(source.buffer) : undefined;
        if (source.kind !== 'buffer' || block === undefined) return this.fetch(source, aval, args, base);
        blocks.delete(source.buffer);
        return this.handOver(source.buffer, block, aval);
      });
    } finally {
      // inputs that do not stay, and all of them where a step has failed
      for (const address of blocks.values()) memory.free(address);
    }
  }

  /** Runs all steps but those that bring inputs into memory. */
  perform(base: number): void {
    for (const part of this.parts) {
      switch (part.kind) {
        case 'module':
          part.run(base);
          break;
        case 'parallel':
          this.host.threads.run(part.job, base, part.run);
          break;
        default:
          part satisfies never;
      }
    }
  }

  private upload(array: ConcreteArray, buffer: Buffer, base: number, blocks: Map<Buffer, number>): void {
    const { residents } = this.host;
    const entry = this.plan.pointers.get(buffer);
    const bytes = bytesOfBuffer(buffer);
    if (entry !== undefined) {
      const known = residents.addressOf(array);
      this.setPointer(entry, known ?? residents.allocate(bytes), base);
      if (known !== undefined) return;
      blocks.set(buffer, this.addressOf(buffer, base));
    }
    this.fill(buffer, base, array);
    if (entry === undefined || !residents.isBack(array)) return;
    residents.admit(array, blocks.get(buffer)!, bytes);
    blocks.delete(buffer);
  }

  private fill(buffer: Buffer, base: number, array: ConcreteArray): void {
    const target = viewOf(this.host.memory, buffer.type, this.addressOf(buffer, base), buffer.size);
    const compact = compactArrays.get(array);
    if (compact === undefined) copyIn(target, array);
    else scatterInto(target.fill(0), compact.scattered, compact.elements);
  }

  private fetch(source: Source, aval: Aval, inputs: readonly ConcreteArray[], base: number): ConcreteArray {
    switch (source.kind) {
      case 'known':
        return withAval(source.value, aval);
      case 'input':
        return withAval(inputs[source.input]!, aval);
      case 'buffer':
        return this.arrayAt(source.buffer, this.addressOf(source.buffer, base), aval);
      default:
        return source satisfies never;
    }
  }

  private arrayAt({ type, size }: Buffer, address: number, { shape, dtype, weakType }: Aval): ConcreteArray {
    return new ConcreteArray(shape, dtype, copyOut(dtype, viewOf(this.host.memory, type, address, size)), weakType);
  }

  /** A step of the host as a function of addresses. */
  private callOf({ equation, inputs, outputs }: HostStep): (...addresses: number[]) => void {
    const { primitive, params } = equation;
    return (...addresses) => {
      let next = 0;
      const values = inputs.map((source, i) => {
        const { aval } = equation.inputs[i]!;
        return source.kind === 'known'
          ? withAval(source.value, aval)
          : this.arrayAt(source.buffer, addresses[next++]! >>> 0, aval);
      });
      const results = primitive.evaluate(values, params);
      outputs.forEach(({ type, size }, i) => {
        copyIn(viewOf(this.host.memory, type, addresses[next++]! >>> 0, size), results[i]!);
      });
    };
  }

  /** The array that a block belongs to from now on. */
  private handOver(buffer: Buffer, address: number, aval: Aval): ConcreteArray {
    const { memory, residents } = this.host;
    const pending = new Pending((): Data => copyOut(aval.dtype, viewOf(memory, buffer.type, address, buffer.size)));
    const array = new ConcreteArray(aval.shape, aval.dtype, pending, aval.weakType);
    residents.admit(array, address, bytesOfBuffer(buffer), pending);
    return array;
  }
}

/** Arrays of zeros and a few elements, which are put together only where somebody reads them. */
const compactArrays = new WeakMap<ConcreteArray, { readonly scattered: Scattered; readonly elements: Data }>();

const amongZeros = (scattered: Scattered, { data: elements }: ConcreteArray): ConcreteArray => {
  const { shape, dtype, weakType } = scattered.aval;
  const read = (): Data => {
    const data = allocateResult(dtype, sizeOf(shape));
    scatterInto(data, scattered, elements);
    return data;
  };
  const array = new ConcreteArray(shape, dtype, new Pending(read), weakType);
  compactArrays.set(array, { scattered, elements });
  return array;
};

/** From now on the array is what its elements say, which may be gone. */
export const forgetCompact = (array: ConcreteArray): void => {
  compactArrays.delete(array);
};

/** An array with the weakness that the program says. */
const withAval = (array: ConcreteArray, { shape, dtype, weakType }: Aval): ConcreteArray =>
  array.weakType === weakType
    ? array
    : new ConcreteArray(shape, dtype, array.uniform === undefined ? array.data : { uniform: array.uniform }, weakType);
