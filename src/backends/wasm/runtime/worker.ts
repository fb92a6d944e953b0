import type { LinearMemory } from './memory.ts';

/** A function of a program: does what is from `begin` to `end`. */
export type Run = (base: number, begin: number, end: number, thread: number) => void;

/** Cells of the block through which threads talk, as indices of 32-bit numbers from its beginning. */
export const cell = {
  /** Twice the number of the job, plus 1 while threads may join it. */
  state: 0,
  /** How many workers take part. */
  active: 2,
  program: 3,
  /** Where the bytes of the program's module are, and how many. */
  bytesAt: 4,
  bytesLength: 5,
  /** The function f‹number› of the module: (base, begin, end, thread). */
  function: 6,
  base: 7,
  low: 8,
  high: 9,
  grain: 10,
  /** Threads from this number on do not take part. */
  threads: 11,
  /** Set where a part has failed. */
  failed: 12,
  /** How many shares the parts of a job are divided into. */
  shares: 13,
  /** For each share the next part of it that nobody has taken, a line of a cache apart. */
  next: 16,
  /** No cell, but how many shares there may be: more threads than these begin with the share of another one. */
  mostShares: 8,
} as const;

export const controlBytes = 64 * (cell.mostShares + 1);

/**
 * Takes parts of a job as long as there are any: first those of the thread's own share, which is the same part of arrays from one
 * job to the next, so that much of what it reads is in its own cache.
 *
 * Sent to workers as text, as `workerMain` is.
 */
export const takeParts = (numbers: Int32Array, cells: typeof cell, thread: number, run: Run): void => {
  const base = numbers[cells.base]!;
  const low = numbers[cells.low]!;
  const high = numbers[cells.high]!;
  const grain = numbers[cells.grain]!;
  const shares = numbers[cells.shares]!;
  const parts = Math.ceil((high - low) / grain);
  for (let i = 0; i < shares; i++) {
    const share = (thread + i) % shares;
    const first = Math.floor((parts * share) / shares);
    const end = Math.floor((parts * (share + 1)) / shares);
    for (;;) {
      const part = first + Atomics.add(numbers, cells.next + 16 * share, 1);
      if (part >= end) break;
      const begin = low + part * grain;
      run(base, begin, Math.min(begin + grain, high), thread);
    }
  }
};

/**
 * What a worker does, for good: waits for jobs and computes parts of them.
 *
 * It is sent to the worker as text, so that it must not use anything but its arguments, nor give names to functions inside:
 * bundlers that keep names would call a helper there, which the worker does not have.
 */
export const workerMain = (
  memory: LinearMemory,
  control: number,
  thread: number,
  cells: typeof cell,
  mathPrefix: string,
  take: typeof takeParts,
): void => {
  const numbers = new Int32Array(memory.buffer, control, cells.next + 16 * cells.mostShares);
  const programs = new Map<number, Readonly<Record<string, Run>>>();
  // leaves more of a core to its other thread, and time of the loop to it
  const { pause } = Atomics as { readonly pause?: () => void };
  let done = 0;
  for (;;) {
    const state = Atomics.load(numbers, cells.state);
    if (state === done || state % 2 === 0) {
      let fresh = false;
      for (let spins = 0; spins < 4000 && !fresh; spins++) {
        fresh = Atomics.load(numbers, cells.state) !== state;
        pause?.();
      }
      if (!fresh) Atomics.wait(numbers, cells.state, state);
      continue;
    }
    done = state;
    if (thread >= Atomics.load(numbers, cells.threads)) continue;
    let run: Run | undefined;
    try {
      const id = numbers[cells.program]!;
      let program = programs.get(id);
      if (program === undefined) {
        const bytes = new Uint8Array(numbers[cells.bytesLength]!);
        bytes.set(new Uint8Array(memory.buffer, numbers[cells.bytesAt]! >>> 0, bytes.length));
        // when another job has begun meanwhile, these may be the bytes of its program
        if (Atomics.load(numbers, cells.state) !== state) continue;
        const module = new WebAssembly.Module(bytes);
        const env: Record<string, WebAssembly.ImportValue> = { memory: memory as WebAssembly.Memory };
        for (const { name, kind } of WebAssembly.Module.imports(module)) {
          if (kind !== 'function') continue;
          // functions of others than Math are called by the main thread only
          const math = name.startsWith(mathPrefix) ? name.slice(mathPrefix.length).split('.')[0] : undefined;
          const found = math === undefined ? undefined : (Math as unknown as Record<string, unknown>)[math];
          env[name] = typeof found === 'function' ? (found as WebAssembly.ImportValue) : () => 0;
        }
        program = new WebAssembly.Instance(module, { env }).exports as unknown as Readonly<Record<string, Run>>;
        if (programs.size >= 64) programs.clear();
        programs.set(id, program);
      }
      run = program[`f${numbers[cells.function]}`];
    } catch {
      // a program that was let go while this worker was about to join
    }
    if (run === undefined) continue;
    Atomics.add(numbers, cells.active, 1);
    try {
      if (Atomics.load(numbers, cells.state) === state) {
        take(numbers, cells, thread, run);
      }
    } catch {
      Atomics.store(numbers, cells.failed, 1);
    }
    Atomics.sub(numbers, cells.active, 1);
  }
};
