import type { Callee } from '../emit/function.ts';
import type { Value } from './code.ts';
import { ComplexCode, complexBytes } from './complex-code.ts';
import type { DenseTools } from './dense-tools.ts';

/** Bytes that `writeComplexQr` works in: vectors of reflections, their τ, and a row of sums. */
export const complexQrScratchBytes = (m: number, n: number): number =>
  complexBytes * (Math.min(m, n) * (m + 1) + Math.max(m, n));

/** As `writeQr`, for matrices of pairs of f64, column by column; R has a real diagonal. */
export const writeComplexQr =
  (full: boolean) =>
  (tools: DenseTools): Callee => {
    const { make, reflect } = tools.complex();
    const body = tools.module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
    const [m, n, a, q, r, v] = body.params;
    const code = new ComplexCode(body);
    const [i, k, count, width, taus, sums] = code.ints();
    const at = (base: Value, columns: Value, row: Value, column: Value): (() => void) =>
      code.i('add', base, code.i('mul', code.i('add', code.i('mul', row, columns), column), complexBytes));
    const own = at(v, m, k, k);
    const tau = at(taus, 0, 0, k);
    const next = code.i('add', k, 1);
    const height = code.i('sub', m, k);

    code.set(count, code.least(m, n));
    code.set(width, full ? m : count);
    code.set(taus, at(v, m, count, 0));
    code.set(sums, at(taus, 0, 0, count));
    code.for(k, 0, count, () => {
      code.for(i, k, m, () => code.storeVector(at(v, m, k, i), code.loadVector(at(a, n, i, k))));
      code.storeVector(tau, code.call(make, height, own));
      code.storeVector(at(a, n, k, k), code.loadVector(own));
      code.storeVector(own, code.pair(1, 0));
      const right = code.i('sub', n, next);
      code.call(reflect, height, right, own, code.conjugate(code.loadVector(tau)), at(a, n, k, next), n, sums)();
    });
    // R, with zeros below the diagonal
    code.for(i, 0, width, () => {
      const kept = code.least(i, n);
      code.clear(at(r, n, i, 0), code.i('mul', kept, 2));
      code.for(k, kept, n, () => code.storeVector(at(r, n, i, k), code.loadVector(at(a, n, i, k))));
    });
    code.clear(q, code.i('mul', code.i('mul', m, width), 2));
    code.for(k, 0, width, () => code.store(at(q, width, k, k), 1));
    // what is left of a column is still that of the identity
    code.down(k, code.i('sub', count, 1), 0, () => {
      const right = code.i('sub', width, k);
      code.call(reflect, height, right, own, code.loadVector(tau), at(q, width, k, k), width, sums)();
    });
    return body;
  };
