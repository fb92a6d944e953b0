import type { Callee, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { Code, type Value } from './code.ts';
import { storeTransposed } from './pack.ts';
import type { FloatType } from './tile.ts';

/** Rows and columns of the squares that are mirrored, so that what is read down a column is used up. */
export const mirroredTogether = 8;

/**
 * Writes mirror(matrix, n, begin, end): copies what stands below the diagonal of a matrix to the rows from begin to end above it;
 * begin is where a square begins, and end where one ends or n.
 */
export const writeMirror = (module: ModuleBuilder, type: FloatType): Callee => {
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32'], results: [] });
  const code = new Code(body);
  const bytes = type === 'f32' ? 4 : 8;
  const lanes = type === 'f32' ? 4 : 2;
  const [matrix, n, begin, end] = body.params;
  const [top, left, row, column] = code.ints();
  const place = (i: Value, j: Value): (() => void) =>
    code.i('add', matrix, code.i('mul', code.i('add', code.i('mul', i, n), j), bytes));
  const after = (from: Local, limit: Value): (() => void) => code.least(code.i('add', from, mirroredTogether), limit);
  const one = (): void =>
    code.if(code.i('gt_s', column, row), () => {
      code.int(place(row, column));
      code.int(place(column, row));
      body.memory(`${type}.load`);
      body.memory(`${type}.store`);
    });
  const lines = Array.from({ length: lanes }, () => body.local('v128'));
  const transposed = (): void => {
    lines.forEach((line, i) => {
      code.int(place(code.i('add', column, i), row));
      body.memory('v128.load');
      body.set(line);
    });
    storeTransposed(body, lines, bytes, (step, part) => {
      code.int(place(code.i('add', row, step), column));
      part();
      body.memory('v128.store');
    });
  };
  const square = (step: number, inside: () => void): void =>
    code.for(row, top, after(top, end), () => code.for(column, left, after(left, n), inside, step), step);
  // squares that are whole, and wholly above the diagonal, are transposed in vectors
  const isWhole = code.and(
    code.i('gt_s', left, top),
    code.i('le_s', code.i('add', left, mirroredTogether), n),
    code.i('le_s', code.i('add', top, mirroredTogether), end),
  );
  const each = (): void =>
    code.if(
      isWhole,
      () => square(lanes, transposed),
      () => square(1, one),
    );
  code.for(top, begin, end, () => code.for(left, top, n, each, mirroredTogether), mirroredTogether);
  return body;
};
