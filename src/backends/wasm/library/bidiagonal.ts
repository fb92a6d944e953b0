import { SAFE_MINIMUM } from '../../../reference/dense/matrix.ts';
import type { Callee, Local } from '../emit/function.ts';
import { Code, type Value } from './code.ts';
import type { DenseTools } from './dense-tools.ts';
import { emitRotation } from './rotation.ts';

const roundoff = Number.EPSILON / 2;
const tolerance = Math.min(100, roundoff ** (-1 / 8)) * roundoff;
const sweeps = 6;

/** Writes las2(f, g, h): the smaller singular value of [[f, g], [0, h]]. */
const writeSmaller = ({ module }: DenseTools): Callee => {
  const body = module.function({ params: ['f64', 'f64', 'f64'], results: ['f64'] });
  const [f, g, h] = body.params;
  const code = new Code(body);
  const [small, large, corner, sum, difference, ratio, result] = code.floats();
  const square = (x: Value): (() => void) => code.f('mul', x, x);
  const root = (x: () => void, y: Value): (() => void) => code.unary('sqrt', code.f('add', x, y));
  code.set(small, code.f('min', code.unary('abs', f), code.unary('abs', h)));
  code.set(large, code.f('max', code.unary('abs', f), code.unary('abs', h)));
  code.set(corner, code.unary('abs', g));
  code.if(code.f('ne', small, 0), () => {
    code.set(sum, code.f('add', 1, code.f('div', small, large)));
    code.set(difference, code.f('div', code.f('sub', large, small), large));
    code.if(
      code.f('lt', corner, large),
      () => {
        code.set(ratio, code.f('div', corner, large));
        code.set(ratio, square(ratio));
        const roots = code.f('add', root(square(sum), ratio), root(square(difference), ratio));
        code.set(result, code.f('div', code.f('mul', small, 2), roots));
      },
      () => {
        code.set(ratio, code.f('div', large, corner));
        code.if(
          code.f('eq', ratio, 0),
          () => code.set(result, code.f('div', code.f('mul', small, large), corner)),
          () => {
            const first = root(square(code.f('mul', sum, ratio)), 1);
            const second = root(square(code.f('mul', difference, ratio)), 1);
            const c = code.f('div', 1, code.f('add', first, second));
            code.set(result, code.f('mul', 2, code.f('mul', small, c), ratio));
          },
        );
      },
    );
  });
  code.float(result);
  return body;
};

/**
 * Writes diagonalize(n, d, e, left, leftWidth, right, rightWidth) → whether the sweeps converged: the singular values of the
 * upper bidiagonal matrix with diagonal d and off-diagonal e, in no order, in the place of d; rows of `left` and `right` are
 * rotated along, of which there are none where the widths are zero.
 *
 * Implicit QR steps as in LAPACK's bdsqr: directions of sweeps, shifts, tests for negligible entries and 2 × 2 blocks are those
 * of `reference/dense/bidiagonal.ts`.
 */
export const writeBidiagonal = (tools: DenseTools): Callee => {
  const { hypot } = tools.reflections();
  const smallerValue = writeSmaller(tools);
  const body = tools.module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: ['i32'] });
  const [n, d, e, left, leftWidth, right, rightWidth] = body.params;
  const code = new Code(body);
  const [i, j, p, from, to, step, between, top, bottom, oldTop, oldBottom, swapped, failed] = code.ints();
  const [before, beforeWidth, after, afterWidth] = code.ints();
  const [c, s, r, oldC, oldS, oldR, f, g, h, mu, smallest, largest, threshold, shift, budget] = code.floats();
  const [m, l, a, t, square, length] = code.floats();
  const plus = (x: Value, y: Value): (() => void) => code.i('add', x, y);
  const atD = (index: Value): (() => void) => code.at(d, index);
  const atE = (index: Value): (() => void) => code.at(e, index);
  const loadD = (index: Value): (() => void) => code.load(atD(index));
  const loadE = (index: Value): (() => void) => code.load(atE(index));
  const abs = (x: Value): (() => void) => code.unary('abs', x);
  const operation =
    (name: 'mul' | 'add' | 'sub' | 'div') =>
    (x: Value, y: Value): (() => void) =>
      code.f(name, x, y);
  const [mul, add, sub, div] = [operation('mul'), operation('add'), operation('sub'), operation('div')];
  const toFloat = (x: Value) => (): void => {
    code.int(x);
    body.op('f64.convert_i32_s');
  };
  const signOf = (x: Value): (() => void) => code.f('copysign', 1, x);
  const rotate = (rows: Local, width: Local, x: Value, y: Value, cosine: Local, sine: Local): void => {
    const row = (index: Value): (() => void) => code.place(rows, width, index, 0);
    code.call(tools.vectors.rotate, width, cosine, sine, row(x), row(y))();
  };
  const first = { c, s, r };
  const second = { c: oldC, s: oldS, r: oldR };
  /** The entry of e between p and its successor in a sweep, and the one before that. */
  const next = plus(p, step);
  const entry = plus(p, between);
  const entryBefore = plus(code.i('sub', p, step), between);
  /** Walks through the block; rotations (c, s) and (oldC, oldS) are applied at its places. */
  const sweep = (inside: () => void): void => {
    code.set(p, from);
    code.while(code.i('ne', p, to), () => {
      inside();
      rotate(before, beforeWidth, p, next, c, s);
      rotate(after, afterWidth, p, next, oldC, oldS);
      code.set(p, next);
    });
  };
  const unlessFirst = (value: Value): void => code.if(code.i('ne', p, from), () => code.store(atE(entryBefore), value));

  const zeroShift = (): void => {
    code.set(h, 1);
    code.set(oldC, 1);
    code.set(oldS, 0);
    sweep(() => {
      code.set(f, mul(loadD(p), h));
      code.set(g, loadE(entry));
      emitRotation(code, hypot, f, g, first);
      unlessFirst(mul(oldS, r));
      code.set(f, mul(oldC, r));
      code.set(g, mul(loadD(next), s));
      emitRotation(code, hypot, f, g, second);
      code.store(atD(p), oldR);
      code.set(h, c);
    });
    code.set(f, mul(loadD(to), h));
    code.store(atD(to), mul(f, oldC));
    code.store(atE(entryBefore), mul(f, oldS));
  };

  const shifted = (): void => {
    const start = loadD(from);
    code.set(f, mul(sub(abs(start), shift), add(signOf(start), div(shift, start))));
    code.set(g, loadE(plus(from, between)));
    sweep(() => {
      emitRotation(code, hypot, f, g, first);
      unlessFirst(r);
      code.set(f, add(mul(c, loadD(p)), mul(s, loadE(entry))));
      code.store(atE(entry), sub(mul(c, loadE(entry)), mul(s, loadD(p))));
      code.set(g, mul(s, loadD(next)));
      code.store(atD(next), mul(loadD(next), c));
      emitRotation(code, hypot, f, g, second);
      code.store(atD(p), oldR);
      code.set(f, add(mul(oldC, loadE(entry)), mul(oldS, loadD(next))));
      code.store(atD(next), sub(mul(oldC, loadD(next)), mul(oldS, loadE(entry))));
      code.if(code.i('ne', next, to), () => {
        const following = atE(plus(next, between));
        code.set(g, mul(oldS, code.load(following)));
        code.store(following, mul(code.load(following), oldC));
      });
    });
    code.store(atE(entryBefore), f);
  };

  /** The next value of mu, whose least one is a lower estimate of the least singular value. */
  const advance = (diagonal: Value, corner: Value): void => {
    code.set(mu, mul(abs(loadD(diagonal)), div(mu, add(mu, abs(loadE(corner))))));
    code.set(smallest, code.f('min', smallest, mu));
  };

  /** Sets a negligible entry of the block to zero, and `smallest` to -1; or `smallest` to a lower estimate. */
  const deflate = (): void => {
    const last = plus(code.i('sub', to, step), between);
    code.set(mu, abs(loadD(from)));
    code.set(smallest, mu);
    const drop = (index: Value): void => {
      code.store(atE(index), 0);
      code.set(smallest, -1);
    };
    code.if(
      code.f('le', abs(loadE(last)), mul(tolerance, abs(loadD(to)))),
      () => drop(last),
      () => {
        code.set(p, from);
        code.while(code.and(code.i('ne', p, to), code.f('ge', smallest, 0)), () => {
          code.if(
            code.f('le', abs(loadE(entry)), mul(tolerance, mu)),
            () => drop(entry),
            () => advance(next, entry),
          );
          code.set(p, next);
        });
      },
    );
  };

  const setShift = (): void => {
    code.set(shift, 0);
    const ratio = mul(mul(toFloat(n), tolerance), div(smallest, largest));
    code.if(code.f('gt', ratio, Math.max(roundoff, 0.01 * tolerance)), () => {
      code.set(i, code.least(to, code.i('sub', to, step)));
      code.set(shift, code.call(smallerValue, loadD(i), loadE(i), loadD(plus(i, 1))));
      code.set(f, div(shift, abs(loadD(from))));
      const vanishes = code.and(code.f('gt', abs(loadD(from)), 0), code.f('lt', mul(f, f), roundoff));
      code.if(vanishes, () => code.set(shift, 0));
    });
  };

  /** A block of two: larger and smaller singular value with signs, (c, s) on the left and (oldC, oldS) on the right. */
  const pair = (): void => {
    const [upper, corner, lower] = [loadD(top), loadE(top), loadD(bottom)];
    code.set(swapped, code.f('gt', abs(lower), abs(upper)));
    code.set(f, code.choose(swapped, lower, upper));
    code.set(g, corner);
    code.set(h, code.choose(swapped, upper, lower));
    code.set(c, 1);
    code.set(s, 0);
    code.set(oldC, 1);
    code.set(oldS, 0);
    code.set(largest, abs(f));
    code.set(smallest, abs(h));
    code.if(code.f('ne', g, 0), () =>
      code.if(
        code.f('lt', div(abs(f), abs(g)), roundoff),
        () => {
          const large = div(abs(f), div(abs(g), abs(h)));
          code.set(smallest, code.choose(code.f('gt', abs(h), 1), large, mul(div(abs(f), abs(g)), abs(h))));
          code.set(largest, abs(g));
          code.set(s, div(h, g));
          code.set(oldC, div(f, g));
          code.set(oldS, 1);
        },
        () => {
          const gap = sub(abs(f), abs(h));
          code.set(l, div(gap, abs(f)));
          code.set(m, div(g, f));
          code.set(square, mul(m, m));
          code.set(t, sub(2, l));
          code.set(mu, code.unary('sqrt', add(mul(t, t), square)));
          code.set(r, code.choose(code.f('eq', l, 0), abs(m), code.unary('sqrt', add(mul(l, l), square))));
          code.set(a, mul(add(mu, r), 0.5));
          const vanishing = code.choose(
            code.f('eq', l, 0),
            mul(code.f('copysign', 2, f), signOf(g)),
            add(div(g, code.f('copysign', gap, f)), div(m, t)),
          );
          const tangent = mul(add(div(m, add(mu, t)), div(m, add(r, l))), add(1, a));
          code.set(t, code.choose(code.f('eq', square, 0), vanishing, tangent));
          code.set(length, code.unary('sqrt', add(mul(t, t), 4)));
          code.set(oldC, div(2, length));
          code.set(oldS, div(t, length));
          code.set(largest, mul(largest, a));
          code.set(smallest, div(smallest, a));
          code.set(c, div(add(oldC, mul(oldS, m)), a));
          code.set(s, div(mul(div(h, f), oldS), a));
        },
      ),
    );
    code.if(swapped, () => {
      code.set(f, c);
      code.set(c, oldS);
      code.set(oldS, f);
      code.set(f, s);
      code.set(s, oldC);
      code.set(oldC, f);
    });
    // the sign of the larger value follows from the largest of the entries
    code.set(i, code.f('gt', abs(g), code.f('max', abs(upper), abs(lower))));
    const onTheRight = code.choose(code.i('add', i, swapped), oldS, oldC);
    const onTheLeft = code.choose(code.i('gt_s', swapped, i), s, c);
    const entryOf = code.choose(i, g, code.choose(swapped, lower, upper));
    code.set(f, code.f('mul', signOf(onTheRight), signOf(onTheLeft), signOf(entryOf)));
    code.set(smallest, code.f('copysign', smallest, code.f('mul', f, signOf(upper), signOf(lower))));
    code.store(atD(top), code.f('copysign', largest, f));
    code.store(atD(bottom), smallest);
    code.store(atE(top), 0);
    rotate(right, rightWidth, top, bottom, oldC, oldS);
    rotate(left, leftWidth, top, bottom, c, s);
  };

  const down = (local: Local, x: Value): void => code.set(local, code.i('sub', local, x));
  const block = (): void => {
    // in the same direction as long as it is part of the same block; else from the larger end to the smaller
    const isOther = code.not(code.and(code.i('le_s', top, oldBottom), code.i('ge_s', bottom, oldTop)));
    code.if(isOther, () => code.set(between, code.i('sub', code.f('ge', abs(loadD(top)), abs(loadD(bottom))), 1)));
    code.set(step, plus(plus(between, between), 1));
    const assign = (...values: readonly [Local, Local, Local, Local, Local, Local]): void =>
      [from, to, before, beforeWidth, after, afterWidth].forEach((local, k) => code.set(local, values[k]!));
    code.if(
      between,
      () => assign(bottom, top, left, leftWidth, right, rightWidth),
      () => assign(top, bottom, right, rightWidth, left, leftWidth),
    );
    deflate();
    code.if(code.f('ge', smallest, 0), () => {
      code.set(oldTop, top);
      code.set(oldBottom, bottom);
      code.if(
        code.f('le', budget, 0),
        () => code.set(failed, 1),
        () => {
          code.set(budget, sub(budget, toFloat(code.i('sub', bottom, top))));
          setShift();
          code.if(code.f('eq', shift, 0), zeroShift, shifted);
          code.set(p, code.i('sub', to, step));
          code.if(code.f('le', abs(loadE(entry)), threshold), () => code.store(atE(entry), 0));
        },
      );
    });
  };

  code.set(mu, abs(loadD(0)));
  code.set(smallest, mu);
  code.for(i, 1, n, () => code.if(code.f('gt', smallest, 0), () => advance(i, code.i('sub', i, 1))));
  code.set(threshold, div(mul(tolerance, smallest), code.unary('sqrt', toFloat(n))));
  code.set(budget, code.f('mul', sweeps, toFloat(n), toFloat(n)));
  code.set(threshold, code.f('max', threshold, mul(budget, SAFE_MINIMUM)));
  code.set(oldTop, -1);
  code.set(oldBottom, -1);
  code.set(bottom, code.i('sub', n, 1));
  code.while(code.and(code.i('gt_s', bottom, 0), code.not(failed)), () => {
    // the block from top to bottom has no zero between
    code.set(top, bottom);
    code.set(largest, abs(loadD(bottom)));
    const above = code.i('sub', top, 1);
    const couples = code.f('gt', abs(loadE(above)), threshold);
    code.while(code.and(code.i('gt_s', top, 0), couples), () => {
      down(top, 1);
      code.set(largest, code.f('max', largest, abs(loadD(top)), abs(loadE(top))));
    });
    code.if(code.i('gt_s', top, 0), () => code.store(atE(above), 0));
    code.if(
      code.i('eq', top, bottom),
      () => down(bottom, 1),
      () =>
        code.if(
          code.i('eq', top, code.i('sub', bottom, 1)),
          () => {
            pair();
            down(bottom, 2);
          },
          block,
        ),
    );
  });
  // a single vector gets its sign on the left, as with LAPACK
  code.set(before, right);
  code.set(beforeWidth, rightWidth);
  code.if(code.i('eq', n, 1), () => {
    code.set(before, left);
    code.set(beforeWidth, leftWidth);
  });
  code.for(i, 0, n, () =>
    code.if(code.f('lt', loadD(i), 0), () => {
      code.store(atD(i), abs(loadD(i)));
      code.for(j, 0, beforeWidth, () => {
        const at = code.place(before, beforeWidth, i, j);
        code.store(at, code.unary('neg', code.load(at)));
      });
    }),
  );
  code.int(code.not(failed));
  return body;
};
