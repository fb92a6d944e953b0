import { describe, expect, it } from 'vitest';
import type { DenseRoutine } from '../../../kernel/lowering.ts';
import { detectFeatures } from '../emit/features.ts';
import { ModuleBuilder } from '../emit/module.ts';
import { writeComplexTools } from './complex.ts';
import { denseMethod } from './dense.ts';
import type { ComplexTools, DenseTools, Reflections } from './dense-tools.ts';
import { writeGemm } from './gemm.ts';
import { writeReflections } from './reflections.ts';
import { writeVectors } from './vectors.ts';

/** Methods for matrices keep to the bytes that they say they work in: what lies behind these belongs to others. */

const pages = 32;
const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
const guardBytes = 4096;

const methodOf = (routine: DenseRoutine): { run: (...args: number[]) => void; params: number } => {
  const module = new ModuleBuilder({ initialPages: pages, maximumPages: pages, shared: false });
  let reflections: Reflections | undefined;
  let complex: ComplexTools | undefined;
  const tools: DenseTools = {
    module,
    vectors: writeVectors(module),
    gemm: writeGemm(module, 'f64', detectFeatures()),
    reflections: () => (reflections ??= writeReflections(tools)),
    complex: () => (complex ??= writeComplexTools(tools)),
  };
  const method = denseMethod(routine, 1, 1).write(tools);
  const entry = module.function(method.signature, 'run');
  for (const param of entry.params) entry.get(param);
  entry.call(method);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory } });
  return { run: exports.run as (...args: number[]) => void, params: entry.params.length };
};

const routines = ([1, 2] as const).flatMap((lanes): DenseRoutine[] => [
  { name: 'lu', lanes },
  { name: 'qr', full: true, lanes },
  { name: 'qr', full: false, lanes },
  { name: 'eigh', lower: true, lanes },
  { name: 'eigh', lower: false, lanes },
  { name: 'svd', full: true, vectors: true, lanes },
  { name: 'svd', full: false, vectors: true, lanes },
  { name: 'svd', full: false, vectors: false, lanes },
]);

describe.each(routines.map(routine => [JSON.stringify(routine), routine] as const))('%s', (_, routine) => {
  const { run, params } = methodOf(routine);
  const all = [1, 2, 3, 7, 8, 12, 31, 33, 40, 65];
  const shapes = all.flatMap(m => (routine.name === 'eigh' ? [m] : all).map(n => [m, n] as const));

  it('writes to its matrix, its results and its scratch memory only', () => {
    for (const [m, n] of shapes) {
      const { scratchBytes } = denseMethod(routine, m, n);
      const room = 8 * routine.lanes * Math.max(m, n) ** 2 + guardBytes;
      // the matrix and what results, far from each other
      const addresses = Array.from({ length: params - 3 }, (_, i) => 1024 + i * 64 * Math.ceil(room / 64));
      const scratch = 1024 + (params - 3) * 64 * Math.ceil(room / 64);
      expect(scratch + scratchBytes + guardBytes).toBeLessThanOrEqual(memory.buffer.byteLength);
      const size = routine.lanes * m * n;
      new Float64Array(memory.buffer, addresses[0], size).forEach((_, i, a) => {
        a[i] = Math.sin(1 + i + 0.37 * i * i);
      });
      const behind = [addresses[0]! + 8 * size, scratch + scratchBytes];
      const guards = behind.map(at => new Uint8Array(memory.buffer, at, guardBytes / 2).fill(77));
      run(m, n, ...addresses, scratch);
      expect([m, n, ...guards.map(guard => guard.findLastIndex(byte => byte !== 77))]).toEqual([m, n, -1, -1]);
    }
  });
});
