import { array, grad, hessian, jacfwd, jacrev, jit, type NDArray, numpy as np } from 'nabla';
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

describe('hypot is smooth but at 0', () => {
  const f = (v: NDArray) => np.hypot(v.at(0), v.at(1));
  const hessians = [hessian(f), jacrev(jacfwd(f)), jacrev(jacrev(f)), jit(hessian(f))];

  // √(x² + y²) has the gradient (x, y) / r and the Hessian [[y², -xy], [-xy, x²]] / r³
  it.each<[number, number, 'float32' | 'float64']>([
    [3, 3, 'float32'],
    [-2, 2, 'float64'],
    [3, -4, 'float32'],
    [0, -2, 'float64'],
    [2 ** 70, 2 ** 69, 'float32'],
    [2 ** -70, 2 ** -70, 'float32'],
    [2 ** 600, -(2 ** 600), 'float64'],
    [2 ** -600, 2 ** -601, 'float64'],
  ])('(%f, %f) in %s', (x, y, dtype) => {
    const at = array([x, y], { dtype });
    const digits = dtype === 'float32' ? 6 : 14;
    const r = Math.hypot(x, y);
    const [a, b] = [x / r, y / r];
    const close = (found: NDArray, wanted: number[], scale: number): void =>
      wanted.forEach((value, i) => {
        expect((found.ravel().at(i).item() as number) * scale).toBeCloseTo(value, digits);
      });
    close(grad(f)(at), [a, b], 1);
    // products of two tangents are beyond the range of numbers where x and y are almost so
    const forward = Math.abs(Math.log2(r)) < 10 ? [jacfwd(jacfwd(f))] : [];
    for (const second of [...hessians, ...forward]) close(second(at), [b * b, -a * b, -a * b, a * a], r);
  });

  // of 20 digits
  it.each<[number, number, number[]]>([
    [1e-8, 3, [0.33333333333333333, -1.1111111111111111e-9, -1.1111111111111111e-9, 3.7037037037037038e-18]],
    [-700, 1e-8, [2.9154518950437319e-25, 2.0408163265306123e-14, 2.0408163265306123e-14, 0.0014285714285714286]],
  ])('(%f, %f) keeps the digits of what is small', (x, y, wanted) => {
    const at = array([x, y], { dtype: 'float64' });
    for (const second of hessians) {
      const found = second(at).ravel();
      wanted.forEach((value, i) => expect(+found.at(i) / value).toBeCloseTo(1, 14));
    }
  });
});

it('copysign of a plain number has the dtype of the array beside it for good', () => {
  const signed = np.copysign(2, array([0.1, -3], { dtype: 'float64' }));
  expect(np.add(signed, array([1, 2])).dtype).toBe('float64');
});
