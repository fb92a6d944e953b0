import type { ConcreteArray } from '../../array/ndarray.ts';
import { contentsText, sameContents } from '../../compiler/content.ts';
import { flattenProgram } from '../../compiler/flatten.ts';
import { keyOfProgram } from '../../compiler/key.ts';
import { programOfOperation } from '../../compiler/operation.ts';
import { type PeeledProgram, peelScattered } from '../../compiler/scattered.ts';
import { workUpTo } from '../../compiler/work.ts';
import { withinRounds } from '../../control/rounds.ts';
import { type Executor, interpreter, setExecutor } from '../../core/evaluate.ts';
import type { Jaxpr } from '../../core/jaxpr.ts';
import { TooManyAxes } from '../../kernel/expression.ts';
import { detectFeatures } from './emit/features.ts';
import { ModuleBuilder } from './emit/module.ts';
import { Arena } from './runtime/arena.ts';
import { type CacheCounts, LeastRecentlyUsed } from './runtime/cache.ts';
import { ModuleRefused } from './runtime/instantiate.ts';
import { createMemory } from './runtime/memory.ts';
import {
  compileProgram,
  forgetCompact,
  type HostMemory,
  interpretPeeled,
  type RunnableProgram,
} from './runtime/program.ts';
import { Residents } from './runtime/residents.ts';
import { Threads } from './runtime/threads.ts';
import { typedCall } from './runtime/typed.ts';

/** A program by its text, for all jaxprs that share it. */
type Entry = {
  runs: number;
  /** Whether the cache has let it go. */
  forgotten: boolean;
  /** Whether the program is too large to be compiled, or has arrays of too many axes, as far as that is known. */
  huge: boolean;
  /** It is interpreted for so many runs, since compiling it would take longer. */
  readonly patience: number;
  readonly jaxpr: Jaxpr;
  readonly contents: readonly ConcreteArray[];
  /** The first passes' result, from the first run on until the program is compiled. */
  peeled: PeeledProgram | undefined;
  program: RunnableProgram | undefined;
};

type Cache = LeastRecentlyUsed<string, Entry>;

type Known = { readonly entry: Entry; readonly lifted: readonly ConcreteArray[] };

/** Programs that are kept. */
const programLimit = 256;
/** Operations outside of programs that are kept, apart from these, so that neither drive the others out. */
const operationLimit = 256;
/**
 * Programs that touch fewer elements than this are interpreted the first time, since compiling them takes longer: very small ones as
 * they are, others after the first passes.
 */
const smallProgram = 4096;
const mediumProgram = 1 << 17;
/** Loops that go on for longer are begun again when they have been compiled. */
const mostRounds = 200;
/** Programs of more equations than this are interpreted at first: compiling them is a pause that may be noticed. */
const largeProgram = 10_000;
/** Compiling an equation takes as long as interpreting it so many times, with so many elements each. */
const runsToCompile = 64;
const elementsOfRun = 64;
/** Programs of more equations than this are always interpreted: planning one takes several kilobytes an equation. */
const largestProgram = 100_000;

/** Whether a primitive's result has the elements of its operand, in their order. */
const keepsElements = (name: string): boolean => name === 'reshape' || name === 'squeeze';

/** How many runs of a program its compilation is put off for. */
const patienceOf = ({ equations }: Jaxpr): number => {
  const { length } = equations;
  if (length <= largeProgram) return 0;
  const mostWork = runsToCompile * elementsOfRun * length;
  return Math.floor((runsToCompile * length) / (length + workUpTo(mostWork, equations) / elementsOfRun));
};

const peel = (jaxpr: Jaxpr): PeeledProgram => peelScattered(flattenProgram(jaxpr));

/**
 * The memory that programs run in; undefined where there is no WebAssembly, a security policy forbids it, or there is not enough address
 * space.
 */
const createHost = (): HostMemory | undefined => {
  try {
    void new WebAssembly.Module(new ModuleBuilder().encode());
    const memory = createMemory(detectFeatures().threads);
    return { memory, arena: new Arena(memory), residents: new Residents(memory), threads: new Threads(memory) };
  } catch {
    return undefined;
  }
};

export type WasmExecutor = Executor & {
  readonly counts: CacheCounts;
  /** Bytes of memory in use: constants of programs and the space for runs. */
  readonly memoryInUse: number;
};

/**
 * Compiles programs to WebAssembly.
 *
 * Equal programs are compiled once, whatever functions they come from. Small ones are interpreted the first time.
 * `eager` compiles everything at once, for tests.
 */
export const createWasmExecutor = ({ eager = false } = {}): WasmExecutor => {
  /** Asked for once; null where programs cannot be compiled. */
  let asked: HostMemory | null | undefined;
  const hostMemory = (): HostMemory | undefined => {
    if (asked === undefined) asked = createHost() ?? null;
    return asked ?? undefined;
  };
  const known = new WeakMap<Jaxpr, Known>();
  const createCache = (limit: number): Cache =>
    new LeastRecentlyUsed(limit, entry => {
      entry.program?.release();
      entry.program = undefined;
      entry.forgotten = true;
    });
  const programs = createCache(programLimit);
  const operations = createCache(operationLimit);

  const lookUp = (jaxpr: Jaxpr, entries: Cache): Known => {
    const before = known.get(jaxpr);
    if (before !== undefined && !before.entry.forgotten) return before;
    const { key: text, contents, lifted, jaxpr: closed } = keyOfProgram(jaxpr);
    // large contents are looked at only where another program is the same but for them
    const other = entries.peek(text);
    const isPlain = other === undefined || sameContents(other.contents, contents);
    // no text has a line break, so that what follows cannot be taken for the end of another one
    const key = isPlain ? text : `${text}\n${contentsText(contents)}`;
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = {
        runs: 0,
        huge: closed.equations.length > largestProgram,
        patience: patienceOf(closed),
        jaxpr: closed,
        contents,
        peeled: undefined,
        program: undefined,
        forgotten: false,
      };
      entries.set(key, entry);
    }
    const found = { entry, lifted };
    known.set(jaxpr, found);
    return found;
  };

  /** The program for as many threads as there are now; undefined where it must be interpreted. */
  const programOf = ({ entry, lifted }: Known): RunnableProgram | undefined => {
    const host = entry.huge ? undefined : hostMemory();
    if (host === undefined) return undefined;
    const { program } = entry;
    if (program !== undefined && program.threads === host.threads.count) return program;
    program?.release();
    entry.program = undefined;
    try {
      const { jaxpr, peeled } = entry;
      entry.peeled = undefined;
      entry.program = compileProgram(jaxpr.name, peeled ?? peel(jaxpr), lifted.length, host);
    } catch (error) {
      if (!(error instanceof ModuleRefused || error instanceof TooManyAxes)) throw error;
      entry.huge = true;
    }
    return entry.program;
  };

  /** Interprets a program if that takes no longer than compiling it would. */
  const runSmall = ({ entry, lifted }: Known, args: readonly ConcreteArray[]): ConcreteArray[] | undefined => {
    const { jaxpr } = entry;
    const all = [...args, ...lifted];
    if (workUpTo(smallProgram, jaxpr.equations) < smallProgram) {
      return withinRounds(mostRounds, () => interpreter.run(jaxpr, all));
    }
    if (entry.huge || hostMemory() === undefined) return undefined;
    const peeled = peel(jaxpr);
    entry.peeled = peeled;
    if (workUpTo(mediumProgram, peeled.program.equations) >= mediumProgram) return undefined;
    return withinRounds(mostRounds, () => interpretPeeled(peeled, all));
  };

  const run = (jaxpr: Jaxpr, args: readonly ConcreteArray[], entries: Cache, waits: boolean): ConcreteArray[] => {
    const found = lookUp(jaxpr, entries);
    const { entry, lifted } = found;
    const isFirst = entry.runs++ === 0;
    const results = isFirst && !waits ? runSmall(found, args) : undefined;
    if (results !== undefined) return results;
    const isPutOff = !waits && entry.program === undefined && entry.runs <= entry.patience;
    const program = isPutOff ? undefined : programOf(found);
    if (program === undefined) return interpreter.run(jaxpr, args);
    return program.run(lifted.length === 0 ? args : [...args, ...lifted]);
  };

  return {
    name: 'wasm',
    run: (jaxpr, args) => run(jaxpr, args, programs, eager),
    evaluate: (...operation) => {
      const [{ name }, [array], , [aval]] = operation;
      if (keepsElements(name)) {
        const same = asked?.residents.share(array!, aval!);
        if (same !== undefined) return [same];
      }
      const program = programOfOperation(...operation);
      if (program === undefined) return undefined;
      try {
        // nobody knows how long a loop goes on
        return run(program.jaxpr, program.args, operations, name !== 'while');
      } catch (error) {
        // there may be no room for it in the compiler's memory
        if (error instanceof RangeError) return undefined;
        throw error;
      }
    },
    load: jaxpr => {
      const found = lookUp(jaxpr, programs);
      const program = programOf(found);
      return program === undefined ? undefined : typedCall(program, found.lifted);
    },
    forget: array => {
      forgetCompact(array);
      asked?.residents.forget(array);
    },
    get counts() {
      return programs.counts;
    },
    get memoryInUse() {
      return asked?.memory.used ?? 0;
    },
  };
};

export const wasmExecutor: WasmExecutor = createWasmExecutor();

/**
 * Has the compiler run all programs from now on, and gives back what it was given.
 *
 * Whatever a bundle exports through it brings the compiler along; bundles without it interpret.
 */
export const withCompiler = <F>(f: F): F => {
  setExecutor(wasmExecutor);
  return f;
};
