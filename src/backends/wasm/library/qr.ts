import type { Callee } from '../emit/function.ts';
import { Code, type Value } from './code.ts';
import type { DenseTools } from './dense-tools.ts';
import { applyScratchBytes, blockSize } from './reflections.ts';

/** Bytes that `writeQr` works in: vectors of reflections, the triangles that couple them, and what applying them takes. */
export const qrScratchBytes = (m: number, n: number): number => {
  const count = Math.min(m, n);
  return 8 * (count * m + blockSize * (count + blockSize) + n) + applyScratchBytes(m, Math.max(m, n));
};

/**
 * Writes qr(m, n, a, q, r, scratch) for row-major matrices of f64, a being overwritten; q is m × m if `full`, else
 * m × min(m, n). Blocks of columns are reduced one by one; the rest follows by products (Golub & Van Loan, Matrix Computations,
 * 5.2.3).
 */
export const writeQr =
  (full: boolean) =>
  ({ module, vectors, reflections }: DenseTools): Callee => {
    const { make, couple, apply } = reflections();
    const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
    const [m, n, a, q, r, v] = body.params;
    const code = new Code(body);
    const [i, j, first, end, count, width, t, sums, scratch] = code.ints();
    const [tau, factor] = code.floats();
    const place = (row: Value, column: Value): (() => void) => code.place(a, n, row, column);
    const vector = (row: Value, column: Value): (() => void) => code.place(v, m, row, column);
    /** The triangle of the block that begins at `first`. */
    const triangle = code.place(t, blockSize, first, 0);
    const applyBlock = (columns: Value, transposed: boolean, c: Value, cRow: Value): void => {
      const [row, column] = transposed ? [1, blockSize] : [blockSize, 1];
      const rows = code.i('sub', m, first);
      const block = code.i('sub', end, first);
      code.call(apply, rows, columns, block, vector(first, first), m, triangle, row, column, c, cRow, scratch)();
    };

    code.set(count, code.least(m, n));
    code.set(width, full ? m : count);
    code.set(t, vector(count, 0));
    code.set(sums, code.place(t, blockSize, code.i('add', count, blockSize), 0));
    code.set(scratch, code.at(sums, n));
    code.clear(v, code.i('mul', count, m));
    code.clear(t, code.i('mul', code.i('add', count, blockSize), blockSize));
    code.for(
      first,
      0,
      count,
      () => {
        code.set(end, code.least(count, code.i('add', first, blockSize)));
        code.for(j, first, end, () => {
          code.for(i, j, m, () => code.store(vector(j, i), code.load(place(i, j))));
          code.set(tau, code.call(make, code.i('sub', m, j), vector(j, j)));
          code.store(code.place(t, blockSize, j, code.i('sub', j, first)), tau);
          code.store(place(j, j), code.load(vector(j, j)));
          code.store(vector(j, j), 1);
          // the rest of the block
          const next = code.i('add', j, 1);
          const rest = code.i('sub', end, next);
          code.clear(sums, rest);
          code.for(i, j, m, () => code.call(vectors.add, rest, code.load(vector(j, i)), place(i, next), sums)());
          code.for(i, j, m, () => {
            code.set(factor, code.unary('neg', code.f('mul', tau, code.load(vector(j, i)))));
            code.call(vectors.add, rest, factor, sums, place(i, next))();
          });
        });
        code.call(couple, code.i('sub', end, first), code.i('sub', m, first), vector(first, first), m, triangle)();
        code.if(code.i('gt_s', n, end), () => applyBlock(code.i('sub', n, end), true, place(first, end), n));
      },
      blockSize,
    );
    // R, with zeros below the diagonal
    code.for(i, 0, width, () => {
      const kept = code.least(i, n);
      code.clear(code.place(r, n, i, 0), kept);
      code.for(j, kept, n, () => code.store(code.place(r, n, i, j), code.load(place(i, j))));
    });
    // Q from the identity, last block first: what is left of a block is still that of the identity
    code.clear(q, code.i('mul', m, width));
    code.for(i, 0, width, () => code.store(code.place(q, width, i, i), 1));
    code.down(
      first,
      code.i('and', code.i('sub', count, 1), -blockSize),
      0,
      () => {
        code.set(end, code.least(count, code.i('add', first, blockSize)));
        applyBlock(code.i('sub', width, first), false, code.place(q, width, first, first), width);
      },
      blockSize,
    );
    return body;
  };
