import type { Callee, Local } from '../emit/function.ts';
import { writeBidiagonal } from './bidiagonal.ts';
import { Code, type Value } from './code.ts';
import { type DenseTools, gemmScratch, multiply } from './dense-tools.ts';
import { qrScratchBytes, writeQr } from './qr.ts';
import { applyScratchBytes, blockSize } from './reflections.ts';
import { emitRotation } from './rotation.ts';
import { emitScale, emitScaleBack } from './scale.ts';

/** Bytes that `writeSvd` works in. */
export const svdScratchBytes = (m: number, n: number, full: boolean): number => {
  const [long, short] = [Math.max(m, n), Math.min(m, n)];
  const columns = full ? long : short;
  const products = Math.max(
    qrScratchBytes(long, short),
    applyScratchBytes(long, Math.max(columns, short)),
    gemmScratch(short, long, short),
  );
  const vectors = 3 * (long * columns + short * short);
  const reflections = short * (long + 1) + 2 * blockSize * (short + blockSize);
  return 8 * (2 * long * short + 2 * (short + 1) + vectors + reflections) + products;
};

/** Writes arrange(rows, columns, from, row, column, to): to[i, j] = from[i · row + j · column]. */
const writeArrange = ({ module }: DenseTools): Callee => {
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
  const [rows, columns, from, row, column, to] = body.params as [Local, Local, Local, Local, Local, Local];
  const code = new Code(body);
  const [i, j] = code.ints();
  code.for(i, 0, rows, () =>
    code.for(j, 0, columns, () => {
      const source = code.i('add', code.i('mul', i, row), code.i('mul', j, column));
      code.store(code.place(to, columns, i, j), code.load(code.at(from, source)));
    }),
  );
  return body;
};

/**
 * Writes bidiagonalize(m, n, a, columns, d, e, q, p, scratch) for m ≥ n: A = Q B Pᵀ with B upper bidiagonal, Q m × columns. There
 * are no Q and P where columns is 0. Overwrites a.
 */
const writeBidiagonalize = (tools: DenseTools): Callee => {
  const { vectors } = tools;
  const { make, accumulate } = tools.reflections();
  const body = tools.module.function({ params: new Array(9).fill('i32'), results: [] });
  const [m, n, a, columns, d, e, q, p, scratch] = body.params as readonly Local[] &
    Record<0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8, Local>;
  const code = new Code(body);
  const [i, k, lefts, leftTs, rights, rightTs, sums, rest] = code.ints();
  const [tau, factor] = code.floats();
  const place = (row: Value, column: Value): (() => void) => code.place(a, n, row, column);
  const next = code.i('add', k, 1);
  const right = code.i('sub', n, next);
  const triangles = code.i('mul', code.i('add', n, blockSize), blockSize);
  const own = (column: Value): (() => void) => code.place(lefts, m, k, column);
  const ownRight = (column: Value): (() => void) => code.place(rights, n, k, column);
  /** Makes a reflection of a vector, whose first element goes to `entry`. */
  const reflect = (length: Value, vector: Value, triangle: Local, entry: Value): void => {
    code.set(tau, code.call(make, length, vector));
    code.store(code.place(triangle, blockSize, k, code.i('and', k, blockSize - 1)), tau);
    code.store(entry, code.load(vector));
    code.store(vector, 1);
  };

  code.set(lefts, scratch);
  code.set(rights, code.place(lefts, m, n, 0));
  code.set(leftTs, code.place(rights, n, n, 0));
  code.set(rightTs, code.at(leftTs, triangles));
  code.set(sums, code.at(rightTs, triangles));
  code.set(rest, code.at(sums, n));
  code.clear(lefts, code.i('mul', n, code.i('add', m, n)));
  code.clear(leftTs, code.i('mul', triangles, 2));
  code.for(k, 0, n, () => {
    code.for(i, k, m, () => code.store(own(i), code.load(place(i, k))));
    reflect(code.i('sub', m, k), own(k), leftTs, code.at(d, k));
    code.clear(sums, right);
    code.for(i, k, m, () => code.call(vectors.add, right, code.load(own(i)), place(i, next), sums)());
    code.for(i, k, m, () => {
      code.set(factor, code.unary('neg', code.f('mul', tau, code.load(own(i)))));
      code.call(vectors.add, right, factor, sums, place(i, next))();
    });
    code.if(code.i('lt_s', next, n), () => {
      code.for(i, next, n, () => code.store(ownRight(i), code.load(place(k, i))));
      reflect(right, ownRight(next), rightTs, code.at(e, k));
      code.for(i, next, m, () => {
        const sum = code.call(vectors.dot, right, place(i, next), ownRight(next));
        code.set(factor, code.unary('neg', code.f('mul', tau, sum)));
        code.call(vectors.add, right, factor, ownRight(next), place(i, next))();
      });
    });
  });
  code.if(columns, () => {
    code.call(accumulate, n, 0, m, columns, lefts, leftTs, q, rest)();
    code.call(accumulate, code.i('sub', n, 1), 1, n, n, rights, rightTs, p, rest)();
  });
  return body;
};

/**
 * Writes svd(m, n, a, s, u, vt, scratch), or svd(m, n, a, s, scratch) without `vectors`, for row-major matrices of f64, a being
 * overwritten: singular values in descending order, u m × m and vt n × n if `full`; NaN throughout where an entry is not finite
 * or the sweeps do not converge.
 *
 * As `reference/dense/svd.ts`, which decides signs: of the transpose where the matrix is wide, by way of QR where it is long.
 */
export const writeSvd =
  (full: boolean, vectors: boolean) =>
  (tools: DenseTools): Callee => {
    const arrange = writeArrange(tools);
    const qr = writeQr(full)(tools);
    const bidiagonalize = writeBidiagonalize(tools);
    const diagonalize = writeBidiagonal(tools);
    const { hypot } = tools.reflections();
    const body = tools.module.function({ params: new Array(vectors ? 7 : 5).fill('i32'), results: [] });
    const [m, n, a, s, ...others] = body.params as [Local, Local, Local, Local, ...Local[]];
    const scratch = others.at(-1)!;
    const code = new Code(body);
    const [i, j, long, short, tall, columns, viaQr, height, width, best, converged] = code.ints();
    const [w, d, e, q, r, lefts, rights, longRows, shortRows, left, right, rest] = code.ints();
    const [exponent, f, g, cosine, sine, length, most, unit] = code.floats();
    const times = (x: Value, y: Value): (() => void) => code.i('mul', x, y);
    const next = code.i('add', i, 1);
    /** The matrix, or its transpose: `stride` is the length of its rows. */
    const copyUpright = (rows: Value, from: Value, stride: Value): void =>
      code.if(
        tall,
        () => code.call(arrange, rows, short, from, stride, 1, w)(),
        () => code.call(arrange, rows, short, from, 1, stride, w)(),
      );

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
      end = code.at(local, elements);
    }
    code.set(rest, end);

    emitScale(code, a, times(m, n), exponent);
    copyUpright(long, a, n);
    code.set(height, long);
    code.set(width, columns);
    // where m ≥ 11/6 n
    code.set(viaQr, code.i('lt_s', times(short, 11), code.i('add', times(long, 6), 6)));
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
      code.call(arrange, short, short, rights, 1, short, shortRows)();
      code.if(
        viaQr,
        () => {
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
          const to = code.place(longRows, long, short, 0);
          code.call(arrange, others, long, code.at(q, short), 1, columns, to)();
        },
        () => code.call(arrange, columns, long, lefts, 1, columns, longRows)(),
      );
      code.set(left, shortRows);
      code.set(right, longRows);
      code.if(tall, () => {
        code.set(left, longRows);
        code.set(right, shortRows);
      });
    }
    const [leftWidth, rightWidth] = vectors ? [m, n] : [0, 0];
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
          code.store(code.at(to, target), code.f('mul', unit, code.load(code.place(from, length, best, i))));
        });
      /** Rows that the side has. */
      const count = (isLong: Value): (() => void) => code.i('add', short, times(isLong, code.i('sub', columns, short)));
      code.if(code.i('lt_s', j, count(tall)), () => copyRow(left, m, 1, count(tall), u));
      code.if(code.i('lt_s', j, count(code.not(tall))), () => copyRow(right, n, n, 1, vt));
    });
    return body;
  };
