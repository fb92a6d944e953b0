import type { MatrixView, Step } from '../../../compiler/program.ts';
import { type Buffer, bytesOfType } from '../../../kernel/expression.ts';
import { detectFeatures } from '../emit/features.ts';
import type { Callee } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { gemmScratchBytes, writeGemm } from '../library/gemm.ts';
import { forLoop } from '../library/loops.ts';
import { type FloatType, tileOf } from '../library/tile.ts';
import { emitAddress, type Location } from './nodes.ts';
import type { Task } from './task.ts';

type ProductStep = Extract<Step, { readonly kind: 'product' }>;

/** A diagonal so far right that nothing is beyond it. */
const noDiagonal = 1 << 29;

/** Calls of the matrix product; its code is part of modules that need it. */
export class Products {
  private readonly module: ModuleBuilder;
  private readonly locate: (buffer: Buffer) => Location;
  private readonly functions: Map<string, Callee>;

  /** `functions` has what the module has already, by name. */
  constructor(module: ModuleBuilder, functions: Map<string, Callee>, locate: (buffer: Buffer) => Location) {
    this.module = module;
    this.functions = functions;
    this.locate = locate;
  }

  private gemm(type: FloatType): Callee {
    let callee = this.functions.get(`gemm ${type}`);
    if (callee === undefined) {
      callee = writeGemm(this.module, type, detectFeatures());
      this.functions.set(`gemm ${type}`, callee);
    }
    return callee;
  }

  /** The product as a task: over the stack of matrices, or over the rows of a single one. */
  prepare({ type, extents, lhs, rhs, output, scratch }: ProductStep): Task {
    const callee = this.gemm(type);
    const bytes = bytesOfType(type);
    const { batch, rows, columns, inner } = extents;
    const overRows = batch === 1;
    return {
      low: 0,
      high: overRows ? rows : batch,
      align: overRows ? tileOf(type, detectFeatures()).rows : 1,
      work: (batch * rows * columns * inner * bytes) / 16,
      divisible: true,
      // each part packs the right operand anew
      partsPerThread: overRows ? 1 : 4,
      write: body => {
        const [, begin, end, thread] = body.params;
        const element = body.local('i32');
        const pushAddress = (buffer: Buffer, offset: number, batchStride: number, rowStride: number): void => {
          emitAddress(body, this.locate(buffer), offset * bytes);
          const [index, stride] = overRows ? [begin!, rowStride] : [element, batchStride];
          if (stride === 0) return;
          body.get(index);
          body.i32(stride * bytes);
          body.op('i32.mul', 'i32.add');
        };
        const call = (): void => {
          pushAddress(output, 0, rows * columns, columns);
          const operand = ({ buffer, offset, strides }: MatrixView, isLeft: boolean): void =>
            pushAddress(buffer, offset, strides[0], isLeft ? strides[1] : 0);
          operand(lhs, true);
          operand(rhs, false);
          if (overRows) {
            body.get(end!);
            body.get(begin!);
            body.op('i32.sub');
          } else body.i32(rows);
          const numbers = [
            columns,
            inner,
            columns * bytes,
            lhs.strides[1] * bytes,
            lhs.strides[2] * bytes,
            rhs.strides[2] * bytes,
            rhs.strides[1] * bytes,
          ];
          for (const number of numbers) body.i32(number);
          emitAddress(body, this.locate(scratch), 0);
          body.get(thread!);
          body.i32(gemmScratchBytes(type, rows, columns, inner));
          body.op('i32.mul', 'i32.add');
          body.i32(noDiagonal);
          body.i32(0);
          body.call(callee);
        };
        if (overRows) call();
        else
          forLoop(
            body,
            element,
            () => body.get(begin!),
            () => body.get(end!),
            1,
            call,
          );
      },
    };
  }
}
