import { SAFE_MINIMUM } from '../../../reference/dense/matrix.ts';
import type { Callee } from '../emit/function.ts';
import { Code, type Value } from './code.ts';
import type { DenseTools } from './dense-tools.ts';
import { emitRotation } from './rotation.ts';

const epsilon = Number.EPSILON;
const stepsPerEigenvalue = 30;

/**
 * Writes diagonalize(n, d, e, vectors) → whether the steps converged: the eigenvalues of the symmetric tridiagonal matrix with
 * diagonal d and off-diagonal e, in no order, in the place of d; the rows of `vectors`, of `lanes` numbers an element, are rotated along. d and e have room for
 * one number more.
 *
 * Implicit QL steps as in LAPACK's steqr: directions of sweeps, tests for negligible entries and 2 × 2 blocks are those of
 * `reference/dense/tridiagonal.ts`.
 */
export const writeTridiagonal = (tools: DenseTools, lanes: 1 | 2): Callee => {
  const { module, vectors } = tools;
  const { hypot } = tools.reflections();
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32'], results: ['i32'] });
  const [n, d, e, rows] = body.params;
  const code = new Code(body);
  const [start, end, from, to, i, j, upper, lower, reversed, budget, failed, width] = code.ints();
  const [held, c, s, p, g, f, b, r, q, a, x, y, root, first, second, leg] = code.floats();
  const next = (index: Value): (() => void) => code.i('add', index, 1);
  const atD = (index: Value): (() => void) => code.at(d, index);
  const atE = (index: Value): (() => void) => code.at(e, index);
  const loadD = (index: Value): (() => void) => code.load(atD(index));
  const loadE = (index: Value): (() => void) => code.load(atE(index));
  const row = (index: Value): (() => void) => code.place(rows, width, index, 0);
  const exchange = (at: (index: Value) => () => void): void => {
    code.set(held, code.load(at(i)));
    code.store(at(i), code.load(at(j)));
    code.store(at(j), held);
  };
  /** Exchanges what stands at i and j, from both ends towards the middle. */
  const reverse = (last: Value, inside: () => void): void => {
    code.set(i, start);
    code.set(j, last);
    code.while(code.i('lt_s', i, j), () => {
      inside();
      code.set(i, next(i));
      code.set(j, code.i('sub', j, 1));
    });
  };

  /** One step with Wilkinson's shift on the block from `from` to `to`. */
  const step = (): void => {
    const difference = code.f('sub', loadD(next(from)), loadD(from));
    code.set(x, code.f('div', difference, code.f('mul', 2, loadE(from))));
    code.set(root, code.call(hypot, x, 1));
    const denominator = code.f('add', x, code.choose(code.f('lt', x, 0), code.unary('neg', root), root));
    const shift = code.f('sub', loadD(from), code.f('div', loadE(from), denominator));
    code.set(g, code.f('sub', loadD(to), shift));
    code.set(s, 1);
    code.set(c, 1);
    code.set(p, 0);
    code.down(i, code.i('sub', to, 1), from, () => {
      code.set(f, code.f('mul', s, loadE(i)));
      code.set(b, code.f('mul', c, loadE(i)));
      emitRotation(code, hypot, g, f, { c, s, r });
      code.if(code.i('lt_s', i, code.i('sub', to, 1)), () => code.store(atE(next(i)), r));
      code.set(g, code.f('sub', loadD(next(i)), p));
      const product = code.f('mul', code.f('mul', 2, c), b);
      code.set(q, code.f('add', code.f('mul', code.f('sub', loadD(i), g), s), product));
      code.set(p, code.f('mul', s, q));
      code.store(atD(next(i)), code.f('add', g, p));
      code.set(g, code.f('sub', code.f('mul', c, q), b));
      code.call(vectors.rotate, width, c, code.unary('neg', s), row(i), row(next(i)))();
    });
    code.store(atD(from), code.f('sub', loadD(from), p));
    code.store(atE(from), g);
  };

  /** A block of two: the eigenvalue of larger modulus first, the other one from the determinant, and its vector (c, s). */
  const pair = (): void => {
    code.set(upper, from);
    code.set(lower, to);
    code.if(reversed, () => {
      code.set(upper, to);
      code.set(lower, from);
    });
    code.set(a, loadD(upper));
    code.set(b, loadE(from));
    code.set(f, loadD(lower));
    code.set(x, code.f('add', a, f));
    code.set(y, code.f('sub', a, f));
    code.set(root, code.call(hypot, y, code.f('mul', 2, b)));
    const larger = code.f('gt', code.unary('abs', a), code.unary('abs', f));
    code.set(p, code.choose(larger, a, f));
    code.set(q, code.choose(larger, f, a));
    const signed = code.choose(code.f('lt', x, 0), code.unary('neg', root), root);
    code.set(first, code.f('mul', code.f('add', x, signed), 0.5));
    const byDeterminant = code.f(
      'sub',
      code.f('mul', code.f('div', p, first), q),
      code.f('mul', code.f('div', b, first), b),
    );
    code.set(second, code.choose(code.f('eq', x, 0), code.f('mul', root, -0.5), byDeterminant));
    code.set(leg, code.f('add', y, code.choose(code.f('lt', y, 0), code.unary('neg', root), root)));
    code.if(
      code.f('gt', code.unary('abs', leg), code.unary('abs', code.f('mul', 2, b))),
      () => {
        code.set(g, code.f('div', code.f('mul', -2, b), leg));
        code.set(s, code.f('div', 1, code.call(hypot, 1, g)));
        code.set(c, code.f('mul', g, s));
      },
      () =>
        code.if(
          code.f('eq', b, 0),
          () => {
            code.set(c, 1);
            code.set(s, 0);
          },
          () => {
            code.set(g, code.f('div', code.unary('neg', leg), code.f('mul', 2, b)));
            code.set(c, code.f('div', 1, code.call(hypot, 1, g)));
            code.set(s, code.f('mul', g, c));
          },
        ),
    );
    code.if(code.i('eq', code.f('lt', x, 0), code.f('lt', y, 0)), () => {
      code.set(g, c);
      code.set(c, code.unary('neg', s));
      code.set(s, g);
    });
    code.call(vectors.rotate, width, c, s, row(upper), row(lower))();
    code.store(atD(upper), first);
    code.store(atD(lower), second);
    code.store(atE(from), 0);
  };

  const size = (index: Value): (() => void) => code.unary('abs', loadD(index));
  code.set(width, code.i('mul', n, lanes));
  code.set(budget, code.i('mul', n, stepsPerEigenvalue));
  code.while(code.and(code.i('lt_s', start, n), code.not(failed)), () => {
    code.set(end, start);
    const root2 = code.f('mul', code.unary('sqrt', size(end)), code.unary('sqrt', size(next(end))));
    const couples = code.f('gt', code.unary('abs', loadE(end)), code.f('mul', root2, epsilon));
    code.while(code.and(code.i('lt_s', end, code.i('sub', n, 1)), couples), () => code.set(end, next(end)));
    code.if(code.i('lt_s', end, code.i('sub', n, 1)), () => code.store(atE(end), 0));
    // steps find the eigenvalues at the other end of the block first
    code.set(reversed, code.f('lt', size(end), size(start)));
    code.if(reversed, () => {
      reverse(end, () => {
        exchange(atD);
        code.call(vectors.exchange, width, row(i), row(j))();
      });
      reverse(code.i('sub', end, 1), () => exchange(atE));
    });
    code.set(from, start);
    code.while(code.and(code.i('lt_s', from, end), code.not(failed)), () => {
      code.set(to, from);
      const bound = code.f('mul', epsilon * epsilon, size(to), size(next(to)));
      const isLarge = code.not(code.f('le', code.f('mul', loadE(to), loadE(to)), code.f('add', bound, SAFE_MINIMUM)));
      code.while(code.and(code.i('lt_s', to, end), isLarge), () => code.set(to, next(to)));
      code.if(code.i('lt_s', to, end), () => code.store(atE(to), 0));
      code.if(
        code.i('eq', to, from),
        () => code.set(from, next(from)),
        () =>
          code.if(
            code.i('eq', to, next(from)),
            () => {
              pair();
              code.set(from, code.i('add', from, 2));
            },
            () => {
              code.if(code.i('le_s', budget, 0), () => code.set(failed, 1), step);
              code.set(budget, code.i('sub', budget, 1));
            },
          ),
      );
    });
    code.set(start, next(end));
  });
  code.int(code.not(failed));
  return body;
};
