import { array, grad, lax, makeJaxpr, type NDArray, numpy as np, vmap } from 'nabla';
import { expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { compareExecutors } from './compare.ts';
import { hostSteps } from './host-steps.ts';

/** Sorts compiled to merge sorts, and by digits where lines are long: the interpreter's order to the bit, ties, NaN and signed zeros included. */

const check = (f: (...args: NDArray[]) => unknown, ...args: ConcreteArray[]): void => {
  const { jaxpr } = makeJaxpr(f)(...args);
  expect(hostSteps(jaxpr)).toEqual([]);
  expect(compareExecutors(jaxpr, args)).toEqual([]);
};

const specials = [
  3,
  Number.NaN,
  -0,
  0,
  Number.NEGATIVE_INFINITY,
  0,
  -0,
  2,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  -1,
  2,
];

/** Few different values, so that many are equal. */
const numbers = (
  shape: readonly number[],
  dtype: 'float32' | 'float64' | 'int32' | 'uint32' | 'bool',
): ConcreteArray => {
  const size = shape.reduce((x, y) => x * y, 1);
  const data = Array.from({ length: size }, (_, i) => Math.round(20 * Math.sin(1 + i * i * 0.37 + i)));
  const values = dtype === 'bool' || dtype === 'uint32' ? data.map(Math.abs) : data;
  return np.asarray(array(values).reshape([...shape]), { dtype }) as ConcreteArray;
};

it.each(['float32', 'float64', 'int32', 'uint32', 'bool'] as const)('of %s', dtype => {
  for (const shape of [[1], [2], [9], [100], [3, 40]]) {
    const x = numbers(shape, dtype);
    check(y => [lax.sort(y!), np.argsort(y!), lax.topK(y!, 1), lax.topK(y!, shape.at(-1)!)], x);
  }
  check(
    y => [lax.sort(y!, { dimension: 0 }), lax.topK(y!, 3, { axis: 0 }), np.argsort(y!, { axis: 1 })],
    numbers([7, 5, 2], dtype),
  );
});

it.each(['float32', 'float64', 'int32', 'uint32', 'bool'] as const)('of long lines of %s', dtype => {
  const wide = Array.from({ length: 900 }, (_, i) => {
    const noise = Math.sin(12.9898 * i) * 43758.5453;
    const value = (noise - Math.floor(noise) - 0.5) * (dtype.startsWith('float') ? 10 ** ((i % 40) - 20) : 2 ** 32);
    if (!dtype.startsWith('float')) return dtype === 'int32' ? Math.round(value) : Math.abs(Math.round(value));
    return i % 9 === 0 ? specials[(i / 9) % specials.length]! : value;
  });
  const few = numbers([900], dtype);
  for (const x of [few, np.asarray(array(wide, { dtype: 'float64' }), { dtype }) as ConcreteArray]) {
    check(
      (y, z) => {
        const tops = [900, 1, 2, 5, 31, 32, 33].map(k => lax.topK(y!, k));
        const top = tops[0]!;
        const both = lax.sort([z!, y!, np.flip(z!)], { numKeys: 2 });
        const sorted = lax.sort(y!);
        return [sorted, np.divide(1, sorted), np.argsort(y!), tops, np.divide(1, top[0]), both];
      },
      x,
      few,
    );
    check(y => [np.argsort(y!, { axis: 0 }), lax.sort(np.concatenate([y!, y!]))], x.reshape([300, 3]) as ConcreteArray);
  }
  check(y => np.argsort(y!), np.ones([500], { dtype }) as ConcreteArray);
});

it.each(['float32', 'float64'] as const)('of NaN, infinities and zeros in %s', dtype => {
  const x = array(specials, { dtype }) as ConcreteArray;
  for (let k = 1; k < 12; k++) check(y => [lax.topK(y!, k), np.divide(1, lax.topK(y!, k)[0])], x);
  check(y => {
    const top = lax.topK(y!, 12);
    // 1/x tells zeros apart
    return [lax.sort(y!), np.divide(1, lax.sort(y!)), np.argsort(y!), top, np.divide(1, top[0])];
  }, x);
});

it('of several arrays by several keys', () => {
  const [a, b, c] = [numbers([4, 30], 'int32'), numbers([30, 4], 'float64'), numbers([4, 30], 'float32')];
  for (const numKeys of [1, 2, 3]) check((x, y, z) => lax.sort([x!, y!.T, z!], { numKeys }), a, b, c);
});

it('and what is computed with them', () => {
  const x = numbers([3, 11], 'float64').add(np.arange(33).reshape([3, 11]).mul(0.01)) as ConcreteArray;
  check(grad((y: NDArray) => np.sum(np.median(y, { axis: 1 })).add(np.quantile(y, 0.3))) as never, x);
  check(y => vmap((row: NDArray) => np.sort(row).mul(row))(y!), x);
  // a sort in a loop is part of the loop
  check(y => lax.scan((c: NDArray, row: NDArray) => [np.sort(c.add(row)), null], y!.at(0), y!)[0], x);
});
