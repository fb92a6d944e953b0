import type { Callee, Local } from '../emit/function.ts';
import { Code, type Value } from './code.ts';
import type { DenseTools } from './dense-tools.ts';
import { applyScratchBytes, blockSize } from './reflections.ts';
import { emitScale, emitScaleBack } from './scale.ts';
import { writeTridiagonal } from './tridiagonal.ts';

/** Bytes that `writeEigh` works in: reflections, triangles that couple them, three vectors, and what applying them takes. */
export const eighScratchBytes = (n: number): number =>
  8 * (n * n + blockSize * (n + blockSize) + 3 * (n + 1)) + applyScratchBytes(n, n);

/**
 * Writes eigh(n, n, a, vectors, values, scratch) for a symmetric matrix of f64 of which one triangle is read: eigenvalues in
 * ascending order, vectors as columns; NaN throughout where an entry is not finite or the steps do not converge.
 *
 * By Householder tridiagonalisation, of the lower triangle (Golub & Van Loan, Matrix Computations, 8.3.1), and implicit QL steps.
 */
export const writeEigh =
  (lower: boolean) =>
  (tools: DenseTools): Callee => {
    const { module, vectors: operations } = tools;
    const { make, accumulate, hypot } = tools.reflections();
    const diagonalize = writeTridiagonal(module, operations, hypot);
    const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
    const [n, , s, q, values, v] = body.params as [Local, Local, Local, Local, Local, Local];
    const code = new Code(body);
    const [i, j, k, end, count, t, d, e, w, scratch, length, best] = code.ints();
    const [tau, inner, least, exponent] = code.floats();
    const place = (row: Value, column: Value): (() => void) => code.place(s, n, row, column);
    const vector = (row: Value, column: Value): (() => void) => code.place(v, n, row, column);
    const squared = code.i('mul', n, n);

    code.set(t, vector(n, 0));
    code.set(d, code.place(t, blockSize, code.i('add', n, blockSize), 0));
    code.set(e, code.at(d, code.i('add', n, 1)));
    code.set(w, code.at(e, code.i('add', n, 1)));
    code.set(scratch, code.at(w, code.i('add', n, 1)));
    code.clear(v, squared);
    code.clear(t, code.i('mul', code.i('add', n, blockSize), blockSize));
    code.clear(d, code.i('mul', code.i('add', n, 1), 3));
    if (!lower) {
      code.for(i, 0, n, () => code.for(j, 0, i, () => code.store(place(i, j), code.load(place(j, i)))));
    }
    code.for(i, 0, n, () => code.for(j, code.i('add', i, 1), n, () => code.store(place(i, j), code.load(place(j, i)))));
    emitScale(code, s, squared, exponent);

    // reflections, one by one
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

    // their product, in place of what is left of the matrix
    code.call(accumulate, count, 1, n, n, v, t, s, scratch)();
    // rows are vectors from here on
    code.for(i, 0, n, () => code.for(j, 0, n, () => code.store(code.place(v, n, j, i), code.load(place(i, j)))));
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
      code.for(i, 0, n, () => {
        const entry = code.load(code.place(v, n, best, i));
        // as NaN as the value is
        const nothing = code.f('sub', code.load(code.at(values, j)), code.load(code.at(values, j)));
        code.store(code.place(q, n, i, j), code.f('add', entry, nothing));
      });
      code.if(code.f('lt', least, Number.POSITIVE_INFINITY), () =>
        code.store(code.at(d, best), Number.POSITIVE_INFINITY),
      );
    });
    code.for(i, 0, n, () => emitScaleBack(code, code.at(values, i), exponent));
    return body;
  };
