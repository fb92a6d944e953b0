import type { MatrixView, ProductStep, Step } from '../../../compiler/program.ts';
import { type Buffer, bytesOfType } from '../../../kernel/expression.ts';
import { detectFeatures } from '../emit/features.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { gemmScratchBytes, type OperandAccess } from '../library/gemm.ts';
import { forLoop, minimum } from '../library/loops.ts';
import { mirroredTogether, writeMirror } from '../library/mirror.ts';
import { packsTogether, panelsOf, writePackAll } from '../library/panels.ts';
import { tileOf } from '../library/tile.ts';
import type { Library } from './library.ts';
import { emitAddress, type Location } from './nodes.ts';
import { productWorthDividing, type Task } from './task.ts';

type MirrorStep = Extract<Step, { readonly kind: 'mirror' }>;

const accessOf = ({ tables, inPanels }: MatrixView): OperandAccess =>
  inPanels === true ? 'packed' : tables === undefined ? 'strides' : 'tables';

/** A diagonal so far right that nothing is beyond it. */
const noDiagonal = 1 << 29;

/** Calls of the matrix product; its code is part of modules that need it. */
export class Products {
  private readonly library: Library;
  private readonly locate: (buffer: Buffer) => Location;
  private readonly threads: number;

  /** `threads` is how many divide large tasks. */
  constructor(library: Library, locate: (buffer: Buffer) => Location, threads: number) {
    this.library = library;
    this.locate = locate;
    this.threads = threads;
  }

  /** The product as tasks, the main one over the stack of matrices, or over the rows of a single one. */
  prepare(step: ProductStep): Task[] {
    const { type, extents, lhs, rhs, output, scratch, lowerOnly, partialSums } = step;
    const bytes = bytesOfType(type);
    const { batch, rows, columns, inner } = extents;
    const overSums = partialSums > 1;
    const overRows = batch === 1 && !overSums;
    const depth = Math.ceil(inner / partialSums);
    const { rows: align } = tileOf(type, detectFeatures());
    const work = (batch * rows * columns * inner * bytes) / (lowerOnly ? 32 : 16);
    const divisible = work >= productWorthDividing;
    const isPacked =
      overRows &&
      accessOf(rhs) === 'strides' &&
      rows > align &&
      divisible &&
      packsTogether(type, extents, this.threads);
    const scratchBytes = gemmScratchBytes(type, rows, columns, inner);
    const pushPacked = (body: FunctionBuilder): void =>
      emitAddress(body, this.locate(scratch), this.threads * scratchBytes);
    const packedLine = panelsOf(type, 'rhs', columns, inner, detectFeatures()).line;
    const callee = this.library.gemm(type, { left: accessOf(lhs), right: isPacked ? 'packed' : accessOf(rhs) });
    const main: Task = {
      low: 0,
      high: overRows ? rows : batch * partialSums,
      align: overRows ? align : 1,
      work,
      divisible,
      // each part packs a right operand anew that is not packed
      partsPerThread: overRows && !isPacked && rhs.inPanels !== true ? 1 : 4,
      write: body => {
        const [, begin, end, thread] = body.params;
        const element = body.local('i32');
        // parts of a lower half have the same share of its elements
        if (lowerOnly && overRows) for (const edge of [begin!, end!]) toRowOfHalf(body, edge, rows, align);
        const pushPlace = (buffer: Buffer, offset: number, elementStride: number, rowStride: number): void => {
          emitAddress(body, this.locate(buffer), offset * bytes);
          const [index, stride] = overRows ? [begin!, rowStride] : [element, elementStride];
          if (stride === 0) return;
          body.get(index);
          body.i32(stride * bytes);
          body.op('i32.mul', 'i32.add');
        };
        const table = (buffer: Buffer, from?: Local, each = 1): void => {
          emitAddress(body, this.locate(buffer), 0);
          if (from === undefined) return;
          body.get(from);
          body.i32(4 * each);
          body.op('i32.mul', 'i32.add');
        };
        const innerTable = (buffer: Buffer): void => table(buffer, overSums ? element : undefined, depth);
        const call = (): void => {
          pushPlace(output, 0, rows * columns, columns);
          const operand = ({ buffer, offset, strides, tables }: MatrixView, isLeft: boolean): void => {
            pushPlace(buffer, offset, overSums ? depth * strides[2] : strides[0], isLeft ? strides[1] : 0);
            if (tables === undefined || overRows || overSums) return;
            table(tables.batch, element);
            body.memory('i32.load');
            body.op('i32.add');
          };
          operand(lhs, true);
          if (isPacked) pushPacked(body);
          else operand(rhs, false);
          if (overRows) {
            body.get(end!);
            body.get(begin!);
            body.op('i32.sub');
          } else body.i32(rows);
          if (lowerOnly && overRows) body.get(end!);
          else body.i32(columns);
          if (overSums) {
            const left = (): void => {
              body.i32(inner);
              body.get(element);
              body.i32(depth);
              body.op('i32.mul', 'i32.sub');
            };
            minimum(body, left, () => body.i32(depth));
          } else body.i32(inner);
          body.i32(columns * bytes);
          if (lhs.tables === undefined) {
            body.i32(lhs.strides[1] * bytes);
            body.i32(lhs.strides[2] * bytes);
          } else {
            table(lhs.tables.free, overRows ? begin! : undefined);
            innerTable(lhs.tables.inner);
          }
          if (isPacked) {
            body.i32(0);
            body.i32(packedLine * bytes);
          } else if (rhs.tables === undefined) {
            body.i32(rhs.strides[2] * bytes);
            body.i32(rhs.strides[1] * bytes);
          } else {
            innerTable(rhs.tables.inner);
            table(rhs.tables.free);
          }
          emitAddress(body, this.locate(scratch), 0);
          body.get(thread!);
          body.i32(scratchBytes);
          body.op('i32.mul', 'i32.add');
          if (!lowerOnly) body.i32(noDiagonal);
          else if (overRows) body.get(begin!);
          else body.i32(0);
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
    return isPacked ? [this.packing(step, pushPacked), main] : [main];
  }

  /** Packs the right operand for all threads. */
  private packing({ type, extents, rhs }: ProductStep, pushPacked: (body: FunctionBuilder) => void): Task {
    const { columns, inner } = extents;
    const bytes = bytesOfType(type);
    const { width, line } = panelsOf(type, 'rhs', columns, inner, detectFeatures());
    const callee = this.library.once(`packAll ${type}`, module => writePackAll(module, type, detectFeatures()));
    return {
      low: 0,
      high: columns,
      align: width,
      work: columns * inner,
      divisible: true,
      partsPerThread: 2,
      write: body => {
        const [, begin, end] = body.params;
        pushPacked(body);
        emitAddress(body, this.locate(rhs.buffer), rhs.offset * bytes);
        body.get(begin!);
        body.get(end!);
        for (const number of [inner, rhs.strides[2] * bytes, rhs.strides[1] * bytes, line * bytes]) body.i32(number);
        body.call(callee);
      },
    };
  }

  /** Copies a matrix's lower half to the upper one. */
  mirror({ type, n, buffer }: MirrorStep): Task {
    const callee = this.library.once(`mirror ${type}`, module => writeMirror(module, type));
    return {
      low: 0,
      high: n,
      align: mirroredTogether,
      work: n * n,
      divisible: true,
      partsPerThread: 4,
      write: body => {
        const [, begin, end] = body.params;
        emitAddress(body, this.locate(buffer), 0);
        body.i32(n);
        body.get(begin!);
        body.get(end!);
        body.call(callee);
      },
    };
  }
}

/**
 * local = n · √(local / n), rounded down to a multiple of `align` unless it is n: the lower half has as large a share of its
 * elements above that row as the whole has above the given one.
 */
const toRowOfHalf = (body: FunctionBuilder, local: Local, n: number, align: number): void => {
  body.i32(n);
  body.get(local);
  body.op('f64.convert_i32_s');
  body.f64(n);
  body.op('f64.mul', 'f64.sqrt', 'i32.trunc_sat_f64_s');
  body.i32(align);
  body.op('i32.div_u');
  body.i32(align);
  body.op('i32.mul');
  body.get(local);
  body.i32(n);
  body.op('i32.eq', 'select');
  body.set(local);
};
