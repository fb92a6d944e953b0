import type { NDArray } from '../../array/ndarray.ts';
import type { Shape } from '../../array/shape.ts';
import { broadcastInDim } from './broadcast.ts';

/** x repeated to a shape, axes aligned from the right as NumPy does; the shape must be one that x broadcasts to. */
export const broadcastTo = (x: NDArray, shape: Shape): NDArray =>
  broadcastInDim(
    x,
    shape,
    x.shape.map((_, axis) => shape.length - x.ndim + axis),
  );
