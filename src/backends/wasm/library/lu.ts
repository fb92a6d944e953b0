import type { Callee, Local } from '../emit/function.ts';
import { Code, type Value } from './code.ts';
import { type DenseTools, gemmScratch, multiplyAdd } from './dense-tools.ts';

/** Columns that are eliminated one by one before the rest of the matrix follows by a product. */
const panel = 32;

/** Bytes that `writeLu` works in: a copy of a panel, and what products take. */
export const luScratchBytes = (m: number, n: number): number => 8 * m * panel + gemmScratch(m, n, panel);

/**
 * Writes lu(m, n, a, pivots, permutation, scratch): the row-major matrix a of f64 becomes its factors, with partial pivoting;
 * of equally large pivots the first is taken, and a column without a nonzero pivot is left as it is.
 *
 * Panel by panel; what is right of a panel follows by a triangular solution and a matrix product (Golub & Van Loan, Matrix
 * Computations, 3.2.11).
 */
export const writeLu = ({ module, vectors, gemm }: DenseTools): Callee => {
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
  const [m, n, a, pivots, permutation, scratch] = body.params as [Local, Local, Local, Local, Local, Local];
  const code = new Code(body);
  const [i, j, k, first, end, rest, count, row, lower] = code.ints();
  const [best, size, factor, pivot] = code.floats();
  const place = (r: Value, c: Value): (() => void) => code.place(a, n, r, c);
  const integer = (base: Local, index: Value): (() => void) => code.i('add', base, code.i('mul', index, 4));
  const storeInteger = (address: Value, value: Value): void => {
    code.int(address);
    code.int(value);
    body.memory('i32.store');
  };
  const loadInteger = (address: Value) => (): void => {
    code.int(address);
    body.memory('i32.load');
  };

  code.for(i, 0, m, () => storeInteger(integer(permutation, i), i));
  code.set(count, code.least(m, n));
  code.for(
    first,
    0,
    count,
    () => {
      code.set(end, code.least(count, code.i('add', first, panel)));
      code.for(j, first, end, () => {
        code.set(row, j);
        code.set(best, code.unary('abs', code.load(place(j, j))));
        code.for(i, code.i('add', j, 1), m, () => {
          code.set(size, code.unary('abs', code.load(place(i, j))));
          code.if(code.f('gt', size, best), () => {
            code.set(row, i);
            code.set(best, size);
          });
        });
        storeInteger(integer(pivots, j), row);
        code.if(code.i('ne', row, j), () => {
          code.call(vectors.exchange, n, place(j, 0), place(row, 0))();
          code.set(k, loadInteger(integer(permutation, j)));
          storeInteger(integer(permutation, j), loadInteger(integer(permutation, row)));
          storeInteger(integer(permutation, row), k);
        });
        code.set(pivot, code.load(place(j, j)));
        code.if(code.f('ne', pivot, 0), () =>
          code.for(i, code.i('add', j, 1), m, () => {
            code.set(factor, code.f('div', code.load(place(i, j)), pivot));
            code.store(place(i, j), factor);
            const next = code.i('add', j, 1);
            const width = code.i('sub', end, next);
            code.call(vectors.add, width, code.unary('neg', factor), place(j, next), place(i, next))();
          }),
        );
      });
      code.set(rest, code.i('sub', n, end));
      code.if(code.i('gt_s', rest, 0), () => {
        // rows of U right of the panel
        code.for(i, code.i('add', first, 1), end, () =>
          code.for(k, first, i, () => {
            const negative = code.unary('neg', code.load(place(i, k)));
            code.call(vectors.add, rest, negative, place(k, end), place(i, end))();
          }),
        );
        // what is left, minus the product of the panel below and these rows
        code.set(lower, scratch);
        code.for(i, end, m, () =>
          code.for(k, first, end, () => {
            code.store(lower, code.unary('neg', code.load(place(i, k))));
            code.set(lower, code.i('add', lower, 8));
          }),
        );
        const [rows, inner] = [code.i('sub', m, end), code.i('sub', end, first)];
        code.if(code.i('gt_s', rows, 0), () =>
          multiplyAdd(code, gemm, {
            c: { at: place(end, end), row: n },
            a: { at: scratch, row: inner, inner: 1 },
            b: { at: place(first, end), inner: n, column: 1 },
            rows,
            columns: rest,
            inner,
            scratch: lower,
          }),
        );
      });
    },
    panel,
  );
  return body;
};
