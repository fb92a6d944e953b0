import type { Callee } from '../emit/function.ts';
import { Code, type Value } from './code.ts';
import { type DenseTools, gemmScratch, multiply, multiplyAdd, type Reflections } from './dense-tools.ts';
import { paramsOf } from './loops.ts';

/**
 * Householder reflections I - τ v vᵀ with v₀ = 1, and many of them at once, I - V T Vᵀ with upper triangular T (Schreiber and
 * Van Loan, 1989), which matrix products apply.
 */

/** Reflections that are applied at once. */
export const blockSize = 32;

/** Bytes that `apply` works in. */
export const applyScratchBytes = (rows: number, columns: number): number =>
  2 * 8 * blockSize * columns +
  Math.max(gemmScratch(blockSize, columns, rows), gemmScratch(rows, columns, blockSize), gemmScratch(32, columns, 32));

const writeHypot = ({ module }: DenseTools): Callee => {
  const body = module.function({ params: ['f64', 'f64'], results: ['f64'] });
  const [x, y] = body.params;
  const code = new Code(body);
  const [large, small] = code.floats();
  const squares = (a: Value, b: Value): (() => void) => code.f('add', code.f('mul', a, a), code.f('mul', b, b));
  code.set(large, code.f('max', code.unary('abs', x), code.unary('abs', y)));
  code.set(small, code.f('min', code.unary('abs', x), code.unary('abs', y)));
  code.int(code.and(code.f('gt', large, 1e-140), code.f('lt', large, 1e150)));
  body.if(
    () => code.float(code.unary('sqrt', squares(large, small))),
    () => {
      code.int(code.f('eq', large, 0));
      body.if(
        () => body.f64(0),
        () => {
          const ratio = code.f('div', small, large);
          code.float(code.f('mul', large, code.unary('sqrt', squares(1, ratio))));
        },
        'f64',
      );
    },
    'f64',
  );
  return body;
};

const writeNorm = ({ module, vectors }: DenseTools): Callee => {
  const body = module.function({ params: ['i32', 'i32'], results: ['f64'] });
  const [count, rest] = body.params;
  const code = new Code(body);
  const [i] = code.ints();
  const [tail, largest] = code.floats();
  const tailOf = (index: Value): (() => void) => code.at(rest, index);
  code.set(tail, code.call(vectors.dot, count, rest, rest));
  const isSafe = code.and(code.f('gt', tail, 1e-280), code.f('lt', tail, 1e300));
  code.if(
    isSafe,
    () => code.set(tail, code.unary('sqrt', tail)),
    () => {
      code.for(i, 0, count, () => code.set(largest, code.f('max', largest, code.unary('abs', code.load(tailOf(i))))));
      code.set(tail, 0);
      code.if(code.f('ne', largest, 0), () => {
        code.for(i, 0, count, () => {
          const ratio = code.f('div', code.load(tailOf(i)), largest);
          code.set(tail, code.f('add', tail, code.f('mul', ratio, ratio)));
        });
        code.set(tail, code.f('mul', largest, code.unary('sqrt', tail)));
      });
    },
  );
  code.float(tail);
  return body;
};

const writeMake = ({ module }: DenseTools, hypot: Callee, norm: Callee): Callee => {
  const body = module.function({ params: ['i32', 'i32'], results: ['f64'] });
  const [n, x] = body.params;
  const code = new Code(body);
  const [i, rest] = code.ints();
  const [alpha, beta, tail, tau] = code.floats();
  const tailOf = (index: Value): (() => void) => code.at(rest, index);
  const count = code.i('sub', n, 1);
  code.set(alpha, code.load(x));
  code.set(rest, code.i('add', x, 8));
  code.set(tail, code.call(norm, count, rest));
  code.if(code.f('ne', tail, 0), () => {
    code.set(beta, code.unary('neg', code.f('copysign', code.call(hypot, alpha, tail), alpha)));
    code.store(x, beta);
    code.for(i, 0, count, () => code.store(tailOf(i), code.f('div', code.load(tailOf(i)), code.f('sub', alpha, beta))));
    code.set(tau, code.f('div', code.f('sub', beta, alpha), beta));
  });
  code.float(tau);
  return body;
};

const writeCouple = ({ module, vectors }: DenseTools): Callee => {
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
  const [count, n, v, vRow, t] = body.params;
  const code = new Code(body);
  const [p, q, r] = code.ints();
  const [tau, sum] = code.floats();
  const place = (row: Value, column: Value): (() => void) => code.place(t, blockSize, row, column);
  const row = (index: Value): (() => void) => code.at(v, code.i('mul', index, vRow));
  // a column of products, then the column of T, from the top, since each element needs those below it
  code.for(p, 0, count, () => {
    code.set(tau, code.load(place(p, p)));
    code.for(q, 0, p, () => code.store(place(q, p), code.call(vectors.dot, n, row(q), row(p))));
    code.for(q, 0, p, () => {
      code.set(sum, 0);
      code.for(r, q, p, () =>
        code.set(sum, code.f('add', sum, code.f('mul', code.load(place(q, r)), code.load(place(r, p))))),
      );
      code.store(place(q, p), code.unary('neg', code.f('mul', tau, sum)));
    });
    code.store(place(p, p), code.unary('neg', tau));
  });
  return body;
};

const writeApply = ({ module, gemm }: DenseTools): Callee => {
  const body = module.function({ params: new Array(11).fill('i32'), results: [] });
  const [rows, columns, count, v, vRow, t, tRow, tColumn, c, cRow, scratch] = paramsOf(body);
  const code = new Code(body);
  const size = code.i('mul', code.i('mul', columns, count), 8);
  const [second, rest] = code.ints();
  code.set(second, code.i('add', scratch, size));
  code.set(rest, code.i('add', second, size));
  multiply(code, gemm, {
    c: { at: scratch, row: columns },
    a: { at: v, row: vRow, inner: 1 },
    b: { at: c, inner: cRow, column: 1 },
    rows: count,
    columns,
    inner: rows,
    scratch: rest,
  });
  multiply(code, gemm, {
    c: { at: second, row: columns },
    a: { at: t, row: tRow, inner: tColumn },
    b: { at: scratch, inner: columns, column: 1 },
    rows: count,
    columns,
    inner: count,
    scratch: rest,
  });
  multiplyAdd(code, gemm, {
    c: { at: c, row: cRow },
    a: { at: v, row: 1, inner: vRow },
    b: { at: second, inner: columns, column: 1 },
    rows,
    columns,
    inner: count,
    scratch: rest,
  });
  return body;
};

const writeAccumulate = ({ module }: DenseTools, couple: Callee, apply: Callee): Callee => {
  const body = module.function({ params: new Array(8).fill('i32'), results: [] });
  const [count, shift, rows, columns, v, t, c, scratch] = paramsOf(body);
  const code = new Code(body);
  const [i, first, next, block, height] = code.ints();
  code.clear(c, code.i('mul', rows, columns));
  code.for(i, 0, code.least(rows, columns), () => code.store(code.place(c, columns, i, i), 1));
  // last block first: what is left of a block is still that of the identity
  code.down(
    first,
    code.i('and', code.i('sub', count, 1), -blockSize),
    0,
    () => {
      code.set(block, code.least(code.i('sub', count, first), blockSize));
      code.set(next, code.i('add', first, shift));
      code.set(height, code.i('sub', rows, next));
      const vectors = code.place(v, rows, first, next);
      const triangle = code.place(t, blockSize, first, 0);
      const target = code.place(c, columns, next, next);
      const width = code.i('sub', columns, next);
      code.call(couple, block, height, vectors, rows, triangle)();
      code.call(apply, height, width, block, vectors, rows, triangle, blockSize, 1, target, columns, scratch)();
    },
    blockSize,
  );
  return body;
};

export const writeReflections = (tools: DenseTools): Reflections => {
  const [hypot, norm] = [writeHypot(tools), writeNorm(tools)];
  const [couple, apply] = [writeCouple(tools), writeApply(tools)];
  const accumulate = writeAccumulate(tools, couple, apply);
  return { hypot, norm, make: writeMake(tools, hypot, norm), couple, apply, accumulate };
};
