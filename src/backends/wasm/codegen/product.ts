import type { MatrixView, Step } from '../../../compiler/program.ts';
import type { Buffer } from '../../../kernel/expression.ts';
import { detectFeatures } from '../emit/features.ts';
import type { Callee, FunctionBuilder } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { type FloatType, writeGemm } from '../library/gemm.ts';
import type { Location } from './nodes.ts';

type ProductStep = Extract<Step, { readonly kind: 'product' }>;

/** A diagonal so far right that nothing is beyond it. */
const noDiagonal = 1 << 29;

/** Calls of the matrix product; its code is part of modules that need it. */
export class Products {
  private readonly module: ModuleBuilder;
  private readonly locate: (buffer: Buffer) => Location;
  private readonly functions = new Map<FloatType, Callee>();

  constructor(module: ModuleBuilder, locate: (buffer: Buffer) => Location) {
    this.module = module;
    this.locate = locate;
  }

  private gemm(type: FloatType): Callee {
    let callee = this.functions.get(type);
    if (callee === undefined) {
      callee = writeGemm(this.module, type, detectFeatures());
      this.functions.set(type, callee);
    }
    return callee;
  }

  /** Sees to it that the code is there; what is returned writes the call into a function whose parameter is the base. */
  prepare({ type, extents, lhs, rhs, output, scratch }: ProductStep): (body: FunctionBuilder) => void {
    const callee = this.gemm(type);
    const bytes = type === 'f32' ? 4 : 8;
    const { batch, rows, columns, inner } = extents;
    return body => {
      const [base] = body.params;
      const element = body.local('i32');
      const pushAddress = (buffer: Buffer, offset: number, stride: number): void => {
        const location = this.locate(buffer);
        body.i32(location.offset + offset * bytes);
        if (location.relative) {
          body.get(base!);
          body.op('i32.add');
        }
        if (batch === 1 || stride === 0) return;
        body.get(element);
        body.i32(stride * bytes);
        body.op('i32.mul', 'i32.add');
      };
      const pushOperand = ({ buffer, offset, strides }: MatrixView): void => pushAddress(buffer, offset, strides[0]);
      const call = (): void => {
        pushAddress(output, 0, rows * columns);
        pushOperand(lhs);
        pushOperand(rhs);
        const numbers = [
          rows,
          columns,
          inner,
          columns * bytes,
          lhs.strides[1] * bytes,
          lhs.strides[2] * bytes,
          rhs.strides[2] * bytes,
          rhs.strides[1] * bytes,
        ];
        for (const number of numbers) body.i32(number);
        pushAddress(scratch, 0, 0);
        body.i32(noDiagonal);
        body.i32(0);
        body.call(callee);
      };
      if (batch === 1) {
        call();
        return;
      }
      body.i32(0);
      body.set(element);
      body.loop(again => {
        call();
        body.get(element);
        body.i32(1);
        body.op('i32.add');
        body.tee(element);
        body.i32(batch);
        body.op('i32.lt_s');
        body.brIf(again);
      });
    };
  }
}
