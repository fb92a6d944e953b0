import { describe, expect, it } from 'vitest';
import { detectFeatures } from '../emit/features.ts';
import { ModuleBuilder } from '../emit/module.ts';
import { gemmScratchBytes, writeGemm } from './gemm.ts';
import { panelsOf, writePackAll } from './panels.ts';
import { type FloatType, tileOf } from './tile.ts';

const features = detectFeatures();

const compile = (type: FloatType, fused: boolean, wideVectors: boolean) => {
  const module = new ModuleBuilder({ initialPages: 1, maximumPages: 65536, shared: false });
  const used = { ...features, relaxedMultiplyAdd: fused, wideVectors };
  const written = {
    gemm: writeGemm(module, type, used),
    packAll: writePackAll(module, type, used),
    packedGemm: writeGemm(module, type, used, { left: 'packed', right: 'packed' }),
  };
  for (const [name, callee] of Object.entries(written)) {
    const entry = module.function({ params: callee.signature.params, results: [] }, name);
    for (const param of entry.params) entry.get(param);
    entry.call(callee);
  }
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory } });
  const call = exports as Readonly<Record<keyof typeof written, (...args: number[]) => void>>;
  return { memory, ...call, used, tile: tileOf(type, used) };
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
  const { memory, gemm, packAll, packedGemm, used, tile } = compile(type, fused, wide);
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
    packed = false,
  ) => {
    const View = type === 'f32' ? Float32Array : Float64Array;
    const element = (i: number): number => ((i * 37) % 19) - 9;
    const [aAt, bAt] = [base, base + m * k * bytes];
    const cAt = Math.ceil((bAt + k * n * bytes) / 64) * 64;
    const scratch = Math.ceil((cAt + m * n * bytes) / 64) * 64;
    const packedAt = scratch + gemmScratchBytes(type, m, n, k);
    const leftPanels = panelsOf(type, 'lhs', m, k, used);
    const rightPanels = panelsOf(type, 'rhs', n, k, used);
    const leftAt = packedAt + rightPanels.size * bytes;
    const needed = packed ? leftAt + leftPanels.size * bytes : packedAt;
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
    const left = [leftTransposed ? bytes : k * bytes, leftTransposed ? m * bytes : bytes];
    const right = [rightTransposed ? bytes : n * bytes, rightTransposed ? k * bytes : bytes];
    const rest = [scratch, diagonal, Number(add)];
    if (packed) {
      const [leftLine, rightLine] = [leftPanels.line * bytes, rightPanels.line * bytes];
      // in two parts, as threads do
      const cut = Math.min(n, tile.columns * Math.ceil(n / tile.columns / 2));
      for (const [begin, end] of [
        [0, cut],
        [cut, n],
      ]) {
        packAll(packedAt, bAt, begin!, end!, k, ...right, rightLine);
      }
      // as kernels write it; what stands in lines beyond the last does not matter
      const panels = new View(memory.buffer, leftAt, leftPanels.size).fill(Number.NaN);
      for (let i = 0; i < m; i++) {
        const panel = (i - (i % tile.rows)) * leftPanels.line + (i % tile.rows);
        for (let q = 0; q < k; q++) panels[panel + q * tile.rows] = a[leftTransposed ? q * m + i : i * k + q]!;
      }
      packedGemm(cAt, leftAt, packedAt, m, n, k, n * bytes, leftLine, 0, 0, rightLine, ...rest);
    } else gemm(cAt, aAt, bAt, m, n, k, n * bytes, ...left, ...right, ...rest);
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

  it.each(shapes)('%i × %i × %i, the operands packed before', (m, n, k) => {
    for (const right of [false, true]) run(m, n, k, false, right, k % 2 === 0, 1 << 29, true);
  });

  it('leaves out tiles above the diagonal', () => run(40, 40, 9, false, true, false, 0));
});
