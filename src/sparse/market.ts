import { describe } from '../array/create.ts';
import { type CompressedMatrix, compressRows } from '../pattern/compress.ts';

/** The Matrix Market exchange format (Boisvert, Pozo and Remington, 1996): coordinates of real matrices. */

export const writeMarket = ({ shape, indptr, indices, data }: CompressedMatrix, symmetric: boolean): string => {
  const lines: string[] = [];
  for (let row = 0; row < shape[0]; row++) {
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      const column = indices[at]!;
      if (!symmetric || column <= row) lines.push(`${row + 1} ${column + 1} ${data[at]}`);
    }
  }
  const header = `%%MatrixMarket matrix coordinate real ${symmetric ? 'symmetric' : 'general'}`;
  return `${[header, `${shape[0]} ${shape[1]} ${lines.length}`, ...lines].join('\n')}\n`;
};

export const readMarket = (text: string): CompressedMatrix => {
  if (typeof text !== 'string') throw new TypeError(`fromMatrixMarket: expected a text, got ${describe(text)}`);
  const lines = text.split(/\r?\n/);
  const header = (lines[0] ?? '').trim().toLowerCase().split(/\s+/);
  const [banner, object, format, field, symmetry = ''] = header;
  if (banner !== '%%matrixmarket' || object !== 'matrix' || format !== 'coordinate') {
    throw new SyntaxError(
      `fromMatrixMarket: expected a first line "%%MatrixMarket matrix coordinate …", got ${JSON.stringify(lines[0] ?? '')}`,
    );
  }
  if (
    !['real', 'integer', 'pattern'].includes(field ?? '') ||
    !['general', 'symmetric', 'skew-symmetric'].includes(symmetry)
  ) {
    throw new SyntaxError(`fromMatrixMarket: ${field} ${symmetry} matrices are not supported: only real ones`);
  }
  const body = lines
    .map((line, i) => ({ line: line.trim(), number: i + 1 }))
    .filter(({ line }) => line !== '' && !line.startsWith('%'));
  const numbersOf = (entry: { line: string; number: number } | undefined, count: number): number[] => {
    const numbers = (entry?.line ?? '').split(/\s+/).map(Number);
    if (entry === undefined || numbers.length < count || numbers.some(value => Number.isNaN(value))) {
      throw new SyntaxError(
        `fromMatrixMarket: expected ${count} numbers in line ${entry?.number ?? lines.length}, got ${JSON.stringify(entry?.line ?? '')}`,
      );
    }
    return numbers;
  };
  const [rowCount, columnCount, count] = numbersOf(body[0], 3) as [number, number, number];
  const isShape = [rowCount, columnCount].every(extent => Number.isInteger(extent) && extent >= 0);
  if (!isShape || (symmetry !== 'general' && rowCount !== columnCount))
    throw new SyntaxError(`fromMatrixMarket: ${symmetry} matrices are not ${rowCount} × ${columnCount}`);
  if (count < body.length - 1)
    throw new SyntaxError(`fromMatrixMarket: expected ${count} elements, got ${body.length - 1}`);
  const [rows, columns, values]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < count; i++) {
    const entry = body[i + 1];
    const [row, column, value = 1] = numbersOf(entry, field === 'pattern' ? 2 : 3) as [number, number, number?];
    const isInside = row >= 1 && row <= rowCount && column >= 1 && column <= columnCount;
    if (!isInside || !Number.isInteger(row) || !Number.isInteger(column)) {
      throw new RangeError(
        `fromMatrixMarket: (${row}, ${column}) in line ${entry?.number} is no place in ${rowCount} × ${columnCount}`,
      );
    }
    const add = (r: number, c: number, v: number): void => {
      rows.push(r - 1);
      columns.push(c - 1);
      values.push(v);
    };
    add(row, column, value);
    if (symmetry !== 'general' && row !== column) add(column, row, symmetry === 'symmetric' ? value : -value);
  }
  const { pattern, places } = compressRows(Int32Array.from(rows), Int32Array.from(columns), [rowCount, columnCount]);
  const data = new Float64Array(pattern.indices.length);
  places.forEach((place, i) => {
    data[place]! += values[i]!;
  });
  return { ...pattern, data };
};
