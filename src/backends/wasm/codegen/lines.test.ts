import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../../array/shape.ts';
import type { Step } from '../../../compiler/program.ts';
import { makeAval } from '../../../core/aval.ts';
import { type Buffer, bytesOfType, type ScalarType } from '../../../kernel/expression.ts';
import type { FftRoutine, SortRoutine } from '../../../kernel/lowering.ts';
import { ModuleBuilder } from '../emit/module.ts';
import { fftScratchBytes, fftTables } from '../library/fft.ts';
import { sortScratchBytes } from '../library/sort.ts';
import { fftTask } from './fft.ts';
import { Library } from './library.ts';
import type { Location } from './nodes.ts';
import { sortTask } from './sort.ts';
import type { Task } from './task.ts';

type RoutineStep = Extract<Step, { readonly kind: 'routine' }>;
type WriteTask = (library: Library, locate: (buffer: Buffer) => Location, step: RoutineStep) => Task;

const pages = 32;
const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
const bytes = new Uint8Array(memory.buffer);
const guardBytes = 4096;
const threads = 3;

const makeBuffer = (id: number, type: ScalarType, size: number): Buffer => ({ id, type, size });

/** Runs all lines of a task as the second of three threads, and gives the bytes that changed but were not its own to write to. */
const changedElsewhere = (write: WriteTask, step: RoutineStep, scratchBytes: number): number[] => {
  const places = new Map<Buffer, { readonly start: number; readonly end: number }>();
  let free = guardBytes;
  for (const buffer of [...step.inputs.map(input => input.buffer), ...step.tables, ...step.outputs, step.scratch]) {
    const start = free;
    const end = start + bytesOfType(buffer.type) * buffer.size;
    places.set(buffer, { start, end });
    free = 64 * Math.ceil(end / 64) + guardBytes;
  }
  expect(free).toBeLessThanOrEqual(bytes.length);

  const module = new ModuleBuilder({ initialPages: pages, maximumPages: pages, shared: false });
  const locate = (buffer: Buffer): Location => ({ kind: 'fixed', offset: places.get(buffer)!.start });
  const task = write(new Library(module), locate, step);
  task.write(module.function({ params: ['i32', 'i32', 'i32', 'i32'], results: [] }, 'run'));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory } });

  bytes.fill(77, 0, free);
  const contents = [
    ...step.inputs.map(
      ({ buffer }, i) => [buffer, (place: number) => Math.round(8 * Math.sin(place * place + i))] as const,
    ),
    ...step.tables.map(table => [table, (place: number) => table.values![place]!] as const),
  ];
  for (const [buffer, elementAt] of contents) {
    const View = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u32: Uint32Array, bool: Int32Array }[
      buffer.type
    ];
    const view = new View(memory.buffer, places.get(buffer)!.start, buffer.size);
    for (let place = 0; place < buffer.size; place++) view[place] = elementAt(place);
  }
  const before = bytes.slice(0, free);
  (exports.run as (...args: number[]) => void)(0, task.low, task.high, 1);
  const scratch = places.get(step.scratch)!.start + scratchBytes;
  const own = [...step.outputs.map(output => places.get(output)!), { start: scratch, end: scratch + scratchBytes }];
  for (const { start, end } of own) before.set(bytes.subarray(start, end), start);
  const changed: number[] = [];
  for (let place = 0; place < free; place++) if (before[place] !== bytes[place]) changed.push(place);
  return changed;
};

describe('lines are transformed in their own scratch memory', () => {
  const small = Array.from({ length: 17 }, (_, i) => i + 1);
  const powers = [32, 64, 128, 256, 1024];
  const mixed = [18, 20, 27, 30, 49, 60, 98, 105, 243, 343, 720];
  // 53 and more are convolutions, as are even lengths of real numbers with half of these
  const primes = [23, 47, 53, 59, 97, 101, 106, 127, 202, 257, 509];
  const tables = fftTables();

  it.each(['FFT', 'IFFT', 'RFFT', 'IRFFT'] as const)('by %s', type => {
    for (const floatType of ['f32', 'f64'] as const) {
      for (const length of [...small, ...powers, ...mixed, ...primes]) {
        const routine: FftRoutine = { name: 'fft', type, length };
        const half = Math.floor(length / 2) + 1;
        const [from, to] = [type === 'IRFFT' ? half : length, type === 'RFFT' ? half : length];
        const [real, complex] =
          floatType === 'f32' ? (['float32', 'complex64'] as const) : (['float64', 'complex128'] as const);
        const own = tables(routine);
        const scratchBytes = fftScratchBytes(routine, own.length);
        const lines = 2;
        const step: RoutineStep = {
          kind: 'routine',
          routine,
          inputs: [
            {
              buffer: makeBuffer(0, floatType, lines * from * (type === 'RFFT' ? 1 : 2)),
              aval: makeAval([lines, from], type === 'RFFT' ? real : complex),
            },
          ],
          outputs: [makeBuffer(1, floatType, lines * to * (type === 'IRFFT' ? 1 : 2))],
          tables: own.map((values, i) => ({ ...makeBuffer(2 + i, 'f64', values.length), values })),
          scratch: makeBuffer(9, 'f64', (threads * scratchBytes) / 8),
        };
        const write: WriteTask = (library, locate) => fftTask(library, locate, step, routine);
        expect([floatType, length, changedElsewhere(write, step, scratchBytes)]).toEqual([floatType, length, []]);
      }
    }
  });
});

describe('lines are sorted in their own scratch memory', () => {
  const dtypes = { f32: 'float32', f64: 'float64', i32: 'int32', u32: 'uint32', bool: 'bool' } as const;
  const lengths = [1, 2, 7, 8, 9, 16, 17, 100, 255, 256, 257, 600];

  const changed = (
    routine: SortRoutine,
    types: readonly ScalarType[],
    outputs: readonly ScalarType[],
    length: number,
  ) => {
    // lines along the first axis, which are not contiguous
    const shape = [length, 2];
    const kept = routine.name === 'top_k' ? routine.k : length;
    const scratchBytes = sortScratchBytes(length, routine.name === 'top_k' ? 1 : routine.numKeys);
    const step: RoutineStep = {
      kind: 'routine',
      routine,
      inputs: types.map((type, i) => ({
        buffer: makeBuffer(i, type, sizeOf(shape)),
        aval: makeAval(shape, dtypes[type]),
      })),
      outputs: outputs.map((type, i) => makeBuffer(types.length + i, type, 2 * kept)),
      tables: [],
      scratch: makeBuffer(9, 'f64', (threads * scratchBytes) / 8),
    };
    return changedElsewhere((library, locate) => sortTask(library, locate, step, routine), step, scratchBytes);
  };

  it.each([
    [['f64']],
    [['f32']],
    [['i32']],
    [['u32']],
    [['bool']],
    [['f64', 'i32']],
    [['i32', 'f64', 'f32']],
    [['f64', 'f64', 'f64']],
  ] as const)('by keys among operands of %j', types => {
    for (const length of lengths) {
      for (let numKeys = 1; numKeys <= types.length; numKeys++) {
        const routine: SortRoutine = { name: 'sort', axis: 0, numKeys };
        expect([length, numKeys, changed(routine, types, types, length)]).toEqual([length, numKeys, []]);
      }
    }
  });

  it.each(['f64', 'f32', 'i32', 'u32'] as const)('down to their greatest elements of %s', type => {
    for (const length of lengths) {
      for (const k of [1, 2, 31, 32, 33, 256, length].filter(count => count <= length)) {
        const routine: SortRoutine = { name: 'top_k', axis: 0, k };
        expect([length, k, changed(routine, [type], [type, 'i32'], length)]).toEqual([length, k, []]);
      }
    }
  });
});
