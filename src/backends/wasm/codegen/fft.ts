import { sizeOf } from '../../../array/shape.ts';
import type { Step } from '../../../compiler/program.ts';
import { type Buffer, bytesOfType } from '../../../kernel/expression.ts';
import type { FftRoutine } from '../../../kernel/lowering.ts';
import { factorsOf } from '../../../reference/fft/roots.ts';
import type { Callee, Local } from '../emit/function.ts';
import type { Value } from '../library/code.ts';
import { ComplexCode, type Vector } from '../library/complex-code.ts';
import { fftFunctions, fftScratchBytes, halvesFft, oddScratchBytes, stagesOfFft } from '../library/fft.ts';
import type { Library } from './library.ts';
import { emitAddress, type Location } from './nodes.ts';
import type { Task } from './task.ts';

type RoutineStep = Extract<Step, { readonly kind: 'routine' }>;

/** Fourier transforms as tasks over lines, which are brought to double precision, transformed, scaled and rounded. */
export const fftTask = (
  library: Library,
  locate: (buffer: Buffer) => Location,
  { inputs, outputs, tables, scratch }: RoutineStep,
  routine: FftRoutine,
): Task => {
  const { type } = routine;
  const half = Math.floor(routine.length / 2) + 1;
  // real numbers are transformed by pairs where their number is even
  const halves = halvesFft(routine);
  const length = halves ? half - 1 : routine.length;
  const ownTables = halves ? tables.length - 1 : tables.length;
  const [source] = inputs as [RoutineStep['inputs'][number]];
  const [target] = outputs as [Buffer];
  const lines = sizeOf(source.aval.shape) / source.aval.shape.at(-1)!;
  const inverse = type === 'IFFT' || type === 'IRFFT';
  // the inverse is the transform with real and imaginary parts exchanged, before and after
  const [real, imaginary] = inverse ? [8, 0] : [0, 8];
  const bytes = bytesOfType(target.type);
  const floatType = target.type as 'f32' | 'f64';
  const staged = stagesOfFft(length, ownTables);
  const ownFunction = (name: keyof typeof fftFunctions): Callee => library.once(`fft ${name}`, fftFunctions[name]);
  const factors = factorsOf(staged);
  const callees = factors.map(radix => ownFunction(radix === 2 ? 'radix2' : radix === 4 ? 'radix4' : 'odd'));
  const isConvolution = ownTables > 1;
  const [multiply, conjugate] = isConvolution ? [ownFunction('multiply'), ownFunction('conjugate')] : [];
  return {
    low: 0,
    high: lines,
    align: 1,
    work: lines * staged * Math.log2(staged + 1) * (isConvolution ? 8 : 4),
    divisible: lines > 1,
    partsPerThread: 2,
    write: body => {
      const code = new ComplexCode(body);
      const [, begin, end, thread] = body.params;
      const [line, k, work, first, second, from, to] = code.ints();
      const at = (base: Value, index: Value, element = 16): Value => code.i('add', base, code.i('mul', index, element));
      const table = (index: number) => (): void => emitAddress(body, locate(tables[index]!), 0);

      /** Transforms what is at one address to one of two, which it returns, with the other one. */
      const runStages = (fromAt: Local, toAt: Local): [result: Local, other: Local] => {
        let pair: [Local, Local] = [fromAt, toAt];
        let done = 1;
        factors.forEach((radix, i) => {
          const odd = radix % 2 === 1 ? [radix, staged / radix, at(work, 0)] : [];
          const common = [staged / done / radix, done, table(ownTables - 1), done, ...pair] as const;
          code.call(callees[i]!, ...common, ...odd)();
          done *= radix;
          pair = [pair[1], pair[0]];
        });
        return pair;
      };
      const transform = (): Local => {
        if (!isConvolution) return runStages(first, second)[0];
        code.clear(second, 2 * staged);
        code.call(multiply!, length, first, table(0), second)();
        const third = code.body.local('i32');
        code.set(third, at(second, staged));
        const [product, other] = runStages(second, third);
        code.call(multiply!, staged, product, table(1), product)();
        code.call(conjugate!, staged, product)();
        const [result] = runStages(product, other);
        code.call(conjugate!, length, result)();
        code.call(multiply!, length, result, table(0), first)();
        return first;
      };

      const load =
        (address: Value, offset = 0) =>
        (): void => {
          code.int(address);
          body.memory(`${floatType}.load`, offset);
          if (floatType === 'f32') body.op('f64.promote_f32');
        };
      /** a ± the conjugate of b, the difference turned by a root of unity; see `reference/fft/transform.ts`. */
      const [a, b, sum, v, opposite, cosine, sine] = code.vectors();
      const combine = (aAt: Vector, bAt: Vector, forward: boolean): void => {
        code.setVector(a, aAt);
        code.setVector(b, code.conjugate(bAt));
        code.setVector(sum, code.lanes('add', code.get(a), code.get(b)));
        code.setFactor(cosine, sine, at(table(ownTables), k));
        code.setVector(v, code.lanes('sub', code.get(a), code.get(b)));
        if (forward) {
          code.setVector(opposite, code.lanes('sub', code.get(b), code.get(a)));
          code.setVector(v, code.turned(v, opposite));
        } else code.setVector(sine, code.negative(code.get(sine)));
        code.setVector(v, code.times(v, cosine, sine));
        if (!forward) {
          code.setVector(opposite, code.negative(code.get(v)));
          code.setVector(v, code.turned(v, opposite));
        }
        code.setVector(sum, code.lanes(forward ? 'add' : 'sub', code.get(sum), code.get(v)));
      };
      /** Takes half of a transform of real numbers apart into lines of pairs, with parts exchanged. */
      const fillHalf = (): void => {
        const pair = (index: Value, isEnd: boolean): Vector => {
          const place = at(from, index, 2 * bytes);
          return code.pair(load(place), isEnd ? 0 : load(place, bytes));
        };
        const take = (isEnd: boolean): void => {
          combine(pair(k, isEnd), pair(code.i('sub', length, k), isEnd), false);
          code.storeVector(at(first, k), code.turned(sum, sum));
        };
        code.set(k, 0);
        take(true);
        code.for(k, 1, length, () => take(false));
      };
      const fill = (): void => {
        if (halves && inverse) {
          fillHalf();
          return;
        }
        if ((type === 'FFT' || halves) && floatType === 'f64') {
          code.int(first);
          code.int(from);
          body.i32(16 * length);
          body.copyMemory();
          return;
        }
        const isReal = type === 'RFFT' && !halves;
        const own = at(first, k);
        code.for(k, 0, type === 'IRFFT' ? half : length, () => {
          const place = at(from, k, isReal ? bytes : 2 * bytes);
          code.store(code.i('add', own, real), load(place));
          code.store(code.i('add', own, imaginary), isReal ? 0 : load(place, bytes));
        });
        if (type !== 'IRFFT') return;
        code.for(k, half, length, () => {
          const place = at(from, code.i('sub', length, k), 2 * bytes);
          code.store(code.i('add', own, real), load(place));
          code.store(code.i('add', own, imaginary), code.unary('neg', load(place, bytes)));
        });
      };
      const handOut = (result: Local): void => {
        const isReal = type === 'IRFFT' && !halves;
        const count = type === 'RFFT' ? half : length;
        const isHalf = halves && !inverse;
        code.for(k, 0, count, () => {
          if (isHalf) {
            const [x, y] = [k, code.i('sub', length, k)].map(index =>
              // the first number is also the last
              code.loadVector(at(result, code.i('sub', index, code.i('mul', code.i('eq', index, length), length)))),
            );
            combine(x!, y!, true);
          }
          const place = at(to, k, isReal ? bytes : 2 * bytes);
          for (const [offset, part] of isReal
            ? [[0, real]]
            : [
                [0, real],
                [bytes, imaginary],
              ]) {
            const value = isHalf
              ? code.f('mul', code.part(code.get(sum), part === 0 ? 0 : 1), 0.5)
              : code.load(code.i('add', at(result, k), part!));
            code.int(place);
            code.float(inverse ? code.f('mul', value, 1 / routine.length) : value);
            if (floatType === 'f32') body.op('f32.demote_f64');
            body.memory(`${floatType}.store`, offset);
          }
        });
      };

      code.set(work, () => {
        emitAddress(body, locate(scratch), 0);
        code.int(code.i('mul', thread!, fftScratchBytes(routine, tables.length)));
        body.op('i32.add');
      });
      code.set(first, code.i('add', work, oddScratchBytes));
      code.set(second, at(first, length));
      code.for(line, begin!, end!, () => {
        code.set(from, () => {
          emitAddress(body, locate(source.buffer), 0);
          code.int(code.i('mul', line, (source.buffer.size / lines) * bytes));
          body.op('i32.add');
        });
        code.set(to, () => {
          emitAddress(body, locate(target), 0);
          code.int(code.i('mul', line, (target.size / lines) * bytes));
          body.op('i32.add');
        });
        fill();
        handOut(transform());
      });
    },
  };
};
