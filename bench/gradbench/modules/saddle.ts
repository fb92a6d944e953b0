import { jit, type NDArray, numpy as np } from 'nabla';
import { doubles, nested, number } from '../arrays.ts';
import type { Module } from '../protocol.ts';
import {
  argmin,
  argminLoop,
  argminScan,
  gradients,
  inAllModes,
  type Mode,
  type Objective,
  roundUp,
} from '../solver.ts';

type Input = { readonly start: readonly number[] };

const f = (x: NDArray, y: NDArray): NDArray => np.sum(np.square(x)).sub(np.sum(np.square(y)));

/** min over x of the max over y of |x|² - |y|²; the maximum is found by gradient descent, through which x's gradient goes. */
const solve = (outer: Mode, inner: Mode) => {
  const opponent = (x: NDArray): [Objective, Objective] => {
    const loss: Objective = y => f(x, y).neg();
    return [loss, gradients[inner](loss)];
  };
  const best = jit((x: NDArray, start: NDArray) => argminLoop(...opponent(x), start));
  const largest = jit((x: NDArray, start: NDArray) => f(x, argminLoop(...opponent(x), start).x));
  const forward = jit(gradients.f((x: NDArray, start: NDArray) => f(x, argminLoop(...opponent(x), start).x)));
  // reverse mode needs to know how many steps there are: as many as the loop took
  const reverse = jit(
    gradients.r((x: NDArray, start: NDArray, steps: number) => f(x, argminScan(...opponent(x), start, steps))),
    { staticArgnums: 2 },
  );
  return (start: NDArray): NDArray => {
    const gradient: Objective =
      outer === 'f' ? x => forward(x, start) : x => reverse(x, start, roundUp(number(best(x, start).steps)));
    const x = argmin(z => largest(z, start), gradient, start);
    const y = best(x, start).x;
    return np.concatenate([x, y]);
  };
};

export const saddle: Module = inAllModes((outer, inner) => {
  const solver = solve(outer, inner);
  return (input: Input) => {
    const start = doubles(input.start);
    return () => nested(solver(start));
  };
});
