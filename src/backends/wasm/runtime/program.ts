import { allocate, type Data, type DType } from '../../../array/dtype.ts';
import { ConcreteArray } from '../../../array/ndarray.ts';
import { flattenProgram } from '../../../compiler/flatten.ts';
import { bytesOfBuffer, planMemory } from '../../../compiler/memory.ts';
import { Planner } from '../../../compiler/planner.ts';
import type { CompiledProgram, Source, Step } from '../../../compiler/program.ts';
import type { Aval } from '../../../core/aval.ts';
import type { Jaxpr } from '../../../core/jaxpr.ts';
import type { Buffer, ScalarType } from '../../../kernel/expression.ts';
import { emitProgram } from '../codegen/module.ts';
import { wasmTarget } from '../library/target.ts';
import type { Memory } from './memory.ts';

/** A program that is ready to run. */
export type RunnableProgram = {
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

export const compileProgram = (jaxpr: Jaxpr, memory: Memory, arena: Arena): RunnableProgram => {
  const program = new Planner(flattenProgram(jaxpr), wasmTarget).plan(jaxpr.name);
  return loadProgram(program, memory, arena);
};

export const loadProgram = (program: CompiledProgram, memory: Memory, arena: Arena): RunnableProgram => {
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
  });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { memory: memory.memory, ...imports },
  });
  const exported = instance.exports as Readonly<Record<string, (base: number) => void>>;
  const addressOf = (buffer: Buffer, base: number): number => addresses.get(buffer) ?? base + plan.offsets.get(buffer)!;

  const upload = (array: ConcreteArray, buffer: Buffer, base: number): void => {
    const target = viewOf(memory, buffer.type, addressOf(buffer, base), buffer.size);
    if (array.uniform !== undefined) target.fill(array.uniform);
    else target.set(array.data);
  };
  const download = (buffer: Buffer, aval: Aval, base: number): ConcreteArray => {
    const view = viewOf(memory, buffer.type, addressOf(buffer, base), buffer.size);
    return new ConcreteArray(aval.shape, aval.dtype, copyOut(aval.dtype, view), aval.weakType);
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
  return {
    run: args =>
      arena.use(plan.bytes, base => {
        const slots = [...args];
        for (const segment of segments) {
          if (segment.kind === 'module') exported[segment.name]!(base);
          else perform(segment.step, slots, base);
        }
        return program.outputs.map(({ source, aval }) => fetch(source, aval, slots, base));
      }),
    dispose: () => {
      if (constantBytes > 0) memory.free(constantsAt);
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
