import { type Shape, sizeOf } from '../array/shape.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import { type Buffer, bytesOfType, type Expression, postorder } from '../kernel/expression.ts';
import { affineTerms } from '../kernel/index-arithmetic.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Element, Product } from '../kernel/lowering.ts';
import { placesOf } from './group.ts';
import { isVariable } from './kernels.ts';
import type { MatrixView } from './program.ts';
import type { Panels } from './target.ts';

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
  const index = placesOf(builder, extents);
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

type Extents = readonly [batch: number, free: number, inner: number];

/** How much of what an operand loads lies along an axis, what changes along the other one too before what does not. */
const loadsAlong = (builder: ExpressionBuilder, element: Element, extents: Extents, axis: 1 | 2): number => {
  const index = placesOf(builder, extents);
  const other = 1 << (2 * (3 - axis));
  return postorder([element(index)]).reduce((sum, node) => {
    if (node.kind !== 'load') return sum;
    const { terms } = affineTerms(node.index);
    if (!terms.some(({ of, factor }) => of === index[axis] && factor === 1)) return sum;
    return sum + ((builder.freeOf(node.index) & other) === 0 ? 1 : 100);
  }, 0);
};

/**
 * How to copy an operand: the shape and the elements of the copy, and the view of it. The axis that most of what is loaded lies
 * along comes last, so that loads and stores are those of neighbours.
 */
export const copyOfOperand = (
  builder: ExpressionBuilder,
  element: Element,
  extents: Extents,
): {
  readonly shape: Shape;
  readonly element: Element;
  readonly view: (buffer: MatrixView['buffer']) => MatrixView;
} => {
  const [batch, free, inner] = extents;
  const [alongFree, alongInner] = ([1, 2] as const).map(axis => loadsAlong(builder, element, extents, axis));
  if (alongFree! > alongInner!) {
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

/** Whether neighbours along the free axis are made of neighbours in memory, all of them, and some of what changes. */
export const liesAlongFree = (builder: ExpressionBuilder, element: Element, extents: Extents): boolean => {
  const index = placesOf(builder, extents);
  const nodes = postorder([element(index)]);
  const factors = nodes.flatMap(node => {
    if (node.kind !== 'load') return [];
    const { terms } = affineTerms(node.index);
    if (terms.some(({ of }) => of.kind !== 'variable')) return [Number.NaN];
    return [terms.find(({ of }) => of === index[1])?.factor ?? 0];
  });
  return factors.includes(1) && factors.every(factor => factor === 0 || factor === 1);
};

/**
 * The kernels that write an operand in panels as its product reads them: whole panels, then what the last one has, and zeros for the
 * lines that it lacks.
 */
export const panelKernels = (
  builder: ExpressionBuilder,
  element: Element,
  [batch, free, inner]: Extents,
  { width, line, size }: Panels,
  buffer: Buffer,
): readonly Kernel[] => {
  const b = builder.variable(0, 0, batch);
  const k = builder.variable(2, 0, inner);
  const kernel = (panel: Expression, lane: Expression, value: (place: readonly Expression[]) => Expression): Kernel => {
    const i = builder.plus(builder.times(panel, width), lane);
    const index = builder.affine([
      { of: b, factor: size },
      { of: panel, factor: width * line },
      { of: k, factor: width },
      { of: lane, factor: 1 },
    ]);
    const variables = [b, k, panel, lane].filter(isVariable);
    return { variables, stores: [{ buffer, index, value: value([b, i, k]) }] };
  };
  const whole = Math.floor(free / width);
  const rest = free % width;
  const last = builder.index(whole);
  return [
    ...(whole > 0 ? [kernel(builder.variable(4, 0, whole), builder.variable(6, 0, width), element)] : []),
    ...(rest > 0
      ? [
          kernel(last, builder.variable(6, 0, rest), element),
          kernel(last, builder.variable(6, rest, width), () => builder.constant(buffer.type, 0)),
        ]
      : []),
  ];
};
