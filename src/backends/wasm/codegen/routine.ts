import { sizeOf } from '../../../array/shape.ts';
import type { Step } from '../../../compiler/program.ts';
import type { Buffer } from '../../../kernel/expression.ts';
import { detectFeatures } from '../emit/features.ts';
import type { Callee, FunctionBuilder } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { writeCholesky } from '../library/cholesky.ts';
import type { FloatType } from '../library/gemm.ts';
import { constant, forLoop } from '../library/loops.ts';
import { writeTriangularSolve } from '../library/triangular.ts';
import type { Location } from './nodes.ts';

type RoutineStep = Extract<Step, { readonly kind: 'routine' }>;

/** Calls of dense methods; their code is part of modules that need it. */
export class Routines {
  private readonly module: ModuleBuilder;
  private readonly locate: (buffer: Buffer) => Location;
  private readonly functions = new Map<string, Callee>();

  constructor(module: ModuleBuilder, locate: (buffer: Buffer) => Location) {
    this.module = module;
    this.locate = locate;
  }

  private function(name: RoutineStep['routine']['name'], type: FloatType): Callee {
    const key = `${name} ${type}`;
    let callee = this.functions.get(key);
    if (callee === undefined) {
      callee =
        name === 'cholesky'
          ? writeCholesky(this.module, type)
          : writeTriangularSolve(this.module, type, detectFeatures());
      this.functions.set(key, callee);
    }
    return callee;
  }

  /** Sees to it that the code is there; what is returned writes the calls into a function whose parameter is the base. */
  prepare(step: RoutineStep): (body: FunctionBuilder) => void {
    const { routine, inputs, output } = step;
    const type = output.type as FloatType;
    const bytes = type === 'f32' ? 4 : 8;
    const callee = this.function(routine.name, type);
    const { shape } = inputs.at(-1)!.aval;
    const stack = sizeOf(shape.slice(0, -2));
    const [rows, columns] = shape.slice(-2) as [number, number];
    return body => {
      const [base] = body.params;
      const element = body.local('i32');
      /** The address of an element of the matrix that is being worked on; matrices are `size` elements apart. */
      const push = (buffer: Buffer, offset: number, size: number): void => {
        const location = this.locate(buffer);
        body.i32(location.offset + offset * bytes);
        if (location.relative) {
          body.get(base!);
          body.op('i32.add');
        }
        if (stack === 1 || size === 0) return;
        body.get(element);
        body.i32(size * bytes);
        body.op('i32.mul', 'i32.add');
      };
      forLoop(body, element, constant(body, 0), constant(body, stack), 1, () => {
        if (routine.name === 'cholesky') {
          body.i32(rows);
          push(inputs[0]!.buffer, 0, rows * rows);
          push(output, 0, rows * rows);
        } else {
          const { leftSide, lower, transposeA, unitDiagonal } = routine;
          const n = leftSide ? rows : columns;
          // X op(A) = B is op(A)ᵀ Xᵀ = Bᵀ
          const transposed = transposeA === leftSide;
          const forward = lower !== transposed;
          const [row, column] = transposed ? [1, n] : [n, 1];
          const [equation, side] = leftSide ? [columns, 1] : [1, columns];
          const [sign, last] = forward ? [1, 0] : [-1, n - 1];
          const at = last * equation;
          body.i32(n);
          body.i32(leftSide ? columns : rows);
          push(inputs[0]!.buffer, last * (n + 1), n * n);
          body.i32(sign * row * bytes);
          body.i32(sign * column * bytes);
          push(inputs[1]!.buffer, at, rows * columns);
          push(output, at, rows * columns);
          body.i32(sign * equation * bytes);
          body.i32(side * bytes);
          body.i32(Number(unitDiagonal));
          push(step.scratch, 0, 0);
        }
        body.call(callee);
      });
    };
  }
}
