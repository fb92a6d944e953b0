import { array, grad, hessian, jit, jvp, type NDArray, numpy as np, setBackend, vmap } from 'nabla';
import { beforeAll, describe, expect, it } from 'vitest';
import { generate, type Program, print, randomFrom, run, split } from './generate.ts';

/** 1,000 random programs: grad, jvp, hessian and vmap against finite differences and loops, in float64. */

const count = 1000;
const perTest = 50;
const n = 9;

const numbers = (x: NDArray): number[] => [...x.toTypedArray()];
const float64 = { dtype: 'float64' } as const;

const pointFrom = (seed: number): number[] => {
  const random = randomFrom(seed);
  return Array.from({ length: n }, () => (random.integer(2000) - 1000) / 700);
};

const largestDifference = (a: readonly number[], b: readonly number[]): number => {
  const scale = Math.max(1, ...b.map(Math.abs));
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!) / scale));
};

/** How many comparisons with finite differences were sharp, and how many there were. */
const sharpness = { sharp: 0, all: 0 };

/**
 * Compares with central differences. Two step sizes tell how far these can be trusted: near a kink, or where a function
 * oscillates faster than the step, they disagree with each other, and the comparison is as blunt as they are.
 */
const expectDerivative = (
  what: string,
  program: Program,
  seen: readonly number[],
  difference: (step: number) => readonly number[],
): void => {
  const [coarse, fine] = [difference(1e-5), difference(2e-6)];
  const error = Math.min(largestDifference(seen, coarse), largestDifference(seen, fine));
  const doubt = largestDifference(coarse, fine);
  sharpness.all++;
  if (doubt < 2e-5) sharpness.sharp++;
  expect(error, `${what} of ${print(program)}`).toBeLessThan(Math.max(2e-5, 10 * doubt));
};

const check = (seed: number): void => {
  const point = pointFrom(seed);
  const x = array(point, float64);
  const program = generate(randomFrom(seed), split(x));
  const f = (flat: NDArray): NDArray => run(program, split(flat));
  const gradient = grad(f);
  // traced once for all differences, which are taken together: vmap is compared with loops below
  const values = jit(vmap(f));
  const slope = jit(gradient);
  const shifted = (by: readonly number[], step: number): NDArray =>
    array(
      point.map((value, i) => value + step * by[i]!),
      float64,
    );
  /** The point shifted along each axis, forward and then backward, as rows. */
  const cross = (step: number): NDArray =>
    array(
      [step, -step].flatMap(by => point.map((_, k) => point.map((value, i) => (i === k ? value + by : value)))),
      float64,
    );

  const g = numbers(gradient(x));
  expectDerivative('grad', program, g, step => {
    const around = numbers(values(cross(step)));
    return point.map((_, k) => (around[k]! - around[n + k]!) / (2 * step));
  });

  const direction = pointFrom(seed + 1);
  const [primal, tangent] = jvp(f, [x], [array(direction, float64)]);
  expect(primal.item(), `value of ${print(program)}`).toBeCloseTo(f(x).item(), 12);
  const alongGradient = g.reduce((sum, entry, i) => sum + entry * direction[i]!, 0);
  expect(largestDifference([tangent.item()], [alongGradient]), `jvp of ${print(program)}`).toBeLessThan(1e-10);

  const H = numbers(hessian(f)(x));
  const Hv = (step: number): number[] => {
    const [up, down] = [numbers(slope(shifted(direction, step))), numbers(slope(shifted(direction, -step)))];
    return up.map((entry, i) => (entry - down[i]!) / (2 * step));
  };
  const product = point.map((_, i) => direction.reduce((sum, entry, k) => sum + H[i * n + k]! * entry, 0));
  expectDerivative('hessian', program, product, Hv);
  const transposed = H.map((_, k) => H[(k % n) * n + Math.floor(k / n)]!);
  expect(largestDifference(H, transposed), `symmetry of the Hessian of ${print(program)}`).toBeLessThan(1e-9);

  const together = numbers(vmap(gradient)(np.stack([x, array(direction, float64)])));
  const one = [...g, ...numbers(slope(array(direction, float64)))];
  expect(largestDifference(together, one), `vmap of grad f for ${print(program)}`).toBeLessThan(1e-10);
  const around = cross(1e-5);
  const rows = [0, n].flatMap(row => numbers(f(around.at(row))));
  const mapped = numbers(values(around)).filter((_, row) => row === 0 || row === n);
  expect(largestDifference(mapped, rows), `vmap of f for ${print(program)}`).toBeLessThan(1e-10);
};

// compiled programs are compared with interpreted ones in test/compiled
beforeAll(() => setBackend('reference'));

describe(`${count} random programs`, () => {
  it.each(Array.from({ length: count / perTest }, (_, i) => i))('batch %i', batch => {
    for (let i = 0; i < perTest; i++) check(1 + batch * perTest + i);
  });

  it('were nearly all compared sharply', () => expect(sharpness.sharp / sharpness.all).toBeGreaterThan(0.9));
});
