import { array, grad, hessian, jacfwd, jacrev, type NDArray, nn, numpy as np, special } from 'nabla';
import { describe, expect, it } from 'vitest';

/** Value, gradient and Hessian at 0, in float32: the table "Values at kinks and at zero". */

type Row = readonly [name: string, f: (x: NDArray) => NDArray, value: number, first: number, second: number];

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const ln2 = Math.LN2;
const zero = () => array(0);

const rows: readonly Row[] = [
  ['abs', x => np.abs(x), 0, 1, 0],
  ['sign', x => np.sign(x), 0, 0, 0],
  ['floor', x => np.floor(x), 0, 0, 0],
  ['round', x => np.round(x), 0, 0, 0],
  ['relu', x => nn.relu(x), 0, 0, 0],
  ['relu6', x => nn.relu6(x), 0, 0, 0],
  ['leaky_relu', x => nn.leakyRelu(x), 0, 1, 0],
  ['max(x, 0)', x => np.maximum(x, 0), 0, 0.5, 0],
  ['min(x, 0)', x => np.minimum(x, 0), 0, 0.5, 0],
  ['clip(x, 0, 1)', x => np.clip(x, 0, 1), 0, 0.5, 0],
  ['hypot(x, 0)', x => np.hypot(x, 0), 0, 0.5, 0],
  ['sqrt', x => np.sqrt(x), 0, inf, -inf],
  ['cbrt', x => np.cbrt(x), 0, inf, -inf],
  ['abs(x)²', x => np.abs(x).pow(2), 0, 0, 2],
  ['x**2', x => x.pow(2), 0, 0, 2],
  ['square', x => np.square(x), 0, 0, 2],
  ['x**1.5', x => x.pow(1.5), 0, 0, inf],
  ['x**1.0, a float exponent', x => x.pow(array(1)), 0, 1, nan],
  ['x**0.0, a float exponent', x => x.pow(array(0)), 1, nan, nan],
  ['norm([x, 0])', x => np.linalg.norm(array([x, 0])), 0, nan, nan],
  ['std([x, 0])', x => np.std(array([x, 0])), 0, nan, nan],
  ['xlogy(x, x)', x => special.xlogy(x, x), 0, nan, nan],
  ['atan2(x, x)', x => np.arctan2(x, x), 0, nan, nan],
  ['x log x', x => x.mul(np.log(x)), nan, nan, nan],
  ['softplus', x => nn.softplus(x), ln2, 0.5, 0.25],
  ['logaddexp(x, 0)', x => np.logaddexp(x, 0), ln2, 0.5, 0.25],
  ['sinc', x => np.sinc(x), 1, 0, -3.2898684],
  ['elu', x => nn.elu(x), 0, 1, 1],
  ['gelu (tanh)', x => nn.gelu(x), 0, 0.5, 0.7978846],
  ['silu', x => nn.silu(x), 0, 0.5, 0.5],
  ['logsumexp([x, 0])', x => special.logsumexp(array([x, 0])), ln2, 0.5, 0.25],
  ['log1p', x => np.log1p(x), 0, 1, -1],
  ['x mod 1', x => np.mod(x, 1), 0, 1, 0],
  ['0**x', x => np.power(0, x), 1, 0, 0],
  ['prod([x, 0, 2])', x => np.prod(array([x, 0, 2])), 0, 0, 0],
  ['max([x, -x])', x => np.max(array([x, x.neg()])), 0, 0, 0],
  [
    'sum(sort([x, 0])·[1, 2])',
    x =>
      np
        .sort(array([x, 0]))
        .mul(array([1, 2]))
        .sum(),
    0,
    1,
    0,
  ],
  ['sum(cumprod([x, 0, 2]))', x => np.cumprod(array([x, 0, 2])).sum(), 0, 1, 0],
  ['where inside and out', x => np.where(x.greater(0), np.sqrt(np.where(x.greater(0), x, 1)), 0), 0, 0, 0],
];

const expectClose = (what: string, seen: number, expected: number): void => {
  if (Number.isFinite(expected))
    expect(Math.abs(seen - expected), `${what}: ${seen}`).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(expected)));
  else expect(seen, what).toBe(expected);
};

const second = {
  hessian: (f: Row[1]) => hessian(f)(zero()),
  'jacfwd∘jacfwd': (f: Row[1]) => jacfwd(jacfwd(f))(zero()),
  'jacrev∘jacfwd': (f: Row[1]) => jacrev(jacfwd(f))(zero()),
  'jacrev∘jacrev': (f: Row[1]) => jacrev(jacrev(f))(zero()),
} as const;

describe('values at kinks and at zero', () => {
  it.each(rows)('%s', (_, f, value, firstDerivative, secondDerivative) => {
    expectClose('value', f(zero()).item(), value);
    expectClose('gradient', grad(f)(zero()).item(), firstDerivative);
    for (const [name, of] of Object.entries(second)) expectClose(name, (of(f) as NDArray).item(), secondDerivative);
  });

  it('where(x > 0, sqrt(x), 0): 0 in jacfwd∘jacfwd, nan in the others', () => {
    const f = (x: NDArray) => np.where(x.greater(0), np.sqrt(x), 0);
    expect(f(zero()).item()).toBe(0);
    expect(grad(f)(zero()).item()).toBeNaN();
    expect(hessian(f)(zero()).item()).toBeNaN();
    expect(jacfwd(jacfwd(f))(zero()).item()).toBe(0);
  });

  it('power over both arguments', () => {
    const at = (x: number, y: number) =>
      hessian((a: NDArray, b: NDArray) => np.power(a, b), { argnums: [0, 1] })(array(x), array(y)).map(row =>
        row.map(Number),
      );
    expect(at(0, 2)).toEqual([
      [2, 0],
      [0, 0],
    ]);
    expect(at(0, 0)).toEqual([
      [nan, nan],
      [nan, nan],
    ]);
    const expectMatrix = (seen: number[][], expected: number[][]) =>
      seen.forEach((row, i) => row.forEach((value, j) => expectClose(`[${i}][${j}]`, value, expected[i]![j]!)));
    expectMatrix(at(4, 0), [
      [0, 1 / 4],
      [1 / 4, Math.log(4) ** 2],
    ]);
    expectMatrix(at(23, 0), [
      [0, 1 / 23],
      [1 / 23, 9.831324],
    ]);
  });

  it('ties in max share evenly', () => {
    const f = (x: NDArray) => np.square(np.maximum(x, 0)).sum();
    const H = hessian(f)(array([-1, -0.5, 0, 0.5, 1]));
    expect(H.tolist()).toEqual(np.diag(array([0, 0, 0.5, 2, 2])).tolist());
  });

  it.each([0, 1])('x**%i with an integer exponent has second derivative 0 everywhere', n => {
    for (const x of [-2, 0, 3]) expect(hessian((v: NDArray) => v.pow(n))(array(x)).item()).toBe(0);
  });

  it('a JS number as exponent that is integer-valued is an integer exponent', () => {
    expect(hessian((x: NDArray) => x.pow(2.0))(0).item()).toBe(2);
  });
});
