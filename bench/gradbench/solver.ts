// Gradient descent as the evals saddle and particle define it: the step doubles after ten steps that went down, is halved by one
// that would go up, and the end is a gradient or a step of at most 1e-5.
import { array, grad, jacfwd, lax, type NDArray, numpy as np } from 'nabla';
import { float64, number } from './arrays.ts';

const tolerance = 1e-5;
const patience = 10;

export type Objective = (x: NDArray) => NDArray;

/** The gradient of a scalar function in one of the two modes. */
export const gradients = { f: jacfwd, r: grad } as const;
export type Mode = keyof typeof gradients;

/** `function name: (argmin's mode, the inner mode) => …` for the four functions of an eval. */
export const inAllModes = <T>(make: (outer: Mode, inner: Mode) => T): Record<'ff' | 'fr' | 'rf' | 'rr', T> => ({
  ff: make('f', 'f'),
  fr: make('f', 'r'),
  rf: make('r', 'f'),
  rr: make('r', 'r'),
});

/** The argmin of a function that is not differentiated further: an ordinary loop. */
export const argmin = (f: Objective, gradient: Objective, start: NDArray): NDArray => {
  const norm = (v: NDArray): number => Math.sqrt(number(np.sum(np.square(v))));
  let x = start;
  let [value, slope] = [number(f(x)), gradient(x)];
  let rate = 1e-5;
  let successes = 0;
  while (norm(slope) > tolerance) {
    if (successes === patience) {
      rate *= 2;
      successes = 0;
      continue;
    }
    const next = x.sub(slope.mul(rate));
    if (norm(x.sub(next)) <= tolerance) return x;
    const there = number(f(next));
    if (there < value) {
      [x, value, slope] = [next, there, gradient(next)];
      successes++;
    } else {
      rate /= 2;
      successes = 0;
    }
  }
  return x;
};

/** Where a descent is, as values of a program. */
type State = {
  x: NDArray;
  value: NDArray;
  slope: NDArray;
  rate: NDArray;
  successes: NDArray;
  steps: NDArray;
  done: NDArray;
};

const first = (f: Objective, gradient: Objective, x: NDArray): State => ({
  x,
  value: f(x),
  slope: gradient(x),
  rate: array(1e-5, float64),
  successes: array(new Int32Array([0])).at(0),
  steps: array(new Int32Array([0])).at(0),
  done: np.equal(0, 1),
});

/** One step; none once the end is reached. */
const advance = (f: Objective, gradient: Objective, state: State): State => {
  const { x, value, slope, rate, successes, steps, done } = state;
  const small = (v: NDArray): NDArray => np.lessEqual(np.sum(np.square(v)), tolerance ** 2);
  const next = x.sub(slope.mul(rate));
  const there = f(next);
  const doubling = np.equal(successes, patience);
  const ended = np.logicalOr(small(slope), np.logicalAnd(np.logicalNot(doubling), small(x.sub(next))));
  const over = np.logicalOr(done, ended);
  const moving = np.logicalNot(np.logicalOr(over, doubling));
  const better = np.logicalAnd(moving, np.less(there, value));
  const factor = np.where(doubling, 2, np.where(better, 1, 0.5));
  return {
    x: np.where(better, next, x),
    value: np.where(better, there, value),
    slope: np.where(better, gradient(next), slope),
    rate: np.where(over, rate, rate.mul(factor)),
    successes: np.where(over, successes, np.where(better, successes.add(1), 0)),
    steps: steps.add(1),
    done: over,
  };
};

/** The argmin as part of a program, and how many steps led there: differentiable in forward mode. */
export const argminLoop = (f: Objective, gradient: Objective, start: NDArray): { x: NDArray; steps: NDArray } =>
  lax.whileLoop(
    (state: State) => np.logicalNot(state.done),
    (state: State) => advance(f, gradient, state),
    first(f, gradient, start),
  );

/** The same in a number of steps that is known to suffice: differentiable in both modes. */
export const argminScan = (f: Objective, gradient: Objective, start: NDArray, steps: number): NDArray =>
  lax.foriLoop(0, steps, (_: NDArray, state: State) => advance(f, gradient, state), first(f, gradient, start)).x;

/** Numbers of steps in which loops are compiled: few of them, so that few programs are. */
export const roundUp = (steps: number): number => Math.ceil(steps / 32) * 32;
