import { grad, jit, type NDArray, numpy as np } from 'nabla';
import { doubles, nested, number } from '../arrays.ts';
import type { Module } from '../protocol.ts';

type Input = { readonly x: readonly number[] };

const logSumExp = (x: NDArray): NDArray => {
  const largest = np.max(x);
  return largest.add(np.log(np.sum(np.exp(x.sub(largest)))));
};

const primal = jit(logSumExp);
const gradient = jit(grad(logSumExp));

export const lse: Module = {
  primal: (input: Input) => {
    const x = doubles(input.x);
    return () => number(primal(x));
  },
  gradient: (input: Input) => {
    const x = doubles(input.x);
    return () => nested(gradient(x));
  },
};
