import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DenseRoutine } from '../../../kernel/lowering.ts';
import { cholesky } from '../../../reference/dense/cholesky.ts';
import { triangularSolve } from '../../../reference/dense/triangular-solve.ts';
import { detectFeatures } from '../emit/features.ts';
import type { Callee } from '../emit/function.ts';
import { ModuleBuilder } from '../emit/module.ts';
import { choleskyScratchBytes, writeCholesky } from './cholesky.ts';
import { denseMethod, writeDenseTools } from './dense.ts';
import { writeGemm } from './gemm.ts';
import type { FloatType } from './tile.ts';
import { triangularScratchBytes, writeTriangularSolve } from './triangular.ts';

const pages = 32;
const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });

const compile = (write: (module: ModuleBuilder) => Callee): ((...args: number[]) => void) => {
  const module = new ModuleBuilder({ initialPages: pages, maximumPages: pages, shared: false });
  const routine = write(module);
  const entry = module.function(routine.signature, 'run');
  for (const param of entry.params) entry.get(param);
  entry.call(routine);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory } });
  return exports.run as (...args: number[]) => void;
};

const types = [
  { type: 'f32', bytes: 4, View: Float32Array, epsilon: 2 ** -23 },
  { type: 'f64', bytes: 8, View: Float64Array, epsilon: 2 ** -52 },
] as const satisfies readonly { readonly type: FloatType; readonly [key: string]: unknown }[];

/** Numbers in [-1, 1) that both precisions have. */
const numbers = (seed: number, count: number): Float64Array => {
  let state = seed >>> 0;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 12) / 2 ** 19 - 1;
  });
};

const expectClose = (actual: ArrayLike<number>, expected: ArrayLike<number>, bound: number): void => {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(actual[i]! - expected[i]!) <= bound)) {
      throw new Error(`element ${i} is ${actual[i]}, not ${expected[i]} within ${bound}`);
    }
  }
};

describe.each(types)('cholesky of $type', ({ type, View, epsilon }) => {
  const run = compile(module => {
    const [gemm, solve] = [writeGemm, writeTriangularSolve].map(write => write(module, type, detectFeatures()));
    return writeCholesky(module, type, { gemm: gemm!, solve: solve! });
  });
  const factor = (a: Float64Array, n: number): number[] => {
    const [from, to] = [1024, 1024 + 8 * n * n];
    new View(memory.buffer, from, n * n).set(a);
    new View(memory.buffer, to, n * n).fill(5);
    const scratch = to + 64 * Math.ceil((8 * n * n) / 64);
    const guard = new Uint8Array(memory.buffer, scratch + choleskyScratchBytes(type, n), 64).fill(77);
    run(n, from, to, scratch);
    expect(guard.every(byte => byte === 77)).toBe(true);
    return [...new View(memory.buffer, to, n * n)];
  };

  /** Dominant diagonal, hence positive definite; what is above it must not be read. */
  const definite = (seed: number, n: number): Float64Array =>
    numbers(seed, n * n).map((x, place) => {
      const [i, j] = [Math.floor(place / n), place % n];
      return i === j ? n + x : j > i ? Number.NaN : x;
    });

  it('equals the reference for random matrices', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 30 }), fc.integer({ min: 0, max: 160 }), (seed, n) => {
        const a = definite(seed, n);
        expectClose(factor(a, n), cholesky(a, n), 8 * (n + 1) * epsilon);
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it.each([0, 6, 16, 70])('gives NaN in the lower triangle where pivot %i is not positive', at => {
    for (const pivot of [-1, 0, Number.NaN]) {
      const n = at + 17;
      const a = new Float64Array(n * n);
      for (let i = 0; i < n; i++) a[i * n + i] = i === at ? pivot : 1;
      expect(factor(a, n)).toEqual([...cholesky(a, n)]);
    }
  });
});

describe.each(types)('triangular solve of $type', ({ type, bytes, View, epsilon }) => {
  const variants = [false, ...(detectFeatures().relaxedMultiplyAdd ? [true] : [])].map(relaxedMultiplyAdd =>
    compile(module => writeTriangularSolve(module, type, { ...detectFeatures(), relaxedMultiplyAdd })),
  );

  it('equals the reference for random shapes, triangles and sides', () => {
    const cases = fc.record({
      seed: fc.integer({ min: 0, max: 2 ** 30 }),
      n: fc.integer({ min: 0, max: 24 }),
      count: fc.integer({ min: 0, max: 37 }),
      lower: fc.boolean(),
      transposed: fc.boolean(),
      unitDiagonal: fc.boolean(),
      leftSide: fc.boolean(),
      inPlace: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ seed, n, count, lower, transposed, unitDiagonal, leftSide, inPlace }) => {
        // the other triangle, and a diagonal of ones, must not be read
        const a = numbers(seed, n * n).map((x, place) => {
          const [i, j] = [Math.floor(place / n), place % n];
          if (i === j) return unitDiagonal ? Number.NaN : 2 + x;
          return i > j === lower ? x / n : Number.NaN;
        });
        const b = numbers(seed + 1, n * count);
        const options = { lower, unitDiagonal, leftSide, transposeA: transposed ? 'transpose' : 'none' } as const;
        const expected = triangularSolve(a, n, b, count, options);
        const [aAt, bAt] = [1024, 1024 + 8 * n * n];
        const xAt = inPlace ? bAt : bAt + 8 * n * count;
        const scratch = Math.ceil((xAt + 8 * n * count) / 64) * 64;
        const across = transposed === leftSide;
        const forward = lower !== across;
        const [sign, last] = forward ? [bytes, 0] : [-bytes, n - 1];
        const [step, side] = leftSide ? [count, 1] : [1, n];
        for (const run of variants) {
          new View(memory.buffer, aAt, n * n).set(a);
          new View(memory.buffer, xAt, n * count).fill(5);
          new View(memory.buffer, bAt, n * count).set(b);
          const end = scratch + triangularScratchBytes(type, n);
          const guard = new Uint8Array(memory.buffer, end, 64).fill(77);
          run(
            n,
            count,
            aAt + Math.max(last, 0) * (n + 1) * bytes,
            sign * (across ? 1 : n),
            sign * (across ? n : 1),
            bAt + Math.max(last, 0) * step * bytes,
            xAt + Math.max(last, 0) * step * bytes,
            sign * step,
            side * bytes,
            Number(unitDiagonal),
            scratch,
          );
          expect(guard.every(byte => byte === 77)).toBe(true);
          const size = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
          expectClose(new View(memory.buffer, xAt, n * count), expected, 16 * (n + 1) * epsilon * size);
        }
      }),
      { seed: 4, numRuns: 150 },
    );
  });
});

const guardBytes = 4096;

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
  let params = 0;
  const run = compile(module => {
    const tools = writeDenseTools(module, writeGemm(module, 'f64', detectFeatures()));
    const method = denseMethod(routine, 1, 1).write(tools);
    params = method.signature.params.length;
    return method;
  });
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
