import type { Callee, Local } from '../emit/function.ts';
import { writeBidiagonal } from './bidiagonal.ts';
import { bidiagonalizeScratchBytes, writeBidiagonalize, writeComplexBidiagonalize } from './bidiagonalize.ts';
import type { Value } from './code.ts';
import { ComplexCode, complexBytes } from './complex-code.ts';
import { complexQrScratchBytes, writeComplexQr } from './complex-qr.ts';
import { type DenseTools, gemmScratch, multiply } from './dense-tools.ts';
import { paramsOf } from './loops.ts';
import { qrScratchBytes, writeQr } from './qr.ts';
import { emitRotation } from './rotation.ts';
import { emitScale, emitScaleBack } from './scale.ts';

/** Bytes that `writeSvd` works in. */
export const svdScratchBytes = (m: number, n: number, full: boolean, lanes: 1 | 2): number => {
  const [long, short] = [Math.max(m, n), Math.min(m, n)];
  const columns = full ? long : short;
  const methods = Math.max(
    bidiagonalizeScratchBytes(long, short, columns, lanes),
    lanes === 2 ? complexQrScratchBytes(long, short) : qrScratchBytes(long, short),
    lanes === 2 ? complexBytes * short * long : gemmScratch(short, long, short),
  );
  const matrices = 2 * long * short + 3 * long * columns + 2 * short * short;
  return 8 * lanes * (matrices + 2 * (short + 1)) + methods;
};

/** Writes arrange(rows, columns, from, row, column, to, sign): to[i, j] = from[i · row + j · column], imaginary parts times the sign. */
const writeArrange = ({ module }: DenseTools, lanes: 1 | 2): Callee => {
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'f64'], results: [] });
  const [rows, columns, from, row, column, to, sign] = body.params;
  const code = new ComplexCode(body);
  const [i, j] = code.ints();
  code.for(i, 0, rows, () =>
    code.for(j, 0, columns, () => {
      const source = code.i('add', code.i('mul', i, row), code.i('mul', j, column));
      const target = code.i('add', code.i('mul', i, columns), j);
      if (lanes === 1) code.store(code.at(to, target), code.load(code.at(from, source)));
      else {
        const value = code.loadVector(code.at(from, code.i('mul', source, 2)));
        code.storeVector(code.at(to, code.i('mul', target, 2)), code.lanes('mul', value, code.pair(1, sign)));
      }
    }),
  );
  return body;
};

/**
 * Writes svd(m, n, a, s, u, vt, scratch), or svd(m, n, a, s, scratch) without `vectors`, for row-major matrices of f64, or of pairs
 * of such, a being overwritten: singular values in descending order, u m × m and vt n × n if `full`; NaN throughout where an entry is not finite
 * or the sweeps do not converge.
 *
 * As `reference/dense/svd.ts`, which decides signs: of the transpose where the matrix is wide, by way of QR where it is long.
 */
export const writeSvd =
  (full: boolean, vectors: boolean, lanes: 1 | 2) =>
  (tools: DenseTools): Callee => {
    const isComplex = lanes === 2;
    const arrange = writeArrange(tools, lanes);
    const qr = (isComplex ? writeComplexQr : writeQr)(full)(tools);
    const bidiagonalize = (isComplex ? writeComplexBidiagonalize : writeBidiagonalize)(tools);
    const diagonalize = writeBidiagonal(tools);
    const { hypot } = tools.reflections();
    const body = tools.module.function({ params: new Array(vectors ? 7 : 5).fill('i32'), results: [] });
    const [m, n, a, s, ...others] = paramsOf(body);
    const scratch = others.at(-1)!;
    const code = new ComplexCode(body);
    const [i, j, long, short, tall, columns, viaQr, height, width, best, converged] = code.ints();
    const [w, d, e, q, r, lefts, rights, longRows, shortRows, left, right, rest, lane] = code.ints();
    const [leftWidth, rightWidth] = code.ints();
    const [exponent, f, g, cosine, sine, length, most, unit] = code.floats();
    const times = (x: Value, y: Value): (() => void) => code.i('mul', x, y);
    const next = code.i('add', i, 1);
    /** The matrix, or its adjoint: `stride` is the length of its rows. */
    const copyUpright = (rows: Value, from: Value, stride: Value): void =>
      code.if(
        tall,
        () => code.call(arrange, rows, short, from, stride, 1, w, 1)(),
        () => code.call(arrange, rows, short, from, 1, stride, w, -1)(),
      );

    /** Rows that a side has. */
    const count = (isLong: Value): (() => void) => code.i('add', short, times(isLong, code.i('sub', columns, short)));
    /** The first rows on the long side: Q times the columns of the inner matrix. */
    const multiplyComplex = (): void => {
      const at = (base: Value, row: Value, column: Value, stride: Value): (() => void) =>
        code.at(base, times(code.i('add', times(row, stride), column), 2));
      code.call(arrange, short, long, q, 1, columns, rest, 1)();
      code.clear(longRows, times(times(short, long), 2));
      code.for(i, 0, short, () =>
        code.for(j, 0, short, () => {
          const factor = code.loadVector(at(lefts, j, i, short));
          code.call(tools.complex().add, long, factor, at(rest, j, 0, long), at(longRows, i, 0, long))();
        }),
      );
    };

    code.set(tall, code.i('ge_s', m, n));
    code.set(short, code.least(m, n));
    code.set(long, code.i('sub', code.i('add', m, n), short));
    code.set(columns, full ? long : short);
    let end: Value = scratch;
    for (const [local, elements] of [
      [w, times(long, short)],
      [d, code.i('add', short, 1)],
      [e, code.i('add', short, 1)],
      [q, times(long, columns)],
      [r, times(long, short)],
      [lefts, times(long, columns)],
      [rights, times(short, short)],
      [longRows, times(long, columns)],
      [shortRows, times(short, short)],
    ] as const) {
      code.set(local, end);
      end = code.at(local, times(elements, lanes));
    }
    code.set(rest, end);

    emitScale(code, a, times(times(m, n), lanes), exponent);
    copyUpright(long, a, n);
    code.set(height, long);
    code.set(width, columns);
    // where m ≥ 11/6 n, or 17/9
    const [more, less] = isComplex ? [17, 9] : [11, 6];
    code.set(viaQr, code.i('lt_s', times(short, more), code.i('add', times(long, less), less)));
    code.if(viaQr, () => {
      code.call(qr, long, short, w, q, r, rest)();
      copyUpright(short, r, short);
      code.set(height, short);
      code.set(width, short);
    });
    code.call(bidiagonalize, height, short, w, vectors ? width : 0, d, e, lefts, rights, rest)();
    if (vectors) {
      // of the inner matrix of a wide one that is the transpose of R, P belongs to the long side
      code.if(code.i('gt_s', viaQr, tall), () => {
        code.set(left, lefts);
        code.set(lefts, rights);
        code.set(rights, left);
      });
      code.call(arrange, short, short, rights, 1, short, shortRows, 1)();
      code.if(
        viaQr,
        () => {
          if (isComplex) multiplyComplex();
          else
            multiply(code, tools.gemm, {
              c: { at: longRows, row: long },
              a: { at: lefts, row: 1, inner: short },
              b: { at: q, inner: 1, column: columns },
              rows: short,
              columns: long,
              inner: short,
              scratch: rest,
            });
          const others = code.i('sub', columns, short);
          const to = code.at(longRows, times(times(long, short), lanes));
          code.call(arrange, others, long, code.at(q, times(short, lanes)), 1, columns, to, 1)();
        },
        () => code.call(arrange, columns, long, lefts, 1, columns, longRows, 1)(),
      );
      code.set(left, shortRows);
      code.set(right, longRows);
      code.if(tall, () => {
        code.set(left, longRows);
        code.set(right, shortRows);
      });
      if (isComplex) code.call(arrange, 1, times(n, count(code.not(tall))), right, 0, 1, right, -1)();
      code.set(leftWidth, times(m, lanes));
      code.set(rightWidth, times(n, lanes));
    }
    // rotations from the left make a lower bidiagonal matrix an upper one
    code.if(code.and(code.not(tall), code.not(viaQr)), () =>
      code.for(i, 0, code.i('sub', short, 1), () => {
        code.set(f, code.load(code.at(d, i)));
        code.set(g, code.load(code.at(e, i)));
        emitRotation(code, hypot, f, g, { c: cosine, s: sine, r: length });
        const following = code.at(d, next);
        code.store(code.at(d, i), length);
        code.store(code.at(e, i), code.f('mul', sine, code.load(following)));
        code.store(following, code.f('mul', code.load(following), cosine));
        const row = (index: Value): (() => void) => code.place(left, leftWidth, index, 0);
        code.call(tools.vectors.rotate, leftWidth, cosine, sine, row(i), row(next))();
      }),
    );
    // all entries are NaN where one was not finite
    code.if(code.f('eq', code.load(a), code.load(a)), () =>
      code.set(converged, code.call(diagonalize, short, d, e, left, leftWidth, right, rightWidth)),
    );
    code.set(unit, code.choose(converged, 1, Number.NaN));
    // the greatest one that is left, again and again
    code.for(j, 0, vectors ? columns : short, () => {
      code.set(best, j);
      code.if(code.i('lt_s', j, short), () => {
        code.set(most, -1);
        code.for(i, 0, short, () =>
          code.if(code.f('gt', code.load(code.at(d, i)), most), () => {
            code.set(most, code.load(code.at(d, i)));
            code.set(best, i);
          }),
        );
        code.store(code.at(s, j), code.f('mul', most, unit));
        emitScaleBack(code, code.at(s, j), exponent);
        code.store(code.at(d, best), -2);
      });
      if (!vectors) return;
      const [u, vt] = others as [Local, Local, Local];
      const copyRow = (from: Value, length: Value, row: Value, column: Value, to: Value): void =>
        code.for(i, 0, length, () => {
          const target = code.i('add', times(j, row), times(i, column));
          const source = code.i('add', times(best, length), i);
          code.for(lane, 0, lanes, () => {
            const [entry, place] = [source, target].map(element => code.i('add', times(element, lanes), lane));
            code.store(code.at(to, place!), code.f('mul', unit, code.load(code.at(from, entry!))));
          });
        });
      code.if(code.i('lt_s', j, count(tall)), () => copyRow(left, m, 1, count(tall), u));
      code.if(code.i('lt_s', j, count(code.not(tall))), () => copyRow(right, n, n, 1, vt));
    });
    return body;
  };
