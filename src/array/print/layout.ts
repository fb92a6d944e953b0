import type { Data, DType } from '../dtype.ts';
import { sizeOf, stridesOf } from '../shape.ts';
import { type Cell, cellWriter } from './columns.ts';

/** NumPy's print options, which JAX leaves at their defaults. */
export const lineWidth = 75;
const threshold = 1000;
const edgeItems = 3;
const gap = '...';

/** What may be printed: the structure of an array, row-major and contiguous. */
export type Printable = {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly weakType: boolean;
  readonly data: Data;
};

/** Where the text of an array goes. */
export type Frame = {
  /** Between neighbours; its blanks are dropped at the end of a line. */
  readonly separator: ' ' | ', ';
  /** The columns that stand before the first bracket. */
  readonly indent: number;
  /** The first column that may not be written. */
  readonly width: number;
};

/** The positions along an axis that are shown; `gap` stands for those left out. */
function shownPositions(length: number, summarised: boolean): readonly (number | typeof gap)[] {
  const range = (start: number, end: number) => Array.from({ length: end - start }, (_, step) => start + step);
  if (!summarised || length <= 2 * edgeItems) return range(0, length);
  return [...range(0, edgeItems), gap, ...range(length - edgeItems, length)];
}

/** Joins the elements of a row, broken into lines that end before `width`. */
function row(words: readonly string[], separator: string, hanging: string, width: number): string {
  const lines: string[] = [];
  let line = hanging;
  words.forEach((word, index) => {
    // A word too long for any line stays where a line begins.
    if (line.length + word.length > width && line.length > hanging.length) {
      lines.push(line.trimEnd());
      line = hanging;
    }
    line += index + 1 < words.length ? word + separator : word;
  });
  return [...lines, line].join('\n');
}

/** The elements of an array in nested brackets, as NumPy's `array2string` lays them out. */
export function layOut({ shape, dtype, data }: Printable, { separator, indent, width }: Frame): string {
  const size = sizeOf(shape);
  if (size === 0) return '[]';
  const strides = stridesOf(shape);
  const axes = shape.map(length => shownPositions(length, size > threshold));
  // what is shown decides how: it is gone through once before
  const offsets: number[] = [];
  let cell: Cell = offset => String(offsets.push(offset));

  const block = (axis: number, offset: number): string => {
    if (axis === shape.length) return cell(offset);
    const hanging = ' '.repeat(indent + axis + 1);
    const parts = axes[axis]!.map(position =>
      position === gap ? gap : block(axis + 1, offset + position * strides[axis]!),
    );
    if (axis === shape.length - 1) {
      // Each open bracket will need a column to close, and so will a separator at the end of a line.
      return `[${row(parts, separator, hanging, width - axis - 1).slice(hanging.length)}]`;
    }
    const between = separator.trimEnd() + '\n'.repeat(shape.length - axis - 1) + hanging;
    return `[${parts.join(between)}]`;
  };
  block(0, 0);
  cell = cellWriter(dtype, data, offsets, shape.length === 0);
  return block(0, 0);
}
