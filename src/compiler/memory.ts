import { type Buffer, bytesOfType } from '../kernel/expression.ts';
import { buffersOf, type CompiledProgram, type MemoryPlan, type Step } from './program.ts';
import { joinRows } from './rows.ts';

/** A multiple of the length of cache lines. */
const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

export const bytesOfBuffer = ({ type, size }: Buffer): number => aligned(size * bytesOfType(type));

type Places = ReadonlyMap<Buffer, Buffer>;

/** Steps and stores whose results somebody reads, where buffers in one place are one. */
const withoutDeadStores = ({ steps, outputs }: CompiledProgram, places: Places): Step[] => {
  const needed = new Set<Buffer>();
  const need = (buffer: Buffer): unknown => needed.add(places.get(buffer) ?? buffer);
  const isNeeded = (buffer: Buffer): boolean => needed.has(places.get(buffer) ?? buffer);
  for (const { source } of outputs) if (source.kind === 'buffer') need(source.buffer);
  const kept: Step[] = [];
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i]!;
    if (step.kind === 'kernel') {
      const stores = step.kernel.stores.filter(({ buffer }) => isNeeded(buffer));
      if (stores.length === 0) continue;
      const live: Step = { kind: 'kernel', kernel: { ...step.kernel, stores } };
      for (const buffer of buffersOf(live).reads) need(buffer);
      kept.push(live);
    } else {
      const { reads, writes } = buffersOf(step);
      if (!writes.some(isNeeded)) continue;
      for (const buffer of reads) need(buffer);
      kept.push(step);
    }
  }
  return kept.reverse();
};

export type Block = { readonly offset: number; readonly bytes: number };

/** Free blocks, in order, with another one; neighbours are one block. */
export const withFree = (blocks: readonly Block[], block: Block): Block[] => {
  const joined: Block[] = [];
  for (const next of [...blocks, block].sort((a, b) => a.offset - b.offset)) {
    const last = joined.at(-1);
    if (last !== undefined && last.offset + last.bytes === next.offset) {
      joined[joined.length - 1] = { offset: last.offset, bytes: last.bytes + next.bytes };
    } else joined.push(next);
  }
  return joined;
};

/** Free blocks without the first bytes of one. */
export const withTaken = (blocks: readonly Block[], taken: Block, bytes: number): Block[] =>
  blocks.flatMap(block =>
    block !== taken ? block : block.bytes === bytes ? [] : { offset: block.offset + bytes, bytes: block.bytes - bytes },
  );

/** Free blocks of a memory that grows at its end. */
class FreeList {
  private free: Block[] = [];
  end = 0;

  allocate(bytes: number): number {
    // the smallest block that is large enough
    let best: Block | undefined;
    for (const block of this.free) {
      if (block.bytes >= bytes && (best === undefined || block.bytes < best.bytes)) best = block;
    }
    if (best === undefined) {
      const last = this.free.at(-1);
      if (last !== undefined && last.offset + last.bytes === this.end) {
        this.free.pop();
        this.end = last.offset + bytes;
        return last.offset;
      }
      this.end += bytes;
      return this.end - bytes;
    }
    this.free = withTaken(this.free, best, bytes);
    return best.offset;
  }

  release(block: Block): void {
    this.free = withFree(this.free, block);
  }
}

/**
 * Bytes from which on inputs, and outputs, are not copied: keeping account of them takes time, too. Bools, of four bytes in memory, are
 * converted where they are copied.
 */
const largeInput = 1 << 16;
const largeOutput = 1 << 20;
/** The same for inputs that are the same at every run. */
const largeConstant = 1 << 10;

/** Large buffers that hold an input, or that hold one output and are written by steps. */
const pointersOf = (
  steps: readonly Step[],
  { inputs, outputs }: CompiledProgram,
  constants: number,
): Map<Buffer, number> => {
  const pointers = new Map<Buffer, number>();
  const add = (buffer: Buffer, large: number): void => {
    if (bytesOfBuffer(buffer) >= large) pointers.set(buffer, pointers.size);
  };
  for (const step of steps) {
    if (step.kind !== 'upload') continue;
    add(step.buffer, step.input >= inputs.length - constants ? largeConstant : largeInput);
  }
  const results = outputs.flatMap(({ source }) => (source.kind === 'buffer' ? [source.buffer] : []));
  for (const buffer of results) {
    const shared = results.filter(other => other === buffer).length > 1;
    if (!shared && !pointers.has(buffer) && buffer.values === undefined) add(buffer, largeOutput);
  }
  return pointers;
};

type MemoryOptions = {
  readonly inner?: boolean;
  readonly constants?: number;
  /** Buffers of an inner program that lie where inputs do. */
  readonly places?: Places;
};

/**
 * Gives each buffer a place for as long as it is used; places are used again.
 *
 * The inputs of an inner program have places already: those of whoever runs it. The last `constants` inputs are the same at
 * every run.
 */
export const planMemory = (
  program: CompiledProgram,
  { inner = false, constants = 0, places = new Map() }: MemoryOptions = {},
): MemoryPlan => {
  const needed = joinRows(program.builder, withoutDeadStores(program, places));
  const given = new Set(needed.flatMap(step => (inner && step.kind === 'upload' ? [step.buffer] : [])));
  for (const buffer of places.keys()) given.add(buffer);
  const steps = needed.filter(step => !inner || step.kind !== 'upload');
  const first = new Map<Buffer, number>();
  const last = new Map<Buffer, number>();
  const known = new Set<Buffer>();
  const pointers = inner ? new Map<Buffer, number>() : pointersOf(steps, program, constants);
  const note = (buffer: Buffer, step: number): void => {
    if (pointers.has(buffer) || given.has(buffer)) return;
    if (buffer.values !== undefined) {
      known.add(buffer);
      return;
    }
    if (!first.has(buffer)) first.set(buffer, step);
    last.set(buffer, step);
  };
  steps.forEach((step, i) => {
    const { reads, writes } = buffersOf(step);
    for (const buffer of [...reads, ...writes]) note(buffer, i);
    if (step.kind === 'control')
      for (const { plan } of step.programs) for (const each of plan.constants) known.add(each);
  });
  for (const { source } of program.outputs) if (source.kind === 'buffer') note(source.buffer, steps.length);
  const starting: Buffer[][] = steps.map(() => []);
  const ending: Buffer[][] = steps.map(() => []);
  const offsets = new Map<Buffer, number>();
  const memory = new FreeList();
  memory.allocate(aligned(4 * pointers.size));
  for (const [buffer, step] of first) {
    if (step < steps.length) starting[step]!.push(buffer);
    else offsets.set(buffer, memory.allocate(bytesOfBuffer(buffer)));
  }
  for (const [buffer, step] of last) if (step < steps.length) ending[step]!.push(buffer);
  steps.forEach((_, i) => {
    for (const buffer of starting[i]!) offsets.set(buffer, memory.allocate(bytesOfBuffer(buffer)));
    for (const buffer of ending[i]!) memory.release({ offset: offsets.get(buffer)!, bytes: bytesOfBuffer(buffer) });
  });
  return { steps, offsets, pointers, bytes: memory.end, constants: [...known] };
};
