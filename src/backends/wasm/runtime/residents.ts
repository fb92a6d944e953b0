import type { Data } from '../../../array/dtype.ts';
import { ConcreteArray } from '../../../array/ndarray.ts';
import type { Aval } from '../../../core/aval.ts';
import { whenCollected } from './collected.ts';
import type { Memory } from './memory.ts';

/** An array's elements in memory. */
type Resident = {
  readonly address: number;
  readonly bytes: number;
  /** The elements, for arrays that have no others; undefined once they have. */
  pending: Pending | undefined;
  /** How many arrays have them that the collector has not taken. */
  holders: number;
  live: boolean;
};

/** Bytes that large arrays may take before those that were not used for longest leave. */
const budget = 256 * 2 ** 20;

/**
 * Objects of this size, of which there are as many as an eighth of what arrays take in memory, have the garbage collector look at
 * young objects often: the arrays themselves are small objects to it, so that it would come when there are too many of them. In
 * V8 since 14 that is when registries learn what is gone; where they learn nothing for long, no more objects are made.
 */
const fillerBytes = 1 << 16;
const fillersPer = 8;
const mostFillers = 2048;

/**
 * Large arrays that stay in memory from one run to the next, so that inputs need not be copied in again, nor results out
 * before somebody reads them. They leave when the garbage collector takes the array, or when there are too many.
 */
export class Residents {
  private readonly memory: Memory;
  private readonly byArray = new WeakMap<ConcreteArray, Resident>();
  private readonly seen = new WeakSet<ConcreteArray>();
  /** In order of last use. */
  private readonly order = new Set<Resident>();
  private bytes = 0;
  /** Blocks that runs under way read or write: they must stay. */
  private readonly pinned = new Set<Resident>();
  private running = 0;
  private readonly registry = whenCollected<Resident>(resident => {
    this.fillers = 0;
    if (--resident.holders === 0) this.release(resident);
  });
  /** What has come into memory since the last filler. */
  private unfilled = 0;
  /** Fillers since the collector has last taken an array. */
  private fillers = 0;
  /** The last one: what is kept cannot be left out. */
  filler: unknown;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  /** Runs something; what it asks for stays until it ends. */
  during<T>(run: () => T): T {
    this.running++;
    try {
      return run();
    } finally {
      this.running--;
      if (this.running === 0) this.pinned.clear();
    }
  }

  /** Where an array's elements are, if they are in memory. */
  addressOf(array: ConcreteArray): number | undefined {
    const resident = this.byArray.get(array);
    if (!resident?.live) return undefined;
    this.order.delete(resident);
    this.order.add(resident);
    this.pinned.add(resident);
    return resident.address;
  }

  /**
   * Whether an array comes in from outside for the second time, and is worth keeping: parameters of a loop that computes new ones
   * come once each, and would fill fresh memory with what nobody asks for again.
   */
  isBack(array: ConcreteArray): boolean {
    return this.seen.has(array) || !this.seen.add(array);
  }

  /** Room for an array's elements; it must be admitted, or freed. */
  allocate(bytes: number): number {
    if (this.bytes + bytes > budget) {
      for (const resident of this.order) {
        if (this.pinned.has(resident)) continue;
        resident.pending?.read();
        this.release(resident);
        if (this.bytes + bytes <= budget) break;
      }
    }
    return this.memory.allocate(bytes);
  }

  /** From now on the block belongs to the array; `pending` copies it out if the array has its elements nowhere else. */
  admit(array: ConcreteArray, address: number, bytes: number, pending?: Pending): void {
    const resident: Resident = { address, bytes, pending, holders: 0, live: true };
    // whoever has read it holds the copy: it must not be held here too
    pending?.onRead(() => {
      resident.pending = undefined;
    });
    this.order.add(resident);
    this.pinned.add(resident);
    this.bytes += bytes;
    this.hold(array, resident);
    this.unfilled += bytes;
    for (; this.unfilled >= fillersPer * fillerBytes; this.unfilled -= fillersPer * fillerBytes) {
      if (++this.fillers < mostFillers) this.filler = new Array(fillerBytes / 8);
    }
  }

  private hold(array: ConcreteArray, resident: Resident): void {
    resident.holders++;
    this.byArray.set(array, resident);
    this.registry.register(array, resident);
  }

  /** An array's elements in another shape, if they are in memory: they stay as long as one of both does. */
  share(array: ConcreteArray, { shape, dtype, weakType }: Aval): ConcreteArray | undefined {
    const resident = this.byArray.get(array);
    if (!resident?.live || array.uniform !== undefined) return undefined;
    const other = new ConcreteArray(shape, dtype, resident.pending ?? array.data, weakType);
    this.hold(other, resident);
    return other;
  }

  /** Gives back an array's block at once, unless another one has it too. */
  forget(array: ConcreteArray): void {
    const resident = this.byArray.get(array);
    this.byArray.delete(array);
    if (resident?.holders === 1) this.release(resident);
  }

  private release(resident: Resident): void {
    if (!resident.live) return;
    resident.live = false;
    resident.pending = undefined;
    this.order.delete(resident);
    this.bytes -= resident.bytes;
    this.memory.free(resident.address);
  }
}

/** Elements that are copied out of memory when they are first read, or when they must leave it. */
export class Pending {
  private data: Data | undefined;
  private done: (() => void) | undefined;
  private readonly produce: () => Data;

  constructor(produce: () => Data) {
    this.produce = produce;
  }

  readonly read = (): Data => {
    if (this.data === undefined) {
      this.data = this.produce();
      this.done?.();
    }
    return this.data;
  };

  /** Calls a function once the elements have been copied out. */
  onRead(done: () => void): void {
    this.done = done;
  }

  /** The same for somebody who keeps them: elements are not there twice because of it. */
  readonly copy = (): Data => (this.data === undefined ? this.produce() : this.data.slice());
}
