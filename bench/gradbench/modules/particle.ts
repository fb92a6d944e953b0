import { array, jit, lax, type NDArray, numpy as np } from 'nabla';
import { doubles, float64, number } from '../arrays.ts';
import type { Module } from '../protocol.ts';
import { argmin, gradients, inAllModes, type Mode, type Objective, roundUp } from '../solver.ts';

type Input = { readonly w: number };

/** Position and velocity, how many steps led there, and whether the next would cross the axis. */
type Flight = { x: NDArray; v: NDArray; steps: NDArray; landed: NDArray };

const dt = 0.1;

/** The squared place at which a particle, driven by two charges of which w moves one, crosses the axis. */
const flight = (inner: Mode) => {
  const begin = (): Flight => ({
    x: doubles([0, 8]),
    v: doubles([0.75, 0]),
    steps: array(new Int32Array([0])).at(0),
    landed: np.equal(0, 1),
  });
  const advance = (w: NDArray, { x, v, steps, landed }: Flight): Flight => {
    const charges = [array([array(10, float64), w.at(0).neg().add(10)], float64), doubles([10, 0])];
    const potential: Objective = at =>
      charges.map(charge => np.reciprocal(np.sqrt(np.sum(np.square(at.sub(charge)))))).reduce((a, b) => a.add(b));
    const next = x.add(v.mul(dt));
    const over = np.logicalOr(landed, np.lessEqual(next.at(1), 0));
    return {
      x: np.where(over, x, next),
      v: np.where(over, v, v.sub(gradients[inner](potential)(x).mul(dt))),
      steps: steps.add(1),
      landed: over,
    };
  };
  /** From the last point above the axis on a straight line. */
  const landing = ({ x, v }: Flight): NDArray => np.square(x.at(0).sub(v.at(0).mul(x.at(1).div(v.at(1)))));
  const loop = (w: NDArray): Flight =>
    lax.whileLoop(
      (state: Flight) => np.logicalNot(state.landed),
      (state: Flight) => advance(w, state),
      begin(),
    );
  return {
    ofLoop: (w: NDArray): NDArray => landing(loop(w)),
    steps: (w: NDArray): NDArray => loop(w).steps,
    ofSteps: (w: NDArray, steps: number): NDArray =>
      landing(lax.foriLoop(0, steps, (_: NDArray, state: Flight) => advance(w, state), begin())),
  };
};

const solve = (outer: Mode, inner: Mode) => {
  const { ofLoop, steps, ofSteps } = flight(inner);
  const [value, count] = [jit(ofLoop), jit(steps)];
  const forward = jit(gradients.f(ofLoop));
  // reverse mode needs to know how many steps there are: as many as the loop took
  const reverse = jit(gradients.r(ofSteps), { staticArgnums: 1 });
  const gradient: Objective = outer === 'f' ? forward : w => reverse(w, roundUp(number(count(w))));
  return (start: NDArray): NDArray => argmin(value, gradient, start);
};

export const particle: Module = inAllModes((outer, inner) => {
  const solver = solve(outer, inner);
  return (input: Input) => {
    const start = doubles([input.w]);
    return () => number(solver(start).at(0));
  };
});
