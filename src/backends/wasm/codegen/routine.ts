import { sizeOf } from '../../../array/shape.ts';
import type { Step } from '../../../compiler/program.ts';
import { type Buffer, bytesOfType } from '../../../kernel/expression.ts';
import { detectFeatures } from '../emit/features.ts';
import type { Callee, Local } from '../emit/function.ts';
import { choleskyScratchBytes, hasPanels, writeCholesky } from '../library/cholesky.ts';
import { forLoop } from '../library/loops.ts';
import type { FloatType } from '../library/tile.ts';
import { triangularScratchBytes, writeTriangularSolve } from '../library/triangular.ts';
import { DenseMethods } from './dense.ts';
import { fftTask } from './fft.ts';
import type { Library } from './library.ts';
import { emitAddress, type Location } from './nodes.ts';
import { sortTask } from './sort.ts';
import type { Task } from './task.ts';

type RoutineStep = Extract<Step, { readonly kind: 'routine' }>;

/** Calls of dense methods; their code is part of modules that need it. */
export class Routines {
  private readonly library: Library;
  private readonly locate: (buffer: Buffer) => Location;
  private readonly dense: DenseMethods;

  constructor(library: Library, locate: (buffer: Buffer) => Location) {
    this.library = library;
    this.locate = locate;
    this.dense = new DenseMethods(library, locate);
  }

  private solver(type: FloatType): Callee {
    return this.library.once(`triangular_solve ${type}`, module =>
      writeTriangularSolve(module, type, detectFeatures()),
    );
  }

  private cholesky(type: FloatType, n: number): Callee {
    const { library } = this;
    if (!hasPanels(n)) return library.once(`cholesky ${type}`, module => writeCholesky(module, type));
    return library.once(`cholesky ${type} panels`, module =>
      writeCholesky(module, type, { gemm: library.gemm(type), solve: this.solver(type) }),
    );
  }

  /** The routine as a task: over the stack of matrices, or over the right hand sides of a single one. */
  prepare(step: RoutineStep): Task {
    const { routine, inputs } = step;
    if (routine.name === 'sort' || routine.name === 'top_k') {
      return sortTask(this.library, this.locate, step, routine);
    }
    if (routine.name === 'fft') return fftTask(this.library, this.locate, step, routine);
    if (routine.name !== 'cholesky' && routine.name !== 'triangular_solve') return this.dense.prepare(step, routine);
    const output = step.outputs[0]!;
    const type = output.type as FloatType;
    const bytes = bytesOfType(type);
    const { shape } = inputs.at(-1)!.aval;
    const stack = sizeOf(shape.slice(0, -2));
    const [rows, columns] = shape.slice(-2) as [number, number];
    const solves = routine.name === 'triangular_solve';
    const [n, count] = !solves || routine.leftSide ? [rows, columns] : [columns, rows];
    const overSides = solves && stack === 1;
    const callee = solves ? this.solver(type) : this.cholesky(type, n);
    return {
      low: 0,
      high: overSides ? count : stack,
      align: overSides ? 16 : 1,
      work: (stack * n * n * (solves ? count : n / 3) * bytes) / 32,
      divisible: overSides || stack > 1,
      partsPerThread: 2,
      write: body => {
        const [, begin, end, thread] = body.params;
        const element = body.local('i32');
        const get = (local: Local) => (): void => body.get(local);
        /** An element of the matrix, or of the right hand side, that is being worked on. */
        const push = (buffer: Buffer, offset: number, matrixSize: number, sideStride: number): void => {
          emitAddress(body, this.locate(buffer), offset * bytes);
          const [index, stride] = overSides ? [begin!, sideStride] : [element, matrixSize];
          if (stride === 0) return;
          body.get(index);
          body.i32(stride * bytes);
          body.op('i32.mul', 'i32.add');
        };
        /** Where this thread works. */
        const pushScratch = (size: number): void => {
          emitAddress(body, this.locate(step.scratch), 0);
          body.get(thread!);
          body.i32(size);
          body.op('i32.mul', 'i32.add');
        };
        const call = (): void => {
          if (routine.name === 'cholesky') {
            body.i32(n);
            push(inputs[0]!.buffer, 0, n * n, 0);
            push(output, 0, n * n, 0);
            pushScratch(choleskyScratchBytes(type, n));
          } else {
            const { leftSide, lower, transposeA, unitDiagonal } = routine;
            // X op(A) = B is op(A)ᵀ Xᵀ = Bᵀ
            const transposed = transposeA === leftSide;
            const forward = lower !== transposed;
            const [row, column] = transposed ? [1, n] : [n, 1];
            const [equation, side] = leftSide ? [columns, 1] : [1, columns];
            const [sign, last] = forward ? [1, 0] : [-1, n - 1];
            body.i32(n);
            if (overSides) {
              body.get(end!);
              body.get(begin!);
              body.op('i32.sub');
            } else body.i32(count);
            push(inputs[0]!.buffer, last * (n + 1), n * n, 0);
            body.i32(sign * row * bytes);
            body.i32(sign * column * bytes);
            push(inputs[1]!.buffer, last * equation, rows * columns, side);
            push(output, last * equation, rows * columns, side);
            body.i32(sign * equation * bytes);
            body.i32(side * bytes);
            body.i32(Number(unitDiagonal));
            pushScratch(triangularScratchBytes(type, n));
          }
          body.call(callee);
        };
        if (overSides) call();
        else forLoop(body, element, get(begin!), get(end!), 1, call);
      },
    };
  }
}
