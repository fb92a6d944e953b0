import type { NDArray } from '../array/ndarray.ts';
import { shapeString, shapesEqual } from '../array/shape.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { transpose } from '../primitives/shape/transpose.ts';
import { range } from '../util/range.ts';

/** Weights of an array's shape, or of the extents of the axes given (none where all are meant), for each of its elements. */
export const spreadWeights = (what: string, a: NDArray, weights: NDArray, axes: readonly number[]): NDArray => {
  if (shapesEqual(weights.shape, a.shape)) return weights;
  const extents = axes.map(axis => a.shape[axis]!);
  if (axes.length === 0 || !shapesEqual(weights.shape, extents)) {
    const places =
      axes.length === 0
        ? `do not fit the array, ${shapeString(a.shape)}`
        : `fit neither the array, ${shapeString(a.shape)}, nor the axes, ${shapeString(extents)}`;
    throw new RangeError(`${what}: weights of shape ${shapeString(weights.shape)} ${places}`);
  }
  const order = range(axes.length).sort((i, k) => axes[i]! - axes[k]!);
  const shape = a.shape.map((extent, axis) => (axes.includes(axis) ? extent : 1));
  return broadcastTo(reshape(transpose(weights, order), shape), a.shape);
};
