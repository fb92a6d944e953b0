import type { Callee, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { Code, type Value } from './code.ts';
import { gemmScratchBytes } from './gemm.ts';
import type { FloatType } from './tile.ts';
import { triangularScratchBytes } from './triangular.ts';

/** Columns that are computed together. */
const panel = 48;

/** Whether matrices have more than one panel. */
export const hasPanels = (n: number): boolean => n > panel;

const aligned = (bytes: number): number => 64 * Math.ceil(bytes / 64);

/** Bytes that `writeCholesky` works in. */
export const choleskyScratchBytes = (type: FloatType, n: number): number =>
  !hasPanels(n)
    ? 0
    : aligned(panel * n * (type === 'f32' ? 4 : 8)) +
      64 +
      Math.max(gemmScratchBytes(type, n, panel, n), triangularScratchBytes(type, panel));

/**
 * Writes cholesky(n, a, l, scratch): the lower factor of a row-major matrix, whose lower triangle is read; what is above the
 * diagonal becomes 0. Without a factor the lower triangle becomes NaN.
 *
 * Panel by panel: a product with all columns before it, the factor of the square on the diagonal, and a triangular solution
 * for what is below (Golub & Van Loan, Matrix Computations, 4.2.5). Without `panels` there must be one only.
 */
export const writeCholesky = (
  module: ModuleBuilder,
  type: FloatType,
  panels?: { readonly gemm: Callee; readonly solve: Callee },
): Callee => {
  const bytes = type === 'f32' ? 4 : 8;
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32'], results: [] });
  const code = new Code(body);
  const [n, a, l, scratch] = body.params;
  const [i, j, k, rowBytes, first, size, corner, left, right, row, rest, failed] = code.ints();
  const sum = body.local(type);
  const number = (value: number): void => (type === 'f32' ? body.f32(value) : body.f64(value));
  const rowsOn = (address: Value, rows: Value): (() => void) => code.i('add', address, code.i('mul', rows, rowBytes));
  const element = (address: Value, column: Value): (() => void) => code.i('add', address, code.i('mul', column, bytes));
  const load = (address: Value, column: Value): void => {
    code.int(element(address, column));
    body.memory(`${type}.load`);
  };
  const toNext = (...rows: readonly Local[]): void => {
    for (const each of rows) code.set(each, code.i('add', each, rowBytes));
  };
  const rowsLeft = code.i('sub', n, first);

  /** Adds to the panel what is left of it, times the negative transpose of its first rows. */
  const subtractProduct = (gemm: Callee): void => {
    code.set(left, rowsOn(l, first));
    code.set(right, scratch);
    code.for(i, 0, size, () => {
      code.for(k, 0, first, () => {
        code.int(element(right, k));
        load(left, k);
        body.op(`${type}.neg`);
        body.memory(`${type}.store`);
      });
      toNext(left, right);
    });
    const strides = [rowBytes, rowBytes, bytes, bytes, rowBytes];
    code.call(gemm, corner, rowsOn(l, first), scratch, rowsLeft, size, first, ...strides, rest, 0, 1)();
  };

  /** The factor of the square on the diagonal, element by element. */
  const factorSquare = (): void => {
    code.set(left, corner);
    code.for(i, 0, size, () => {
      code.set(right, corner);
      code.for(j, 0, size, () => {
        code.int(element(left, j));
        code.int(code.i('gt_s', j, i));
        body.if(
          () => number(0),
          () => {
            load(left, j);
            body.set(sum);
            code.for(k, 0, j, () => {
              body.get(sum);
              load(left, k);
              load(right, k);
              body.op(`${type}.mul`, `${type}.sub`);
              body.set(sum);
            });
            code.int(code.i('lt_s', j, i));
            body.if(
              () => {
                body.get(sum);
                load(right, j);
                body.op(`${type}.div`);
              },
              () => {
                // NaN is not above 0 either
                body.get(sum);
                number(0);
                body.op(`${type}.gt`, 'i32.eqz');
                body.if(() => code.set(failed, 1));
                body.get(sum);
                body.op(`${type}.sqrt`);
              },
              type,
            );
          },
          type,
        );
        body.memory(`${type}.store`);
        toNext(right);
      });
      toNext(left);
    });
  };

  /** The rows below the square, each of which is the solution of a triangular system. */
  const solveBelow = (solve: Callee): void => {
    code.set(left, rowsOn(corner, size));
    const below = code.i('sub', rowsLeft, size);
    code.call(solve, size, below, corner, rowBytes, bytes, left, left, bytes, rowBytes, 0, rest)();
  };

  code.set(rowBytes, code.i('mul', n, bytes));
  code.set(rest, code.i('and', code.i('add', rowsOn(scratch, panel), 63), -64));
  code.int(l);
  code.int(0);
  code.int(code.i('mul', rowBytes, n));
  body.fillMemory();
  code.for(
    first,
    0,
    n,
    () => {
      code.set(size, code.least(rowsLeft, panel));
      code.set(corner, element(rowsOn(l, first), first));
      code.set(left, corner);
      code.set(row, element(rowsOn(a, first), first));
      code.for(i, 0, rowsLeft, () => {
        code.for(j, 0, code.least(code.i('add', i, 1), size), () => {
          code.int(element(left, j));
          load(row, j);
          body.memory(`${type}.store`);
        });
        toNext(left, row);
      });
      if (panels !== undefined) code.if(first, () => subtractProduct(panels.gemm));
      factorSquare();
      if (panels !== undefined) code.if(code.i('gt_s', rowsLeft, size), () => solveBelow(panels.solve));
    },
    panel,
  );
  code.if(failed, () => {
    code.set(left, l);
    code.for(i, 0, n, () => {
      code.for(j, 0, code.i('add', i, 1), () => {
        code.int(element(left, j));
        number(Number.NaN);
        body.memory(`${type}.store`);
      });
      toNext(left);
    });
  });
  return body;
};
