import { array, grad, type NDArray, numpy as np } from 'nabla';
import { float64, number } from '../arrays.ts';
import type { Module } from '../protocol.ts';

const square = (x: NDArray): NDArray => np.square(x);

export const hello: Module = {
  square: (x: number) => () => number(square(array(x, float64))),
  double: (x: number) => () => number(grad(square)(array(x, float64))),
};
