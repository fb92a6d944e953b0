import type { Callee, Local } from '../emit/function.ts';
import type { Value } from './code.ts';
import { ComplexCode } from './complex-code.ts';
import { type DenseTools, gemmScratch, multiplyAdd } from './dense-tools.ts';

/** Columns that are eliminated one by one before the rest of the matrix follows by a product. */
const panel = 32;

/** Bytes that `writeLu` works in: a copy of a panel, and what products take. */
export const luScratchBytes = (m: number, n: number, lanes: 1 | 2): number =>
  lanes === 2 ? 0 : 8 * m * panel + gemmScratch(m, n, panel);

/**
 * Writes lu(m, n, a, pivots, permutation, scratch): the row-major matrix a of f64 becomes its factors, with partial pivoting;
 * of equally large pivots the first is taken, and a column without a nonzero pivot is left as it is.
 *
 * Panel by panel; what is right of a panel follows by a triangular solution and a matrix product (Golub & Van Loan, Matrix
 * Computations, 3.2.11). A complex matrix, whose pivots are compared by |re| + |im|, is one panel.
 */
export const writeLu =
  (lanes: 1 | 2) =>
  (tools: DenseTools): Callee => {
    const { module, vectors, gemm } = tools;
    const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
    const [m, n, a, pivots, permutation, scratch] = body.params;
    const isComplex = lanes === 2;
    const code = new ComplexCode(body);
    const [i, j, k, first, end, rest, count, row, lower, width] = code.ints();
    const [best, size] = code.floats();
    const place = (r: Value, c: Value): (() => void) => code.place(a, width, r, isComplex ? code.i('mul', c, 2) : c);
    const sizeAt = (r: Value, c: Value): (() => void) => {
      const modulus = (address: Value): (() => void) => code.unary('abs', code.load(address));
      const at = place(r, c);
      return isComplex ? code.f('add', modulus(at), modulus(code.i('add', at, 8))) : modulus(at);
    };
    /** Subtracts a multiple of a row, by the factor at an address, from another one. */
    const subtract = (elements: Value, factor: Value, from: Value, to: Value): void => {
      if (isComplex) code.call(tools.complex().add, elements, code.negative(code.loadVector(factor)), from, to)();
      else code.call(vectors.add, elements, code.unary('neg', code.load(factor)), from, to)();
    };
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
    code.set(width, code.i('mul', n, lanes));
    code.for(
      first,
      0,
      count,
      () => {
        code.set(end, isComplex ? count : code.least(count, code.i('add', first, panel)));
        code.for(j, first, end, () => {
          code.set(row, j);
          code.set(best, sizeAt(j, j));
          code.for(i, code.i('add', j, 1), m, () => {
            code.set(size, sizeAt(i, j));
            code.if(code.f('gt', size, best), () => {
              code.set(row, i);
              code.set(best, size);
            });
          });
          storeInteger(integer(pivots, j), row);
          code.if(code.i('ne', row, j), () => {
            code.call(vectors.exchange, width, place(j, 0), place(row, 0))();
            code.set(k, loadInteger(integer(permutation, j)));
            storeInteger(integer(permutation, j), loadInteger(integer(permutation, row)));
            storeInteger(integer(permutation, row), k);
          });
          code.if(code.f('ne', sizeAt(j, j), 0), () =>
            code.for(i, code.i('add', j, 1), m, () => {
              const own = place(i, j);
              const pivot = place(j, j);
              if (isComplex) {
                code.storeVector(own, code.call(tools.complex().divide, code.loadVector(own), code.loadVector(pivot)));
              } else code.store(own, code.f('div', code.load(own), code.load(pivot)));
              const next = code.i('add', j, 1);
              subtract(code.i('sub', end, next), own, place(j, next), place(i, next));
            }),
          );
        });
        code.set(rest, code.i('sub', n, end));
        code.if(code.i('gt_s', rest, 0), () => {
          // rows of U right of the panel
          code.for(i, code.i('add', first, 1), end, () =>
            code.for(k, first, i, () => subtract(rest, place(i, k), place(k, end), place(i, end))),
          );
          if (isComplex) return;
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
      isComplex ? count : panel,
    );
    return body;
  };
