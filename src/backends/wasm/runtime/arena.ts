import type { Memory } from './memory.ts';

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
