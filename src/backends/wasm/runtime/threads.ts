import type { LinearMemory, Memory } from './memory.ts';
import { cell, controlBytes, type Run, takeParts, workerMain } from './worker.ts';

/** Names of imported functions that workers find in Math begin with this. */
export const mathPrefix = 'Math.';

/** Part of a program that several threads compute together: the same at every run. */
export type Job = {
  /** Of the program: workers load its module once. */
  readonly program: number;
  readonly bytesAt: number;
  readonly bytesLength: number;
  /** The function f‹number› of the module. */
  readonly function: number;
  readonly low: number;
  readonly high: number;
  /** How much of low … high one part is. */
  readonly grain: number;
  /** All of it, roughly in operations on vectors. */
  readonly work: number;
  /** For how many threads its program has scratch memory: no more may take part. */
  readonly threads: number;
};

type NodeWorker = { on(event: 'error', listener: () => void): void; unref(): void };

/** Threads of the host, one at least. */
const availableThreads = (): number => {
  const hardware = (globalThis as { navigator?: { hardwareConcurrency?: number } }).navigator?.hardwareConcurrency;
  return Math.max(1, Math.min(hardware ?? nodeParallelism() ?? 1, 16));
};

type NodeProcess = { getBuiltinModule?: (name: string) => unknown };

const nodeModule = <T>(name: string): T | undefined =>
  (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.(name) as T | undefined;

const nodeParallelism = (): number | undefined =>
  nodeModule<{ availableParallelism(): number }>('node:os')?.availableParallelism();

let wanted: number | undefined;
/** Whether the number of threads has been set. */
let isSet = false;

/** Operations on vectors that this thread does in the time in which another one starts. */
const workOfStart = 1e8;

/**
 * Sets how many threads large programs use, this one included; 1 keeps everything on this thread.
 *
 * By default as many as the machine has, 16 at most; they start after some milliseconds of work for them, or at once where a
 * number is set. Results do not depend on it. Where there is no shared memory (browsers without cross-origin isolation) there
 * is one thread whatever is set. Throws RangeError unless n is a positive integer.
 *
 * @example
 * ```ts
 * setThreads(1);
 * console.log(jit((x: NDArray) => x.mul(2))(array([1, 2])).tolist()); // => [ 2, 4 ]
 * ```
 */
export const setThreads = (n: number): void => {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`setThreads: expected a positive integer, got ${String(n)}`);
  wanted = n;
  isSet = true;
};

/** How many threads large programs use. */
const threadCount = (): number => (wanted ??= availableThreads());

const source = (): string => `(${workerMain})(d.memory, d.control, d.thread, d.cell, d.mathPrefix, ${takeParts});`;

/**
 * Starts a worker that runs for as long as the process or page does, without keeping it alive.
 *
 * One that cannot start, or dies, is missed by nobody: whoever starts a job computes what no worker takes.
 */
const startWorker = (memory: LinearMemory, control: number, thread: number): boolean => {
  const node = nodeModule<{ Worker: new (code: string, options: object) => NodeWorker }>('node:worker_threads');
  try {
    if (node !== undefined) {
      const code = `const { workerData: d } = require('node:worker_threads'); ${source()}`;
      // without the options of this process, which may name modules to be loaded first
      const options = { eval: true, execArgv: [], workerData: { memory, control, thread, cell, mathPrefix } };
      const worker = new node.Worker(code, options);
      worker.on('error', () => undefined);
      worker.unref();
      return true;
    }
    const code = `onmessage = ({ data: d }) => ${source()}`;
    const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
    worker.onerror = event => event.preventDefault();
    worker.postMessage({ memory, control, thread, cell, mathPrefix });
    return true;
  } catch {
    return false;
  }
};

/**
 * Workers that share a memory.
 *
 * Whoever starts a job takes part in it and ends it as soon as no part is left: workers that are not awake by then miss
 * it. Which thread computes a part does not matter to the result.
 */
export class Threads {
  private readonly memory: Memory;
  private readonly control: number;
  private readonly numbers: Int32Array;
  private started = 1;
  private job = 0;
  /** What all jobs so far were to do. */
  private work = 0;

  constructor(memory: Memory) {
    this.memory = memory;
    this.control = memory.allocate(controlBytes);
    // shared memory stays where it is when it grows; without it there are no jobs
    this.numbers = new Int32Array(memory.memory.buffer, this.control, controlBytes / 4).fill(0);
  }

  /** How many threads can take part in jobs. */
  get count(): number {
    return this.memory.shared ? threadCount() : 1;
  }

  /** Not before there has been work: a program that runs once, and briefly, would be over before its workers are ready. */
  private start(count: number): void {
    while (this.started < count) {
      if (!startWorker(this.memory.memory, this.control, this.started)) {
        setThreads(this.started);
        break;
      }
      this.started++;
    }
  }

  run(job: Job, base: number, call: Run): void {
    const count = Math.min(job.threads, this.count);
    this.work += job.work;
    if (isSet || this.work > workOfStart) this.start(count);
    const { numbers } = this;
    numbers[cell.program] = job.program;
    numbers[cell.bytesAt] = job.bytesAt;
    numbers[cell.bytesLength] = job.bytesLength;
    numbers[cell.function] = job.function;
    numbers[cell.base] = base;
    numbers[cell.low] = job.low;
    numbers[cell.high] = job.high;
    numbers[cell.grain] = job.grain;
    numbers[cell.threads] = count;
    const shares = Math.min(count, cell.mostShares);
    numbers[cell.shares] = shares;
    for (let share = 0; share < shares; share++) Atomics.store(numbers, cell.next + 16 * share, 0);
    Atomics.store(numbers, cell.failed, 0);
    this.job = (this.job + 1) % 2 ** 29;
    Atomics.store(numbers, cell.state, 2 * this.job + 1);
    Atomics.notify(numbers, cell.state);
    try {
      takeParts(numbers, cell, 0, call);
    } finally {
      Atomics.store(numbers, cell.state, 2 * this.job);
      while (Atomics.load(numbers, cell.active) !== 0);
    }
    if (Atomics.load(numbers, cell.failed) !== 0) throw new Error('nabla internal error: a worker has failed');
  }
}
