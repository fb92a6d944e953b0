import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ConcreteArray, type NDArray, scalar } from '../array/ndarray.ts';
import { hessian } from '../hessian/index.ts';
import { add, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { gt, lt } from '../primitives/elementwise/comparison.ts';
import { exp } from '../primitives/elementwise/exponential.ts';
import { cos, sin } from '../primitives/elementwise/trigonometric.ts';
import { reduceSum } from '../primitives/shape/broadcast.ts';
import { grad } from '../transforms/grad.ts';
import { jacfwd, jacrev } from '../transforms/jacobian.ts';
import { makeJaxpr } from '../transforms/make-jaxpr.ts';
import { linearTranspose } from '../transforms/reverse.ts';
import { vmap } from '../transforms/vmap.ts';
import { checkpoint } from './checkpoint.ts';
import { cond, switchCase } from './cond.ts';
import { customJvp } from './custom-jvp.ts';
import { customVjp } from './custom-vjp.ts';
import { jit } from './jit.ts';
import { map } from './map.ts';
import { scan } from './scan.ts';
import { stopGradient } from './stop-gradient.ts';
import { foriLoop, whileLoop } from './while.ts';

const float64 = (values: readonly number[], shape: readonly number[] = [values.length]): NDArray =>
  new ConcreteArray(shape, 'float64', Float64Array.from(values));
const numbers = (x: NDArray): number[] => [...x.toTypedArray()];
const zero = scalar(0, 'float64');
const sumOf = (x: NDArray): NDArray => reduceSum(x, [0]);

const expectClose = (seen: readonly number[], expected: readonly number[]): void => {
  expect(seen.length).toBe(expected.length);
  seen.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 10));
};

type Scalar = (x: NDArray) => NDArray;

const element = (x: NDArray): NDArray => mul(sin(x), exp(mul(x, x)));
/** The function that all the wrappers below compute in their own way. */
const base: Scalar = x => sumOf(element(x));
const x0 = float64([0.3, -0.5, 0.8]);
const batch = float64([0.3, -0.5, 0.8, 1, 0.2, -0.3, -1, 0, 0.5], [3, 3]);

const customSin = customJvp((x: NDArray) => sin(x));
customSin.defjvp(([x], [t]) => [customSin(x), mul(t, cos(x))]);
const backwardSin = customVjp(
  (x: NDArray) => sin(x),
  (x: NDArray) => [backwardSin(x), x],
  (x: NDArray, ct: NDArray) => [mul(ct, cos(x))],
) as Scalar;

const wrapped: Record<string, Scalar> = {
  plain: base,
  jit: x => jit(base)(x),
  'jit of jit': x => jit((v: NDArray) => jit(base)(v))(x),
  checkpoint: x => checkpoint(base)(x),
  'checkpoint in scan': x =>
    scan((c: NDArray, e: NDArray) => [add(c, checkpoint(element)(e)), null] as const, zero, x)[0],
  'checkpoints and scans in turn': x => {
    const once = (f: Scalar) => (v: NDArray) =>
      scan((c: NDArray, _: null) => [mul(c, 2), f(c)] as const, v, null, { length: 1 })[1];
    return sumOf(sumOf(sumOf(checkpoint(once(checkpoint(once(element))))(x))));
  },
  customJvp: x => sumOf(mul(customSin(x), exp(mul(x, x)))),
  customVjp: x => sumOf(mul(backwardSin(x), exp(mul(x, x)))),
  'cond, a branch that closes over x': x =>
    cond(
      gt(sumOf(mul(x, x)), 0),
      () => base(x),
      () => neg(sumOf(x)),
    ),
  switchCase: x => switchCase(1, [(v: NDArray) => sumOf(v), base, (v: NDArray) => neg(base(v))], x),
  scan: x => scan((c: NDArray, e: NDArray) => [add(c, element(e)), e] as const, zero, x)[0],
  'scan in reverse, summed ys': x =>
    sumOf(scan((c: NDArray, e: NDArray) => [c, element(e)] as const, zero, x, { reverse: true })[1]),
  'scan that closes over x': x => {
    const s = sin(x);
    const square = exp(mul(x, x));
    const rows = float64([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]);
    const step = (c: NDArray, row: NDArray) =>
      [add(c, mul(sumOf(mul(row, s)), sumOf(mul(row, square)))), null] as const;
    return scan(step, zero, rows)[0];
  },
  map: x => sumOf(map(element, x)),
  'foriLoop with static bounds': x =>
    foriLoop(0, 2, (_, [c, v]: [NDArray, NDArray]) => [add(c, mul(base(v), 0.5)), v] as [NDArray, NDArray], [
      zero,
      x,
    ])[0],
  'vmap inside': x => sumOf(vmap(element)(x)),
};

describe('wrappers are transparent to all compositions', () => {
  const expected = numbers(hessian(base)(x0));
  const batched = numbers(vmap(hessian(base))(batch));
  it.each(Object.entries(wrapped))('%s', (_, f) => {
    expect(f(x0).item()).toBeCloseTo(base(x0).item(), 12);
    for (const H of [jacfwd(jacfwd(f)), jacfwd(jacrev(f)), jacrev(jacfwd(f)), jacrev(jacrev(f))]) {
      expectClose(numbers(H(x0)), expected);
    }
    expectClose(numbers(vmap(hessian(f))(batch)), batched);
    expectClose(numbers(jit(vmap(hessian(f)))(batch)), batched);
    const third = numbers(jacfwd(hessian(f))(x0));
    expectClose(third, numbers(jacfwd(hessian(base))(x0)));
  });
});

describe('jit', () => {
  it('traces once for equal shapes, dtypes and static values', () => {
    let traces = 0;
    const f = jit(
      (x: NDArray, n: number) => {
        traces++;
        return mul(x, n);
      },
      { staticArgnums: 1 },
    );
    expectClose(numbers(f(x0, 2)), [0.6, -1, 1.6]);
    f(x0, 2);
    expect(traces).toBe(1);
    f(x0, 3);
    f(float64([1, 2]), 2);
    expect(traces).toBe(3);
  });

  it('knows static lists and plain objects by what is in them', () => {
    let traces = 0;
    const f = jit(
      (x: NDArray, shape: number[], options: { scale: number; list?: unknown[] }) => {
        traces++;
        return mul(x.reshape(shape), options.scale);
      },
      { staticArgnums: [1, 2] },
    );
    const x = float64([1, 2, 3, 4]);
    for (let i = 0; i < 3; i++) expectClose(numbers(f(x, [2, 2], { scale: 2 })), [2, 4, 6, 8]);
    expect(traces).toBe(1);
    expect(f(x, [4, 1], { scale: 2 }).shape).toEqual([4, 1]);
    const options: { scale: number; list?: unknown[] } = { scale: 3 };
    expectClose(numbers(f(x, [2, 2], options)), [3, 6, 9, 12]);
    options.scale = 4;
    expectClose(numbers(f(x, [2, 2], options)), [4, 8, 12, 16]);
    expect(traces).toBe(4);
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    options.list = cyclic;
    f(x, [2, 2], options);
    f(x, [2, 2], options);
    expect(traces).toBe(5);
  });

  it('leaves static arguments to their defaults', () => {
    const f = jit((x: NDArray, n: number = 3) => mul(x, n), { staticArgnums: 1 });
    expect(f(2).item()).toBe(6);
    expect(f(2, 4).item()).toBe(8);
    const needsBoth: (...args: [NDArray]) => NDArray = jit((x: NDArray, n: number) => mul(x, n), {
      staticArgnums: 1,
    }) as never;
    expect(() => needsBoth(float64([1]))).toThrow(/got value 1 for len\(args\) == 1/);
  });

  it('lowers to a program and to a callable over typed arrays', () => {
    const lowered = jit((x: NDArray) => mul(x, 2)).lower(x0);
    expect(lowered.text()).toBe('{ lambda ; a:f64[3]. let b:f64[3] = mul a 2.0:f64[] in (b,) }');
    const compiled = lowered.compile();
    expect([...compiled([new Float64Array([1, 2, 3])])[0]!]).toEqual([2, 4, 6]);
    const out = new Float64Array(3);
    compiled([new Float64Array([1, 2, 4])], [out]);
    expect([...out]).toEqual([2, 4, 8]);
    // what comes from a frame is as good
    expect([...compiled([runInNewContext('Float64Array.of(1, 2, 5)')])[0]!]).toEqual([2, 4, 10]);
    expect(() => compiled([new Float32Array(3)])).toThrow(/input 0 needs a Float64Array of length 3/);
    expect(() => compiled([new Float64Array(3)], [new Float64Array(2)])).toThrow(
      /output 0 needs a Float64Array of length 3/,
    );
  });

  it('refuses arguments that are no arrays', () => {
    expect(() => jit((x: NDArray, mode: string) => (mode === 'a' ? x : neg(x)))(x0, 'a')).toThrow(
      /argument 1 of jit.*is not a valid array type/,
    );
  });
});

describe('cond', () => {
  it('selects element by element under vmap over the predicate', () => {
    const f = (x: NDArray) =>
      cond(
        gt(x, 0),
        (v: NDArray) => mul(v, v),
        (v: NDArray) => neg(v),
        x,
      );
    expectClose(numbers(vmap(f)(x0)), [0.09, 0.5, 0.64]);
    expectClose(numbers(vmap(grad(f))(x0)), [0.6, -1, 1.6]);
  });

  it('clamps the index of switchCase', () => {
    const f = (i: number) => switchCase(i, [(x: NDArray) => x, (x: NDArray) => neg(x)], scalar(1, 'float64')).item();
    expect([f(-5), f(0), f(1), f(9)]).toEqual([1, 1, -1, -1]);
  });

  it('refuses branches that differ, and predicates that are no scalars', () => {
    const call = (f: Scalar, g: (x: NDArray) => unknown) => () => cond(true, f, g as Scalar, x0);
    expect(call(sumOf, x => x)).toThrow(
      /same shapes and dtypes.*float64\[3\] and float64\[\]|float64\[\] and float64\[3\]/,
    );
    expect(call(sumOf, x => [x])).toThrow(/same structure/);
    expect(() => cond(x0, sumOf, sumOf, x0)).toThrow(/must be a scalar, got float64\[3\]/);
  });
});

describe('whileLoop', () => {
  const doubling: Scalar = x =>
    whileLoop(
      (c: NDArray) => lt(c, 100),
      (c: NDArray) => mul(c, c),
      x,
    );

  it('computes, and is differentiated forwards', () => {
    expect(doubling(scalar(3, 'float64')).item()).toBe(6561);
    expect(jacfwd(jacfwd(doubling))(scalar(3, 'float64')).item()).toBeCloseTo(56 * 3 ** 6, 6);
  });

  it('throws in reverse mode, saying what to do', () => {
    expect(() => grad(doubling)(3)).toThrow(/Reverse-mode differentiation of whileLoop is not defined.*lax.scan/);
  });

  it('runs each element of a batch for its own number of steps', () => {
    const xs = float64([2, 3, 11, 200]);
    expectClose(numbers(vmap(doubling)(xs)), [256, 6561, 121, 200]);
    expectClose(numbers(vmap(jacfwd(doubling))(xs)), [1024, 8 * 3 ** 7, 22, 1]);
  });

  it('keeps weakly typed initial values compatible with the body', () => {
    const f = (x: NDArray) =>
      whileLoop(
        (c: NDArray) => lt(c, 10),
        (c: NDArray) => add(c, x),
        0 as unknown as NDArray,
      );
    expect(f(scalar(4, 'float64')).dtype).toBe('float64');
  });

  it('refuses a carry that changes and a condition that is no scalar bool', () => {
    expect(() =>
      whileLoop(
        (c: NDArray) => lt(c, 1),
        () => x0,
        zero,
      ),
    ).toThrow(/float64\[\] and comes out as float64\[3\]/);
    expect(() =>
      whileLoop(
        (c: NDArray) => c,
        (c: NDArray) => c,
        zero,
      ),
    ).toThrow(/must return a scalar bool/);
  });
});

describe('foriLoop', () => {
  it('takes bounds that are known only at run time, forwards', () => {
    const power = (x: NDArray, n: NDArray) => foriLoop(0, n, (_, y: NDArray) => mul(y, x), scalar(1, 'float64'));
    expect(jit(power)(scalar(2, 'float64'), scalar(5, 'int32')).item()).toBe(32);
    expect(jacfwd(power)(scalar(2, 'float64'), scalar(5, 'int32')).item()).toBe(80);
  });

  it('passes the index and does nothing for an empty range', () => {
    const sum = (from: number, to: number) =>
      foriLoop(from, to, (i, c: NDArray) => add(c, i), scalar(0, 'int32')).item();
    expect([sum(0, 5), sum(3, 5), sum(5, 3)]).toEqual([10, 7, 0]);
  });
});

describe('scan', () => {
  it('keeps constants of the loop out of the stacked residuals', () => {
    const weights = float64(
      Array.from({ length: 100 }, (_, i) => i / 100),
      [10, 10],
    );
    const f = (w: NDArray) =>
      sumOf(reduceSum(scan((c: NDArray) => [sin(mul(c, w)), null] as const, weights, null, { length: 3 })[0], [0]));
    const { jaxpr } = makeJaxpr(grad(f))(weights);
    const outputs = jaxpr.equations.flatMap(equation => equation.outputs);
    // cos(c·w) and c differ from step to step, w does not
    expect(outputs.filter(({ aval }) => aval.shape.length === 3).length).toBe(2);
    expect(grad(f)(weights).shape).toEqual([10, 10]);
  });

  it('is transposed around a counter in the carry', () => {
    const f = (x: NDArray) => foriLoop(1, 4, (i, c: NDArray) => mul(c, i), x);
    expectClose(
      numbers(linearTranspose(f, x0)(x0)[0]),
      numbers(x0).map(value => 6 * value),
    );
    expect(() => linearTranspose((x: NDArray) => mul(x, x), x0)(x0)).toThrow(
      /a product of two linear values is not linear/,
    );
  });

  it('refuses lengths that differ, scalars, and a carry that changes', () => {
    const step = (c: NDArray, [a]: [NDArray, NDArray]) => [add(c, a), null] as const;
    expect(() => scan(step, zero, [x0, float64([1, 2])])).toThrow(/same first extent: expected 3/);
    expect(() => scan((c: NDArray, a: NDArray) => [add(c, a), null] as const, zero, zero)).toThrow(/is a scalar/);
    expect(() => scan((_: NDArray, a: NDArray) => [sub(x0, a), null] as const, zero, x0)).toThrow(
      /carry must keep its shape/,
    );
    expect(() => scan((c: NDArray) => [c, null] as const, zero, null)).toThrow(/options.length/);
    expect(() => scan(((c: NDArray) => c) as never, zero, x0)).toThrow(
      'must return a pair [carry, y], got an array, float64[]',
    );
  });
});

describe('rules of one’s own', () => {
  it('customVjp: a backward rule that is not linear works in reverse mode only', () => {
    const clipped = customVjp(
      (x: NDArray) => x,
      (x: NDArray) => [x, null],
      (_: null, ct: NDArray) => [mul(ct, ct)],
    );
    expect(grad((x: NDArray) => mul(clipped(x), 3))(2).item()).toBe(9);
    expect(() => jacfwd(clipped)(2)).toThrow(/must then be linear in the cotangent/);
  });

  it('customVjp: forward mode is the transpose of a linear backward rule', () => {
    const scaled = customVjp(
      (x: NDArray) => sin(x),
      (x: NDArray) => [sin(x), { x }],
      ({ x }: { x: NDArray }, ct: NDArray) => [mul(mul(ct, cos(x)), 10)],
    );
    expect(jacfwd(scaled)(0).item()).toBe(10);
    expect(jacfwd(jacfwd(scaled))(float64([Math.PI / 2], [])).item()).toBeCloseTo(-10, 10);
  });

  it('refuses rules whose results do not fit, and functions without a rule', () => {
    const wrong = customJvp((x: NDArray) => sin(x));
    expect(() => wrong(1)).toThrow(/no rule yet/);
    wrong.defjvp(([x], [t]) => [sin(x), sumOf(t)]);
    expect(() => grad((x: NDArray) => sumOf(wrong(x)))(x0)).toThrow(
      /tangentOut of the jvp rule.* must be float64\[3\], got float64\[\]/,
    );
    const badBackward = customVjp(
      (x: NDArray) => sin(x),
      (x: NDArray) => [sin(x), null],
      () => [],
    );
    expect(() => grad((x: NDArray) => badBackward(x))(1)).toThrow(
      /bwd of .* must return a list with a cotangent for each of the 1 arguments, got /,
    );
  });

  it('checkpoint hands static arguments on as they are', () => {
    const f = checkpoint((x: NDArray, name: string, n: number = 2) => (name === 'sin' ? sin(x) : mul(x, n)), {
      staticArgnums: [1, 2],
    });
    expect(grad(f)(0, 'sin').item()).toBe(1);
    expect(grad(f)(0, 'scale').item()).toBe(2);
    expect(hessian((x: NDArray) => mul(x, f(x, 'scale', 3)))(1).item()).toBe(6);
    expect(() => checkpoint(sin, { policy: null } as never)).toThrow(/no option 'policy'/);
  });

  it('stopGradient has derivative zero, in trees too', () => {
    const f = (x: NDArray) => mul(x, stopGradient({ inner: [x] }).inner[0]!);
    expect(grad(f)(3).item()).toBe(3);
    expect(hessian(f)(3).item()).toBe(0);
  });
});
