import { array, grad, type NDArray, numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';

/** Functions of which a formula says nothing at a point keep their derivatives beside it too. */

const derivatives = (f: (x: NDArray) => NDArray, x: NDArray): number[] =>
  [f, grad(f), grad(grad(f)), grad(grad(grad(f)))].map(g => g(x).item() as number);

describe('sinc near 0', () => {
  // of 40 digits
  it.each<[number, number[]]>([
    [1e-20, [1, -3.2898681336964529e-20, -3.2898681336964529, 1.9481818206800488e-19]],
    [1e-8, [0.99999999999999984, -3.2898681336964525e-8, -3.2898681336964519, 1.9481818206800485e-7]],
    [2 ** -10, [0.99999843126936654, -0.003212758825337777, -3.2898588440468271, 0.01902519177440881]],
    [-0.3125, [0.84692799250337194, 0.93234483034806308, -2.3918373279894513, -5.4152114145403111]],
    [0.328125, [0.83207160754519643, -0.96904796450125625, -2.3056395305085778, 5.6165421251785009]],
  ])('at %f', (x, wanted) => {
    const near = (digits: number) => (found: number, i: number) =>
      expect(Math.abs(found / wanted[i]! - 1)).toBeLessThan(digits);
    derivatives(np.sinc, array(x, { dtype: 'float64' })).forEach(near(1e-14));
    derivatives(np.sinc, array(x)).forEach(near(5e-6));
  });
});
