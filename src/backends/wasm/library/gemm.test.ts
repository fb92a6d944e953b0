import { describe, expect, it } from 'vitest';
import { detectFeatures } from '../emit/features.ts';
import { ModuleBuilder } from '../emit/module.ts';
import { gemmScratchBytes, writeGemm } from './gemm.ts';
import type { FloatType } from './tile.ts';

const features = detectFeatures();

const compile = (type: FloatType, fused: boolean, wideVectors: boolean) => {
  const module = new ModuleBuilder({ initialPages: 1, maximumPages: 65536, shared: false });
  const gemm = writeGemm(module, type, { ...features, relaxedMultiplyAdd: fused, wideVectors });
  const entry = module.function({ params: gemm.signature.params, results: [] }, 'gemm');
  for (const param of entry.params) entry.get(param);
  entry.call(gemm);
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory } });
  return { memory, gemm: exports.gemm as (...args: number[]) => void };
};

const variants = (['f32', 'f64'] as const).flatMap(type =>
  [false, ...(features.relaxedMultiplyAdd ? [true] : [])].flatMap(fused =>
    [false, true].map(wide => ({ type, fused, wide })),
  ),
);

const shapes = [
  [1, 1, 1],
  [5, 4, 3],
  [6, 8, 1],
  [7, 9, 11],
  [13, 5, 257],
  [121, 3, 40],
  [30, 33, 300],
  [2, 2050, 5],
] as const;

describe.each(variants)('gemm of $type, fused: $fused, wide: $wide', ({ type, fused, wide }) => {
  const { memory, gemm } = compile(type, fused, wide);
  const bytes = type === 'f32' ? 4 : 8;
  const base = 1024;

  const run = (
    m: number,
    n: number,
    k: number,
    leftTransposed: boolean,
    rightTransposed: boolean,
    add: boolean,
    diagonal: number,
  ) => {
    const View = type === 'f32' ? Float32Array : Float64Array;
    const element = (i: number): number => ((i * 37) % 19) - 9;
    const [aAt, bAt] = [base, base + m * k * bytes];
    const cAt = Math.ceil((bAt + k * n * bytes) / 64) * 64;
    const scratch = Math.ceil((cAt + m * n * bytes) / 64) * 64;
    const needed = scratch + gemmScratchBytes(type, m, n, k);
    const missing = Math.ceil((needed - memory.buffer.byteLength) / 65536);
    if (missing > 0) memory.grow(missing);
    const a = new View(memory.buffer, aAt, m * k);
    const b = new View(memory.buffer, bAt, k * n);
    const c = new View(memory.buffer, cAt, m * n);
    // what lies beyond the scratch memory must stay
    const guard = new Uint8Array(memory.buffer, needed, 64).fill(77);
    a.forEach((_, i) => (a[i] = element(i)));
    b.forEach((_, i) => (b[i] = element(i + 5)));
    c.fill(3);
    gemm(
      cAt,
      aAt,
      bAt,
      m,
      n,
      k,
      n * bytes,
      leftTransposed ? bytes : k * bytes,
      leftTransposed ? m * bytes : bytes,
      rightTransposed ? bytes : n * bytes,
      rightTransposed ? k * bytes : bytes,
      scratch,
      diagonal,
      Number(add),
    );
    expect([...guard]).toEqual(new Array(64).fill(77));
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        if (j > i + diagonal) continue;
        let sum = add ? 3 : 0;
        for (let q = 0; q < k; q++) {
          sum += a[leftTransposed ? q * m + i : i * k + q]! * b[rightTransposed ? j * k + q : q * n + j]!;
        }
        if (c[i * n + j] !== sum) throw new Error(`element (${i}, ${j}) is ${c[i * n + j]}, not ${sum}`);
      }
    }
  };

  it.each(shapes)('%i × %i × %i', (m, n, k) => {
    for (const left of [false, true])
      for (const right of [false, true]) run(m, n, k, left, right, k % 2 === 0, 1 << 29);
  });

  it('leaves out tiles above the diagonal', () => run(40, 40, 9, false, true, false, 0));
});
