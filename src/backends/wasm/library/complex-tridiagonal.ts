import type { Callee, Local } from '../emit/function.ts';
import type { Value } from './code.ts';
import { ComplexCode, complexBytes } from './complex-code.ts';
import type { DenseTools } from './dense-tools.ts';
import { paramsOf } from './loops.ts';

/** Vectors that `writeComplexTridiagonalize` works in. */
export const complexTridiagonalVectors = 4;

/**
 * Writes tridiagonalize(n, s, d, e, v, work): S = Q T Qᴴ of a Hermitian matrix of pairs of f64, given as a whole, with a real
 * tridiagonal T, whose diagonals go to d and e; Q takes the place of S, v has room for a matrix.
 */
export const writeComplexTridiagonalize = (tools: DenseTools): Callee => {
  const { make, dot, add, reflect } = tools.complex();
  const body = tools.module.function({ params: new Array(6).fill('i32'), results: [] });
  const [n, s, d, e, v, taus] = paramsOf(body);
  const code = new ComplexCode(body);
  const [i, k, end, length, w, conjugateW, conjugateV] = code.ints();
  const [tau, cosine, sine, number] = code.vectors();
  const at = (base: Value, row: Value, column: Value): (() => void) =>
    code.i('add', base, code.i('mul', code.i('add', code.i('mul', row, n), column), complexBytes));
  const own = at(v, k, end);
  const diagonal = at(s, end, end);
  /** Sets `to` to the conjugates of a vector. */
  const conjugate = (from: Value, to: Local): void =>
    code.for(i, 0, length, () => code.storeVector(at(to, 0, i), code.conjugate(code.loadVector(at(from, 0, i)))));
  const begin = (): void => {
    code.set(end, code.i('add', k, 1));
    code.set(length, code.i('sub', n, end));
  };

  code.set(w, at(taus, 1, 0));
  code.set(conjugateW, at(w, 1, 0));
  code.set(conjugateV, at(conjugateW, 1, 0));
  code.for(k, 0, code.i('sub', n, 1), () => {
    begin();
    code.for(i, end, n, () => code.storeVector(at(v, k, i), code.loadVector(at(s, i, k))));
    code.setVector(tau, code.call(make, length, own));
    code.storeVector(at(taus, 0, k), code.get(tau));
    code.store(code.at(e, k), code.load(own));
    code.storeVector(own, code.pair(1, 0));
    // Hᴴ S H = S - v wᴴ - w vᴴ with w = x - (τ/2)(xᴴv) v and x = τ S v
    code.setFactorOf(cosine, sine, tau);
    code.for(i, 0, length, () => {
      code.setVector(number, code.call(dot, length, at(s, code.i('add', end, i), end), own));
      code.storeVector(at(w, 0, i), code.times(number, cosine, sine));
    });
    conjugate(w, conjugateW);
    code.setVector(number, code.call(dot, length, conjugateW, own));
    const factor = code.lanes('mul', code.times(number, cosine, sine), () => body.v128('f64', [-0.5, -0.5]));
    code.call(add, length, factor, own, w)();
    conjugate(w, conjugateW);
    conjugate(own, conjugateV);
    code.for(i, 0, length, () => {
      const row = at(s, code.i('add', end, i), end);
      code.call(add, length, code.negative(code.loadVector(at(own, 0, i))), conjugateW, row)();
      code.call(add, length, code.negative(code.loadVector(at(w, 0, i))), conjugateV, row)();
    });
  });
  code.for(i, 0, n, () => code.store(code.at(d, i), code.load(at(s, i, i))));
  code.clear(s, code.i('mul', code.i('mul', n, n), 2));
  code.for(i, 0, n, () => code.store(at(s, i, i), 1));
  code.down(k, code.i('sub', n, 2), 0, () => {
    begin();
    code.call(reflect, length, length, own, code.loadVector(at(taus, 0, k)), diagonal, n, w)();
  });
  return body;
};
