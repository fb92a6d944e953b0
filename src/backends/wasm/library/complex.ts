import type { Callee, FunctionBuilder, Local } from '../emit/function.ts';
import type { ValueType } from '../emit/opcodes.ts';
import type { Value } from './code.ts';
import { ComplexCode, complexBytes } from './complex-code.ts';
import type { ComplexTools, DenseTools } from './dense-tools.ts';

/** Operations on vectors of complex numbers, and Householder reflections of such: see `reference/dense/householder.ts`. */

export const writeComplexTools = (tools: DenseTools): ComplexTools => {
  const { hypot, norm } = tools.reflections();
  const write = <const Params extends readonly ValueType[]>(
    params: Params,
    results: readonly ValueType[],
    inside: (code: ComplexCode, params: FunctionBuilder<Params>['params']) => void,
  ): Callee => {
    const body = tools.module.function({ params, results });
    inside(new ComplexCode(body), body.params);
    return body;
  };
  /** Walks through vectors that begin at two addresses, which move along. */
  const walk = (code: ComplexCode, n: Local, x: Local, y: Local, inside: () => void): void => {
    const [end] = code.ints();
    code.set(end, code.i('add', x, code.i('mul', n, complexBytes)));
    code.while(code.i('ne', x, end), () => {
      inside();
      code.set(x, code.i('add', x, complexBytes));
      code.set(y, code.i('add', y, complexBytes));
    });
  };

  const add = write(['i32', 'v128', 'i32', 'i32'], [], (code, [n, factor, x, y]) => {
    const [c, s, number] = code.vectors();
    code.setFactorOf(c, s, factor);
    walk(code, n, x, y, () => {
      code.setVector(number, code.loadVector(x));
      code.storeVector(y, code.lanes('add', code.loadVector(y), code.times(number, c, s)));
    });
  });
  const dot = write(['i32', 'i32', 'i32'], ['v128'], (code, [n, x, y]) => {
    const [c, s, number, sum] = code.vectors();
    walk(code, n, x, y, () => {
      code.setFactor(c, s, x);
      code.setVector(number, code.loadVector(y));
      code.setVector(sum, code.lanes('add', code.get(sum), code.times(number, c, s)));
    });
    code.get(sum)();
  });
  const divide = write(['v128', 'v128'], ['v128'], (code, [x, y]) => {
    const [a, b, c, d, ratio, divisor] = code.floats();
    [x, x, y, y].forEach((z, i) => code.set([a, b, c, d][i]!, code.part(code.get(z), i % 2 === 0 ? 0 : 1)));
    const mul = (p: Value, q: Value): Value => code.f('mul', p, q);
    const plus = (p: Value, q: Value): Value => code.f('add', p, q);
    const minus = (p: Value, q: Value): Value => code.f('sub', p, q);
    const over = (p: Value, q: Value): Value => code.f('div', p, q);
    code.int(code.f('ge', code.unary('abs', c), code.unary('abs', d)));
    code.body.if(
      () => {
        code.set(ratio, over(d, c));
        code.set(divisor, plus(c, mul(d, ratio)));
        code.pair(over(plus(a, mul(b, ratio)), divisor), over(minus(b, mul(a, ratio)), divisor))();
      },
      () => {
        code.set(ratio, over(c, d));
        code.set(divisor, plus(d, mul(c, ratio)));
        code.pair(over(plus(mul(a, ratio), b), divisor), over(minus(mul(b, ratio), a), divisor))();
      },
      'v128',
    );
  });
  const make = write(['i32', 'i32'], ['v128'], (code, [n, x]) => {
    const [end, at] = code.ints();
    const [re, im, tail, beta] = code.floats();
    const [tau, divisor] = code.vectors();
    code.set(re, code.load(x));
    code.set(im, code.load(code.i('add', x, 8)));
    code.set(tail, code.call(norm, code.i('sub', code.i('mul', n, 2), 2), code.i('add', x, complexBytes)));
    code.if(code.f('ne', code.f('add', tail, code.unary('abs', im)), 0), () => {
      const modulus = code.call(hypot, code.call(hypot, re, im), tail);
      code.set(beta, code.unary('neg', code.f('copysign', modulus, re)));
      code.setVector(divisor, code.pair(code.f('sub', re, beta), im));
      code.set(at, code.i('add', x, complexBytes));
      code.set(end, code.i('add', x, code.i('mul', n, complexBytes)));
      code.while(code.i('ne', at, end), () => {
        code.storeVector(at, code.call(divide, code.loadVector(at), divisor));
        code.set(at, code.i('add', at, complexBytes));
      });
      code.storeVector(x, code.pair(beta, 0));
      const imaginary = code.f('div', code.unary('neg', im), beta);
      code.setVector(tau, code.pair(code.f('div', code.f('sub', beta, re), beta), imaginary));
    });
    code.get(tau)();
  });
  const reflect = write(['i32', 'i32', 'i32', 'v128', 'i32', 'i32', 'i32'], [], (code, params) => {
    const [rows, columns, v, tau, c, cRow, sums] = params;
    const [i] = code.ints();
    const [cosine, sine, number] = code.vectors();
    const own = code.i('add', v, code.i('mul', i, complexBytes));
    const row = code.i('add', c, code.i('mul', code.i('mul', i, cRow), complexBytes));
    // zeros keep their signs where nothing is reflected
    const isZero = code.and(...([0, 1] as const).map(part => code.f('eq', code.part(code.get(tau), part), 0)));
    code.if(code.not(isZero), () => {
      code.clear(sums, code.i('mul', columns, 2));
      code.for(i, 0, rows, () => code.call(add, columns, code.conjugate(code.loadVector(own)), row, sums)());
      code.setFactorOf(cosine, sine, tau);
      code.for(i, 0, rows, () => {
        code.setVector(number, code.loadVector(own));
        code.call(add, columns, code.negative(code.times(number, cosine, sine)), sums, row)();
      });
    });
  });
  return { add, dot, divide, make, reflect };
};
