import { allocate, type Data, type DType } from '../../../array/dtype.ts';
import { ConcreteArray } from '../../../array/ndarray.ts';
import { flattenProgram } from '../../../compiler/flatten.ts';
import { bytesOfBuffer, planMemory } from '../../../compiler/memory.ts';
import { Planner } from '../../../compiler/planner.ts';
import type { CompiledProgram, Source, Step } from '../../../compiler/program.ts';
import type { Aval } from '../../../core/aval.ts';
import type { Jaxpr } from '../../../core/jaxpr.ts';
import type { Buffer, ScalarType } from '../../../kernel/expression.ts';
import { emitProgram, type Segment } from '../codegen/module.ts';
import { wasmTarget } from '../library/target.ts';
import type { Memory } from './memory.ts';
import { Pending, type Residents } from './residents.ts';
import type { Threads } from './threads.ts';

/** A program that is ready to run. */
export type RunnableProgram = {
  /** How many threads it was compiled for. */
  readonly threads: number;
  run(args: readonly ConcreteArray[]): ConcreteArray[];
  /** Gives back what the program keeps in memory. */
  dispose(): void;
};

type View = Float32Array | Float64Array | Int32Array | Uint32Array;

const viewOf = (memory: Memory, type: ScalarType, address: number, size: number): View => {
  const { buffer } = memory.memory;
  switch (type) {
    case 'f32':
      return new Float32Array(buffer, address, size);
    case 'f64':
      return new Float64Array(buffer, address, size);
    case 'u32':
      return new Uint32Array(buffer, address, size);
    case 'i32':
    case 'bool':
      return new Int32Array(buffer, address, size);
    default:
      return type satisfies never;
  }
};

/** The memory of a run: one block, as large as the largest program so far needs; nested runs take blocks of their own. */
export class Arena {
  private readonly memory: Memory;
  private address = 0;
  private bytes = 0;
  private busy = false;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  use<T>(bytes: number, run: (base: number) => T): T {
    if (this.busy) {
      const base = this.memory.allocate(bytes);
      try {
        return run(base);
      } finally {
        this.memory.free(base);
      }
    }
    if (this.bytes < bytes || this.address === 0) {
      if (this.address !== 0) this.memory.free(this.address);
      this.address = 0;
      this.bytes = 0;
      this.address = this.memory.allocate(bytes);
      this.bytes = bytes;
    }
    this.busy = true;
    try {
      return run(this.address);
    } finally {
      this.busy = false;
    }
  }
}

export const compileProgram = (jaxpr: Jaxpr, host: HostMemory): RunnableProgram => {
  const program = new Planner(flattenProgram(jaxpr), wasmTarget(host.threads.count)).plan(jaxpr.name);
  return loadProgram(program, host);
};

/** The memory that programs run in. */
export type HostMemory = {
  readonly memory: Memory;
  readonly arena: Arena;
  readonly residents: Residents;
  readonly threads: Threads;
};

let programCount = 0;

export const loadProgram = (
  program: CompiledProgram,
  { memory, arena, residents, threads }: HostMemory,
): RunnableProgram => {
  const plan = planMemory(program);
  const constantBytes = plan.constants.reduce((sum, buffer) => sum + bytesOfBuffer(buffer), 0);
  const constantsAt = constantBytes > 0 ? memory.allocate(constantBytes) : 0;
  const addresses = new Map<Buffer, number>();
  let next = constantsAt;
  for (const buffer of plan.constants) {
    addresses.set(buffer, next);
    viewOf(memory, buffer.type, next, buffer.size).set(buffer.values!);
    next += bytesOfBuffer(buffer);
  }
  const { bytes, imports, segments } = emitProgram(program, plan, {
    memory,
    addressOf: constant => addresses.get(constant)!,
    threads: threads.count,
  });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { memory: memory.memory, ...imports },
  });
  const exported = instance.exports as Readonly<Record<string, (...params: number[]) => void>>;
  // workers compile the module from here
  const isParallel = segments.some(({ kind }) => kind === 'parallel');
  const bytesAt = isParallel ? memory.allocate(bytes.length) : 0;
  if (isParallel) new Uint8Array(memory.memory.buffer, bytesAt, bytes.length).set(bytes);
  const identity = programCount++;
  const divide = (part: Extract<Segment, { readonly kind: 'parallel' }>, base: number): void => {
    const call = exported[`f${part.function}`]!;
    threads.run({ ...part, program: identity, bytesAt, bytesLength: bytes.length, base }, call);
  };
  const pointerOf = (entry: number, base: number): number =>
    new Int32Array(memory.memory.buffer, base, entry + 1)[entry]!;
  const setPointer = (entry: number, address: number, base: number): void => {
    new Int32Array(memory.memory.buffer, base, entry + 1)[entry] = address;
  };
  const addressOf = (buffer: Buffer, base: number): number => {
    const entry = plan.pointers.get(buffer);
    if (entry !== undefined) return pointerOf(entry, base);
    return addresses.get(buffer) ?? base + plan.offsets.get(buffer)!;
  };
  /** Outputs that are computed in blocks of their own. */
  const uploaded = new Set(plan.steps.flatMap(step => (step.kind === 'upload' ? [step.buffer] : [])));
  const ownBlocks = [...plan.pointers].filter(([buffer]) => !uploaded.has(buffer));

  const upload = (array: ConcreteArray, buffer: Buffer, base: number): void => {
    const entry = plan.pointers.get(buffer);
    if (entry !== undefined) {
      const known = residents.addressOf(array);
      const address = known ?? residents.allocate(bytesOfBuffer(buffer));
      setPointer(entry, address, base);
      if (known !== undefined) return;
      residents.admit(array, address, bytesOfBuffer(buffer));
    }
    const target = viewOf(memory, buffer.type, addressOf(buffer, base), buffer.size);
    if (array.uniform !== undefined) target.fill(array.uniform);
    else target.set(array.data);
  };
  const download = (buffer: Buffer, aval: Aval, base: number): ConcreteArray => {
    const view = viewOf(memory, buffer.type, addressOf(buffer, base), buffer.size);
    return new ConcreteArray(aval.shape, aval.dtype, copyOut(aval.dtype, view), aval.weakType);
  };
  /** The array that owns a block. */
  const handOver = (buffer: Buffer, address: number, aval: Aval): ConcreteArray => {
    const copy = (): Data => copyOut(aval.dtype, viewOf(memory, buffer.type, address, buffer.size));
    const pending = new Pending(copy);
    const array = new ConcreteArray(aval.shape, aval.dtype, pending, aval.weakType);
    residents.admit(array, address, bytesOfBuffer(buffer), pending.read);
    return array;
  };
  const fetch = (source: Source, aval: Aval, slots: readonly ConcreteArray[], base: number): ConcreteArray => {
    switch (source.kind) {
      case 'known':
        return withAval(source.value, aval);
      case 'slot':
        return withAval(slots[source.slot]!, aval);
      case 'buffer':
        return download(source.buffer, aval, base);
      default:
        return source satisfies never;
    }
  };
  const perform = (step: Step, slots: ConcreteArray[], base: number): void => {
    switch (step.kind) {
      case 'upload':
        upload(slots[step.slot]!, step.buffer, base);
        return;
      case 'host': {
        const { equation, inputs } = step;
        const values = inputs.map((source, i) => fetch(source, equation.inputs[i]!.aval, slots, base));
        const results = equation.primitive.evaluate(values, equation.params);
        step.slots.forEach((slot, i) => {
          slots[slot] = results[i]!;
        });
        return;
      }
      case 'kernel':
      case 'product':
      case 'routine':
        throw new Error(`nabla internal error: a ${step.kind} outside the module`);
      default:
        step satisfies never;
    }
  };
  const runIn = (base: number, args: readonly ConcreteArray[]): ConcreteArray[] => {
    const slots = [...args];
    const blocks = new Map<Buffer, number>();
    try {
      for (const [buffer, entry] of ownBlocks) {
        const address = residents.allocate(bytesOfBuffer(buffer));
        blocks.set(buffer, address);
        setPointer(entry, address, base);
      }
      for (const segment of segments) {
        if (segment.kind === 'module') exported[segment.name]!(base);
        else if (segment.kind === 'parallel') divide(segment, base);
        else perform(segment.step, slots, base);
      }
      return program.outputs.map(({ source, aval }) => {
        const block = source.kind === 'buffer' ? blocks.get(source.buffer) : undefined;
        if (source.kind !== 'buffer' || block === undefined) return fetch(source, aval, slots, base);
        blocks.delete(source.buffer);
        return handOver(source.buffer, block, aval);
      });
    } finally {
      // where a step has failed
      for (const address of blocks.values()) residents.abandon(address);
    }
  };
  return {
    threads: threads.count,
    run: args => residents.during(() => arena.use(plan.bytes, base => runIn(base, args))),
    dispose: () => {
      if (constantBytes > 0) memory.free(constantsAt);
      if (isParallel) memory.free(bytesAt);
    },
  };
};

/** The elements of a buffer as arrays hold them. */
const copyOut = (dtype: DType, view: View): Data => {
  const data = allocate(dtype, view.length);
  data.set(view);
  return data;
};

/** An array with the weakness that the program says. */
const withAval = (array: ConcreteArray, { shape, dtype, weakType }: Aval): ConcreteArray =>
  array.weakType === weakType
    ? array
    : new ConcreteArray(shape, dtype, array.uniform === undefined ? array.data : { uniform: array.uniform }, weakType);
