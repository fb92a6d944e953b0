import { array, grad, hessian, lax, makeJaxpr, type NDArray, numpy as np, vmap } from 'nabla';
import { describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { compareExecutors } from './compare.ts';
import { hostSteps } from './host-steps.ts';

/** Loops and choices compiled to loops and choices. */

const x = array([0.3, -0.5, 0.8, 0.1], { dtype: 'float64' }) as ConcreteArray;

type Scalar = (x: NDArray) => NDArray;

const programs: { readonly [name: string]: Scalar } = {
  'scan with a carry': y =>
    np.sum(lax.scan((c: NDArray, _: null) => [c.mul(0.9).add(np.sin(c)), null], y, null, { length: 7 })[0]),
  'scan over slices, with results': y => {
    const [c, ys] = lax.scan((c: NDArray, v: NDArray) => [c.mul(v).add(1), c.add(v)], np.sum(y), y);
    return c.add(np.sum(np.square(ys)));
  },
  'scan backwards': y => {
    const [c, ys] = lax.scan((c: NDArray, v: NDArray) => [c.mul(0.5).add(v), c.mul(v)], np.sum(y), y, {
      reverse: true,
    });
    return c.add(ys.at(0).mul(ys.at(2)));
  },
  'carries that change places': y => {
    const [[a, b]] = lax.scan(
      ([a, b]: [NDArray, NDArray], _: null) => [[b, a.mul(2)], null],
      [y, y.mul(y)] as [NDArray, NDArray],
      null,
      {
        length: 3,
      },
    );
    return np.sum(a).sub(np.sum(b));
  },
  'results that are inputs': y => {
    const [, ys] = lax.scan((c: NDArray, v: NDArray) => [c, [c, v] as [NDArray, NDArray]], y, y.reshape([2, 2]));
    return np.sum(ys[0]).mul(np.sum(ys[1]));
  },
  'no steps at all': y => np.sum(lax.scan((c: NDArray, _: null) => [c.mul(2), null], y, null, { length: 0 })[0]),
  'a loop in a loop': y =>
    np.sum(
      lax.scan(
        (c: NDArray, _: null) => [
          lax.scan((d: NDArray, __: null) => [np.tanh(d).add(c.mul(0.1)), null], c, null, { length: 3 })[0],
          null,
        ],
        y,
        null,
        { length: 4 },
      )[0],
    ),
  'products in a loop': y => {
    const a = y.reshape([2, 2]);
    return np.sum(lax.scan((c: NDArray, _: null) => [np.matmul(c, a).mul(0.5), null], a, null, { length: 5 })[0]);
  },
  'a choice in a loop': y =>
    np.sum(
      lax.scan(
        (c: NDArray, v: NDArray) => [
          lax.cond(
            v.greater(0),
            (d: NDArray) => d.mul(v).add(1),
            (d: NDArray) => np.sin(d),
            c,
          ),
          null,
        ],
        y.at(0),
        y,
      )[0],
    ),
  'one of several': y =>
    np.sum(lax.switchCase(np.argmax(y), [(v: NDArray) => v, (v: NDArray) => v.mul(v), (v: NDArray) => np.exp(v)], y)),
  'a counted loop': y => np.sum(lax.foriLoop(0, 6, (i: NDArray, c: NDArray) => c.add(np.sin(c.mul(i))), y)),
};

const forward: { readonly [name: string]: Scalar } = {
  'as long as something holds': y =>
    np.sum(
      lax.whileLoop(
        (c: NDArray) => np.sum(c).less(50),
        (c: NDArray) => c.mul(1.7).add(1),
        y,
      ),
    ),
  'with constants': y =>
    lax.whileLoop(
      ([i]: [NDArray, NDArray]) => i.less(np.sum(np.square(y)).mul(5)),
      ([i, c]: [NDArray, NDArray]) => [i.add(1), c.add(y.at(1))] as [NDArray, NDArray],
      [array(0, { dtype: 'float64' }), y.at(0)] as [NDArray, NDArray],
    )[1],
};

describe.each(Object.entries(programs))('%s', (_, f) => {
  const variants: readonly (readonly [string, Scalar])[] = [
    ['value', f],
    ['gradient', grad(f)],
    ['Hessian', hessian(f)],
    ['batch', y => vmap(f)(np.stack([y, y.mul(2)]))],
  ];
  it.each(variants)('%s', (__, g) => {
    const { jaxpr } = makeJaxpr(g)(x);
    expect(compareExecutors(jaxpr, [x])).toEqual([]);
    expect(hostSteps(jaxpr)).toEqual([]);
  });
});

it.each(Object.entries(forward))('while: %s', (_, f) => {
  const { jaxpr } = makeJaxpr(f)(x);
  expect(compareExecutors(jaxpr, [x])).toEqual([]);
  expect(hostSteps(jaxpr)).toEqual([]);
});
