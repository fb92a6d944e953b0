import type { Callee, Local } from '../emit/function.ts';
import { Code, type Value } from './code.ts';
import { ComplexCode, complexBytes } from './complex-code.ts';
import type { DenseTools } from './dense-tools.ts';
import { paramsOf } from './loops.ts';
import { applyScratchBytes, blockSize } from './reflections.ts';

/** Bytes that bidiagonalising takes, of a matrix with so many rows and not more columns. */
export const bidiagonalizeScratchBytes = (m: number, n: number, columns: number, lanes: 1 | 2): number =>
  lanes === 2
    ? complexBytes * (n * (m + n) + 3 * n + Math.max(m, columns))
    : 8 * (n * (m + n + 1) + 2 * blockSize * (n + blockSize)) + applyScratchBytes(m, Math.max(columns, n));

/**
 * Writes bidiagonalize(m, n, a, columns, d, e, q, p, scratch) for m ≥ n: A = Q B Pᵀ with B upper bidiagonal, Q m × columns. There
 * are no Q and P where columns is 0. Overwrites a.
 */
export const writeBidiagonalize = (tools: DenseTools): Callee => {
  const { vectors } = tools;
  const { make, accumulate } = tools.reflections();
  const body = tools.module.function({ params: new Array(9).fill('i32'), results: [] });
  const [m, n, a, columns, d, e, q, p, scratch] = paramsOf(body);
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

/** The same for matrices of pairs of f64: A = Q B Pᴴ, B real. */
export const writeComplexBidiagonalize = (tools: DenseTools): Callee => {
  const { make, reflect, dot, add } = tools.complex();
  const body = tools.module.function({ params: new Array(9).fill('i32'), results: [] });
  const [m, n, a, columns, d, e, q, p, lefts] = paramsOf(body);
  const code = new ComplexCode(body);
  const [i, k, rights, leftTaus, rightTaus, conjugates, sums] = code.ints();
  const [cosine, sine, number] = code.vectors();
  const at = (base: Value, width: Value, row: Value, column: Value): (() => void) =>
    code.i('add', base, code.i('mul', code.i('add', code.i('mul', row, width), column), complexBytes));
  const next = code.i('add', k, 1);
  const right = code.i('sub', n, next);
  const below = code.i('sub', m, k);
  const own = at(lefts, m, k, k);
  const ownRight = at(rights, n, k, next);
  const tau = at(leftTaus, 0, 0, k);
  const tauRight = at(rightTaus, 0, 0, k);
  const makeReflection = (length: Value, vector: Value, to: Value, entry: Value): void => {
    code.storeVector(to, code.call(make, length, vector));
    code.store(entry, code.load(vector));
    code.storeVector(vector, code.pair(1, 0));
  };

  code.set(rights, at(lefts, m, n, 0));
  code.set(leftTaus, at(rights, n, n, 0));
  code.set(rightTaus, at(leftTaus, n, 1, 0));
  code.set(conjugates, at(rightTaus, n, 1, 0));
  code.set(sums, at(conjugates, n, 1, 0));
  code.for(k, 0, n, () => {
    code.for(i, k, m, () => code.storeVector(at(lefts, m, k, i), code.loadVector(at(a, n, i, k))));
    makeReflection(below, own, tau, code.at(d, k));
    code.call(reflect, below, right, own, code.conjugate(code.loadVector(tau)), at(a, n, k, next), n, sums)();
    code.if(code.i('lt_s', next, n), () => {
      code.for(i, next, n, () =>
        code.storeVector(at(rights, n, k, i), code.conjugate(code.loadVector(at(a, n, k, i)))),
      );
      makeReflection(right, ownRight, tauRight, code.at(e, k));
      code.for(i, next, n, () =>
        code.storeVector(at(conjugates, 0, 0, i), code.conjugate(code.loadVector(at(rights, n, k, i)))),
      );
      code.for(i, next, m, () => {
        const row = at(a, n, i, next);
        code.setFactor(cosine, sine, tauRight);
        code.setVector(number, code.call(dot, right, row, ownRight));
        const factor = code.negative(code.times(number, cosine, sine));
        code.call(add, right, factor, at(conjugates, 0, 0, next), row)();
      });
    });
  });
  const identity = (matrix: Value, rows: Value, width: Value): void => {
    code.clear(matrix, code.i('mul', code.i('mul', rows, width), 2));
    code.for(i, 0, code.least(rows, width), () => code.store(at(matrix, width, i, i), 1));
  };
  code.if(columns, () => {
    identity(q, m, columns);
    code.down(k, code.i('sub', n, 1), 0, () => {
      const width = code.i('sub', columns, k);
      code.call(reflect, below, width, own, code.loadVector(tau), at(q, columns, k, k), columns, sums)();
    });
    identity(p, n, n);
    code.down(k, code.i('sub', n, 2), 0, () =>
      code.call(reflect, right, right, ownRight, code.loadVector(tauRight), at(p, n, next, next), n, sums)(),
    );
  });
  return body;
};
