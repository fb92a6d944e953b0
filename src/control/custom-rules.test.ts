import { array, customJvp, customVjp, grad, hessian, jit, lax, type NDArray, numpy as np, vjp, vmap } from 'nabla';
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
  });
});
