import type { Callee, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { gemmScratchBytes } from './gemm.ts';
import { advance, constant, forLoop, minimum, pushAddress } from './loops.ts';
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
  const [n, a, l, scratch] = body.params as [Local, Local, Local, Local];
  const local = (): Local => body.local('i32');
  const [i, j, k, rowBytes, first, end, last] = Array.from({ length: 7 }, local) as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const [corner, left, right, row, rest, failed] = Array.from({ length: 6 }, local) as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const sum = body.local(type);
  const get = (which: Local) => (): void => body.get(which);
  const number = (value: number): void => (type === 'f32' ? body.f32(value) : body.f64(value));
  const element = (base: Local, column: Local): void => pushAddress(body, base, [get(column), constant(body, bytes)]);
  const load = (base: Local, column: Local): void => {
    element(base, column);
    body.memory(`${type}.load`);
  };
  const plus = (of: Local, value: number) => (): void => {
    body.get(of);
    body.i32(value);
    body.op('i32.add');
  };
  const minus = (of: Local, other: Local) => (): void => {
    body.get(of);
    body.get(other);
    body.op('i32.sub');
  };
  const call = (callee: Callee, ...operands: readonly (() => void)[]): void => {
    for (const operand of operands) operand();
    body.call(callee);
  };
  const zero = constant(body, 0);
  const one = constant(body, bytes);

  /** Adds to the panel what is left of it, times the negative transpose of its first rows. */
  const subtractProduct = (gemm: Callee): void => {
    body.get(scratch);
    body.set(right);
    pushAddress(body, l, [get(first), get(rowBytes)]);
    body.set(left);
    forLoop(body, i, get(first), get(end), 1, () => {
      forLoop(body, k, zero, get(first), 1, () => {
        element(right, k);
        load(left, k);
        body.op(`${type}.neg`);
        body.memory(`${type}.store`);
      });
      advance(body, left, get(rowBytes));
      advance(body, right, get(rowBytes));
    });
    pushAddress(body, l, [get(first), get(rowBytes)]);
    body.set(left);
    const rows = [minus(n, first), minus(end, first), get(first)];
    const strides = [get(rowBytes), get(rowBytes), one, one, get(rowBytes)];
    call(gemm, get(corner), get(left), get(scratch), ...rows, ...strides, get(rest), zero, constant(body, 1));
  };

  /** The factor of the square on the diagonal, element by element. */
  const factorSquare = (): void => {
    body.get(corner);
    body.set(left);
    forLoop(body, i, zero, minus(end, first), 1, () => {
      body.get(corner);
      body.set(right);
      forLoop(body, j, zero, minus(end, first), 1, () => {
        element(left, j);
        body.get(j);
        body.get(i);
        body.op('i32.gt_s');
        body.if(
          () => number(0),
          () => {
            load(left, j);
            body.set(sum);
            forLoop(body, k, zero, get(j), 1, () => {
              body.get(sum);
              load(left, k);
              load(right, k);
              body.op(`${type}.mul`, `${type}.sub`);
              body.set(sum);
            });
            body.get(j);
            body.get(i);
            body.op('i32.lt_s');
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
                body.if(() => {
                  body.i32(1);
                  body.set(failed);
                });
                body.get(sum);
                body.op(`${type}.sqrt`);
              },
              type,
            );
          },
          type,
        );
        body.memory(`${type}.store`);
        advance(body, right, get(rowBytes));
      });
      advance(body, left, get(rowBytes));
    });
  };

  /** The rows below the square, each of which is the solution of a triangular system. */
  const solveBelow = (solve: Callee): void => {
    pushAddress(body, corner, [minus(end, first), get(rowBytes)]);
    body.set(left);
    const sides = [get(left), get(left), one, get(rowBytes)];
    call(solve, minus(end, first), minus(n, end), get(corner), get(rowBytes), one, ...sides, zero, get(rest));
  };

  body.get(n);
  body.i32(bytes);
  body.op('i32.mul');
  body.set(rowBytes);
  pushAddress(body, scratch, [get(rowBytes), constant(body, panel)]);
  body.i32(63);
  body.op('i32.add');
  body.i32(-64);
  body.op('i32.and');
  body.set(rest);
  body.get(l);
  zero();
  body.get(rowBytes);
  body.get(n);
  body.op('i32.mul');
  body.fillMemory();
  forLoop(body, first, zero, get(n), panel, () => {
    minimum(body, plus(first, panel), get(n));
    body.set(end);
    const diagonal = [
      [get(first), get(rowBytes)],
      [get(first), one],
    ] as const;
    pushAddress(body, l, ...diagonal);
    body.tee(corner);
    body.set(left);
    pushAddress(body, a, ...diagonal);
    body.set(row);
    forLoop(body, i, get(first), get(n), 1, () => {
      minimum(body, plus(i, 1), get(end));
      body.get(first);
      body.op('i32.sub');
      body.set(last);
      forLoop(body, j, zero, get(last), 1, () => {
        element(left, j);
        load(row, j);
        body.memory(`${type}.store`);
      });
      advance(body, left, get(rowBytes));
      advance(body, row, get(rowBytes));
    });
    if (panels !== undefined) {
      body.get(first);
      body.if(() => subtractProduct(panels.gemm));
    }
    factorSquare();
    if (panels !== undefined) {
      body.get(end);
      body.get(n);
      body.op('i32.lt_s');
      body.if(() => solveBelow(panels.solve));
    }
  });
  body.get(failed);
  body.if(() => {
    body.get(l);
    body.set(left);
    forLoop(body, i, zero, get(n), 1, () => {
      forLoop(body, j, zero, plus(i, 1), 1, () => {
        element(left, j);
        number(Number.NaN);
        body.memory(`${type}.store`);
      });
      advance(body, left, get(rowBytes));
    });
  });
  return body;
};
