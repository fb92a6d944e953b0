import { type Shape, sizeOf } from '../array/shape.ts';
import { makeAval } from '../core/aval.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import { type Buffer, bytesOfType, type Expression, postorder, type ScalarType } from '../kernel/expression.ts';
import { affineTerms, factorOf } from '../kernel/index-arithmetic.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Element, Product } from '../kernel/lowering.ts';
import { placesOf } from './group.ts';
import { isVariable } from './kernels.ts';
import { stepsOfPart } from './product.ts';
import type { MatrixView } from './program.ts';
import type { Panels, Target } from './target.ts';
import { makeValue, type Value } from './values.ts';

/** How operands of products lie in memory. */

/** The element of one operand, its batch, free and contracted axes each counted as one. */
const flatOperand =
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
const viewOf = (
  builder: ExpressionBuilder,
  element: Element,
  extents: readonly [batch: number, free: number, inner: number],
): MatrixView | undefined => {
  const index = placesOf(builder, extents);
  const load = element(index);
  if (load.kind !== 'load') return undefined;
  const { terms, offset } = affineTerms(load.index);
  if (terms.some(({ of }) => of.kind !== 'variable' || !index.includes(of))) return undefined;
  const strideOf = (place: Expression): number => factorOf(terms, place);
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
const tableViewOf = (
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
  const strides = index.map(axes => axes.map(place => factorOf(terms, place)));
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
    if (factorOf(terms, index[axis]!) !== 1) return sum;
    return sum + ((builder.freeOf(node.index) & other) === 0 ? 1 : 100);
  }, 0);
};

/**
 * How to copy an operand: the shape and the elements of the copy, and the view of it. The axis that most of what is loaded lies
 * along comes last, so that loads and stores are those of neighbours.
 */
const copyOfOperand = (
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
const liesAlongFree = (builder: ExpressionBuilder, element: Element, extents: Extents): boolean => {
  const index = placesOf(builder, extents);
  const nodes = postorder([element(index)]);
  const factors = nodes.flatMap(node => {
    if (node.kind !== 'load') return [];
    const { terms } = affineTerms(node.index);
    if (terms.some(({ of }) => of.kind !== 'variable')) return [Number.NaN];
    return [factorOf(terms, index[1]!)];
  });
  return factors.includes(1) && factors.every(factor => factor === 0 || factor === 1);
};

/**
 * The kernels that write an operand in panels as its product reads them: whole panels, then what the last one has, and zeros for the
 * lines that it lacks.
 */
const panelKernels = (
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

/** What operands need of the plan that they are part of. */
type Plan = {
  readonly builder: ExpressionBuilder;
  readonly target: Target;
  bufferOf(type: ScalarType, size: number, values?: ArrayLike<number>): Buffer;
  appendKernels(writes: Buffer, build: () => readonly Kernel[]): void;
  store(value: Value): Buffer;
};

/**
 * An operand of a product: where it is, if it is in memory at regular distances, else a copy of it, in the order of the product
 * where that suits what it is computed from. Instead of a copy of windows that overlap, `source` is stored, and read by tables.
 * `partialSums` is how many parts the sum is divided into.
 */
export const matrixOf = (
  plan: Plan,
  { aval, type }: Value,
  side: 'lhs' | 'rhs',
  source: Value | undefined,
  read: Product['lhs'],
  shapes: readonly [batch: Shape, free: Shape, inner: Shape],
  partialSums: number,
): MatrixView => {
  const { builder } = plan;
  const [batch, free, inner] = shapes.map(sizeOf) as [number, number, number];
  const extents = [batch, free, inner] as const;
  const element = flatOperand(builder, read, shapes);
  const find = (): MatrixView | undefined =>
    viewOf(builder, element, extents) ??
    (source && tableViewOf(builder, read, shapes, values => plan.bufferOf('i32', values.length, values)));
  let view = find();
  if (view === undefined && source !== undefined) {
    plan.store(source);
    view = find();
  }
  if (view !== undefined) return view;
  if ((type === 'f32' || type === 'f64') && liesAlongFree(builder, element, extents)) {
    const { target } = plan;
    const panels = target.panelsOf(type, side, free, inner);
    const buffer = plan.bufferOf(type, batch * panels.size);
    plan.appendKernels(buffer, () => panelKernels(builder, element, extents, panels, buffer));
    const { width, line, size } = panels;
    const view = { buffer, offset: 0, strides: [size, line, width], inPanels: 'whole' } as const;
    if (partialSums === 1) return view;
    const ofPart = target.panelsOf(type, side, free, stepsOfPart(inner, partialSums));
    return { ...view, ofPart: { buffer: plan.bufferOf(type, target.threads * ofPart.size), panels: ofPart } };
  }
  const copy = copyOfOperand(builder, element, extents);
  return copy.view(plan.store({ ...makeValue(makeAval(copy.shape, aval.dtype)), element: copy.element }));
};
