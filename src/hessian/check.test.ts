import { array, checkHessian, customJvp, jit, lax, type NDArray, numpy as np, vmap } from 'nabla';
import { describe, expect, it } from 'vitest';

const rooted = (x: NDArray): NDArray => np.where(x.greater(0), np.sqrt(x), 0);

describe('checkHessian', () => {
  it('accepts right derivatives, of trees and several arguments', () => {
    const f = (p: { a: NDArray; b: NDArray }, y: NDArray): NDArray => np.sin(p.a.mul(p.b)).sum().mul(y.pow(3));
    const check = checkHessian(f, { a: array([0.3, 0.7]), b: array([1, 2]) }, array(0.5));
    expect(check.ok).toBe(true);
    expect(check.culprit).toBeUndefined();
    expect(check.message).toMatch(/agree with differences to/);
  });

  it('names the primitive and the line of a NaN', () => {
    const f = (x: NDArray): NDArray => np.where(x.greater(0), np.sqrt(x), 0).sum();
    const check = checkHessian(f, array([1, 0]));
    expect(check.ok).toBe(false);
    expect(check.culprit?.primitive).toBe('sqrt');
    expect(check.message).toMatch(/NaNs: first at sqrt \(.*check\.test\.ts:\d+:\d+\)/);
  });

  it.each<[string, (x: NDArray) => NDArray]>([
    ['jit', x => jit(rooted)(x).sum()],
    ['vmap', x => vmap(rooted)(x).sum()],
    ['scan', x => lax.scan((sum: NDArray, v: NDArray) => [sum.add(rooted(v)), v], np.sum(x).mul(0), x)[0]],
    [
      'cond',
      x =>
        lax.cond(
          np.sum(x).greater(0),
          y => rooted(y).sum(),
          y => y.sum(),
          x,
        ),
    ],
  ])('finds it inside of %s', (_, f) => {
    const check = checkHessian(f, array([1, 0]));
    expect(check.culprit?.primitive).toBe('sqrt');
    expect(check.message).toMatch(/NaNs: first at sqrt \(.*check\.test\.ts:\d+:\d+\)/);
  });

  it('names the rule that is wrong', () => {
    const wrong = customJvp((x: NDArray) => np.sin(x));
    wrong.defjvp(([x], [t]) => [np.sin(x), t.mul(np.cos(x)).mul(1.5)]);
    const check = checkHessian((x: NDArray) => wrong(x.mul(2)).sum(), array([0.3, 0.4]));
    expect(check.ok).toBe(false);
    expect(check.culprit?.primitive).toMatch(/custom_jvp/);
    expect(check.message).toMatch(/disagree/);
  });

  it('uses products where there are many variables', () => {
    expect(checkHessian((x: NDArray) => np.sin(x).pow(2).sum(), np.linspace(0, 1, 200)).ok).toBe(true);
  });

  it('needs something to differentiate', () => {
    expect(() => checkHessian((n: number) => np.ones(n).sum(), 'x' as never)).toThrow(TypeError);
  });
});
