import { type Block, withFree, withTaken } from '../../../compiler/memory.ts';

/** The one memory that all compiled programs share, and what is free of it. */

const pageBytes = 65536;
const mostPages = 65536;

/**
 * A `WebAssembly.Memory`, as far as it is used: declarations that users' programs see do not name the namespace, which types
 * for Node do not have.
 */
export type LinearMemory = { readonly buffer: ArrayBuffer; grow(delta: number): number };

export type Memory = {
  readonly memory: LinearMemory;
  readonly shared: boolean;
  /** Address of a new block; throws RangeError where there is no room. */
  allocate(bytes: number): number;
  free(address: number): void;
  /** All of memory, as it is now. */
  readonly words: Int32Array;
  /** Bytes in use, for tests and counters. */
  readonly used: number;
};

const aligned = (bytes: number): number => Math.max(64, Math.ceil(bytes / 64) * 64);

/** A memory that can grow to 4 GiB, or to less where the host does not grant that much address space. */
const reserve = (shared: boolean): { readonly memory: WebAssembly.Memory; readonly maximum: number } => {
  for (let maximum = mostPages; ; maximum >>= 1) {
    try {
      const memory = new WebAssembly.Memory({ initial: 16, maximum, ...(shared ? { shared: true } : {}) });
      return { memory, maximum };
    } catch (error) {
      if (maximum <= 1024) throw error;
    }
  }
};

export const createMemory = (shared: boolean): Memory => {
  const { memory, maximum } = reserve(shared);
  // the first bytes stay free, so that no block has address 0
  let end = 1024;
  let free: Block[] = [];
  const taken = new Map<number, number>();
  let used = 0;
  let words = new Int32Array(memory.buffer);

  const grow = (bytes: number): void => {
    const pages = Math.ceil((end + bytes - memory.buffer.byteLength) / pageBytes);
    if (pages <= 0) return;
    const present = memory.buffer.byteLength / pageBytes;
    // by a quarter at least, so that growing is rare
    const wanted = Math.min(Math.max(pages, present >> 2), maximum - present);
    for (const attempt of wanted > pages ? [wanted, pages] : [pages]) {
      try {
        memory.grow(attempt);
        return;
      } catch {
        // the smaller growth may succeed
      }
    }
    throw new RangeError(
      `nabla: ${bytes} bytes of memory are needed, beyond ${used} in use: there are no more than ${maximum / 16} MiB; use chunkSize, float32 or smaller arrays`,
    );
  };

  return {
    memory,
    shared,
    allocate: wanted => {
      const bytes = aligned(wanted);
      const block = free.find(each => each.bytes >= bytes);
      const address = block?.offset ?? end;
      if (block !== undefined) free = withTaken(free, block, bytes);
      else {
        grow(bytes);
        end += bytes;
      }
      taken.set(address, bytes);
      used += bytes;
      return address;
    },
    free: address => {
      const bytes = taken.get(address);
      if (bytes === undefined) throw new Error(`nabla internal error: no block at ${address}`);
      taken.delete(address);
      used -= bytes;
      free = withFree(free, { offset: address, bytes });
      const last = free.at(-1)!;
      if (last.offset + last.bytes === end) {
        free.pop();
        end = last.offset;
      }
    },
    get words() {
      // a memory that has grown has another buffer
      if (words.buffer !== memory.buffer) words = new Int32Array(memory.buffer);
      return words;
    },
    get used() {
      return used;
    },
  };
};
