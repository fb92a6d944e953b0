import type { FunctionBuilder } from './function.ts';
import { ModuleBuilder } from './module.ts';

/** What the host's WebAssembly can do beyond SIMD, which all supported hosts have. */
export type Features = {
  /** Fused multiply-add (relaxed SIMD). */
  readonly relaxedMultiplyAdd: boolean;
  /** Shared memory and atomic instructions. */
  readonly threads: boolean;
};

const accepts = (write: (body: FunctionBuilder) => void, shared = false): boolean => {
  const module = new ModuleBuilder({ initialPages: 1, maximumPages: 1, shared });
  write(module.function({ params: [], results: [] }));
  return WebAssembly.validate(module.encode());
};

let detected: Features | undefined;

/** Asks the host, once, by validating small modules. */
export const detectFeatures = (): Features =>
  (detected ??= {
    relaxedMultiplyAdd: accepts(body => {
      for (let operand = 0; operand < 3; operand++) body.v128('f64', [0, 0]);
      body.op('f64x2.relaxed_madd', 'drop');
    }),
    threads:
      typeof SharedArrayBuffer !== 'undefined' &&
      accepts(body => {
        body.i32(0);
        body.memory('i32.atomic.load');
        body.op('drop');
      }, true),
  });
