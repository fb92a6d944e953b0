import type { Callee } from '../emit/function.ts';
import { Code, type Value } from './code.ts';
import { ComplexCode, complexBytes } from './complex-code.ts';
import { complexTridiagonalVectors, writeComplexTridiagonalize } from './complex-tridiagonal.ts';
import type { DenseTools } from './dense-tools.ts';
import { paramsOf } from './loops.ts';
import { applyScratchBytes, blockSize } from './reflections.ts';
import { emitScale, emitScaleBack } from './scale.ts';
import { writeTridiagonal } from './tridiagonal.ts';

/** Bytes that `writeEigh` works in: reflections, triangles that couple them, vectors, and what applying them takes. */
export const eighScratchBytes = (n: number, lanes: 1 | 2): number =>
  8 * (lanes * n * n + 2 * (n + 1)) +
  (lanes === 2
    ? complexBytes * complexTridiagonalVectors * n
    : 8 * (blockSize * (n + blockSize) + n) + applyScratchBytes(n, n));

/**
 * Writes tridiagonalize(n, s, d, e, v, work): S = Q T Qᵀ of a symmetric matrix of f64 by reflections of its lower triangle, T
 * tridiagonal with diagonals d and e; Q takes the place of S, v has room for a matrix.
 */
const writeTridiagonalize = (tools: DenseTools): Callee => {
  const { vectors: operations } = tools;
  const { make, accumulate } = tools.reflections();
  const body = tools.module.function({ params: new Array(6).fill('i32'), results: [] });
  const [n, s, d, e, v, t] = paramsOf(body);
  const code = new Code(body);
  const [i, k, end, count, w, scratch, length] = code.ints();
  const [tau, inner] = code.floats();
  const place = (row: Value, column: Value): (() => void) => code.place(s, n, row, column);
  const vector = (row: Value, column: Value): (() => void) => code.place(v, n, row, column);
  const triangles = code.i('mul', code.i('add', n, blockSize), blockSize);
  code.set(w, code.at(t, triangles));
  code.set(scratch, code.at(w, n));
  code.clear(v, code.i('mul', n, n));
  code.clear(t, triangles);
  code.set(count, code.i('sub', n, 1));
  code.for(k, 0, count, () => {
    code.set(end, code.i('add', k, 1));
    code.set(length, code.i('sub', n, end));
    const own = vector(k, end);
    code.for(i, end, n, () => code.store(vector(k, i), code.load(place(i, k))));
    code.set(tau, code.call(make, length, own));
    code.store(code.place(t, blockSize, k, code.i('and', k, blockSize - 1)), tau);
    code.store(code.at(e, k), code.load(own));
    code.store(own, 1);
    code.if(code.f('ne', tau, 0), () => {
      // H S H = S - v wᵀ - w vᵀ with w = x - (τ/2)(xᵀv) v and x = τ S v
      code.clear(w, length);
      code.for(i, 0, length, () => {
        const row = place(code.i('add', end, i), end);
        const at = code.at(w, i);
        const factor = code.load(code.at(own, i));
        const sum = code.call(operations.dot, code.i('add', i, 1), row, own);
        code.store(at, code.f('add', code.load(at), sum));
        code.call(operations.add, i, factor, row, w)();
      });
      code.set(inner, code.f('mul', code.f('mul', tau, tau), code.call(operations.dot, length, w, own)));
      code.for(i, 0, length, () => {
        const half = code.f('mul', code.f('mul', inner, 0.5), code.load(code.at(own, i)));
        code.store(code.at(w, i), code.f('sub', code.f('mul', tau, code.load(code.at(w, i))), half));
      });
      code.for(i, 0, length, () => {
        const row = place(code.i('add', end, i), end);
        const entries = code.i('add', i, 1);
        code.call(operations.add, entries, code.unary('neg', code.load(code.at(own, i))), w, row)();
        code.call(operations.add, entries, code.unary('neg', code.load(code.at(w, i))), own, row)();
      });
    });
  });
  code.for(i, 0, n, () => code.store(code.at(d, i), code.load(place(i, i))));

  code.call(accumulate, count, 1, n, n, v, t, s, scratch)();
  return body;
};

/**
 * Writes eigh(n, n, a, vectors, values, scratch) for a Hermitian matrix of f64, or of pairs of such, of which one triangle is read:
 * eigenvalues in ascending order, vectors as columns; NaN throughout where an entry is not finite or the steps do not converge.
 *
 * By Householder tridiagonalisation (Golub & Van Loan, Matrix Computations, 8.3.1), and implicit QL steps.
 */
export const writeEigh =
  (lower: boolean, lanes: 1 | 2) =>
  (tools: DenseTools): Callee => {
    const tridiagonalize = (lanes === 2 ? writeComplexTridiagonalize : writeTridiagonalize)(tools);
    const diagonalize = writeTridiagonal(tools, lanes);
    const body = tools.module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
    const [n, , s, q, values, v] = body.params;
    const code = new ComplexCode(body);
    const [i, j, lane, width, d, e, work, best] = code.ints();
    const [least, exponent] = code.floats();
    const place = (base: Value, row: Value, column: Value): (() => void) =>
      code.place(base, width, row, code.i('mul', column, lanes));
    /** Copies an element, or its conjugate. */
    const copy = (to: Value, from: Value, conjugated: boolean): void => {
      if (lanes === 1) code.store(to, code.load(from));
      else code.storeVector(to, conjugated ? code.conjugate(code.loadVector(from)) : code.loadVector(from));
    };
    const squared = code.i('mul', n, width);

    code.set(width, code.i('mul', n, lanes));
    code.set(d, code.at(v, squared));
    code.set(e, code.at(d, code.i('add', n, 1)));
    code.set(work, code.at(e, code.i('add', n, 1)));
    code.clear(d, code.i('mul', code.i('add', n, 1), 2));
    code.for(i, 0, n, () => {
      if (lanes === 2) code.store(code.i('add', place(s, i, i), 8), 0);
      code.for(j, 0, i, () => {
        const [below, above] = [place(s, i, j), place(s, j, i)];
        copy(lower ? above : below, lower ? below : above, true);
      });
    });
    emitScale(code, s, squared, exponent);
    code.call(tridiagonalize, n, s, d, e, v, work)();
    // rows are vectors from here on
    code.for(i, 0, n, () => code.for(j, 0, n, () => copy(place(v, j, i), place(s, i, j), false)));
    code.if(code.not(code.call(diagonalize, n, d, e, v)), () =>
      code.for(i, 0, n, () => code.store(code.at(d, i), Number.NaN)),
    );
    // the least one that is left, again and again; NaN stays in its place
    code.for(j, 0, n, () => {
      code.set(least, Number.POSITIVE_INFINITY);
      code.set(best, j);
      code.for(i, 0, n, () =>
        code.if(code.f('lt', code.load(code.at(d, i)), least), () => {
          code.set(least, code.load(code.at(d, i)));
          code.set(best, i);
        }),
      );
      code.store(code.at(values, j), code.load(code.at(d, best)));
      // as NaN as the value is
      const nothing = code.f('sub', code.load(code.at(values, j)), code.load(code.at(values, j)));
      code.for(i, 0, n, () =>
        code.for(lane, 0, lanes, () => {
          const [from, to] = [place(v, best, i), place(q, i, j)].map(at => code.at(at, lane)) as [Value, Value];
          code.store(to, code.f('add', code.load(from), nothing));
        }),
      );
      code.if(code.f('lt', least, Number.POSITIVE_INFINITY), () =>
        code.store(code.at(d, best), Number.POSITIVE_INFINITY),
      );
    });
    code.for(i, 0, n, () => emitScaleBack(code, code.at(values, i), exponent));
    return body;
  };
