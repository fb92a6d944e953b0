import { checkDType } from '../../array/create.ts';
import type { ArrayLike, DiagonalOptions, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { normalizeAxis } from '../../array/shape.ts';
import { avalString } from '../../core/aval.ts';
import { convertElementType } from '../../primitives/convert.ts';
import { reduceSum } from '../../primitives/shape/broadcast.ts';
import { reshape } from '../../primitives/shape/reshape.ts';
import { slice } from '../../primitives/shape/slice.ts';
import { transpose } from '../../primitives/shape/transpose.ts';
import { shown } from '../../util/errors.ts';
import { rangeWithout } from '../../util/range.ts';
import { numericDType, readArray } from './read.ts';
import type { DTypeOption } from './reductions.ts';

/** In row-major order the elements of a diagonal stand one row and one element apart: a slice fetches them. */
const diagonalOf = (what: string, x: ArrayLike, options: DiagonalOptions, more: readonly string[] = []): NDArray => {
  checkOptions(what, options, ['offset', 'axis1', 'axis2', ...more]);
  const { offset = 0, axis1 = 0, axis2 = 1 } = options;
  const operand = readArray(what, x);
  if (operand.ndim < 2)
    throw new RangeError(`${what}: an array of at least two dimensions is needed, got ${avalString(operand)}`);
  if (!Number.isInteger(offset)) throw new TypeError(`${what}: offset must be an integer, got ${shown(offset)}`);
  const row = normalizeAxis(what, axis1, operand.ndim);
  const column = normalizeAxis(what, axis2, operand.ndim);
  if (row === column) throw new RangeError(`${what}: axis1 and axis2 are both axis ${row}`);
  const others = rangeWithout(operand.shape.length, [row, column]);
  const [rows, columns] = [operand.shape[row]!, operand.shape[column]!];
  const count = Math.max(0, Math.min(rows + Math.min(offset, 0), columns - Math.max(offset, 0)));
  const stack = others.map(axis => operand.shape[axis]!);
  const flat = reshape(transpose(operand, [...others, row, column]), [...stack, rows * columns]);
  const start = count === 0 ? 0 : offset >= 0 ? offset : -offset * columns;
  const limit = count === 0 ? 0 : start + (count - 1) * (columns + 1) + 1;
  return slice(flat, [...stack.map(() => 0), start], [...stack, limit], [...stack.map(() => 1), columns + 1]);
};

export const diagonal = (x: ArrayLike, options: DiagonalOptions = {}): NDArray => diagonalOf('diagonal', x, options);

export const trace = (x: ArrayLike, options: DiagonalOptions & DTypeOption = {}): NDArray => {
  const line = diagonalOf('trace', x, options, ['dtype']);
  const dtype = checkDType('trace', options.dtype ?? numericDType(line.dtype));
  return reduceSum(convertElementType(line, dtype), [line.ndim - 1]);
};
