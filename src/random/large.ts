import type { NDArray } from '../array/ndarray.ts';
import { type Shape, sizeOf } from '../array/shape.ts';
import { jit } from '../control/jit.ts';
import { isConcrete } from '../core/tracer.ts';

/** From this many numbers on a program that makes them all at once is faster than one step after the other. */
const large = 2 ** 16;

/** Many numbers from a key and parameters, as one program; few, or numbers of a traced key, step by step. */
export const asProgram = (
  f: (key: NDArray, ...parameters: NDArray[]) => NDArray,
  shape: Shape,
  key: NDArray,
  ...parameters: readonly NDArray[]
): NDArray => {
  const isKnown = isConcrete(key) && parameters.every(isConcrete);
  return isKnown && sizeOf(shape) >= large ? jit(f)(key, ...parameters) : f(key, ...parameters);
};

/** Whether a mask may be true somewhere: a branch that no element takes need not be computed. */
export const mayHold = (mask: NDArray): boolean => !isConcrete(mask) || mask.data.some(bit => bit !== 0);
