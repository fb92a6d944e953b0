import { grad, jit, jvp, type NDArray, numpy as np, stopGradient } from 'nabla';
import { doubles, type Nested, nested, number } from '../arrays.ts';
import type { Module } from '../protocol.ts';

type Input = { readonly points: Nested; readonly centroids: Nested };

/** The sum over points of the squared distance to the nearest centroid: the minimum is the value at its place. */
const cost = (centroids: NDArray, points: NDArray): NDArray => {
  const fixed = stopGradient(centroids);
  const distances = np.sum(np.square(np.expandDims(points, 1).sub(fixed)), { axis: 2 });
  return np.sum(np.square(centroids.at(np.argmin(distances, { axis: 1 })).sub(points)));
};

const value = jit(cost);

/** The gradient by the diagonal of the Hessian, which is H·1 since nothing else of H is other than zero. */
const direction = jit((centroids: NDArray, points: NDArray): NDArray => {
  const gradient = grad((c: NDArray) => cost(c, points));
  const [slope, diagonal] = jvp(gradient, [centroids], [np.onesLike(centroids)]);
  return slope.div(diagonal);
});

const prepare = (input: Input): [NDArray, NDArray] => [doubles(input.centroids), doubles(input.points)];

export const kmeans: Module = {
  cost: (input: Input) => {
    const args = prepare(input);
    return () => number(value(...args));
  },
  dir: (input: Input) => {
    const args = prepare(input);
    return () => nested(direction(...args));
  },
};
