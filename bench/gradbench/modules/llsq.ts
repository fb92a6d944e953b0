import { grad, jit, lax, type NDArray, numpy as np } from 'nabla';
import { doubles, float64, nested, number } from '../arrays.ts';
import type { Module } from '../protocol.ts';

type Input = { readonly x: readonly number[]; readonly n: number };

/** Half the sum of squares of sign(t) - x₀ - x₁ t - x₂ t² - …, the polynomial by Horner's rule. */
const objective = (x: NDArray, t: NDArray): NDArray => {
  const polynomial = lax.foriLoop(
    0,
    x.shape[0]!,
    (_: NDArray, [rest, sum]: [NDArray, NDArray]): [NDArray, NDArray] => [
      np.roll(rest, 1),
      sum.mul(t).add(rest.at(-1)),
    ],
    [x, np.zerosLike(t)],
  )[1];
  return np.sum(np.square(np.sign(t).sub(polynomial))).mul(0.5);
};

const primal = jit(objective);
const gradient = jit(grad(objective));
const places = (n: number): NDArray => np.linspace(-1, 1, n, float64);

export const llsq: Module = {
  primal: (input: Input) => {
    const [x, t] = [doubles(input.x), places(input.n)];
    return () => number(primal(x, t));
  },
  gradient: (input: Input) => {
    const [x, t] = [doubles(input.x), places(input.n)];
    return () => nested(gradient(x, t));
  },
};
