import { grad, jit, lax, type NDArray, numpy as np } from 'nabla';
import { doubles, nested } from '../arrays.ts';
import type { Module } from '../protocol.ts';

type Input = { readonly x: readonly number[]; readonly s: number };

const end = 2;

/** y₀' = x₀ and yᵢ' = xᵢ yᵢ₋₁ from 0 up to t = 2, by s steps of the classical method of Runge and Kutta. */
const solution = (x: NDArray, s: number): NDArray => {
  const h = end / s;
  const slope = (y: NDArray): NDArray => x.mul(np.concatenate([np.onesLike(y.at(':1')), y.at(':-1')]));
  const step = (_: NDArray, y: NDArray): NDArray => {
    const k1 = slope(y);
    const k2 = slope(y.add(k1.mul(h / 2)));
    const k3 = slope(y.add(k2.mul(h / 2)));
    const k4 = slope(y.add(k3.mul(h)));
    return y.add(
      k1
        .add(k2.mul(2))
        .add(k3.mul(2))
        .add(k4)
        .mul(h / 6),
    );
  };
  return lax.foriLoop(0, s, step, np.zerosLike(x));
};

const primal = jit(solution, { staticArgnums: 1 });
const gradient = jit(
  grad((x: NDArray, s: number) => solution(x, s).at(-1)),
  { staticArgnums: 1 },
);

export const ode: Module = {
  primal: (input: Input) => {
    const x = doubles(input.x);
    return () => nested(primal(x, input.s));
  },
  gradient: (input: Input) => {
    const x = doubles(input.x);
    return () => nested(gradient(x, input.s));
  },
};
