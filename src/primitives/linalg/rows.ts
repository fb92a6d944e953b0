import type { NDArray } from '../../array/ndarray.ts';
import { gatherWindows, scatterAdd } from '../indexing/gather.ts';
import { zerosLike } from '../linear.ts';
import { expandDims } from '../shape/reshape.ts';
import { stackOf } from './stacked.ts';

/** The axes of a stack of permutations and of a stack of matrices that belong together. */
const axesOf = (x: NDArray): { readonly stack: readonly number[]; readonly row: number; readonly column: number } => {
  const { length } = stackOf(x);
  return { stack: Array.from({ length }, (_, axis) => axis), row: length, column: length + 1 };
};

/** Row i of each result is row permutation[i] of the matrix; permutations are (…, m), matrices (…, m, n). */
export const permuteRows = (x: NDArray, permutation: NDArray): NDArray => {
  const { stack, row, column } = axesOf(x);
  const numbers = {
    offsetDims: [column],
    collapsedSliceDims: [row],
    startIndexMap: [row],
    operandBatchingDims: stack,
    startIndicesBatchingDims: stack,
  };
  const sizes = [...stack.map(() => 1), 1, x.shape[column]!];
  return gatherWindows(x, expandDims(permutation, [column]), numbers, sizes, { uniqueIndices: true });
};

/** Undoes `permuteRows`: row permutation[i] of each result is row i of the matrix. */
export const unpermuteRows = (x: NDArray, permutation: NDArray): NDArray => {
  const { stack, row, column } = axesOf(x);
  const numbers = {
    updateWindowDims: [column],
    insertedWindowDims: [row],
    scatterDimsToOperandDims: [row],
    operandBatchingDims: stack,
    scatterIndicesBatchingDims: stack,
  };
  return scatterAdd(zerosLike(x), expandDims(permutation, [column]), x, numbers, {
    mode: 'promise_in_bounds',
    uniqueIndices: true,
  });
};
