import type { ConcreteArray } from '../../array/ndarray.ts';
import type { Executor } from '../../core/evaluate.ts';
import type { Jaxpr } from '../../core/jaxpr.ts';
import { createMemory } from './runtime/memory.ts';
import { Arena, compileProgram, type RunnableProgram } from './runtime/program.ts';

const memory = createMemory(false);
const arena = new Arena(memory);
const programs = new WeakMap<Jaxpr, RunnableProgram>();

/** Compiles each program to WebAssembly when it is first run. */
export const wasmExecutor: Executor = {
  name: 'wasm',
  run: (jaxpr: Jaxpr, args: readonly ConcreteArray[]): ConcreteArray[] => {
    let program = programs.get(jaxpr);
    if (program === undefined) {
      program = compileProgram(jaxpr, memory, arena);
      programs.set(jaxpr, program);
    }
    return program.run(args);
  },
};
