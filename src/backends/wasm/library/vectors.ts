import type { Callee, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { Code } from './code.ts';

/** Operations on vectors of f64 that lie side by side in memory: what the dense methods are made of. */

export type Vectors = {
  /** add(n, factor, x, y): y += factor · x */
  readonly add: Callee;
  /** dot(n, x, y) */
  readonly dot: Callee;
  /** rotate(n, c, s, x, y): x and y become c x + s y and c y - s x */
  readonly rotate: Callee;
  /** exchange(n, x, y) */
  readonly exchange: Callee;
};

const lanes = 2;

/** Runs `two` over pairs of elements and `one` over what is left; both find the distance in bytes from the first in `at`. */
const overElements = (code: Code, n: Local, at: Local, two: () => void, one: () => void): void => {
  const [end] = code.ints();
  const run = (step: number, inside: () => void): void =>
    code.while(code.i('lt_s', at, end), () => {
      inside();
      code.set(at, code.i('add', at, 8 * step));
    });
  code.set(at, 0);
  code.set(end, code.i('mul', code.i('and', n, -lanes), 8));
  run(lanes, two);
  code.set(end, code.i('mul', n, 8));
  run(1, one);
};

export const writeVectors = (module: ModuleBuilder): Vectors => {
  const make = (
    params: readonly ('i32' | 'f64')[],
    results: readonly 'f64'[],
    write: (code: Code, params: readonly Local[]) => void,
  ): Callee => {
    const body = module.function({ params, results });
    write(new Code(body), body.params);
    return body;
  };
  const splat = (code: Code, value: Local): Local => {
    const vector = code.body.local('v128');
    code.body.get(value);
    code.body.op('f64x2.splat');
    code.body.set(vector);
    return vector;
  };
  const load = (code: Code, base: Local, at: Local): void => {
    code.int(code.i('add', base, at));
    code.body.memory('v128.load');
  };
  return {
    add: make(['i32', 'f64', 'i32', 'i32'], [], (code, [n, factor, x, y]) => {
      const [at] = code.ints();
      const vector = splat(code, factor!);
      overElements(
        code,
        n!,
        at,
        () => {
          code.int(code.i('add', y!, at));
          load(code, y!, at);
          code.body.get(vector);
          load(code, x!, at);
          code.body.op('f64x2.mul', 'f64x2.add');
          code.body.memory('v128.store');
        },
        () => {
          const [to, from] = [code.i('add', y!, at), code.i('add', x!, at)];
          code.store(to, code.f('add', code.load(to), code.f('mul', factor!, code.load(from))));
        },
      );
    }),
    dot: make(['i32', 'i32', 'i32'], ['f64'], (code, [n, x, y]) => {
      const [at] = code.ints();
      const [sum] = code.floats();
      const vector = code.body.local('v128');
      overElements(
        code,
        n!,
        at,
        () => {
          code.body.get(vector);
          load(code, x!, at);
          load(code, y!, at);
          code.body.op('f64x2.mul', 'f64x2.add');
          code.body.set(vector);
        },
        () => {
          const [left, right] = [code.load(code.i('add', x!, at)), code.load(code.i('add', y!, at))];
          code.set(sum, code.f('add', sum, code.f('mul', left, right)));
        },
      );
      code.body.get(vector);
      code.body.lane('f64x2.extract_lane', 0);
      code.body.get(vector);
      code.body.lane('f64x2.extract_lane', 1);
      code.body.op('f64.add');
      code.body.get(sum);
      code.body.op('f64.add');
    }),
    rotate: make(['i32', 'f64', 'f64', 'i32', 'i32'], [], (code, [n, c, s, x, y]) => {
      const [at] = code.ints();
      const [u, v] = code.floats();
      const [cosine, sine] = [splat(code, c!), splat(code, s!)];
      const [left, right] = [code.body.local('v128'), code.body.local('v128')];
      /** first · x ± second · y */
      const combine = (to: Local, first: Local, x1: Local, second: Local, x2: Local, name: 'add' | 'sub'): void => {
        code.int(code.i('add', to, at));
        code.body.get(first);
        code.body.get(x1);
        code.body.op('f64x2.mul');
        code.body.get(second);
        code.body.get(x2);
        code.body.op('f64x2.mul', `f64x2.${name}`);
        code.body.memory('v128.store');
      };
      overElements(
        code,
        n!,
        at,
        () => {
          load(code, x!, at);
          code.body.set(left);
          load(code, y!, at);
          code.body.set(right);
          combine(x!, cosine, left, sine, right, 'add');
          combine(y!, cosine, right, sine, left, 'sub');
        },
        () => {
          const [atX, atY] = [code.i('add', x!, at), code.i('add', y!, at)];
          code.set(u, code.load(atX));
          code.set(v, code.load(atY));
          code.store(atX, code.f('add', code.f('mul', c!, u), code.f('mul', s!, v)));
          code.store(atY, code.f('sub', code.f('mul', c!, v), code.f('mul', s!, u)));
        },
      );
    }),
    exchange: make(['i32', 'i32', 'i32'], [], (code, [n, x, y]) => {
      const [at] = code.ints();
      const [held] = code.floats();
      code.for(
        at,
        0,
        code.i('mul', n!, 8),
        () => {
          const [atX, atY] = [code.i('add', x!, at), code.i('add', y!, at)];
          code.set(held, code.load(atX));
          code.store(atX, code.load(atY));
          code.store(atY, held);
        },
        8,
      );
    }),
  };
};
