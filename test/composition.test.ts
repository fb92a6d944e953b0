import fc from 'fast-check';
import {
  array,
  checkpoint,
  customJvp,
  customVjp,
  grad,
  hessian,
  jacfwd,
  jacrev,
  jit,
  jvp,
  lax,
  linearize,
  type NDArray,
  numpy as np,
  setBackend,
  vjp,
  vmap,
} from 'nabla';
import { beforeAll, describe, expect, it } from 'vitest';

// many small programs that run once: test/compiled holds the compiler to the interpreter
beforeAll(() => setBackend('reference'));

/**
 * All transformations compose with each other to any depth: wrappers that leave a function what it is are put around
 * each other at random, and value, gradient, Hessian and third derivatives must not change.
 */

type Scalar = (x: NDArray) => NDArray;

const wrappers: Readonly<Record<string, (f: Scalar) => Scalar>> = {
  jit: f => jit(f),
  checkpoint: f => checkpoint(f),
  vmap: f => x => vmap(f)(np.stack([x, x.mul(2)])).at(0),
  'vmap, inner axis': f => x => vmap(f, { inAxes: 1 })(np.stack([x, x], { axis: 1 })).at(1),
  jvp: f => x => jvp(f, [x], [x])[0],
  linearize: f => x => linearize(f, x)[0],
  vjp: f => x => vjp(f, [x])[0],
  customJvp: f => {
    const g = customJvp((x: NDArray) => f(x));
    g.defjvp(([x], [t]) => jvp(f, [x], [t]));
    return x => g(x);
  },
  customVjp: f => {
    const g = customVjp(
      (x: NDArray) => f(x),
      (x: NDArray) => [f(x), x],
      (x: NDArray, ct: NDArray) => [grad(f)(x).mul(ct)],
    );
    return x => g(x);
  },
  cond: f => x => lax.cond(x.sum().greater(-1e9), f, (v: NDArray) => v.sum(), x),
  switchCase: f => x => lax.switchCase(1, [(v: NDArray) => v.sum(), f], x),
  scan: f => x =>
    lax.scan(
      (c: NDArray, v: NDArray) => [f(v), c] as const,
      array(0, { dtype: 'float64' }),
      np.stack([x.mul(2), x]),
    )[0],
  map: f => x => lax.map(f, np.stack([x, x.mul(2)])).at(0),
  foriLoop: f => x =>
    lax.foriLoop(0, 2, (_, [, v]: [NDArray, NDArray]) => [f(v), v] as [NDArray, NDArray], [
      array(0, { dtype: 'float64' }),
      x,
    ])[0],
};

const base: Scalar = x =>
  np
    .sin(x)
    .mul(np.roll(x, 1))
    .sum()
    .add(np.exp(x.at(0).mul(x.at(1))));
const point = array([0.3, -0.5, 0.8], { dtype: 'float64' });

const derivatives: Readonly<Record<string, (f: Scalar) => NDArray>> = {
  value: f => f(point),
  grad: f => grad(f)(point),
  'jacfwd∘jacfwd': f => jacfwd(jacfwd(f))(point),
  hessian: f => hessian(f)(point),
  'jacrev∘jacfwd': f => jacrev(jacfwd(f))(point),
  'jacrev∘jacrev': f => jacrev(jacrev(f))(point),
  'jit of hessian': f => jit(hessian(f))(point),
  'vmap of hessian': f => vmap(hessian(f))(np.stack([point, point.neg()])).at(0),
};

const expected = Object.fromEntries(
  Object.entries(derivatives).map(([name, of]) => [name, [...of(base).toTypedArray()]]),
);

const expectUnchanged = (f: Scalar, what: string): void => {
  for (const [name, of] of Object.entries(derivatives)) {
    const seen = [...of(f).toTypedArray()];
    expect(seen.length).toBe(expected[name]!.length);
    seen.forEach((value, i) => expect(value, `${name} of ${what}`).toBeCloseTo(expected[name]![i]!, 9));
  }
};

describe('compositions', () => {
  const names = Object.keys(wrappers);
  it.each(names)('%s within every other', inner => {
    for (const outer of names) expectUnchanged(wrappers[outer]!(wrappers[inner]!(base)), `${outer} of ${inner}`);
  });

  it('to any depth', () => {
    const chains = fc.array(fc.constantFrom(...names), { minLength: 3, maxLength: 5 });
    fc.assert(
      fc.property(chains, chain => {
        expectUnchanged(
          chain.reduce((f, name) => wrappers[name]!(f), base),
          chain.join(', then '),
        );
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('hessians of hessians of wrapped functions', () => {
    const quartic: Scalar = x => x.pow(4).sum();
    for (const [name, wrap] of Object.entries(wrappers)) {
      const fourth = hessian(hessian(wrap(quartic)))(array([3, 1], { dtype: 'float64' }));
      expect(fourth.at(0, 0, 0, 0).item(), name).toBeCloseTo(24, 8);
      expect(fourth.sum().item(), name).toBeCloseTo(48, 8);
    }
  });
});
