import { sizeOf } from '../../../array/shape.ts';
import type { Step } from '../../../compiler/program.ts';
import { type Buffer, bytesOfType } from '../../../kernel/expression.ts';
import type { DenseRoutine } from '../../../kernel/lowering.ts';
import type { FunctionBuilder } from '../emit/function.ts';
import { Code, type Value } from '../library/code.ts';
import { denseMethod, denseScratchBytes, writeDenseTools } from '../library/dense.ts';
import type { DenseTools } from '../library/dense-tools.ts';
import type { Library } from './library.ts';
import { emitAddress, type Location } from './nodes.ts';
import type { Task } from './task.ts';

type RoutineStep = Extract<Step, { readonly kind: 'routine' }>;

/** Copies numbers between memory of one type and memory of f64. */
const emitConversion = (
  body: FunctionBuilder,
  type: 'f32' | 'f64',
  direction: 'in' | 'out',
  size: number,
  outside: Value,
  inside: Value,
): void => {
  const code = new Code(body);
  const [to, from] = direction === 'in' ? [inside, outside] : [outside, inside];
  if (type === 'f64') {
    code.int(to);
    code.int(from);
    body.i32(8 * size);
    body.copyMemory();
    return;
  }
  const [target, source, end] = [body.local('i32'), body.local('i32'), body.local('i32')];
  const [toBytes, fromBytes] = direction === 'in' ? [8, 4] : [4, 8];
  code.set(target, to);
  code.set(source, from);
  code.set(end, code.i('add', source, fromBytes * size));
  code.while(code.i('ne', source, end), () => {
    code.int(target);
    code.int(source);
    if (direction === 'in') {
      body.memory('f32.load');
      body.op('f64.promote_f32');
      body.memory('f64.store');
    } else {
      body.memory('f64.load');
      body.op('f32.demote_f64');
      body.memory('f32.store');
    }
    code.set(target, code.i('add', target, toBytes));
    code.set(source, code.i('add', source, fromBytes));
  });
};

/** Calls of methods for matrices of f64; others are converted before and after. */
export class DenseMethods {
  private readonly library: Library;
  private readonly locate: (buffer: Buffer) => Location;
  private tools: DenseTools | undefined;

  constructor(library: Library, locate: (buffer: Buffer) => Location) {
    this.library = library;
    this.locate = locate;
  }

  private toolsOfModule(): DenseTools {
    this.tools ??= writeDenseTools(this.library.module, this.library.gemm('f64'));
    return this.tools;
  }

  /** The method as a task over the stack of matrices. */
  prepare({ inputs, outputs, scratch }: RoutineStep, routine: DenseRoutine): Task {
    const { buffer, aval } = inputs[0]!;
    const stack = sizeOf(aval.shape.slice(0, -2));
    const [m, n] = aval.shape.slice(-2) as [number, number];
    const method = denseMethod(routine, m, n);
    const elements = routine.lanes * m * n;
    const callee = this.library.once(JSON.stringify(routine), () => method.write(this.toolsOfModule()));
    return {
      low: 0,
      high: stack,
      align: 1,
      work: (stack * method.work) / 2,
      divisible: stack > 1,
      partsPerThread: 2,
      write: body => {
        const code = new Code(body);
        const [, begin, end, thread] = body.params;
        const [element, own] = [body.local('i32'), body.local('i32')];
        /** The part of a buffer that belongs to the element of the stack. */
        const part = (of: Buffer) => (): void => {
          emitAddress(body, this.locate(of), 0);
          code.int(code.i('mul', element, (of.size / stack) * bytesOfType(of.type)));
          body.op('i32.add');
        };
        code.set(own, () => {
          emitAddress(body, this.locate(scratch), 0);
          code.int(code.i('mul', thread!, denseScratchBytes(routine, m, n)));
          body.op('i32.add');
        });
        code.for(element, begin!, end!, () => {
          emitConversion(body, buffer.type as 'f32' | 'f64', 'in', elements, part(buffer), own);
          let next = 8 * elements;
          const held = method.floats.map(size => {
            const at = size === undefined ? 0 : next;
            next += 8 * (size ?? 0);
            return at;
          });
          const results = outputs.flatMap((output, i) =>
            i >= held.length ? [part(output)] : held[i] === 0 ? [] : [code.i('add', own, held[i]!)],
          );
          code.call(callee, m, n, own, ...results, code.i('add', own, next))();
          held.forEach((at, i) => {
            const output = outputs[i]!;
            const size = output.size / stack;
            emitConversion(body, output.type as 'f32' | 'f64', 'out', size, part(output), code.i('add', own, at));
          });
        });
      },
    };
  }
}
