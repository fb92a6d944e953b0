import type { FftRoutine } from '../../../kernel/lowering.ts';
import { rootsOfUnity } from '../../../reference/fft/roots.ts';
import { type FftPlan, planFft } from '../../../reference/fft/transform.ts';
import type { Callee, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import type { Value } from './code.ts';
import { ComplexCode, complexBytes, type Vector } from './complex-code.ts';
import { paramsOf } from './loops.ts';

/**
 * Stages of Fourier transforms of f64, one vector a complex number: the operations of `reference/fft/`, in the same order, so that
 * results have the same bits.
 */

/** The numbers that a plan takes: roots of unity, before them chirp and kernel of a convolution. */
const tablesOfFft = (plan: FftPlan): readonly Float64Array[] =>
  plan.kind === 'mixed radix' ? [plan.roots] : [plan.chirp, plan.kernel, plan.inner.roots];

/** Whether a transform of real numbers takes two of them for a complex one. */
export const halvesFft = ({ type, length }: FftRoutine): boolean =>
  (type === 'RFFT' || type === 'IRFFT') && length % 2 === 0;

/** Tables of transforms, each made once. */
export const fftTables = (): ((routine: FftRoutine) => readonly Float64Array[]) => {
  const known = new Map<number, readonly Float64Array[]>();
  const ofLength = (length: number): readonly Float64Array[] => {
    const tables = known.get(length) ?? tablesOfFft(planFft(length));
    known.set(length, tables);
    return tables;
  };
  const roots = new Map<number, Float64Array>();
  return routine => {
    const { length } = routine;
    if (!halvesFft(routine)) return ofLength(length);
    const own = roots.get(length) ?? rootsOfUnity(length).subarray(0, length + 2);
    roots.set(length, own);
    return [...ofLength(length / 2), own];
  };
};

/** The length of the stages for a length, and whether they are those of a convolution: its power of two. */
export const stagesOfFft = (length: number, tables: number): number =>
  tables === 1 ? length : 2 ** Math.ceil(Math.log2(2 * length - 1));

/** Sums and differences of odd radices up to 49. */
export const oddScratchBytes = 2 * 24 * 16;

/** Bytes that a thread works in: for odd radices, a line, and room for two lines of stages, one of which may be the first. */
export const fftScratchBytes = (routine: FftRoutine, tables: number): number => {
  const halves = halvesFft(routine);
  const length = halves ? routine.length / 2 : routine.length;
  const own = halves ? tables - 1 : tables;
  return (
    64 * Math.ceil((oddScratchBytes + complexBytes * (length + (own === 1 ? 1 : 2) * stagesOfFft(length, own))) / 64)
  );
};

const write = (module: ModuleBuilder, params: number, inside: (code: ComplexCode) => void): Callee => {
  const body = module.function({ params: new Array(params).fill('i32'), results: [] });
  inside(new ComplexCode(body));
  return body;
};

/** Writes radix2(rest, lines, roots, step, from, to); see `reference/fft/stages.ts`. */
const writeRadix2 = (module: ModuleBuilder): Callee =>
  write(module, 6, code => {
    const [rest, lines, roots, step, from, to] = paramsOf(code.body);
    const [p, end, wide, far, root] = code.ints();
    const [a, b, difference, c, s] = code.vectors();
    code.set(wide, code.i('mul', lines, complexBytes));
    code.set(far, code.i('mul', wide, rest));
    code.set(root, roots);
    code.for(p, 0, rest, () => {
      code.setFactor(c, s, root);
      code.set(root, code.i('add', root, code.i('mul', step, complexBytes)));
      code.set(end, code.i('add', from, wide));
      code.while(code.i('ne', from, end), () => {
        code.setVector(a, code.loadVector(from));
        code.setVector(b, code.loadVector(code.i('add', from, far)));
        code.storeVector(to, code.lanes('add', code.get(a), code.get(b)));
        code.setVector(difference, code.lanes('sub', code.get(a), code.get(b)));
        code.storeVector(code.i('add', to, wide), code.times(difference, c, s));
        code.set(from, code.i('add', from, complexBytes));
        code.set(to, code.i('add', to, complexBytes));
      });
      code.set(to, code.i('add', to, wide));
    });
  });

/** Writes radix4(rest, lines, roots, step, from, to). */
const writeRadix4 = (module: ModuleBuilder): Callee =>
  write(module, 6, code => {
    const [rest, lines, roots, step, from, to] = paramsOf(code.body);
    const [p, end, wide, far, at] = code.ints();
    const [a, b, c, d, even, odd, turned, x] = code.vectors();
    const factors = [1, 2, 3].map(k => [k, code.vector(), code.vector()] as const);
    code.set(wide, code.i('mul', lines, complexBytes));
    code.set(far, code.i('mul', wide, rest));
    const apart = (base: Local, distance: Local, k: number): Value => code.i('add', base, code.i('mul', distance, k));
    code.for(p, 0, rest, () => {
      code.set(at, code.i('mul', code.i('mul', p, step), complexBytes));
      for (const [k, cosine, sine] of factors) code.setFactor(cosine, sine, apart(roots, at, k));
      code.set(end, code.i('add', from, wide));
      code.while(code.i('ne', from, end), () => {
        [a, b, c, d].forEach((local, k) => code.setVector(local, code.loadVector(apart(from, far, k))));
        const [ga, gb, gc, gd] = [a, b, c, d].map(local => code.get(local)) as [Vector, Vector, Vector, Vector];
        code.setVector(even, code.lanes('add', ga, gc));
        code.setVector(odd, code.lanes('add', gb, gd));
        code.setVector(turned, code.lanes('sub', gb, gd));
        code.setVector(x, code.lanes('sub', gd, gb));
        code.setVector(turned, code.turned(turned, x));
        code.storeVector(to, code.lanes('add', code.get(even), code.get(odd)));
        const others = [
          code.lanes('add', code.lanes('sub', ga, gc), code.get(turned)),
          code.lanes('sub', code.get(even), code.get(odd)),
          code.lanes('sub', code.lanes('sub', ga, gc), code.get(turned)),
        ];
        for (const [k, cosine, sine] of factors) {
          code.setVector(x, others[k - 1]!);
          code.storeVector(apart(to, wide, k), code.times(x, cosine, sine));
        }
        code.set(from, code.i('add', from, complexBytes));
        code.set(to, code.i('add', to, complexBytes));
      });
      code.set(to, apart(to, wide, 3));
    });
  });

/** Writes odd(rest, lines, roots, step, from, to, radix, rootStep, scratch), rootStep being the whole length over the radix. */
const writeOdd = (module: ModuleBuilder): Callee =>
  write(module, 9, code => {
    const [rest, lines, roots, step, from, to, radix, rootStep, scratch] = paramsOf(code.body);
    const [p, end, wide, far, low, high, half, j, k, at, index] = code.ints();
    const [a, x, even, odd, total, c, s, y] = code.vectors();
    const place = code.i('add', scratch, at);
    const root = (number: Value): Value => code.i('add', roots, code.i('mul', number, complexBytes));
    code.set(wide, code.i('mul', lines, complexBytes));
    code.set(far, code.i('mul', wide, rest));
    code.set(half, code.i('mul', code.i('sub', radix, 1), complexBytes));
    code.for(p, 0, rest, () => {
      code.set(end, code.i('add', from, wide));
      code.while(code.i('ne', from, end), () => {
        code.setVector(a, code.loadVector(from));
        code.setVector(total, code.get(a));
        code.set(low, code.i('add', from, far));
        code.set(high, code.i('add', from, code.i('mul', far, code.i('sub', radix, 1))));
        // sums, each beside its difference
        code.for(
          at,
          0,
          half,
          () => {
            code.setVector(x, code.lanes('add', code.loadVector(low), code.loadVector(high)));
            code.storeVector(place, code.get(x));
            code.setVector(total, code.lanes('add', code.get(total), code.get(x)));
            const difference = code.lanes('sub', code.loadVector(low), code.loadVector(high));
            code.storeVector(code.i('add', place, complexBytes), difference);
            code.set(low, code.i('add', low, far));
            code.set(high, code.i('sub', high, far));
          },
          2 * complexBytes,
        );
        code.storeVector(to, code.get(total));
        code.set(j, 1);
        code.while(code.i('lt_s', j, code.i('sub', radix, j)), () => {
          code.setVector(even, code.get(a));
          code.setVector(odd, () => code.body.v128('f64', [0, 0]));
          code.set(k, 0);
          code.for(
            at,
            0,
            half,
            () => {
              code.set(k, code.i('add', k, j));
              code.set(k, code.i('sub', k, code.i('mul', radix, code.i('ge_s', k, radix))));
              code.setFactor(c, s, root(code.i('mul', k, rootStep)));
              code.setVector(x, code.loadVector(place));
              code.setVector(even, code.lanes('add', code.get(even), code.lanes('mul', code.get(c), code.get(x))));
              code.setVector(x, code.loadVector(code.i('add', place, complexBytes)));
              code.setVector(odd, code.lanes('add', code.get(odd), code.timesImaginary(x, s)));
            },
            2 * complexBytes,
          );
          for (const [name, number] of [
            ['add', () => code.int(j)],
            ['sub', code.i('sub', radix, j)],
          ] as const) {
            code.set(index, number);
            code.setFactor(c, s, root(code.i('mul', code.i('mul', p, index), step)));
            code.setVector(y, code.lanes(name, code.get(even), code.get(odd)));
            code.storeVector(code.i('add', to, code.i('mul', index, wide)), code.times(y, c, s));
          }
          code.set(j, code.i('add', j, 1));
        });
        code.set(from, code.i('add', from, complexBytes));
        code.set(to, code.i('add', to, complexBytes));
      });
      code.set(to, code.i('add', to, code.i('mul', wide, code.i('sub', radix, 1))));
    });
  });

/** Writes multiply(count, x, y, to), of numbers side by side. */
const writeMultiply = (module: ModuleBuilder): Callee =>
  write(module, 4, code => {
    const [count, x, y, to] = paramsOf(code.body);
    const [at] = code.ints();
    const [number, c, s] = code.vectors();
    code.for(
      at,
      0,
      code.i('mul', count, complexBytes),
      () => {
        code.setVector(number, code.loadVector(code.i('add', x, at)));
        code.setFactor(c, s, code.i('add', y, at));
        code.storeVector(code.i('add', to, at), code.times(number, c, s));
      },
      complexBytes,
    );
  });

/** Writes conjugate(count, x), in place. */
const writeConjugate = (module: ModuleBuilder): Callee =>
  write(module, 2, code => {
    const [count, x] = paramsOf(code.body);
    const [end] = code.ints();
    code.set(end, code.i('add', x, code.i('mul', count, complexBytes)));
    code.while(code.i('ne', x, end), () => {
      code.storeVector(x, code.conjugate(code.loadVector(x)));
      code.set(x, code.i('add', x, complexBytes));
    });
  });

export const fftFunctions = {
  radix2: writeRadix2,
  radix4: writeRadix4,
  odd: writeOdd,
  multiply: writeMultiply,
  conjugate: writeConjugate,
};
