import type { ConcreteArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import { keyOfProgram } from '../../compiler/key.ts';
import { type Executor, interpreter, setExecutor } from '../../core/evaluate.ts';
import { innerJaxprs, type Jaxpr } from '../../core/jaxpr.ts';
import { detectFeatures } from './emit/features.ts';
import { ModuleBuilder } from './emit/module.ts';
import { Arena } from './runtime/arena.ts';
import { type CacheCounts, LeastRecentlyUsed } from './runtime/cache.ts';
import { createMemory } from './runtime/memory.ts';
import { compileProgram, type HostMemory, type RunnableProgram } from './runtime/program.ts';
import { Residents } from './runtime/residents.ts';
import { Threads } from './runtime/threads.ts';
import { typedCall } from './runtime/typed.ts';

/** A program by its text, for all jaxprs that share it. */
type Entry = {
  runs: number;
  /** Whether somebody holds on to the program by itself. */
  loaded: boolean;
  readonly huge: boolean;
  readonly jaxpr: Jaxpr;
  readonly small: boolean;
  program: RunnableProgram | undefined;
};

type Known = { readonly entry: Entry; readonly lifted: readonly ConcreteArray[] };

/** Programs that are kept. */
const programLimit = 256;
/** Programs that touch fewer elements than this are interpreted the first time, since compiling them takes longer. */
const smallProgram = 4096;
/** Programs of more equations than this are interpreted: compiling them would take longer than running them often. */
const largestProgram = 10_000;

/** Elements that a program's equations touch, loops counted once. */
const elementsOf = (jaxpr: Jaxpr): number =>
  jaxpr.equations.reduce(
    (sum, equation) =>
      sum +
      [...equation.inputs, ...equation.outputs].reduce((part, { aval }) => part + sizeOf(aval.shape), 0) +
      innerJaxprs(equation).reduce((part, inner) => part + elementsOf(inner), 0),
    0,
  );

let compilable: boolean | undefined;

/** Whether there is WebAssembly, and no security policy that forbids it. */
const canCompile = (): boolean => {
  if (compilable === undefined) {
    try {
      compilable = new WebAssembly.Module(new ModuleBuilder().encode()) instanceof WebAssembly.Module;
    } catch {
      compilable = false;
    }
  }
  return compilable;
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
  let host: HostMemory | undefined;
  const known = new WeakMap<Jaxpr, Known>();
  const entries = new LeastRecentlyUsed<string, Entry>(programLimit, entry => {
    if (!entry.loaded) entry.program?.dispose();
    entry.program = undefined;
  });

  const lookUp = (jaxpr: Jaxpr): Known => {
    const { key, lifted, jaxpr: closed } = keyOfProgram(jaxpr);
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = {
        runs: 0,
        huge: closed.equations.length > largestProgram,
        jaxpr: closed,
        small: elementsOf(closed) < smallProgram,
        program: undefined,
        loaded: false,
      };
      entries.set(key, entry);
    }
    const found = { entry, lifted };
    known.set(jaxpr, found);
    return found;
  };

  const compile = (entry: Entry): RunnableProgram => {
    if (host === undefined) {
      const memory = createMemory(detectFeatures().threads);
      host = {
        memory,
        arena: new Arena(memory),
        residents: new Residents(memory),
        threads: new Threads(memory),
      };
    }
    entry.program = compileProgram(entry.jaxpr, host);
    return entry.program;
  };

  return {
    name: 'wasm',
    run: (jaxpr, args) => {
      const { entry, lifted } = known.get(jaxpr) ?? lookUp(jaxpr);
      const { program } = entry;
      const all = lifted.length === 0 ? args : [...args, ...lifted];
      if (program !== undefined && program.threads === host?.threads.count) return program.run(all);
      if (!entry.loaded) program?.dispose();
      if (entry.runs++ === 0 && entry.small && !eager) return interpreter.run(jaxpr, args);
      if (entry.huge || !canCompile()) return interpreter.run(jaxpr, args);
      return compile(entry).run(all);
    },
    load: jaxpr => {
      const { entry, lifted } = known.get(jaxpr) ?? lookUp(jaxpr);
      if (entry.huge || !canCompile()) return undefined;
      let { program } = entry;
      if (program === undefined || program.threads !== host?.threads.count) {
        if (!entry.loaded) program?.dispose();
        program = compile(entry);
      }
      const call = typedCall(program, lifted);
      // the program must outlive the cache's interest in it
      if (call !== undefined) entry.loaded = true;
      return call;
    },
    get counts() {
      return entries.counts;
    },
    get memoryInUse() {
      return host?.memory.used ?? 0;
    },
  };
};

export const wasmExecutor: WasmExecutor = /* @__PURE__ */ createWasmExecutor();

/**
 * Has the compiler run all programs from now on, and gives back what it was given.
 *
 * Whatever a bundle exports through it brings the compiler along; bundles without it interpret.
 */
export const withCompiler = <F>(f: F): F => {
  setExecutor(wasmExecutor);
  return f;
};
