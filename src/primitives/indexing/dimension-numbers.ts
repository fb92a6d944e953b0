/**
 * How the axes of operand, indices and result of a gather relate, as in `lax.GatherDimensionNumbers`. The last axis of
 * the indices holds index vectors.
 */
export type GatherDimensionNumbers = {
  /** Axes of the result that run through a window, ascending. */
  readonly offsetDims: readonly number[];
  /** Axes of the operand, with slice size 1, that the result lacks, ascending. */
  readonly collapsedSliceDims: readonly number[];
  /** The operand axis that each component of an index vector refers to. */
  readonly startIndexMap: readonly number[];
  /** Axes of the operand that run along with axes of the indices, ascending. */
  readonly operandBatchingDims?: readonly number[];
  /** The axes of the indices that those run along with, in the same order. */
  readonly startIndicesBatchingDims?: readonly number[];
};

/** How the axes of operand, indices and updates of a scatter relate, as in `lax.ScatterDimensionNumbers`. */
export type ScatterDimensionNumbers = {
  /** Axes of the updates that run through a window, ascending. */
  readonly updateWindowDims: readonly number[];
  /** Axes of the operand, with window size 1, that the updates lack, ascending. */
  readonly insertedWindowDims: readonly number[];
  /** The operand axis that each component of an index vector refers to. */
  readonly scatterDimsToOperandDims: readonly number[];
  /** Axes of the operand that run along with axes of the indices, ascending. */
  readonly operandBatchingDims?: readonly number[];
  /** The axes of the indices that those run along with, in the same order. */
  readonly scatterIndicesBatchingDims?: readonly number[];
};

/**
 * What happens to windows that are not wholly inside the operand: they are moved inside (`'clip'`), read as a fill value
 * or not written (`'fill'` and `'drop'`, which are one mode); `'promise_in_bounds'` says that there are none.
 */
export type IndexMode = 'clip' | 'fill' | 'drop' | 'promise_in_bounds';

/** The modes as primitives know them. */
export type Mode = 'clip' | 'fill_or_drop' | 'promise_in_bounds';

export const modeOf = (what: string, mode: IndexMode): Mode => {
  if (mode === 'fill' || mode === 'drop') return 'fill_or_drop';
  if (mode === 'clip' || mode === 'promise_in_bounds') return mode;
  throw new TypeError(
    `${what}: unknown mode ${JSON.stringify(mode)}: expected 'clip', 'fill', 'drop' or 'promise_in_bounds'`,
  );
};

/** The one form of dimension numbers that gathers and scatters share, so that each turns into the other as it is. */
export type WindowDims = {
  readonly windowDims: readonly number[];
  readonly collapsedDims: readonly number[];
  readonly indexMap: readonly number[];
  readonly operandBatchingDims: readonly number[];
  readonly indicesBatchingDims: readonly number[];
};

export const gatherDims = (numbers: GatherDimensionNumbers): WindowDims => ({
  windowDims: numbers.offsetDims,
  collapsedDims: numbers.collapsedSliceDims,
  indexMap: numbers.startIndexMap,
  operandBatchingDims: numbers.operandBatchingDims ?? [],
  indicesBatchingDims: numbers.startIndicesBatchingDims ?? [],
});

export const scatterDims = (numbers: ScatterDimensionNumbers): WindowDims => ({
  windowDims: numbers.updateWindowDims,
  collapsedDims: numbers.insertedWindowDims,
  indexMap: numbers.scatterDimsToOperandDims,
  operandBatchingDims: numbers.operandBatchingDims ?? [],
  indicesBatchingDims: numbers.scatterIndicesBatchingDims ?? [],
});

/** What the fields of `WindowDims` are called in the messages of a gather or scatter. */
export type DimNames = { readonly [Field in keyof WindowDims]: string };

export const gatherNames: DimNames = {
  windowDims: 'offsetDims',
  collapsedDims: 'collapsedSliceDims',
  indexMap: 'startIndexMap',
  operandBatchingDims: 'operandBatchingDims',
  indicesBatchingDims: 'startIndicesBatchingDims',
};

export const scatterNames: DimNames = {
  windowDims: 'updateWindowDims',
  collapsedDims: 'insertedWindowDims',
  indexMap: 'scatterDimsToOperandDims',
  operandBatchingDims: 'operandBatchingDims',
  indicesBatchingDims: 'scatterIndicesBatchingDims',
};

const shifted = (dims: readonly number[]): number[] => dims.map(dim => dim + 1);

/** Dimension numbers once a batch axis has been put first in operand, indices or both, and in the result. */
export const batchDims = (
  dims: WindowDims,
  batched: { readonly operand: boolean; readonly indices: boolean },
): WindowDims => {
  const { operand, indices } = batched;
  const inOperand = operand ? shifted : (list: readonly number[]) => list;
  const inIndices = indices ? shifted : (list: readonly number[]) => list;
  const along = operand && indices ? [0] : [];
  return {
    // a batch axis of the operand alone is one more axis of the windows
    windowDims: [...(operand && !indices ? [0] : []), ...shifted(dims.windowDims)],
    collapsedDims: inOperand(dims.collapsedDims),
    indexMap: inOperand(dims.indexMap),
    operandBatchingDims: [...along, ...inOperand(dims.operandBatchingDims)],
    indicesBatchingDims: [...along, ...inIndices(dims.indicesBatchingDims)],
  };
};
