import { labelsOf } from '../hessian/matrix.ts';
import { formatTree, hessian, type SparseMatrix, sparseHessian } from '../index.ts';
import type { UserFunction } from './load.ts';
import { type Options, UsageError } from './options.ts';

/** JSON has no NaN and no infinities: they are written as strings. */
export const toJson = (tree: unknown): string =>
  JSON.stringify(tree, (_, value: unknown) => {
    if (value instanceof Map) return Object.fromEntries(value);
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  });

/** The entries that are not zero, as labels of row and column, and the value. */
const printEntries = (f: UserFunction, args: readonly unknown[], { argnums, json }: Options): void => {
  const positions = typeof argnums === 'number' ? [argnums] : argnums;
  const matrix = sparseHessian(f as (...callArgs: unknown[]) => unknown, { argnums })(...args) as SparseMatrix;
  const chosen = positions.map(position => args.at(position));
  const labels = labelsOf(typeof argnums === 'number' ? chosen[0] : chosen);
  const entries: { readonly row: number; readonly column: number; readonly value: number }[] = [];
  for (let row = 0; row < matrix.shape[0]; row++) {
    for (let at = matrix.indptr[row]!; at < matrix.indptr[row + 1]!; at++) {
      const value = matrix.data[at]!;
      if (value !== 0) entries.push({ row, column: matrix.indices[at]!, value });
    }
  }
  if (json) {
    console.log(toJson({ shape: matrix.shape, labels, entries }));
    return;
  }
  const texts = entries.map(({ row, column, value }) => [labels[row]!, labels[column]!, String(value)] as const);
  const widths = [0, 1].map(k => texts.reduce((width, text) => Math.max(width, text[k]!.length), 0));
  for (const [row, column, value] of texts)
    console.log(`${row.padEnd(widths[0]!)}  ${column.padEnd(widths[1]!)}  ${value}`);
};

export const runHessian = (f: UserFunction, args: readonly unknown[], options: Options): number => {
  const { argnums, holomorphic } = options;
  if (options.sparse) {
    if (holomorphic) throw new UsageError('--sparse: sparse matrices are real: leave --holomorphic out');
    printEntries(f, args, options);
    return 0;
  }
  const result: unknown = hessian(f as (...callArgs: unknown[]) => unknown, { argnums, holomorphic })(...args);
  console.log(options.json ? toJson(result) : formatTree(result));
  return 0;
};
