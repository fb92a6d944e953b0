import { array, checkHessian, hessian, jacfwd, jacrev, lax, type NDArray, numpy as np, setBackend } from 'nabla';
import { beforeAll, describe, expect, it } from 'vitest';
import { normal } from './support.ts';

// many small programs that run once: test/compiled holds the compiler to the interpreter
beforeAll(() => setBackend('reference'));

/**
 * The second-order checks of lax_autodiff_test.py that the tables of samples (test/conformance) do not hold: special
 * points as they stand there, and operands of shapes that broadcast against each other.
 */

type Unary = (x: NDArray) => NDArray;

/** Name, function, special points, its second derivative there. */
const special: readonly (readonly [string, Unary, readonly number[], (x: number) => number])[] = [
  ['sinh', lax.sinh, [0], Math.sinh],
  ['cosh', lax.cosh, [0], Math.cosh],
  ['tan', lax.tan, [0], () => 0],
  ['asin', lax.asin, [0], () => 0],
  ['acos', lax.acos, [0], () => 0],
  ['tanh', lax.tanh, [0, 1000], () => 0],
  ['sin', lax.sin, [0, Math.PI, Math.PI / 2, Math.PI / 4], x => -Math.sin(x)],
  ['cos', lax.cos, [0, Math.PI, Math.PI / 2, Math.PI / 4], x => -Math.cos(x)],
  ['atan', lax.atan, [0, 1000], x => (-2 * x) / (1 + x * x) ** 2],
  ['erf', lax.erf, [0, 10], x => (-4 * x * Math.exp(-x * x)) / Math.sqrt(Math.PI)],
  ['erfc', lax.erfc, [0, 10], x => (4 * x * Math.exp(-x * x)) / Math.sqrt(Math.PI)],
];

const compositions = {
  'jacfwd∘jacfwd': (f: Unary) => jacfwd(jacfwd(f)),
  'jacfwd∘jacrev': (f: Unary) => hessian(f),
  'jacrev∘jacfwd': (f: Unary) => jacrev(jacfwd(f)),
  'jacrev∘jacrev': (f: Unary) => jacrev(jacrev(f)),
} as const;

describe('second derivatives at special points', () => {
  it.each(special)('%s', (_, f, points, second) => {
    for (const point of points) {
      for (const [name, of] of Object.entries(compositions)) {
        const seen = (of(f)(array(point, { dtype: 'float64' })) as NDArray).item();
        const expected = second(point);
        const error = Math.abs(seen - expected);
        expect(error, `${name} at ${point}: ${seen}, not ${expected}`).toBeLessThanOrEqual(
          1e-15 + 1e-13 * Math.abs(expected),
        );
      }
    }
  });
});

const binary: Readonly<Record<string, (x: NDArray, y: NDArray) => NDArray>> = {
  add: np.add,
  subtract: np.subtract,
  multiply: np.multiply,
  divide: (x, y) => np.divide(x, np.square(y).add(0.5)),
  power: (x, y) => np.power(np.square(x).add(0.5), y),
  arctan2: np.arctan2,
  hypot: np.hypot,
  logaddexp: np.logaddexp,
  maximum: np.maximum,
  minimum: np.minimum,
  remainder: (x, y) => np.remainder(x, np.square(y).add(2)),
};

/** The families of shapes there, all pairs of each. */
const families = [
  [[], [3, 4], [3, 1], [1, 4]],
  [
    [2, 3, 4],
    [2, 1, 4],
  ],
] as const;

describe('operands that broadcast, to second order in all modes and against differences', () => {
  const pairs = families.flatMap(shapes => shapes.flatMap(a => shapes.map(b => [a, b] as const)));
  it.each(Object.entries(binary))('%s', (_, f) => {
    for (const [a, b] of pairs) {
      const [x, y] = [normal(7, a), normal(8, b).add(0.05)];
      const weighed = (u: NDArray, v: NDArray) => {
        const out = f(u, v);
        return np
          .sin(out)
          .mul(np.cos(np.arange(out.size).reshape(out.shape)))
          .sum();
      };
      const { ok, message } = checkHessian(weighed, x, y);
      expect(ok, `shapes [${a}] and [${b}]: ${message}`).toBe(true);
    }
  });
});
