import type { FunctionBuilder } from './function.ts';
import { ModuleBuilder } from './module.ts';

/** What the host's WebAssembly can do beyond SIMD, which all supported hosts have. */
export type Features = {
  /** Multiply-add (relaxed SIMD), which may round once or twice. */
  readonly relaxedMultiplyAdd: boolean;
  /** Whether it rounds once, as it does where the processor has an instruction for it. */
  readonly fusedMultiplyAdd: boolean;
  /** What a step of a loop reads is all loaded before anything is computed, and takes registers meanwhile. */
  readonly readsAhead: boolean;
  /** Shared memory and atomic instructions. */
  readonly threads: boolean;
  /** Neighbouring vectors are joined to vectors of 256 bits. */
  readonly wideVectors: boolean;
};

type V8 = { setFlagsFromString(flags: string): void };

type Host = {
  readonly process?: {
    readonly getBuiltinModule?: (name: string) => unknown;
    readonly versions?: { readonly node?: string };
  };
};

/** Node's version; NaN elsewhere. */
const nodeVersion = (): number => Number((globalThis as Host).process?.versions?.node?.split('.')[0]);

/** Sets an option of Node's engine, if it can; loading the module for it takes 5 ms. */
const setEngineFlag = (flag: string): boolean => {
  const v8 = (globalThis as Host).process?.getBuiltinModule?.('node:v8') as V8 | undefined;
  v8?.setFlagsFromString(flag);
  return v8 !== undefined;
};

let wideVectors = false;

const accepts = (write: (body: FunctionBuilder) => void, shared = false): boolean => {
  const module = new ModuleBuilder({ initialPages: 1, maximumPages: 1, shared });
  write(module.function({ params: [], results: [] }));
  return WebAssembly.validate(module.encode());
};

/** (1 + ε)² - (1 + 2 ε) is ε² where the product is not rounded, else 0. */
const roundsOnce = (): boolean => {
  const module = new ModuleBuilder();
  const body = module.function({ params: [], results: ['f64'] }, 'square');
  for (const operand of [1 + 2 ** -52, 1 + 2 ** -52, -1 - 2 ** -51]) body.v128('f64', [operand, operand]);
  body.op('f64x2.relaxed_madd');
  body.lane('f64x2.extract_lane', 0);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.encode()));
  return (instance.exports.square as () => number)() !== 0;
};

let detected: Features | undefined;

/** Asks the host, once, by validating small modules. */
export const detectFeatures = (): Features => (detected ??= detect());

const detect = (): Features => {
  const readsAhead = nodeVersion() === 20;
  // its V8, 11.3, has the instruction behind a flag, which the next version dropped: see docs/decisions/0013
  if (readsAhead) setEngineFlag('--experimental-wasm-relaxed-simd');
  const relaxedMultiplyAdd = accepts(body => {
    for (let operand = 0; operand < 3; operand++) body.v128('f64', [0, 0]);
    body.op('f64x2.relaxed_madd', 'drop');
  });
  return {
    relaxedMultiplyAdd,
    fusedMultiplyAdd: relaxedMultiplyAdd && roundsOnce(),
    readsAhead,
    threads:
      typeof SharedArrayBuffer !== 'undefined' &&
      accepts(body => {
        body.i32(0);
        body.memory('i32.atomic.load');
        body.op('drop');
      }, true),
    wideVectors,
  };
};

/**
 * Has the host compute with vectors of 256 bits, where it can: in Node 24 and later, on processors with AVX2. Returns whether
 * it may.
 *
 * Nothing turns this on by itself, since the option of V8 behind it (`--experimental-wasm-revectorize`) is an experiment. Call
 * it first: programs that have been compiled stay as they are.
 *
 * @example
 * ```ts
 * const wide = useWideVectors();
 * console.log(typeof wide); // => boolean
 * ```
 */
export const useWideVectors = (): boolean => {
  if (!(nodeVersion() >= 24) || !setEngineFlag('--experimental-wasm-revectorize')) return false;
  wideVectors = true;
  detected = undefined;
  return true;
};
