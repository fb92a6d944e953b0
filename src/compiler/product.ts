import { type Shape, sizeOf } from '../array/shape.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import type { Buffer, Expression } from '../kernel/expression.ts';
import { affineTerms } from '../kernel/index-arithmetic.ts';
import type { Element, Product } from '../kernel/lowering.ts';
import type { MatrixView } from './program.ts';

export type ProductExtents = {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
};

export const extentsOfProduct = ({ batch, rows, columns, inner }: Product): ProductExtents => ({
  batch: sizeOf(batch),
  rows: sizeOf(rows),
  columns: sizeOf(columns),
  inner: sizeOf(inner),
});

/** Whether packing pays: below, and for vectors, sums of products are as fast. */
export const isLargeProduct = ({ batch, rows, columns, inner }: ProductExtents): boolean =>
  rows >= 4 && columns >= 4 && inner >= 4 && batch * rows * columns * inner >= 8192;

/** The element of one operand, its batch, free and contracted axes each counted as one. */
export const flatOperand =
  (
    builder: ExpressionBuilder,
    read: Product['lhs'],
    shapes: readonly [batch: Shape, free: Shape, inner: Shape],
  ): Element =>
  index => {
    const [batch, free, inner] = shapes.map((shape, i) => builder.unflatten(index[i]!, shape));
    return read(batch!, free!, inner!);
  };

/** An operand as it lies in a buffer, if its elements are those of one, at constant distances. */
export const viewOf = (
  builder: ExpressionBuilder,
  element: Element,
  extents: readonly [batch: number, free: number, inner: number],
): MatrixView | undefined => {
  const index = extents.map((extent, axis) => builder.variable(2 * axis, 0, extent));
  const load = element(index);
  if (load.kind !== 'load') return undefined;
  const { terms, offset } = affineTerms(load.index);
  if (terms.some(({ of }) => of.kind !== 'variable' || !index.includes(of))) return undefined;
  const strideOf = (place: Expression): number => terms.find(({ of }) => of === place)?.factor ?? 0;
  const [batch, free, inner] = index.map(strideOf);
  return { buffer: load.buffer, offset, strides: [batch!, free!, inner!] };
};

/** A view of a buffer that holds the operand in the order batch, free, inner. */
export const denseView = (buffer: Buffer, [, free, inner]: readonly [number, number, number]): MatrixView => ({
  buffer,
  offset: 0,
  strides: [free * inner, inner, 1],
});
