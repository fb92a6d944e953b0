import { type Shape, sizeOf } from '../array/shape.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import { bytesOfType, type Expression, postorder } from '../kernel/expression.ts';
import { affineTerms } from '../kernel/index-arithmetic.ts';
import type { Element, Product } from '../kernel/lowering.ts';
import type { MatrixView } from './program.ts';

/** How operands of products lie in memory. */

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

/** Slots that variables of output axes may have. */
const mostAxes = 14;

/** The distances of all elements of a box from the first, in row-major order, in bytes. */
const distances = (shape: Shape, strides: readonly number[], bytes: number): Int32Array => {
  const result = new Int32Array(sizeOf(shape));
  let filled = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    for (let i = 1; i < shape[axis]!; i++) {
      for (let k = 0; k < filled; k++) result[i * filled + k] = result[k]! + i * strides[axis]! * bytes;
    }
    filled *= shape[axis]!;
  }
  return result;
};

/**
 * An operand as it lies in a buffer, if each of its axes has a constant distance from an index to the next: the distances
 * along the axes of each kind are then sums, which stand in tables.
 */
export const tableViewOf = (
  builder: ExpressionBuilder,
  read: Product['lhs'],
  shapes: readonly [batch: Shape, free: Shape, inner: Shape],
  makeTable: (values: Int32Array) => MatrixView['buffer'],
): MatrixView | undefined => {
  const [batch, free, inner] = shapes;
  if (batch.length + free.length + inner.length > mostAxes) return undefined;
  let slot = 0;
  const index = shapes.map(shape => shape.map(extent => builder.variable(2 * slot++, 0, extent)));
  const load = read(index[0]!, index[1]!, index[2]!);
  if (load.kind !== 'load') return undefined;
  const { terms, offset } = affineTerms(load.index);
  const all = index.flat();
  if (terms.some(({ of }) => of.kind !== 'variable' || !all.includes(of))) return undefined;
  const strides = index.map(axes => axes.map(place => terms.find(({ of }) => of === place)?.factor ?? 0));
  const bytes = bytesOfType(load.buffer.type);
  return {
    buffer: load.buffer,
    offset,
    strides: [0, 0, 0],
    tables: {
      batch: makeTable(distances(batch, strides[0]!, bytes)),
      free: makeTable(distances(free, strides[1]!, bytes)),
      inner: makeTable(distances(inner, strides[2]!, bytes)),
    },
  };
};

/**
 * How to copy an operand: the shape and the elements of the copy, and the view of it. The axis that most of what is loaded lies
 * along comes last, so that loads and stores are those of neighbours.
 */
export const copyOfOperand = (
  builder: ExpressionBuilder,
  element: Element,
  [batch, free, inner]: readonly [batch: number, free: number, inner: number],
): {
  readonly shape: Shape;
  readonly element: Element;
  readonly view: (buffer: MatrixView['buffer']) => MatrixView;
} => {
  const index = [batch, free, inner].map((extent, axis) => builder.variable(2 * axis, 0, extent));
  const strides = postorder([element(index)]).flatMap(node => (node.kind === 'load' ? [affineTerms(node.index)] : []));
  const along = (axis: 1 | 2): number =>
    strides.filter(({ terms }) => terms.some(({ of, factor }) => of === index[axis] && factor === 1)).length;
  if (along(1) > along(2)) {
    return {
      shape: [batch, inner, free],
      element: ([b, k, i]) => element([b!, i!, k!]),
      view: buffer => ({ buffer, offset: 0, strides: [free * inner, 1, free] }),
    };
  }
  return {
    shape: [batch, free, inner],
    element,
    view: buffer => ({ buffer, offset: 0, strides: [free * inner, inner, 1] }),
  };
};
