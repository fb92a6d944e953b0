import { allocate, bytesOf, type Data } from '../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../array/ndarray.ts';
import { sizeOf } from '../array/shape.ts';
import type { Aval } from '../core/aval.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { inputAvals, type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import { isConcrete } from '../core/tracer.ts';
import { zerosLike } from '../primitives/linear.ts';
import { batchFirst } from '../primitives/shape/broadcast.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { slice } from '../primitives/shape/slice.ts';
import { transpose } from '../primitives/shape/transpose.ts';
import { batchJaxpr } from '../transforms/batch.ts';
import { linearizeJaxpr } from '../transforms/linearize.ts';
import { columnsOf } from './structured/linearised.ts';
import type { Block } from './structured/slot.ts';

export type Progress = { readonly done: number; readonly total: number };

/** Bytes of the largest value that a program computes on the way. */
export const largestValue = (jaxpr: Jaxpr): number => {
  let largest = 0;
  for (const { outputs } of jaxpr.equations) {
    for (const { aval } of outputs) largest = Math.max(largest, sizeOf(aval.shape) * bytesOf(aval.dtype));
  }
  return largest;
};

/** Rows `first` up to `first + count` of the identity over the inputs laid end to end, for each input (count, …shape). */
const basisRows = (leaves: readonly Aval[], columns: readonly Block[], first: number, count: number): NDArray[] =>
  leaves.map(({ shape, dtype }, i) => {
    const { start, size } = columns[i]!;
    const data = allocate(dtype, count * size);
    for (let row = Math.max(0, start - first); row < count && first + row < start + size; row++) {
      data[row * size + first + row - start] = 1;
    }
    return new ConcreteArray([count, ...shape], dtype, data);
  });

/**
 * What a Jacobian program computes, so many columns at a time: outputs, then for each of the first `outputCount` outputs and
 * each differentiated input the block (out…, in…), then aux. The program is linearised once.
 */
export const chunkedJacobian = (
  jaxpr: Jaxpr,
  differentiated: readonly boolean[],
  outputCount: number,
  inputs: readonly NDArray[],
  chunkSize: number,
  onProgress: (progress: Progress) => void,
): NDArray[] => {
  const linearized = linearizeJaxpr(jaxpr, differentiated);
  const results = evaluateJaxpr(linearized.primal, inputs);
  const outputs = results.slice(0, jaxpr.outputs.length);
  const residuals = results.slice(jaxpr.outputs.length);
  const leaves = inputAvals(jaxpr).filter((_, i) => differentiated[i]);
  const columns = columnsOf(leaves);
  const total = columns.reduce((sum, { size }) => sum + size, 0);
  const avals = outputAvals(jaxpr).slice(0, outputCount);
  const axes = [...residuals.map(() => null), ...leaves.map(() => 0)];
  const collectors = avals.map(aval => collector(aval, total));
  for (let first = 0; first < total; first += chunkSize) {
    const count = Math.min(chunkSize, total - first);
    const { jaxpr: batched, outputAxes } = batchJaxpr(linearized.linear, count, axes);
    const tangents = evaluateJaxpr(batched, [...residuals, ...basisRows(leaves, columns, first, count)]);
    let next = 0;
    avals.forEach((aval, i) => {
      const at = linearized.nonzeroOutputs[i] ? next++ : undefined;
      collectors[i]!.take(
        first,
        at === undefined
          ? zerosLike({ ...aval, shape: [count, ...aval.shape] })
          : batchFirst(tangents[at]!, outputAxes[at] ?? null, count),
      );
    });
    onProgress({ done: first + count, total });
  }
  const blocks = collectors.flatMap(({ finish }, i) =>
    columns.map(({ start, size }, k) => reshape(finish(start, size), [...avals[i]!.shape, ...leaves[k]!.shape])),
  );
  return outputs.toSpliced(outputCount, 0, ...blocks);
};

type Collector = {
  /** Tangents (count, …shape) along the columns from `first` on. */
  readonly take: (first: number, rows: NDArray) => void;
  /** Columns as (elements, columns). */
  readonly finish: (start: number, size: number) => NDArray;
};

/** Puts columns together: in one typed array where they are concrete. */
const collector = (aval: Aval, total: number): Collector => {
  const size = sizeOf(aval.shape);
  const chunks: NDArray[] = [];
  let stored: Data | undefined;
  return {
    take: (first, rows) => {
      if (!isConcrete(rows)) {
        chunks.push(rows);
        return;
      }
      stored ??= allocate(aval.dtype, size * total);
      const count = rows.shape[0]!;
      const source = rows.data;
      for (let row = 0; row < count; row++) {
        for (let element = 0; element < size; element++) {
          stored[element * total + first + row] = source[row * size + element]!;
        }
      }
    },
    finish: (start, extent) => {
      if (chunks.length > 0) {
        const whole = concatenate(
          chunks.map(rows => reshape(rows, [rows.shape[0]!, size])),
          0,
        );
        return transpose(slice(whole, [start, 0], [start + extent, size]), [1, 0]);
      }
      const result = allocate(aval.dtype, size * extent);
      if (stored !== undefined) {
        for (let element = 0; element < size; element++) {
          result.set(stored.subarray(element * total + start, element * total + start + extent), element * extent);
        }
      }
      return new ConcreteArray([size, extent], aval.dtype, result);
    },
  };
};
