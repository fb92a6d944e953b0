import { formatTree, hessian, hessianMatrix } from '../index.ts';
import type { UserFunction } from './load.ts';
import type { Options } from './options.ts';

/** JSON has no NaN and no infinities: they are written as strings. */
export const toJson = (tree: unknown): string =>
  JSON.stringify(tree, (_, value: unknown) => {
    if (value instanceof Map) return Object.fromEntries(value);
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  });

export const runHessian = (f: UserFunction, args: readonly unknown[], options: Options): number => {
  const { argnums } = options;
  if (options.sparse) {
    const { matrix, labels } = hessianMatrix(f as (...callArgs: unknown[]) => unknown, { argnums })(...args);
    const rows = matrix.tolist() as number[][];
    const entries = rows.flatMap((row, i) =>
      row.flatMap((value, j) => (value === 0 ? [] : [{ row: i, column: j, value }])),
    );
    if (options.json) console.log(toJson({ shape: matrix.shape, labels, entries }));
    else {
      const texts = entries.map(({ row, column, value }) => [labels[row]!, labels[column]!, String(value)] as const);
      const widths = [0, 1].map(k => Math.max(0, ...texts.map(text => text[k]!.length)));
      for (const [row, column, value] of texts)
        console.log(`${row.padEnd(widths[0]!)}  ${column.padEnd(widths[1]!)}  ${value}`);
    }
    return 0;
  }
  const result: unknown = hessian(f as (...callArgs: unknown[]) => unknown, { argnums })(...args);
  console.log(options.json ? toJson(result) : formatTree(result));
  return 0;
};
