import { stepsOfPart } from '../../../compiler/product.ts';
import type { MatrixView, ProductStep, Step } from '../../../compiler/program.ts';
import { type Buffer, bytesOfType } from '../../../kernel/expression.ts';
import { detectFeatures } from '../emit/features.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { gemmScratchBytes, type OperandAccess } from '../library/gemm.ts';
import { forLoop, localsOf, minimum } from '../library/loops.ts';
import { mirroredTogether, writeMirror } from '../library/mirror.ts';
import { packsTogether, panelsOf, writePackAll } from '../library/panels.ts';
import { tileOf } from '../library/tile.ts';
import type { Library } from './library.ts';
import { emitAddress, type Location } from './nodes.ts';
import { productWorthDividing, type Task } from './task.ts';

type MirrorStep = Extract<Step, { readonly kind: 'mirror' }>;

const accessOf = ({ tables, inPanels }: MatrixView): OperandAccess =>
  inPanels !== undefined ? 'packed' : tables === undefined ? 'strides' : 'tables';

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

  /**
   * The product as tasks, the main one over the stack of matrices, over the rows of a single one, or over the parts of its sum:
   * then `before` writes what comes before a part, given where it begins and ends along the sum.
   */
  prepare(step: ProductStep, before?: (body: FunctionBuilder, begin: Local, end: Local) => void): Task[] {
    const { type, extents, lhs, rhs, output, scratch, lowerOnly, partialSums } = step;
    const bytes = bytesOfType(type);
    const { batch, rows, columns, inner } = extents;
    const over = partialSums > 1 ? 'sum' : batch === 1 ? 'rows' : 'stack';
    const byHalves = lowerOnly && over === 'rows';
    const { rows: align } = tileOf(type, detectFeatures());
    const work = (batch * rows * columns * inner * bytes) / (lowerOnly ? 32 : 16);
    const divisible = work >= productWorthDividing;
    const isPacked =
      accessOf(rhs) === 'strides' && rows > align && divisible && packsTogether(type, extents, this.threads);
    const scratchBytes = gemmScratchBytes(type, rows, columns, inner);
    const pushPacked = (body: FunctionBuilder): void =>
      emitAddress(body, this.locate(scratch), this.threads * scratchBytes);
    const packedLine = panelsOf(type, 'rhs', columns, inner, detectFeatures()).line;
    const callee = this.library.gemm(type, { left: accessOf(lhs), right: isPacked ? 'packed' : accessOf(rhs) });
    const main: Task = {
      low: 0,
      high: over === 'rows' ? rows : batch * partialSums,
      align: over === 'rows' ? align : 1,
      work,
      divisible,
      // each part packs a right operand anew that is not packed
      partsPerThread: over === 'rows' && !isPacked && rhs.inPanels === undefined ? 1 : 4,
      write: body => {
        const [, begin, end, thread] = body.params;
        const [element, from, to] = localsOf(body, 'i32');
        // parts of a lower half have the same share of its elements
        if (byHalves) for (const edge of [begin!, end!]) toRowOfHalf(body, edge, rows, align);
        const pushPlace = (buffer: Buffer, offset: number, index: Local, stride: number): void => {
          emitAddress(body, this.locate(buffer), offset * bytes);
          if (stride === 0) return;
          body.get(index);
          body.i32(stride * bytes);
          body.op('i32.mul', 'i32.add');
        };
        const pushTable = (buffer: Buffer, index?: Local): void => {
          emitAddress(body, this.locate(buffer), 0);
          if (index === undefined) return;
          body.get(index);
          body.i32(4);
          body.op('i32.mul', 'i32.add');
        };
        const pushDifference = (a: Local, b: Local): void => {
          body.get(a);
          body.get(b);
          body.op('i32.sub');
        };
        const freeTable = (buffer: Buffer, isLeft: boolean): void =>
          pushTable(buffer, isLeft && over === 'rows' ? begin! : undefined);
        const innerTable = (buffer: Buffer): void => pushTable(buffer, over === 'sum' ? from : undefined);
        const operand = (view: MatrixView, isLeft: boolean): void => {
          const { buffer, offset, strides, tables } = view;
          if (view.inPanels === 'by part') pushPanelsOfPart(body, this.locate, view);
          else if (over === 'rows') pushPlace(buffer, offset, begin!, isLeft ? strides[1] : 0);
          else if (over === 'sum') pushPlace(buffer, offset, from, strides[2]);
          else pushPlace(buffer, offset, element, strides[0]);
          if (tables === undefined || over !== 'stack') return;
          pushTable(tables.batch, element);
          body.memory('i32.load');
          body.op('i32.add');
        };
        const call = (): void => {
          if (over === 'sum') {
            setPart(body, element, stepsOfPart(inner, partialSums), inner, from, to);
            before?.(body, from, to);
          }
          if (over === 'rows') pushPlace(output, 0, begin!, columns);
          else pushPlace(output, 0, element, rows * columns);
          operand(lhs, true);
          if (isPacked) pushPacked(body);
          else operand(rhs, false);
          if (over === 'rows') pushDifference(end!, begin!);
          else body.i32(rows);
          if (byHalves) body.get(end!);
          else body.i32(columns);
          if (over === 'sum') pushDifference(to, from);
          else body.i32(inner);
          body.i32(columns * bytes);
          if (lhs.tables === undefined) {
            body.i32(lhs.strides[1] * bytes);
            body.i32(lhs.strides[2] * bytes);
          } else {
            freeTable(lhs.tables.free, true);
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
            freeTable(rhs.tables.free, false);
          }
          emitAddress(body, this.locate(scratch), 0);
          body.get(thread!);
          body.i32(scratchBytes);
          body.op('i32.mul', 'i32.add');
          if (byHalves) body.get(begin!);
          else body.i32(lowerOnly ? 0 : noDiagonal);
          body.i32(0);
          body.call(callee);
        };
        if (over === 'rows') call();
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

/** The panels that the thread has for a part of a sum. */
export const pushPanelsOfPart = (
  body: FunctionBuilder,
  locate: (buffer: Buffer) => Location,
  { buffer, strides: [size] }: MatrixView,
): void => {
  emitAddress(body, locate(buffer), 0);
  body.get(body.params[3]!);
  body.i32(size * bytesOfType(buffer.type));
  body.op('i32.mul', 'i32.add');
};

/** Where a part of so many of n steps begins and ends. */
const setPart = (body: FunctionBuilder, part: Local, length: number, n: number, from: Local, to: Local): void => {
  body.get(part);
  body.i32(length);
  body.op('i32.mul');
  body.set(from);
  const next = (): void => {
    body.get(from);
    body.i32(length);
    body.op('i32.add');
  };
  minimum(body, next, () => body.i32(n));
  body.set(to);
};

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
