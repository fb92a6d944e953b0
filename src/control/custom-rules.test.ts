import {
  array,
  customJvp,
  customVjp,
  grad,
  hessian,
  jacrev,
  jit,
  lax,
  linearTranspose,
  type NDArray,
  numpy as np,
  vjp,
  vmap,
} from 'nabla';
import { describe, expect, it } from 'vitest';

describe('arguments that are not differentiated', () => {
  it('reach the rules of customJvp first, as they are', () => {
    const power = customJvp((x: NDArray, n: number) => x.pow(n), { nondiffArgnums: 1 });
    power.defjvp((n, [x], [t]) => [power(x, n), t.mul(power(x, n - 1)).mul(n)]);
    expect(power(2, 3).item()).toBe(8);
    expect(grad(power)(2, 3).item()).toBe(12);
    expect(hessian(power)(2, 3).item()).toBe(12);
    expect(jit(hessian((x: NDArray) => power(x, 4)))(1).item()).toBe(12);

    const apply = customJvp((f: (x: NDArray) => NDArray, x: NDArray, y: NDArray) => f(x).mul(y), {
      nondiffArgnums: [0],
    });
    apply.defjvp((f, [x, y], [tx, ty]) => [apply(f, x, y), tx.add(ty).mul(10)]);
    expect(grad((x: NDArray, y: NDArray) => apply(np.sin, x, y), { argnums: [0, 1] })(1, 2).map(Number)).toEqual([
      10, 10,
    ]);
    expect(vmap((x: NDArray) => grad((x: NDArray) => apply(np.cos, x, x))(x))(np.ones(3)).tolist()).toEqual([
      20, 20, 20,
    ]);
  });

  it('have no cotangents in customVjp', () => {
    const clip = customVjp(
      (_lower: number, _upper: number, x: NDArray) => x,
      (_lower, _upper, x) => [x, null],
      (lower, upper, _, ct) => [np.clip(ct, lower, upper)],
      { nondiffArgnums: [0, 1] },
    );
    expect(grad((x: NDArray) => clip(-1, 1, x).mul(5))(2).item()).toBe(1);
    expect(grad((x: NDArray) => clip(-9, 9, x).mul(5))(2).item()).toBe(5);

    // the fixed point of a function, differentiated implicitly
    const fixedPoint = customVjp(
      (f: (a: NDArray, x: NDArray) => NDArray, a: NDArray) => lax.foriLoop(0, 60, (_, x) => f(a, x), np.onesLike(a)),
      (f, a) => {
        const x: NDArray = fixedPoint(f, a);
        return [x, { a, x }] as const;
      },
      (f, { a, x }, ct) => {
        const [, pullback] = vjp(f, [a, x]);
        const u = lax.foriLoop(0, 60, (_, u) => ct.add(pullback(u)[1]), ct);
        return [pullback(u)[0]];
      },
      { nondiffArgnums: 0 },
    );
    const babylonian = (a: NDArray, x: NDArray) => x.add(a.div(x)).div(2);
    const squareRoot = (a: NDArray) => fixedPoint(babylonian, a);
    expect(squareRoot(array(4, { dtype: 'float64' })).item()).toBe(2);
    expect(grad(squareRoot)(array(4, { dtype: 'float64' })).item()).toBeCloseTo(1 / 4, 12);
    expect(jit(hessian(squareRoot))(array(4, { dtype: 'float64' })).item()).toBeCloseTo(-1 / 32, 12);
  });

  it('refuses options that are none', () => {
    expect(() => customJvp((x: NDArray) => x, { nondiff: 0 } as never)).toThrow(/no option 'nondiff'/);
    expect(() => customJvp((x: NDArray) => x, ((p: unknown, t: unknown) => [p, t]) as never)).toThrow(
      /\.defjvp\(rule\)/,
    );
  });
});

describe('traced arrays that a function with rules closes over', () => {
  const scaled = (x: NDArray) => customJvp((y: NDArray) => y.mul(x)).defjvp(([y], [t]) => [y.mul(x), t.mul(x).mul(10)]);
  const rescaled = (x: NDArray, z: NDArray) =>
    customVjp(
      (y: NDArray) => y.mul(x),
      y => [y.mul(x), y],
      (_, ct) => [ct.mul(z).mul(10)],
    );

  it('reach the rules, also those of a program that is differentiated later', () => {
    expect(jit((x: NDArray) => grad((y: NDArray) => scaled(x)(y))(2))(3).item()).toBe(30);
    expect(vmap((x: NDArray) => grad((y: NDArray) => scaled(x)(y))(2))(array([1, 2])).tolist()).toEqual([10, 20]);
    const later = jit((x: NDArray, y: NDArray) => scaled(x)(y.mul(y)));
    expect(grad(later, { argnums: 1 })(3, 2).item()).toBe(120);
    expect(hessian(later, { argnums: 1 })(3, 2).item()).toBe(60);
    expect(grad((x: NDArray) => scaled(lax.stopGradient(x))(x))(3).item()).toBe(30);
    const summed = (s: NDArray) =>
      lax.scan((c: NDArray, e: NDArray) => [c.add(scaled(e)(s)), null] as const, np.zeros([]), array([1, 2, 3]))[0];
    expect(grad(summed)(1).item()).toBe(60);
  });

  it('reach forward and backward rules', () => {
    const later = jit((x: NDArray, z: NDArray, y: NDArray) => rescaled(x, z)(y.mul(y)));
    expect(later(3, 7, 2).item()).toBe(12);
    expect(grad(later, { argnums: 2 })(3, 7, 2).item()).toBe(280);
    expect(hessian(later, { argnums: 2 })(3, 7, 2).item()).toBe(140);
    const outer = vmap((x: NDArray, z: NDArray) =>
      vmap((y: NDArray) => grad((y: NDArray) => rescaled(x, z)(y))(y))(array([1, 2])),
    );
    expect(outer(array([1, 2]), array([4, 5])).tolist()).toEqual([
      [40, 40],
      [50, 50],
    ]);
  });

  it('reach a rule that calls its own function', () => {
    const squared = (x: NDArray) => {
      const f = customJvp((y: NDArray) => y.mul(y).mul(x));
      return f.defjvp(([y], [t]) => [f(y), t.mul(y).mul(x).mul(2)]);
    };
    expect(jit((x: NDArray) => hessian((y: NDArray) => squared(x)(y))(2))(5).item()).toBe(10);
    expect(hessian((x: NDArray) => squared(lax.stopGradient(x))(x))(3).item()).toBe(6);
  });

  it('are refused where they are differentiated, and where only a rule closes over them', () => {
    const message = (name: string): string =>
      `${name}(<lambda>) closes over a traced array (float32[]) that is differentiated, which its rules do not cover: pass it to the function as an argument instead`;
    expect(() => grad((x: NDArray) => scaled(x)(array(2)))(3)).toThrow(message('customJvp'));
    expect(() => grad((x: NDArray) => rescaled(x, array(1))(array(2)))(3)).toThrow(message('customVjp'));
    const ruleOnly = (x: NDArray) => customJvp((y: NDArray) => y).defjvp(([y], [t]) => [y, t.mul(x)]);
    expect(() => jit((x: NDArray) => grad((y: NDArray) => ruleOnly(x)(y))(2))(3)).toThrow(
      'the jvp rule of <lambda> closes over a traced array (float32[]): pass it to the function as an argument instead',
    );
  });
});

describe('a backward rule that is not linear in the cotangent', () => {
  const clipped = customVjp(
    (x: NDArray) => x,
    x => [x, null],
    (_, ct) => [np.clip(ct, -1, 1)],
  );
  const square = customVjp(
    (x: NDArray) => x.square(),
    x => [x.square(), x],
    (x, ct) => [clipped(x.mul(2)).mul(ct)],
  );

  it('is differentiated in reverse mode only, as the error of hessian says where another rule calls it', () => {
    expect(() => hessian(square)(3)).toThrow(/jacrev\(jacrev\(f\)\) instead of hessian\(f\)/);
    expect(jacrev(jacrev(square))(3).item()).toBe(2);
  });
});

describe('linearTranspose', () => {
  it.each([
    ['clip', (x: NDArray) => np.clip(x, -1, 1)],
    ['abs', (x: NDArray) => x.abs()],
    ['where', (x: NDArray) => np.where(x.greater(0), x, 0)],
    ['sort', (x: NDArray) => np.sort(x)],
  ])('refuses %s, which is linear in pieces only', (_, f) => {
    expect(() => linearTranspose(f, array([3, -2]))(array([5, 5]))).toThrow(/linearTranspose of .* linear/);
  });
});
